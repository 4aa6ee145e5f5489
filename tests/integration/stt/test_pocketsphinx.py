"""The real PocketSphinx in its processes, on what espeak says."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import psutil
import pytest

from acore.adapters.stt import sphinx_process
from acore.adapters.stt.pocketsphinx import PocketSphinxSettings, PocketSphinxSTT
from acore.domain.audio import AudioChunk
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable
from acore.interfaces import STT
from acore.testing import STTContract, engine_context
from tests.integration.stt.speech import after, saying

ASKED = "what can you do"


def engine(**settings: Any) -> PocketSphinxSTT:
    return PocketSphinxSTT(PocketSphinxSettings.model_validate(settings), engine_context())


def listeners() -> list[psutil.Process]:
    """The processes of the engine that live."""
    children = psutil.Process().children()
    return [one for one in children if one.status() != psutil.STATUS_ZOMBIE and _listens(one)]


def _listens(process: psutil.Process) -> bool:
    try:
        return sphinx_process.WORKER in process.cmdline()
    except psutil.NoSuchProcess:
        return False


@pytest.fixture(autouse=True)
async def _nothing_is_left_behind() -> AsyncIterator[None]:
    yield
    assert listeners() == []


async def until_dead(process: psutil.Process) -> None:
    async with asyncio.timeout(10):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="processes have other priorities there")
async def test_it_listens_behind_whoever_plays() -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    async with engine() as stt, asyncio.timeout(60):
        await stt.transcribe(saying(ASKED))
        while {os.getpriority(os.PRIO_PROCESS, one.pid) for one in listeners()} != {min(ours + 5, 19)}:
            await asyncio.sleep(0.02)  # one that is kept in reserve loads its model first


class TestPocketSphinx(STTContract):
    words = ASKED

    def stt(self) -> STT:
        return engine()

    def speech(self) -> AudioChunk:
        return saying(ASKED)


async def test_words_times_and_confidence() -> None:
    pause = AudioChunk.silence(1, 22_050)
    async with engine(workers=1) as stt:
        heard = await stt.transcribe(after(pause, saying(ASKED), pause, saying(ASKED), pause))
    assert [segment.text for segment in heard.segments] == [ASKED, ASKED]
    assert heard.language == "en"
    first, second = heard.segments
    assert first.start == pytest.approx(1, abs=0.3)
    assert second.start > first.end + 0.5
    assert all(segment.confidence is not None and 0.05 < segment.confidence <= 1 for segment in heard.segments)


async def test_guesses_come_while_somebody_speaks() -> None:
    clip = saying("there are seven days in a week and twenty four hours in a day")
    size, heard = clip.rate // 10, list[tuple[float, bool]]()
    given = 0.0

    async def spoken() -> AsyncGenerator[AudioChunk, None]:
        nonlocal given
        for begin in range(0, len(clip.samples), size):
            given = begin / clip.rate
            yield AudioChunk(clip.samples[begin : begin + size], clip.rate)

    async with engine(workers=1) as stt, aclosing(spoken()) as source, aclosing(stt.stream(source)) as stream:
        async for segment in stream:
            heard.append((given, segment.final))
    assert [final for _, final in heard].count(True) == 1
    assert min(when for when, _ in heard) < clip.seconds / 2


async def test_a_grammar_hears_its_phrases_in_every_voice(tmp_path: Path) -> None:
    phrases = ["play some music", "stop the music", "turn the volume up", "what time is it", "good night"]
    (tmp_path / "commands.txt").write_text("\n".join(phrases))
    async with engine(grammar=str(tmp_path / "commands.txt"), workers=1) as stt:
        for voice in ("en-us", "en"):
            assert [(await stt.transcribe(saying(phrase, voice))).text for phrase in phrases] == phrases


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("play qwrtzu\n", "not in the dictionary: qwrtzu"),
        ("", "holds no phrase"),
        ("#JSGF V1.0; grammar x; public <c> = (play", "no JSGF grammar with a public rule"),
        ("#JSGF V1.0; grammar x; <c> = play;", "no JSGF grammar with a public rule"),
    ],
)
async def test_a_grammar_that_can_not_be_used_is_refused_when_it_opens(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "commands.txt").write_text(text)
    with pytest.raises(EngineRefused, match=rf"commands\.txt.*{told}"):
        async with engine(grammar=str(tmp_path / "commands.txt")):
            pass


async def test_a_grammar_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineRefused, match=r"nowhere\.txt can not be read \(No such file.*stt\.engines\.pocketsphinx"):
        async with engine(grammar=str(tmp_path / "nowhere.txt")):
            pass


RULES = """Spoilers belong into the spoiler channel. A third warning leads to a ban of seven days.
Invite links expire after one day. To reset your password open the settings page and choose security."""


async def test_the_words_of_documents_are_heard_beside_everything_else(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.md").write_text(RULES)
    (tmp_path / "rules" / "picture.png").write_bytes(b"\x89PNG")
    settings = PocketSphinxSettings(documents=tmp_path / "rules", workers=1)
    heard = []
    for _ in range(2):
        async with PocketSphinxSTT(settings, engine_context(data_dir=tmp_path / "data")) as stt:
            heard.append((await stt.transcribe(saying("invite links expire after one day"))).text)
            elsewhere = (await stt.transcribe(saying("we need more time for this"))).text.split()
            assert {"need", "more", "time"} & set(elsewhere)
    assert heard == ["invite links expire after one day"] * 2
    kept = sorted(file.suffix for file in (tmp_path / "data" / "pocketsphinx").iterdir())
    assert kept == [".arpa", ".dict"]


async def test_what_is_made_of_documents_is_replaced_when_they_change(tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text(RULES)
    settings = PocketSphinxSettings(documents=tmp_path / "rules.txt", workers=1)
    made = []
    for _ in range(2):
        async with PocketSphinxSTT(settings, engine_context(data_dir=tmp_path / "data")):
            made.append({file.name for file in (tmp_path / "data" / "pocketsphinx").iterdir()})
        (tmp_path / "rules.txt").write_text("Dogs have to stay outside.")
    assert [len(names) for names in made] == [2, 2]
    assert not made[0] & made[1]


@pytest.mark.parametrize("text", ["", "東京 qwrtzu"])
async def test_documents_without_english_words_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text(text)
    with pytest.raises(EngineRefused, match=r"rules\.txt holds no English words"):
        async with engine(documents=str(tmp_path / "rules.txt")):
            pass


async def test_documents_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(EngineRefused, match=r"nowhere\.txt can not be read \(No such file.*stt\.engines\.pocketsphinx"):
        async with engine(documents=str(tmp_path / "nowhere.txt")):
            pass


async def test_other_languages_are_refused_with_the_way_on() -> None:
    async with engine(workers=1) as stt:
        with pytest.raises(EngineRefused, match="acore use stt/whisper"):
            await stt.transcribe(saying(ASKED), language="de")
        assert (await stt.transcribe(saying(ASKED), language="en-GB")).text == ASKED


async def test_one_that_dies_is_replaced() -> None:
    async with engine(workers=1) as stt:
        (process,) = listeners()

        async def dying() -> AsyncGenerator[AudioChunk, None]:
            yield saying(ASKED)
            process.kill()
            await until_dead(process)
            yield saying(ASKED)

        with pytest.raises(EngineUnavailable, match="stopped in the middle"):
            async with aclosing(dying()) as source, aclosing(stt.stream(source)) as stream:
                async for _ in stream:
                    pass
        assert (await stt.transcribe(saying(ASKED))).text == ASKED
        assert process.pid not in {one.pid for one in listeners()}


async def test_one_that_dies_while_nobody_listens_is_replaced() -> None:
    async with engine(workers=1) as stt:
        (process,) = listeners()
        process.kill()
        await until_dead(process)
        assert (await stt.transcribe(saying(ASKED))).text == ASKED


async def test_one_that_hangs_is_given_up_within_its_deadline_and_replaced() -> None:
    async with engine(workers=1, timeout=2) as stt:
        (process,) = listeners()

        async def hanging() -> AsyncGenerator[AudioChunk, None]:
            yield saying(ASKED)
            os.kill(process.pid, signal.SIGSTOP)
            yield saying(ASKED)

        with pytest.raises(EngineTimeout, match="within 2 s"):
            async with asyncio.timeout(30), aclosing(hanging()) as source, aclosing(stt.stream(source)) as stream:
                async for _ in stream:
                    pass
        await until_dead(process)
        assert (await stt.transcribe(saying(ASKED))).text == ASKED


async def test_one_that_hangs_while_nobody_listens_is_replaced() -> None:
    async with engine(workers=1, timeout=2) as stt:
        (process,) = listeners()
        os.kill(process.pid, signal.SIGSTOP)
        assert (await stt.transcribe(saying(ASKED))).text == ASKED
        await until_dead(process)


async def test_one_that_hangs_is_ended_when_the_engine_closes() -> None:
    async with asyncio.timeout(30), engine(workers=1):
        (process,) = listeners()
        os.kill(process.pid, signal.SIGSTOP)
    await until_dead(process)


async def test_closing_while_somebody_speaks_leaves_no_process() -> None:
    async with engine(workers=1) as stt:
        stream = stt.stream(_endless())
        await anext(stream)
        await stt.aclose()
        with pytest.raises(EngineUnavailable):
            async for _ in stream:
                pass
        assert not listeners()


async def test_who_leaves_at_any_moment_leaves_no_answer_to_the_next() -> None:
    async with engine(workers=1) as stt:
        for moments in range(8):
            leaving = asyncio.create_task(stt.transcribe(saying(ASKED)))
            for _ in range(moments):
                await asyncio.sleep(0)
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
            assert (await stt.transcribe(saying(ASKED))).text, f"behind {moments} turns of the loop"


async def test_who_leaves_ends_a_process_and_the_spare_serves_at_once() -> None:
    async with engine(workers=2) as stt:
        await stt.transcribe(saying(ASKED))
        before = {process.pid for process in listeners()}
        stream = stt.stream(_endless())
        await anext(stream)
        await stream.aclose()
        assert (await stt.transcribe(saying(ASKED))).text == ASKED
        async with asyncio.timeout(20):
            while len(now := {process.pid for process in listeners()}) < 2 or before == now:
                await asyncio.sleep(0.05)
        assert len(before & now) == 1


async def _endless() -> AsyncGenerator[AudioChunk, None]:
    while True:
        yield saying("there are seven days in a week and twenty four hours in a day")


async def test_without_the_library_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"'):
        await engine().open()


async def test_a_process_that_can_not_be_started_is_passing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(EngineUnavailable, match="can not be started"):
        await engine().open()


async def test_one_that_says_nonsense_is_passing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "babbling.py").write_text("print('ready', flush=True)")
    monkeypatch.setattr(sphinx_process, "WORKER", "babbling")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="can not be understood"):
        await engine().open()
