"""/rag: what a server knows, in the hands of those who manage it."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from acore.discord.cooldowns import Cooldown
from acore.discord.readership import (
    Readers,
    audience_for,
    audience_of,
    choice_of,
    is_keeper,
    is_managed_by,
    key_of,
    list_of,
    require_keeper,
    tell_of,
)
from acore.discord.reading import scope_of
from acore.discord.replies import tell_privately
from acore.domain.knowledge import Added, Audience, IndexReport, Listed
from acore.domain.reading import too_large
from acore.errors import InvalidInput, NotFound
from acore.interfaces import Clock
from acore.services.knowledge import KnowledgeService

_NEITHER = "Give me a file or the address of a web page, one of the two."
_NOTHING = "I know no documents here yet. Who manages this server adds some with `/rag add`."
_REMOVED = "I have forgotten {title}."
_UNKNOWN = "I have no such document of this server. `/rag list` shows what there is."
_RELOADED = "I have read the documents of this server again: {indexed} new or changed, {unchanged} unchanged."
_WORDLESS = "There is no text in that message, so there is nothing to save."
_MOST_CHOICES = 25


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class RagCog(commands.GroupCog, group_name="rag", group_description="What this server knows."):
    """Adds, lists and removes the documents of a server; each server has its own."""

    def __init__(self, *, knowledge: KnowledgeService, clock: Clock) -> None:
        self._knowledge = knowledge
        self._clock = clock
        self._reloads = Cooldown(most=1, window_s=60)
        menu = app_commands.ContextMenu(
            name=locale_str("Save to knowledge"),
            callback=self.save,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        menu.default_permissions = discord.Permissions(manage_guild=True)
        self.context_menus = (menu,)
        """What is offered at a message; whoever adds the cog adds these as well."""

    @app_commands.command(name="add", description="Give me a document or a web page to answer from.")
    @app_commands.describe(
        file="Text, PDF, Word, web page, table or subtitles", url="The address of a web page", readers="Who may find it"
    )
    @app_commands.rename(readers="for")
    async def add(
        self,
        interaction: discord.Interaction[Any],
        file: discord.Attachment | None = None,
        url: str | None = None,
        readers: Readers = "server",
    ) -> None:
        """Keep and index it for those who are meant."""
        require_keeper(interaction)
        audience = audience_of(interaction, readers)
        if (file is None) == (url is None):
            raise InvalidInput(_NEITHER)
        await interaction.response.defer(ephemeral=True, thinking=True)
        added = self._added(interaction)
        if url is not None:
            report = await self._knowledge.add_page(url.strip(), audience=audience, added=added)
        else:
            assert file
            report = await self._take(file, audience, added)
        await tell_of(interaction, report, audience)

    @app_commands.command(name="list", description="What I know here, who brought it, when, and for whom.")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show what the member may find here; who manages the server sees all that is the server's."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._knowledge.listed(scope_of(interaction))
        if interaction.guild_id is not None and interaction.permissions.manage_guild:
            found = tuple(dict.fromkeys((*found, *await self._managed(interaction))))
        await tell_privately(interaction, "{list}" if found else _NOTHING, list=await list_of(interaction, found))

    @app_commands.command(name="remove", description="Let me forget a document of this server.")
    @app_commands.describe(document="Its title")
    async def remove(self, interaction: discord.Interaction[Any], document: str) -> None:
        """Forget it, and delete it where it is kept."""
        guild = require_keeper(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        for one in await self._managed(interaction):
            if document in (key_of(one), one.title):
                await self._knowledge.remove(one.document, guild=guild)
                await tell_privately(interaction, _REMOVED, title=discord.utils.escape_markdown(one.title))
                return
        raise NotFound(_UNKNOWN)

    @remove.autocomplete("document")
    async def titles(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        """The documents whose titles hold what was typed; none for those who may not remove any."""
        if not is_keeper(interaction):
            return []
        fitting = [one for one in await self._managed(interaction) if typed.casefold() in one.title.casefold()]
        return [choice_of(one) for one in fitting[:_MOST_CHOICES]]

    @app_commands.command(name="reload", description="Let me read this server's documents and pages again.")
    async def reload(self, interaction: discord.Interaction[Any]) -> None:
        """Read them again, once a minute."""
        guild = require_keeper(interaction)
        if too_soon := self._reloads.take(guild, self._clock.monotonic()):
            raise app_commands.CommandOnCooldown(app_commands.Cooldown(1, self._reloads.window_s), too_soon.wait_s)
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await self._knowledge.reload(guild)
        read = {"indexed": len(report.indexed), "unchanged": len(report.unchanged)}
        await tell_privately(interaction, _RELOADED, **read)
        await tell_of(interaction, IndexReport(refused=report.refused))

    async def save(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Save a message for those who can see it."""
        require_keeper(interaction)
        if not message.content.strip():
            raise InvalidInput(_WORDLESS)
        await interaction.response.defer(ephemeral=True, thinking=True)
        audience = audience_for(message)
        title = f"{message.author.display_name}, {message.created_at:%Y-%m-%d %H:%M} UTC"
        added = self._added(interaction)
        report = await self._knowledge.add_text(
            message.jump_url, title, message.content, audience=audience, added=added
        )
        await tell_of(interaction, report, audience)

    def _added(self, interaction: discord.Interaction[Any]) -> Added:
        return Added(str(interaction.user.id), self._clock.now())

    async def _take(self, file: discord.Attachment, audience: Audience, added: Added) -> IndexReport:
        if (refusal := too_large(file.filename, file.size)) is not None:
            return IndexReport(refused=(refusal,))
        return await self._knowledge.add(file.filename, await file.read(), audience=audience, added=added)

    async def _managed(self, interaction: discord.Interaction[Any]) -> tuple[Listed, ...]:
        return tuple(one for one in await self._knowledge.listed() if is_managed_by(one, interaction))
