"""The least that answers a mention: what any bot on discord.py costs. It loads nothing of acore."""

import sys

import discord
from discord.ext import commands
from discord.http import Route

TOKEN = "simulated"
READY_S = 0.5


class Bare(commands.AutoShardedBot):
    """Says back what it is told."""

    async def on_message(self, message: discord.Message, /) -> None:
        """Answer a mention."""
        assert self.user
        if not message.author.bot and self.user.mentioned_in(message):
            await message.reply(message.content, allowed_mentions=discord.AllowedMentions.none())


def bare(api_base_url: str) -> Bare:
    """The bot, pointed at a loopback Discord."""
    Route.BASE = api_base_url
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
    return Bare(command_prefix="!", intents=intents, guild_ready_timeout=READY_S)


if __name__ == "__main__":
    bare(sys.argv[1]).run(TOKEN, log_handler=None)
