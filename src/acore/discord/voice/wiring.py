"""What this house uses of the inside of discord.py's voice client, all of it.

The library sends but does not receive. This module and the one below it, `line_state`, are the only ones that know its
private attributes; when the library changes them, tests/unit/discord/voice/test_wiring.py fails.
"""

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

import davey
import discord
import structlog
from discord.gateway import DiscordVoiceWebSocket
from discord.voice_state import VoiceConnectionState

from acore.discord.voice.ear import Keys
from acore.discord.voice.line_state import LineState
from acore.discord.voice.transport import opener
from acore.errors import EngineRefused
from acore.interfaces.opus import SILENT_PACKET

_log = structlog.get_logger(__name__)

_ENCRYPTED = b"\xfa\xfa"
"""The end of a frame that is encrypted end to end."""
_LEAVE_S = 2.0
_READY, _SPEAKING, _RESUMED, _CLIENT_CONNECT, _CLIENT_DISCONNECT = 2, 5, 9, 12, 13
"""Operations of the voice gateway."""


class Listener(ABC):
    """Whoever has a line told what happens on it: in the event loop, but for `packet_came` and `packet_left`."""

    @abstractmethod
    def packet_came(self, data: bytes) -> None:
        """The socket received this; called on the socket's thread, so be quick."""

    @abstractmethod
    def packet_left(self, *, sent: bool) -> None:
        """A packet that was played went out, or could not; called on the player's thread."""

    @abstractmethod
    def server_changed(self) -> None:
        """A voice server begins anew: the sources that were told belong to nobody any more."""

    @abstractmethod
    def speaker_told(self, source: int, user: str) -> None:
        """A source is this user's."""

    @abstractmethod
    def speaker_gone(self, user: str) -> None:
        """This user's sources are gone."""

    @abstractmethod
    def channel_changed(self, channel: int) -> None:
        """The bot is in another channel."""

    @abstractmethod
    def line_ended(self, *, removed: bool) -> None:
        """The client is of no use any more; `removed` where Discord took the bot out of the channel."""


class Line(discord.VoiceClient):
    """The connection to a voice channel: the library's, with an ear to it."""

    def __init__(self, client: discord.Client, channel: discord.abc.Connectable, *, listener: Listener) -> None:
        self._listener = listener
        self._removed = self._over = False
        self._opened_with: tuple[str, bytes] | None = None
        self._keys: Keys | None = None
        super().__init__(client, channel)
        self._connection.add_socket_listener(listener.packet_came)

    def create_connection_state(self) -> VoiceConnectionState:
        """The library's state, with a hook into the voice gateway."""
        return LineState(self, hook=self._told)

    async def on_voice_state_update(self, data: Any) -> None:  # noqa: ANN401  Discord's JSON
        """Notice that the bot is moved, or taken out of the channel."""
        if self._over:
            return
        expected = self._connection._expecting_disconnect  # noqa: SLF001
        if data["channel_id"] is None:
            self._removed = self._removed or not expected
        else:
            self._listener.channel_changed(int(data["channel_id"]))
        await super().on_voice_state_update(data)

    async def on_voice_server_update(self, data: Any) -> None:  # noqa: ANN401  Discord's JSON
        """As the library does, but for a line that is over."""
        if not self._over:
            await super().on_voice_server_update(data)

    def send_audio_packet(self, data: bytes, *, encode: bool = True) -> None:
        """Send a packet; tells whether it went out."""
        state = self._state_of_line
        failed = state.failed
        super().send_audio_packet(data, encode=encode)
        self._listener.packet_left(sent=state.failed == failed)

    async def disconnect(self, *, force: bool = False) -> None:
        """Leave; Discord's confirmation is waited for as long as it usually takes, and not as for a connection."""
        await self._state_of_line.settle()
        self._connection.timeout = _LEAVE_S
        await super().disconnect(force=force)

    def cleanup(self) -> None:
        """The library's last step, however a connection ends."""
        super().cleanup()
        self._state_of_line.release()
        if not self._over:
            self._over = True
            self._connection.remove_socket_listener(self._listener.packet_came)
            self._listener.line_ended(removed=self._removed)

    def keys(self) -> Keys | None:
        """What packets are opened with, now; None before a voice server gave a key that is of use. One thread asks."""
        state = self._connection
        if not isinstance(state.secret_key, list):
            return None
        given = str(state.mode), bytes(state.secret_key)
        if given != self._opened_with:
            self._opened_with = given
            try:
                self._keys = Keys(opener(*given), self._decrypted)
            except EngineRefused as error:
                _log.warning("call_can_not_be_decrypted", reason=str(error))
                self._keys = None
        return self._keys

    def keep_alive(self, packet: bytes) -> None:
        """Send these bytes, so that the way back stays open; where that is not possible, nothing happens."""
        with suppress(OSError):
            if self.is_connected():
                self._connection.socket.sendall(packet)

    @property
    def _state_of_line(self) -> LineState:
        assert isinstance(self._connection, LineState)
        return self._connection

    def _decrypted(self, user: str, packet: bytes) -> bytes:
        """What this user sent; raises ValueError where the end-to-end key does not fit.

        The group of a call lives in the event loop's thread; the library below does one thing at a time.
        """
        session = self._connection.dave_session
        if packet == SILENT_PACKET or session is None:
            return packet
        if not packet.endswith(_ENCRYPTED) and not self._connection.dave_protocol_version:
            return packet
        return bytes(session.decrypt(int(user), davey.MediaType.audio, packet))

    async def _told(self, _: DiscordVoiceWebSocket, message: dict[str, Any]) -> None:
        """An operation of the voice gateway, behind what the library did with it."""
        operation, about = message["op"], message["d"]
        if operation == _READY:
            self._listener.server_changed()
        elif operation == _RESUMED:
            self._state_of_line.resumed.set()
        elif operation == _SPEAKING:
            self._tell(about.get("ssrc"), about.get("user_id"))
        elif operation == _CLIENT_CONNECT:
            self._tell(about.get("audio_ssrc"), about.get("user_id"))
        elif operation == _CLIENT_DISCONNECT:
            self._listener.speaker_gone(str(about.get("user_id")))

    def _tell(self, source: int | None, user: str | None) -> None:
        if source and user:  # a client without a microphone has no source
            self._listener.speaker_told(int(source), str(user))


async def hung_up(line: discord.VoiceProtocol) -> None:
    """Leave the channel within seconds, whoever's line it is."""
    with suppress(TimeoutError):
        async with asyncio.timeout(2 * _LEAVE_S):
            await line.disconnect(force=True)
