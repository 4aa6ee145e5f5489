"""Any server that speaks OpenAI's speech: OpenAI itself, Kokoro-FastAPI, LocalAI, Speaches and others."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr

from acore.adapters.asking import NO_SUCH_PAGE, Asking, ask_for_models, require_keys, sendable
from acore.adapters.tts.names import unknown_voice
from acore.adapters.tts.plain_text import without_control
from acore.domain.speech import Voice
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import (
    TTS,
    EngineContext,
    Extra,
    FarSide,
    LimitSettings,
    RemoteEngineSettings,
    StatusRefused,
)

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

WAY_OUT = "To go on without it: acore config set tts.use espeak."
_OPENAI = "https://api.openai.com/"
_OPENAIS_VOICES = (
    "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse",
)  # fmt: skip
_KINDS = (
    "audio/pcm", "audio/l16", "audio/raw", "audio/wav", "audio/wave", "audio/x-wav", "audio/vnd.wave",
    "application/octet-stream", "binary/octet-stream",
)  # fmt: skip
_LONGEST = 4000
"""Characters of one request; OpenAI takes 4096."""


class OpenAITTSLimits(LimitSettings):
    """What a server is asked where nothing is set."""

    concurrent: int | None = Field(default=4, ge=0)
    """Texts at the same time; 0 is no limit."""


class OpenAITTSSettings(RemoteEngineSettings):
    """Where the server is, and how it speaks."""

    engine: Literal["openai"] = "openai"
    limits: OpenAITTSLimits = OpenAITTSLimits()
    """How much it is asked."""
    base_url: str = Field(default=f"{_OPENAI}v1", pattern=r"^https?://\S+$")
    """The server's address with its version, such as http://127.0.0.1:8880/v1."""
    model: str = Field(default="gpt-4o-mini-tts", min_length=1)
    """The model's name, as the server knows it."""
    api_key: Annotated[SecretStr | None, AfterValidator(sendable)] = None
    """Sent as a bearer token. A secret: never in a settings file."""
    voice: str = Field(default="alloy", min_length=1)
    """The voice's name, as the server knows it."""
    instructions: str | None = Field(default=None, min_length=1)
    """How it should speak, in words, where the model can."""
    response_format: Literal["pcm", "wav"] = "pcm"
    """What is asked for: bare samples, or a WAV file, which tells its rate itself."""
    rate: int = Field(default=24_000, ge=8000, le=192_000)
    """Samples a second that bare samples have there."""
    timeout: float = Field(default=60, gt=0, le=3600)
    """Seconds that the whole sound of a text may take."""

    def missing(self) -> str | None:
        """OpenAI itself needs a key."""
        return "api_key" if self.api_key is None and self.base_url.startswith(_OPENAI) else None


class OpenAITTS(Asking, TTS):
    """Streams `POST /audio/speech`; `GET /audio/voices` tells the voices where the server has that.

    Opening connects nothing, so it may open before its server does.
    """

    Settings = OpenAITTSSettings
    extra = Extra("voice", ("numpy", "av"))

    def __init__(self, settings: OpenAITTSSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http
        self._listed: tuple[str, ...] | None = _OPENAIS_VOICES if settings.base_url.startswith(_OPENAI) else None

    async def open(self) -> None:
        """Make the client; raises SettingsError without the key it needs, EngineRefused for an impossible address."""
        settings = self._settings
        require_keys(settings, "tts/openai", WAY_OUT)
        try:
            import acore.adapters.tts.pcm  # noqa: F401, PLC0415  numpy is an extra
        except ImportError as error:
            raise EngineRefused(
                f'sound can not be read ({error}): pip install "acore[voice]".', engine="openai"
            ) from error
        far = FarSide(
            engine=settings.engine,
            base_url=settings.base_url,
            api_key=settings.api_key,
            timeout=settings.timeout,
            way_out=WAY_OUT,
        )
        self._begin(self._make, far)

    async def ping(self) -> None:
        """Ask for the list of models, which costs nothing; a server without one is there as well."""
        await ask_for_models(self._client)

    async def voices(self) -> tuple[Voice, ...]:
        """Those that the server lists, the one of the settings first; that one alone where it lists none."""
        names = dict.fromkeys((self._settings.voice, *await self._voices()))
        return tuple(Voice(name) for name in names)

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """The sound as it comes; a text of more than 4000 characters takes several requests.

        Only the voice of the settings is asked for where the server has a list and does not name it.
        """
        name = voice or self._settings.voice
        if name != self._settings.voice and (there_are := await self._voices()) and name not in there_are:
            raise unknown_voice(name, there_are)
        plain = without_control(text)
        if not any(map(str.isalnum, plain)):
            return
        for part in wrap(plain, _LONGEST) if len(plain) > _LONGEST else (plain,):
            async with aclosing(self._said(self._body(part, name, speed))) as chunks:
                async for chunk in chunks:
                    yield chunk

    async def _said(self, body: dict[str, Any]) -> "AsyncGenerator[AudioChunk, None]":
        from acore.adapters.tts.pcm import SoundBody  # noqa: PLC0415  numpy

        sound, heard = SoundBody(self._settings.rate), False
        async with self._client.call("POST", "audio/speech", body) as answer, aclosing(answer.pieces()) as pieces:
            answer.expect(*_KINDS)
            try:
                async for piece in pieces:
                    if (chunk := sound.feed(piece)) is not None:
                        heard = True
                        yield chunk
                sound.close()
            except ValueError as error:
                raise self._client.malformed(str(error)) from error
        if not heard:
            raise self._client.malformed("it sent no sound")

    def _body(self, text: str, voice: str, speed: float) -> dict[str, Any]:
        settings = self._settings
        body: dict[str, Any] = {
            "model": settings.model,
            "input": text,
            "voice": voice,
            "response_format": settings.response_format,
        }
        if speed != 1:
            body["speed"] = speed
        if settings.instructions is not None:
            body["instructions"] = settings.instructions
        return body

    async def _voices(self) -> tuple[str, ...]:
        """What the server lists, asked for once; nothing where it has no list, or does not answer now."""
        if self._listed is None:
            try:
                self._listed = _names(await self._client.get("audio/voices"))
            except StatusRefused as error:
                if error.status in NO_SUCH_PAGE:
                    self._listed = ()
                return ()
            except (EngineUnavailable, EngineRefused):
                return ()  # asking it to speak tells what is wrong
        return self._listed


def _names(told: Any) -> tuple[str, ...]:  # noqa: ANN401  JSON
    """Names in any of the forms that servers have: a list of them, or of objects, alone or as `voices` or `data`."""
    if isinstance(told, dict):
        told = told.get("voices", told.get("data"))
    rows = told if isinstance(told, list) else []
    names = [
        row if isinstance(row, str) else next((row[key] for key in ("id", "voice_id", "name") if row.get(key)), None)
        for row in rows
        if isinstance(row, str | dict)
    ]
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))
