import asyncio
import shutil
import threading
from pathlib import Path

import pytest

from acore.adapters.embedder.onnx import OnnxEmbedder, OnnxSettings
from acore.errors import SettingsError
from acore.interfaces import Embedder
from acore.testing import EmbedderContract, engine_context
from acore.testing.contracts.embedder import cosine
from tests.integration.embedder import tiny_onnx


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_onnx.write(tmp_path_factory.mktemp("model"))


def embedder_of(folder: Path | None, **settings: object) -> OnnxEmbedder:
    return OnnxEmbedder(OnnxSettings.model_validate({"folder": folder, **settings}), engine_context())


class TestOnnx(EmbedderContract):
    @pytest.fixture(autouse=True)
    def _model(self, folder: Path) -> None:
        self.folder = folder

    def embedder(self) -> Embedder:
        return embedder_of(self.folder)


async def test_words_of_one_meaning_lie_together(folder: Path) -> None:
    async with embedder_of(folder) as embedder:
        (asked,) = await embedder.embed(("automobile parked",), "question")
        near, far = await embedder.embed(("the car stands behind the barn", "soup noon"), "passage")
        assert cosine(asked, near) > cosine(asked, far)
        assert len(asked) == tiny_onnx.SIZE


async def test_texts_of_unlike_length_in_one_batch_do_not_touch_each_other(folder: Path) -> None:
    async with embedder_of(folder) as embedder:
        texts = ["car", "the car stands behind the barn", "soup", "bees clover noon the the the the the the the"]
        together = await embedder.embed(texts, "passage")
        for text, vector in zip(texts, together, strict=True):
            assert cosine(vector, (await embedder.embed((text,), "passage"))[0]) == pytest.approx(1, abs=1e-5)


async def test_a_model_that_pools_by_itself_and_one_in_the_folder_onnx(tmp_path: Path) -> None:
    tiny_onnx.write(tmp_path, pooled=True, inputs=("input_ids",))
    (tmp_path / "onnx").mkdir()
    shutil.move(tmp_path / "model.onnx", tmp_path / "onnx" / "model.onnx")
    async with embedder_of(tmp_path) as embedder:
        assert len((await embedder.embed(("car",), "question"))[0]) == tiny_onnx.SIZE


async def test_the_first_word_may_stand_for_all(folder: Path) -> None:
    async with embedder_of(folder, pooling="cls") as embedder:
        one, other = await embedder.embed(("car noon", "car bees clover"), "passage")
        assert cosine(one, other) == pytest.approx(1, abs=1e-5)


async def test_what_stands_before_texts_changes_them(folder: Path) -> None:
    async with embedder_of(folder, question_prefix="soup ") as embedder:
        (asked,) = await embedder.embed(("car",), "question")
        (passage,) = await embedder.embed(("soup car",), "passage")
        assert cosine(asked, passage) == pytest.approx(1, abs=1e-5)


async def test_other_files_have_another_name(tmp_path: Path) -> None:
    names = set()
    for number, pooled in enumerate((False, True)):
        async with embedder_of(tiny_onnx.write(tmp_path / str(number) / "model", pooled=pooled)) as embedder:
            names.add(embedder.name)
    assert len(names) == 2
    assert all(name.startswith("onnx/model ") for name in names)


async def test_the_model_reads_in_one_thread_of_its_own(folder: Path) -> None:
    async with embedder_of(folder) as embedder:
        await asyncio.gather(*(embedder.embed(("car",) * 20, "passage") for _ in range(5)))
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("embedder")] == ["embedder_0"]
    assert not any(thread.name.startswith("embedder") for thread in threading.enumerate())


async def test_a_question_comes_between_the_passages(folder: Path) -> None:
    async with embedder_of(folder) as embedder:
        passages = asyncio.create_task(embedder.embed(["the car stands"] * 4000, "passage"))
        await asyncio.sleep(0)
        await embedder.embed(("car",), "question")
        assert not passages.done()
        passages.cancel()
        with pytest.raises(asyncio.CancelledError):
            await passages


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("folder", r"onnx needs folder.*acore config set embedder.use none"),
        ("empty", r"holds no model: tokenizer.json and model.onnx"),
        ("model", r"model.onnx can not be loaded"),
        ("tokenizer", r"tokenizer.json is no tokenizer"),
        ("inputs", r"wants pixel_values; acore gives"),
    ],
)
async def test_what_is_missing_or_broken_is_named(tmp_path: Path, broken: str, words: str) -> None:
    folder: Path | None = tmp_path / "model"
    assert folder
    if broken == "inputs":
        tiny_onnx.write(folder, inputs=("input_ids", "pixel_values"))
    elif broken in {"model", "tokenizer"}:
        tiny_onnx.write(folder)
        (folder / {"model": "model.onnx", "tokenizer": "tokenizer.json"}[broken]).write_bytes(b"no such thing")
    elif broken == "folder":
        folder = None
    embedder = embedder_of(folder)
    with pytest.raises(SettingsError, match=words):
        async with embedder:
            pass


def test_the_engine_says_what_it_lacks(folder: Path) -> None:
    assert OnnxSettings().missing() == "folder"
    assert OnnxSettings(folder=folder).missing() is None
