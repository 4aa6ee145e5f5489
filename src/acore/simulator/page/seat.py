"""What one member of the loopback Discord sees, as JSON for the page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from acore.domain.reading import LARGEST
from acore.errors import NotFound
from acore.services.turns import RecentTurns
from acore.simulator.page import offers
from acore.simulator.page.offers import View
from acore.simulator.world import Channel, Guild, SimMessage, User, World, WorldEvent

LONGEST_TEXT = 2000
LARGEST_FILE = LARGEST
"""Bytes: what is larger would be refused when it is indexed."""
_SHOWN = 200
"""The latest messages of a channel that a page opens with."""
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place: one guild, and the direct messages with the bot."""

    world: World
    user: User
    guild: Guild
    turns: RecentTurns
    hints: Sequence[str]
    documents: Callable[[], Sequence[str]] = tuple
    """The names of the documents that were dropped."""
    start: str = ""
    """Another one at every start of the page's server."""

    def channels(self) -> tuple[Channel, ...]:
        """What the member can open: the guild's channels, then the direct messages."""
        return (*self.guild.channels.values(), self.world.dm(self.user))

    def channel(self, channel_id: str) -> Channel:
        """One of the member's channels; raises NotFound with those there are."""
        for channel in self.channels():
            if channel.id == channel_id:
                return channel
        names = ", ".join(f"#{channel.name}" for channel in self.guild.channels.values())
        raise NotFound(f"There is no channel {channel_id[:40]!r} here; there are {names} and the direct messages.")

    def seen(self, channel_id: str, message_id: str) -> SimMessage:
        """One of the messages that the member sees in their channels; raises NotFound for any other."""
        message = self.world.find(self.channel(channel_id).id, message_id)
        if message is None or not self._sees(message):
            raise NotFound("The message is not there any more.")
        return message

    async def send(self, channel_id: str, name: str, data: bytes) -> str:
        """Send a file to the bot in one of the member's channels; returns the message's id. Raises as `World.say`."""
        channel = self.channel(channel_id)
        text = self.world.bot.mention if channel.guild_id else ""
        return (await self.world.say(self.user, channel, text, files=[(name, data)])).id

    def state(self) -> View:
        """Everything that the page shows, as it is now."""
        channels = self.channels()
        return {
            "kind": "state",
            "start": self.start,
            "documents": [*self.documents()],
            "me": _person(self.user),
            "bot": _person(self.world.bot),
            "guild": {"id": self.guild.id, "name": self.guild.name},
            "channels": [{"id": c.id, "name": c.name, "direct": c.guild_id is None} for c in channels],
            "users": {user.id: user.display_name for user in self._people()},
            "commands": [*offers.slash_commands(self.world.commands(), self.guild.id)],
            "apps": offers.apps(self.world.commands(), self.guild.id),
            "hints": [*self.hints],
            "limits": {"text": LONGEST_TEXT, "file": LARGEST_FILE},
            "messages": {c.id: self._messages(c) for c in channels},
            "turns": {c.id: self.turn(c.id) for c in channels},
        }

    def event(self, event: WorldEvent) -> View | None:
        """The event as the member sees it; None where it is not theirs to see."""
        if event.kind in ("ready", "commands"):
            return self.state()
        if event.channel_id not in {channel.id for channel in self.channels()}:
            return None
        view: View = {"kind": event.kind, "channel": event.channel_id}
        if event.modal:
            return view | {"id": event.interaction_id} | offers.form(event.modal) if event.user == self.user else None
        if event.message:
            return view | {"message": self.message(event.message)} if self._sees(event.message) else None
        if event.kind == "failed":
            return view | {"text": event.text} if event.user == self.user else None
        return view | {"user": _person(event.user)} if event.user and event.user != self.user else None

    def message(self, message: SimMessage) -> View:
        """A message as the page shows it."""
        return {
            "id": message.id,
            "channel": message.channel_id,
            "author": _person(message.author),
            "text": message.content,
            "at": message.timestamp.isoformat(),
            "earlier": message.earlier,
            "edited": message.edited_timestamp is not None,
            "embeds": message.embeds,
            "files": [{"name": file.filename, "size": file.size, "url": file.url} for file in message.attachments],
            "reply": self._reference(message),
            "command": {"by": _person(message.interaction[0]), "name": message.interaction[1]}
            if message.interaction
            else None,
            "buttons": offers.buttons(message.components),
            "pressed": (message.metadata or {}).get("interacted_message_id"),
            "private": message.ephemeral_to is not None,
            "thinking": message.thinking,
        }

    def turn(self, channel_id: str) -> View | None:
        """How the channel's last answer came about; None before the first one."""
        record = self.turns.latest(channel_id)
        if record is None:
            return None
        return {
            "engine": record.engine,
            "model": record.model,
            "passages": record.passages,
            "retrieval_ms": record.retrieval_ms,
            "first_delta_ms": record.first_delta_ms,
            "total_ms": record.total_ms,
            "finish": record.finish,
            "usage": asdict(record.usage) if record.usage else None,
            "call": asdict(record.call) if record.call else None,
            "used": record.used,
            "unused": [*record.unused],
            "failure": record.failure,
        }

    def _sees(self, message: SimMessage) -> bool:
        return message.ephemeral_to in (None, self.user.id)

    def _people(self) -> Iterator[User]:
        yield self.world.bot
        yield from self.guild.members.values()

    def _messages(self, channel: Channel) -> list[View]:
        seen = self.world.messages(channel.id, seen_by=self.user.id)
        return [self.message(message) for message in seen[-_SHOWN:]]

    def _reference(self, message: SimMessage) -> View | None:
        if message.reference is None:
            return None
        target = self.world.find(message.channel_id, message.reference)
        if target is None or not self._sees(target):
            return {"id": message.reference, "author": None, "text": ""}
        return {"id": target.id, "author": _person(target.author), "text": target.content[:_EXCERPT]}


def _person(user: User) -> View:
    return {"id": user.id, "name": user.display_name, "bot": user.bot}
