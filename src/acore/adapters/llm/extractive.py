"""The embedded default: no language model, but good company. It quotes what retrieval found, and does small sums."""

import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from typing import Literal

from acore.adapters.llm.answering.choosing import quotes
from acore.adapters.llm.answering.showing import Quote
from acore.adapters.llm.phrases import ENGLISH, GERMAN, JAPANESE, NOTES, Phrases
from acore.domain.chat import ChatRequest, Delta, Message
from acore.domain.knowledge import Passage
from acore.domain.skills.chain import small_answer
from acore.domain.skills.courtesy import opening
from acore.domain.skills.followups import earlier_question, is_more, recall
from acore.domain.skills.identity import identity
from acore.domain.skills.wording import speaks_german
from acore.interfaces import LLM, EngineContext, LLMEngineSettings

_CHANNELS = 1000
_AT_A_TIME = 4
_WORDS = re.compile(r"\S+\s*|\s+")
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LONGEST_QUESTION = 600
_ENDS_KEPT = 300
_MOST_ASKED = 3
_KANA = re.compile("[\u3041-\u30fa]")
_ASKS = re.compile(r"[^.!?\n]{3,300}\?")


class ExtractiveSettings(LLMEngineSettings):
    """It needs nothing."""

    engine: Literal["extractive"] = "extractive"


class ExtractiveLLM(LLM):
    """Answers from the request's passages, word for word and numbered, or by one of its small skills.

    Once a channel it writes that it is the offline mode. Where nothing fits it says so and names two
    things it can do. Passages are quoted and never followed. It needs no network and no file.
    """

    Settings = ExtractiveSettings

    def __init__(self, settings: ExtractiveSettings, context: EngineContext) -> None:
        self._settings = settings
        self._clock = context.clock
        self._random = context.random
        self._told: OrderedDict[tuple[str | None, str], None] = OrderedDict()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Yield the answer a few words at a time; closing it early leaves nothing behind."""
        text, past = _asked(request.messages)
        phrases = _phrases_for(text)
        answer = self._answer(text, past, request, phrases)
        if not request.aloud and self._is_new_here(request) and not identity(opening(text).rest):
            answer = f"{answer}\n\n{phrases.note}"
        words = _WORDS.findall(answer)
        for start in range(0, len(words), _AT_A_TIME):
            yield Delta("".join(words[start : start + _AT_A_TIME]))
            await self._clock.sleep(0)
        yield Delta(finish="stop")

    def _answer(self, text: str, past: Sequence[Message], request: ChatRequest, phrases: Phrases) -> str:
        if not any(character.isalnum() for character in text):
            return phrases.empty
        begun = opening(text)
        answer = (
            recall(begun.rest, past)
            or small_answer(begun.rest, now=self._clock.now(), random=self._random, aloud=request.aloud)
            or _from_passages(begun.rest, past, request.passages, phrases)
        )
        return f"{begun.words} {answer}" if begun.words else answer

    def _is_new_here(self, request: ChatRequest) -> bool:
        """Whether the channel has not been told yet what answers it; from now on it has."""
        channel = (request.scope.guild, request.scope.channel)
        known = channel in self._told or any(
            message.role == "assistant" and any(note in message.text for note in NOTES) for message in request.messages
        )
        self._told[channel] = None
        self._told.move_to_end(channel)
        if len(self._told) > _CHANNELS:
            self._told.popitem(last=False)
        return not known


def _phrases_for(text: str) -> Phrases:
    if _KANA.search(text):
        return JAPANESE
    return GERMAN if speaks_german(text) else ENGLISH


def _asked(messages: Sequence[Message]) -> tuple[str, tuple[Message, ...]]:
    """The last message of a member, and what was said before it."""
    at = max((at for at, message in enumerate(messages) if message.role == "user"), default=None)
    return ("", ()) if at is None else (messages[at].text.strip(), tuple(messages[:at]))


def _from_passages(text: str, past: Sequence[Message], passages: Sequence[Passage], phrases: Phrases) -> str:
    earlier = earlier_question(text, past) or ""
    more = bool(earlier) and is_more(text)
    said = " ".join(message.text for message in past if message.role == "assistant") if more else ""
    found = quotes("" if more else _question_in(text), passages, before=_question_in(earlier), said=said)
    if found:
        return _joined(found)
    if more:
        return phrases.no_more.format(about=" ".join(earlier.split())[:_ENDS_KEPT])
    titles = tuple(dict.fromkeys(passage.source.title for passage in passages if passage.source.title))
    return phrases.near.format(title=titles[0]) if titles else phrases.nothing


def _question_in(text: str) -> str:
    """What a message asks; of a long one the sentences with a question mark, or its two ends."""
    words = _CODE.sub(" ", text).strip()
    words = words if any(character.isalnum() for character in words) else text
    if len(words) <= _LONGEST_QUESTION:
        return words
    ends = f"{words[:_LONGEST_QUESTION]}\n{words[-_LONGEST_QUESTION:]}"
    asked = _ASKS.findall(ends)
    return " ".join(asked[-_MOST_ASKED:]) if asked else f"{words[:_ENDS_KEPT]} {words[-_ENDS_KEPT:]}"


def _joined(found: Sequence[Quote]) -> str:
    """The quotes as one text, each followed by its number."""
    text = ""
    flows = False
    for quote in found:
        numbered = f"{quote.text}{chr(10) if quote.text.endswith('```') else ' '}[{quote.n}]"
        between = " " if flows and not quote.is_block else "\n\n"
        text = f"{text}{between}{numbered}" if text else numbered
        flows = not quote.is_block
    return text
