"""acore in a process of its own, as `acore run playground` starts it."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

START_S = 60
STOP_S = 12
_KEPT = ("PATH", "LANG", "PYTHONPATH")


@dataclass
class Running:
    """acore in a process of its own, and the address that it printed."""

    process: asyncio.subprocess.Process
    address: str = ""

    async def prints(self, pattern: str) -> str:
        """Wait for a line with the pattern; gives what fitted, or nothing where acore ended before."""
        assert self.process.stdout
        async with asyncio.timeout(START_S):
            while line := (await self.process.stdout.readline()).decode():
                if found := re.search(pattern, line):
                    return found[0]
        return ""

    async def stop(self) -> int:
        """Ask it to end as a service manager does; gives its exit code."""
        self.process.terminate()
        async with asyncio.timeout(STOP_S):
            return await self.process.wait()


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str] | None = None) -> AsyncIterator[Running]:
    """acore with its data in the folder and `settings` as ACORE_ variables; it ends well if it did not before.

    Follow-ups are off: a message without a mention is answered by nobody, however soon it comes.
    """
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("COV")}
    ours = {"ACORE_DATA_DIR": str(folder / "data"), "ACORE_WEB__PORT": "0", "ACORE_CHAT__FOLLOWUP_S": "0"}
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "acore.cli", "run", "playground"),
            cwd=folder,
            env={**kept, **ours, **(settings or {}), "HOME": str(folder)},
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    acore = Running(process)
    try:
        acore.address = await acore.prints(r"http://127\.0\.0\.1:\d+")
        assert acore.address, await asyncio.to_thread((folder / "log").read_text)
        yield acore
        if process.returncode is None:
            assert await acore.stop() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ask(page: Page, question: str) -> Locator:
    """Ask in the open channel; gives the answer, once it replies to this very question."""
    await page.locator("#text").fill(question)
    await page.locator("#text").press("Enter")
    await expect(page.locator(".message.mine").last).to_contain_text(question)
    answer = page.locator(".message.bot", has=page.locator(".quoted", has_text=question)).last
    await expect(answer).to_be_visible()
    return answer
