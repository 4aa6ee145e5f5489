"""The one place where the faults of PostgreSQL and its driver become acore's."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg

from acore.adapters.vector_store.pgvector import ENGINE, PASSWORD
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable

FAULTS = (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""Everything that the driver raises."""

_PASSING = ("08", "40", "53", "55", "57")
"""Classes of states that pass: connections, clashes, resources, other's locks, an operator's doing."""
_CHANGED = (
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.InvalidSchemaNameError,
    asyncpg.InvalidCachedStatementError,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error to raise, and whether the tables are not any more what they were."""

    error: EngineError
    changed: bool = False


def translated(error: BaseException, url: str, timeout_s: float) -> Fault:
    """The same fault in acore's words: passing faults as EngineUnavailable, others as EngineRefused."""
    where = _place(url)
    if isinstance(error, TimeoutError):
        told = f"the database {where} did not answer within {timeout_s:g} s; ask again in a moment"
        return Fault(EngineTimeout(told, engine=ENGINE))
    if isinstance(error, asyncpg.PostgresError):
        return _answered(error, where)
    return Fault(
        EngineUnavailable(
            f"there is no database at {where} ({str(error) or type(error).__name__}). Start it, set "
            "vector_store.engines.pgvector.url, or keep the index on this machine: acore use vector_store/edge",
            engine=ENGINE,
        )
    )


def _answered(error: asyncpg.PostgresError, where: str) -> Fault:
    state, told = error.sqlstate or "", str(error)
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return Fault(EngineRefused(f"the database {where} does not let us in ({told}); set {PASSWORD}", engine=ENGINE))
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return Fault(EngineRefused(f"{told} at {where}; make it: createdb NAME", engine=ENGINE))
    if isinstance(error, _CHANGED) or (state == "22000" and "dimensions" in told):
        said = f"the tables in {where} were changed meanwhile ({told}); ask again"
        return Fault(EngineUnavailable(said, engine=ENGINE), changed=True)
    if state[:2] in _PASSING:
        return Fault(EngineUnavailable(f"the database {where} can not serve now: {told}", engine=ENGINE))
    if 'extension "vector"' in told:
        said = f"the database {where} has no pgvector ({told}): install it there, and CREATE EXTENSION vector"
        return Fault(EngineRefused(said, engine=ENGINE))
    return Fault(EngineRefused(f"the database {where} refused: {told}", engine=ENGINE))


def _place(url: str) -> str:
    """The address without whoever logs in."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'of this machine'}{f':{parts.port}' if parts.port else ''}{parts.path}"
