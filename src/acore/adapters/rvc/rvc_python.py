"""Trained voices on a server of rvc-python, by its HTTP interface."""

import asyncio
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from pydantic import Field

from acore.adapters.asking import Asking
from acore.adapters.sound.wav import wav_of
from acore.adapters.tts.names import unknown_voice
from acore.domain.speech import Voice
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import (
    EngineContext,
    Extra,
    FarSide,
    RemoteEngineSettings,
    RetrySettings,
    StatusRefused,
    VoiceConverter,
)

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

WAY_OUT = "To go on without it: acore config set rvc.use none."
_KINDS = (
    "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "application/octet-stream", "binary/octet-stream",
)  # fmt: skip
_NO_MODEL = 400
"""What the server answers where it has loaded none, as after a restart."""


class RvcRetrySettings(RetrySettings):
    """What is done when it can not answer now: somebody waits, and can hear the plain voice."""

    attempts: int = Field(default=2, ge=1, le=10)
    """How often it is asked; 1 is no retry."""


class RvcPythonSettings(RemoteEngineSettings):
    """Where the server is, and what it does to the voice."""

    engine: Literal["rvc_python"] = "rvc_python"
    retry: RvcRetrySettings = RvcRetrySettings()
    """What is done when it can not answer now."""
    base_url: str = Field(default="http://127.0.0.1:5050", pattern=r"^https?://\S+$")
    """Where the server listens; it is acore's alone, since it has one model for all who ask."""
    voice: str | None = Field(default=None, min_length=1)
    """The model's name, as the server knows it; not set is its first."""
    pitch: int = Field(default=0, ge=-24, le=24)
    """Semitones up or down, for a model whose voice is higher or lower than the one that speaks."""
    f0_method: Literal["rmvpe", "harvest", "crepe", "pm"] = "rmvpe"
    """How the pitch is found; rmvpe is good and quick."""
    index_rate: float = Field(default=0.75, ge=0, le=1)
    """How much of the model's own way of speaking is taken."""
    protect: float = Field(default=0.33, ge=0, le=0.5)
    """How much breath and consonants are left as they are; 0.5 is not."""
    filter_radius: int = Field(default=3, ge=0, le=7)
    """How much the pitch is smoothed; from 3 on, against a hoarse voice."""
    rms_mix_rate: float = Field(default=0.25, ge=0, le=1)
    """Whose loudness is heard: 0 is that of the speech, 1 that of the model."""
    timeout: float = Field(default=300, gt=0, le=3600)
    """Seconds that a piece of at most half a minute may take."""

    def params(self, pitch: float) -> dict[str, Any]:
        """What the server is told, as it names it; it knows whole semitones alone."""
        return {
            "f0method": self.f0_method,
            "f0up_key": self.pitch + round(pitch),
            "index_rate": self.index_rate,
            "filter_radius": self.filter_radius,
            "rms_mix_rate": self.rms_mix_rate,
            "protect": self.protect,
        }


