"""One recording, decoded piece by piece. Importing it loads PyAV and numpy; it is used in threads."""

import io
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import BinaryIO

import av
import numpy as np
import structlog
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from acore.domain.audio import AudioChunk, Samples
from acore.errors import InvalidInput, NotFound

_log = structlog.get_logger(__name__)

_KINDS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,ogg,tta,"
    "w64,wav,wv"
)
"""Kinds of files that hold their sound themselves: a playlist would make the decoder open other files."""
_MOST_CHANNELS = 64
_SLOWEST, _FASTEST = 1000, 768_000
"""Rates that sound has; others are of broken files."""
_WAV_HEADER = Struct("<4s4x4s4s6xHI")
"""What a WAV file begins with: the names of its parts, its channels and its rate."""
_LARGEST_PIECE = 2**16
"""Frames, so that a piece of many channels stays small."""
_MOST_BAD = 50
"""Packets in a row that may be broken before the file counts as broken from there on."""
_WAY_OUT = "Give a recording such as wav, mp3, ogg, m4a or webm."


class Decoding:
    """A recording that is being read; nothing is opened before the first piece. One thread at a time works on it."""

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        self._name = str(source) if isinstance(source, Path) else "what was given"
        self._lock = Lock()
        self._closed = False
        self._pieces: Generator[AudioChunk, None, None] | None = None

    def piece(self) -> AudioChunk | None:
        """The next piece; None at the end. Raises as `Sound.read` does."""
        with self._lock:
            if self._closed:
                return None
            self._pieces = self._pieces or self._read()
            return next(self._pieces, None)

    def close(self) -> None:
        """Let go of the file, once nobody works on it; calling it twice is harmless."""
        with self._lock:
            self._closed = True
            if self._pieces is not None:
                self._pieces.close()

    def _read(self) -> Generator[AudioChunk, None, None]:
        with self._opened() as file:
            self._check_header(file)
            heard = False
            with closing(self._container(file)) as container:
                for samples, rate in _gathered(self._frames(container)):
                    heard = True
                    yield AudioChunk(samples, rate)
            if not heard:
                raise InvalidInput("{name} holds no sound: it ends before it begins. " + _WAY_OUT, name=self._name)

    def _opened(self) -> BinaryIO:
        """The file as bytes: the decoder would take a name such as ``http:…`` for an address."""
        if isinstance(self._source, bytes):
            return io.BytesIO(self._source)
        try:
            return self._source.open("rb")
        except FileNotFoundError as error:
            raise NotFound("There is no file {name}.", name=self._name) from error
        except OSError as error:
            why = error.strerror or str(error)
            raise InvalidInput("{name} can not be read: {why}. " + _WAY_OUT, name=self._name, why=why) from error

    def _container(self, file: BinaryIO) -> InputContainer:
        only = {"format_whitelist": _KINDS, "protocol_whitelist": "none"}
        try:
            return av.open(file, mode="r", container_options=only, metadata_errors="replace")
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._no_recording(error) from error

    def _check_header(self, file: BinaryIO) -> None:
        """Raise InvalidInput for an empty file and for a WAV of no sound: the decoder does not say what is wrong."""
        if not file.seekable():
            return
        head = file.read(_WAV_HEADER.size)
        file.seek(0)
        if not head:
            raise InvalidInput("{name} is empty. " + _WAY_OUT, name=self._name)
        if len(head) == _WAV_HEADER.size:
            riff, kind, chunk, channels, rate = _WAV_HEADER.unpack(head)
            if (riff, kind, chunk) == (b"RIFF", b"WAVE", b"fmt "):
                self._check(channels, rate)

    def _no_recording(self, error: Exception) -> InvalidInput:
        return InvalidInput(
            "{name} is no recording that can be read ({why}). " + _WAY_OUT, name=self._name, why=_said(error)
        )

    def _frames(self, container: InputContainer) -> Iterator[AudioFrame]:
        """All frames of the first sound in one form: 16 bits, one rate, one number of channels."""
        if not container.streams.audio:
            raise InvalidInput("{name} holds no sound, only pictures or text. " + _WAY_OUT, name=self._name)
        first: AudioFrame | None = None
        shaping, shape = None, None
        for frame in self._decoded(container):
            if first is None:
                self._check(frame.layout.nb_channels, frame.sample_rate)
                first = frame
            if shaping is None or shape != _shape(frame):  # radio recordings change in the middle
                shaping, shape = AudioResampler("s16", first.layout, first.sample_rate), _shape(frame)
            frame.pts = None  # a gap in the numbers is no gap in the sound
            yield from shaping.resample(frame)

    def _decoded(self, container: InputContainer) -> Iterator[AudioFrame]:
        begun, bad = False, 0
        packets = container.demux(container.streams.audio[0])
        while True:
            try:
                for frame in next(packets).decode():
                    begun, bad = True, 0
                    yield frame
            except (StopIteration, av.EOFError):
                return
            except (av.FFmpegError, OSError, ValueError) as error:
                bad += 1
                if bad >= _MOST_BAD or not isinstance(error, av.InvalidDataError):
                    if not begun:
                        raise self._no_recording(error) from error
                    _log.warning("sound_broke_off", reason=_said(error))
                    return

    def _check(self, channels: int, rate: int) -> None:
        if not _SLOWEST <= rate <= _FASTEST:
            raise InvalidInput(
                "{name} says that it has {rate} samples a second, which no sound has ({low} to {high}). " + _WAY_OUT,
                name=self._name, rate=rate, low=_SLOWEST, high=_FASTEST,
            )  # fmt: skip
        if not 1 <= channels <= _MOST_CHANNELS:
            raise InvalidInput(
                "{name} has {channels} channels; 1 to {most} can be read. Mix it down first.",
                name=self._name, channels=channels, most=_MOST_CHANNELS,
            )  # fmt: skip


def _shape(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _gathered(frames: Iterator[AudioFrame]) -> Iterator[tuple[Samples, int]]:
    """Pieces of one size from frames of any, with what is left at the end."""
    rest: list[Samples] = []
    held, rate = 0, 0
    for frame in frames:
        rate = frame.sample_rate
        size = min(rate, _LARGEST_PIECE)
        samples = frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, frame.layout.nb_channels)
        while held + len(samples) >= size:
            rest.append(samples[: size - held])
            samples = samples[size - held :]
            yield np.concatenate(rest), rate
            rest, held = [], 0
        if len(samples):
            rest.append(samples)
            held += len(samples)
    if rest:
        yield np.concatenate(rest), rate


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
