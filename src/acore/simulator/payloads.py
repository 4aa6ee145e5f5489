"""Values of the world as the JSON that Discord's gateway and REST API send."""

from acore.simulator.model import Channel, Guild, Payload, SimMessage, User, iso

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes that one attachment may have on a guild without boosts."""

LOCALE = "en-US"
_TEXT, _DM = 0, 1
PERMISSIONS = str(
    sum(1 << bit for bit in (6, 10, 11, 14, 15, 16, 17, 18, 20, 21, 25, 26, 31, 38))
    # reactions, view, send, embeds, files, history, everyone, emoji, voice, nickname, commands, threads
)
ALL_PERMISSIONS = str((1 << 51) - 1)
_NOTHING_SPECIAL: Payload = {
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "description": None,
    "features": [],
    "emojis": [],
    "stickers": [],
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw_level": 0,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "premium_progress_bar_enabled": False,
    "preferred_locale": LOCALE,
    "afk_channel_id": None,
    "afk_timeout": 300,
    "application_id": None,
    "rules_channel_id": None,
    "public_updates_channel_id": None,
    "safety_alerts_channel_id": None,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "vanity_url_code": None,
}
_NOTHING_GOING_ON: Payload = {
    "voice_states": [],
    "threads": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
    "large": False,
}


def member(guild: Guild, user: User | None) -> Payload:
    """A member of the guild; without a user it is the form that hangs on a message."""
    payload: Payload = {
        "nick": None,
        "avatar": None,
        "roles": [],
        "joined_at": iso(guild.created),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return payload | {"user": user.payload()} if user else payload


def channel(value: Channel, position: int = 0) -> Payload:
    """A text channel, or direct messages with their recipient."""
    if value.guild_id is None:
        recipients = [value.recipient.payload()] if value.recipient else []
        return {"id": value.id, "type": _DM, "last_message_id": None, "flags": 0, "recipients": recipients}
    return {
        "id": value.id,
        "type": _TEXT,
        "guild_id": value.guild_id,
        "name": value.name,
        "position": position,
        "permission_overwrites": [],
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "parent_id": None,
        "flags": 0,
    }


def roles(value: Guild) -> list[Payload]:
    """The guild's roles: @everyone alone."""
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    everyone: Payload = {"id": value.id, "name": "@everyone", "permissions": PERMISSIONS, "position": 0, "color": 0}
    switches = {"hoist": False, "managed": False, "mentionable": False, "flags": 0}
    return [everyone | {"colors": colors, "icon": None, "unicode_emoji": None} | switches]


def guild(value: Guild) -> Payload:
    """A guild as REST gives it."""
    return _NOTHING_SPECIAL | {"id": value.id, "name": value.name, "owner_id": owner(value), "roles": roles(value)}


def owner(value: Guild) -> str:
    """The first person on the guild, who may do everything there."""
    return next((user.id for user in value.members.values() if not user.bot), value.id)


def guild_create(value: Guild, *, members: list[User]) -> Payload:
    """The guild whole, as GUILD_CREATE brings it; `members` are those that the bot's intents let through."""
    return (
        guild(value)
        | _NOTHING_GOING_ON
        | {
            "joined_at": iso(value.created),
            "member_count": len(value.members),
            "channels": [channel(c, position) for position, c in enumerate(value.channels.values())],
            "members": [member(value, user) for user in members],
        }
    )


def on_gateway(payload: Payload, message: SimMessage, where: Guild | None) -> Payload:
    """A message with what only the gateway adds: its guild, and the members behind author and mentions.

    Those who left, and webhooks, are no members.
    """
    if where is None:
        return payload
    extra: Payload = {"guild_id": where.id}
    if message.author.id in where.members:
        extra["member"] = member(where, None)
    extra["mentions"] = [
        user.payload() | ({"member": member(where, None)} if user.id in where.members else {})
        for user in message.mentions
    ]
    return payload | extra


def application(bot: User, flags: int) -> Payload:
    """The bot's application; its id is the bot's own, as it is for most of Discord's applications."""
    return {
        "id": bot.id,
        "name": bot.display_name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "team": None,
        "owner": bot.payload(),
        "bot": bot.payload(),
        "flags": flags,
        "approximate_guild_count": 0,
        "approximate_user_install_count": 0,
    }