class RvcPythonConverter(Asking, VoiceConverter):
    """Asks `POST /convert` for pieces of at most 30 s, one at a time, and joins what comes back.

    A voice is a model of the server's, which has one loaded for all who ask: it is loaded again where another one is
    wanted, after a failure, and where somebody else has changed the parameters. Opening connects nothing.
    """

    Settings = RvcPythonSettings
    extra = Extra("voice", ("numpy", "av"))

    def __init__(self, settings: RvcPythonSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http
        self._models: tuple[str, ...] = ()
        self._lock = asyncio.Lock()
        """Held while the server has the model and the parameters that one piece wants."""
        self._loaded: str | None = None
        self._left: dict[str, Any] = {}
        """The parameters as they were when the server was asked last."""

    async def open(self) -> None:
        """Make the client; raises EngineRefused for an impossible address."""
        settings = self._settings
        far = FarSide(
            engine=settings.engine,
            base_url=settings.base_url,
            timeout=settings.timeout,
            silence=settings.timeout,
            way_out=WAY_OUT,
        )
        self._begin(self._make, far)

    async def aclose(self) -> None:
        """Close the connections."""
        self._loaded = None
        await super().aclose()

    async def ping(self) -> None:
        """Ask for the list of models."""
        await self.voices()

    async def voices(self) -> tuple[Voice, ...]:
        """The server's models, the one of the settings first; raises EngineRefused where it has none."""
        told = await self._client.get("models")
        names = told.get("models") if isinstance(told, dict) else None
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self._client.malformed("its list of models is none")
        if not names:
            raise self._refused(f"has no model yet: put a folder with a .pth file into its models. {WAY_OUT}")
        self._models = tuple(sorted(names, key=lambda name: (name != self._settings.voice, name)))
        return tuple(Voice(name) for name in self._models)

    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """The clip in the model's voice, of one channel and the model's rate; `pitch` counts in whole semitones."""
        from acore.adapters.rvc.pieces import Rejoined, split  # noqa: PLC0415  numpy

        if not len(clip.samples):
            return clip
        name, params, rejoined = await self._named(voice), self._settings.params(pitch), Rejoined(clip)
        for piece, sound in await asyncio.to_thread(lambda: tuple(split(clip))):
            sent = await asyncio.to_thread(_packed, sound)
            async with self._lock:
                body = await self._asked(name, params, sent)
            try:
                await asyncio.to_thread(lambda piece, body: rejoined.add(piece, _sound(body)), piece, body)
            except ValueError as error:
                raise self._client.malformed(str(error)) from error
        return rejoined.whole()

    async def _named(self, voice: str | None) -> str:
        """The model of that voice; the server is asked only where that is not known yet."""
        wanted = voice or self._settings.voice
        if not self._models or (wanted and wanted not in self._models):
            await self.voices()
        name = wanted or self._models[0]
        if name in self._models:
            return name
        if voice is not None:
            raise unknown_voice(voice, self._models)
        there_are = ", ".join(self._models[:8])
        raise self._refused(
            f"has no model {name}; there are {there_are}: acore config set rvc.engines.rvc_python.voice."
        )

    async def _asked(self, name: str, params: dict[str, Any], sent: str) -> bytes:
        await self._prepare(name, params)
        self._loaded = None  # until it has answered, nobody knows what it has
        try:
            body = await self._converted(sent)
        except StatusRefused as error:
            if error.status != _NO_MODEL:
                raise
            engine = self._settings.engine
            told = f"{engine} has lost its model, as after a restart; it is loaded again when it is asked next."
            raise EngineUnavailable(told, engine=engine) from error
        self._loaded = name
        return body

    async def _prepare(self, name: str, params: dict[str, Any]) -> None:
        there = await self._params()
        if self._loaded != name or there != self._left:
            self._loaded = None
            await self._client.post(f"models/{quote(name, safe='')}", {})
        if any(there.get(key) != value for key, value in params.items()):
            await self._client.post("params", {"params": params})
            there = await self._params()
        self._left = there

    async def _params(self) -> dict[str, Any]:
        there = await self._client.get("params")
        if not isinstance(there, dict):
            raise self._client.malformed("its parameters are none")
        return there

    async def _converted(self, sent: str) -> bytes:
        async with self._client.call("POST", "convert", {"audio_data": sent}) as answer:
            answer.expect(*_KINDS)
            return b"".join([piece async for piece in answer.pieces()])

    def _refused(self, what: str) -> EngineRefused:
        settings = self._settings
        return EngineRefused(f"{settings.engine} at {settings.base_url} {what}", engine=settings.engine)


def _packed(sound: "AudioChunk") -> str:
    """One channel as a WAV file, as JSON can hold it."""
    from acore.domain.audio import AudioChunk  # noqa: PLC0415  numpy

    return b64encode(wav_of([AudioChunk(sound.mono().reshape(-1, 1), sound.rate)])).decode()


def _sound(body: bytes) -> "AudioChunk":
    """The sound of a WAV file; raises ValueError where it is broken or none."""
    from acore.adapters.tts.pcm import SoundBody  # noqa: PLC0415  numpy

    if not body.startswith(b"RIFF"):
        raise ValueError("it sent no WAV file")
    reading = SoundBody(1)
    sound = reading.feed(body)
    reading.close()
    if sound is None:
        raise ValueError("it sent a WAV file without sound")
    return sound
