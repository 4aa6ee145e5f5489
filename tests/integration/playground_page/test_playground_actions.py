"""What can be done with a message: change it, delete it, use the bot's commands on it."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from acore.simulator.world import SimMessage, WorldEvent

from .browser import visit
from .conftest import COMMANDS, Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

MENU = [*COMMANDS, {"type": 3, "name": "Ask about this"}, {"type": 3, "name": "Explain"}]
MODAL = {
    "title": "Ask about this",
    "custom_id": "m",
    "components": [
        {
            "type": 1,
            "components": [
                {"type": 4, "style": 2, "label": "What do you want to know?", "custom_id": "q", "max_length": 40}
            ],
        },
        {"type": 10, "content": "As short as you like."},
        {
            "type": 18,
            "label": "Your name",
            "description": "Or none",
            "component": {"type": 4, "style": 1, "custom_id": "n", "min_length": 2, "required": False, "value": "Ada"},
        },
    ],
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def changed(stage: Stage) -> list[str]:
    return [dispatch.name for dispatch in stage.heard if dispatch.name.startswith("MESSAGE_")]


async def the_question(page: Page, stage: Stage, text: str = "Why?") -> tuple[SimMessage, Locator]:
    """The member writes in the open channel; gives the message, and its place on the page."""
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    message = page.locator(".message.mine").last
    await expect(message).to_contain_text(text)
    return stage.world.messages(stage.general.id)[-1], message


async def menu_of(message: Locator, name: str) -> None:
    await message.hover()
    await message.get_by_role("button", name=name, exact=True).click()


async def with_menu(page: Page, stage: Stage) -> Locator:
    """The bot's first message, once the page knows that the bot has commands for messages."""
    stage.world.registry.overwrite(None, MENU)
    stage.world.tell(WorldEvent("commands"))
    message = page.locator(".message.bot").first
    await expect(message.get_by_role("button", name="Apps")).to_have_count(1)
    return message


async def test_ones_own_message_is_changed_from_its_menu(page: Page, stage: Stage) -> None:
    message, shown = await the_question(page, stage)
    answer = stage.say("Because.", reply_to=message.id)
    await page.locator("#text").fill("half a thought")
    await menu_of(shown, "Edit")
    await expect(page.locator("#replying")).to_contain_text("Edit your message · @acore Why?")
    await expect(page.locator("#text")).to_have_value("Why?")
    await expect(page.locator("#hint")).to_contain_text("Enter saves")
    await page.locator("#text").fill("Why not?")
    await page.keyboard.press("Enter")
    await expect(shown.locator(".text")).to_have_text("@acore Why not?")
    await expect(shown.locator(".edited")).to_have_text("(edited)")
    await expect(page.locator(f"#m-{answer.id} .quoted span")).to_have_text("@acore Why not?")
    await expect(page.locator("#text")).to_have_value("half a thought")
    assert message.content == f"<@{stage.world.bot.id}> Why not?"
    assert changed(stage)[-1] == "MESSAGE_UPDATE"


async def test_arrow_up_in_an_empty_box_changes_the_last_message_and_escape_leaves_it(page: Page, stage: Stage) -> None:
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#replying")).to_be_hidden()
    message = await stage.world.say(stage.you, stage.general, f"/not a command, says <@{stage.world.bot.id}>")
    stage.say("Hm.")
    shown = page.locator(".message.mine")
    await expect(shown).to_contain_text("/not a command")
    await page.locator("#text").press("ArrowUp")
    await expect(page.locator("#text")).to_have_value("/not a command, says @acore")
    await expect(page.locator("#palette")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("#replying")).to_be_hidden()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("#replying")).to_be_hidden()
    await expect(shown.locator(".edited")).to_have_count(0)
    assert message.edited_timestamp is None
    assert len(stage.said()) == 1


