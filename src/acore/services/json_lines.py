"""Reads files of one record a line, and names every line that is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from acore.errors import InvalidInput, NotFound

_LONGEST = 10_000_000
"""Bytes of a line."""
_MOST_NAMED = 10
"""Problems that are told at once."""

_Record = TypeVar("_Record", bound=BaseModel)


class Record(BaseModel):
    """A line of a set; what it says beside what is asked for is its own affair."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)


@dataclass(slots=True)
class Problems:
    """What is wrong with the lines of a set: gathered, so that it can be mended in one go."""

    found: list[str] = field(default_factory=list)

    def add(self, file: Path, line: int, reason: str) -> None:
        """Note it; where there are many, the first ones are enough to raise InvalidInput at once."""
        self.found.append(f"{file.name}, line {line}: {reason}")
        if len(self.found) >= _MOST_NAMED:
            self.found.append("There may be more; these come first.")
            self.check()

    def check(self) -> None:
        """Raise InvalidInput with all of them, where there are any."""
        if self.found:
            raise InvalidInput("The set can not be used.\n  " + "\n  ".join(self.found))


def lines_of(file: Path, problems: Problems) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, each with its number; those that are no text are noted.

    Raises NotFound or InvalidInput where the file can not be read.
    """
    try:
        with file.open("rb") as handle:
            number = 0
            while data := handle.readline(_LONGEST + 1):
                number += 1
                if len(data) > _LONGEST:
                    raise InvalidInput(f"{file}, line {number}: it has more than {_LONGEST / 1e6:.0f} MB.")
                text = _decoded(data, file, number, problems)
                if text.strip():
                    yield number, text
    except FileNotFoundError as error:
        raise NotFound(f"{file}: there is no such file.") from error
    except OSError as error:
        raise InvalidInput(f"{file} can not be read ({error.strerror or error}).") from error


def records(file: Path, kind: type[_Record], problems: Problems) -> Iterator[tuple[int, _Record]]:
    """Each line as a record of the kind, with its number; those that are none are noted and left out."""
    for number, line in lines_of(file, problems):
        try:
            yield number, kind.model_validate_json(line)
        except ValidationError as error:
            problems.add(file, number, _said(error))


def _decoded(data: bytes, file: Path, number: int, problems: Problems) -> str:
    try:
        return data.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        problems.add(file, number, f"byte {error.start + 1} is not UTF-8")
        return ""


def _said(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    reason = first["msg"].removeprefix("Value error, ")
    return f"{place}: {reason}" if place else reason
