"""The bot's own words in the languages of its members; English stands in the code."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from acore.discord import german
from acore.discord.german_knowledge import KNOWLEDGE
from acore.discord.german_voice import VOICE

_TABLES: Mapping[discord.Locale, Mapping[str, str]] = {
    discord.Locale.german: {
        **german.COMMANDS,
        **german.ANSWERS,
        **german.REFUSALS,
        **german.PAGES,
        **KNOWLEDGE,
        **VOICE,
    }
}

_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
)
_NUMBER_SIGNS = {discord.Locale.german: str.maketrans(",.", ".,")}
"""How a number that is written in English looks there."""


class Translations(app_commands.Translator):
    """Descriptions, options, menus and answers in German; commands keep their names, so that all can name them."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in that language; None leaves it English."""
        if context.location in _NAMES and _is_slash(context.data):
            return None
        return _TABLES.get(locale, {}).get(string.message)


async def in_language_of(interaction: discord.Interaction[Any], text: str, **values: object) -> str:
    """The text in the language of the member, with the values in the places that it names in braces.

    Numbers are written as that language does; those with a fraction have two places, as money has.
    """
    translated = await interaction.translate(app_commands.locale_str(text))
    return in_english(text, values) if translated is None else _localised(translated, interaction.locale, values)


def in_locale(locale: discord.Locale, text: str, **values: object) -> str:
    """As `in_language_of`, for what is said to a whole server; a language that is not known is English."""
    translated = _TABLES.get(locale, {}).get(text)
    return in_english(text, values) if translated is None else _localised(translated, locale, values)


def _localised(text: str, locale: discord.Locale, values: Mapping[str, object]) -> str:
    """The text of that language with numbers as they are written there."""
    signs = _NUMBER_SIGNS.get(locale, {})
    local = {
        name: _written(value).translate(signs) if isinstance(value, int | float) else value
        for name, value in values.items()
    }
    return in_english(text, local)


def in_english(text: str, values: Mapping[str, object]) -> str:
    """The text with the values in the places that it names in braces; where there are none, braces are text."""
    return text.format(**{name: _written(value) for name, value in values.items()}) if values else text


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _is_slash(command: object) -> bool:
    return isinstance(command, app_commands.Command | app_commands.Group)
