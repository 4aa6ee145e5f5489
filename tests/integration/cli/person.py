"""Somebody at a terminal."""

import asyncio
import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

PATIENCE_S = 30


class Person:
    """Somebody at a terminal in which a command runs."""

    def __init__(self, environment: dict[str, str], folder: Path, *arguments: str) -> None:
        self.shown = ""
        self._seen = 0
        self._terminal, side = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "acore.cli", *arguments],
            cwd=folder, env=environment, stdin=side, stdout=side, stderr=side, start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509
        )  # fmt: skip
        os.close(side)
        os.set_blocking(self._terminal, False)

    async def sees(self, text: str) -> None:
        """Wait until the text is shown, after everything that was waited for before."""
        async with asyncio.timeout(PATIENCE_S):
            while (at := self.shown.find(text, self._seen)) < 0:
                assert self.process.poll() is None or self._read(), f"it ended before {text!r}: {self.shown}"
                self._read()
                await asyncio.sleep(0.02)
        self._seen = at + len(text)

    def types(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    async def answers_unseen(self, question: str, text: str) -> None:
        """Wait for the question, see that what is typed will not be shown, and type."""
        await self.sees(question)
        assert not termios.tcgetattr(self._terminal)[3] & termios.ECHO
        self.types(text)

    async def ends(self) -> int:
        async with asyncio.timeout(PATIENCE_S):
            while (code := self.process.poll()) is None:
                self._read()
                await asyncio.sleep(0.02)
        self._read()
        return code

    def leave(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._terminal)

    def _read(self) -> bool:
        before = len(self.shown)
        with suppress(OSError):  # nothing yet, or the other side is closed
            while piece := os.read(self._terminal, 65536):
                self.shown += piece.decode(errors="replace").replace("\r\n", "\n")
        return len(self.shown) > before


def _take_terminal() -> None:
    # Tests that run in the background hand down an interrupt that is ignored.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
