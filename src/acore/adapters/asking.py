"""What engines share that ask a server: the client, and the key."""

import re
from typing import Final

from pydantic import SecretStr

from acore.errors import EngineError, SettingsError
from acore.interfaces import Engine, EngineSettings, FarSide, Http, HttpClient, StatusRefused

NO_SUCH_PAGE: Final = (404, 405)
"""What servers answer that do not have what was asked for, and work all the same."""
_LONGEST_QUOTE = 200
_KEY = re.compile(r"[!-~]+")


def sendable(key: SecretStr | None) -> SecretStr | None:
    """The key; raises ValueError for one that no header can hold."""
    if key is not None and not _KEY.fullmatch(key.get_secret_value()):
        raise ValueError("should be a key: printable ASCII without spaces")
    return key


class Asking(Engine):
    """Has a client from `open` to `aclose`. Opening connects nothing, so it may open before its server does."""

    _http: HttpClient | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    def _begin(self, http: Http, far: FarSide) -> None:
        """Make the client; raises EngineRefused for an impossible address."""
        self._http = http.client(far)

    @property
    def _client(self) -> HttpClient:
        if self._http is None:
            raise RuntimeError(f"{type(self).__name__} is asked before it is open")
        return self._http


def require_keys(settings: EngineSettings, choice: str, way_out: str) -> None:
    """Raise SettingsError for a table that lacks a key, with the `choice` of `acore use` that asks for it."""
    if missing := settings.missing():
        raise SettingsError(f"{settings.engine} needs {missing}: acore use {choice} asks for it. {way_out}")


def unlike(client: HttpClient, what: str, error: Exception) -> EngineError:
    """The error of an answer that lacks something, or holds another kind of value, as reading it has shown.

    `what` names it with its verb, such as ``its vectors are``.
    """
    lacks = isinstance(error, KeyError) and isinstance(key := error.args[0], str)
    why = f"“{key}” is missing" if lacks else "a value in it is of another kind"
    return client.malformed(f"{what} not of the form ({why})")


def no_json(body: bytes) -> str:
    """The words about something that should be JSON, with its beginning."""
    return f"what it sent is no JSON: “{body[:_LONGEST_QUOTE].decode(errors='replace')}”"


async def ask_for_models(client: HttpClient) -> None:
    """Ask for the list of models, which costs nothing; a server without one is there as well."""
    try:
        await client.get("models")
    except StatusRefused as error:
        if error.status not in NO_SUCH_PAGE:
            raise
