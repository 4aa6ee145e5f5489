"""The microphone's door, over ASGI: what a page sends, and what it is told and given to play."""

import asyncio
import json
import struct
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import numpy as np
import pytest

from acore.adapters.sound.reading import AVSound
from acore.errors import EngineRefused, EngineUnavailable
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_live import LiveVoice
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.simulator.model import Dispatch, SimMessage
from acore.simulator.page import voice
from acore.simulator.page.app import Playground, playground
from acore.simulator.page.voice import MOST, VoiceParts
from acore.testing import ManualClock, MemoryMetrics, ScriptedSTT, ScriptedTTS, ScriptedVAD
from tests.models_double import FewModels
from tests.unit.simulator_page.house import ORIGIN, TOKEN, House
from tests.unit.simulator_page.test_page_aloud import WRITING, WRITTEN

PATIENCE_S = 5
RATE = 16_000


def sound(seconds: float, loudness: int = 5000) -> bytes:
    return np.full(round(seconds * RATE), loudness, "<i2").tobytes()


class Phone:
    """The page's side of a call."""

    def __init__(self, app: Playground, headers: dict[str, str]) -> None:
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._in: asyncio.Queue[Any] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "path": "/playground/voice",
            "raw_path": b"/playground/voice",
            "query_string": b"",
            "root_path": "",
            "scheme": "ws",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "subprotocols": [],
        }
        self._out.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(app(scope, self._out.get, self._in.put))
        self.played = 0.0

    def say(self, **words: Any) -> None:
        self._out.put_nowait({"type": "websocket.receive", "text": json.dumps(words)})

    def send(self, data: bytes) -> None:
        self._out.put_nowait({"type": "websocket.receive", "bytes": data})

    async def receive(self) -> Any:
        return await asyncio.wait_for(self._in.get(), PATIENCE_S)

    async def told(self, kind: str) -> dict[str, Any]:
        """The next event of the kind; what comes before is passed over, and sound is counted."""
        while True:
            message = await self.receive()
            if data := message.get("bytes"):
                (rate,) = struct.unpack("<I", data[:4])
                self.played += (len(data) - 4) / 2 / rate
            elif message["type"] == "websocket.close":
                raise AssertionError(f"it was closed before {kind}")
            elif "text" in message and (event := json.loads(message["text"]))["kind"] == kind:
                return dict(event)

    async def refused(self) -> str:
        why = (await self.told("refused"))["why"]
        assert (await self.receive())["code"] == 1008
        return str(why)

    async def hang_up(self) -> None:
        self._out.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, PATIENCE_S)


class Voices:
    """Engines on doubles, and the app that uses them."""

    def __init__(self, house: House, *texts: str) -> None:
        self.house = house
        self.clock = ManualClock()
        self.stt = ScriptedSTT.hearing(*(texts or ("what is it",)), clock=self.clock)
        self.tts = ScriptedTTS.humming(clock=self.clock)
        self.engines = VoiceEngines(
            vad=ScriptedVAD, stt=lambda: self.stt, tts=lambda: self.tts, rvc=lambda: None, sound=AVSound
        )
        common: dict[str, Any] = {"clock": self.clock, "metrics": MemoryMetrics()}
        session = partial(VoiceSession, engines=self.engines, options=VoiceOptions(), **common)
        parts = VoiceParts(self.engines.ready, session, partial(LiveVoice, **common))
        self.app = app_of(house, parts)

    async def question(self, n: int = 0) -> SimMessage:
        """What the member has said, as a message."""
        async with asyncio.timeout(PATIENCE_S):
            while len(asked := [m for m in self.messages() if m.author == self.house.ada]) <= n:
                await asyncio.sleep(0)
        return asked[n]

    def messages(self) -> tuple[SimMessage, ...]:
        return self.house.world.messages(self.house.general.id)


def app_of(house: House, parts: VoiceParts) -> Playground:
    return playground(
        house.world,
        house.ada,
        house.guild,
        drop=house.keep,
        models=FewModels(),
        turns=house.turns,
        voice=parts,
        token=TOKEN,
    )


@asynccontextmanager
async def calling(app: Playground, house: House, **first: Any) -> AsyncIterator[Phone]:
    phone = Phone(app, {"Host": "127.0.0.1:8800", "Origin": ORIGIN})
    phone.say(**{"kind": "open", "token": TOKEN, "channel": house.general.id, "rate": RATE, **first})
    assert (await phone.receive())["type"] == "websocket.accept"
    try:
        yield phone
    finally:
        await phone.hang_up()


