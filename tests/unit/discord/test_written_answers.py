"""Which messages answer which question."""

from itertools import count
from types import SimpleNamespace
from typing import Any

from acore.discord.controls import Writing, Written, view_of
from acore.discord.written_answers import answer_to, whole_answer

_IDS = count(1000)
ME, ADA = SimpleNamespace(id=7), SimpleNamespace(id=1)


def said(
    text: str, *, to: int | None = None, controls: Any = None, author: Any = ME, command: int | None = None
) -> Any:
    view = view_of(controls)
    rows = [SimpleNamespace(children=_buttons(view))] if view else []
    return SimpleNamespace(
        id=next(_IDS),
        text=text,
        author=author,
        reference=SimpleNamespace(message_id=to) if to else None,
        interaction_metadata=SimpleNamespace(id=command) if command else None,
        components=rows,
    )


def _buttons(view: Any) -> list[Any]:
    import discord

    made = []
    for item in view.children:
        raw: Any = {"type": 2, "style": 2, "custom_id": item.custom_id}
        made.append(discord.Button(raw))
    return made


def texts(found: Any) -> list[str]:
    return [message.text for message in found]


async def test_an_answer_is_what_refers_to_the_question_and_what_goes_on_from_there() -> None:
    later = [
        said("before"),
        said("one", to=10),
        said("Ada's", author=ADA, to=10),
        said("two"),
        said("three", controls=Written("10", 1, "toy")),
        said("other", to=11),
        said("other's"),
    ]
    assert texts(answer_to(10, later, ME)) == ["one", "two", "three"]
    assert texts(answer_to(11, later, ME)) == ["other", "other's"]
    assert answer_to(12, later, ME) == ()


async def test_two_answers_that_grow_at_the_same_time_are_told_apart() -> None:
    later = [
        said("a1", to=10),
        said("b1", to=11),
        said("a2", controls=Writing("10", 1)),
        said("b2", controls=Writing("11", 1)),
    ]
    assert texts(answer_to(10, later, ME)) == ["a1", "a2"]
    assert texts(answer_to(11, later, ME)) == ["b1", "b2"]


async def test_a_message_that_refers_to_the_one_before_belongs_to_it_whatever_stands_between() -> None:
    first, other = said("a1", to=10), said("b1", to=11)
    second = said("a2", to=first.id)
    later = [
        first,
        other,
        second,
        said("a command's", command=12),
        said("a3"),
        said("b2", to=other.id, controls=Written("11", 1, "toy")),
        said("a4", to=second.id, controls=Written("10", 1, "toy")),
    ]
    assert texts(answer_to(10, later, ME)) == ["a1", "a2", "a3", "a4"]
    assert texts(answer_to(11, later, ME)) == ["b1", "b2"]


async def test_what_stands_behind_the_answer_to_a_command_is_none_of_it_unless_it_says_so() -> None:
    first = said("b1", to=11)
    later = [first, said("a1", command=10), said("b2", controls=Writing("11", 1)), said("a2", command=10, to=5)]
    assert texts(answer_to(10, [later[1], said("not"), later[3]], ME)) == ["a1", "a2"]
    assert texts(answer_to(11, later, ME)) == ["b1", "b2"]


async def test_all_messages_of_a_commands_answer_are_found_from_the_last_one() -> None:
    pages = [said("one", command=10), said("other", command=11), said("two", command=10, to=5)]

    async def history(**_about: Any) -> Any:
        for message in reversed(pages):
            yield message

    last = said("three", command=10, to=5, controls=Written("10", 1, "toy"))
    last.channel = SimpleNamespace(history=history)
    assert texts(await whole_answer(10, last)) == ["one", "two", "three"]


async def test_the_pages_of_an_answer_are_found_from_its_last_one() -> None:
    pages = [said("not", to=9), said("one", to=10), said("Ada's", author=ADA), said("two")]

    async def history(**_about: Any) -> Any:
        for message in reversed(pages):
            yield message

    last = said("three")
    last.channel = SimpleNamespace(history=history)
    assert texts(await whole_answer(10, last)) == ["one", "two", "three"]
    assert texts(await whole_answer(12, last)) == ["three"]
    alone = said("alone", to=10)
    assert texts(await whole_answer(10, alone)) == ["alone"]
