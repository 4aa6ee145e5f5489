"""Talking on the page: what the member does reaches the bot, and what the bot does is shown as it happens."""

import pytest
from playwright.async_api import Page, expect

from acore.simulator.world import Attachment, WorldEvent

from .conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SOURCES = {
    "title": "Sources",
    "fields": [
        {"name": "[1] Use a real model", "value": "Set \\`llm.use\\` and start again.\n-# acore:help/real\\-model"},
        {"name": "[2] On the web", "value": "Elsewhere.\n[open](https://docs.example/page)"},
    ],
}


async def write(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def heard(page: Page, stage: Stage, count: int = 1) -> list[str]:
    """What the member said, once the page shows it."""
    await expect(page.locator(".message.mine")).to_have_count(count)
    return stage.said()


async def test_it_opens_with_the_greeting_and_three_questions(page: Page) -> None:
    await expect(page.locator(".message.bot .text")).to_have_text("Hello, I am acore.")
    await expect(page.locator(".message.bot .text strong")).to_have_text("acore")
    await expect(page.locator("#starters button")).to_have_count(3)


async def test_a_suggested_question_is_asked_by_a_mention_and_then_gives_way(page: Page, stage: Stage) -> None:
    await page.locator("#starters button").first.click()
    assert await heard(page, stage) == [f"<@{stage.world.bot.id}> How do I use a real model?"]
    await expect(page.locator("#starters")).to_be_hidden()
    await expect(page.locator("#ideas button")).to_have_count(3)


async def test_what_is_written_mentions_the_bot(page: Page, stage: Stage) -> None:
    await write(page, "Hello!")
    assert await heard(page, stage) == [f"<@{stage.world.bot.id}> Hello!"]
    await expect(page.locator(".mine .mention")).to_have_text("@acore")
    await expect(page.locator("#text")).to_have_value("")


async def test_a_mention_that_is_typed_is_not_doubled(page: Page, stage: Stage) -> None:
    await write(page, "Hello @acore, and @acorery")
    assert await heard(page, stage) == [f"Hello <@{stage.world.bot.id}>, and @acorery"]


async def test_the_mention_can_be_left_out_and_put_back(page: Page, stage: Stage) -> None:
    chip = page.get_by_role("button", name="Mention acore")
    await page.locator("#text").press("Backspace")
    await expect(chip).to_have_attribute("aria-pressed", "false")
    await expect(page.locator("#hint")).to_contain_text("when you mention it, reply to it, or write to it directly")
    await write(page, "to nobody")
    assert await heard(page, stage) == ["to nobody"]
    await page.locator("#text").press_sequentially("@")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#text")).to_have_value("")


async def test_a_streamed_answer_grows_in_place_and_is_read_out_once(page: Page, stage: Stage) -> None:
    message = stage.say("Sixty")
    await expect(page.locator(".message.bot .text").last).to_have_text("Sixty")
    await expect(page.locator(".message.bot").last).to_have_class("message bot is-continued is-live is-new")
    stage.edit(message, "Sixty **days**.")
    await expect(page.locator(".message.bot .text").last).to_have_text("Sixty days.")
    await expect(page.locator(".message.bot")).to_have_count(2)
    await expect(page.locator("#announcer")).to_have_text("acore: Sixty days.")


async def test_sources_are_cards_that_the_answer_points_to(page: Page, stage: Stage) -> None:
    stage.say("Set it [1], see [2] and [3].", embeds=[SOURCES])
    cards = page.locator(".sources li")
    await expect(cards).to_have_count(2)
    await expect(cards.first.locator("b")).to_have_text("Use a real model")
    await expect(cards.first.locator(".excerpt")).to_have_text("Set `llm.use` and start again.")
    await expect(cards.first.locator("small")).to_have_text("acore:help/real-model")
    await expect(cards.last.locator("a")).to_have_attribute("href", "https://docs.example/page")
    await expect(page.locator("a.cite")).to_have_count(2)
    await page.get_by_role("link", name="Source 1").click()
    await expect(cards.first).to_be_focused()


async def test_other_embeds_and_files_are_shown(page: Page, stage: Stage) -> None:
    embed = {"title": "Help", "description": "**All** of it", "color": 255, "footer": {"text": "the end"}}
    field = {"name": "/ask", "value": "`x`"}
    file = Attachment("1", "answer.md", 5200, "http://127.0.0.1:1/attachments/answer.md")
    stage.say("", embeds=[{**embed, "fields": [field]}], attachments=(file,))
    shown = page.locator(".embed")
    await expect(shown).to_contain_text("the end")
    await expect(shown.locator("strong")).to_have_text("All")
    await expect(shown.locator("code")).to_have_text("x")
    await expect(page.locator("a.file")).to_have_text("answer.md5 kB")


async def test_a_reply_shows_what_it_replies_to(page: Page, stage: Stage) -> None:
    await write(page, "Why?")
    await heard(page, stage)
    question = stage.world.messages(stage.general.id)[-1]
    stage.say("Because.", reply_to=question.id)
    quoted = page.get_by_role("button", name="You @acore Why?")
    await quoted.click()
    await expect(page.locator(f"#m-{question.id}")).to_be_focused()


async def test_a_member_replies_to_the_bot_without_a_mention(page: Page, stage: Stage) -> None:
    await page.locator(".message.bot").first.hover()
    await page.get_by_role("button", name="Reply", exact=True).first.click()
    await expect(page.locator("#replying")).to_contain_text("Reply to acore · Hello, I am acore.")
    await expect(page.locator("#mention")).to_be_hidden()
    await write(page, "Hi")
    assert await heard(page, stage) == ["Hi"]
    assert stage.world.messages(stage.general.id)[-1].reference == stage.world.messages(stage.general.id)[0].id
    await expect(page.locator("#replying")).to_be_hidden()


async def test_escape_leaves_a_reply(page: Page) -> None:
    await page.locator(".message.bot").first.focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#replying")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#replying")).to_be_hidden()


async def test_typing_is_shown_until_the_message_is_there(page: Page, stage: Stage) -> None:
    stage.world.tell(WorldEvent("typing", stage.general.id, user=stage.world.bot))
    await expect(page.locator("#typing")).to_have_text("acore is typing…")
    stage.say("there")
    await expect(page.locator("#typing")).to_be_hidden()


async def test_a_deferred_answer_is_thinking_then_there_and_says_who_sees_it(page: Page, stage: Stage) -> None:
    place = stage.say("", flags=64 | 128, interaction=(stage.you, "help"), ephemeral_to=stage.you.id)
    await expect(page.locator(".thinking")).to_have_text("acore is thinking…")
    await expect(page.locator(".ran")).to_have_text("You used /help")
    stage.edit(place, "Here you are", flags=64)
    await expect(page.locator(".message.bot .text").last).to_have_text("Here you are")
    await expect(page.locator(".thinking")).to_have_count(0)
    await expect(page.locator(".message .private")).to_have_text("Only you can see this")


async def test_a_command_without_an_answer_fails_in_discords_words(page: Page, stage: Stage) -> None:
    interaction = await stage.world.invoke(stage.you, stage.general, "help", {})
    stage.world.fail(interaction)
    await expect(page.locator(".note.bad")).to_contain_text("The application did not respond")


async def test_a_deleted_message_disappears(page: Page, stage: Stage) -> None:
    message = stage.say("oops")
    await expect(page.locator(".message.bot")).to_have_count(2)
    stage.world.withdraw(message)
    await expect(page.locator(".message.bot")).to_have_count(1)


@pytest.mark.parametrize(
    ("text", "words"), [("   ", "empty"), ("x" * 50_000, "Discord's 2,000"), ("😀" * 2000, "over")]
)
async def test_an_empty_or_huge_message_is_refused_on_the_spot(page: Page, stage: Stage, text: str, words: str) -> None:
    await write(page, text)
    await expect(page.get_by_role("alert").first).to_contain_text(words)
    await expect(page.locator("#text")).to_have_value(text)
    assert stage.said() == []


async def test_what_acore_refuses_is_told_and_what_was_written_stays(page: Page, stage: Stage) -> None:
    del stage.guild.members[stage.you.id]
    await write(page, "Am I in?")
    await expect(page.locator("#error")).to_contain_text("is not in #general")
    await expect(page.locator("#text")).to_have_value("Am I in?")


async def test_the_direct_messages_need_no_mention_and_tell_what_is_unread(page: Page, stage: Stage) -> None:
    private = stage.world.dm(stage.you)
    stage.say("psst", private)
    await expect(page.locator(".unread")).to_have_text("1")
    await page.locator("#channels button").last.click()
    await expect(page.locator(".message.bot .text")).to_have_text("psst")
    await expect(page.locator(".unread")).to_have_count(0)
    await expect(page.locator("#mention")).to_be_hidden()
    await write(page, "yes?")
    await expect(page.locator(".message.mine")).to_have_count(1)
    assert stage.said(private) == ["yes?"]


async def test_a_draft_waits_in_its_channel(page: Page) -> None:
    await page.locator("#text").fill("half a tho")
    await page.locator("#channels button").last.click()
    await expect(page.locator("#text")).to_have_value("")
    await page.locator("#channels button").first.click()
    await expect(page.locator("#text")).to_have_value("half a tho")


async def test_hostile_text_is_only_text(page: Page, stage: Stage) -> None:
    text = '<img src="//192.0.2.1/x" onerror="document.title=1"><script>1</script> [a](javascript:alert)'
    stage.say(text, embeds=[{"title": text[:80], "url": "javascript:alert(1)", "description": text}])
    await expect(page.locator(".message.bot .text").last).to_contain_text('<img src="')
    assert await page.locator("#messages img, #messages script, #messages a").count() == 0


async def test_right_to_left_text_and_emoji_stand_as_they_should(page: Page, stage: Stage) -> None:
    stage.say("שלום עולם")
    await expect(page.locator(".message.bot .text p").last).to_have_css("direction", "rtl")
    stage.say("🎉👩‍🚀")
    await expect(page.locator(".message.bot .jumbo")).to_have_text("🎉👩‍🚀")