@pytest.fixture
async def voices(house: House) -> AsyncIterator[Voices]:
    voices = Voices(house)
    yield voices
    await voices.engines.aclose()


@pytest.fixture
async def phone(voices: Voices, house: House) -> AsyncIterator[Phone]:
    async with calling(voices.app, house) as phone:
        await phone.told("ready")
        yield phone


async def test_what_is_held_becomes_a_message_and_its_answer_is_heard(voices: Voices, phone: Phone) -> None:
    phone.send(sound(1))  # before the button is held: dropped
    phone.say(kind="begin")
    await phone.told("interrupted")
    for _ in range(10):
        phone.send(sound(0.1))
    phone.say(kind="end")
    assert (await phone.told("heard"))["text"] == "what is it"
    message = await voices.question()
    assert message.content.endswith("what is it")
    voices.house.bot_says("It is **five**.", reference=message.id, components=WRITTEN)
    assert (await phone.told("saying"))["text"] == "It is five."
    await phone.told("replied")
    await phone.told("answered")
    assert list(voices.stt.heard_s) == [pytest.approx(1.0 + 2 * 0.2)], "with a little silence around it"
    assert phone.played == pytest.approx(0.06 * len("Itisfive") + 0.2, abs=0.01)


async def test_a_hold_in_silence_and_one_without_sound_are_not_understood(voices: Voices, phone: Phone) -> None:
    for data in (sound(1, 0), b""):
        phone.say(kind="begin")
        phone.send(data)
        phone.say(kind="end")
        await phone.told("unheard")
    phone.say(kind="end")  # nothing is held
    phone.say(kind="stop")
    await phone.told("interrupted")
    assert voices.messages() == ()


async def test_who_holds_for_too_long_is_answered(voices: Voices, phone: Phone) -> None:
    phone.say(kind="begin")
    for _ in range(13):
        phone.send(sound(5))
    await phone.told("enough")
    await phone.told("heard")
    assert sum(voices.stt.heard_s) == pytest.approx(60 + 2 * 0.2)


async def test_stop_ends_the_answer_and_is_acknowledged_last(voices: Voices, phone: Phone, house: House) -> None:
    sent: list[Dispatch] = []
    house.world.attach(sent.append)
    phone.say(kind="begin")
    phone.send(sound(1))
    phone.say(kind="end")
    await phone.told("heard")
    message = await voices.question()
    house.bot_says("It is. And it goes on. ", reference=message.id, components=WRITING)
    await phone.told("saying")
    phone.say(kind="stop")
    await phone.told("interrupted")
    assert sent[-1].data["data"] == {"custom_id": "press-⏹️", "component_type": 2}
    phone.say(kind="begin")
    assert json.loads((await phone.receive())["text"]) == {"kind": "interrupted"}


async def test_hands_free_finds_the_turns_itself_and_stops_where_somebody_cuts_in(
    voices: Voices, phone: Phone, house: House
) -> None:
    phone.say(kind="listen")
    await phone.told("interrupted")
    turn = (sound(1), sound(2, 0))
    for piece in turn:
        phone.send(piece)
    await phone.told("started")
    await phone.told("heard")
    message = await voices.question()
    house.bot_says("It is five. " * 20, reference=message.id, components=WRITTEN)
    await phone.told("saying")
    for piece in turn:
        phone.send(piece)
    await phone.told("interrupted")
    await phone.told("heard")
    await voices.question(1)
    phone.say(kind="stop")
    await phone.told("interrupted")
    for piece in turn:
        phone.send(piece)
    await phone.told("heard")
    phone.say(kind="deaf")
    await phone.told("interrupted")
    for piece in turn:
        phone.send(piece)
    phone.say(kind="stop")
    assert json.loads((await phone.receive())["text"]) == {"kind": "interrupted"}


async def test_sound_that_nobody_listens_to_in_time_is_dropped_and_nothing_grows(voices: Voices, phone: Phone) -> None:
    phone.say(kind="listen")
    for _ in range(1000):
        phone.send(sound(0.01))
    phone.send(sound(2, 0))
    await phone.told("heard")
    assert sum(voices.stt.heard_s) < 15


async def test_an_engine_that_fails_is_told_and_the_call_goes_on(voices: Voices, phone: Phone) -> None:
    voices.stt.fails = EngineUnavailable("The ears are off; try later.", engine="stt")
    phone.say(kind="begin")
    phone.send(sound(1))
    phone.say(kind="end")
    assert "The ears are off" in (await phone.told("failed"))["why"]
    await phone.told("answered")
    voices.stt.fails = None
    phone.say(kind="begin")
    phone.send(sound(1))
    phone.say(kind="end")
    await phone.told("heard")


