"""Interactions as the JSON that the gateway sends: who asks, where, and what the ids in it stand for."""

from collections.abc import Mapping
from typing import TypeVar

from acore.errors import InvalidInput
from acore.simulator import payloads
from acore.simulator.interactions import Interaction
from acore.simulator.model import Channel, Guild, Payload, User

T = TypeVar("T")

_USER_OPTION, _CHANNEL_OPTION = 6, 7


def interaction(value: Interaction, bot: User, where: Guild | None, data: Payload) -> Payload:
    """INTERACTION_CREATE: who asks what of the bot, where, and the token that answers."""
    payload: Payload = {
        "id": value.id,
        "application_id": bot.id,
        "type": value.kind,
        "token": value.token,
        "version": 1,
        "data": data,
        "channel_id": value.channel.id,
        "channel": payloads.channel(value.channel) | {"permissions": payloads.PERMISSIONS},
        "app_permissions": payloads.PERMISSIONS,
        "locale": payloads.LOCALE,
        "entitlements": [],
        "attachment_size_limit": payloads.LARGEST_FILE,
        "authorizing_integration_owners": {"0": where.id if where else "0"},
        "context": 0 if where else 1,
    }
    if where is None:
        return payload | {"user": value.user.payload()}
    about_guild = {"id": where.id, "locale": payloads.LOCALE, "features": []}
    permissions = payloads.ALL_PERMISSIONS if value.user.id == payloads.owner(where) else payloads.PERMISSIONS
    person = payloads.member(where, value.user) | {"permissions": permissions}
    return payload | {"guild_id": where.id, "guild": about_guild, "guild_locale": payloads.LOCALE, "member": person}


def parts(components: list[Payload]) -> list[Payload]:
    """All components, those inside rows and containers included."""
    return [part for component in components for part in (component, *parts(component.get("components") or []))]


def resolved(
    options: list[Payload], users: Mapping[str, User], channels: Mapping[str, Channel], where: Guild | None
) -> Payload:
    """The accounts and channels that options name by id; raises InvalidInput for an id that is none."""
    found: Payload = {}
    for option in options:
        for group, entries in resolved(option.get("options") or [], users, channels, where).items():
            found.setdefault(group, {}).update(entries)
        if option["type"] == _USER_OPTION:
            user = _known(users, option)
            found.setdefault("users", {})[user.id] = user.payload()
            if where and user.id in where.members:
                found.setdefault("members", {})[user.id] = payloads.member(where, None)
        elif option["type"] == _CHANNEL_OPTION:
            target = _known(channels, option)
            found.setdefault("channels", {})[target.id] = payloads.channel(target) | {
                "permissions": payloads.PERMISSIONS
            }
    return found


def _known(there: Mapping[str, T], option: Payload) -> T:
    try:
        return there[option["value"]]
    except KeyError as error:
        raise InvalidInput(
            f"option {option['name']!r} names {option['value']!r}, which is no id in this world"
        ) from error
