"""What Discord shows of the commands, in the languages of its members; English stands in the code."""

from collections.abc import Mapping

import discord
from discord import app_commands

_GERMAN: Mapping[str, str] = {
    "Talk with me; I remember what was said in this channel.": (
        "Rede mit mir; ich weiß, was in diesem Kanal gesagt wurde."
    ),
    "What you want to say": "Was du sagen möchtest",
    "message": "nachricht",
    "Ask one question, apart from the conversation.": "Stelle eine einzelne Frage, außerhalb des Gesprächs.",
    "What you want to know": "Was du wissen möchtest",
    "question": "frage",
    "What I can do, and how to ask.": "Was ich kann, und wie du fragst.",
    "Delete what I remember of this channel.": "Lösche, was ich von diesem Kanal weiß.",
    "Get what I remember of this channel, as a file.": "Bekomme als Datei, was ich von diesem Kanal weiß.",
    "Give me a conversation to remember in this channel.": "Gib mir ein Gespräch, das ich mir in diesem Kanal merke.",
    "A file from /export_chat": "Eine Datei von /export_chat",
    "file": "datei",
    "What I keep, where it goes, and how to delete it.": "Was ich behalte, wohin es geht, und wie du es löschst.",
    "Whether everything works, and which model answers.": "Ob alles läuft, und welches Modell antwortet.",
    "Tell Discord my commands anew. For the person who runs me.": (
        "Melde Discord meine Befehle neu. Für die Person, die mich betreibt."
    ),
    "Ask about this": "Dazu fragen",
    "Explain": "Erklären",
}
_TABLES: Mapping[discord.Locale, Mapping[str, str]] = {discord.Locale.german: _GERMAN}


class Translations(app_commands.Translator):
    """Descriptions, options and menus in German; the commands keep their names, so that everybody can name them."""

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


def _is_slash(command: object) -> bool:
    return isinstance(command, app_commands.Command | app_commands.Group)
