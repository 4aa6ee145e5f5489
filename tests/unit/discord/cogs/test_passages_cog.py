"""The buttons that open sources."""

from dataclasses import replace
from typing import Any

import discord
import pytest

from acore.discord.cogs.passages import PassagesCog
from acore.discord.controls import Opening, Written, opening_of, openings, press_of, view_of
from acore.domain.chunking import chunks
from acore.domain.excerpts import mark_of
from acore.domain.knowledge import Audience, Chunk, Document, Passage, Source
from acore.domain.replies import Citation
from acore.services.passages import PassageService
from acore.testing import MemoryVectorStore

RULES = Document("file:///srv/rules.md", "rules.md", "# Rules\n\nNo *shouting* after ten.\n\nBe kind.", Audience("9"))


@pytest.fixture
def chunk() -> Chunk:
    return chunks(RULES)[0]


@pytest.fixture
async def cog(chunk: Chunk) -> PassagesCog:
    store = MemoryVectorStore()
    await store.replace(RULES.uri, (chunk,), guild="9")
    return PassagesCog(passages=PassageService(store))


def button_for(chunk: Chunk, *, n: int = 1, text: str | None = None) -> str:
    passage = Passage(text or chunk.text, chunk.source, 1, chunk.id)
    view = view_of(Written("101", 1, "toy", sources=openings([Citation(n, passage)])))
    assert view
    return str(view.children[-1].custom_id)  # type: ignore[attr-defined]


def press(stage: Any, custom_id: str, *, guild: int | None = 9) -> Any:
    interaction = stage.interaction()
    interaction.type = discord.InteractionType.component
    interaction.data = {"custom_id": custom_id}
    interaction.guild_id = guild
    return interaction


async def test_a_press_shows_the_whole_passage_to_the_member_alone(stage: Any, cog: PassagesCog, chunk: Chunk) -> None:
    interaction = press(stage, button_for(chunk))
    await cog.on_interaction(interaction)
    (sent,) = stage.sent
    (embed,) = sent.embeds
    assert interaction.response.deferred
    assert sent.ephemeral
    assert (sent.content, embed.title) == ("", "rules.md › Rules")
    assert embed.description == "\\# Rules\n\nNo \\*shouting\\* after ten.\n\nBe kind."
    assert embed.footer.text == "rules.md, lines 1\u20135"


async def test_in_another_guild_it_is_not_shown(stage: Any, cog: PassagesCog, chunk: Chunk) -> None:
    await cog.on_interaction(press(stage, button_for(chunk), guild=10))
    assert "not in my documents any more" in stage.sent[0].content
    assert stage.sent[0].ephemeral
    assert stage.sent[0].embeds == []


async def test_who_reads_german_is_told_in_german(stage: Any, cog: PassagesCog, chunk: Chunk) -> None:
    interaction = press(stage, button_for(chunk), guild=None)
    interaction.locale = discord.Locale.german
    await cog.on_interaction(interaction)
    assert "nicht mehr in meinen Dokumenten" in stage.sent[0].content


async def test_a_document_that_was_changed_is_shown_as_it_is_now(stage: Any, cog: PassagesCog, chunk: Chunk) -> None:
    await cog.on_interaction(press(stage, button_for(chunk, text="Shout as you like.")))
    assert "changed since I answered" in stage.sent[0].content
    assert "shouting" in stage.sent[0].embeds[0].description


async def test_other_interactions_are_left_alone(stage: Any, cog: PassagesCog) -> None:
    for custom_id in ("acore:again:101:1", "other:open:x:y", "acore:open:nothing:mark", "acore:open:1", ""):
        await cog.on_interaction(press(stage, custom_id))
    command = press(stage, "")
    command.type = discord.InteractionType.application_command
    await cog.on_interaction(command)
    assert stage.sent == []


def test_a_button_says_all_that_is_needed_to_open_it(chunk: Chunk) -> None:
    custom_id = button_for(chunk, n=3)
    assert len(custom_id) <= 100
    assert opening_of(custom_id) == Opening(chunk.id, mark_of(chunk.text))
    assert press_of(custom_id) is None


def test_twenty_sources_have_a_button_each_and_what_is_not_stored_has_none(chunk: Chunk) -> None:
    stored = [replace(chunk, position=n) for n in range(30)]
    cited = [Citation(n, Passage(one.text, one.source, 1, one.id)) for n, one in enumerate(stored, 1)]
    elsewhere = Citation(31, Passage("said", Source("Ada wrote", "https://discord.com/channels/1/2/3"), 1))
    view = view_of(Written("101", 1, "toy", sources=openings([elsewhere, *cited])))
    assert view
    rows = view.to_components()
    assert [len(row["components"]) for row in rows] == [5, 5, 5, 5, 3]
    labels = [button.get("label") for row in rows for button in row["components"]]
    assert labels[3:] == [f"Source {n}" for n in range(1, 21)]
