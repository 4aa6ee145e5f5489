"""What the bot has to say in the text chat of a voice channel: what it does with sound, and what does not work."""

from typing import TYPE_CHECKING, Any

import discord
import structlog

from acore.discord.consent_words import asked, consent_view, greeted
from acore.discord.errors import words_for
from acore.discord.targets import NOBODY, NOT_TAKEN
from acore.discord.translations import in_locale
from acore.domain.calls import CallPlace, Participant
from acore.domain.consent import Terms

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_log = structlog.get_logger(__name__)
DEAF = (
    "🙉 I can not understand what is said here just now: {why}\n"
    "Until I can, send me a voice message in this chat: I listen to it and answer."
)
HEARS_AGAIN = "👂 I understand you again."
FAILED = "🛑 I can not go on in this voice channel. {words}"
_LONGEST_WHY = 500

VoiceRoom = discord.VoiceChannel | discord.StageChannel


class CallNotices:
    """Shows notices in the language of the server; where the bot may not write there, the log says so."""

    def __init__(self) -> None:
        self._bot: Bot | None = None

    def serve(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot

    async def announce(self, place: CallPlace, terms: Terms) -> None:
        """Ask everybody."""
        if (room := self.room(place)) is not None:
            locale = room.guild.preferred_locale
            await _send(room, asked(terms, locale), view=consent_view(terms.version, locale))

    async def greet(self, place: CallPlace, who: Participant, terms: Terms) -> None:
        """Ask one, who is called by it."""
        if (room := self.room(place)) is not None:
            locale, member = room.guild.preferred_locale, discord.Object(int(who.user))
            called = discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=[member])
            text, view = greeted(f"<@{who.user}>", terms, locale), consent_view(terms.version, locale)
            await _send(room, text, view=view, allowed_mentions=called)

    async def deaf(self, place: CallPlace, why: str) -> None:
        """Say why nothing is understood, and what works."""
        if (room := self.room(place)) is not None:
            locale = room.guild.preferred_locale
            await _send(room, in_locale(locale, DEAF, why=in_locale(locale, why)[:_LONGEST_WHY]))

    async def hears_again(self, place: CallPlace) -> None:
        """Say so."""
        await self._tell(place, HEARS_AGAIN)

    async def muted(self, place: CallPlace, why: str) -> None:
        """Say why nobody hears the bot."""
        await self._tell(place, why)

    async def failed(self, place: CallPlace, error: Exception) -> None:
        """Say why the call ends."""
        await self._tell(place, FAILED, words=words_for(error, event_name="call"))

    async def ended(self, place: CallPlace, why: str) -> None:
        """Say why it is gone."""
        await self._tell(place, why)

    def room(self, place: CallPlace) -> VoiceRoom | None:
        """The voice channel; None where it is gone."""
        room = self._bot.get_channel(int(place.channel)) if self._bot is not None else None
        return room if isinstance(room, VoiceRoom) else None

    async def _tell(self, place: CallPlace, text: str, **values: object) -> None:
        if (room := self.room(place)) is not None:
            await _send(room, in_locale(room.guild.preferred_locale, text, **values))


async def _send(room: VoiceRoom, text: str, **about: Any) -> None:  # noqa: ANN401  what the library takes
    try:
        await room.send(text, **({"allowed_mentions": NOBODY} | about))
    except NOT_TAKEN as error:
        _log.warning("call_notice_not_shown", channel=room.id, reason=repr(error))
