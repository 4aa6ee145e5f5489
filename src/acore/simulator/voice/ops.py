"""The operations and close codes of Discord's voice gateway, version 8."""

from collections.abc import Mapping
from enum import IntEnum

from acore.errors import AcoreError, InvalidInput


class Op(IntEnum):
    """https://docs.discord.com/developers/topics/opcodes-and-status-codes#voice-voice-opcodes."""

    IDENTIFY = 0
    SELECT_PROTOCOL = 1
    READY = 2
    HEARTBEAT = 3
    SESSION_DESCRIPTION = 4
    SPEAKING = 5
    HEARTBEAT_ACK = 6
    RESUME = 7
    HELLO = 8
    RESUMED = 9
    CLIENTS_CONNECT = 11
    VIDEO = 12
    CLIENT_DISCONNECT = 13
    CLIENT_FLAGS = 18
    CLIENT_PLATFORM = 20
    PREPARE_TRANSITION = 21
    EXECUTE_TRANSITION = 22
    TRANSITION_READY = 23
    PREPARE_EPOCH = 24
    EXTERNAL_SENDER = 25
    KEY_PACKAGE = 26
    PROPOSALS = 27
    COMMIT_WELCOME = 28
    ANNOUNCE_COMMIT = 29
    WELCOME = 30
    INVALID_COMMIT_WELCOME = 31


UNNUMBERED = frozenset({Op.READY, Op.SESSION_DESCRIPTION, Op.HEARTBEAT_ACK, Op.HELLO, Op.RESUMED})
"""What is sent without a sequence number, and not again to who resumes."""

CLOSE_CODES: Mapping[int, str] = {
    1000: "",
    1001: "Going away.",
    4001: "Unknown opcode.",
    4002: "Failed to decode payload.",
    4003: "Not authenticated.",
    4004: "Authentication failed.",
    4005: "Already authenticated.",
    4006: "Session is no longer valid.",
    4009: "Session timeout.",
    4011: "Server not found.",
    4012: "Unknown protocol.",
    4014: "Disconnected.",
    4015: "Voice server crashed.",
    4016: "Unknown encryption mode.",
    4017: "E2EE/DAVE protocol required.",
    4020: "Bad request.",
    4021: "Disconnected: Rate Limited.",
    4022: "Disconnected: Call Terminated.",
}
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#voice-voice-close-event-codes, and the usual
ends of a WebSocket."""

_RESUMABLE = (1001, 4015)


class VoiceClose(AcoreError):
    """Ends a voice connection with one of Discord's close codes; raises InvalidInput for a code that is none."""

    def __init__(self, code: int) -> None:
        if code not in CLOSE_CODES:
            raise InvalidInput(f"Discord closes voice with no {code}; it has {', '.join(map(str, CLOSE_CODES))}.")
        super().__init__(CLOSE_CODES[code])
        self.code = code

    @property
    def ends_session(self) -> bool:
        """Whether there is nothing to resume afterwards."""
        return self.code not in _RESUMABLE
