"""Talking to the real bot: acore in a process of its own, a real browser, and a microphone that hears espeak."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.integration.playground_page.browser import chromium, visit
from tests.integration.playground_page.running import Running, running

from .voices import EAR, FAKE_MICROPHONE, is_heard, spoken, state, still_heard, until_said

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "what can you do"
HEARD = re.compile("what can you|can you do")
"""As dictation has it: one time in ten it misses a word at an end, however much silence there is around it."""
MICROPHONE = ["microphone"]
WITHOUT_VOICE = """
import sys
for name in ("numpy", "av", "onnxruntime", "webrtcvad", "pocketsphinx", "espeakng_loader"):
    sys.modules[name] = None
"""
SLOW = {
    "ACORE_LLM__USE": "scripted",
    "ACORE_LLM__ENGINES__SCRIPTED__PACE_S": "0.05",
    "ACORE_LLM__ENGINES__SCRIPTED__REPLIES": json.dumps(["This sentence is said. " * 300]),
}
expect.set_options(timeout=20_000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    file = await spoken(tmp_path_factory.mktemp("said"), QUESTION, before_s=1.5, after_s=7)
    async with chromium(FAKE_MICROPHONE, f"--use-file-for-fake-audio-capture={file}") as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def acore(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, acore: Running) -> AsyncIterator[Page]:
    async with visit(browser, acore.address, script=EAR, permissions=MICROPHONE) as opened:
        yield opened


async def test_what_is_said_while_the_button_is_held_is_answered_aloud(page: Page, acore: Running) -> None:
    sound, spoken_for_seconds = 0, asyncio.Event()

    def came(data: str | bytes) -> None:
        nonlocal sound
        sound += len(data) if isinstance(data, bytes) else 0
        if sound > 100_000:
            spoken_for_seconds.set()

    page.on("websocket", lambda socket: socket.on("framereceived", came))
    await page.locator("#talk").hover()
    await page.mouse.down()
    await until_said(page)
    await page.mouse.up()
    question = page.locator(".message.mine .text")
    await expect(question).to_contain_text(HEARD)
    answer = page.locator(".message.bot", has=page.locator(".quoted", has_text=HEARD))
    await expect(answer.locator(".text")).to_contain_text("documents")
    await state(page, "speaking")
    await is_heard(page)
    async with asyncio.timeout(20):
        await spoken_for_seconds.wait()
    await page.get_by_role("button", name="Stop", exact=True).click()
    await state(page, "idle")
    await expect(page.locator("#voice-state")).to_have_text("Hold the microphone, or the space bar, and talk.")
    assert not await still_heard(page)
    assert await acore.stop() == 0  # with the line open


async def test_hands_free_it_listens_and_lets_itself_be_interrupted(page: Page) -> None:
    await page.locator("#talk").click()
    await page.get_by_role("button", name="Hands-free").click()
    await expect(page.locator(".message.mine .text").first).to_contain_text(HEARD)
    await state(page, "speaking")
    await is_heard(page)
    # The answer takes longer than it takes the file to begin again.
    await state(page, "hearing")
    await expect(page.locator(".message.mine")).to_have_count(2)
    await expect(page.locator(".message.mine .text").last).to_contain_text(HEARD)


async def test_it_speaks_while_the_bot_writes_and_stop_ends_both(browser: Browser, tmp_path: Path) -> None:
    async with (
        running(tmp_path, SLOW) as acore,
        visit(browser, acore.address, script=EAR, permissions=MICROPHONE) as page,
    ):
        await page.locator("#talk").hover()
        await page.mouse.down()
        await until_said(page)
        await page.mouse.up()
        await is_heard(page)
        answer = page.locator(".message.bot", has=page.locator(".quoted"))
        await expect(answer.get_by_role("button", name="Stop")).to_be_visible()
        await page.locator("#hush").click()
        await expect(answer.locator(".text")).to_contain_text("⏹️ Stopped.")
        await state(page, "idle")
        assert not await still_heard(page)


async def test_without_the_libraries_of_the_voice_the_page_names_the_command(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_VOICE)
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    async with (
        running(tmp_path, {"PYTHONPATH": path}) as acore,
        visit(browser, acore.address, permissions=MICROPHONE) as page,
    ):
        await page.locator("#talk").click()
        await state(page, "failed")
        await expect(page.locator("#voice-state code")).to_contain_text("pip install")
        await expect(page.locator("#voice-state code")).to_contain_text("acore[voice]")
