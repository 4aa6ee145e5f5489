"""Debian's Chromium, driven by Playwright: it talks to 127.0.0.1 and to nobody else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 15_000


@asynccontextmanager
async def chromium(*flags: str) -> AsyncIterator[Browser]:
    """A browser with an empty profile and more flags; skips the test where there is none, but fails it in CI."""
    _require_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visit(
    browser: Browser, address: str, *, width: int = 1280, height: int = 800, script: str = "", **options: Any
) -> AsyncIterator[Page]:
    """The page, with `script` run first. Afterwards: it asked 127.0.0.1 alone, and nothing went wrong."""
    context = await browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(PATIENCE_MS)
    await context.add_init_script(script)
    asked: list[str] = []
    wrong: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = await context.new_page()
    try:
        await page.goto(address)
        await page.locator("#channels button").first.wait_for()
        yield page
    finally:
        await context.close()
    strangers = {url for url in asked if urlsplit(url).hostname != "127.0.0.1"}
    assert asked
    assert not strangers
    # A refused order and a broken connection are told by the browser itself.
    assert [text for text in wrong if "Failed to load resource" not in text] == []


def _require_chromium() -> None:
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is not there. On Debian: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
