"""What somebody's words in a call are: a command, a question to the bot, or nothing that it should act on."""

from dataclasses import dataclass

from acore.domain.backchannels import is_backchannel, is_vocal
from acore.domain.call_attention import Addressed, CallAttention
from acore.domain.echoes import is_echo
from acore.domain.floor import Verdict
from acore.domain.spoken_commands import Command, command_in
from acore.domain.spoken_words import spoken_words
from acore.domain.voice_events import Heard

_UNSURE = 0.4
"""A single word that was heard less surely than this is likely none."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What goes on in the call while somebody speaks."""

    now: float
    alone: bool
    """Whether the speaker is the only person with the bot."""
    speaks: bool = False
    """Whether the bot spoke while they did."""
    asker: str | None = None
    """To whom, or for whom it prepares an answer."""
    said: str = ""
    """What a microphone may have taken up of what it said."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What words are."""

    verdict: Verdict
    text: str = ""
    """What is asked, where they are meant for the bot."""
    command: Command | None = None
    echo: bool = False


def judged(attention: CallAttention, user: str, heard: Heard, about: Situation) -> Judgement:
    """Judge what a user said; it changes nothing in the attention."""
    text = heard.text
    if is_echo(text, about.said):
        return Judgement("nothing", echo=True)
    addressed = attention.addressed(user, text, about.now, alone=about.alone, asker=about.asker)
    command = command_in(addressed.rest if addressed else text)
    if command is not None and (addressed or about.speaks):
        return Judgement("meant" if command in _ENDING else "nothing", text, command)
    named = addressed is not None and addressed.reason == "name"
    if not named and _says_nothing(heard, about):
        return Judgement("nothing")
    return _meant(addressed)


_ENDING = frozenset((Command.STOP, Command.LEAVE))
"""Commands that end what is being said; others leave it be."""


def _says_nothing(heard: Heard, about: Situation) -> bool:
    if is_vocal(heard.text) or (about.speaks and is_backchannel(heard.text)):
        return True
    unsure = heard.confidence is not None and heard.confidence < _UNSURE
    return unsure and len(spoken_words(heard.text)) == 1


def _meant(addressed: Addressed | None) -> Judgement:
    return Judgement("aside") if addressed is None else Judgement("meant", addressed.written)
