"""What can be done with the real bot's answers on its page: stop, have again, judge, change and delete questions."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.integration.playground_page.browser import chromium, visit
from tests.integration.playground_page.running import ask, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PATIENCE_MS = 20_000
SLOW = {
    "ACORE_LLM__USE": "scripted",
    "ACORE_LLM__ENGINES__SCRIPTED__PACE_S": "0.05",
    "ACORE_LLM__ENGINES__SCRIPTED__REPLIES": json.dumps(["word " * 2000, "That was it."]),
}
HARD = "The lighthouse keeper counts ships. Every evening he lights the lamp by hand."
expect.set_options(timeout=PATIENCE_MS)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, tmp_path: Path) -> AsyncIterator[Page]:
    async with running(tmp_path) as acore, visit(browser, acore.address) as opened:
        yield opened


async def test_a_long_answer_is_stopped_and_had_again(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, SLOW) as acore, visit(browser, acore.address) as page:
        answer = await ask(page, "Tell me everything")
        await answer.get_by_role("button", name="Stop").focus()
        await page.keyboard.press("Enter")
        await expect(answer.locator(".text")).to_contain_text("⏹️ Stopped.")
        await expect(answer.get_by_role("button", name="Stop")).to_have_count(0)
        await expect(answer.get_by_role("button", name="Good answer")).to_have_count(0)
        await answer.get_by_role("button", name="Try again").click()
        await expect(answer.locator(".text")).to_have_text("That was it.")
        await expect(answer.get_by_role("button", name="Good answer")).to_be_visible()
        await expect(page.locator(".message.bot")).to_have_count(2)


async def test_a_good_answer_is_thanked_for_in_private(page: Page) -> None:
    answer = await ask(page, "What is 6 * 7?")
    good = answer.get_by_role("button", name="Good answer")
    await good.click()
    thanks = page.locator(".message.is-private").last
    await expect(thanks).to_contain_text("Thank you, I have noted that.")
    await expect(thanks).to_contain_text("Only you can see this")
    await expect(good).not_to_have_attribute("aria-busy", "true")


async def test_a_question_that_is_changed_gets_another_answer_and_one_that_is_deleted_none(page: Page) -> None:
    answer = await ask(page, "What is 6 * 7?")
    await expect(answer.locator(".text")).to_contain_text("42")
    await expect(answer.get_by_role("button", name="Good answer")).to_be_visible()
    await page.locator("#text").press("ArrowUp")
    await page.locator("#text").fill("What is 6 * 8?")
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.mine .edited")).to_have_text("(edited)")
    changed = page.locator(".message.bot").last
    await expect(changed.locator(".text")).to_contain_text("48")
    await expect(changed.locator(".quoted")).to_contain_text("6 * 8")
    await expect(page.locator(".message.bot")).to_have_count(2)
    question = page.locator(".message.mine")
    for name in ("Delete", "Really delete"):
        await question.hover()
        await question.get_by_role("button", name=name, exact=True).click()
    await expect(question).to_have_count(0)
    assert "6 * 8" not in await (await ask(page, "What did I just ask you?")).locator(".text").inner_text()


async def test_a_message_is_explained_and_asked_about_by_its_menu(page: Page) -> None:
    await page.get_by_role("button", name="Mention acore").click()
    await page.locator("#text").fill(HARD)
    await page.locator("#text").press("Enter")
    message = page.locator(".message.mine")
    await expect(message).to_contain_text("lighthouse keeper")
    await message.hover()
    await message.get_by_role("button", name="Apps").click()
    await page.get_by_role("menuitem", name="Explain").click()
    explained = page.locator(".message.bot", has=page.locator(".ran", has_text="Explain")).last
    await expect(explained.locator(".text")).not_to_be_empty()
    await expect(page.locator(".message.bot")).to_have_count(2)
    await message.hover()
    await message.get_by_role("button", name="Apps").click()
    await page.get_by_role("menuitem", name="Ask about this").click()
    form = page.get_by_role("dialog", name="Ask about this")
    await form.get_by_label("What do you want to know?").fill("What does the keeper count?")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_be_hidden()
    await expect(page.locator(".message.bot")).to_have_count(3)
    await expect(page.locator(".message.bot .text").last).to_contain_text("ships")


async def test_a_conversation_is_taken_in_from_a_file(page: Page) -> None:
    kept = [{"role": "user", "author": "You", "text": "My cat is called Bertrand."}]
    await page.locator("#text").fill("/import_chat")
    await page.locator("#text").press("Enter")
    data = json.dumps({"messages": kept}).encode()
    await page.get_by_label("file").set_input_files({"name": "chat.json", "mimeType": "text/json", "buffer": data})
    await page.get_by_role("button", name="Run").click()
    private = page.locator(".message.is-private").last
    await expect(private).to_contain_text("I remember 1 messages of that file")
