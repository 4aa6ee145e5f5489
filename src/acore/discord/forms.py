"""The form that asks what a member wants to know about a message; it says itself which message, so it outlives us."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import discord

from acore.discord.targets import NOT_TAKEN
from acore.discord.turns import Recording
from acore.domain.knowledge import Passage
from acore.errors import NotFound

_ID = re.compile(r"acore:about:[0-9]{1,20}:[0-9]{1,20}")
_FIELD = "question"
_LONGEST_QUESTION = 1000
_OPEN = 200
"""Forms whose message is known; that of an older one is fetched, where the bot may read it."""


class About(NamedTuple):
    """A message as something to ask about: its words, and what gives those of its recordings, where it has any."""

    passage: Passage
    recording: Recording | None


class Forms:
    """Opens forms, and finds the message that one is about, as `read` gives it."""

    def __init__(self, read: Callable[[discord.Message], About]) -> None:
        self._read = read
        self._open: OrderedDict[str, About] = OrderedDict()

    def about(self, message: discord.Message, *, title: str, label: str) -> discord.ui.Modal:
        """A form about the message; raises what reading it does."""
        custom_id = f"acore:about:{message.channel.id}:{message.id}"
        self._open[custom_id] = self._read(message)
        self._open.move_to_end(custom_id)
        if len(self._open) > _OPEN:
            self._open.popitem(last=False)
        form = discord.ui.Modal(title=title, custom_id=custom_id)
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            label=label, custom_id=_FIELD, style=discord.TextStyle.paragraph, max_length=_LONGEST_QUESTION
        )
        form.add_item(field)
        form.stop()  # else the library keeps each form, and answers it as well
        return form

    def knows(self, custom_id: str) -> bool:
        """Whether the message is known, so that nothing has to be waited for."""
        return custom_id in self._open

    async def message_of(self, interaction: discord.Interaction[Any], custom_id: str) -> About:
        """The message that the form is about; raises NotFound, with the words that were typed, where it is gone."""
        if (known := self._open.get(custom_id)) is not None:
            return known
        channel, message = (int(number) for number in custom_id.split(":")[-2:])
        try:
            return self._read(await interaction.client.get_partial_messageable(channel).fetch_message(message))
        except NOT_TAKEN as error:
            asked = typed_in(interaction.data or {}).replace("\n", "\n> ")
            raise NotFound("I can not see that message any more. You asked:\n> {asked}", asked=asked) from error


def is_form(custom_id: str) -> bool:
    """Whether a form with this id is one of these."""
    return _ID.fullmatch(custom_id) is not None


def typed_in(data: Mapping[str, Any]) -> str:
    """What was typed into the form."""
    return next((str(field["value"]) for field in _fields(data) if field.get("custom_id") == _FIELD), "")


def _fields(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The fields of a form as Discord sends it: in rows, or below labels."""
    for inner in (*part.get("components", ()), *([part["component"]] if "component" in part else ())):
        yield inner
        yield from _fields(inner)
