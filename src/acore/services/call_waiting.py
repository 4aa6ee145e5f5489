"""The questions of a call that wait while another one is answered, and what else is to be said."""

from collections import deque
from dataclasses import replace
from typing import Literal

from acore.services.call_answer import Waiting
from acore.services.voice_hearing import Understood, together

Dropped = Literal["full", "late", "left"]
"""Why a question is not answered: too many wait, it waited for too long, or who asked is gone."""


class WaitingLine:
    """In the order that they were asked, one a person: what somebody adds to theirs makes it one question."""

    def __init__(self, most: int, longest_s: float) -> None:
        self._most = most
        self._longest_s = longest_s
        self._line: deque[Waiting] = deque()

    def __len__(self) -> int:
        return len(self._line)

    @property
    def is_full(self) -> bool:
        """Whether one more would leave no room for one of those that wait."""
        return len(self._line) >= self._most

    @property
    def first(self) -> Waiting | None:
        """Who is next."""
        return self._line[0] if self._line else None

    def add(self, item: Waiting) -> list[tuple[Waiting, Dropped]]:
        """Put it at the end, or to what its user waits for; what there is no room for is given back."""
        for at, other in enumerate(self._line):
            if other.asked is not None and item.asked is not None and other.who == item.who:
                self._line[at] = joined(other, item, item.asked)
                return []
        self._line.append(item)
        return [(self._line.popleft(), "full")] if len(self._line) > self._most else []

    def put_back(self, item: Waiting) -> None:
        """It was to be answered, and nothing of that was heard: it is next."""
        self._line.appendleft(item)

    def take(self, now: float) -> tuple[Waiting | None, list[tuple[Waiting, Dropped]]]:
        """The next one, and those before it that nobody waits for any more; what is only to be said is never late."""
        late: list[tuple[Waiting, Dropped]] = []
        while self._line:
            item = self._line.popleft()
            if item.asked is None or now - item.since <= self._longest_s:
                return item, late
            late.append((item, "late"))
        return None, late

    def leave(self, user: str) -> list[tuple[Waiting, Dropped]]:
        """Forget what somebody asked who is gone, or wants no answer."""
        theirs = [item for item in self._line if item.user == user]
        for item in theirs:
            self._line.remove(item)
        return [(item, "left") for item in theirs]


def joined(before: Waiting, then: Waiting, asked: Understood) -> Waiting:
    """A question that was said in two pieces; `asked` are the words of the second one."""
    both = together(before.asked, asked) if before.asked is not None else asked
    return replace(then, asked=both, text=f"{before.text} {then.text}")