async def test_an_edit_that_is_refused_says_why_and_keeps_what_was_written(page: Page, stage: Stage) -> None:
    message, shown = await the_question(page, stage)
    await page.keyboard.press("ArrowUp")
    message.author = stage.world.bot
    await page.locator("#text").fill("Mine now")
    await page.keyboard.press("Enter")
    await expect(page.locator("#error")).to_contain_text("only its author")
    await expect(page.locator("#text")).to_have_value("Mine now")
    message.author = stage.you
    stage.world.withdraw(message)
    await expect(shown).to_have_count(0)
    await expect(page.locator("#replying")).to_be_hidden()
    await expect(page.locator("#text")).to_have_value("")


async def test_a_message_is_deleted_at_the_second_press_and_its_replies_say_so(page: Page, stage: Stage) -> None:
    message, shown = await the_question(page, stage)
    answer = stage.say("Because.", reply_to=message.id)
    await menu_of(shown, "Delete")
    assert "MESSAGE_DELETE" not in changed(stage)
    await menu_of(shown, "Really delete")
    await expect(page.locator(".message.mine")).to_have_count(0)
    await expect(page.locator(f"#m-{answer.id} .quoted")).to_have_text("The message was deleted")
    assert changed(stage)[-1] == "MESSAGE_DELETE"


async def test_only_ones_own_messages_can_be_changed(page: Page, stage: Stage) -> None:
    stage.world.recall(stage.you, stage.general, "long ago")
    await page.reload()
    await expect(page.locator(".message.mine")).to_have_count(1)
    await expect(page.get_by_role("button", name="Reply", exact=True)).to_have_count(2)
    await expect(page.get_by_role("button", name="Edit")).to_have_count(0)
    await expect(page.get_by_role("button", name="Delete")).to_have_count(0)


async def test_the_commands_for_messages_are_used_by_keyboard_alone(page: Page, stage: Stage) -> None:
    message = await with_menu(page, stage)
    opener = message.get_by_role("button", name="Apps")
    await message.focus()
    for _ in range(3):
        await page.keyboard.press("Tab")
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    items = page.get_by_role("menu", name="Apps").get_by_role("menuitem")
    await expect(items).to_have_text(["Ask about thisacore", "Explainacore"])
    await expect(items.first).to_be_focused()
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(items.first).to_be_hidden()
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowUp")
    async with page.expect_response("**/apps"):
        await page.keyboard.press("Enter")
    (interaction,) = stage.asked()
    first = stage.world.messages(stage.general.id)[0]
    assert (interaction["data"]["name"], interaction["data"]["target_id"]) == ("Explain", first.id)


async def test_a_command_that_is_gone_is_told(page: Page, stage: Stage) -> None:
    message = await with_menu(page, stage)
    stage.world.registry.overwrite(None, COMMANDS)
    await menu_of(message, "Apps")
    await page.get_by_role("menuitem", name="Explain").click()
    await expect(page.locator("#error")).to_contain_text("no command 'Explain'")


async def opened(page: Page, stage: Stage) -> Locator:
    """The form that the bot opens for a command of a message's menu."""
    message = await with_menu(page, stage)
    await menu_of(message, "Apps")
    async with page.expect_response("**/apps"):
        await page.get_by_role("menuitem", name="Ask about this").click()
    interaction = stage.world.interactions.known(stage.asked()[-1]["id"])
    assert interaction
    interaction.modal, interaction.state = MODAL, "acknowledged"
    event = WorldEvent("modal", stage.general.id, user=stage.you, modal=MODAL, interaction_id=interaction.id)
    stage.world.tell(event)
    form = page.get_by_role("dialog", name="Ask about this")
    await expect(form).to_be_visible()
    return form


