"""A server of rvc-python on loopback: one model and one set of parameters for all who ask."""

import asyncio
import io
import wave
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from acore.domain.audio import Samples
from tests.integration.llm.far_side import Asked, FarSideServer, Line, far_side

Voices = Callable[[Samples, int], tuple[Samples, int]]
Trouble = Callable[[Asked, Line], Awaitable[bool]]


def wav(samples: Samples, rate: int) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return held.getvalue()


def louder(samples: Samples, rate: int) -> tuple[Samples, int]:
    return (samples * 1.25).clip(-32768, 32767).astype(np.int16), rate


@dataclass
class RvcServer:
    """What it has loaded and was told; `voice` is what its models do, `trouble` answers in its place when it is so."""

    models: tuple[str, ...] = ("ada", "bob")
    voice: Voices = louder
    trouble: Trouble | None = None
    sleeps_s: float = 0
    loaded: str | None = None
    params: dict[str, Any] = field(
        default_factory=lambda: {
            "f0method": "harvest",
            "f0up_key": 0,
            "index_rate": 0.5,
            "filter_radius": 3,
            "resample_sr": 0,
            "rms_mix_rate": 1,
            "protect": 0.33,
        }
    )
    did: list[Any] = field(default_factory=list)
    """What was loaded, set and converted, in order; a conversion as the model, the pitch and the seconds."""
    at_work: int = 0
    most_at_work: int = 0
    far: FarSideServer | None = None

    @property
    def address(self) -> str:
        assert self.far
        return self.far.address

    @property
    def conversions(self) -> list[tuple[str, int, float]]:
        return [done for done in self.did if isinstance(done, tuple)]

    async def answer(self, asked: Asked, line: Line) -> None:
        if self.trouble is not None and await self.trouble(asked, line):
            return
        match asked.method, asked.path:
            case "GET", "/models":
                await line.json({"models": list(self.models)})
            case "GET", "/params":
                await line.json(self.params)
            case "POST", "/params":
                self.params |= asked.body["params"]
                self.did.append("params")
                await line.json({"message": "Parameters updated successfully"})
            case "POST", path if path.startswith("/models/"):
                await self._load(path.removeprefix("/models/"), line)
            case "POST", "/convert":
                await self._convert(asked.body["audio_data"], line)
            case _:
                await line.json({"detail": "Not Found"}, 404)

    async def _load(self, name: str, line: Line) -> None:
        if name not in self.models:
            await line.json({"detail": f"Model {name} not found."}, 400)
            return
        self.loaded = name
        self.did.append(name)
        await line.json({"message": f"Model {name} loaded successfully"})

    async def _convert(self, audio: str, line: Line) -> None:
        if self.loaded is None:
            await line.json({"detail": "No model loaded. Please load a model first."}, 400)
            return
        with wave.open(io.BytesIO(b64decode(audio))) as file:
            rate, samples = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")
        self.did.append((self.loaded, self.params["f0up_key"], round(len(samples) / rate, 3)))
        self.at_work += 1
        self.most_at_work = max(self.at_work, self.most_at_work)
        try:
            await asyncio.sleep(self.sleeps_s)
        finally:
            self.at_work -= 1
        await line.answer("audio/wav", wav(*self.voice(samples.astype(np.int16), rate)))


@asynccontextmanager
async def rvc_server(**how: Any) -> AsyncIterator[RvcServer]:
    server = RvcServer(**how)
    async with far_side(server.answer) as server.far:
        yield server
