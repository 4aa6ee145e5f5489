"""Choosing the model on the page."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.models_double import FewModels

from .browser import visit
from .conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_model_on_this_machine_is_offered_and_used_with_one_click(page: Page) -> None:
    in_use = page.locator(".in-use")
    await expect(in_use).to_contain_text("extractive")
    await expect(page.locator("#offer")).to_contain_text("Ollama runs on this machine.")
    await page.locator("#offer").get_by_role("button", name="Use llama3.2").click()
    await expect(in_use).to_have_text("ollamallama3.2")
    await expect(page.locator("#model .note")).to_have_text("llama3.2 answered after 12 ms, and is in use now.")
    await expect(page.locator("#offer")).to_be_hidden()
    await expect(page.locator("#model").get_by_role("button", name="llama3.2")).to_be_disabled()
    await page.get_by_role("button", name="qwen2.5:7b").click()
    await expect(in_use).to_have_text("ollamaqwen2.5:7b")
    await page.get_by_role("button", name="Back to offline mode").click()
    await expect(in_use).to_contain_text("extractive")
    await expect(page.get_by_role("button", name="Back to offline mode")).to_have_count(0)


async def test_what_else_a_choice_changed_is_told(page: Page, stage: Stage) -> None:
    models = FewModels()
    models.notes = ("Questions are no longer routed.",)
    stage.app._models = models
    await page.get_by_role("button", name="qwen2.5:7b").click()
    await expect(page.locator("#model .note")).to_have_text(
        "qwen2.5:7b answered after 12 ms, and is in use now. Questions are no longer routed."
    )


async def test_a_hosted_model_is_tried_with_its_key_by_keyboard_alone(page: Page) -> None:
    await page.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Model name")).to_have_value("openrouter/auto")
    await page.get_by_label("Provider").select_option("openai")
    await expect(page.get_by_label("Model name")).to_have_value("gpt-5-mini")
    await expect(page.get_by_role("link", name="Where do I get one?")).to_have_attribute(
        "href", "https://platform.openai.com/api-keys"
    )
    key = page.get_by_label("API key")
    await expect(key).to_have_attribute("type", "password")
    await key.fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.locator("#model .note.is-bad")).to_have_text("openai does not take the API key.")
    await expect(page.locator(".in-use")).to_contain_text("extractive")
    await key.fill("right")
    await page.keyboard.press("Enter")
    await expect(page.locator(".in-use")).to_have_text("openaigpt-5-mini")
    await expect(key).to_have_value("")


async def test_it_fits_a_phone(browser: Browser, stage: Stage) -> None:
    async with visit(browser, stage.address, width=380, height=740) as page:
        await expect(page.locator("#offer button")).to_be_visible()
        await page.locator("#show-panel").click()
        await page.locator("summary").click()
        await expect(page.get_by_label("API key")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
