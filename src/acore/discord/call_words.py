"""What the bot says aloud by itself in a call: in the language of the calls, or else of the server."""

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from acore.discord.errors import expected_words
from acore.discord.translations import in_locale
from acore.errors import BudgetSpent, ToldToPeople
from acore.services.voice_phrases import ENGLISH, OwnWords, own_words

if TYPE_CHECKING:
    from acore.discord.bot import Bot


class CallWords:
    """The words for each server; `language` is what is spoken on all of them, where the settings say so."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._bot: Bot | None = None

    def serve(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot

    def __call__(self, guild: str) -> OwnWords:
        """Those of that server."""
        language = (self._language or self._spoken_on(guild)).partition("-")[0]
        words = own_words(language)
        locale = next((one for one in discord.Locale if one.value == language), None)
        if words is ENGLISH or locale is None:
            return words

        def told(error: ToldToPeople | BudgetSpent) -> str | None:
            known = expected_words(error)
            text = in_locale(locale, known.text, **known.values)
            return None if text == str(known) else text  # English words in that voice are not understood

        return replace(words, told=told)

    def _spoken_on(self, guild: str) -> str:
        here = self._bot.get_guild(int(guild)) if self._bot is not None else None
        return here.preferred_locale.value if here is not None else ""
