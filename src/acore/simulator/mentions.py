"""Whom a message mentions: what its text names, as far as its author allows."""

import re
from collections.abc import Callable

from acore.simulator.model import Payload, User
from acore.simulator.refusals import invalid_form

_USER = re.compile(r"<@!?(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_ALL: Payload = {"parse": ["users", "roles", "everyone"], "replied_user": True}
"""What holds where a message says nothing: https://discord.com/developers/docs/resources/message#allowed-mentions-object."""
_KINDS = tuple(_ALL["parse"])


def check_allowed_mentions(given: Payload) -> None:
    """Raise Discord's refusal where the object contradicts itself or names what there is not."""
    path = ("allowed_mentions",)
    parse = given.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in _KINDS:
            raise invalid_form(
                (*path, "parse", str(index)),
                "BASE_TYPE_CHOICES",
                "Value must be one of ('everyone', 'users', 'roles').",
            )
    if "users" in parse and given.get("users"):
        raise invalid_form(
            path,
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            'parse:["users"] and users: [ids...] are mutually exclusive.',
        )


def mentioned(
    content: str, allowed: Payload | None, find: Callable[[str], User | None], replied_to: User | None
) -> tuple[User, ...]:
    """The users that the message notifies, in the order of the text; the author replied to comes last."""
    rules = _ALL if allowed is None else allowed
    everyone_named = "users" in (rules.get("parse") or [])
    named = {str(user) for user in rules.get("users") or []}
    ids = [found for found in _USER.findall(content) if everyone_named or found in named]
    if replied_to is not None and rules.get("replied_user"):
        ids.append(replied_to.id)
    return tuple(user for user in map(find, dict.fromkeys(ids)) if user is not None)


def mentions_everyone(content: str, allowed: Payload | None) -> bool:
    """Whether @everyone or @here stands in the text and is allowed to ring."""
    rules = _ALL if allowed is None else allowed
    return "everyone" in (rules.get("parse") or []) and _EVERYONE.search(content) is not None
