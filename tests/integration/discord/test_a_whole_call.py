"""All that a call is for, at once: the whole house with its built-in engines, end to end encrypted, and four people."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from acore.adapters.sound.opus import AVOpus
from acore.domain.audio import AudioChunk
from acore.domain.calls import CallCounters
from acore.domain.floor import FloorRules
from acore.domain.vocal_sounds import VoiceFrame
from acore.services.call_session import CallSession
from acore.testing import LoopbackDiscord
from acore.testing.libdave import LibdaveEndpoint
from acore.testing.loopback_voice import Speaker
from tests.integration.discord.voice_house import PATIENCE_S, Hall, hall, until
from tests.integration.discord.watched_opus import WatchedOpus, decryptions
from tests.integration.stt.speech import saying

NAMES = ("Ann", "Bob", "Cem", "Dan")
ASKED = "computer, what can you do"
SECRET = "nobody may hear that the treasure is under the old oak behind the church"
LITTLE = frozenset(
    "a about also an and any are as at be but can for from have how i if in into is it me my not of on one or so some "
    "that the them there they this to until up was we what where which who will with you your".split()
)
SILENT_PACKETS = 5
"""Behind all that a client sends."""
IN_FLIGHT = 2
"""Frames that leave behind a decision: the one that is being sent, and the one that was read before."""
LONG_S = 60
SOUND_BYTES = 40
"""A packet with more is not like any other one."""


class Sent:
    """Packets of sound that somebody sends from now on."""

    def __init__(self, speaker: Speaker) -> None:
        self._caller = speaker.caller
        self._begin = speaker.caller.sequence

    @property
    def packets(self) -> int:
        return (self._caller.sequence - self._begin) % 2**16


class Interruption:
    """How much of somebody's sound the floor had heard, and the bot had played, when the player was paused."""

    def __init__(self, session: CallSession, user: str, patch: pytest.MonkeyPatch) -> None:
        self.after_s = float("inf")
        self.played = 0
        self._session = session
        self._user = user
        self._heard_s = 0.0
        self._tell: Callable[..., None] = session.conversation.sounded  # type: ignore[attr-defined]
        self._pause = session.call.player.pause
        patch.setattr(session.conversation, "sounded", self._sounded)
        patch.setattr(session.call.player, "pause", self._paused)

    def _sounded(self, user: str, frame: VoiceFrame) -> None:
        if user == self._user:
            self._heard_s += frame.seconds
        self._tell(user, frame)

    def _paused(self) -> None:
        self._pause()
        if not self.played:
            self.after_s, self.played = self._heard_s, self._session.call.counters().played


def begins_s(sound: AudioChunk) -> float:
    """When it is first loud."""
    return float(np.flatnonzero(np.abs(sound.mono().astype(int)) > 300)[0]) / sound.rate


def packets_of(sound: AudioChunk) -> list[bytes]:
    encoder = AVOpus().encoder()
    return [frame.packet for frame in (*encoder.encode(sound), *encoder.finish())]


def content_words(text: str) -> set[str]:
    """Those that carry the meaning."""
    return set(re.findall(r"[a-z]+", text.lower())) - LITTLE


def faults(counters: CallCounters) -> dict[str, int]:
    """What did not come, or was not understood."""
    names = ("unknown_speaker", "not_decrypted", "dave_failed", "opus_failed", "late", "lost", "overrun", "send_failed")
    return {name: count for name in names if (count := getattr(counters, name))}


@asynccontextmanager
async def talking(speaker: Speaker, packets: Sequence[bytes]) -> AsyncGenerator[None]:
    """Somebody who says it again and again."""

    async def talk() -> None:
        while True:
            await speaker.caller.speak(packets)

    task = asyncio.create_task(talk())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def visit(room: Hall, guest: Speaker) -> None:
    """Come, get everybody's keys, and go again, which changes the keys of all twice."""
    await guest.join(room.channel)
    guest.leave()
    voice = await room.loopback.simulator.voice()
    await voice.settled(room.channel)


async def joined_by(room: Hall, *people: Speaker) -> CallSession:
    """The bot is called, and these people are heard."""
    await room.run("voice join", people[0].user)
    (asked,) = await until(room.chat)
    for speaker in people:
        await room.press(asked, "Listen to me", speaker.user)
    session: CallSession = room.registry.of(room.loopback.guild.id)
    return session


