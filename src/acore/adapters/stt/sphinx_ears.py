"""What the worker process does with sound: finds the pieces that hold speech, and has them decoded.

Importing it loads numpy and PocketSphinx, so only the worker does.
"""

import math
from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder, Vad

from acore.adapters.stt.sphinx_wire import RATE, Heard

Frame = NDArray[np.int16]

_FRAME_S = 0.03
_FRAME = round(_FRAME_S * RATE)
_BEFORE = 10
"""Frames kept from before speech: its first consonant is too weak to be noticed."""
_WINDOW, _ENOUGH = 5, 3
"""Speech begins when so many of the latest frames have a voice in them."""
_KNOWN = 12
"""Frames with a voice after which its loudness is known."""
_SHORTEST = 6
"""Frames with a voice; what has fewer is a click or a cough."""
_LEVEL = 1500.0
"""The loudness that all voices are brought to, as the root of the mean square of samples."""
_DITHER = 60.0
"""White noise beneath them, -28 dB: the model was made from rooms, and hears badly in perfect silence."""
_MOST_GAIN = 30.0
_PARTIAL_EVERY = 16
"""Frames."""
_PAUSES = ((300, 17), (550, 6), (660, 0))
"""Up to so many frames of a piece, a pause of so many ends it: 0.5 s, less after 9 s, and at 20 s it ends anyhow."""
_AUDIBLE, _FORGETS = 2000.0, 0.998
"""How loud the loudest frame is made before it is asked for a voice, and how fast it is forgotten, per frame."""
_WORD_S, _SLACK_S = 1.2, 1.0
"""Seconds that a word takes at the most, on average: a hum that is taken for “if” lasts longer."""
_UNSAID = ("<", "[", "++")


class Ears:
    """Hears one stream of 16 kHz, 16 bits and one channel; a new stream needs new ones, over the same decoder."""

    def __init__(self, decoder: Decoder, seed: int = 0) -> None:
        self._decoder = decoder
        self._vad = Vad(Vad.STRICT, RATE, _FRAME_S)
        self._random = np.random.default_rng(seed)
        self._rest: Frame = np.empty(0, np.int16)
        self._frames = 0
        """All that were heard in this stream."""
        self._recent: deque[bool] = deque(maxlen=_WINDOW)
        self._before: deque[Frame] = deque(maxlen=_BEFORE)
        self._loudness = 0.0
        """Of the latest piece; 0 is unknown."""
        self._loudest = 0.0
        self._piece: _Piece | None = None

    def hear(self, pcm: bytes) -> list[Heard]:
        """What became clear with this; a segment that is not final is replaced by the next one."""
        samples = np.concatenate([self._rest, np.frombuffer(pcm, "<i2").astype(np.int16)])
        whole = len(samples) // _FRAME * _FRAME
        self._rest = samples[whole:]
        heard: list[Heard] = []
        for frame in samples[:whole].reshape(-1, _FRAME):
            heard += self._take(frame)
        return heard

    def finish(self) -> list[Heard]:
        """The rest, at the end of the stream."""
        if len(self._rest):
            frame = np.pad(self._rest, (0, _FRAME - len(self._rest)))
            self._rest = self._rest[:0]
            return self._take(frame) + self._ended()
        return self._ended()

    def _take(self, frame: Frame) -> list[Heard]:
        self._frames += 1
        voiced = self._voiced(frame)
        if self._piece is None:
            self._before.append(frame)
            self._recent.append(voiced)
            if sum(self._recent) < _ENOUGH:
                return []
            begin = self._frames - len(self._before)
            self._piece = _Piece(self._decoder, self._random, begin, self._loudness)
            for one in self._before:
                self._piece.take(one, voiced=True)
            return []
        piece = self._piece
        piece.take(frame, voiced=voiced)
        limit = next((pause for most, pause in _PAUSES if piece.frames <= most), 0)
        if piece.pause >= limit:
            return self._ended()
        return piece.partial() if piece.frames % _PARTIAL_EVERY == 0 else []

    def _voiced(self, frame: Frame) -> bool:
        """Whether a voice is in it; a quiet recording is listened to as if it were louder."""
        loudness = math.sqrt(float(np.square(frame.astype(np.float64)).mean()))
        self._loudest = max(self._loudest * _FORGETS, loudness)
        gain = min(max(_AUDIBLE / max(self._loudest, 1.0), 1.0), _MOST_GAIN)
        louder = np.clip(frame * gain, -32768, 32767).astype("<i2")
        return bool(self._vad.is_speech(louder.tobytes()))

    def _ended(self) -> list[Heard]:
        piece, self._piece = self._piece, None
        self._before.clear()
        self._recent.clear()
        if piece is None:
            return []
        heard, self._loudness = piece.finish(), piece.loudness
        return heard


