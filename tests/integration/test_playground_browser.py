"""`make run` as a newcomer sees it: acore in a process of its own, the real bot, a real browser."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.integration.llm.engines import OLLAMA
from tests.integration.llm.far_side import far_side
from tests.integration.playground_page.browser import chromium, visit
from tests.integration.playground_page.running import Running, ask, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PATIENCE_MS = 20_000
HANDBOOK = """# The lighthouse handbook

## Opening hours

The lighthouse is open on Saturdays from ten to four.

## Tickets

A ticket to the lighthouse costs seven crowns.
"""
expect.set_options(timeout=PATIENCE_MS)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def acore(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started


@pytest.fixture
def address(acore: Running) -> str:
    return acore.address


async def test_a_later_start_knows_what_was_said_and_dropped_before(browser: Browser, tmp_path: Path) -> None:
    for start in ("first", "second"):
        async with running(tmp_path) as acore, visit(browser, acore.address) as page:
            await expect(page.locator(".message.bot").last).to_contain_text("I am acore")
            if start == "first":
                file = FilePayload(name="lighthouse.md", mimeType="text/markdown", buffer=HANDBOOK.encode())
                await page.locator("#picker").set_input_files(file)
                await expect(page.locator("#documents li")).to_contain_text("lighthouse.md")
                await ask(page, "What is 6 * 7?")
            else:
                await expect(page.locator("#documents li")).to_contain_text("lighthouse.md")
                await expect(page.locator(".message.mine .text").first).to_contain_text("6 * 7")
                asked = await ask(page, "What did I just ask you?")
                await expect(asked.locator(".text")).to_contain_text("6 * 7")


async def test_an_ollama_on_its_port_is_offered_and_one_click_uses_it(browser: Browser, tmp_path: Path) -> None:
    if _is_taken(11434):
        pytest.skip("something listens on Ollama's port")
    async with far_side(OLLAMA.serve, port=11434) as served, running(tmp_path) as acore:
        await acore.prints("Ollama runs on this machine with tiny, large")
        async with visit(browser, acore.address) as page:
            await page.locator("#offer").get_by_role("button", name="Use tiny").click()
            await expect(page.locator(".in-use")).to_have_text("ollamatiny")
            answer = await ask(page, "How far is the moon?")
            await expect(answer.locator(".text")).to_contain_text("The moon is far away.")
            await expect(page.locator(".engine")).to_have_text("ollamatiny")
    questions = [asked.body for asked in served.asked if asked.body and "messages" in asked.body]
    assert questions[-1]["messages"][-1]["content"].endswith("You: How far is the moon?")


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    async with visit(browser, address) as opened:
        yield opened


async def test_it_greets_and_answers_a_suggested_question_from_a_document_with_its_source(page: Page) -> None:
    await expect(page.locator(".message.bot").first).to_contain_text("I am acore")
    await expect(page.locator("#starters button")).to_have_count(3)
    await page.locator("#starters button").first.click()
    answer = page.locator(".message.bot").last
    await expect(answer.locator(".sources li b").first).to_have_text("Use a real model")
    await expect(answer.locator(".text")).to_contain_text("acore use")
    await answer.get_by_role("link", name="Source 1").first.click()
    await expect(answer.locator(".sources li").first).to_be_focused()
    await answer.locator(".sources li").first.get_by_role("button").click()
    await expect(page.get_by_role("dialog").locator("mark")).to_contain_text("acore use")
    await page.keyboard.press("Escape")
    await expect(page.locator(".engine")).to_contain_text("extractive")


async def test_it_works_things_out_and_answers_in_any_script(page: Page) -> None:
    await expect((await ask(page, "How far is 10 miles in kilometres?")).locator(".text")).to_contain_text("16.09")
    await expect((await ask(page, "What can you do?")).locator(".text")).to_contain_text("documents")
    for question in ("🎉🎉", "מה שלומך?"):
        await expect((await ask(page, question)).locator(".text")).not_to_be_empty()


async def test_a_dropped_file_can_be_asked_about(page: Page) -> None:
    file = FilePayload(name="lighthouse.md", mimeType="text/markdown", buffer=HANDBOOK.encode())
    await page.set_input_files("#picker", file)
    note = page.locator(".note.good", has_text="lighthouse.md")
    await expect(note).to_contain_text("ask me about it")
    await note.locator("button.suggestion").click()
    answer = page.locator(".message.bot").last
    await expect(answer.locator(".text")).to_contain_text("Saturdays")
    await expect(answer.locator(".sources")).to_contain_text("lighthouse.md, lines")
    await answer.get_by_role("button", name="Source 1").click()
    await expect(page.locator(".message.is-private").last).to_contain_text("Saturdays")
    answer = await ask(page, "What does a ticket to the lighthouse cost?")
    await expect(answer.locator(".text")).to_contain_text("seven crowns")


async def test_files_that_can_not_be_indexed_are_refused_with_a_reason(page: Page) -> None:
    for name, data in {"picture.png": b"\x89PNG\r\n\x1a\n\0\0\0", "empty.md": b"", "program.exe": b"MZ\0\1\2"}.items():
        await page.set_input_files("#picker", FilePayload(name=name, mimeType="application/octet-stream", buffer=data))
        await expect(page.locator(".note.bad", has_text=name).locator("p").first).not_to_be_empty()


async def test_slash_commands_are_run_by_keyboard_alone(page: Page) -> None:
    await page.keyboard.type("/ask")
    await page.keyboard.press("Enter")
    await page.keyboard.type("How far is 26 miles in kilometres?")
    await page.keyboard.press("Enter")
    answer = page.locator(".message.bot", has=page.locator(".ran", has_text="/ask")).last
    await expect(answer.locator(".text")).to_contain_text("41.8")
    await page.keyboard.type("/help")
    await page.keyboard.press("Enter")
    private = page.locator(".message.is-private", has_text="Only you can see this")
    await expect(private.filter(has_text="/ask")).to_be_visible()


async def test_it_answers_mentions_replies_and_direct_messages_and_nothing_else(page: Page) -> None:
    chip = page.get_by_role("button", name="Mention acore")
    await chip.click()
    await page.locator("#text").fill("Nobody in particular: what is 1 + 1?")
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.mine")).to_have_count(1)
    await chip.click()
    answer = await ask(page, "What is 2 + 3?")
    await expect(page.locator(".message.bot", has=page.locator(".quoted"))).to_have_count(1)
    await answer.hover()
    await answer.get_by_role("button", name="Reply").click()
    await expect((await ask(page, "And 6 times 7?")).locator(".text")).to_contain_text("42")
    await page.locator("#channels button").last.click()
    await page.locator("#text").fill("What is 8 times 9?")
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.bot .text").last).to_contain_text("72")


async def test_a_phone_in_the_dark_shows_it_all_without_scrolling_sideways(browser: Browser, address: str) -> None:
    async with visit(browser, address, width=380, height=780, color_scheme="dark") as page:
        answer = await ask(page, "How do I index documents?")
        await expect(answer.locator(".sources li").first).to_be_visible()
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(sideways) == 0
        await expect(page.locator("body")).to_have_css("background-color", "rgb(20, 21, 19)")


async def test_an_open_page_does_not_keep_acore_from_ending(page: Page, acore: Running) -> None:
    await expect(page.locator(".message.bot")).to_have_count(1)
    assert await acore.stop() == 0
    await expect(page.locator("#connection")).to_contain_text("The connection to acore is lost")
