"""Whether what is said in a call is meant for the bot: the rule of written messages, for what is heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from acore.domain.calling import called

Meant = Literal["always", "when meant", "when named"]
"""The bot answers all that is said; what is meant for it; or only what calls it by name."""
Reason = Literal["always", "name", "alone", "followup"]
FOLLOWUP_S = 20.0
"""Seconds in which whoever was answered may go on without naming the bot, where nothing else is set."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Something was meant for the bot."""

    reason: Reason
    rest: str
    """What was said beside its name, as words; the whole text where it was not named."""
    written: str
    """The text, without the name where it begins with it."""


class CallAttention:
    """Remembers with whom the bot is in conversation: one person at a time, until somebody else speaks."""

    def __init__(self, names: Iterable[str], *, answers: Meant = "when meant", followup_s: float = FOLLOWUP_S) -> None:
        self._names = tuple(names)
        self._answers = answers
        self._followup_s = followup_s
        self._partner: str | None = None
        self._until = 0.0

    def addressed(self, user: str, text: str, now: float, *, alone: bool, asker: str | None) -> Addressed | None:
        """Whether the words of `user` are meant for the bot, which just now speaks to `asker`; changes nothing.

        `alone` is whether nobody else is in the channel with it.
        """
        if (call := called(text, self._names)) is not None:
            return Addressed("name", call.rest, call.written)
        if self._answers == "when named":
            return None
        if self._answers == "always":
            return Addressed("always", text, text)
        if alone:
            return Addressed("alone", text, text)
        goes_on = user == asker if asker is not None else user == self._partner and now <= self._until
        return Addressed("followup", text, text) if goes_on else None

    def answered(self, user: str, now: float) -> None:
        """The bot has ended to speak to this user, who may go on without naming it."""
        self._partner, self._until = user, now + self._followup_s

    def overheard(self, user: str) -> None:
        """Something was said that is not for the bot; the conversation with whoever else it was in is over."""
        if user != self._partner:
            self._partner = None

    def forget(self, user: str) -> None:
        """This user is gone."""
        if user == self._partner:
            self._partner = None
