"""The buttons below a bot's message: how they look, and what becomes of those that are pressed."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from .conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 2, **button} for button in buttons]}


AGAIN, GOOD = {"custom_id": "again", "emoji": {"name": "🔁"}}, {"custom_id": "good", "emoji": {"name": "👍"}}


async def test_a_button_is_busy_until_the_bot_has_answered(page: Page, stage: Stage) -> None:
    message = stage.say("An answer.", components=[row(AGAIN, GOOD)])
    button = page.get_by_role("button", name="Try again")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")
    stage.edit(message, "Another one.")
    await expect(page.locator(".message.bot .text").last).to_have_text("Another one.")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await expect(button).to_be_focused()
    (interaction,) = stage.asked()
    assert (interaction["data"]["custom_id"], interaction["message"]["id"]) == ("again", message.id)


async def test_thanks_for_a_vote_are_for_the_member_alone_and_free_its_button(page: Page, stage: Stage) -> None:
    message = stage.say("An answer.", components=[row(AGAIN, GOOD)])
    button = page.get_by_role("button", name="Good answer")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    about = {"interacted_message_id": message.id}
    stage.say("Thank you.", flags=64, ephemeral_to=stage.you.id, metadata=about)
    await expect(page.locator(".message.is-private")).to_contain_text("Only you can see this")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_button_that_nobody_answers_fails_as_at_discord(page: Page, stage: Stage) -> None:
    stage.say("An answer.", components=[row(AGAIN)])
    button = page.get_by_role("button", name="Try again")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    stage.world.fail(stage.asked()[0]["id"])
    await expect(page.locator(".note.bad")).to_contain_text("The application did not respond")
    await expect(page.locator(".note.bad")).to_contain_text("Only you can see this")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_button_whose_message_is_refused_says_why(page: Page, stage: Stage) -> None:
    message = stage.say("An answer.", components=[row(AGAIN)])
    button = page.get_by_role("button", name="Try again")
    await expect(button).to_be_visible()
    message.components = []
    await button.click()
    await expect(page.locator("#error")).to_contain_text("no button 'again'")


async def test_buttons_look_as_the_bot_wants_them(page: Page, stage: Stage) -> None:
    buttons = [
        {"style": 1, "custom_id": "a", "label": "Start"},
        {"style": 4, "custom_id": "b", "label": "Remove", "disabled": True},
        {"style": 5, "url": "https://docs.example/page", "label": "Read more"},
        {"style": 5, "url": "javascript:alert(1)", "label": "Trap"},
    ]
    stage.say("Choose.", components=[row(*buttons[:2]), row(*buttons[2:])])
    await expect(page.locator(".buttons")).to_have_count(2)
    await expect(page.get_by_role("button", name="Start")).to_have_class("press primary-button")
    await expect(page.get_by_role("button", name="Remove")).to_be_disabled()
    await expect(page.get_by_role("link", name="Read more")).to_have_attribute("href", "https://docs.example/page")
    await expect(page.get_by_role("button", name="Trap")).to_be_disabled()


async def test_a_button_that_gave_way_to_others_does_not_hand_them_the_focus(page: Page, stage: Stage) -> None:
    stop = {"custom_id": "stop", "emoji": {"name": "⏹️"}}
    message = stage.say("Writing", components=[row(stop)])
    await page.get_by_role("button", name="Stop").focus()
    stage.edit(message, "Written", components=[row(AGAIN, GOOD)])
    await expect(page.get_by_role("button", name="Try again")).to_have_count(1)
    await expect(page.locator(f"#m-{message.id}")).to_be_focused()
