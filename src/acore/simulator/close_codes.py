"""The codes with which Discord's gateway ends a connection."""

from collections.abc import Mapping

from acore.errors import AcoreError, InvalidInput

CLOSE_CODES: Mapping[int, str] = {
    1000: "",
    1001: "Discord WebSocket requesting client reconnect.",
    4000: "Unknown error.",
    4001: "Unknown opcode.",
    4002: "Error while decoding payload.",
    4003: "Not authenticated.",
    4004: "Authentication failed.",
    4005: "Already authenticated.",
    4007: "Invalid seq.",
    4008: "You are being rate limited.",
    4009: "Session timed out.",
    4010: "Invalid shard.",
    4011: "Sharding required.",
    4012: "Invalid API version.",
    4013: "Invalid intent(s).",
    4014: "Disallowed intent(s).",
}
"""https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes, and the
usual ends of a WebSocket."""

_ENDS_SESSION = (4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014)
LEAVING = (1000, 1001)
"""A client that closes with one of these gives its session up."""


class GatewayClose(AcoreError):
    """Ends a connection with one of Discord's close codes; raises InvalidInput for a code that is none."""

    def __init__(self, code: int) -> None:
        if code not in CLOSE_CODES:
            raise InvalidInput(f"Discord closes with no {code}; it has {', '.join(map(str, CLOSE_CODES))}.")
        super().__init__(CLOSE_CODES[code])
        self.code = code

    @property
    def ends_session(self) -> bool:
        """Whether there is nothing to resume afterwards."""
        return self.code in _ENDS_SESSION
