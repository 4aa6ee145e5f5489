"""Sources of an answer in the loopback Discord: shown, opened, and gone."""

from dataclasses import dataclass
from typing import Any

import pytest

from acore.adapters.vector_store.memory import MemoryVectorStore
from acore.domain.chunking import chunks
from acore.domain.knowledge import Audience, Document, Passage, Query

TEXT = "# Opening hours\n\nThe pool opens at *nine* on weekdays.\n\n" + "It is heated in winter. " * 20


@dataclass
class Library:
    """Finds all that the scope may find."""

    store: MemoryVectorStore

    async def find(self, query: Query) -> tuple[Passage, ...]:
        hits = await self.store.search(query)
        return tuple(Passage(hit.chunk.text, hit.chunk.source, 0.9, hit.chunk.id) for hit in hits)


@pytest.fixture
async def library(town: Any) -> Library:
    document = Document("file:///srv/pool.md", "pool.md", TEXT, Audience(town.guild.id))
    store = MemoryVectorStore()
    await store.replace(document.uri, chunks(document), guild=town.guild.id)
    return Library(store)


def opener(message: Any) -> str:
    ids: list[str] = [button["custom_id"] for row in message.components for button in row["components"]]
    return next(custom_id for custom_id in ids if custom_id.startswith("acore:open:"))


async def ask(town: Any, ending: str) -> Any:
    await town.mention("When does the pool open?")
    return await town.answer(ending)


async def test_a_source_is_shown_with_its_place_and_opened_for_the_member_alone(town: Any, library: Library) -> None:
    async with town.house("At nine [1], not at ten [4].", knowledge=library, store=library.store):
        answer = await ask(town, "not at ten.")
        assert answer.content == "At nine [1], not at ten."
        ((field,),) = [embed["fields"] for embed in answer.embeds]
        assert field["name"] == "[1] pool.md › Opening hours"
        excerpt, place = field["value"].splitlines()
        assert excerpt.startswith("The pool opens at \\*nine\\* on weekdays.")
        assert len(excerpt) <= 200
        assert place == "-# pool.md, lines 1\u20135"
        await town.world.press(town.ada, answer, opener(answer))
        shown = await town.until("edit", lambda e: e.message.ephemeral_to == town.ada.id and e.message.embeds)
        (embed,) = shown.message.embeds
        assert embed["description"].count("heated in winter") == 20
        assert embed["footer"]["text"] == "pool.md, lines 1\u20135"


async def test_after_a_restart_a_source_still_opens(town: Any, library: Library) -> None:
    async with town.house("At nine [1].", knowledge=library, store=library.store):
        answer = await ask(town, "At nine [1].")
    async with town.house("Never said.", knowledge=library, store=library.store):
        await town.world.press(town.ada, answer, opener(answer))
        shown = await town.until("edit", lambda e: e.message.ephemeral_to == town.ada.id and e.message.embeds)
        assert "opens at" in shown.message.embeds[0]["description"]


async def test_a_source_that_is_gone_is_told(town: Any, library: Library) -> None:
    async with town.house("At nine [1].", knowledge=library, store=library.store):
        answer = await ask(town, "At nine [1].")
        await library.store.replace("file:///srv/pool.md", (), guild=town.guild.id)
        await town.world.press(town.ada, answer, opener(answer))
        told = await town.until("edit", lambda e: e.message.ephemeral_to == town.ada.id and e.message.content)
        assert "not in my documents any more" in told.message.content


@pytest.mark.parametrize("reply", ["I do not know.", "It is written somewhere [7]."])
async def test_without_a_source_there_is_no_embed_and_no_button(town: Any, library: Library, reply: str) -> None:
    async with town.house(reply, knowledge=library, store=library.store):
        answer = await ask(town, ".")
        assert "[7]" not in answer.content
        assert answer.embeds == []
        with pytest.raises(StopIteration):
            opener(answer)
