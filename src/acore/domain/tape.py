"""The last of a sound, while it is not known yet how much of it belongs together."""

from collections import deque

import numpy as np

from acore.domain.audio import Samples


class Tape:
    """The last frames of a sound; places are counted in samples from its beginning."""

    def __init__(self) -> None:
        self._frames: deque[tuple[int, Samples]] = deque()
        self._end = 0

    def append(self, frame: Samples) -> None:
        """Put a frame at the end."""
        self._frames.append((self._end, frame))
        self._end += len(frame)

    def drop_before(self, place: int) -> None:
        """Forget the frames that end there or before."""
        while self._frames and self._frames[0][0] + len(self._frames[0][1]) <= place:
            self._frames.popleft()

    def cut(self, start: int, stop: int) -> Samples:
        """What lies between two places that it still holds."""
        first = self._frames[0][0]
        return np.concatenate([frame for at, frame in self._frames if at < stop])[start - first : stop - first]

    def softest(self, start: int, stop: int) -> int:
        """The place between two frames around which there is least energy; the last of several."""
        frames = list(self._frames)
        loud = [float(np.square(frame, dtype=np.float64).sum()) for _, frame in frames]
        between = [(loud[n - 1] + loud[n], -at) for n, (at, _) in enumerate(frames) if n and start <= at <= stop]
        return -min(between)[1] if between else stop
