"""Everything acore raises on purpose.

AcoreError
├── SettingsError           a file, a variable or a value that can not be used; exit code 2
├── ToldToPeople            a sentence with places, which can be said in another language
│   ├── InvalidInput        what a person gave can not be used; the message says what can
│   └── NotFound            what was asked for by name does not exist
├── DataDirInUse            another acore owns the data directory
├── BudgetSpent             a day's budget does not allow it; `kind` says whose, `why` until when
└── EngineError             an engine could not do what its contract promises
    ├── EngineUnavailable   passing: retry, or fall back to another engine
    │   ├── EngineTimeout   no answer within the deadline
    │   ├── RateLimited     carries retry_after
    │   └── CircuitOpen     not asked, because it failed too often just now
    └── EngineRefused       permanent: asking again will not help

The class is the decision: nobody reads a message to learn what to do next.
Every message names the cause, the place and the way out.
"""

from typing import Literal

Shortage = Literal["spent", "large", "busy"]
"""Why a day's budget allows no answer: it is spent, or nearly; what is left is too little for an answer so large; or it
would do, and is set aside for answers that are being written."""


class AcoreError(Exception):
    """The root: catch it to catch everything acore raises on purpose."""


class SettingsError(AcoreError):
    """A settings file, a variable or a value can not be used."""


class ToldToPeople(AcoreError):
    """Words for whoever asked, which a front end may say in another language.

    `text` is the sentence as the code has it; `values` stand in the places that it names in braces. Numbers
    are written with their thousands apart.
    """

    def __init__(self, text: str, **values: str | int) -> None:
        written = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        super().__init__(text.format(**written) if values else text)
        self.text = text
        self.values = values


class InvalidInput(ToldToPeople):
    """What a person gave can not be used; the message says what can."""


class DataDirInUse(AcoreError):
    """Another acore owns the data directory; `pid` is its process, where it is known."""

    def __init__(self, message: str, *, pid: int | None = None) -> None:
        super().__init__(message)
        self.pid = pid


class NotFound(ToldToPeople):
    """What was asked for by name does not exist."""


class BudgetSpent(AcoreError):
    """A day's budget does not allow an answer.

    `kind` is whose budget it is: ``server`` or ``member``; `why` says whether to come back tomorrow.
    """

    def __init__(self, message: str, *, kind: str, why: Shortage = "spent") -> None:
        super().__init__(message)
        self.kind = kind
        self.why = why


class EngineError(AcoreError):
    """An engine could not do what its contract promises; `engine` is its name.

    `why` is the cause in words of acore's own, for logs: the message may repeat what a server said, and that what
    members did. `status` is the HTTP status where that was the answer.
    """

    def __init__(self, message: str, *, engine: str, status: int | None = None, why: str = "") -> None:
        super().__init__(message)
        self.engine = engine
        self.status = status
        self.why = why
        self.thought = 0
        """Bytes of what was thought, or held back, where no word was said: it is paid for all the same."""
        self.call: object = None
        """How the answer was to be had, as policies tell it: see `domain.chat.failed_call`."""


class EngineUnavailable(EngineError):
    """It does not work now, and may work when asked again."""


class EngineTimeout(EngineUnavailable):
    """No answer came within the deadline."""


class RateLimited(EngineUnavailable):
    """Too many requests; `retry_after` is the wait in seconds, where it is known."""

    def __init__(
        self, message: str, *, engine: str, retry_after: float | None = None, status: int | None = None, why: str = ""
    ) -> None:
        super().__init__(message, engine=engine, status=status, why=why)
        self.retry_after = retry_after


class CircuitOpen(EngineUnavailable):
    """The engine was not asked, because it failed too often just now."""


class EngineRefused(EngineError):
    """Asking again will not help: a wrong key, an unknown model, a request that can not be served."""
