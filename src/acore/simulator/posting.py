"""What the bot does to messages: send, edit, delete."""

from dataclasses import dataclass, replace
from datetime import timedelta

from acore.simulator import bodies
from acore.simulator.files import Files
from acore.simulator.interactions import COMMAND, Interaction
from acore.simulator.model import EPHEMERAL, LOADING, Attachment, Channel, ChannelKind, Payload, SimMessage, WorldEvent
from acore.simulator.payloads import LARGEST_FILE
from acore.simulator.permissions import Permission
from acore.simulator.refusals import Refusal, archived_thread, empty_message, too_long
from acore.simulator.world import World

_SETTABLE = 1 << 2 | EPHEMERAL | 1 << 12 | bodies.COMPONENTS_V2
"""Flags that a bot may set: no embeds, ephemeral, silent, new components."""
_MOST_FILES = 10
_NONCE_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    filename: str
    data: bytes


class Posting:
    """The bot's side of messages; raises Refusal for what Discord does not take."""

    def __init__(self, world: World, files: Files, files_url: str) -> None:
        self._world = world
        self._files = files
        self._files.url = files_url

    def post(
        self, channel: Channel, given: object, uploads: tuple[Upload, ...] = (), answering: Interaction | None = None
    ) -> SimMessage:
        """Send a message, or a further answer to an interaction.

        With `enforce_nonce`, a message that bears the same nonce already is returned instead.
        """
        self._check_open(channel)
        body = bodies.check_body(given)
        if body.get("enforce_nonce") and (earlier := self._same(channel, body.get("nonce"))):
            return earlier
        message = self._composed(channel, body, uploads, answering)
        self._world.deliver(message)
        return message

    def draft(self, channel: Channel, given: object, uploads: tuple[Upload, ...] = ()) -> SimMessage:
        """A message that is complete but not sent, for a post in the forum `channel`."""
        return self._composed(channel, bodies.check_body(given), uploads, None)

    def _composed(
        self, channel: Channel, body: Payload, uploads: tuple[Upload, ...], answering: Interaction | None
    ) -> SimMessage:
        message = self._new(channel, body, self._reference(channel, body))
        message.flags = (body.get("flags") or 0) & _SETTABLE
        if answering is not None and answering.private:
            message.flags |= EPHEMERAL
        if answering is None:
            message.flags &= ~EPHEMERAL
        else:
            self._sign(message, answering)
        message.embeds = body.get("embeds") or []
        message.components = body.get("components") or []
        message.attachments = self._attach_to(message, uploads)
        _refuse_empty(message)
        return message

    def hold(self, answering: Interaction, *, ephemeral: bool) -> SimMessage:
        """Promise an answer: a message that shows the bot thinking."""
        self._check_open(answering.channel)
        message = self._new(answering.channel, {}, None)
        message.flags = LOADING | (EPHEMERAL if ephemeral or answering.private else 0)
        self._sign(message, answering)
        self._world.deliver(message)
        return message

    def edit(self, message: SimMessage, given: object, uploads: tuple[Upload, ...] = ()) -> SimMessage:
        """Change what the body names and keep the rest; the first edit of a held place fills it."""
        thread = self._world.channels[message.channel_id].thread
        if thread is not None and thread.archived:
            raise archived_thread()
        body = bodies.check_body(given)
        changed = self._changed(message, body, uploads)
        _refuse_empty(changed)
        if not message.thinking:
            message.edited_timestamp = self._world.clock.now()
        for name in ("content", "embeds", "components", "attachments", "flags"):
            setattr(message, name, getattr(changed, name))
        if "content" in body or "allowed_mentions" in body:
            self._world.mention(message, body.get("allowed_mentions"))
        self._world.revise(message)
        return message

    def fill(self, answering: Interaction, given: object, uploads: tuple[Upload, ...] = ()) -> SimMessage:
        """A further answer; the first after a deferral fills the held place, unless that was deleted, as at Discord."""
        original = answering.original
        if original is not None and original.thinking and self._world.find(original.channel_id, original.id):
            return self.edit(original, given, uploads)
        return self.post(answering.channel, given, uploads, answering)

    def delete(self, message: SimMessage) -> None:
        """Delete a message."""
        self._world.withdraw(message)

    def typing(self, channel: Channel) -> None:
        """Show that the bot types."""
        self._world.tell(WorldEvent("typing", channel.id, user=self._world.bot))

    def _check_open(self, channel: Channel) -> None:
        """Refuse what takes no messages; only moderators write in a locked thread."""
        if channel.kind == ChannelKind.FORUM:
            raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
        thread = channel.thread
        if thread is None or not thread.locked:
            return
        if not self._world.may(self._world.bot, channel, Permission.MANAGE_THREADS):
            raise archived_thread() if thread.archived else Refusal(403, 160005, "Thread is locked")

    def _new(self, channel: Channel, body: Payload, reference: str | None) -> SimMessage:
        message = self._world.compose(
            self._world.bot,
            channel,
            body.get("content") or "",
            reference=reference,
            allowed_mentions=body.get("allowed_mentions"),
        )
        message.nonce = body.get("nonce")
        return message

    def _same(self, channel: Channel, nonce: str | int | None) -> SimMessage | None:
        """The bot's own message with the nonce, unless it is too long ago."""
        since = self._world.clock.now() - _NONCE_LIFE
        for message in reversed(self._world.messages(channel.id)):
            if message.timestamp < since:
                return None
            if message.author == self._world.bot and nonce is not None and message.nonce == nonce:
                return message
        return None

    def _reference(self, channel: Channel, body: Payload) -> str | None:
        if (asked := bodies.reference_of(body)) is None:
            return None
        message_id, must_exist = asked
        if self._world.find(channel.id, message_id):
            return message_id
        if must_exist:
            raise bodies.unknown_reference()
        return None

    def _sign(self, message: SimMessage, answering: Interaction) -> None:
        """Say whose request the message answers; a further answer replies to the first one."""
        if message.flags & EPHEMERAL:
            message.ephemeral_to = answering.user.id
        message.interaction_id = answering.id
        if answering.kind == COMMAND:
            message.interaction = (answering.user, answering.command)
        message.metadata = answering.metadata()
        if answering.original is not None:
            message.metadata["original_response_message_id"] = answering.original.id
        earlier = answering.original or answering.source
        if earlier is not None and self._world.find(earlier.channel_id, earlier.id):
            message.reference = earlier.id

    def _changed(self, message: SimMessage, body: Payload, uploads: tuple[Upload, ...]) -> SimMessage:
        changed = replace(message, flags=message.flags & ~LOADING)
        if "content" in body:
            changed.content = body["content"]
        if "embeds" in body:
            changed.embeds = body["embeds"] or []
        if "components" in body:
            changed.components = body["components"] or []
        if body.get("flags") is not None:
            kept = changed.flags & EPHEMERAL
            changed.flags = kept | body["flags"] & _SETTABLE & ~EPHEMERAL
        if body.get("attachments") is not None:
            listed = {str(attachment.get("id")) for attachment in body["attachments"]}
            changed.attachments = tuple(a for a in message.attachments if a.id in listed)
        if uploads:
            changed.attachments += self._attach_to(message, uploads)
        return changed

    def _attach_to(self, message: SimMessage, uploads: tuple[Upload, ...]) -> tuple[Attachment, ...]:
        if len(uploads) > _MOST_FILES:
            raise too_long(("attachments",), _MOST_FILES)
        attachments = []
        for upload in uploads:
            if len(upload.data) > LARGEST_FILE:
                raise Refusal(413, 40005, "Request entity too large")
            attachment_id, ephemeral = self._world.snowflakes.next(), bool(message.flags & EPHEMERAL)
            attachments.append(
                self._files.attach(attachment_id, message.channel_id, upload.filename, upload.data, ephemeral=ephemeral)
            )
        return tuple(attachments)


def _refuse_empty(message: SimMessage) -> None:
    whole_in_components = message.flags & bodies.COMPONENTS_V2 and message.components
    if not (message.content or message.embeds or message.attachments or whole_in_components):
        raise empty_message()
