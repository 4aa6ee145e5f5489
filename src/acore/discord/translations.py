"""The bot's own words in the languages of its members; English stands in the code."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from acore.discord import german
from acore.discord.german_knowledge import KNOWLEDGE

_TABLES: Mapping[discord.Locale, Mapping[str, str]] = {
    discord.Locale.german: {**german.COMMANDS, **german.ANSWERS, **german.REFUSALS, **german.PAGES, **KNOWLEDGE}
}


class Translations(app_commands.Translator):
    """Descriptions, options, menus and answers in German; commands keep their names, so that all can name them."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in that language; None leaves it English."""
        if context.location is app_commands.TranslationContextLocation.command_name and _is_slash(context.data):
            return None
        return _TABLES.get(locale, {}).get(string.message)


async def in_language_of(interaction: discord.Interaction[Any], text: str, **values: object) -> str:
    """The text in the language of the member, with the values in the places that it names in braces."""
    translated = await interaction.translate(app_commands.locale_str(text))
    return (translated or text).format(**values)


def _is_slash(command: object) -> bool:
    return isinstance(command, app_commands.Command | app_commands.Group)
