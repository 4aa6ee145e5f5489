#!/usr/bin/env python3
"""Take the pictures of the playground that the README and the docs show: docs/images/playground*.png.

It starts acore in an empty folder, asks what a newcomer would ask, and photographs the page with
Debian's Chromium, whose microphone is a pretended one. Needs `make install` and `apt-get install
chromium`; fonts-inter and fonts-noto-color-emoji make the pictures look as they do on most desks.
"""

import argparse
import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.async_api import Browser, FloatRect, Page, async_playwright, expect

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
)
START_S = 60
STILL_MS = 2500
"""Until a finished answer no longer shows that it is being written, and colours have come to rest."""
QUESTIONS = ("How far is 10 miles in kilometres?", "How do I use a real model?")
DESK, PHONE = (1280, 800), (380, 780)
MARGIN = 14


@asynccontextmanager
async def acore() -> AsyncIterator[str]:
    """Run the playground in an empty folder; gives its address."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "ACORE_DATA_DIR": folder, "ACORE_WEB__PORT": "0", "ACORE_LOG__LEVEL": "error"}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "acore.cli", "run", "playground"),
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(START_S):
                address = await _address(process)
            yield address
        finally:
            process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    while line := (await process.stdout.readline()).decode():
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise SystemExit("acore ended before it served; what it wrote above says why.")


async def _converse(browser: Browser, address: str) -> None:
    """Ask the questions, so that there is something to see."""
    page = await browser.new_page()
    await page.goto(address)
    await page.locator(".message").first.wait_for()
    for asked, question in enumerate(QUESTIONS, start=1):
        answers = await page.locator(".message.bot").count()
        await page.locator("#text").fill(question)
        await page.locator("#text").press("Enter")
        await expect(page.locator(".message.mine")).to_have_count(asked)
        await expect(page.locator(".message.bot")).to_have_count(answers + 1)
        await expect(page.locator(".message.is-live")).to_have_count(0)
    await page.close()


async def _photograph(
    browser: Browser, address: str, name: str, size: tuple[int, int], theme: Literal["light", "dark"]
) -> None:
    width, height = size
    page: Page = await browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=theme, device_scale_factor=1.5
    )
    await page.goto(address)
    await page.locator(".message").first.wait_for()
    await page.wait_for_timeout(STILL_MS)
    await page.screenshot(path=IMAGES / f"{name}.png")
    await page.close()


async def _listen(browser: Browser, address: str) -> None:
    """Photograph the microphone while it listens."""
    page = await browser.new_page(
        viewport={"width": 800, "height": 600}, device_scale_factor=1.5, permissions=["microphone"]
    )
    await page.goto(address)
    await page.locator("#talk").click()
    await expect(page.locator("#voice")).to_have_attribute("data-state", "latched", timeout=START_S * 1000)
    await page.locator("#hands-free").click()
    await expect(page.locator("#voice-state")).to_have_text("Listening. Just talk.")
    foot = await page.locator(".foot").bounding_box()
    assert foot
    clip = FloatRect(x=foot["x"], y=foot["y"] - MARGIN, width=foot["width"], height=foot["height"] + MARGIN)
    await page.wait_for_timeout(STILL_MS)
    await page.screenshot(path=IMAGES / "playground-voice.png", clip=clip)
    await page.close()


async def main() -> None:
    """Take the first sight of the page, then a conversation, on a desk and on a phone, in both themes."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    await asyncio.to_thread(IMAGES.mkdir, parents=True, exist_ok=True)
    async with acore() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        await _photograph(browser, address, "playground-welcome", DESK, "light")
        await _converse(browser, address)
        await _photograph(browser, address, "playground", DESK, "light")
        await _photograph(browser, address, "playground-dark", DESK, "dark")
        await _photograph(browser, address, "playground-phone", PHONE, "light")
        await _photograph(browser, address, "playground-phone-dark", PHONE, "dark")
        await _listen(browser, address)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
