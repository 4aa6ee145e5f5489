"""The commands in German."""

import json
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from acore.adapters.clock.manual import ManualClock
from acore.discord.bot import Bot, BotOptions
from acore.discord.cogs.chat import ChatCog
from acore.discord.cogs.help import HelpCog
from acore.discord.cogs.history import HistoryCog
from acore.discord.cogs.rag import RagCog
from acore.discord.cogs.search import SearchCog
from acore.discord.cogs.status import StatusCog
from acore.discord.cogs.sync import SyncCog
from acore.discord.cogs.voice import VoiceCog
from acore.discord.cogs.voice_aliases import VoiceAliasesCog
from acore.discord.translations import Translations

OF_A_SERVER = {"rag", "Save to knowledge", "voice", "join", "leave", "speak", "listen", "stop_listening"}
OF_A_SERVER |= {"voices", "set_voice"}


async def _payload(tmp_path: Path) -> list[Any]:
    anything: Any = None
    bot = Bot(cogs=(), options=BotOptions(tmp_path), clock=ManualClock())
    cogs = [
        ChatCog(conversation=anything, clock=anything),
        SearchCog(web=anything, conversation=anything, clock=anything),
        HistoryCog(chat=anything, log=anything),
        RagCog(knowledge=anything, clock=anything),
        StatusCog(health=anything, llm=anything, budget=anything),
        VoiceCog(desk=anything, clock=anything),
        VoiceAliasesCog(desk=anything, clock=anything),
        SyncCog(),
        HelpCog(),
    ]
    for cog in cogs:
        await bot.add_cog(cog)
        for menu in getattr(cog, "context_menus", ()):
            bot.tree.add_command(menu)
    return [await command.get_translated_payload(bot.tree, Translations()) for command in bot.tree.get_commands()]


def _subcommands(command: Any) -> list[Any]:
    return [option for option in command.get("options", ()) if option["type"] == 1]


def _options(command: Any) -> list[Any]:
    """What a command and its subcommands ask for; these themselves keep their names."""
    if subcommands := _subcommands(command):
        return [option for one in subcommands for option in _options(one)]
    return list(command.get("options", ()))


async def test_every_command_and_option_is_described_in_german(tmp_path: Path) -> None:
    for command in await _payload(tmp_path):
        if command["type"] == discord.AppCommandType.chat_input.value:
            assert "de" in command["description_localizations"], command["name"]
            for option in _options(command):
                assert {"de"} <= option["description_localizations"].keys() & option["name_localizations"].keys()
        else:
            assert "de" in command["name_localizations"]


async def test_what_is_translated_is_within_discords_limits(tmp_path: Path) -> None:
    for command in await _payload(tmp_path):
        for part in (command, *_options(command), *_subcommands(command)):
            assert all(len(text) <= 100 for text in part.get("description_localizations", {}).values())
            assert all(len(text) <= 32 for text in part.get("name_localizations", {}).values())


async def test_slash_commands_have_one_name_everywhere(tmp_path: Path) -> None:
    names = [c for c in await _payload(tmp_path) if c["type"] == discord.AppCommandType.chat_input.value]
    assert names
    assert not any(command.get("name_localizations") for command in names)


async def test_every_command_may_be_used_in_private_and_where_the_member_installed_it(tmp_path: Path) -> None:
    for command in await _payload(tmp_path):
        of_a_server = command["name"] in OF_A_SERVER
        assert json.loads(json.dumps(command["contexts"])) == ([0] if of_a_server else [0, 1, 2]), command["name"]
        assert command["integration_types"] == ([0] if of_a_server else [0, 1])


async def test_a_language_without_a_table_stays_english(tmp_path: Path) -> None:
    del tmp_path
    context: Any = app_commands.TranslationContext(app_commands.TranslationContextLocation.other, None)
    assert await Translations().translate(app_commands.locale_str("Explain"), discord.Locale.french, context) is None
    assert await Translations().translate(app_commands.locale_str("Explain"), discord.Locale.german, context)
