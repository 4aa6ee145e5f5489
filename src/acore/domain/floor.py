"""Who has the floor while the bot speaks: when it falls silent for somebody, goes on, or gives up.

Nobody can tell an interruption from a "mhm" in the two tenths of a second that people wait. So the bot falls silent for
whoever may be speaking, and goes on where it stopped when it was nothing: too short for words, words of agreement, its
own echo, or words that were meant for somebody else.

    quiet ── begin ──▶ speaking ── somebody speaks ──▶ paused ── "nothing", "aside", silence ──▶ speaking
                           └───────── "meant" ──────────┴── "meant", too long ──▶ quiet
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from acore.domain.vocal_sounds import VoiceFrame

Decision = Literal["pause", "resume", "yield"]
"""Fall silent; go on where it stopped; or give up what is being said, and be ready for what comes."""
Verdict = Literal["nothing", "aside", "meant", "unknown"]
"""What somebody's words were: none, or none that ask for the floor; for others; for the bot; or they are not known."""


@dataclass(frozen=True, slots=True)
class FloorRules:
    """When somebody takes the floor; times in seconds."""

    begin: float = 0.5
    """The probability from which a frame may be speech."""
    take_s: float = 0.075
    """So much speech within `window_s` takes the floor; a frame counts for as much of it as it is likely speech."""
    window_s: float = 0.2
    hiss: float = 0.15
    """The probability from which a frame that nearly all is hiss may be the beginning of a word, such as "stop"; it
    counts for half."""
    hissing: float = 0.7
    """How much of it is hiss then, as `open` tells it."""
    least_frames: int = 2
    """Frames of speech that there have to be."""
    open: float = 0.1
    """The least of a frame's energy above what closed lips let through, in one frame of those: a hum has less."""
    ringing: float = 0.4
    """How much half of them have to ring: a cough does less."""
    quiet_s: float = 0.3
    """Whoever is silent for as long speaks no more."""
    words_s: float = 4.0
    """How long after their last speech somebody's words are waited for."""
    long_s: float = 0.7
    """Speech of this length asks for the floor where its words are not known."""
    longest_pause_s: float = 8.0
    """What was stopped for as long is not gone on with."""
    start_s: float = 4.0
    """How long it waits to begin while others than the asker speak."""


@dataclass(slots=True)
class _Voice:
    """What somebody let be heard lately."""

    frames: deque[tuple[float, VoiceFrame]] = field(default_factory=deque)
    """Those of the window that may belong to words."""
    last_at: float = float("-inf")
    spoke_s: float = 0.0
    taken: bool = False
    """Whether it is more than a noise."""
    owes: bool = False
    """Whether words of it are to come."""
    overruled: bool = False
    """Whether the bot speaks all the same, until it is silent once or its words are known."""


