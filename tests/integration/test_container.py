import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from dependency_injector import providers

from acore.adapters import engines
from acore.app import Application
from acore.container import Container
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.domain.voice_events import Speaker
from acore.errors import DataDirInUse, EngineTimeout, EngineUnavailable, SettingsError
from acore.interfaces import LLM
from acore.settings import Settings
from acore.testing import ScriptedLLM

HEAVY = {
    "discord",
    "sqlalchemy",
    "httpx",
    "numpy",
    "onnxruntime",
    "qdrant_client",
    "qdrant_edge",
    "faster_whisper",
    "alembic",
}

NOT_IN_USE = {
    "acore.adapters.documents.docx",
    "acore.adapters.embedder.ollama",
    "acore.adapters.embedder.openai",
    "acore.adapters.llm.ollama",
    "acore.adapters.llm.openai",
    "acore.adapters.llm.policies.routing",
    "acore.adapters.llm.presets",
    "acore.adapters.vector_store.pgvector",
    "acore.adapters.vector_store.qdrant",
    "acore.adapters.web_search.ddgs",
    "acore.domain.routing",
    "acore.services.evaluation",
    "acore.simulator",
    "alembic",
    "asyncpg",
    "ddgs",
    "numpy",
    "onnxruntime",
    "pypdf",
    "qdrant_client",
    "qdrant_edge",
    "selectolax",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.orm",
    "tokenizers",
    "tomlkit",
}
"""What only a feature needs that is not in use, or another process."""


def settings(folder: Path, **tables: object) -> Settings:
    return Settings.model_validate({"data_dir": folder / "data", "web": {"port": 0}, **tables})


@pytest.mark.parametrize(("slot", "name"), [(slot, name) for slot in engines.BUILT_IN for name in engines.names(slot)])
async def test_every_provider_resolves_for_every_engine(tmp_path: Path, slot: str, name: str) -> None:
    container = Container(settings=settings(tmp_path, **{slot: {"use": name}}))
    container.check_dependencies()
    for provider_name, provider in container.providers.items():
        if provider_name == "site":
            provider(token="t", page=None, use=print, stops=asyncio.Event())
        elif provider_name == "web":
            provider(container.site(token="t", page=None, use=print, stops=asyncio.Event()))
        else:
            provider()
    inner: Any = container.voice
    session = inner.session(speaker=Speaker(Scope("c", "u"), "Ada"))
    for provider_name, provider in inner.providers.items():
        if provider_name == "live":
            provider(session=session)
        elif provider_name != "session":
            provider()


async def test_one_line_swaps_an_engine(tmp_path: Path) -> None:
    chosen = settings(tmp_path, llm={"use": "robot", "engines": {"robot": {"engine": "scripted", "replies": ["beep"]}}})
    async with Application(chosen) as app:
        parts = [part.text async for part in app.chat.reply(Question("hi", Scope("c", "u"), "Ada"))]
    assert "".join(parts) == "beep"


async def test_a_fake_is_put_in_by_one_override(tmp_path: Path) -> None:
    container = Container(settings=settings(tmp_path))
    container.llm.override(providers.Object(ScriptedLLM.saying("from the fake")))
    async with Application(settings(tmp_path), container) as app:
        parts = [part.text async for part in app.chat.reply(Question("hi", Scope("c", "u"), "Ada"))]
    assert "".join(parts) == "from the fake"


def run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_loading_the_container_and_the_settings_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from acore.container import Container; from acore.settings import load_settings; load_settings();"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    assert not HEAVY & set(run(code, tmp_path).split())


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys, acore.cli.main as m\nsys.argv = ['acore', '--help']\n"
        "try: m.main()\nexcept SystemExit as e: assert e.code == 0\n"
        "print('MODULES', *{name.partition('.')[0] for name in sys.modules})"
    )
    loaded = set(run(code, tmp_path).split("MODULES")[1].split())
    assert not (HEAVY | {"pydantic", "dependency_injector", "starlette", "uvicorn"}) & loaded


def test_a_bot_that_has_nothing_to_do_loads_no_feature_that_is_not_in_use(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("web.port = 0\n")
    code = (
        "import asyncio, sys\nimport acore.cli.main, acore.discord.connecting\n"
        "from acore.app import Application\nfrom acore.settings import load_settings\n"
        "async def main():\n"
        "    async with Application(load_settings()) as app:\n"
        "        await app.serve()\n        app.container.discord.bot()\n        print('MODULES', *sys.modules)\n"
        "asyncio.run(main())"
    )
    loaded = set(run(code, tmp_path).split("MODULES")[1].split())
    assert {"acore.discord.bot", "acore.services.chat", "discord", "sqlalchemy"} <= loaded
    assert not NOT_IN_USE & loaded


def test_an_engine_that_is_not_chosen_is_not_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from acore.container import Container; from acore.settings import load_settings;"
        "Container(settings=load_settings()).llm();"
        "print('acore.adapters.llm.extractive' in sys.modules, 'acore.adapters.llm.scripted' in sys.modules)"
    )
    assert run(code, tmp_path).split() == ["True", "False"]


async def test_a_second_house_on_the_same_data_is_refused_with_the_pid(tmp_path: Path) -> None:
    async with Application(settings(tmp_path)):
        with pytest.raises(DataDirInUse, match=rf"pid {os.getpid()}\).*ACORE_DATA_DIR"):
            async with Application(settings(tmp_path)):
                pass
    async with Application(settings(tmp_path)):
        pass
    assert not (tmp_path / "data" / "run.json").exists()


async def test_the_data_directory_is_private(tmp_path: Path) -> None:
    async with Application(settings(tmp_path)) as app:
        await app.serve()
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "data" / "run.json").stat().st_mode & 0o777 == 0o600


async def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(SettingsError, match=r"data_dir .*/data can not be written.*ACORE_DATA_DIR"):
        async with Application(settings(tmp_path)):
            pass


class Stuck(ScriptedLLM):
    """Never opens, or fails to; notes that it was closed."""

    closings = 0

    async def open(self) -> None:
        raise EngineUnavailable("no model", engine="stuck")

    async def aclose(self) -> None:
        type(self).closings += 1


async def test_what_was_opened_is_closed_when_a_later_part_fails(tmp_path: Path) -> None:
    container = Container(settings=settings(tmp_path))
    container.llm.override(providers.Object(Stuck.saying("never")))
    with pytest.raises(EngineUnavailable, match="no model"):
        async with Application(settings(tmp_path), container):
            pass
    assert Stuck.closings == 1
    async with Application(settings(tmp_path)):
        pass


async def test_an_engine_that_never_opens_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(LLM):
        stream = ScriptedLLM.stream

        async def open(self) -> None:
            await __import__("asyncio").Event().wait()

    monkeypatch.setattr("acore.app._OPEN_S", 2)  # the others open meanwhile, on a busy machine too
    container = Container(settings=settings(tmp_path))
    container.llm.override(providers.Object(Slow()))
    began = time.monotonic()
    with pytest.raises(EngineTimeout, match=r"llm did not open within 2 s"):
        async with Application(settings(tmp_path), container):
            pass
    assert time.monotonic() > began


async def test_background_work_that_fails_is_logged_and_stops_nothing(tmp_path: Path) -> None:
    async def fail() -> None:
        raise ValueError("broken")

    async with Application(settings(tmp_path)) as app:
        app.in_background(fail, name="doomed")
        app.in_background(__import__("asyncio").Event().wait, name="endless")
        parts = [part.text async for part in app.chat.reply(Question("2+2", Scope("c", "u"), "Ada"))]
    assert "4" in "".join(parts)
