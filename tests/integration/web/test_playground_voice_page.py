"""The microphone of the page in a real browser; the bot is the test, and hears and speaks with doubles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from acore.adapters.clock.system import SystemClock
from acore.adapters.sound.reading import AVSound
from acore.errors import EngineRefused
from acore.services.turns import RecentTurns
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_live import LiveVoice
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.simulator.model import SimMessage
from acore.simulator.page.voice import VoiceParts
from acore.simulator.world import World
from acore.testing import MemoryMetrics, ScriptedSTT, ScriptedTTS, ScriptedVAD
from tests.integration.playground_page.browser import chromium, visit
from tests.integration.playground_page.conftest import Stage, build

from .voices import EAR, FAKE_MICROPHONE, is_heard, something, state, still_heard

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LONGER_THAN_A_TAP_MS = 400
MICROPHONE = ["microphone"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DONE = [{"type": 1, "components": [{"type": 2, "style": 2, "custom_id": "again", "emoji": {"name": "🔁"}}]}]
LATE_MICROPHONE = """
const media = navigator.mediaDevices;  // an empty page has none
const asked = media?.getUserMedia.bind(media);
const allowed = new Promise((allow) => { window.allow = allow; });
if (media) media.getUserMedia = (wanted) => allowed.then(() => asked(wanted));
"""
"""The browser gives the microphone when `allow` is called, as if somebody had to be asked."""
LONG = "This is a rather long sentence about nothing in particular. " * 10


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium(FAKE_MICROPHONE) as started:
        yield started


@asynccontextmanager
async def staged(voice: VoiceParts) -> AsyncIterator[Stage]:
    world, turns = World(SystemClock()), RecentTurns()
    guild = world.add_guild("Playground")
    you = world.add_member(guild, "You")
    stage = Stage(world, guild, you, build(world, guild, you, turns, voice=voice), turns)
    world.attach(stage.heard.append)
    await stage.serve()
    yield stage
    await stage.stop()


@pytest.fixture
def awake() -> asyncio.Event:
    """The engines of the voice are ready once it is set."""
    event = asyncio.Event()
    event.set()
    return event


@pytest_asyncio.fixture(loop_scope="module")
async def stage(awake: asyncio.Event) -> AsyncIterator[Stage]:
    stt, tts = ScriptedSTT.hearing("first question", "second question"), ScriptedTTS.humming()
    engines = VoiceEngines(vad=ScriptedVAD, stt=lambda: stt, tts=lambda: tts, rvc=lambda: None, sound=AVSound)
    common: dict[str, Any] = {"clock": SystemClock(), "metrics": MemoryMetrics()}
    session = partial(VoiceSession, engines=engines, options=VoiceOptions(), **common)

    async def ready() -> object:
        await awake.wait()
        return await engines.ready()

    async with staged(VoiceParts(ready, session, partial(LiveVoice, **common))) as stage:
        yield stage
    await engines.aclose()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    async with visit(browser, stage.address, script=EAR, permissions=MICROPHONE) as opened:
        yield opened


async def question(stage: Stage, words: str) -> SimMessage:
    """What was said, once it is a message."""
    async with asyncio.timeout(10):
        while not (found := [m for m in stage.world.messages(stage.general.id) if words in m.content]):
            await asyncio.sleep(0.02)
    return found[-1]


async def answered(stage: Stage, words: str, text: str = LONG) -> None:
    stage.say(text, reply_to=(await question(stage, words)).id, components=DONE)


async def test_a_tap_listens_until_the_next_one_and_escape_silences_the_answer(page: Page, stage: Stage) -> None:
    talk = page.get_by_role("button", name="Talk")
    await expect(page.locator("#voice")).to_be_hidden()
    await talk.click()
    await state(page, "latched")
    await expect(talk).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("status").filter(has_text="press again when you are done")).to_be_visible()
    await something(page)
    await talk.click()
    await answered(stage, "first question")
    await expect(page.locator(".message.mine")).to_contain_text("first question")
    await state(page, "speaking")
    await is_heard(page)
    await page.keyboard.press("Escape")
    await state(page, "idle")
    assert not await still_heard(page)
    await expect(talk).to_have_attribute("aria-pressed", "false")


async def test_keys_hold_it_too_and_the_space_bar_does_anywhere_but_in_a_field(page: Page, stage: Stage) -> None:
    await page.get_by_role("button", name="Talk").focus()
    await page.keyboard.down("Enter")
    await state(page, "held")
    await page.wait_for_timeout(LONGER_THAN_A_TAP_MS)
    await something(page)
    await page.keyboard.up("Enter")
    await answered(stage, "first question", "Yes.")
    await state(page, "idle")
    await page.locator("#log").focus()
    await page.keyboard.down(" ")
    await state(page, "held")
    await page.wait_for_timeout(LONGER_THAN_A_TAP_MS)
    await something(page)
    await page.keyboard.up(" ")
    await answered(stage, "second question", "No.")
    await state(page, "idle")
    await page.locator("#text").focus()
    await page.keyboard.type("a b")
    await expect(page.locator("#text")).to_have_value("a b")
    await expect(page.locator("#voice")).to_have_attribute("data-state", "idle")


async def test_a_click_of_a_screen_reader_is_a_tap(page: Page, stage: Stage) -> None:
    for words in ("latched", "thinking"):
        await page.locator("#talk").evaluate("button => button.click()")
        await state(page, words)
        await something(page)
    await answered(stage, "first question", "Yes.")
    await state(page, "idle")


async def test_escape_forgets_what_is_being_said(page: Page, stage: Stage) -> None:
    await page.locator("#talk").click()
    await state(page, "latched")
    await something(page)
    await page.keyboard.press("Escape")
    await state(page, "idle")
    await something(page)
    assert stage.said() == []


async def test_speaking_again_silences_the_answer(page: Page, stage: Stage) -> None:
    talk = page.locator("#talk")
    await talk.click()
    await something(page)
    await talk.click()
    await answered(stage, "first question")
    await is_heard(page)
    await talk.click()
    await state(page, "latched")
    assert not await still_heard(page)
    await something(page)
    await talk.click()
    await answered(stage, "second question", "Yes.")
    await state(page, "idle")


async def test_replies_are_muted_and_their_volume_is_remembered(page: Page, stage: Stage) -> None:
    talk, volume = page.locator("#talk"), page.get_by_role("slider", name="Volume of the replies")
    await talk.click()
    await volume.fill("35")
    await page.get_by_role("button", name="Mute the replies").click()
    await something(page)
    await talk.click()
    await answered(stage, "first question")
    await state(page, "speaking")
    assert not await still_heard(page)
    await page.get_by_role("button", name="Mute the replies").click()
    await is_heard(page)
    await page.reload()
    await expect(page.locator("#volume")).to_have_value("35")


async def test_it_goes_along_to_another_channel_and_is_turned_off(page: Page, stage: Stage) -> None:
    talk = page.locator("#talk")
    await talk.click()
    await state(page, "latched")
    await page.locator("#channels button").last.click()
    await state(page, "idle")
    await talk.click()
    await something(page)
    await talk.click()
    await expect(page.locator(".message.mine .text")).to_have_text("first question")
    direct = stage.world.dm(stage.you)
    assert [message.content for message in stage.world.messages(direct.id)] == ["first question"]
    await page.get_by_role("button", name="Turn the microphone off").click()
    await expect(page.locator("#voice")).to_be_hidden()
    await expect(talk).to_be_focused()


async def test_a_microphone_that_is_denied_has_a_way_out(browser: Browser, stage: Stage) -> None:
    async with visit(browser, stage.address) as page:
        await page.locator("#talk").click()
        await state(page, "failed")
        await expect(page.locator("#voice-state")).to_contain_text("Allow it by the icon beside the address")
        await expect(page.get_by_role("button", name="Hands-free")).to_be_hidden()
        await page.context.grant_permissions(MICROPHONE)
        await page.locator("#talk").click()
        await state(page, "latched")


async def test_a_voice_that_is_not_there_says_what_to_run(browser: Browser) -> None:
    async def missing() -> object:
        raise EngineRefused('There are no ears here: pip install "acore[voice]".', engine="stt")

    async with staged(VoiceParts(missing)) as stage, visit(browser, stage.address, permissions=MICROPHONE) as page:
        await page.locator("#talk").click()
        await state(page, "failed")
        await expect(page.locator("#voice-state")).to_have_text('There are no ears here: pip install "acore[voice]".')
        await expect(page.locator("#voice-state code")).to_have_text('pip install "acore[voice]"')


async def test_a_line_that_is_lost_is_told_and_lets_the_microphone_go(page: Page, stage: Stage) -> None:
    await page.locator("#talk").click()
    await state(page, "latched")
    await stage.stop()
    await state(page, "failed")
    await expect(page.locator("#voice-state")).to_contain_text("The line to acore is lost")
    await stage.serve()


async def test_hands_free_is_a_switch(page: Page, stage: Stage) -> None:
    await page.locator("#talk").click()
    free = page.get_by_role("button", name="Hands-free")
    await free.click()
    await expect(free).to_have_attribute("aria-pressed", "true")
    await state(page, "listening", "hearing")
    await free.click()
    await state(page, "idle")
    await expect(free).to_have_attribute("aria-pressed", "false")


async def test_hands_free_is_kept_while_the_browser_asks_for_the_microphone(browser: Browser, stage: Stage) -> None:
    async with visit(browser, stage.address, script=LATE_MICROPHONE, permissions=MICROPHONE) as page:
        await page.locator("#talk").click()
        await state(page, "asking")
        await page.locator("#hands-free").click()
        await page.evaluate("allow()")
        await state(page, "listening", "hearing", "latched")
        await expect(page.locator("#hands-free")).to_have_attribute("aria-pressed", "true")
        await expect(page.locator("#talk")).to_have_attribute("aria-pressed", "false")


async def test_hands_free_is_kept_while_the_voice_wakes_up(page: Page, stage: Stage, awake: asyncio.Event) -> None:
    talk, free = page.locator("#talk"), page.locator("#hands-free")
    awake.clear()
    await talk.click()
    await state(page, "waking")
    await free.click()
    await something(page)
    awake.set()
    await state(page, "listening", "hearing", "latched")
    await expect(free).to_have_attribute("aria-pressed", "true")
    await expect(talk).to_have_attribute("aria-pressed", "false")


async def test_the_last_press_counts_of_all_while_the_voice_wakes_up(
    page: Page, stage: Stage, awake: asyncio.Event
) -> None:
    talk, free = page.locator("#talk"), page.locator("#hands-free")
    awake.clear()
    await talk.click()
    await free.click()
    await talk.click()
    awake.set()
    await state(page, "listening", "hearing", "latched")
    await expect(free).to_have_attribute("aria-pressed", "false")
    await expect(talk).to_have_attribute("aria-pressed", "true")


async def test_channels_are_changed_while_the_voice_wakes_up(page: Page, stage: Stage, awake: asyncio.Event) -> None:
    channels = page.locator("#channels button")
    awake.clear()
    await page.locator("#talk").click()
    await state(page, "waking")
    for channel in (channels.last, channels.first):
        await channel.click()
    await page.locator("#hands-free").click()
    awake.set()
    await state(page, "listening", "hearing", "failed", "idle")
    await expect(page.locator("#hands-free")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_a_phone_shows_all_of_it(browser: Browser, stage: Stage, scheme: str) -> None:
    async with visit(
        browser, stage.address, width=380, height=780, color_scheme=scheme, permissions=MICROPHONE
    ) as page:
        await page.locator("#talk").click()
        await something(page)
        await page.locator("#talk").click()
        await answered(stage, "first question")
        await state(page, "speaking")
        assert await page.evaluate(OVERFLOW) == 0
        for control in ("#hush", "#hands-free", "#mute", "#volume", "#hang-up", "#talk", "#send"):
            box = await page.locator(control).bounding_box()
            assert box, control
            assert box["x"] >= 0, control
            assert box["x"] + box["width"] <= 380, control
            assert control == "#volume" or box["height"] >= 28, control