class Floor:
    """Decides from events; it is told the time with each, in seconds, and never asks for it."""

    def __init__(self, rules: FloorRules | None = None) -> None:
        self._rules = rules or FloorRules()
        self._voices: dict[str, _Voice] = {}
        self._echoing: set[str] = set()
        self._asker: str | None = None
        self._begun = False
        self._waits_to_begin = False
        self._paused_at: float | None = None

    @property
    def is_the_bots(self) -> bool:
        """Whether the bot speaks, or waits for somebody before it does."""
        return self._begun

    @property
    def is_paused(self) -> bool:
        """Whether it waits for somebody."""
        return self._paused_at is not None

    def begin(self, asker: str | None, now: float) -> Decision | None:
        """The bot has something to say, to `asker`; "pause" where it waits to begin, for somebody has not ended."""
        self._asker, self._begun, self._paused_at, self._waits_to_begin = asker, True, None, False
        if not any(self._holds(voice, now) for voice in self._voices.values()):
            return None
        self._waits_to_begin = True
        return self._pause(now)

    def end(self) -> None:
        """It has said all, or was stopped by other means."""
        self._asker, self._begun, self._paused_at, self._waits_to_begin = None, False, None, False

    def hear(self, user: str, frame: VoiceFrame, now: float) -> Decision | None:
        """A frame of somebody's sound, as it comes in."""
        voice, rules = self._voices.setdefault(user, _Voice()), self._rules
        while voice.frames and now - voice.frames[0][0] >= rules.window_s:
            voice.frames.popleft()
        if frame.likely < rules.begin:
            if frame.likely >= rules.hiss and frame.open >= rules.hissing:
                voice.frames.append((now, frame))
            return self.tick(now)
        if now - voice.last_at > rules.quiet_s:
            voice.spoke_s, voice.taken, voice.owes, voice.overruled = 0.0, False, False, False
        voice.last_at, voice.spoke_s = now, voice.spoke_s + frame.seconds
        voice.frames.append((now, frame))
        voice.taken = not voice.overruled and (voice.taken or self._is_voice([one for _, one in voice.frames]))
        takes = voice.taken and self._begun and self._paused_at is None and user not in self._echoing
        return self._pause(now) if takes else None

    def expect(self, user: str) -> None:
        """Somebody's turn has begun, so words of it will come."""
        self._voices.setdefault(user, _Voice()).owes = True

    def judge(self, user: str, verdict: Verdict, now: float) -> Decision | None:
        """What somebody's words were."""
        voice = self._voices.setdefault(user, _Voice())
        if verdict == "unknown":
            verdict = "meant" if voice.spoke_s >= self._rules.long_s else "nothing"
        voice.taken = voice.owes = voice.overruled = False
        if not self._begun:
            return None
        if verdict == "meant" and (user == self._asker or not self._waits_to_begin):
            return self._yield()
        return self.tick(now)

    def distrust(self, user: str) -> None:
        """What this user's microphone takes up is the bot itself: it stops for their words alone from now on."""
        self._echoing.add(user)

    def leave(self, user: str, now: float) -> Decision | None:
        """Somebody is gone, in the middle of a word as it may be."""
        self._voices.pop(user, None)
        self._echoing.discard(user)
        return self.tick(now)

    def tick(self, now: float) -> Decision | None:
        """What the time that went by decides; to be asked every tenth of a second while it is paused."""
        if self._paused_at is None:
            return None
        holders = {user for user, voice in self._voices.items() if self._holds(voice, now)}
        waited = now - self._paused_at
        if not self._waits_to_begin and waited >= self._rules.longest_pause_s:
            return self._yield()
        dares = self._waits_to_begin and self._asker not in holders and waited >= self._rules.start_s
        if holders and not dares:
            return None
        for user in holders:
            self._voices[user].taken, self._voices[user].overruled = False, True
        self._paused_at, self._waits_to_begin = None, False
        return "resume"

    def _pause(self, now: float) -> Decision:
        self._paused_at = now
        return "pause"

    def _yield(self) -> Decision:
        self.end()
        return "yield"

    def _is_voice(self, frames: list[VoiceFrame]) -> bool:
        """Whether these are words rather than a hum, a cough or a click."""
        rules = self._rules
        spoken = [frame for frame in frames if frame.likely >= rules.begin]
        hissed = sum(frame.seconds for frame in frames) - sum(frame.seconds for frame in spoken)
        if hissed / 2 + sum(frame.seconds * frame.likely for frame in spoken) < rules.take_s:
            return False
        ringing = sum(frame.ringing >= rules.ringing for frame in spoken)
        return (
            len(spoken) >= rules.least_frames
            and 2 * ringing >= len(spoken)
            and any(frame.open >= rules.open for frame in spoken)
        )

    def _holds(self, voice: _Voice, now: float) -> bool:
        """Whether the bot waits for this voice, or for its words."""
        silent = now - voice.last_at
        return voice.taken and silent < (self._rules.words_s if voice.owes else self._rules.quiet_s)
