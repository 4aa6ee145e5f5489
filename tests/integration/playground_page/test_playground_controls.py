"""The page around the conversation: commands, documents, the last answer, themes, keyboards, lost lines."""

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from acore.domain.chat import Call, Usage
from acore.simulator.world import WorldEvent

from .browser import visit
from .conftest import Stage, build
from .turn_records import turn_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""
VISIBILITY = """(state) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: state === "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def commands(stage: Stage) -> list[tuple[str, dict[str, object]]]:
    """The slash commands that reached the bot, with their options."""
    data = [dispatch.data["data"] for dispatch in stage.heard if dispatch.name == "INTERACTION_CREATE"]
    return [(each["name"], {o["name"]: o["value"] for o in each.get("options", [])}) for each in data]


async def test_a_command_is_chosen_and_filled_in_by_keyboard_alone(page: Page, stage: Stage) -> None:
    await page.keyboard.type("/")
    rows = page.locator("#palette").get_by_role("option")
    await expect(rows).to_have_count(3)
    await expect(rows.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#text")).to_have_attribute("aria-activedescendant", "command-1")
    await page.keyboard.press("Enter")
    sides = page.get_by_label("sides")
    await expect(sides).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#command .error")).to_have_text("sides is required: How many sides")
    await page.keyboard.type("six")
    await page.keyboard.press("Enter")
    await expect(page.locator("#command .error")).to_have_text("sides has to be a whole number.")
    await sides.fill("6")
    await expect(page.locator("#command .error")).to_be_hidden()
    await page.keyboard.press("Tab")
    await page.keyboard.type("V")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#command")).to_be_hidden()
    await expect(page.locator("#text")).to_be_focused()
    assert commands(stage) == [("dice", {"sides": 6, "luck": "v"})]


async def test_a_command_typed_in_one_go_fills_its_options(page: Page, stage: Stage) -> None:
    await page.locator("#text").fill("/ask question: what is 2+2")
    await page.locator("#text").press("Enter")
    await expect(page.get_by_label("question")).to_have_value("what is 2+2")
    await page.keyboard.press("Escape")
    await page.locator("#text").fill("/dice sides: 6 luck: Very")
    await page.locator("#text").press("Enter")
    await expect(page.get_by_label("sides")).to_have_value("6")
    await page.keyboard.press("Escape")
    await page.locator("#text").fill("/nope at all")
    await page.locator("#text").press("Enter")
    await expect(page.locator("#error")).to_contain_text("There is no command /nope. There are /ask, /dice, /help.")
    assert stage.said() == []


LONG = "/ask what happens to a question that is longer than the name of any command could ever be,\nand has lines?"


async def test_a_long_command_that_is_pasted_is_no_message(page: Page, stage: Stage) -> None:
    await page.locator("#text").fill(LONG)
    await page.locator("#text").press("Enter")
    await expect(page.get_by_label("question")).to_have_value(LONG[5:].replace("\n", " "))
    async with page.expect_response("**/commands"):
        await page.keyboard.press("Enter")
    assert commands(stage) == [("ask", {"question": LONG[5:].replace("\n", " ")})]
    assert stage.said() == []


@pytest.mark.parametrize("text", ["/ask why", "/ASK why"])
async def test_a_command_whose_list_was_left_is_still_one(page: Page, stage: Stage, text: str) -> None:
    await page.keyboard.type(text)
    await page.keyboard.press("Escape")
    await expect(page.locator("#palette")).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("question")).to_have_value("why")
    assert stage.said() == []


async def test_what_only_begins_with_a_slash_is_a_message(page: Page, stage: Stage) -> None:
    await page.locator("#text").fill("/etc/hosts is a file")
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.mine")).to_have_count(1)
    assert stage.said()[0].endswith("/etc/hosts is a file")


async def test_pages_that_nobody_looks_at_leave_their_connection_to_others(browser: Browser, stage: Stage) -> None:
    context = await browser.new_context()
    try:
        for _ in range(8):
            page = await context.new_page()
            await page.goto(stage.address)
            await expect(page.locator("#channels button").first).to_be_visible()
            await page.evaluate(VISIBILITY, "hidden")
        stage.say("news")
        await page.evaluate(VISIBILITY, "visible")
        await expect(page.locator(".message.bot .text").last).to_have_text("news")
    finally:
        await context.close()


async def test_a_command_without_options_runs_at_once(page: Page, stage: Stage) -> None:
    await page.keyboard.type("/he")
    await expect(page.locator("#palette").get_by_role("option")).to_have_count(1)
    async with page.expect_response("**/commands"):
        await page.keyboard.press("Tab")
    await expect(page.locator("#palette")).to_be_hidden()
    await expect(page.locator("#text")).to_have_value("")
    assert commands(stage) == [("help", {})]


async def test_what_stands_behind_the_command_becomes_its_first_option(page: Page) -> None:
    await page.locator("#text").fill("/ask what is a core?")
    await page.locator("#text").press("Enter")
    await expect(page.get_by_label("question")).to_have_value("what is a core?")


async def test_escape_leaves_the_palette_and_then_the_form(page: Page) -> None:
    await page.keyboard.type("/a")
    await page.keyboard.press("Escape")
    await expect(page.locator("#palette")).to_be_hidden()
    await page.locator("#text").fill("/ask")
    await expect(page.locator("#palette")).to_be_hidden()
    await page.locator("#text").fill("")
    await page.keyboard.type("/ask")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.locator("#command")).to_be_hidden()
    await expect(page.locator("#composer")).to_be_visible()


async def test_an_unknown_command_says_so(page: Page) -> None:
    await page.keyboard.type("/dance")
    await expect(page.locator("#palette")).to_have_text("No command has that name.")


async def test_a_refused_command_is_told_where_it_was_filled_in(page: Page, stage: Stage) -> None:
    await page.locator("#text").fill("/ask why")
    await page.locator("#text").press("Enter")
    stage.world.registry.overwrite(None, [])
    await page.get_by_label("question").press("Enter")
    await expect(page.locator("#command .error")).to_contain_text("no command /ask")


async def test_a_dropped_file_is_indexed_and_can_be_asked_about(page: Page, stage: Stage) -> None:
    await page.evaluate(DROP, ["handbook.md", "# Handbook\n\n## Refunds\n\nSixty days."])
    note = page.locator(".note.good")
    await expect(note).to_contain_text("Indexed: ask me about it.")
    await expect(page.locator("#veil")).to_be_hidden()
    await expect(page.locator("#documents li")).to_have_text("handbook.mdindexed")
    await note.get_by_role("button", name="What does handbook.md say about Refunds?").click()
    await expect(page.locator(".message.mine")).to_have_count(1)
    assert stage.said() == [f"<@{stage.world.bot.id}> What does handbook.md say about Refunds?"]


async def test_a_file_can_be_chosen_with_the_keyboard(page: Page) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Add a document").press("Enter")
    await (await chooser.value).set_files(FilePayload(name="a.exe", mimeType="x/y", buffer=b"MZ\0"))
    await expect(page.locator(".note.bad")).to_have_text("a.exeIt is not text.")


async def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.evaluate(f"({DROP})(['big.txt', 'x'.repeat(10_000_001)])")
    await expect(page.locator(".note.bad")).to_contain_text("10 MB is the most")
    assert not [url for url in asked if "files" in url]


async def test_the_panel_tells_how_the_last_answer_came_about(page: Page, stage: Stage) -> None:
    await expect(page.locator("#turn")).to_contain_text("Ask something")
    stage.turns.add(
        turn_of(
            stage,
            "extractive",
            "none",
            finish="length",
            usage=Usage(120, 60),
            call=Call("big", route="strong", reason="scores 0.70", tries=2, queued_s=0.25, cost=0.004),
        )
    )
    await expect(page.locator(".engine")).to_have_text("extractivenone")
    await expect(page.locator("#turn dl")).to_have_text(
        "Passages found4Until the first words8.4 msIn all1.2 sTokens in · out120 · 60"
        "RoutestrongBecausescores 0.70Tries2In line250 msCost0.004000Endedcut at the length limit"
    )
    await expect(page.locator(".legend li").first).to_have_text("search2.0 ms")


async def test_the_theme_follows_the_system_until_it_is_chosen_and_is_remembered(
    browser: Browser, stage: Stage
) -> None:
    async with visit(browser, stage.address, color_scheme="dark") as page:
        body = page.locator("body")
        await expect(body).to_have_css("background-color", "rgb(20, 21, 19)")
        await page.get_by_role("button", name="Dark theme").click()
        await expect(body).to_have_css("background-color", "rgb(247, 245, 240)")
        await page.reload()
        await expect(body).to_have_css("background-color", "rgb(247, 245, 240)")


async def test_a_phone_never_scrolls_sideways(browser: Browser, stage: Stage) -> None:
    stage.say("w" * 300 + "\n```py\n" + "x = 1; " * 60 + "\n```\n> " + "https://a.example/" + "p" * 200)
    field = {"name": "[1] " + "T" * 200, "value": "e" * 200 + "\n-# " + "f" * 120}
    stage.say("All [1]", embeds=[{"title": "Sources", "fields": [field]}], interaction=(stage.you, "ask"))
    async with visit(browser, stage.address, width=380, height=780, has_touch=True) as page:
        await expect(page.locator(".sources li")).to_have_count(1)
        assert await page.evaluate(OVERFLOW) == 0
        await page.keyboard.type("/")
        await page.locator("#text").fill("/d")
        await page.locator("#text").press("Enter")
        await expect(page.get_by_label("sides")).to_be_visible()
        assert await page.evaluate(OVERFLOW) == 0
        await page.get_by_role("button", name="Leave the command").click()
        await page.get_by_role("button", name="About the last answer").click()
        await expect(page.locator("#panel")).to_be_in_viewport()
        await page.keyboard.press("Escape")
        await expect(page.locator("#panel")).not_to_be_visible()
        await expect(page.locator("#show-panel")).to_be_focused()
        assert await page.evaluate(OVERFLOW) == 0


async def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    reached = set()
    for _ in range(30):
        await page.keyboard.press("Tab")
        reached.add(await page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert {"theme", "log", "mention", "text", "attach", "talk", "send", "choose"} <= reached
    assert {"Skip to the message box", "How do I use a real model?", "Reply", "Copy"} <= reached
    skip = page.get_by_role("link", name="Skip to the message box")
    await page.locator("#theme").focus()
    await expect(skip).not_to_be_in_viewport()
    await skip.focus()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await page.locator("#theme").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#theme")).to_have_css("outline-style", "solid")


async def test_motion_is_left_out_for_those_who_ask(browser: Browser, stage: Stage) -> None:
    async with visit(browser, stage.address, reduced_motion="reduce") as page:
        stage.say("hello")
        await expect(page.locator(".message.bot").last).to_have_css("animation-duration", "1e-05s")


async def test_a_lost_connection_is_told_and_found_again(page: Page, stage: Stage) -> None:
    port = int(stage.address.rpartition(":")[2])
    await stage.stop()
    banner = page.locator("#connection")
    await expect(banner).to_contain_text("The connection to acore is lost")
    await page.locator("#text").fill("anybody?")
    await page.locator("#text").press("Enter")
    await expect(page.locator("#error")).to_contain_text("can not be reached")
    stage.say("said while nobody listened")
    stage.app = build(stage.world, stage.guild, stage.you, stage.turns)
    await stage.serve(port)
    await expect(banner).to_be_hidden()
    await expect(page.locator(".message.bot .text").last).to_have_text("said while nobody listened")


async def test_a_page_of_an_earlier_start_makes_room_for_a_new_one(page: Page, stage: Stage) -> None:
    port = int(stage.address.rpartition(":")[2])
    await page.locator("#text").fill("half a thought")
    await stage.stop()
    await expect(page.locator("#connection")).to_be_visible()
    stage.app = build(
        stage.world, stage.guild, stage.you, stage.turns, token="of the next start", documents=lambda: ["kept.md"]
    )
    await stage.serve(port)
    await expect(page.locator("#connection")).to_be_hidden()
    await expect(page.locator("#text")).to_have_value("half a thought")
    await expect(page.locator("#documents li span")).to_have_text(["kept.md"])
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.mine .text").last).to_contain_text("half a thought")
    await expect(page.locator("#error")).to_be_hidden()


async def test_what_was_said_before_this_start_stands_there_as_earlier(page: Page, stage: Stage) -> None:
    stage.world.recall(stage.you, stage.general, "what is 6\\*7?")
    stage.say("It is 42.", reply_to=stage.world.messages(stage.general.id)[-1].id)
    await page.reload()
    await expect(page.locator(".message.mine time").last).to_have_text("earlier")
    await expect(page.locator(".message.bot .quoted span").last).to_have_text("what is 6*7?")


async def test_new_commands_are_known_at_once(page: Page, stage: Stage) -> None:
    stage.world.registry.overwrite(None, [{"type": 1, "name": "new", "description": "Fresh"}])
    stage.world.tell(WorldEvent("commands"))
    await page.keyboard.type("/new")
    await expect(page.locator("#palette").get_by_role("option")).to_have_text("newFresh")


async def test_who_reads_back_is_not_carried_away(page: Page, stage: Stage) -> None:
    for number in range(40):
        stage.say(f"line {number}")
    await expect(page.locator(".message.bot")).to_have_count(41)
    await expect(page.locator(".message.bot").last).to_be_in_viewport()
    await page.locator("#log").evaluate("log => log.scrollTo({ top: 0 })")
    await page.wait_for_function("document.getElementById('log').scrollTop === 0")
    stage.say("the news")
    await expect(page.locator("#latest")).to_be_visible()
    await expect(page.locator(".message.bot").last).not_to_be_in_viewport()
    await page.locator("#latest").click()
    await expect(page.locator(".message.bot").last).to_be_in_viewport()
    await expect(page.locator("#latest")).to_be_hidden()
