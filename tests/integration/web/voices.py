"""What a browser says into its microphone, and what comes out of its speakers."""

import asyncio
import os
import sys
import wave
from pathlib import Path

from playwright.async_api import Page

FAKE_MICROPHONE = "--use-fake-device-for-media-stream"
EAR = """
const connect = AudioNode.prototype.connect;
window.loudest = 0;
AudioNode.prototype.connect = function (target, ...more) {
  if (target instanceof AudioDestinationNode) {
    const ear = new AnalyserNode(this.context, { fftSize: 2048 });
    const samples = new Float32Array(2048);
    connect.call(this, ear);
    setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      for (const sample of samples) window.loudest = Math.max(window.loudest, Math.abs(sample));
    }, 20);
  }
  return connect.call(this, target, ...more);
};
"""
"""Listens to what the page plays: `loudest` is from 0 to 1."""


async def spoken(folder: Path, text: str, *, before_s: float, after_s: float) -> Path:
    """A recording of espeak's voice saying it, with silence around."""
    plain, padded = folder / "plain.wav", folder / "padded.wav"
    saying = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "acore.cli", "say", text, "-o", str(plain)),
        env={**os.environ, "ACORE_DATA_DIR": str(folder / "say")},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await saying.wait() == 0
    with wave.open(str(plain)) as source, wave.open(str(padded), "wb") as target:
        target.setparams(source.getparams())
        width = source.getsampwidth() * source.getnchannels()
        silences = [bytes(round(seconds * source.getframerate()) * width) for seconds in (before_s, after_s)]
        target.writeframes(silences[0] + source.readframes(source.getnframes()) + silences[1])
    return padded


async def is_heard(page: Page) -> None:
    """Wait until the speakers make a sound."""
    await page.wait_for_function("() => window.loudest > 0.02")


async def still_heard(page: Page) -> bool:
    """Whether the speakers make a sound in the next second."""
    listen = "() => new Promise((done) => { window.loudest = 0; setTimeout(() => done(window.loudest > 0.02), 1000); })"
    # What the speakers hold already is played to its end.
    await page.evaluate(listen)
    return bool(await page.evaluate(listen))


async def state(page: Page, *states: str) -> None:
    """Wait until the voice is in one of the states."""
    await page.wait_for_function(
        "states => states.includes(document.getElementById('voice').dataset.state)", arg=states
    )


_LEVEL = "Number(document.getElementById('voice').style.getPropertyValue('--level'))"


async def something(page: Page) -> None:
    """Wait until the microphone hears a sound."""
    await page.wait_for_function(f"() => {_LEVEL} > 0.1")


async def until_said(page: Page) -> None:
    """Wait until the microphone has heard something, and then nothing for longer than a pause between sounds."""
    await something(page)
    await page.wait_for_function(f"""() => {{
      const now = performance.now();
      window.quiet = {_LEVEL} < 0.01 ? (window.quiet ?? now) : null;
      return window.quiet !== null && now - window.quiet > 600;
    }}""")