async def test_what_breaks_is_told_without_its_words_and_the_call_goes_on(
    voices: Voices, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(voices.stt, "transcribe", broken)
    phone.say(kind="listen")
    phone.send(sound(1))
    phone.send(sound(2, 0))
    why = (await phone.told("failed"))["why"]
    assert "secret" not in why
    assert "log" in why
    await phone.told("answered")
    monkeypatch.undo()
    phone.say(kind="begin")
    phone.send(sound(1))
    phone.say(kind="end")
    await phone.told("heard")


async def test_a_page_that_goes_in_the_middle_leaves_nothing_behind(voices: Voices, house: House) -> None:
    before = asyncio.all_tasks()
    async with calling(voices.app, house) as phone:
        await phone.told("ready")
        phone.say(kind="begin")
        phone.send(sound(1))
        phone.say(kind="end")
        await phone.told("heard")
    assert asyncio.all_tasks() - before <= {voices.engines._opening}
    assert voices.stt.at_work == voices.tts.at_work == 0


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ({"token": "another"}, "earlier start"),
        ({"channel": "123"}, "no channel"),
        ({"rate": 4000}, "can not be read"),
        ({"rate": 1_000_000}, "can not be read"),
        ({"kind": "begin"}, "can not be read"),
        ({"more": 1}, "can not be read"),
    ],
)
async def test_a_call_that_is_none_is_refused(voices: Voices, house: House, first: dict[str, Any], why: str) -> None:
    async with calling(voices.app, house, **first) as phone:
        assert why in await phone.refused()
    assert voices.engines._opening is None


@pytest.mark.parametrize("nonsense", ["{}", "no json", '{"kind":"sing"}'])
async def test_a_word_that_is_none_ends_the_call(phone: Phone, nonsense: str) -> None:
    phone._out.put_nowait({"type": "websocket.receive", "text": nonsense})
    assert "Reload" in await phone.refused()


async def test_only_a_few_pages_have_their_microphone_open(voices: Voices, house: House) -> None:
    phones = [calling(voices.app, house) for _ in range(MOST)]
    for each in phones:
        await (await each.__aenter__()).told("ready")
    async with calling(voices.app, house) as one_more:
        assert "Close one" in await one_more.refused()
    for each in phones:
        await each.__aexit__(None, None, None)
    async with calling(voices.app, house) as next_one:
        await next_one.told("ready")


async def test_a_voice_that_can_not_be_had_says_how_to_get_it(house: House) -> None:
    async def missing() -> object:
        raise EngineRefused('No ears. pip install "acore[voice]"', engine="stt")

    for parts, why in ((VoiceParts(missing), "pip install"), (VoiceParts(), "without a voice")):
        async with calling(app_of(house, parts), house) as phone:
            assert why in await phone.refused()


async def test_a_library_that_is_missing_is_named_with_the_command(
    voices: Voices, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "acore.simulator.page.calls", None)
    async with calling(voices.app, house) as phone:
        assert 'pip install "acore[voice]"' in await phone.refused()


async def test_the_libraries_of_the_voice_are_loaded_beside_the_event_loop(
    voices: Voices, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, threads = voice._loaded, list[threading.Thread]()

    def noted() -> Any:
        threads.append(threading.current_thread())
        return loaded()

    monkeypatch.setattr(voice, "_loaded", noted)
    async with calling(voices.app, house) as phone:
        await phone.told("ready")
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": "127.0.0.1:8800", "Origin": "http://evil.example"},
        {"Host": "127.0.0.1:8800"},
        {"Host": "127.0.0.1:8800", "Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_page_can_not_open_the_line(voices: Voices, headers: dict[str, str]) -> None:
    phone = Phone(voices.app, headers)
    assert (await phone.receive())["type"] == "websocket.close"
    await phone.task


async def test_a_page_that_says_nothing_does_not_keep_its_place(
    voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "_FIRST_WITHIN_S", 0.01)
    phone = Phone(voices.app, {"Host": "127.0.0.1:8800", "Origin": ORIGIN})
    assert (await phone.receive())["type"] == "websocket.accept"
    assert "Reload the page" in await phone.refused()
    await asyncio.wait_for(phone.task, PATIENCE_S)


async def test_a_page_that_goes_before_it_says_anything_is_forgotten(voices: Voices) -> None:
    phone = Phone(voices.app, {"Host": "127.0.0.1:8800", "Origin": ORIGIN})
    await phone.receive()
    await phone.hang_up()
