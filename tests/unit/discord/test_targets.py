"""Where the messages of a reply go."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from acore.discord.pages import Page
from acore.discord.targets import MessageTarget, acknowledge


async def test_the_first_message_refers_to_the_question_and_each_has_a_nonce_of_its_own(stage: Any) -> None:
    question = stage.message()
    target = MessageTarget(question)
    for text in ("one", "two"):
        await target.send(Page(text))
    assert [sent.nonce for sent in stage.sent] == [f"{question.id}-0", f"{question.id}-1"]
    assert [sent.reference is None for sent in stage.sent] == [False, True]


async def test_what_goes_on_from_an_earlier_process_is_no_second_first_message(stage: Any) -> None:
    question = stage.message()
    await MessageTarget(question, sent=2).send(Page("three"))
    (sent,) = stage.sent
    assert (sent.nonce, sent.reference) == (f"{question.id}-2", None)


def deferred(*outcomes: Exception | None) -> tuple[Any, list[bool]]:
    """An interaction whose deferrals end so, one after the other, and the deferrals themselves."""
    left, tries = list(outcomes), list[bool]()

    async def defer(*, thinking: bool) -> None:
        tries.append(thinking)
        if (outcome := left.pop(0)) is not None:
            raise outcome

    return SimpleNamespace(response=SimpleNamespace(defer=defer)), tries


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
