"""What was asked during the day, what should have come of it, and what did."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from acore.discord.greeting import GREETING
from acore.simulator.model import Payload
from acore.simulator.world import Channel, SimMessage, World

from .answers import Size, answer_to, essence, label_in, wording


@dataclass
class Asked:
    """One question; `message` is None for a command, whose interaction is named."""

    label: str
    text: str
    channel: Channel
    message: SimMessage | None = None
    interaction: str = ""
    withdrawn: bool = False
    """Whether it was deleted: nothing may answer it then."""
    lost: bool = False
    """Whether the bot was thrown out while it answered: whatever it had written stays."""
    closed: str = ""
    """Words that the answer ends with where a member has stopped it."""

    def __str__(self) -> str:
        how = "message" if self.message else "command"
        return f"{self.label} ({how} in #{self.channel.name}: {self.text[:40]!r})"


@dataclass
class Ledger:
    """All questions of the day, and the messages that nobody may answer."""

    world: World
    questions: list[Asked] = field(default_factory=list)
    chatter: list[SimMessage] = field(default_factory=list)
    _number: int = 0

    def label(self) -> str:
        """A new one."""
        self._number += 1
        return f"zq{self._number:04}"

    def words(self, size: Size = "short") -> tuple[str, str]:
        """A new question: its label and its text."""
        label = self.label()
        return label, wording(label, size)

    def note(self, asked: Asked) -> Asked:
        """Write a question down."""
        self.questions.append(asked)
        return asked

    async def settled(self, seconds: float) -> None:
        """Return when every question has what it should have, or after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while any(True for _ in self.faults()):
                    await asyncio.sleep(0.25)
        except TimeoutError:
            return

    def faults(self) -> Iterator[str]:
        """What is not as it should be, a sentence each."""
        for asked in self.questions:
            yield from (f"{asked}: {fault}" for fault in self.wrong_with(asked))
        yield from self._unasked()

    def answer_to(self, asked: Asked) -> list[SimMessage]:
        """The messages of its answer as they stand; those of the first one, if there are several."""
        firsts = [message for message in self._ours(asked.channel) if _begins(message, asked)]
        return self._pages(asked, firsts[0]) if firsts else []

    def wrong_with(self, asked: Asked) -> Iterator[str]:
        """What is not as it should be with one question."""
        firsts = [message for message in self._ours(asked.channel) if _begins(message, asked)]
        if asked.lost:
            return
        if asked.withdrawn:
            if firsts:
                yield f"was deleted, and has {len(firsts)} answers"
            return
        if len(firsts) != 1:
            yield f"has {len(firsts)} answers: {[_shown(message) for message in firsts]}"
            return
        yield from self._wrong_pages(asked, self._pages(asked, firsts[0]))

    def _wrong_pages(self, asked: Asked, pages: list[SimMessage]) -> Iterator[str]:
        if any(":stop:" in button["custom_id"] for page in pages for button in _buttons(page)):
            yield "still says that it is being written"
        said, expected = "\n".join(page.content for page in pages), answer_to(asked.text)
        if asked.closed:
            if not said.endswith(asked.closed):
                yield f"was stopped, and ends with {said[-60:]!r}"
            return
        files = [self.world.files.get(file.id) or b"" for page in pages for file in page.attachments]
        if files:
            if files != [expected.encode()]:
                yield f"has {len(files)} files, which are not its answer"
        elif essence(said) != essence(expected):
            yield f"has {len(pages)} messages that are not its answer: {_difference(said, expected)}"
            yield from map(_shown, pages)

    def _pages(self, asked: Asked, first: SimMessage) -> list[SimMessage]:
        """The message that begins the answer, and those that go on: they say the label, or hold its file."""
        later = [message for message in self._ours(asked.channel) if int(message.id) > int(first.id)]
        return [first, *(m for m in later if not self._begins_any(m) and self._belongs(m, asked))]

    def _belongs(self, message: SimMessage, asked: Asked) -> bool:
        if label_in(message.content):
            return label_in(message.content) == asked.label
        files = [self.world.files.get(file.id) or b"" for file in message.attachments]
        return any(label_in(file.decode()) == asked.label for file in files)

    def _unasked(self) -> Iterator[str]:
        """Messages of the bot that refer to what was not meant for it, or to nothing that was asked."""
        asked = {asked.message.id for asked in self.questions if asked.message}
        commands = {asked.interaction for asked in self.questions if asked.interaction}
        for channel in self.world.channels.values():
            for message in self._ours(channel):
                if message.content == GREETING:
                    continue
                if message.interaction_id:
                    if message.interaction_id not in commands:
                        yield f"an answer to no command of the day: {_shown(message)}"
                elif self._begins_any(message) and message.reference not in asked:
                    yield f"an answer to what was not meant for the bot: {_shown(message)}"
                elif not self._begins_any(message) and not any(self._belongs(message, one) for one in self.questions):
                    yield f"a message out of nowhere: {_shown(message)}"

    def _begins_any(self, message: SimMessage) -> bool:
        """Whether an answer begins with it; one that goes on may refer to the one of the bot's before it."""
        if _follows(message) or (message.reference or message.interaction_id) is None:
            return False
        before = self.world.find(message.channel_id, message.reference) if message.reference else None
        return before is None or before.author != self.world.bot

    def _ours(self, channel: Channel) -> list[SimMessage]:
        """The bot's messages that everybody sees."""
        there = self.world.messages(channel.id)
        return [message for message in there if message.author == self.world.bot and message.ephemeral_to is None]


def _buttons(message: SimMessage) -> list[Payload]:
    return [button for row in message.components for button in row["components"]]


def _begins(message: SimMessage, asked: Asked) -> bool:
    if asked.message is not None:
        return message.reference == asked.message.id
    return message.interaction_id == asked.interaction and not _follows(message)


def _follows(message: SimMessage) -> bool:
    """Whether it is a further message of a command's answer, which bears the same interaction as the first."""
    return "original_response_message_id" in (message.metadata or {})


def _shown(message: SimMessage) -> str:
    return f"{message.id}: {message.content[:60]!r} … {message.content[-60:]!r}"


def _difference(said: str, expected: str) -> str:
    ours, theirs = essence(said), essence(expected)
    same = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    here = slice(same, same + 60)
    return f"{len(ours)} of {len(theirs)} characters, from {same} on {ours[here]!r} for {theirs[here]!r}"
