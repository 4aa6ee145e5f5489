"""Files that people give to an unmodified discord.py bot."""

import aiohttp
import discord
from discord import app_commands

from .conftest import Bot, Place, connected


class Reader(Bot):
    """A bot that reads what it is given."""

    async def setup_hook(self) -> None:
        @self.tree.command()
        async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
            """Read a file."""
            text = (await file.read()).decode()
            await interaction.response.send_message(f"{file.filename} {file.ephemeral} {text}")

        assert isinstance(read, app_commands.Command)
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        for attachment in message.attachments:
            text = (await attachment.read()).decode()
            self.told.put_nowait(f"{attachment.filename} {attachment.content_type} {attachment.width} {text}")


async def test_a_bot_reads_the_files_of_messages_and_options(place: Place) -> None:
    async with connected(Reader()) as bot:
        await place.world.say(place.ada, place.general, "", files=[("notes.md", "# Grüße".encode())])
        await bot.told_of("notes.md text/markdown; charset=utf-8 None # Grüße")
        await place.world.invoke(place.ada, place.general, "read", {"file": ("a b.txt", b"text")})
        assert await place.answer() == "a_b.txt True text"


async def test_files_are_served_with_their_exact_type_and_nothing_else_is(place: Place) -> None:
    message = await place.world.say(place.ada, place.general, "x", files=[("a.txt", b"text"), ("blob", b"\0")])
    text, blob = message.attachments
    async with aiohttp.ClientSession() as session:
        async with session.get(text.url) as response:
            assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert await response.read() == b"text"
        async with session.get(blob.url) as response:
            assert response.headers["Content-Type"] == "application/octet-stream"
        for wrong in (text.url.replace("a.txt", "b.html"), text.url.replace(text.id, "1")):
            async with session.get(wrong) as response:
                assert (response.status, response.content_type) == (404, "text/plain")
                assert await response.text() == "This content is no longer available."
