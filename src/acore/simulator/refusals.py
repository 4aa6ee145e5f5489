"""The refusals of Discord's REST API, as its own JSON."""

from collections.abc import Iterable
from typing import Literal

from acore.errors import AcoreError
from acore.simulator.model import Payload

Unknown = Literal[
    "Application", "Channel", "Guild", "Message", "User", "Webhook", "Interaction", "Member", "application command"
]
_UNKNOWN: dict[Unknown, int] = {
    "Application": 10002,
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Webhook": 10015,
    "Interaction": 10062,
    "application command": 10063,
}


class Refusal(AcoreError):
    """A request that Discord answers with an error: HTTP status, Discord's code and words."""

    def __init__(self, status: int, code: int, message: str, errors: Payload | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.errors = errors

    def body(self) -> Payload:
        """Discord's error object."""
        body: Payload = {"message": str(self), "code": self.code}
        return body | {"errors": self.errors} if self.errors else body

    def below(self, *path: str) -> "Refusal":
        """The same refusal for a form that stands inside a larger one."""
        errors = self.errors
        for key in reversed(path):
            errors = {key: errors} if errors else None
        return Refusal(self.status, self.code, str(self), errors)


def unknown(what: Unknown) -> Refusal:
    """404: there is no such thing, or not for the bot."""
    return Refusal(404, _UNKNOWN[what], f"Unknown {what}")


def invalid_form(path: Iterable[str], code: str, message: str) -> Refusal:
    """400: one field of the form is wrong; `path` leads to it."""
    return Refusal(400, 50035, "Invalid Form Body", {"_errors": [{"code": code, "message": message}]}).below(*path)


def too_long(path: Iterable[str], most: int) -> Refusal:
    """400: a text or a list is longer than Discord takes."""
    return invalid_form(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def missing(path: Iterable[str]) -> Refusal:
    """400: a field that must be there is not."""
    return invalid_form(path, "BASE_TYPE_REQUIRED", "This field is required")


def empty_message() -> Refusal:
    """400: a message with nothing in it."""
    return Refusal(400, 50006, "Cannot send an empty message")


def archived_thread() -> Refusal:
    """400: the thread must be reopened first."""
    return Refusal(400, 50083, "Thread is archived")
