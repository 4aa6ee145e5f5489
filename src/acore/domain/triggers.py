"""Whether the bot answers a message, and to which words: rules on values, with the time passed in."""

import re
import sys
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Reason = Literal["direct", "mention", "reply", "call", "name", "followup"]

_MENTION = re.compile(r"<@!?(\d+)>")
_NOT_SPOKEN = re.compile(r"(?s:```.*?(?:```|\Z))|`[^`\n]*`|<[^>\s]*>|https?://\S+|^> .*$", re.MULTILINE)
"""Code, custom emoji, links and quotes: a name in them calls nobody."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, as far as it matters for whether it is meant for the bot. Ids are Discord's."""

    id: int
    author: int
    channel: int
    text: str
    parent: int | None = None
    """The channel that a thread belongs to."""
    person: bool = True
    """False for what bots, webhooks and Discord itself write."""
    direct: bool = False
    """Whether it was written to the bot in private."""
    mentioned: Mapping[int, str] = field(default_factory=dict)
    """The users that the message mentions one by one, and their names."""
    everyone: bool = False
    """Whether it calls everyone at once."""
    replies_to: int | None = None
    """The author of the message that it replies to."""
    edited: bool = False
    """Whether these are other words than it had when it was heard first."""
    to_call: bool = False
    """Whether it is a recording in the text chat of a call that the bot is in: said to it by other means."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The bot answers: why, and the text without the mention of the bot; it may be empty."""

    reason: Reason
    text: str


class FollowUps:
    """Who may go on talking to the bot without naming it: one member a channel, for `seconds`.

    The window ends when somebody else speaks. 0 seconds opens none. The channels that were quiet for
    longest are forgotten beyond `capacity`.
    """

    def __init__(self, seconds: float, capacity: int = 1000) -> None:
        self._seconds = seconds
        self._capacity = capacity
        self._open: OrderedDict[int, tuple[int, float, int]] = OrderedDict()
        """Channel, then the user, until when, and the message that began it."""

    def __len__(self) -> int:
        return len(self._open)

    def open(self, channel: int, user: int, now: float, message: int = 0) -> None:
        """The user has the window of the channel from now on, for what they say after that message."""
        if self._seconds <= 0 or self._began(channel) > message:
            return
        self._open[channel] = (user, now + self._seconds, message)
        self._open.move_to_end(channel)
        if len(self._open) > self._capacity:
            self._open.popitem(last=False)

    def extend(self, channel: int, user: int, now: float) -> None:
        """The window runs anew, unless somebody else has ended it."""
        window = self._open.get(channel)
        if window is not None and window[0] == user:
            self._open[channel] = (user, max(window[1], now + self._seconds), window[2])

    def close(self, channel: int) -> None:
        """The window of the channel ends; one that is not open is fine."""
        self._open.pop(channel, None)

    def covers(self, channel: int, user: int, now: float, message: int = sys.maxsize) -> bool:
        """Whether the user speaks within their window; anybody else's words end it, unless they are older than it."""
        window = self._open.get(channel)
        if window is None or message <= window[2]:
            return False
        if window[0] != user:
            del self._open[channel]
            return False
        return now <= window[1]

    def _began(self, channel: int) -> int:
        return self._open[channel][2] if channel in self._open else 0


@dataclass(frozen=True, slots=True)
class Places:
    """Where, and to whom, the bot talks. A thread counts as its channel."""

    allowed: Collection[int] = frozenset()
    """The only channels, of guilds; none named is all of them."""
    blocked: Collection[int] = frozenset()
    """Never in these channels; stronger than `allowed`."""
    ignored: Collection[int] = frozenset()
    """Users who get no answer anywhere."""

    def welcome(self, author: int, channel: int, parent: int | None = None, *, direct: bool = False) -> bool:
        """Whether the user may talk with the bot there; direct messages are in no channel."""
        if author in self.ignored:
            return False
        if direct:
            return True
        if channel in self.blocked or parent in self.blocked:
            return False
        return not self.allowed or channel in self.allowed or parent in self.allowed


