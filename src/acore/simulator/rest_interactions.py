"""REST routes that answer interactions: the callback, and the messages that follow it."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from acore.simulator.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from acore.simulator.modals import check_modal
from acore.simulator.model import EPHEMERAL, Payload, SimMessage, WorldEvent
from acore.simulator.posting import Upload
from acore.simulator.refusals import Refusal, invalid_form, missing, too_long, unknown
from acore.simulator.rest import Rest, read, route
from acore.simulator.shapes import check_object

_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
_FITTING: Mapping[int, tuple[int, ...]] = {
    COMMAND: (_MESSAGE, _DEFER, _MODAL),
    COMPONENT: (_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _MODAL),
    AUTOCOMPLETE: (_CHOICES,),
    MODAL_SUBMIT: (_MESSAGE, _DEFER),
}
"""Kind of interaction, then the kinds of callbacks that it takes."""
_MOST_CHOICES = 25
_LONGEST_CHOICE = 100


class InteractionRoutes:
    """Callbacks, followups, and the original answer; the token in the path is the permission."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def table(self) -> list[web.RouteDef]:
        """Every route with its path."""
        message = "/webhooks/{application}/{token}/messages/{message}"
        return [
            route("POST", "/interactions/{interaction}/{token}/callback", self.callback),
            route("POST", "/webhooks/{application}/{token}", self.follow_up),
            route("GET", message, self.show),
            route("PATCH", message, self.edit),
            route("DELETE", message, self.delete),
        ]

    async def callback(self, request: web.Request) -> Payload | None:
        """The first answer, within the deadline; with ``?with_response`` the resource that it made comes back."""
        body, uploads = await read(request)
        interactions = self._rest.world.interactions
        interaction = interactions.waiting(request.match_info["interaction"], request.match_info["token"])
        kind, data = _checked(interaction, body)
        message = self._answer(interaction, kind, data, uploads)
        interactions.acknowledge(interaction.id, interaction.token)
        if request.query.get("with_response", "0").lower() not in ("1", "true"):
            return None
        return self._result(interaction, kind, message)

    async def follow_up(self, request: web.Request) -> Payload:
        """A further message; after a deferral the first one is the answer itself."""
        interaction = self._interaction(request)
        body, uploads = await read(request)
        return self._rest.world.payload(self._rest.posting.fill(interaction, body, uploads))

    async def show(self, request: web.Request) -> Payload:
        """A message that answered the interaction."""
        return self._rest.world.payload(self._message(request, self._interaction(request)))

    async def edit(self, request: web.Request) -> Payload:
        """Change such a message; a deferred answer is filled by it."""
        interaction = self._interaction(request)
        body, uploads = await read(request)
        return self._rest.world.payload(self._rest.posting.edit(self._message(request, interaction), body, uploads))

    async def delete(self, request: web.Request) -> None:
        """Delete such a message."""
        self._rest.posting.delete(self._message(request, self._interaction(request)))

    def _answer(
        self, interaction: Interaction, kind: int, data: Payload, uploads: tuple[Upload, ...]
    ) -> SimMessage | None:
        """Do what the callback says; returns the message that it made or changed."""
        posting = self._rest.posting
        try:
            if kind == _MESSAGE:
                interaction.original = posting.post(interaction.channel, data, uploads, interaction)
            elif kind == _MODAL:
                self._open(interaction, data)
            elif kind == _CHOICES:
                _choose(interaction, data)
            elif kind == _DEFER:
                ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
                interaction.original = posting.hold(interaction, ephemeral=ephemeral)
            else:
                interaction.original = interaction.source
                if kind == _UPDATE and interaction.source is not None:
                    posting.edit(interaction.source, data, uploads)
        except Refusal as refusal:
            raise refusal.below("data") from refusal
        return interaction.original if kind in (_MESSAGE, _DEFER, _UPDATE) else None

    def _open(self, interaction: Interaction, modal: Payload) -> None:
        """Show the modal to whoever asked."""
        check_modal(modal)
        interaction.modal = modal
        self._rest.world.tell(
            WorldEvent(
                "modal",
                interaction.channel.id,
                user=interaction.user,
                modal=modal,
                interaction_id=interaction.id,
            )
        )

    def _result(self, interaction: Interaction, kind: int, message: SimMessage | None) -> Payload:
        about: Payload = {"id": interaction.id, "type": interaction.kind}
        if message is None:
            return {"interaction": about}
        about["response_message_id"] = message.id
        about["response_message_loading"] = message.thinking
        about["response_message_ephemeral"] = message.ephemeral_to is not None
        return {"interaction": about, "resource": {"type": kind, "message": self._rest.world.payload(message)}}

    def _interaction(self, request: web.Request) -> Interaction:
        if request.match_info["application"] != self._rest.world.bot.id:
            raise unknown("Webhook")
        return self._rest.world.interactions.answered(request.match_info["token"])

    def _message(self, request: web.Request, interaction: Interaction) -> SimMessage:
        """The message if it is this interaction's answer, deferred or following."""
        wanted = request.match_info["message"]
        original = interaction.original
        message_id = original.id if wanted == "@original" and original else wanted
        message = self._rest.world.find(interaction.channel.id, message_id)
        ours = message is not None and (message is original or message.interaction_id == interaction.id)
        if message is None or not ours:
            raise unknown("Message")
        return message


def _checked(interaction: Interaction, body: Any) -> tuple[int, Payload]:  # noqa: ANN401  anything may stand in a request
    check_object(body)
    kind = body.get("type")
    fitting = _FITTING[interaction.kind]
    if interaction.kind == MODAL_SUBMIT and interaction.source is not None:
        fitting += (_DEFER_UPDATE, _UPDATE)
    if kind not in fitting:
        raise invalid_form(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {fitting}.")
    data = body.get("data") or {}
    check_object(data, ("data",))
    return kind, data


def _choose(interaction: Interaction, data: Payload) -> None:
    """Hand the choices to whoever types, unless they went on."""
    choices = data.get("choices") or []
    if not isinstance(choices, list):
        raise invalid_form(("choices",), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    if len(choices) > _MOST_CHOICES:
        raise too_long(("choices",), _MOST_CHOICES)
    for index, choice in enumerate(choices):
        place = ("choices", str(index))
        if not isinstance(choice, dict) or not choice.get("name"):
            raise missing((*place, "name"))
        if "value" not in choice:
            raise missing((*place, "value"))
        for field in ("name", "value"):
            if len(str(choice[field])) > _LONGEST_CHOICE:
                raise too_long((*place, field), _LONGEST_CHOICE)
    if interaction.choices is not None and not interaction.choices.done():
        interaction.choices.set_result(choices)
