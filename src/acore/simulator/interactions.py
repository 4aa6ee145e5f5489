"""What members asked of the bot, and how far each request is answered."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from acore.interfaces import Clock
from acore.simulator.model import Channel, Payload, SimMessage, User
from acore.simulator.refusals import Refusal, unknown
from acore.simulator.snowflakes import Snowflakes

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
"""Kinds of interactions, by Discord's numbers."""

_TOKEN_LIFE_S = 15 * 60
_MOST = 1000
"""Interactions that are remembered; older ones answer as if they had expired."""


@dataclass(slots=True)
class Interaction:
    """One request of a member; `state` says whether the bot acknowledged it in time."""

    id: str
    kind: int
    user: User
    channel: Channel
    command: str
    opened: float
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    owners: Mapping[str, str] = field(default_factory=dict)
    """Who installed the application, by Discord's number of the way: "0" the guild, "1" the user."""
    private: bool = False
    """Whether only the user may see what answers it."""
    state: Literal["waiting", "acknowledged", "failed"] = "waiting"
    command_type: int = 1
    """What kind of command it is, by Discord's numbers: slash, on a user, on a message."""
    target: SimMessage | User | None = None
    """What a command of a context menu was used on."""
    source: SimMessage | None = None
    """The message whose button was pressed."""
    trigger: "Interaction | None" = None
    """The interaction whose modal was filled in."""
    modal: Payload | None = None
    """The modal that the bot opened, until it is filled in."""
    choices: asyncio.Future[list[Payload]] | None = None
    """Where the choices go that complete what a person types."""
    original: SimMessage | None = None
    """The first answer, or the place that it holds."""

    def metadata(self) -> Payload:
        """What the messages that answer it tell about it."""
        known: Payload = {
            "id": self.id,
            "type": self.kind,
            "user": self.user.payload(),
            "authorizing_integration_owners": dict(self.owners),
        }
        if self.kind == COMMAND:
            known |= {"name": self.command, "command_type": self.command_type}
        if self.trigger is not None:
            known["triggering_interaction_metadata"] = self.trigger.metadata()
        elif self.source is not None:
            known["interacted_message_id"] = self.source.id
        if isinstance(self.target, User):
            known["target_user"] = self.target.payload()
        elif self.target is not None:
            known["target_message_id"] = self.target.id
        return known


class Interactions:
    """The open interactions, each for fifteen minutes, the latest thousand."""

    def __init__(self, clock: Clock, snowflakes: Snowflakes) -> None:
        self._clock = clock
        self._snowflakes = snowflakes
        self._by_id: OrderedDict[str, Interaction] = OrderedDict()
        self._by_token: dict[str, Interaction] = {}

    def open(
        self, kind: int, user: User, channel: Channel, command: str, source: SimMessage | None = None
    ) -> Interaction:
        """A new interaction that waits for its acknowledgement."""
        opened = self._clock.monotonic()
        interaction = Interaction(self._snowflakes.next(), kind, user, channel, command, opened, source=source)
        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction
        if len(self._by_id) > _MOST:
            _, oldest = self._by_id.popitem(last=False)
            del self._by_token[oldest.token]
        return interaction

    def acknowledge(self, interaction_id: str, token: str) -> Interaction:
        """Note that the bot answers; raises Refusal where it is too late, or for the second time."""
        interaction = self.waiting(interaction_id, token)
        interaction.state = "acknowledged"
        return interaction

    def waiting(self, interaction_id: str, token: str) -> Interaction:
        """The interaction if it may still be acknowledged; raises Refusal as `acknowledge` does."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token or interaction.state == "failed":
            raise unknown("Interaction")
        if interaction.state == "acknowledged":
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        return interaction

    def answered(self, token: str) -> Interaction:
        """The acknowledged interaction behind a webhook token; raises Refusal where there is none or it expired."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.state != "acknowledged":
            raise unknown("Webhook")
        if self._clock.monotonic() - interaction.opened > _TOKEN_LIFE_S:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return interaction

    def known(self, interaction_id: str) -> Interaction | None:
        """The interaction, unless it is too long ago to be remembered."""
        return self._by_id.get(interaction_id)

    def fail(self, interaction_id: str) -> Interaction | None:
        """Give the interaction up if it still waits, and return it; None where it was acknowledged."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.state != "waiting":
            return None
        interaction.state = "failed"
        return interaction
