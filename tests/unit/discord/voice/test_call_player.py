import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from structlog.testing import capture_logs

from acore.adapters.clock.system import SystemClock
from acore.adapters.sound.opus import AVOpus
from acore.domain.audio import AudioChunk
from tests.integration.discord.calling import until

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from acore.discord.voice.player import CallPlayer


class BrokenLine:
    """A line whose player fails at each frame, as the library's does where it can not be encrypted."""

    def __init__(self) -> None:
        self.played = 0

    def is_connected(self) -> bool:
        return True

    def is_playing(self) -> bool:
        return False

    def play(self, source: Any, after: Callable[[Exception | None], None]) -> None:
        self.played += bool(source.read())
        after(ValueError("no key"))


async def test_what_breaks_the_librarys_player_is_in_the_log_once_and_what_was_given_ends() -> None:
    player, line = CallPlayer(AVOpus(), SystemClock()), BrokenLine()
    with capture_logs() as logged:
        player.connect(line)  # type: ignore[arg-type]
        await player.play(AudioChunk(np.ones((4_800, 1), np.int16), 48_000))
        await until(lambda: player.failed_frames == 5)
        await player.drained()
    player.end()
    assert (line.played, player.sent_frames, player.played_s) == (5, 0, 0)
    assert [one["reason"] for one in logged] == ["ValueError('no key')"]
