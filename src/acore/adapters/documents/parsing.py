"""Reads a file of a known kind, here and now."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import structlog

from acore.adapters.documents.faults import Unreadable
from acore.adapters.documents.kinds import Kind, other_package
from acore.domain.knowledge import Refusal
from acore.domain.reading import Reading, read

_log = structlog.get_logger(__name__)
_DAMAGED = "it can not be read: it is damaged, or of a form that I do not know. Save it anew, or as text."
_TOO_MUCH = "it takes more memory to read than I give to one file. Cut it into parts."
_OF_BYTES: Mapping[Kind, str] = {
    "pdf": "acore.adapters.documents.pdf:read_pdf",
    "docx": "acore.adapters.documents.docx:read_docx",
    "html": "acore.adapters.documents.html_pages:read_html",
}
_OF_TEXT: Mapping[Kind, str] = {
    "csv": "acore.adapters.documents.csv_rows:read_csv",
    "json": "acore.adapters.documents.json_records:read_json",
    "json lines": "acore.adapters.documents.json_records:read_json_lines",
    "captions": "acore.adapters.documents.captions:read_captions",
}


def parsed(kind: Kind, name: str, data: bytes) -> Reading | Refusal:
    """What the file says, or why it can not be read; a library may raise what it likes for a damaged file."""
    try:
        if kind == "docx" and (other := other_package(data)) is not None:
            return Refusal(name, f"it is {other}")
        if kind in _OF_BYTES:
            return _worded(name, _late(_OF_BYTES[kind])(data))
        text = read(name, data)
        if isinstance(text, Refusal):
            return text
        return _worded(name, _late(_OF_TEXT[kind])(text)) if kind in _OF_TEXT else Reading(text)
    except Unreadable as error:
        return Refusal(name, str(error))
    except MemoryError:
        return Refusal(name, _TOO_MUCH)
    except Exception as error:  # noqa: BLE001  see above
        _log.warning("document_not_understood", kind=kind, reason=type(error).__name__)
        return Refusal(name, _DAMAGED)


def _worded(name: str, reading: Reading) -> Reading | Refusal:
    return reading if reading.text.strip() else Refusal(name, "it holds no words.")


def _late(path: str) -> Callable[..., Any]:
    """Imported when it is first needed: most houses read text alone."""
    module, _, name = path.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
