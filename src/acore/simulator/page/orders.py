"""What the page asks for, as JSON that is read with its limits and checked."""

from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from starlette.requests import Request

from acore.errors import InvalidInput
from acore.simulator.page.seat import LARGEST_FILE
from acore.simulator.page.uploads import read_body

LARGEST_ORDER = 256_000
"""Bytes of an order without files."""
LARGEST_WITH_FILES = LARGEST_FILE * 4 // 3 + LARGEST_ORDER
"""Bytes of an order whose files, written in base64, are as large as they may be."""

_TOO_MUCH = "That is more than any message may hold."


class Order(BaseModel):
    """An order of the page; what is unknown in it is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Say(Order):
    """Write a message."""

    text: str
    reply_to: str | None = None


class Edit(Order):
    """Change a message."""

    text: str


class Given(Order):
    """A file for an option of a command."""

    name: str
    data: Base64Bytes


class Run(Order):
    """Run a slash command."""

    command: str
    options: dict[str, str | int | float | bool | Given] = Field({}, max_length=25)


class Press(Order):
    """Press a button of a message."""

    button: str = Field(max_length=100)


class OpenSource(Order):
    """Show a source of an answer where it stands."""

    passage: UUID = Field(strict=False)
    mark: str = Field("", max_length=64)
    """Of what it said when the answer was written; empty where that is not known."""


class UseApp(Order):
    """Run a command of a message's menu."""

    command: str = Field(max_length=100)


class Submit(Order):
    """Send the form that the bot opened, filled in."""

    fields: dict[str, Annotated[str, Field(max_length=4000)]] = Field(max_length=5)


class UseModel(Order):
    """Use another model, with the key that it needs."""

    choice: str = Field(max_length=300)
    key: SecretStr | None = None


class Call(Order):
    """Open the microphone: the first message of a call by voice."""

    kind: Literal["open"]
    token: SecretStr
    channel: str = Field(max_length=40)
    rate: int = Field(ge=8000, le=96_000)
    """Samples a second of the sound that follows."""


CallWord = Literal["begin", "end", "listen", "deaf", "stop"]


class Word(Order):
    """What the page says between its sound."""

    kind: CallWord


OrderT = TypeVar("OrderT", bound=Order)


async def read_order(request: Request, kind: type[OrderT], most: int = LARGEST_ORDER) -> OrderT:
    """The order in the request's body; raises InvalidInput where it is none, HTTPException 413 over `most` bytes."""
    try:
        return kind.model_validate_json(await read_body(request, most, _TOO_MUCH))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the body"
        raise InvalidInput(f"The request can not be read: {place}: {first['msg']}.") from error
