import subprocess
import sys
from pathlib import Path

import pytest

from acore.adapters.history.sql import SqlHistory
from acore.adapters.sql.database import Database
from acore.domain.scope import Scope
from acore.testing import ManualClock

WRITER = Path(__file__).with_name("writer.py")


@pytest.mark.parametrize("until", [1, 40, 173])
async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, until: int) -> None:
    path = tmp_path / "acore.db"
    with subprocess.Popen([sys.executable, str(WRITER), str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        acknowledged = [int(writer.stdout.readline()) for _ in range(until)]
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout.read().splitlines() if line]
    async with Database(path) as database:
        kept = [m.text for m in await SqlHistory(database, ManualClock()).recent(Scope("1", "ada"), 1_000_000)]
    assert [int(text) for text in kept[::2]][: len(acknowledged)] == acknowledged
    assert kept[::2] == kept[1::2]
