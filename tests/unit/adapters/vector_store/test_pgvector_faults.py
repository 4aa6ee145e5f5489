import asyncpg
import pytest

from acore.adapters.vector_store.pgvector_faults import translated
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable

URL = "postgresql://me@db.lan:5432/acore"


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (TimeoutError(), EngineTimeout, "within 3 s"),
        (
            ConnectionRefusedError("refused"),
            EngineUnavailable,
            r"no database at db\.lan:5432/acore \(refused\)\. Start",
        ),
        (asyncpg.InterfaceError("connection is closed"), EngineUnavailable, "connection is closed"),
        (asyncpg.InvalidPasswordError("no"), EngineRefused, "ACORE_VECTOR_STORE__ENGINES__PGVECTOR__PASSWORD"),
        (asyncpg.InvalidCatalogNameError('database "acore" does not exist'), EngineRefused, "createdb"),
        (asyncpg.TooManyConnectionsError("full"), EngineUnavailable, "can not serve now: full"),
        (asyncpg.AdminShutdownError("stop"), EngineUnavailable, "can not serve now: stop"),
        (asyncpg.DeadlockDetectedError("dead"), EngineUnavailable, "can not serve now"),
        (asyncpg.DiskFullError("room"), EngineUnavailable, "can not serve now"),
        (asyncpg.FeatureNotSupportedError('extension "vector" is not available'), EngineRefused, "has no pgvector"),
        (asyncpg.InsufficientPrivilegeError("denied"), EngineRefused, "refused: denied"),
    ],
)
def test_the_kind_of_a_fault_says_whether_to_ask_again(error: Exception, kind: type[EngineError], words: str) -> None:
    fault = translated(error, URL, 3)
    with pytest.raises(kind, match=words) as raised:
        raise fault.error
    assert type(raised.value) is kind
    assert "me@" not in str(raised.value)
    assert not fault.changed


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.UndefinedTableError("no table"),
        asyncpg.UndefinedColumnError("no column"),
        asyncpg.DataError("expected 3 dimensions, not 2"),
    ],
)
def test_tables_that_another_program_changed_are_looked_at_again(error: asyncpg.PostgresError) -> None:
    fault = translated(error, "postgresql:///acore", 3)
    assert isinstance(fault.error, EngineUnavailable)
    assert "of this machine/acore" in str(fault.error)
    assert fault.changed
