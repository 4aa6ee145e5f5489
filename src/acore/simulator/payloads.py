"""Values of the world as the JSON that Discord's gateway and REST API send."""

from acore.simulator.access import sees
from acore.simulator.model import Channel, ChannelKind, Guild, Payload, SimMessage, Thread, User, iso
from acore.simulator.permissions import Role
from acore.simulator.places import VoiceState

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes that one attachment may have on a guild without boosts."""

LOCALE = "en-US"
_MOST_COUNTED = 50
"""Discord stops to count the members of a thread there."""
_FORUM: Payload = {
    "available_tags": [],
    "default_reaction_emoji": None,
    "default_sort_order": None,
    "default_forum_layout": 0,
    "template": "",
}
_VOICE: Payload = {"bitrate": 64_000, "rtc_region": None, "video_quality_mode": 1, "status": None}
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
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
    "large": False,
}


def member(guild: Guild, user: User, *, nested: bool = False) -> Payload:
    """A member of the guild; `nested` is the form that hangs on a message beside its author."""
    mute, deaf = guild.silenced.get(user.id, (False, False))
    payload: Payload = {
        "nick": guild.nicks.get(user.id),
        "avatar": None,
        "roles": [*guild.member_roles.get(user.id, ())],
        "joined_at": iso(guild.created),
        "premium_since": None,
        "deaf": deaf,
        "mute": mute,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    return payload if nested else payload | {"user": user.payload()}


def channel(value: Channel, position: int = 0) -> Payload:
    """A channel of a guild, a thread, or direct messages with their recipient."""
    about: Payload
    last: Payload = {"id": value.id, "last_message_id": value.last_message_id, "flags": 0}
    if value.group:
        about = {"type": int(ChannelKind.GROUP), "name": value.name, "icon": None, "owner_id": value.group[0].id}
        return last | about | {"recipients": [user.payload() for user in value.group]}
    if value.guild_id is None:
        recipients = [value.recipient.payload()] if value.recipient else []
        return last | {"type": int(ChannelKind.DM), "recipients": recipients}
    about = {"type": int(value.kind), "guild_id": value.guild_id, "name": value.name, "rate_limit_per_user": 0}
    if value.thread is not None:
        return last | about | _thread(value.thread)
    about |= {
        "position": position,
        "permission_overwrites": [
            {"id": whose, "type": int(o.kind == "member"), "allow": str(o.allow), "deny": str(o.deny)}
            for whose, o in value.overwrites.items()
        ],
        "topic": None,
        "nsfw": False,
        "parent_id": None,
    }
    if value.kind == ChannelKind.VOICE:
        about |= _VOICE | {"user_limit": value.user_limit}
    return last | about | (_FORUM if value.kind == ChannelKind.FORUM else {})


def voice_state(where: Guild, state: VoiceState, user: User | None = None) -> Payload:
    """Where somebody is, with the member unless it is part of a guild."""
    about: Payload = {"user_id": state.user_id, "channel_id": state.channel_id, "session_id": state.session_id}
    about |= {"self_mute": state.self_mute, "self_deaf": state.self_deaf, "mute": state.mute, "deaf": state.deaf}
    about |= {"self_video": False, "suppress": state.suppress, "request_to_speak_timestamp": None}
    return about if user is None else about | {"member": member(where, user)}


def _thread(value: Thread) -> Payload:
    return {
        "parent_id": value.parent_id,
        "owner_id": value.owner_id,
        "message_count": value.message_count,
        "total_message_sent": value.total_sent,
        "member_count": min(len(value.members), _MOST_COUNTED),
        "thread_metadata": {
            "archived": value.archived,
            "auto_archive_duration": value.auto_archive_minutes,
            "archive_timestamp": iso(value.archived_at),
            "locked": value.locked,
            "create_timestamp": iso(value.created),
        },
    }


def thread_member(value: Channel, user_id: str) -> Payload | None:
    """A member of the thread; None for who is none."""
    if value.thread is None or user_id not in value.thread.members:
        return None
    joined = iso(value.thread.members[user_id])
    return {"id": value.id, "user_id": user_id, "join_timestamp": joined, "flags": 0}


def thread(value: Channel, user_id: str) -> Payload:
    """The thread as `user_id` sees it: with their membership, if they have one."""
    membership = thread_member(value, user_id)
    return channel(value) | ({"member": membership} if membership else {})


def roles(value: Guild) -> list[Payload]:
    """The guild's roles, @everyone first."""
    return [role(entry) for entry in value.roles.values()]


def role(value: Role) -> Payload:
    """A role without any decoration."""
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    about: Payload = {"id": value.id, "name": value.name, "permissions": str(value.permissions)}
    about |= {"position": value.position, "color": 0, "colors": colors, "icon": None, "unicode_emoji": None}
    return about | {"hoist": False, "managed": False, "mentionable": False, "flags": 0}


def guild(value: Guild) -> Payload:
    """A guild as REST gives it."""
    return _NOTHING_SPECIAL | {"id": value.id, "name": value.name, "owner_id": value.owner_id, "roles": roles(value)}


def guild_create(value: Guild, *, members: list[User]) -> Payload:
    """The guild whole, as GUILD_CREATE brings it; `members` are those that the bot's intents let through."""
    return (
        guild(value)
        | _NOTHING_GOING_ON
        | {
            "joined_at": iso(value.created),
            "member_count": len(value.members),
            "channels": [channel(c, position) for position, c in enumerate(value.channels.values())],
            "threads": [thread(c, value.bot_id) for c in value.active_threads() if sees(value, c, value.bot_id)],
            "members": [member(value, user) for user in members],
            "voice_states": [voice_state(value, state) for state in value.voice.values()],
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
        extra["member"] = member(where, message.author, nested=True)
    extra["mentions"] = [
        user.payload() | ({"member": member(where, user, nested=True)} if user.id in where.members else {})
        for user in message.mentions
    ]
    return payload | extra


def application(bot: User, flags: int, owner: User) -> Payload:
    """The application of `owner`; its id is the bot's own, as it is for most of Discord's applications."""
    return {
        "id": bot.id,
        "name": bot.display_name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "team": None,
        "owner": owner.payload(),
        "bot": bot.payload(),
        "flags": flags,
        "approximate_guild_count": 0,
        "approximate_user_install_count": 0,
    }
