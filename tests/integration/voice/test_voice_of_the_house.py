"""The engines of a fresh machine in one conversation, and what becomes of it when one of them dies."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path

import numpy as np
import psutil
import pytest
from dependency_injector import providers

from acore.container import Container
from acore.domain.audio import AudioChunk
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.domain.voice_events import Answered, Failed, Heard, Interrupted, Playing, Saying, Speaker, VoiceEvent
from acore.errors import EngineUnavailable
from acore.services.voice_live import LiveVoice
from acore.services.voice_session import VoiceSession
from acore.settings import Settings
from acore.testing import ScriptedSTT
from tests.integration.stt.speech import saying

RATE = 22_050
HERE = Speaker(Scope("voice", "ada"), "Ada")


class Chat:
    """Says its lines, and notes what is remembered of them."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.questions: list[str] = []
        self.amended: list[str] = []

    async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        self.questions.append(question.text)
        for word in (self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]).split():
            await asyncio.sleep(0)
            yield ReplyPart(f"{word} ")

    async def amend(self, question: Question, said: str) -> None:
        self.amended.append(said)


class House:
    """The voice of a house, open."""

    def __init__(self, folder: Path, **tables: object) -> None:
        self.container = Container(settings=Settings.model_validate({"data_dir": folder, **tables}))
        self.chat = Chat("It is five. Bye.")

    def session(self) -> VoiceSession:
        session: VoiceSession = self.container.voice.session(speaker=HERE, chat=self.chat)
        return session

    def live(self) -> LiveVoice:
        live: LiveVoice = self.container.voice.live(session=self.session(), memory=self.chat)
        return live


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    async with aclosing(house.container.voice.engines()):
        yield house


def quiet(seconds: float) -> AudioChunk:
    return AudioChunk.silence(seconds, RATE)


async def recording(*chunks: AudioChunk) -> AsyncGenerator[AudioChunk, None]:
    for chunk in chunks:
        yield chunk


def of(events: Sequence[VoiceEvent], kind: type[VoiceEvent]) -> list[VoiceEvent]:
    return [event for event in events if isinstance(event, kind)]


async def answered(house: House, *chunks: AudioChunk) -> list[VoiceEvent]:
    async with aclosing(house.session().answer_all(recording(*chunks))) as events:
        return [event async for event in events]


async def test_two_questions_are_heard_and_answered(house: House) -> None:
    events = await answered(house, quiet(0.5), saying("what can you do"), quiet(2), saying("how are you"), quiet(2))
    assert [" ".join(question.split()[:3]) for question in house.chat.questions] == ["what can you", "how are you"]
    assert [event.said for event in events if isinstance(event, Saying)] == 2 * ["It is five.", "Bye."]
    assert len(of(events, Answered)) == 2
    sound = np.concatenate([event.chunk.samples for event in events if isinstance(event, Playing)])
    assert 2 < len(sound) / RATE < 6
    assert abs(sound.astype(int)).max() > 3000


async def test_an_ear_that_dies_is_told_and_the_next_question_is_answered(house: House) -> None:
    await house.container.voice.engines().ready()
    mine = psutil.Process()
    killed = []

    async def sound() -> AsyncGenerator[AudioChunk, None]:
        yield saying("what can you do")
        yield quiet(2)
        for child in mine.children(recursive=True):
            if any("sphinx" in word for word in child.cmdline()):
                child.kill()
                killed.append(child.pid)
        await asyncio.sleep(0.2)
        yield saying("what can you do")
        yield quiet(2)

    before = {child.pid for child in mine.children(recursive=True)}
    assert before, "there is a process that listens"
    async with aclosing(sound()) as source, aclosing(house.session().answer_all(source)) as events:
        seen = [event async for event in events]
    assert killed
    told = of(seen, Failed) + of(seen, Heard)
    assert len(told) == 2, "each question was heard, or it was said why not"
    last = (await answered(house, saying("what can you do"), quiet(2)))[-1]
    assert isinstance(last, Answered), "and it goes on"


async def test_whoever_speaks_while_it_speaks_interrupts_it(house: House) -> None:
    house.chat.lines = ["One two three four five six seven eight nine ten. " * 4, "Good bye."]
    heard_something = asyncio.Event()

    async def microphone() -> AsyncGenerator[AudioChunk, None]:
        yield saying("what can you do")
        yield quiet(2)
        await heard_something.wait()
        yield saying("how are you")
        yield quiet(2)

    seen: list[VoiceEvent] = []
    async with aclosing(microphone()) as source, aclosing(house.live().converse(source)) as events:
        async for event in events:
            seen.append(event)
            if isinstance(event, Playing):
                heard_something.set()
    [cut] = of(seen, Interrupted)
    assert isinstance(cut, Interrupted)
    assert len(cut.said) < 100
    assert house.chat.amended == [cut.said]
    assert [event.reply.strip() for event in seen if isinstance(event, Answered)][-1] == "Good bye."


async def test_the_voice_is_turned_into_another_one(tmp_path: Path) -> None:
    plain, shifted = House(tmp_path / "plain"), House(tmp_path / "deep", rvc={"use": "shift"})
    sounds = []
    for house in (plain, shifted):
        async with aclosing(house.container.voice.engines()):
            events = await answered(house, saying("what can you do"), quiet(2))
        sounds.append(np.concatenate([event.chunk.samples for event in events if isinstance(event, Playing)]))
        last = events[-1]
        assert isinstance(last, Answered)
        assert (last.timing.rvc > 0) == (house is shifted)
    assert len(sounds[1]) == pytest.approx(len(sounds[0]), rel=0.01)
    assert not np.array_equal(sounds[0][:20_000], sounds[1][:20_000])


async def test_a_hundred_turns_leave_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    scripted = {"use": "scripted"}
    house = House(tmp_path / "data", tts=scripted, vad={"use": "energy"})
    ears = ScriptedSTT.hearing("hi")
    house.container.voice.stt.override(providers.Object(ears))
    turn = (AudioChunk(np.full((16000, 1), 5000, np.int16), 16000), AudioChunk.silence(2, 16000))
    async with aclosing(house.container.voice.engines()):
        assert len(of(await answered(house, *turn * 80), Answered)) == 80
        ears.fails = EngineUnavailable("down", engine="ears")
        assert len(of(await answered(house, *turn * 20), Failed)) == 20
    assert list(temporary.iterdir()) == []
