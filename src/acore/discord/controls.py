"""The buttons below a reply, and what their presses mean; they say it all themselves, so they outlive the process."""

from dataclasses import dataclass
from typing import Literal

import discord

_PREFIX = "acore"
_LONGEST = 100
"""Characters of a button's id."""

Verb = Literal["stop", "again", "good", "bad"]
_VERBS: tuple[Verb, ...] = ("stop", "again", "good", "bad")


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
    if not controls.engine:
        return (again,)
    judged = f"{controls.engine}:{controls.route}"
    return (again, _button("👍", "good", judged), _button("👎", "bad", judged))


def _button(emoji: str, verb: Verb, about: str) -> discord.ui.Button[discord.ui.View]:
    custom_id = f"{_PREFIX}:{verb}:{about}"[:_LONGEST]
    return discord.ui.Button(style=discord.ButtonStyle.secondary, emoji=emoji, custom_id=custom_id)
