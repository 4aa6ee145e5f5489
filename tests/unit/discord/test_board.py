"""The messages of a reply, where Discord loses its answers."""

from collections.abc import Hashable
from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.discord.board import Board
from acore.discord.controls import Controls, Writing, Written
from acore.discord.pacing import Pace
from acore.discord.pages import Page
from acore.discord.targets import MessageTarget


class Held:
    """A message as Discord holds it."""

    def __init__(self, number: int, content: str) -> None:
        self.id = number
        self.content = content

    async def edit(self, *, content: str, **_about: Any) -> None:
        self.content = content


class Forgetful:
    """A place whose messages bear nonces: it loses the answer to the first sending, and keeps the message."""

    def __init__(self) -> None:
        self.held: list[Held] = []
        self.known = 0
        self.answers = False

    @property
    def bucket(self) -> Hashable:
        return "general"

    async def typing(self) -> None:
        raise AssertionError

    async def send(self, page: Page, controls: Controls | None = None, number: int = 0, after: Any = None) -> Any:
        if len(self.held) == self.known:
            self.held.append(Held(len(self.held), page.text))
        if not self.answers:
            self.answers = True
            raise ConnectionResetError
        self.known += 1
        return self.held[self.known - 1]

    async def withdraw(self) -> None:
        raise AssertionError


async def test_a_message_whose_sending_was_not_answered_holds_the_newest_words_all_the_same() -> None:
    place = Forgetful()
    board = Board(place, Pace(ManualClock(), 0))
    with pytest.raises(ConnectionResetError):
        await board.show((Page("Once"),))
    await board.show((Page("Once upon a time"), Page("there was")))
    assert [message.content for message in place.held] == ["Once upon a time", "there was"]


async def test_until_the_last_message_is_sent_another_one_says_that_the_answer_is_not_whole(stage: Any) -> None:
    board = Board(MessageTarget(stage.message()), Pace(stage.clock, 0))
    seen: list[list[str]] = []

    async def look() -> None:
        seen.append([button for sent in stage.sent for button in sent.buttons])

    stage.place.before_sending = look
    pages = tuple(Page(text) for text in ("one", "two", "three"))
    await board.show(pages, Written("101", 1, "toy"), Writing("101", 1))
    assert seen == [[], ["stop:101:1"], ["stop:101:1"]]
    assert [bool(sent.buttons) for sent in stage.sent] == [False, False, True]


async def test_a_message_refers_to_the_one_before_where_another_reply_stands_between(stage: Any) -> None:
    pace, sent = Pace(stage.clock, 0), list[tuple[str, str]]()
    boards = {name: Board(Noting(name, sent), pace) for name in "ab"}
    shown = {name: list[Page]() for name in "ab"}
    for name in "aabba":
        shown[name].append(Page(f"{name}{len(shown[name])}"))
        await boards[name].show(tuple(shown[name]))
    assert sent == [("a0", ""), ("a1", ""), ("b0", ""), ("b1", ""), ("a2", "a1")]


class Noting(Forgetful):
    """A place that notes of each message which one it refers to."""

    def __init__(self, name: str, sent: list[tuple[str, str]]) -> None:
        super().__init__()
        self.answers = True
        self.name = name
        self.sent = sent

    async def send(self, page: Page, controls: Controls | None = None, number: int = 0, after: Any = None) -> Any:
        self.sent.append((page.text, after.content if after else ""))
        return Held(hash(page.text), page.text)
