"""A model in a folder on this machine, run by ONNX Runtime."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from acore.adapters.embedder.prompts import prompts_of
from acore.adapters.embedder.remote import WAY_OUT, named
from acore.domain.knowledge import Vector
from acore.errors import SettingsError
from acore.interfaces import Embedder, EngineContext, EngineSettings, Extra
from acore.interfaces.embedder import Kind

_T = TypeVar("_T")

_BATCH = 8
"""Texts that the model reads at a time: a question waits for no more of them."""


class OnnxSettings(EngineSettings):
    """Where the model is, and how it reads."""

    engine: Literal["onnx"] = "onnx"
    folder: Path | None = None
    """The folder with the model's files: tokenizer.json, and model.onnx there or in its folder onnx."""
    pooling: Literal["mean", "cls"] = "mean"
    """How the vector of a text comes from those of its words: their mean, or the first one."""
    max_tokens: int = Field(default=256, ge=8, le=8192)
    """How much of a text is read, from its beginning."""
    question_prefix: str | None = None
    """What stands before a question; not set is what is known of a model with the folder's name."""
    passage_prefix: str | None = None
    """What stands before a passage; not set is what is known of a model with the folder's name."""

    def missing(self) -> str | None:
        """There is no model in the box."""
        return "folder" if self.folder is None else None


class OnnxEmbedder(Embedder):
    """Reads texts in a thread of its own, on one core, a few at a time; cancelling ends it after those."""

    Settings = OnnxSettings
    extra = Extra("embed", ("numpy", "onnxruntime", "tokenizers"))

    def __init__(self, settings: OnnxSettings, context: EngineContext) -> None:
        del context  # the model needs nothing of the house
        self._settings = settings
        self._prompts = prompts_of(
            settings.folder.name if settings.folder else "", settings.question_prefix, settings.passage_prefix
        )
        self._thread: ThreadPoolExecutor | None = None
        self._encode: Callable[[Sequence[str]], list[Vector]] | None = None
        self.name = self._named("")

    async def open(self) -> None:
        """Load the model; raises SettingsError where its files or the libraries are missing, or are none."""
        settings = self._settings
        if settings.folder is None:
            raise SettingsError(f"the embedder onnx needs folder: the folder of a model. {WAY_OUT}")
        try:
            from acore.adapters.embedder.onnx_model import Model  # noqa: PLC0415  its libraries are an extra
        except ImportError as error:
            raise SettingsError(
                f"the embedder onnx can not be loaded ({error}): pip install 'acore[embed]'. {WAY_OUT}"
            ) from error
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")
        model = await self._run(partial(Model, settings.folder, settings.max_tokens, settings.pooling))
        self._encode, self.name = model.encode, self._named(model.fingerprint)

    async def aclose(self) -> None:
        """Let go of the model, after the texts that it reads now."""
        thread, self._thread, self._encode = self._thread, None, None
        if thread is not None:
            await asyncio.to_thread(thread.shutdown, cancel_futures=True)

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """Short texts with short ones, so that little is filled up; questions come in between."""
        if (encode := self._encode) is None:
            raise RuntimeError("onnx is asked before it is open")
        prefix = self._prompts.question if kind == "question" else self._prompts.passage
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors: dict[int, Vector] = {}
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            found = await self._run(partial(encode, [prefix + texts[index] for index in batch]))
            vectors.update(zip(batch, found, strict=True))
        return tuple(vectors[index] for index in range(len(texts)))

    async def _run(self, work: Callable[[], _T]) -> _T:
        assert self._thread is not None
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _named(self, fingerprint: str) -> str:
        settings = self._settings
        return named(
            f"onnx/{settings.folder.name if settings.folder else ''}",
            files=fingerprint,
            pooling=settings.pooling,
            tokens=settings.max_tokens,
            question=self._prompts.question,
            passage=self._prompts.passage,
        )
