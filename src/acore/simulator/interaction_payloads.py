"""Interactions as the JSON that the gateway sends: who asks, where, and what the ids in it stand for."""

from collections.abc import Mapping
from typing import TypeVar

from acore.errors import InvalidInput
from acore.simulator import payloads
from acore.simulator.access import in_channel
from acore.simulator.commands import context_of
from acore.simulator.interactions import Interaction
from acore.simulator.model import Channel, Guild, Payload, User
from acore.simulator.permissions import Permission

T = TypeVar("T")

_USER_OPTION, _CHANNEL_OPTION, _ROLE_OPTION, _MENTIONABLE_OPTION = 6, 7, 8, 9
_IN_DM = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE | Permission.USE_EXTERNAL_EMOJIS


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
        "channel": place(value.channel, where, value.user),
        "app_permissions": _permissions_of_app(value, where, bot),
        "locale": payloads.LOCALE,
        "entitlements": [],
        "attachment_size_limit": payloads.LARGEST_FILE,
        "authorizing_integration_owners": dict(value.owners),
        "context": context_of(value.channel),
    }
    if where is None:
        return payload | {"user": value.user.payload()}
    about_guild = {"id": where.id, "locale": payloads.LOCALE, "features": []}
    person = payloads.member(where, value.user) | {"permissions": _permissions(value.channel, where, value.user)}
    return payload | {"guild_id": where.id, "guild": about_guild, "guild_locale": payloads.LOCALE, "member": person}


def place(channel: Channel, where: Guild | None, user: User) -> Payload:
    """The channel with what the user may do in it."""
    return payloads.channel(channel) | {"permissions": _permissions(channel, where, user)}


def _permissions(channel: Channel, where: Guild | None, user: User) -> str:
    return str(int(_IN_DM if where is None else in_channel(where, channel, user.id)))


def _permissions_of_app(value: Interaction, where: Guild | None, bot: User) -> str:
    """What the bot may do there; where it is no member, the little that its answers need."""
    if where is None or bot.id in where.members:
        return _permissions(value.channel, where, bot)
    return str(int(_IN_DM & in_channel(where, value.channel, value.user.id)))


def parts(components: list[Payload]) -> list[Payload]:
    """All components, those inside rows and containers included."""
    return [part for component in components for part in (component, *parts(component.get("components") or []))]


def resolved(
    options: list[Payload], asker: User, users: Mapping[str, User], channels: Mapping[str, Channel], where: Guild | None
) -> Payload:
    """The accounts, roles and channels that options name by id; raises InvalidInput for an id that is none."""
    found: Payload = {}
    for option in options:
        for group, entries in resolved(option.get("options") or [], asker, users, channels, where).items():
            found.setdefault(group, {}).update(entries)
        kind = option["type"]
        if kind == _MENTIONABLE_OPTION:
            kind = _USER_OPTION if option["value"] in users else _ROLE_OPTION
        if kind == _USER_OPTION:
            user = _known(users, option)
            found.setdefault("users", {})[user.id] = user.payload()
            if where and user.id in where.members:
                found.setdefault("members", {})[user.id] = payloads.member(where, user, nested=True)
        elif kind == _CHANNEL_OPTION:
            target = _known(channels, option)
            found.setdefault("channels", {})[target.id] = place(target, where if target.guild_id else None, asker)
        elif kind == _ROLE_OPTION:
            role = _known(where.roles if where else {}, option)
            found.setdefault("roles", {})[role.id] = payloads.role(role)
    return found


def _known(there: Mapping[str, T], option: Payload) -> T:
    try:
        return there[option["value"]]
    except KeyError as error:
        raise InvalidInput(
            f"option {option['name']!r} names {option['value']!r}, which is no id in this world"
        ) from error