async def test_a_form_is_checked_filled_in_and_sent(page: Page, stage: Stage) -> None:
    form = await opened(page, stage)
    question, name = form.get_by_label("What do you want to know?"), form.get_by_label("Your name")
    await expect(question).to_be_focused()
    await expect(form).to_contain_text("As short as you like.")
    await expect(name).to_have_value("Ada")
    alert = form.get_by_role("alert")
    for text, other, words in (("", "Ada", "is required"), ("x" * 41, "Ada", "up to 40"), ("Why?", "A", "at least 2")):
        await question.fill(text)
        await name.fill(other)
        await form.get_by_role("button", name="Submit").click()
        await expect(alert).to_contain_text(words)
    await name.fill("")
    await question.fill("Why\nso?")
    await question.press("Control+Enter")
    await expect(form).to_be_hidden()
    data = stage.asked()[-1]["data"]
    assert data["custom_id"] == "m"
    assert data["components"][0]["components"][0]["value"] == "Why\nso?"
    assert data["components"][2]["component"]["value"] == ""


async def test_a_form_that_is_refused_stays_with_what_was_written(page: Page, stage: Stage) -> None:
    form = await opened(page, stage)
    interaction = stage.world.interactions.known(stage.asked()[-1]["id"])
    assert interaction
    interaction.modal = None
    await form.get_by_label("What do you want to know?").fill("Why?")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_role("alert")).to_contain_text("No modal")
    await expect(form.get_by_label("What do you want to know?")).to_have_value("Why?")
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()


async def test_a_form_opens_on_the_page_that_asked_and_on_no_other(page: Page, stage: Stage, browser: Browser) -> None:
    async with visit(browser, stage.address) as other:
        await opened(page, stage)
        stage.say("after the form")
        await expect(other.locator(".message.bot .text").last).to_have_text("after the form")
        await expect(other.get_by_role("dialog")).to_have_count(0)


async def test_a_command_takes_a_file(page: Page, stage: Stage) -> None:
    option = {"type": 11, "name": "file", "description": "What to read", "required": True}
    command = {"type": 1, "name": "read", "description": "Read a file", "options": [option]}
    stage.world.registry.overwrite(None, [command])
    stage.world.tell(WorldEvent("commands"))
    await page.locator("#text").fill("/read")
    await page.locator("#text").press("Enter")
    file = page.get_by_label("file")
    await page.get_by_role("button", name="Run").click()
    await expect(page.locator("#command .error")).to_have_text("file is required: What to read")
    await file.set_input_files({"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * 10_000_001})
    await page.get_by_role("button", name="Run").click()
    await expect(page.locator("#command .error")).to_have_text("big.txt is over 10 MB.")
    data = bytes(range(256)) * 4000
    await file.set_input_files({"name": "it's.bin", "mimeType": "x/y", "buffer": data})
    await page.get_by_role("button", name="Run").click()
    await expect(page.locator("#command")).to_be_hidden()
    (interaction,) = stage.asked()
    (attachment,) = interaction["data"]["resolved"]["attachments"].values()
    assert (attachment["filename"], attachment["size"]) == ("it_s.bin", len(data))
    assert stage.world.files.get(attachment["id"]) == data


async def test_a_phone_in_the_dark_has_room_for_all_of_it(browser: Browser, stage: Stage) -> None:
    stage.world.registry.overwrite(None, MENU)
    await stage.world.say(stage.you, stage.general, "A question of mine")
    buttons = [{"type": 2, "style": 2, "custom_id": str(n), "label": f"The button number {n}"} for n in range(5)]
    stage.say("Choose.", components=[{"type": 1, "components": buttons}])
    async with visit(browser, stage.address, width=380, height=780, color_scheme="dark", has_touch=True) as page:
        await page.locator(".message.mine .text").tap()
        await expect(page.locator(".message.mine .actions")).to_have_css("opacity", "1")
        for name in ("Edit", "Delete", "Apps"):
            await expect(page.locator(".message.mine").get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        assert await page.evaluate(OVERFLOW) == 0
        form = await opened(page, stage)
        await expect(form.get_by_role("button", name="Submit")).to_be_in_viewport(ratio=1)
        await expect(form.get_by_label("Your name")).to_have_css("font-size", "16px")
        assert await page.evaluate(OVERFLOW) == 0