class _Piece:
    """Speech between two pauses, while it is decoded."""

    def __init__(self, decoder: Decoder, random: np.random.Generator, begin: int, loudness: float) -> None:
        self._decoder = decoder
        self._random = random
        self._begin = begin
        self._known = loudness
        """How loud the piece before was."""
        self._gain = 0.0
        """0 until the voice's loudness is known."""
        self._held: list[Frame] = []
        self._energies: list[float] = []
        self._shown = ""
        self.frames = 0
        self.pause = 0
        """Frames without a voice since the latest with one."""
        decoder.start_utt()

    @property
    def loudness(self) -> float:
        """Of the frames with a voice."""
        return math.sqrt(sum(self._energies) / len(self._energies)) if self._energies else self._known

    def take(self, frame: Frame, *, voiced: bool) -> None:
        self.frames += 1
        self.pause = 0 if voiced else self.pause + 1
        if voiced:
            self._energies.append(float(np.square(frame.astype(np.float64)).mean()))
        self._held.append(frame)
        if self._gain or self._known or len(self._energies) >= _KNOWN + _BEFORE:
            self._decode()

    def partial(self) -> list[Heard]:
        """What is heard so far, where that is something new."""
        told = self._decoder.hyp() if self._gain else None
        text = told.hypstr.strip() if told else ""
        if not text or text == self._shown:
            return []
        self._shown = text
        return [self._heard(text, None, final=False)]

    def finish(self) -> list[Heard]:
        self._decode()
        self._decoder.end_utt()
        told = self._decoder.hyp()
        text, voiced = told.hypstr.strip() if told else "", len(self._energies)
        if not text or voiced < _SHORTEST or voiced * _FRAME_S > _SLACK_S + _WORD_S * len(text.split()):
            return []
        return [self._heard(text, _confidence(list(self._decoder.seg())), final=True)]

    def _heard(self, text: str, confidence: float | None, *, final: bool) -> Heard:
        end = self.frames - (self.pause if final else 0)
        return {
            "text": text,
            "start": round(self._begin * _FRAME_S, 3),
            "end": round((self._begin + end) * _FRAME_S, 3),
            "confidence": confidence,
            "final": final,
        }

    def _decode(self) -> None:
        if not self._gain:
            self._gain = min(_LEVEL / max(self._known or self.loudness, 1.0), _MOST_GAIN)
        if not self._held:
            return
        sound = np.concatenate(self._held) * self._gain
        self._held.clear()
        noisy = np.rint(sound + self._random.normal(0, _DITHER, len(sound)))
        self._decoder.process_raw(np.clip(noisy, -32768, 32767).astype("<i2").tobytes())


def _confidence(words: Sequence[Any]) -> float | None:
    """The geometric mean of how sure the decoder is of each word."""
    sure = [max(float(word.prob), 1e-6) for word in words if not word.word.startswith(_UNSAID)]
    return round(min(math.exp(sum(map(math.log, sure)) / len(sure)), 1.0), 4) if sure else None
