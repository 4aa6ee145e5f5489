"""A server of speech on loopback: it hums the words that it is sent."""

import asyncio
import io
import re
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from tests.integration.llm.far_side import Asked, FarSideServer, Line, Script, far_side

VOICES = ("nova", "af_heart", "low voice")
_RATE = 24000


def samples(text: str, speed: float) -> bytes:
    """60 ms a letter."""
    letters = sum(map(len, re.findall(r"[^\W_]+", text)))
    time = np.arange(int(letters * 0.06 / speed * _RATE)) / _RATE
    sound: bytes = (8000 * np.sin(2 * np.pi * 220 * time)).astype("<i2").tobytes()
    return sound


def wav(sound: bytes) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(sound)
    return held.getvalue()


async def speech(asked: Asked, line: Line) -> None:
    if asked.path.endswith("/models"):
        return await line.json({"data": []})
    if asked.path.endswith("/audio/voices"):
        return await line.json({"voices": [VOICES[0], {"id": VOICES[1]}, {"name": VOICES[2]}, {"odd": 1}, 5]})
    sound = samples(asked.body["input"], asked.body.get("speed", 1.0))
    wanted = asked.body["response_format"]
    await line.head("audio/wav" if wanted == "wav" else "audio/pcm")
    body = wav(sound) if wanted == "wav" else sound
    for begin in range(0, len(body), 9_999):  # an odd number, so that samples are cut in two
        await line.send(body[begin : begin + 9_999])
        await asyncio.sleep(0)
    return None


@contextmanager
def elsewhere(script: Script = speech) -> Iterator[FarSideServer]:
    """The server on a loop of its own, so that its tasks are not taken for the engine's."""
    there = asyncio.new_event_loop()
    thread = threading.Thread(target=there.run_forever)
    thread.start()
    serving = far_side(script)
    try:
        yield asyncio.run_coroutine_threadsafe(serving.__aenter__(), there).result(10)
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), there).result(10)
    finally:
        there.call_soon_threadsafe(there.stop)
        thread.join()
        there.close()