ANYWHERE = Places()
"""With everybody."""


class Attention:
    """Decides which messages are meant for the bot, and remembers who is in conversation with it.

    No message is answered twice, as far as the last `capacity` answered ones are known. What bots write is
    never answered, so two of them can not keep each other talking.
    """

    def __init__(self, followup_s: float, places: Places = ANYWHERE, capacity: int = 1000) -> None:
        self._windows = FollowUps(followup_s, capacity)
        self._places = places
        self._answered: OrderedDict[int, None] = OrderedDict()
        self._capacity = capacity

    def notice(self, heard: Heard, *, me: int, now: float, names: Sequence[str] = ()) -> Trigger | None:
        """Hear a message; None where it is not for the bot, whose id is `me` and who is called by `names`.

        `now` is in seconds.
        """
        if not heard.person or heard.author == me or heard.id in self._answered:
            return None
        covered = not heard.edited and self._windows.covers(heard.channel, heard.author, now, heard.id)
        reason = _reason(heard, me, names, covered=covered)
        if reason and not self._places.welcome(heard.author, heard.channel, heard.parent, direct=heard.direct):
            return None
        if reason is None:
            if covered:
                self._windows.close(heard.channel)
            return None
        self._note(heard.id)
        if reason != "direct":
            self._windows.open(heard.channel, heard.author, now, heard.id)
        return Trigger(reason, addressed_text(heard.text, me, heard.mentioned))

    def answered(self, heard: Heard, *, now: float) -> None:
        """The answer is out: from here the member may go on, if nobody else has spoken."""
        self._note(heard.id)
        self._windows.extend(heard.channel, heard.author, now)

    def changed(self, message: int) -> None:
        """The message has other words now: it may be answered anew."""
        self._answered.pop(message, None)

    def forget(self, channels: Iterable[int]) -> None:
        """Nobody is in conversation in these channels any more."""
        for channel in channels:
            self._windows.close(channel)

    def _note(self, message: int) -> None:
        self._answered[message] = None
        if len(self._answered) > self._capacity:
            self._answered.popitem(last=False)


def _reason(heard: Heard, me: int, names: Sequence[str], *, covered: bool) -> Reason | None:
    if heard.direct:
        return "direct"
    if me in heard.mentioned:
        return "reply" if heard.replies_to == me else "mention"
    if heard.replies_to == me:
        return "reply"
    if heard.to_call:
        return "call"
    if named(heard.text, names):
        return "name"
    to_others = heard.mentioned or heard.everyone or heard.replies_to not in (None, heard.author)
    return "followup" if covered and not to_others else None


def named(text: str, names: Sequence[str]) -> bool:
    """Whether one of the names stands in the text as a word of its own, in any case; not inside of code or a link."""
    pattern = _any_of(tuple(names))
    if pattern is None or not pattern.search(text):
        return False
    return pattern.search(_NOT_SPOKEN.sub(" ", text)) is not None


@lru_cache(maxsize=256)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    words = [re.escape(name.strip()) for name in names if name.strip()]
    return re.compile(rf"(?<![\w@#/.-])(?:{'|'.join(words)})(?![\w@/-]|\.\w)", re.IGNORECASE) if words else None


def addressed_text(text: str, me: int, names: Mapping[int, str]) -> str:
    """The text without the bot's mention at its edges; other mentions become names, where they are known."""
    mine = rf"<@!?{me}>"
    text = re.sub(rf"^\s*(?:{mine}\s*[,:]?\s*)+", "", text)
    text = re.sub(rf"(?:\s*,?\s*{mine})+(?=\s*[?!.…]*\s*$)", "", text)
    return _MENTION.sub(lambda found: _name(found, names), text).strip()


def _name(found: re.Match[str], names: Mapping[int, str]) -> str:
    name = names.get(int(found[1]))
    return found[0] if name is None else f"@{name}"
