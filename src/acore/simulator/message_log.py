"""The messages of every channel, the latest ones of each."""

from collections import OrderedDict

from acore.simulator.model import SimMessage


class MessageLog:
    """Keeps the latest `limit` messages a channel, by id and in order."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._channels: dict[str, OrderedDict[str, SimMessage]] = {}

    def add(self, message: SimMessage) -> None:
        """Keep the message, and forget the channel's oldest beyond the limit."""
        channel = self._channels.setdefault(message.channel_id, OrderedDict())
        channel[message.id] = message
        if len(channel) > self._limit:
            channel.popitem(last=False)

    def remove(self, message: SimMessage) -> None:
        """Forget the message; one that is not there is fine."""
        self._channels.get(message.channel_id, OrderedDict()).pop(message.id, None)

    def forget(self, channel_id: str) -> None:
        """Forget the whole channel."""
        self._channels.pop(channel_id, None)

    def find(self, channel_id: str, message_id: str) -> SimMessage | None:
        """The message, or None where there is none such (any more)."""
        return self._channels.get(channel_id, OrderedDict()).get(message_id)

    def latest(self, channel_id: str) -> tuple[SimMessage, ...]:
        """The channel's messages, oldest first."""
        return tuple(self._channels.get(channel_id, OrderedDict()).values())
