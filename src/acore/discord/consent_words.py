"""What members are asked before the bot hears them, and the buttons to answer with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import discord

from acore.discord.translations import in_locale
from acore.domain.consent import Station, Terms

_PREFIX = "acore"
_LISTEN, _DEAF = "listen", "deaf"
LISTEN_LABEL = "Listen to me"
DEAF_LABEL = "Not any more"

# Whoever changes these words raises `acore.domain.consent.WORDING`: members are asked anew then.
ASKED = (
    "🎙️ **I am in this voice channel, and hear nobody who has not agreed.** What others say is thrown away as it "
    "comes, before it is decrypted.\n"
    "If you press **Listen to me**:\n"
    "- Your voice goes to {ears}, to be written down. The sound is not kept.\n"
    "- What you ask me goes as text to {minds}. It is kept with my answer, as if you had written it here, until "
    "somebody deletes it with `/clear_history`. What is not meant for me is forgotten at once.\n"
    "- My answers are spoken by {mouths}.\n"
    "**Not any more**, `/voice stop` or the words “stop listening” end it at once, and I forget that you agreed. Until "
    "then it holds for all voice channels of this server; if something of this changes, I ask you again."
)
GREETED = "👋 {who}, this is for you as well, since you came later.\n{asked}"
_HERE = "**{engine}** on the machine that I run on"
_THERE = "**{engine}** at {host}"
_SOMEWHERE = "**{engine}**, I do not know where"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody pressed: to be heard, having read the terms of that version, or not to be heard."""

    wants: bool
    version: str = ""


def asked(terms: Terms, locale: discord.Locale) -> str:
    """What members are asked, in a language."""
    return in_locale(locale, ASKED, **_values(terms, locale))


def greeted(who: str, terms: Terms, locale: discord.Locale) -> str:
    """The same for one who came later; `who` is their mention."""
    return in_locale(locale, GREETED, who=who, asked=asked(terms, locale))


def stations_of(terms: Terms, locale: discord.Locale) -> Mapping[str, str]:
    """Who listens, answers and speaks: `ears`, `minds` and `mouths`."""
    return _values(terms, locale)


def consent_view(version: str, locale: discord.Locale) -> discord.ui.View:
    """The two buttons; they say all that is to be known themselves, so they outlive the process."""
    view = discord.ui.View(timeout=None)
    listen = _button(LISTEN_LABEL, discord.ButtonStyle.success, f"{_LISTEN}:{version}", locale)
    view.add_item(listen).add_item(_button(DEAF_LABEL, discord.ButtonStyle.secondary, _DEAF, locale))
    view.stop()  # else the library keeps each view for good
    return view


def answer_of(custom_id: str) -> Answer | None:
    """What the button with this id says; None where it is not one of these."""
    prefix, _, rest = custom_id.partition(":")
    verb, _, version = rest.partition(":")
    if prefix != _PREFIX or verb not in (_LISTEN, _DEAF):
        return None
    return Answer(verb == _LISTEN, version)


def _values(terms: Terms, locale: discord.Locale) -> dict[str, str]:
    parts: Mapping[Literal["ears", "minds", "mouths"], Iterable[Station]] = {
        "ears": terms.sound_to,
        "minds": terms.words_to,
        "mouths": terms.answers_to,
    }
    return {name: ", ".join(_station(one, locale) for one in stations) for name, stations in parts.items()}


def _station(station: Station, locale: discord.Locale) -> str:
    engine = discord.utils.escape_markdown(station.engine)
    if station.host is None:
        return in_locale(locale, _SOMEWHERE, engine=engine)
    return in_locale(locale, _THERE if station.host else _HERE, engine=engine, host=station.host)


def _button(
    label: str, style: discord.ButtonStyle, rest: str, locale: discord.Locale
) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(style=style, label=in_locale(locale, label), custom_id=f"{_PREFIX}:{rest}")
