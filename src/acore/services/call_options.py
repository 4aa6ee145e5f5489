"""How a conversation in a call is held."""

from dataclasses import dataclass, field
from typing import Literal

from acore.domain.call_attention import FOLLOWUP_S, Meant
from acore.domain.floor import FloorRules
from acore.domain.turns import TurnRules

Speculation = Literal["nothing", "words", "first sentence"]
"""What is made in the silence in which a speaker may go on: nothing; what they said is written down; and the first
sentence of the reply is made as well. Whatever was made for nothing is thrown away, but it was paid for."""
When = Literal["local", "always", "never"]
"""Whether that may be done: with engines on this machine alone, with all, or with none."""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """Times are in seconds."""

    names: tuple[str, ...] = ("acore",)
    """What the bot is called by."""
    answers: Meant = "when meant"
    followup_s: float = FOLLOWUP_S
    """How long somebody who was answered may go on without naming the bot."""
    turns: TurnRules = field(default_factory=TurnRules)
    floor: FloorRules = field(default_factory=FloorRules)
    speculation: Speculation = "words"
    draft_s: float = 0.13
    """The silence from which on somebody may have ended."""
    command_s: float = 0.3
    """The silence that ends a command."""
    open_s: float = 1.6
    """The silence that ends a turn whose last words lead on to more."""
    waiting: int = 4
    """Questions that wait while another one is answered; of more the oldest are dropped."""
    longest_wait_s: float = 60.0
    """A question that waited longer is dropped."""


def speculation(when: When, *, local_stt: bool, local_reply: bool) -> Speculation:
    """What may be made ahead by engines that are on this machine or not; `local_reply` is that of model and voice."""
    if when == "never" or (when == "local" and not local_stt):
        return "nothing"
    return "first sentence" if when == "always" or local_reply else "words"
