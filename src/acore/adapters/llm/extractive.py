"""The embedded default: no language model, but good company. It quotes what retrieval found, and does small sums."""

import re
from collections import OrderedDict
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal

from acore.adapters.llm.quoting import quotes
from acore.domain.chat import ChatRequest, Delta, Message
from acore.domain.skills.arithmetic import arithmetic
from acore.domain.skills.calendar import calendar
from acore.domain.skills.dice import dice
from acore.domain.skills.smalltalk import smalltalk, without_politeness
from acore.domain.skills.units import units
from acore.domain.terms import is_german
from acore.interfaces import LLM, EngineContext, EngineSettings

_CHANNELS = 1000
_WORDS = re.compile(r"\S+\s*|\s+")
_AT_A_TIME = 4
_ASKED_BEFORE = re.compile(
    r"what did i (?:just )?(?:ask|say)(?: (?:you|before|last))*"
    r"|was habe ich (?:gerade |eben )?(?:gefragt|gesagt)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Wording:
    """The engine's own sentences in one language."""

    note: str
    nothing: str
    empty: str
    asked: str
    not_asked: str


_ENGLISH = _Wording(
    note="-# Offline mode: I quote documents and make nothing up. Ask me “How do I use a real model?”",
    nothing=(
        "I found nothing about that in my documents. Two things I can do: **drop a file** here (or run "
        "`acore index PATH`) and I answer from it, or ask me about myself, such as “How do I add a Discord token?”"
    ),
    empty="I could not read a question in that. Try “What can you do?”",
    asked="You asked: “{text}”",
    not_asked="Nothing yet: this is the first message I remember here.",
)
_GERMAN = _Wording(
    note="-# Offline-Modus: Ich zitiere Dokumente und erfinde nichts. Frag mich “How do I use a real model?”",
    nothing=(
        "Dazu habe ich in meinen Dokumenten nichts gefunden. Zwei Dinge kann ich: Zieh **eine Datei** hierher (oder nimm "
        "`acore index PFAD`), und ich antworte daraus, oder frag mich “How do I add a Discord token?”"
    ),
    empty="Darin habe ich keine Frage gefunden. Versuch es mit „Was kannst du?“",
    asked="Du hast gefragt: „{text}“",
    not_asked="Noch nichts: Dies ist die erste Nachricht, an die ich mich hier erinnere.",
)


class ExtractiveSettings(EngineSettings):
    """It needs nothing."""

    engine: Literal["extractive"] = "extractive"


class ExtractiveLLM(LLM):
    """Answers from the request's passages, word for word and numbered, or by one of its small skills.

    Once a channel it says that it is the offline mode. Where nothing fits it says so and names two
    things it can do. Passages are quoted and never followed. It needs no network and no file.
    """

    Settings = ExtractiveSettings

    def __init__(self, settings: ExtractiveSettings, context: EngineContext) -> None:
        self._settings = settings
        self._clock = context.clock
        self._random = context.random
        self._told: OrderedDict[tuple[str | None, str], None] = OrderedDict()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Yield the answer a few words at a time."""
        words = _WORDS.findall(self._answer(request))
        for start in range(0, len(words), _AT_A_TIME):
            yield Delta("".join(words[start : start + _AT_A_TIME]))
        yield Delta(finish="stop")

    def _answer(self, request: ChatRequest) -> str:
        spoken = [message for message in request.messages if message.role in ("user", "assistant")]
        text = spoken[-1].text.strip() if spoken else ""
        wording = _GERMAN if is_german(text) else _ENGLISH
        if not any(character.isalnum() for character in text):
            return wording.empty
        if (known := self._known(text, spoken[:-1], wording)) is not None:
            return known
        found = quotes(without_politeness(text), request.passages)
        if not found:
            return self._with_note(wording.nothing, request, wording)
        return self._with_note("\n\n".join(f"{quote.text} [{quote.n}]" for quote in found), request, wording)

    def _known(self, text: str, before: list[Message], wording: _Wording) -> str | None:
        """What needs no documents."""
        plain = without_politeness(text)
        if _ASKED_BEFORE.fullmatch(plain.rstrip("?!. ")):
            last = next((message.text for message in reversed(before) if message.role == "user"), None)
            return wording.asked.format(text=last) if last else wording.not_asked
        if (words := smalltalk(text)) is not None:
            return words
        for skill in (
            arithmetic(plain),
            units(plain),
            calendar(plain, self._clock.now()),
            dice(plain, self._random),
            smalltalk(plain),
        ):
            if skill is not None:
                return skill
        return None

    def _with_note(self, answer: str, request: ChatRequest, wording: _Wording) -> str:
        """The answer, with the note where this channel has not had it yet."""
        channel = (request.scope.guild, request.scope.channel)
        told = channel in self._told or any(
            message.role == "assistant" and message.text.endswith((_ENGLISH.note, _GERMAN.note))
            for message in request.messages
        )
        self._told[channel] = None
        self._told.move_to_end(channel)
        if len(self._told) > _CHANNELS:
            self._told.popitem(last=False)
        return answer if told else f"{answer}\n\n{wording.note}"