async def asked_and_answered(room: Hall, session: CallSession, ann: Speaker, dan: Speaker) -> AudioChunk:
    """The answer as Ann's client has it; Dan comes and goes while she speaks, and while the bot does."""
    sent, call = Sent(ann), session.call
    question = asyncio.create_task(ann.play(saying(ASKED)))
    await until(lambda: call.counters().heard > 20)
    await visit(room, dan)
    assert not question.done()
    await question
    await until(lambda: len(ann.caller.frames) > 50)
    await visit(room, dan)
    assert call.player.queued_s
    async with asyncio.timeout(LONG_S):
        while not session.conversation.statistics.answered:
            await call.player.drained()
            await asyncio.sleep(0.05)
    await until(lambda: len(ann.caller.frames) >= call.counters().played)
    assert len(ann.caller.frames) == call.counters().played
    assert (ann.caller.unreadable, ann.caller.held_back) == (0, 0)
    assert call.counters().heard == sent.packets - SILENT_PACKETS
    return await ann.sound()


async def interrupted(session: CallSession, ann: Speaker, bob: Speaker, patch: pytest.MonkeyPatch) -> None:
    """Ann asks again; the bot falls silent for Bob's "stop" in time, and for good."""
    call, word = session.call, saying("stop")
    await ann.play(saying(ASKED))
    await until(lambda: len(ann.caller.frames) > 50)
    interruption = Interruption(session, bob.user.id, patch)
    await bob.play(word)
    await until(lambda: session.conversation.statistics.commands)
    await until(lambda: not call.player.queued_s)
    assert interruption.after_s - begins_s(word) <= FloorRules().window_s
    assert call.counters().played <= interruption.played + IN_FLIGHT


async def remembered(room: Hall, member: Speaker) -> list[str]:
    """What they said and were answered, in turns."""
    return [message.text for message in await room.app.container.history().recent(room.scope(member.user), 5)]


async def test_four_people_in_a_call(
    loopback_discord: LoopbackDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One asks and is answered, one interrupts and is obeyed, one is never heard, one comes and goes meanwhile.

    They encrypt with the library of Discord's clients, which loses nothing while keys change.
    """
    opus = WatchedOpus()
    house: dict[str, Any] = {"llm": {"use": "extractive"}, "chat": {"names": ["computer"]}}
    async with hall(loopback_discord, tmp_path, opus=opus, **house) as room:
        ann, bob, cem, dan = [await loopback_discord.speaker(name, endpoint=LibdaveEndpoint) for name in NAMES]
        for speaker in (ann, bob, cem):
            await speaker.join(room.channel)
        session = await joined_by(room, ann, bob)
        sent, whispered, secret = [Sent(ann), Sent(bob)], Sent(cem), packets_of(saying(SECRET))
        decoders = opus.decoders
        async with talking(cem, secret):
            sound = await asked_and_answered(room, session, ann, dan)
            await interrupted(session, ann, bob, monkeypatch)
        await until(lambda: session.call.counters().without_consent == whispered.packets)

        counters = session.call.counters()
        assert faults(counters) == {}
        assert counters.received == whispered.packets + sum(one.packets for one in sent)
        assert whispered.packets > 10 * SILENT_PACKETS
        assert opus.decoders == decoders + len(sent)
        assert {packet for packet in opus.decoded if len(packet) > SOUND_BYTES}.isdisjoint(secret)
        assert decryptions(room, cem.user.id) == 0
        told = [message.content for message in room.chat() if f"<@{dan.user.id}>" not in message.content]
        assert [text.splitlines()[0] for text in told[1:]] == ["-# ↪ Ann", "-# ↪ Ann"]
        assert room.told(dan.user) == room.told(cem.user) == []

        _, answer = (await remembered(room, ann))[:2]
        engines = await room.app.container.voice.engines().ready()
        heard = content_words((await engines.stt.transcribe(sound)).text)
        wanted = content_words(answer)
        assert len(wanted & heard) >= 0.6 * len(wanted), f"of {wanted}: {heard}"
        async with asyncio.timeout(PATIENCE_S):
            while (begun := (await remembered(room, ann))[3]) == answer:
                await asyncio.sleep(0.05)
        assert begun
        assert answer.startswith(begun), "nothing is remembered that was not played"
