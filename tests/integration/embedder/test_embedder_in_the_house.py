import asyncio
from pathlib import Path

import pytest

from acore.app import Application
from acore.container import Container
from acore.domain.knowledge import Query
from acore.domain.scope import Scope
from acore.errors import SettingsError
from acore.settings import Settings
from tests.integration.embedder import tiny_onnx
from tests.integration.embedder.far_sides import openai, saying
from tests.integration.llm.far_side import far_side

HERE = Scope("1", "ann")


def settings(folder: Path, use: str = "", **engines: object) -> Settings:
    return Settings.model_validate(
        {"data_dir": folder / "data", "web": {"port": 0}, "embedder": {"use": use, "engines": engines}}
    )


async def test_without_an_embedder_there_is_none_and_it_is_no_part_of_the_health(tmp_path: Path) -> None:
    container = Container(settings=settings(tmp_path))
    assert container.embedder() is None
    assert "embedder" not in container.engines()
    assert container.embedding().name == ""
    async with Application(settings(tmp_path), container) as app:
        assert await app.knowledge.find(Query("How do I get a Discord token?", HERE))


async def test_none_is_another_word_for_nothing(tmp_path: Path) -> None:
    assert settings(tmp_path, "none") == settings(tmp_path)


async def test_an_embedder_of_the_settings_stands_in_the_house(tmp_path: Path) -> None:
    async with far_side(openai) as server:
        chosen = settings(tmp_path, "openai", openai={"base_url": server.address})
        container = Container(settings=chosen)
        async with Application(chosen, container):
            embedder = container.embedder()
            assert embedder.name.startswith("openai/text-embedding-3-small")
            for _ in range(3):
                await embedder.embed(("the same question",), "question")
                await embedder.embed(("the same passage",), "passage")
            assert [len(asked.body["input"]) for asked in server.asked if asked.body] == [1, 1]
            assert [part.ok for part in await container.health().check() if part.name == "embedder"] == [True]
            assert container.metrics().get_summary()["cache_stats"]["embedding_cache"]["hits"] == 2


async def test_an_embedder_that_is_down_is_told_of_and_questions_are_answered(tmp_path: Path) -> None:
    async with saying({"error": "overloaded"}, 503) as server:
        retry = {"attempts": 1}
        chosen = settings(tmp_path, "openai", openai={"base_url": server.address, "retry": retry})
        container = Container(settings=chosen)
        async with Application(chosen, container) as app:
            assert await app.knowledge.find(Query("How do I get a Discord token?", HERE))
            (part,) = [part for part in await container.health().check() if part.name == "embedder"]
            assert not part.ok
            assert "overloaded" in part.detail
            for _ in range(10):
                await container.retriever().retrieve(Query("How do I get a Discord token?", HERE))
        assert len(server.asked) < 10, "the breaker leaves it alone"


async def test_a_model_on_this_machine_stands_in_the_house(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "onnx", onnx={"folder": tiny_onnx.write(tmp_path / "model")})
    container = Container(settings=chosen)
    async with Application(chosen, container):
        assert len((await container.embedder().embed(("car",), "question"))[0]) == tiny_onnx.SIZE


async def test_a_house_whose_embedder_lacks_its_model_does_not_open(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "onnx", onnx={"folder": tmp_path / "nowhere"})
    with pytest.raises(SettingsError, match="holds no model"):
        async with Application(chosen):
            pass
    assert len(asyncio.all_tasks()) == 1


async def test_only_what_has_changed_is_read_again_and_another_embedder_reads_all(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.md").write_text(f"# Note {number}\n\nThe shed number {number} holds a boat.\n", "utf-8")
    async with far_side(openai) as server:

        async def read(model: str) -> int:
            before = sum(len(asked.body["input"]) for asked in server.asked if asked.body)
            chosen = settings(tmp_path, "openai", openai={"base_url": server.address, "model": model})
            async with Application(chosen) as app:
                await app.knowledge.prepare()
                await app.knowledge.index([folder])
                found = await app.knowledge.find(Query("What does the shed number 7 hold?", HERE))
                assert found[0].source.title.startswith("7.md")
            questions = 1 + 2 * 8  # this one, and those of the scale: their answers are passages that are kept
            return sum(len(asked.body["input"]) for asked in server.asked if asked.body) - before - questions

        everything = await read("one")
        assert everything >= 20
        assert await read("one") == -8
        (folder / "3.md").write_text("# Note 3\n\nThe shed number 3 holds a bicycle.\n", "utf-8")
        assert await read("one") == 1 - 8
        assert await read("other") == everything
