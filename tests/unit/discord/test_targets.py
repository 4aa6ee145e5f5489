"""Where the messages of a reply go."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from acore.discord.pages import Page
from acore.discord.targets import MessageTarget, acknowledge, is_closed, may_pass


async def test_the_first_message_refers_to_the_question_and_each_has_a_nonce_of_its_own(stage: Any) -> None:
    question = stage.message()
    target = MessageTarget(question)
    for number, text in enumerate(("one", "two")):
        await target.send(Page(text), number=number)
    assert [sent.nonce for sent in stage.sent] == [f"{question.id}-0", f"{question.id}-1"]
    assert [sent.reference is None for sent in stage.sent] == [False, True]


async def test_what_goes_on_from_an_earlier_process_is_no_second_first_message(stage: Any) -> None:
    question = stage.message()
    await MessageTarget(question, sent=2).send(Page("three"), number=2)
    (sent,) = stage.sent
    assert (sent.nonce, sent.reference) == (f"{question.id}-2", None)


def deferred(*outcomes: Exception | None) -> tuple[Any, list[bool]]:
    """An interaction whose deferrals end so, one after the other, and the deferrals themselves."""
    left, tries = list(outcomes), list[bool]()

    async def defer(*, thinking: bool) -> None:
        tries.append(thinking)
        if (outcome := left.pop(0)) is not None:
            raise outcome

    return SimpleNamespace(response=SimpleNamespace(defer=defer, is_done=lambda: False)), tries


async def test_where_nothing_said_before_may_be_read_the_message_refers_to_nothing(stage: Any) -> None:
    stage.place.refusals.append(stage.http_error(403, 160002))
    await MessageTarget(stage.message()).send(Page("one"))
    assert [(sent.content, sent.reference) for sent in stage.sent] == [("one", None)]


async def test_where_sending_is_forbidden_it_is_not_tried_again(stage: Any) -> None:
    stage.place.refusals.append(stage.http_error(403, 50013))
    with pytest.raises(discord.Forbidden):
        await MessageTarget(stage.message()).send(Page("one"))
    assert stage.sent == []


def test_only_discord_itself_closes_a_door(stage: Any) -> None:
    cloudflare, discord_itself = stage.http_error(403, html=True), stage.http_error(403, 50013)
    assert (may_pass(cloudflare), is_closed(cloudflare)) == (True, False)
    assert (may_pass(discord_itself), is_closed(discord_itself)) == (False, True)
    assert is_closed(stage.http_error(400, 50083)), "an archived thread"
    assert not is_closed(stage.http_error(400, 50035))


async def test_a_promise_that_cloudflare_refuses_is_made_once_more(stage: Any) -> None:
    interaction, tries = deferred(stage.http_error(403, html=True), None)
    await acknowledge(interaction)
    assert tries == [True, True]


async def test_a_promise_that_was_made_is_not_made_again(stage: Any) -> None:
    interaction = stage.interaction(refusal=stage.http_error(400))
    interaction.response.done = True
    await acknowledge(interaction)
    assert interaction.response.deferred is None


def already(stage: Any) -> discord.HTTPException:
    error: discord.HTTPException = stage.http_error(400)
    error.code = 40060
    return error


async def test_a_promise_whose_reply_was_lost_counts(stage: Any) -> None:
    interaction, tries = deferred(ConnectionResetError(), already(stage))
    await acknowledge(interaction)
    assert tries == [True, True]


async def test_what_somebody_else_has_promised_is_not_ours(stage: Any) -> None:
    interaction, _ = deferred(already(stage))
    with pytest.raises(discord.HTTPException):
        await acknowledge(interaction)


async def test_a_way_to_discord_that_stays_broken_is_told() -> None:
    interaction, tries = deferred(ConnectionResetError(), ConnectionResetError())
    with pytest.raises(ConnectionResetError):
        await acknowledge(interaction)
    assert len(tries) == 2
