"""Changes rates and numbers of channels. Importing it loads PyAV and numpy."""

from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph

from acore.domain.audio import AudioChunk, Samples
from acore.interfaces import Resampler

_FILTER = "filter_size=128:cutoff=0.95"
"""The library's own filter is shorter, and lets through what lies up to a seventh above half the rate."""
_LAYOUTS = {1: "mono", 2: "stereo"}


class AVResampler(Resampler):
    """Feeds 1 ms to 1 s at a time cost alike; it holds back 4 ms until `finish`."""

    def __init__(self, rate: int, channels: int) -> None:
        if rate <= 0 or channels not in _LAYOUTS:
            raise ValueError(f"sound is given with 1 or 2 channels and a rate above 0, not {channels} and {rate}")
        self._rate = rate
        self._channels = channels
        self._from: tuple[int, int] | None = None
        self._graph: Graph | None = None
        self._taken = 0
        self._given = 0

    def feed(self, chunk: AudioChunk) -> AudioChunk:
        """What can be said so far; raises ValueError for a chunk of another kind than those before."""
        if self._from is None:
            self._from = chunk.rate, chunk.channels
            self._graph = None if chunk.rate == self._rate else self._filtering(chunk.rate)
        if self._from != (chunk.rate, chunk.channels):
            raise ValueError(f"a stream of sound has one rate and number of channels, not {self._from} and then others")
        samples = self._mixed(chunk)
        self._taken += len(samples)
        if self._graph is None:
            return AudioChunk(samples, self._rate)
        if len(samples):
            frame = AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", _LAYOUTS[self._channels])
            frame.sample_rate, frame.time_base = chunk.rate, Fraction(1, chunk.rate)
            self._graph.push(frame)
        return self._pulled()

    def finish(self) -> AudioChunk:
        """The rest; all together is as long as what was fed, to the sample."""
        if self._graph is None or self._from is None:
            return AudioChunk(np.empty((0, self._channels), np.int16), self._rate)
        self._graph.push(None)
        whole = round(self._taken * self._rate / self._from[0]) - self._given
        rest = self._pulled().samples[: max(whole, 0)]
        return AudioChunk(np.pad(rest, ((0, max(whole - len(rest), 0)), (0, 0))), self._rate)

    def _filtering(self, rate: int) -> Graph:
        graph, layout = Graph(), _LAYOUTS[self._channels]
        graph.link_nodes(
            graph.add("abuffer", sample_rate=str(rate), sample_fmt="s16", channel_layout=layout, time_base=f"1/{rate}"),
            graph.add("aresample", f"{self._rate}:{_FILTER}"),
            graph.add("aformat", sample_fmts="s16", sample_rates=str(self._rate), channel_layouts=layout),
            graph.add("abuffersink"),
        )
        graph.configure()
        return graph

    def _mixed(self, chunk: AudioChunk) -> Samples:
        """One channel is the mean of all, and two are that one twice, unless there are two already."""
        if chunk.channels == self._channels:
            return chunk.samples
        return np.repeat(chunk.mono().reshape(-1, 1), self._channels, axis=1)

    def _pulled(self) -> AudioChunk:
        assert self._graph is not None
        come: list[Samples] = [np.empty((0, self._channels), np.int16)]
        try:
            while True:
                frame = self._graph.pull()
                come.append(frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, self._channels))
        except (av.BlockingIOError, av.EOFError):
            samples = np.concatenate(come)
        self._given += len(samples)
        return AudioChunk(samples, self._rate)
