"""What the engine of the index says of a fault, in few kinds."""

from collections.abc import Mapping
from pathlib import Path

_LONGEST_MESSAGE = 500

_SIGNS: Mapping[str, tuple[str, ...]] = {
    "in use": ("wouldblock", "resource temporarily unavailable"),
    "full": ("no space left", "storagefull", "quota exceeded"),
    "rights": ("permission denied", "permissiondenied", "read-only file system", "not permitted"),
}
"""What the engine and the system say of a fault that is none of the index itself."""


def translated(error: BaseException, folder: Path) -> Mapping[str, str]:
    """The engine's errors are bare exceptions: their text decides whether asking again may help."""
    told = str(error) or type(error).__name__
    said = told.replace(str(folder), "").lower()  # a folder may be named like a fault
    for kind, signs in _SIGNS.items():
        if any(sign in said for sign in signs):
            return {"error": kind, "message": told[:_LONGEST_MESSAGE]}
    return {"error": "broken", "message": told[:_LONGEST_MESSAGE]}
