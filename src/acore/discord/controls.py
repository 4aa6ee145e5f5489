"""The buttons below a reply, and what their presses mean; they say it all themselves, so they outlive the process."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import discord

from acore.domain.excerpts import mark_of
from acore.domain.replies import Citation

_PREFIX = "acore"
_LONGEST = 100
"""Characters of a button's id."""

Verb = Literal["stop", "again", "good", "bad"]
_VERBS: tuple[Verb, ...] = ("stop", "again", "good", "bad")
_OPEN = "open"
_MOST_SOURCES = 20
"""A message takes 25 buttons."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens a source of the answer."""

    passage: UUID
    mark: str
    """What the passage said when it was cited, as `mark_of` tells it."""
    n: int = 0
    """The number that the answer calls it by."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The reply is being written: it can be stopped."""

    turn: str
    asker: int


@dataclass(frozen=True, slots=True)
class Written:
    """The reply has ended: it can be asked for again, and be judged."""

    turn: str
    asker: int
    engine: str
    """Who answered; empty where it was cut off, and there is nothing to judge."""
    route: str = ""
    sources: tuple[Opening, ...] = ()


Controls = Writing | Written


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button says: the turn and its asker, or the engine and the route of the answer."""

    verb: Verb
    turn: str = ""
    asker: int = 0
    engine: str = ""
    route: str = ""


def view_of(controls: Controls | None) -> discord.ui.View | None:
    """The buttons as the library sends them; nothing of them is remembered."""
    if controls is None:
        return None
    view = discord.ui.View(timeout=None)
    for button in _buttons(controls):
        view.add_item(button)
    view.stop()  # else the library keeps each view for good
    return view


def press_of(custom_id: str) -> Press | None:
    """What the button with this id means; None where it is not one of these."""
    prefix, _, rest = custom_id.partition(":")
    verb, _, about = rest.partition(":")
    if prefix != _PREFIX or verb not in _VERBS:
        return None
    first, _, second = about.partition(":")
    if verb in ("good", "bad"):
        return Press(verb, engine=first, route=second)
    return Press(verb, turn=first, asker=int(second)) if second.isdecimal() else None


def openings(citations: Iterable[Citation]) -> tuple[Opening, ...]:
    """What opens these sources, as far as the store has them and there is room for buttons."""
    kept = (
        Opening(citation.passage.id, mark_of(citation.passage.text), citation.n)
        for citation in citations
        if citation.passage.id is not None
    )
    return tuple(kept)[:_MOST_SOURCES]


def opening_of(custom_id: str) -> Opening | None:
    """The source that the button with this id opens; None where it opens none."""
    prefix, _, rest = custom_id.partition(":")
    verb, _, about = rest.partition(":")
    identity, _, mark = about.partition(":")
    if (prefix, verb) != (_PREFIX, _OPEN) or not mark:
        return None
    try:
        return Opening(UUID(hex=identity), mark)
    except ValueError:
        return None


def is_unfinished(message: discord.Message) -> bool:
    """Whether the message still offers to stop the writing of it."""
    return any(press.verb == "stop" for press in _presses(message))


def turn_of(message: discord.Message) -> str:
    """The turn that the buttons of the message are about; empty where it has none."""
    return next((press.turn for press in _presses(message) if press.turn), "")


def _presses(message: discord.Message) -> list[Press]:
    pressed = (press_of(child.custom_id or "") for row in message.components for child in _children(row))
    return [press for press in pressed if press is not None]


def _children(row: object) -> list[discord.Button]:
    return [child for child in getattr(row, "children", ()) if isinstance(child, discord.Button)]


def _buttons(controls: Controls) -> tuple[discord.ui.Button[discord.ui.View], ...]:
    about = f"{controls.turn}:{controls.asker}"
    if isinstance(controls, Writing):
        return (_button("⏹️", "stop", about),)
    again = _button("🔁", "again", about)
    sources = tuple(map(_source, controls.sources))
    if not controls.engine:
        return (again, *sources)
    judged = f"{controls.engine}:{controls.route}"
    return (again, _button("👍", "good", judged), _button("👎", "bad", judged), *sources)


def _source(source: Opening) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        style=discord.ButtonStyle.secondary,
        label=f"Source {source.n}",
        custom_id=f"{_PREFIX}:{_OPEN}:{source.passage.hex}:{source.mark}",
    )


def _button(emoji: str, verb: Verb, about: str) -> discord.ui.Button[discord.ui.View]:
    custom_id = f"{_PREFIX}:{verb}:{about}"[:_LONGEST]
    return discord.ui.Button(style=discord.ButtonStyle.secondary, emoji=emoji, custom_id=custom_id)
