"""`acore run discord` as a process that is stopped, killed and started anew on the same data."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import orjson

_PATIENCE_S = 40


class Runner:
    """The bot's process; all of them write to one log."""

    def __init__(self, folder: Path, **variables: str) -> None:
        kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("COV")}
        self._environment = kept | {"HOME": str(folder), "ACORE_LOG__FORMAT": "json"} | variables
        self._folder = folder
        self._log = folder / "acore.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._read_from = 0

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def start(self) -> None:
        """Start it, and return at once."""
        assert self._process is None
        self._read_from = len(self.log)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "acore.cli", "run", "discord"],
                cwd=self._folder, env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=log,
            )  # fmt: skip

    def mark(self) -> None:
        """Let `ready` look for what is logged from here on."""
        self._read_from = len(self.log)

    async def ready(self) -> None:
        """Wait until it is connected, since it was started last or since `mark`."""
        async with asyncio.timeout(_PATIENCE_S):
            while "discord_ready" not in self.log[self._read_from :]:
                assert self._process, "it is not running"
                assert self._process.poll() is None, self.log[self._read_from :][-3000:]
                await asyncio.sleep(0.05)

    async def terminate(self) -> int:
        """End it as a service manager does; returns its exit code."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        return await self._ended()

    async def kill(self) -> None:
        """End it as a crash does."""
        assert self._process
        self._process.kill()
        await self._ended()

    async def _ended(self) -> int:
        assert self._process
        async with asyncio.timeout(_PATIENCE_S):
            while (code := self._process.poll()) is None:
                await asyncio.sleep(0.02)
        self._process = None
        return code

    def leave(self) -> None:
        """Let nothing run on."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def events(self, *levels: str) -> list[dict[str, object]]:
        """What was logged at these levels."""
        lines = [line for line in self.log.splitlines() if line.startswith("{")]
        return [event for event in map(orjson.loads, lines) if event.get("level") in levels]


_KEPT = ("PATH", "LANG", "PYTHONPATH")
