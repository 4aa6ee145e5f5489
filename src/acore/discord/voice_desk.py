"""What the commands of voice channels do, whatever they are called."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import discord
import structlog

from acore.discord.consent_words import Answer, asked, consent_view, stations_of
from acore.discord.replies import tell_privately
from acore.discord.targets import NOBODY
from acore.discord.translations import in_language_of
from acore.discord.voice_rights import CallImpossible, guild_of, require_room, require_say, room_for
from acore.domain.calls import Participant
from acore.domain.speech import Voice
from acore.domain.triggers import ANYWHERE, Places
from acore.errors import EngineError, NotFound
from acore.services.call_session import CallReport
from acore.services.calls import NOT_HERE, CallRegistry
from acore.services.voice_engines import VoiceEngines

if TYPE_CHECKING:
    from acore.discord.bot import Bot

_log = structlog.get_logger(__name__)
_COMPLETION_S = 2.0
"""Discord waits for three seconds."""
_MOST_CHOICES = 25
_LONGEST_CHOICE = 100
_FRAME_S = 0.02

JOINED = (
    "I am in {channel} now. I hear who agreed: the text chat of the channel says to what, and `/voice listen` does."
)
LEFT = "I have left the voice channel. {report}"
REPORT = "I was there for {minutes} min, heard {heard} s of speech, answered {answered} times and spoke for {spoke} s."
IMPOSSIBLE = "That does not work in this voice channel: {why}"
HEARD = "I listen to you. `/voice stop` ends it."
LISTENS = "I listen to you now. `/voice stop` ends it."
WILL_LISTEN = "I listen to you as soon as you are in my voice channel. `/voice stop` ends it."
CHANGED = "What I ask has changed since. This is what it is now:\n{asked}"
STOPPED = "I do not listen to you any more, and have forgotten that you agreed. {report}"
NEVER_HEARD = "I did not listen to you."
SAYS = "I say it."
UNSPEAKABLE = "There is nothing in that to say aloud."
SET = "My voice is {voice} at {volume} % now."
DEFAULT_VOICE = "the usual one"
NO_VOICE = "There is no voice {voice}. `/voices` lists those there are."
VOICES = "My voices:\n{voices}"
STATUS = (
    "**{channel}**, for {minutes} min, voice {voice} at {volume} %\n"
    "**I hear**: {heard}\n**I do not hear**: {unheard}\n"
    "**Sound**: {received} packets came; {handed} heard, {refused} dropped unheard, {lost} lost, {late} late, "
    "{broken} not understood, {overrun} too many. {played} played, {unsent} not sent.\n"
    "**Conversation**: {turns} turns heard, {answered} answered, {interrupted} interrupted, {dropped} dropped\n"
    "**Engines**: {ears} listens · {minds} answers · {mouths} speaks"
)
DEAF_NOW = "{status}\n🙉 {why}"
NOBODY_THERE = "nobody"


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

    async def join(self, interaction: discord.Interaction[Any], channel: discord.VoiceChannel | None) -> None:
        """Come into the channel that is named, or the member's."""
        room = room_for(interaction, channel)
        place = require_room(room, interaction.user.id, self._places)
        session = self.registry.of(place.guild)
        if session is not None and session.call.place != place and session.call.participants:
            require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            await self.registry.join(place)
        except EngineError as error:
            _log.warning("call_not_joined", engine=error.engine, reason=str(error))
            raise CallImpossible(IMPOSSIBLE, why=str(error)) from error
        await tell_privately(interaction, JOINED, channel=room.mention)

    async def leave(self, interaction: discord.Interaction[Any]) -> None:
        """Go out of the channel."""
        session = self.registry.require(guild_of(interaction))
        require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await self.registry.leave(session.guild)
        if report is None:
            raise NotFound(NOT_HERE)
        await tell_privately(interaction, LEFT, report=await _summary(interaction, report))

    async def listen(self, interaction: discord.Interaction[Any]) -> None:
        """Offer to listen to the member, who reads first to what they agree."""
        guild = guild_of(interaction)
        if str(interaction.user.id) in self.registry.consent.hears(guild):
            await tell_privately(interaction, HEARD)
        else:
            await self._ask(interaction)

    async def answer(self, interaction: discord.Interaction[Any], answer: Answer) -> None:
        """Do what the member pressed."""
        guild, user = guild_of(interaction), str(interaction.user.id)
        if not answer.wants:
            await self.stop(interaction)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not await self.registry.consent.grant(guild, user, answer.version):
            await self._ask(interaction, CHANGED)
            return
        heard = user in self.registry.consent.hears(guild)
        await tell_privately(interaction, LISTENS if heard else WILL_LISTEN)

    async def stop(self, interaction: discord.Interaction[Any]) -> None:
        """Listen to the member no more, at once."""
        guild, session = guild_of(interaction), self.registry.of(guild_of(interaction))
        revoking = asyncio.ensure_future(self.registry.consent.revoke(guild, str(interaction.user.id)))
        await interaction.response.defer(ephemeral=True, thinking=True)
        had = await revoking
        report = await _summary(interaction, session.report()) if session is not None else ""
        await tell_privately(interaction, STOPPED if had else NEVER_HEARD, **({"report": report} if had else {}))

    async def say(self, interaction: discord.Interaction[Any], text: str, voice: str | None = None) -> None:
        """Say it in the call."""
        session = self.registry.require(guild_of(interaction))
        require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if voice is not None:
            await self._require_voice(voice)
        said = session.conversation.say(text, voice=voice)
        await tell_privately(interaction, SAYS if said else UNSPEAKABLE)

    async def choose(self, interaction: discord.Interaction[Any], voice: str | None, volume: int | None) -> None:
        """Speak like this from now on, on this server."""
        guild = guild_of(interaction)
        if (session := self.registry.of(guild)) is not None:
            require_say(interaction, session)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if voice is not None:
            await self._require_voice(voice)
        manner = self.registry.speak(guild, voice=voice, volume=None if volume is None else volume / 100)
        name = manner.voice or await in_language_of(interaction, DEFAULT_VOICE)
        await tell_privately(interaction, SET, voice=name, volume=round(manner.volume * 100))

    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Tell how the call stands."""
        guild = guild_of(interaction)
        report = self.registry.require(guild).report()
        status = await in_language_of(interaction, STATUS, **await self._figures(interaction, report))
        if report.deaf:
            await tell_privately(interaction, DEAF_NOW, status=status, why=report.deaf)
        else:
            await tell_privately(interaction, "{status}", status=status)

    async def voices(self, interaction: discord.Interaction[Any]) -> None:
        """List the voices there are."""
        guild_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        lines = [f"- {_described(voice)}" for voice in await self._voices()]
        await tell_privately(interaction, VOICES, voices="\n".join(lines))

    async def completed(self, typed: str) -> list[discord.app_commands.Choice[str]]:
        """The voices whose names or descriptions hold what was typed; none while they are not known yet."""
        try:
            async with asyncio.timeout(_COMPLETION_S):
                voices = await self._voices()
        except (TimeoutError, EngineError) as error:
            _log.info("voices_not_completed", reason=repr(error))
            return []
        fitting = [
            one for one in voices if typed.casefold() in f"{one.name} {one.language} {one.description}".casefold()
        ]
        return [discord.app_commands.Choice(name=_described(one)[:_LONGEST_CHOICE], value=one.name) for one in fitting][
            :_MOST_CHOICES
        ]

    async def _voices(self) -> tuple[Voice, ...]:
        return await (await self._engines.ready()).tts.voices()

    async def _require_voice(self, voice: str) -> None:
        if voice not in {one.name for one in await self._voices()}:
            raise NotFound(NO_VOICE, voice=voice)

    async def _ask(self, interaction: discord.Interaction[Any], around: str = "{asked}") -> None:
        terms, locale = self.registry.consent.terms, interaction.locale
        text = await in_language_of(interaction, around, asked=asked(terms, locale))
        view = consent_view(terms.version, locale)
        send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        await send(text, view=view, ephemeral=True, allowed_mentions=NOBODY)

    async def _figures(self, interaction: discord.Interaction[Any], report: CallReport) -> dict[str, object]:
        counters, conversation, manner = report.counters, report.statistics, self.registry.manner(report.place.guild)
        nobody = await in_language_of(interaction, NOBODY_THERE)
        return {
            "channel": f"<#{report.place.channel}>",
            "minutes": round(report.seconds / 60),
            "voice": manner.voice or await in_language_of(interaction, DEFAULT_VOICE),
            "volume": round(report.volume * 100),
            "heard": _names(report.heard) or nobody,
            "unheard": _names(report.unheard) or nobody,
            "received": counters.received,
            "handed": counters.heard,
            "refused": counters.without_consent + counters.unknown_speaker,
            "lost": counters.lost,
            "late": counters.late,
            "broken": counters.not_decrypted + counters.dave_failed + counters.opus_failed,
            "overrun": counters.overrun,
            "played": counters.played,
            "unsent": counters.send_failed,
            "turns": conversation.heard,
            "answered": conversation.answered,
            "interrupted": conversation.interrupted,
            "dropped": conversation.dropped,
            **stations_of(self.registry.consent.terms, interaction.locale),
        }


async def _summary(interaction: discord.Interaction[Any], report: CallReport) -> str:
    """What came of a call, in the member's language."""
    figures = {
        "minutes": round(report.seconds / 60),
        "heard": round(report.counters.heard * _FRAME_S),
        "answered": report.statistics.answered,
        "spoke": round(report.counters.played * _FRAME_S),
    }
    return await in_language_of(interaction, REPORT, **figures)


def _names(people: tuple[Participant, ...]) -> str:
    return ", ".join(discord.utils.escape_markdown(who.name) for who in people)


def _described(voice: Voice) -> str:
    about = ", ".join(part for part in (voice.language, voice.description) if part)
    return f"{voice.name} ({about})" if about else voice.name
