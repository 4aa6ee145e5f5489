"""What the commands of voice channels say."""

from typing import Any

import discord

from acore.discord.consent_words import stations_of
from acore.discord.translations import in_language_of
from acore.domain.calls import Participant
from acore.domain.consent import Terms
from acore.services.call_session import CallReport

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
AHEAD = "I am in no voice channel of this server just now. This is what I ask when I am:\n{asked}"
CHANGED = "What I ask has changed since. This is what it is now:\n{asked}"
STOPPED = "I do not listen to you any more, and have forgotten that you agreed. {report}"
TAKEN_BACK = "I do not listen to you: you took it back in the same moment."
NEVER_HEARD = "I did not listen to you."
SAYS = "I say it."
UNSPEAKABLE = "There is nothing in that to say aloud."
TOO_MUCH = "So much waits to be said already that I can not take that as well. Ask me again in a moment."
SET = "My voice is {voice} at {volume} % now."
DEFAULT_VOICE = "the usual one"
NO_VOICE = "There is no voice {voice}. `/voices` lists those there are."
NO_VOICES = "I have no voice here: {why}"
VOICES = "My voices:\n{voices}"
MORE_VOICES = "My voices:\n{voices}\n… and {more} more: begin to write a language or a name at `/voice set voice:`"
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


async def standing(interaction: discord.Interaction[Any], report: CallReport, terms: Terms, voice: str | None) -> str:
    """How a call stands, in the member's language."""
    counters, conversation = report.counters, report.statistics
    nobody = await in_language_of(interaction, NOBODY_THERE)
    return await in_language_of(
        interaction,
        STATUS,
        channel=f"<#{report.place.channel}>",
        minutes=round(report.seconds / 60),
        voice=voice or await in_language_of(interaction, DEFAULT_VOICE),
        volume=round(report.volume * 100),
        heard=_names(report.heard) or nobody,
        unheard=_names(report.unheard) or nobody,
        received=counters.received,
        handed=counters.heard,
        refused=counters.without_consent + counters.unknown_speaker,
        lost=counters.lost,
        late=counters.late,
        broken=counters.not_decrypted + counters.dave_failed + counters.opus_failed,
        overrun=counters.overrun,
        played=counters.played,
        unsent=counters.send_failed,
        turns=conversation.heard,
        answered=conversation.answered,
        interrupted=conversation.interrupted,
        dropped=conversation.dropped,
        **stations_of(terms, interaction.locale),
    )


async def summary(interaction: discord.Interaction[Any], report: CallReport) -> str:
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
