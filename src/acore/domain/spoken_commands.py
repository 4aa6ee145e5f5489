"""Commands that are spoken: an exact small grammar, so that none is obeyed that was not meant."""

from enum import Enum
from typing import NamedTuple

from acore.domain.spoken_words import spoken_words


class Command(Enum):
    """What a command asks for."""

    STOP = "stop"
    """Say no more."""
    LEAVE = "leave"
    """Go out of the call."""
    LOUDER = "louder"
    QUIETER = "quieter"
    LISTEN = "listen"
    """Hear whoever says it, from now on."""
    STOP_LISTENING = "stop listening"
    """Hear whoever says it no more."""


class Spoken(NamedTuple):
    """A command, and who gave it."""

    command: Command
    user: str


_PHRASES = {
    Command.STOP: (
        "stop|stop it|stop talking|stop speaking|stop that|stop please|be quiet|quiet|silence|shut up|hush|enough|"
        "that is enough|that's enough|that will do|wait|hold on|pause|never mind|nevermind|cancel|"
        "stopp|halt|hoer auf|hoer auf zu reden|hoer auf zu sprechen|sei still|sei leise|sei ruhig|ruhe|still|schluss|"
        "das reicht|es reicht|genug|warte|moment|abbrechen|vergiss es|schon gut"
    ),
    Command.LEAVE: (
        "leave|leave the call|leave the channel|leave us|go away|hang up|disconnect|"
        "geh weg|geh raus|geh aus dem kanal|verlass den kanal|verlass uns|leg auf|auflegen"
    ),
    Command.LOUDER: (
        "louder|speak louder|talk louder|speak up|volume up|turn it up|turn up|turn the volume up|turn up the volume|"
        "a bit louder|a little louder|"
        "lauter|sprich lauter|rede lauter|mach lauter|mach es lauter|etwas lauter|ein bisschen lauter|lauter machen"
    ),
    Command.QUIETER: (
        "quieter|softer|speak quieter|speak softer|speak more quietly|volume down|turn it down|turn down|"
        "turn the volume down|turn down the volume|a bit quieter|a little quieter|not so loud|too loud|"
        "leiser|sprich leiser|rede leiser|mach leiser|mach es leiser|etwas leiser|ein bisschen leiser|leiser machen|"
        "nicht so laut|zu laut"
    ),
    Command.LISTEN: "listen|listen to me|start listening|hoer zu|hoer mir zu|hoer mich an",
    Command.STOP_LISTENING: (
        "stop listening|stop listening to me|don't listen|do not listen|don't listen to me|do not listen to me|"
        "hoer nicht zu|hoer mir nicht zu|hoer weg|hoer auf zuzuhoeren|hoer mir nicht mehr zu|hoer nicht mehr zu"
    ),
}
_COMMANDS = {phrase: command for command, phrases in _PHRASES.items() for phrase in phrases.split("|")}
_POLITE = frozenset("please bitte now jetzt mal doch hey ok okay hallo just so und and thanks thank danke you".split())


def command_in(text: str) -> Command | None:
    """The command that the whole of the text is, but for kind words around it; None where it is anything else."""
    words = spoken_words(text)
    if (command := _COMMANDS.get(" ".join(words))) is not None:
        return command
    begin, end = 0, len(words)
    while begin < end and words[begin] in _POLITE:
        begin += 1
    while end > begin and words[end - 1] in _POLITE:
        end -= 1
    core = words[begin:end]
    inner = " ".join(word for word in core if word not in {"mal", "bitte", "please", "doch", "jetzt"})
    said = " ".join(core)
    return _COMMANDS.get(said) or _COMMANDS.get(inner) or _repeated(core)


def _repeated(words: tuple[str, ...]) -> Command | None:
    """The command that is said again and again: "stop, stop, stop"."""
    return _COMMANDS.get(words[0]) if words and set(words) == {words[0]} else None
