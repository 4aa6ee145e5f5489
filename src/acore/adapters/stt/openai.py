"""Any server with OpenAI's transcriptions: OpenAI itself, Speaches, LocalAI, vLLM, Groq, Parakeet and others."""

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterable, Iterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr

from acore.adapters.asking import Asking, ask_for_models, require_keys, sendable, unlike
from acore.adapters.guard import Care, Guard, limits_of
from acore.adapters.stt.languages import code_of
from acore.domain.speech import Segment
from acore.errors import EngineRefused
from acore.interfaces import (
    STT,
    EngineContext,
    Extra,
    FarSide,
    LimitSettings,
    RemoteEngineSettings,
    StatusRefused,
    Upload,
)

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

WAY_OUT = "To go on without it: acore config set stt.use pocketsphinx."
_OPENAI = "https://api.openai.com/"
_RATE = 16_000
_BLOCK_S, _SEARCH_S = 600.0, 20.0
"""19 MB of one request; OpenAI takes 25."""
_AUDIBLE = 30
"""Of 32768: what is softer in a whole block is silence, of which models imagine words."""
_OTHER_FORM = (400, 415, 422)


class OpenAISTTLimits(LimitSettings):
    """What a server is asked where nothing is set."""

    concurrent: int | None = Field(default=4, ge=0)
    """Recordings at the same time; 0 is no limit."""


class OpenAISTTSettings(RemoteEngineSettings):
    """Where the server is, and how it listens."""

    engine: Literal["openai"] = "openai"
    limits: OpenAISTTLimits = OpenAISTTLimits()
    """How much it is asked."""
    base_url: str = Field(default=f"{_OPENAI}v1", pattern=r"^https?://\S+$")
    """The server's address with its version, such as http://127.0.0.1:8000/v1."""
    model: str = Field(default="whisper-1", min_length=1)
    """The model's name, as the server knows it."""
    api_key: Annotated[SecretStr | None, AfterValidator(sendable)] = None
    """Sent as a bearer token. A secret: never in a settings file."""
    prompt: str | None = Field(default=None, min_length=1)
    """Words that it may hear, such as names, where the model can."""
    response_format: Literal["verbose_json", "json"] = "verbose_json"
    """What is asked for: segments with times, or the text alone; a server that refuses the first is asked for that."""
    timeout: float = Field(default=120, gt=0, le=3600)
    """Seconds that ten minutes of sound may take."""

    def missing(self) -> str | None:
        """OpenAI itself needs a key."""
        return "api_key" if self.api_key is None and self.base_url.startswith(_OPENAI) else None


class OpenAISTT(Asking, STT):
    """Sends `POST /audio/transcriptions`, with the limits, the retries and the breaker of its table.

    Opening connects nothing, so it may open before its server does.
    """

    Settings = OpenAISTTSettings
    extra = Extra("voice", ("av", "numpy"))

    def __init__(self, settings: OpenAISTTSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http
        self._form = settings.response_format
        care = Care(limits_of(settings.limits), settings.retry, settings.breaker)
        self._guard = Guard("stt.request", settings.engine, care, context)

    async def open(self) -> None:
        """Make the client; raises SettingsError without the key it needs, EngineRefused for an impossible address."""
        settings = self._settings
        require_keys(settings, "stt/openai", WAY_OUT)
        try:
            import acore.adapters.sound.pieces  # noqa: F401, PLC0415  numpy and PyAV are an extra
        except ImportError as error:
            raise EngineRefused(
                f'sound can not be sent ({error}): pip install "acore[voice]".', engine=settings.engine
            ) from error
        far = FarSide(
            engine=settings.engine,
            base_url=settings.base_url,
            api_key=settings.api_key,
            timeout=settings.timeout,
            silence=settings.timeout,
            way_out=WAY_OUT,
        )
        self._begin(self._make, far)

    async def ping(self) -> None:
        """Ask for the list of models, which costs nothing; a server without one is there as well."""
        await ask_for_models(self._client)

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """Final segments, after the end of the sound or of each ten minutes of it; silence is not sent."""
        from acore.adapters.sound.pieces import blocks, resampled  # noqa: PLC0415  numpy and PyAV

        async with aclosing(resampled(audio, _RATE)) as pieces, aclosing(blocks(pieces, _BLOCK_S, _SEARCH_S)) as cut:
            async for begin, block in cut:
                if int(block.samples.max()) - int(block.samples.min()) <= 2 * _AUDIBLE:
                    continue
                for segment in await self._heard(block, begin, language):
                    yield segment

    async def _heard(self, block: "AudioChunk", begin: float, language: str | None) -> list[Segment]:
        from acore.adapters.sound.wav import wav_of  # noqa: PLC0415  see above

        sound = await asyncio.to_thread(wav_of, [block])
        told = await self._guard.call(lambda: self._asked(sound, language))
        try:
            return list(_segments(told, begin, block.seconds, language))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise unlike(self._client, "its transcription is", error) from error

    async def _asked(self, sound: bytes, language: str | None) -> Any:  # noqa: ANN401  JSON
        try:
            return await self._client.post("audio/transcriptions", self._upload(sound, language))
        except StatusRefused as error:
            if self._form == "json" or error.status not in _OTHER_FORM:
                raise
        self._form = "json"  # what else it does not take, it says of this as well
        return await self._client.post("audio/transcriptions", self._upload(sound, language))

    def _upload(self, sound: bytes, language: str | None) -> Upload:
        values = {"model": self._settings.model, "response_format": self._form}
        if language is not None:
            values["language"] = language.partition("-")[0]
        if self._settings.prompt is not None:
            values["prompt"] = self._settings.prompt
        return Upload(name="file", filename="speech.wav", media_type="audio/wav", content=sound, values=values)


def _segments(told: Mapping[str, Any], begin: float, seconds: float, language: str | None) -> Iterator[Segment]:
    """Those of an answer; a text without times is one segment. What is not there is a KeyError or a TypeError."""
    spoken = code_of(told.get("language")) or language
    rows = told.get("segments") or [{"text": told["text"], "start": 0.0, "end": seconds}]
    for row in rows:
        start, end = _second(row["start"], seconds), _second(row["end"], seconds)
        if text := row["text"].strip():
            yield Segment(text, begin + start, begin + max(start, end), _confidence(row), spoken)


def _second(told: Any, seconds: float) -> float:  # noqa: ANN401  JSON
    if not math.isfinite(number := float(told)):
        raise ValueError(f"a time is {told}")
    return min(max(number, 0.0), seconds)


def _confidence(row: Mapping[str, Any]) -> float | None:
    """The mean probability of its tokens, and that it is speech at all, where the server tells."""
    if not isinstance(row.get("avg_logprob"), int | float):
        return None
    silent = row.get("no_speech_prob")
    sure = math.exp(min(row["avg_logprob"], 0.0)) * (1 - (silent if isinstance(silent, int | float) else 0.0))
    return round(min(max(sure, 0.0), 1.0), 4)
