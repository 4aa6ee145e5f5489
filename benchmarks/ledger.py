"""What the bot wrote on a loopback Discord, and whether each question has one whole answer."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from acore.simulator.interaction_payloads import parts
from acore.simulator.model import Dispatch, SimMessage
from acore.simulator.world import World

Outcome = Literal["once", "lost", "doubled"]

_POINT = re.compile(r"Point (\d+) of (\d+)\b")
_STOP = "acore:stop:"


def points(count: int) -> str:
    """A text that tells by itself whether it is whole, half of it in code."""
    lines = [f"Point {number} of {count}: this is what there is to say." for number in range(1, count + 1)]
    half = count // 2
    return "\n".join([*lines[:half], "```", *lines[half:], "```"])


class Ledger:
    """Follows the bot's messages as they are sent, edited and deleted, question by question."""

    def __init__(self, world: World) -> None:
        self.edits = 0
        self.pages: dict[str, dict[str, SimMessage]] = defaultdict(dict)
        """For the id of each question or command, the messages that answer it, by their ids."""
        self._world = world
        self._begun: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._changed = asyncio.Event()
        world.attach(self._note)

    async def begun(self, question: str, within_s: float) -> bool:
        """Wait until the bot says something to the question; False where it does not in time."""
        try:
            async with asyncio.timeout(within_s):
                await self._begun[question].wait()
        except TimeoutError:
            return False
        return True

    async def settled(self, questions: Iterable[str], within_s: float) -> None:
        """Wait until every question is answered to its end, but not for ever."""
        left = set(questions)
        try:
            async with asyncio.timeout(within_s):
                while left := {question for question in left if self.outcome(question) == "lost"}:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return

    def writing(self) -> int:
        """How many answers are being written."""
        return sum(any(map(_is_being_written, pages.values())) for pages in self.pages.values())

    def outcome(self, question: str) -> Outcome:
        """What became of the question."""
        return judged(tuple(self.pages.get(question, {}).values()))

    def _note(self, event: Dispatch) -> None:
        if event.name == "MESSAGE_DELETE":
            for pages in self.pages.values():
                pages.pop(event.data["id"], None)
        if event.name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or event.data["author"]["id"] != self._world.bot.id:
            return
        message = self._world.find(event.data["channel_id"], event.data["id"])
        assert message
        self.edits += event.name == "MESSAGE_UPDATE"
        question = message.interaction_id or str(message.nonce or message.reference).partition("-")[0]
        self.pages[question][message.id] = message
        self._begun[question].set()
        self._changed.set()


def judged(pages: Sequence[SimMessage]) -> Outcome:
    """Whether these messages are one whole answer of `points`, in order; "lost" is also one that has not ended."""
    found = [(int(number), int(count)) for page in pages for number, count in _POINT.findall(page.content)]
    said = [number for number, _ in found]
    if len(said) > len(set(said)):
        return "doubled"
    count = found[0][1] if found else 0
    whole = found and said == list(range(1, count + 1)) and not any(map(_is_being_written, pages))
    return "once" if whole else "lost"


def _is_being_written(message: SimMessage) -> bool:
    return message.thinking or any(str(part.get("custom_id")).startswith(_STOP) for part in parts(message.components))
