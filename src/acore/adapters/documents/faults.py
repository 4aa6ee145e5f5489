"""Why a file is not read, and how much of one is."""

LONGEST_TEXT = 10_000_000
"""Characters that a file may come to: what is packed may be larger than it looks."""


class Unreadable(Exception):
    """The file can not be read; the message says why, for people, as in "it is ..."."""


def bounded(length: int) -> None:
    """Raise Unreadable where a text of so many characters is too long."""
    if length > LONGEST_TEXT:
        raise Unreadable(
            f"it comes to more than {LONGEST_TEXT // 1_000_000} million characters of text. Cut it into parts."
        )
