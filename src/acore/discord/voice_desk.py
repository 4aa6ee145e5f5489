"""What the commands of voice channels do, whatever they are called."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import discord
import structlog

from acore.discord import voice_words as words
from acore.discord.consent_words import Answer, asked, consent_view
from acore.discord.replies import tell_privately
from acore.discord.targets import NOBODY
from acore.discord.translations import in_language_of
from acore.discord.voice_rights import CallImpossible, guild_of, require_room, require_say, require_welcome, room_for
from acore.discord.voice_words import standing, summary
from acore.domain.speech import Voice
from acore.domain.triggers import ANYWHERE, Places
from acore.errors import AcoreError, EngineError, EngineRefused, NotFound
from acore.services.call_session import CallSession
from acore.services.calls import NOT_HERE, CallRegistry
from acore.services.voice_engines import VoiceEngines

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_log = structlog.get_logger(__name__)
_COMPLETION_S = 2.0
"""Discord waits for three seconds."""
_MOST_CHOICES = 25
_LONGEST_CHOICE = 100
_MOST_LISTED = 20


class Serving(Protocol):
    """What has to know who the bot is."""

    def serve(self, bot: "Bot") -> None:
        """This is the bot."""


class VoiceDesk:
    """Joins, leaves, listens, speaks and tells, at the word of members."""

    def __init__(
        self,
        *,
        registry: CallRegistry,
        engines: VoiceEngines,
        served: Sequence[Serving] = (),
        places: Places = ANYWHERE,
    ) -> None:
        self.registry = registry
        self._engines = engines
        self._served = served
        self._places = places

    def serve(self, bot: "Bot") -> None:
        """Tell those who work for it who the bot is."""
        for one in self._served:
            one.serve(bot)

    async def forget_gone(self, bot: "Bot") -> None:
        """Forget who agreed on servers that the bot is not on; a Discord of one's own does not know the real ones."""
        if not bot.options.api_base_url:
            await self.registry.consent.forget_where(lambda guild: bot.get_guild(int(guild)) is None)

    async def join(self, interaction: discord.Interaction[Any], channel: discord.VoiceChannel | None) -> None:
        """Come into the channel that is named, or the member's."""
        room = room_for(interaction, channel)
        place = require_room(room, interaction.user.id, self._places)
        await interaction.response.defer(ephemeral=True, thinking=True)

        def may_move(session: CallSession) -> None:
            if session.call.participants:
                require_say(interaction, session)

        try:
            await self.registry.join(place, may_move=may_move)
        except EngineError as error:
            _log.warning("call_not_joined", engine=error.engine, reason=str(error))
            raise CallImpossible(words.IMPOSSIBLE, why=str(error)) from error
        await tell_privately(interaction, words.JOINED, channel=room.mention)

    async def leave(self, interaction: discord.Interaction[Any]) -> None:
        """Go out of the channel."""
        session = self.registry.require(guild_of(interaction))
        require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await self.registry.leave(session.guild)
        if report is None:
            raise NotFound(NOT_HERE)
        await tell_privately(interaction, words.LEFT, report=await summary(interaction, report))

    async def listen(self, interaction: discord.Interaction[Any]) -> None:
        """Offer to listen to the member, who reads first to what they agree."""
        guild = guild_of(interaction)
        if str(interaction.user.id) in self.registry.consent.hears(guild):
            await tell_privately(interaction, words.HEARD)
        elif self.registry.of(guild) is None:
            await self._ask(interaction, words.AHEAD)
        else:
            await self._ask(interaction)

    async def answer(self, interaction: discord.Interaction[Any], answer: Answer) -> None:
        """Do what the member pressed."""
        guild, user = guild_of(interaction), str(interaction.user.id)
        if not answer.wants:
            await self.stop(interaction)
            return
        require_welcome(interaction, self._places)
        consent, promise = self.registry.consent, partial(interaction.response.defer, ephemeral=True, thinking=True)
        if await consent.grant(guild, user, answer.version, noted=promise):
            heard = user in consent.hears(guild)
            await tell_privately(interaction, words.LISTENS if heard else words.WILL_LISTEN)
        elif answer.version != consent.terms.version:
            await self._ask(interaction, words.CHANGED)
        else:
            await tell_privately(interaction, words.TAKEN_BACK)

    async def stop(self, interaction: discord.Interaction[Any]) -> None:
        """Listen to the member no more, at once."""
        guild, session = guild_of(interaction), self.registry.of(guild_of(interaction))
        revoking = asyncio.ensure_future(self.registry.consent.revoke(guild, str(interaction.user.id)))
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        finally:
            had = await revoking  # whether Discord takes our answer or not
        if had:
            report = await summary(interaction, session.report()) if session is not None else ""
            await tell_privately(interaction, words.STOPPED, report=report)
        else:
            await tell_privately(interaction, words.NEVER_HEARD)

    async def say(self, interaction: discord.Interaction[Any], text: str, voice: str | None = None) -> None:
        """Say it in the call."""
        session = self.registry.require(guild_of(interaction))
        require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if voice is not None:
            await self._require_voice(voice)
        if not any(map(str.isalnum, text)):
            told = words.UNSPEAKABLE
        else:
            told = words.SAYS if session.conversation.say(text, voice=voice) else words.TOO_MUCH
        await tell_privately(interaction, told)

    async def choose(self, interaction: discord.Interaction[Any], voice: str | None, volume: int | None) -> None:
        """Speak like this from now on, on this server."""
        guild = guild_of(interaction)
        if (session := self.registry.of(guild)) is not None:
            require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if voice is not None:
            await self._require_voice(voice)
        manner = await self.registry.speak(guild, voice=voice, volume=None if volume is None else volume / 100)
        name = manner.voice or await in_language_of(interaction, words.DEFAULT_VOICE)
        await tell_privately(interaction, words.SET, voice=name, volume=round(manner.volume * 100))

    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Tell how the call stands."""
        guild = guild_of(interaction)
        report = self.registry.require(guild).report()
        consent, manner = self.registry.consent, self.registry.manner(guild)
        status = await standing(interaction, report, consent.terms, manner.voice)
        if report.deaf:
            why = await in_language_of(interaction, report.deaf)
            await tell_privately(interaction, words.DEAF_NOW, status=status, why=why)
        else:
            await tell_privately(interaction, "{status}", status=status)

    async def voices(self, interaction: discord.Interaction[Any]) -> None:
        """List the voices there are."""
        guild_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        lines = [f"- {_described(voice)}" for voice in await self._voices()]
        shown, more = "\n".join(lines[:_MOST_LISTED]), len(lines) - _MOST_LISTED
        await tell_privately(interaction, words.VOICES if more <= 0 else words.MORE_VOICES, voices=shown, more=more)

    async def completed(self, typed: str) -> list[discord.app_commands.Choice[str]]:
        """The voices whose names or descriptions hold what was typed; none while they are not known yet."""
        try:
            async with asyncio.timeout(_COMPLETION_S):
                voices = await self._voices()
        except (TimeoutError, AcoreError) as error:
            _log.info("voices_not_completed", reason=repr(error))
            return []
        fitting = [
            one for one in voices if typed.casefold() in f"{one.name} {one.language} {one.description}".casefold()
        ]
        return [discord.app_commands.Choice(name=_described(one)[:_LONGEST_CHOICE], value=one.name) for one in fitting][
            :_MOST_CHOICES
        ]

    async def _voices(self) -> tuple[Voice, ...]:
        try:
            engines = await self._engines.ready()
        except EngineRefused as error:
            _log.warning("voice_not_there", engine=error.engine, reason=str(error))
            raise CallImpossible(words.NO_VOICES, why=str(error)) from error
        return await engines.tts.voices()

    async def _require_voice(self, voice: str) -> None:
        if voice not in {one.name for one in await self._voices()}:
            raise NotFound(words.NO_VOICE, voice=voice)

    async def _ask(self, interaction: discord.Interaction[Any], around: str = "{asked}") -> None:
        terms, locale = self.registry.consent.terms, interaction.locale
        text = await in_language_of(interaction, around, asked=asked(terms, locale))
        view = consent_view(terms.version, locale)
        send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        await send(text, view=view, ephemeral=True, allowed_mentions=NOBODY)


def _described(voice: Voice) -> str:
    about = ", ".join(part for part in (voice.language, voice.description) if part)
    return f"{voice.name} ({about})" if about else voice.name
