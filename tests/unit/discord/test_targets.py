"""Where the messages of a reply go."""

from typing import Any

from acore.discord.pages import Page
from acore.discord.targets import MessageTarget


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
