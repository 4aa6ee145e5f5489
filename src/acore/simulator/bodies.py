"""The forms that a bot sends messages with, checked as Discord checks them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from acore.simulator.mentions import check_allowed_mentions
from acore.simulator.model import Payload
from acore.simulator.refusals import Refusal, invalid_form, missing, too_long
from acore.simulator.shapes import check_object

LONGEST_TEXT = 2000
"""Characters of a message."""
COMPONENTS_V2 = 1 << 15
"""Message flag: the components are the whole message."""

_LONGEST_NONCE = 25
_MOST_EMBEDS = 10
_MOST_FIELDS = 25
_LARGEST_EMBEDS = 6000
"""Characters of all embeds of a message together."""
_MOST_ROWS = 5
_MOST_COMPONENTS_V2 = 40
_LIMITS: Mapping[tuple[str, ...], int] = {
    ("title",): 256,
    ("description",): 4096,
    ("footer", "text"): 2048,
    ("author", "name"): 256,
}
_FIELD_LIMITS = {"name": 256, "value": 1024}
# https://discord.com/developers/docs/resources/message#embed-object-embed-limits


def check_body(body: Any) -> Payload:  # noqa: ANN401  anything may stand in a request
    """The body with its text trimmed and its embeds completed; raises Refusal for what Discord does not take."""
    check_object(body)
    checked = dict(body)
    if "content" in checked:
        checked["content"] = _content(checked["content"] or "")
    if checked.get("embeds") is not None:
        checked["embeds"] = [_embed(embed, str(index)) for index, embed in enumerate(checked["embeds"])]
        _check_embeds(checked["embeds"])
    if checked.get("components") is not None:
        flags = checked.get("flags") or 0
        most = _MOST_COMPONENTS_V2 if flags & COMPONENTS_V2 else _MOST_ROWS
        if len(checked["components"]) > most:
            raise too_long(("components",), most)
    if checked.get("allowed_mentions") is not None:
        check_allowed_mentions(checked["allowed_mentions"])
    if checked.get("nonce") is not None and len(str(checked["nonce"])) > _LONGEST_NONCE:
        raise too_long(("nonce",), _LONGEST_NONCE)
    return checked


def _content(content: str) -> str:
    if len(trimmed := content.strip()) > LONGEST_TEXT:
        raise too_long(("content",), LONGEST_TEXT)
    return trimmed


def _embed(embed: Payload, index: str) -> Payload:
    path = ("embeds", index)
    for keys, most in _LIMITS.items():
        if len(_text(embed, keys)) > most:
            raise too_long((*path, *keys), most)
    fields = embed.get("fields") or []
    if len(fields) > _MOST_FIELDS:
        raise too_long((*path, "fields"), _MOST_FIELDS)
    for number, field in enumerate(fields):
        _check_field(field, (*path, "fields", str(number)))
    return completed(embed)


def completed(embed: Payload) -> Payload:
    """The embed as Discord keeps it: of the kind that bots send, unless it names another."""
    return {"type": "rich"} | embed


def _check_field(field: Payload, path: Sequence[str]) -> None:
    for key, most in _FIELD_LIMITS.items():
        if not field.get(key):
            raise missing((*path, key))
        if len(str(field[key])) > most:
            raise too_long((*path, key), most)


def _check_embeds(embeds: Sequence[Payload]) -> None:
    if len(embeds) > _MOST_EMBEDS:
        raise too_long(("embeds",), _MOST_EMBEDS)
    if sum(len(text) for embed in embeds for text in _texts(embed)) > _LARGEST_EMBEDS:
        raise invalid_form(
            ("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {_LARGEST_EMBEDS}"
        )


def _texts(embed: Payload) -> Iterator[str]:
    yield from (_text(embed, keys) for keys in _LIMITS)
    for field in embed.get("fields") or []:
        yield from (str(field[key]) for key in _FIELD_LIMITS)


def _text(embed: Payload, keys: Sequence[str]) -> str:
    value: Any = embed
    for key in keys:
        value = (value or {}).get(key)
    return str(value or "")


def reference_of(body: Payload) -> tuple[str, bool] | None:
    """The message that the body replies to, and whether it must exist; None where it is no reply."""
    reference = body.get("message_reference")
    if not reference:
        return None
    if "message_id" not in reference:
        raise missing(("message_reference", "message_id"))
    return str(reference["message_id"]), bool(reference.get("fail_if_not_exists", True))


def unknown_reference() -> Refusal:
    """400: the message that was to be replied to is not there."""
    return invalid_form(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
