"""The one place where a database's errors become acore's."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from acore.errors import EngineError, EngineRefused, EngineUnavailable

ENGINE = "sqlite"

_PASSING = {
    "locked": "is locked by another program; close that program, or try again in a moment",
    "busy": "is locked by another program; close that program, or try again in a moment",
    "disk is full": "can not grow, because the disk is full; make room and try again",
    "disk i/o error": "could not be read or written; look at the disk and try again",
}
_PERMANENT = {
    "not a database": "is not a database; move it away, or restore a backup, and start again",
    "malformed": "is damaged; move it away, or restore a backup, and start again",
    "unable to open": "can not be opened; give this user rights to it, or set another data_dir",
    "readonly": "can not be written; give this user rights to it, or set another data_dir",
    "no such table": "lacks a table of its schema; move it away, or restore a backup, and start again",
    "no such column": "lacks a column of its schema; move it away, or restore a backup, and start again",
}


def translated(error: SQLAlchemyError | sqlite3.Error, path: Path) -> EngineError:
    """The same fault in acore's words: passing faults as EngineUnavailable, others as EngineRefused."""
    cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    told = cause.lower()
    for sign, meaning in _PASSING.items():
        if sign in told:
            return EngineUnavailable(f"{path} {meaning} ({cause})", engine=ENGINE)
    for sign, meaning in _PERMANENT.items():
        if sign in told:
            return EngineRefused(f"{path} {meaning} ({cause})", engine=ENGINE)
    return EngineUnavailable(f"{path} failed: {cause}", engine=ENGINE)


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Raise the database's errors as acore's."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise translated(error, path) from error
