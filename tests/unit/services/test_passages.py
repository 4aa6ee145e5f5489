"""Opening a passage where it stands."""

from dataclasses import replace
from uuid import UUID

import pytest

from acore.domain.chunking import chunks
from acore.domain.knowledge import Audience, Document
from acore.domain.scope import Scope
from acore.errors import NotFound
from acore.services.passages import PassageService
from acore.testing import MemoryVectorStore

HERE, ELSEWHERE = Scope("1", "ada", guild="g"), Scope("1", "ada", guild="other")
BOOK = Document("file:///b.md", "b.md", "# One\n\nFirst.\n\n# Two\n\nSecond.\n\n# Three\n\nThird.", Audience("g"))


@pytest.fixture
async def store() -> MemoryVectorStore:
    store = MemoryVectorStore()
    await store.replace(BOOK.uri, chunks(BOOK), guild="g")
    return store


async def test_a_passage_is_opened_with_what_stands_around_it(store: MemoryVectorStore) -> None:
    first, second, third = chunks(BOOK)
    service = PassageService(store)
    opened = await service.open(second.id, HERE)
    assert (opened.before, opened.chunk, opened.after) == (first, second, third)
    assert (await service.open(first.id, HERE)).before is None
    assert (await service.open(third.id, HERE)).after is None


async def test_what_was_indexed_at_another_time_is_not_shown_beside_it(store: MemoryVectorStore) -> None:
    first, second, third = chunks(BOOK)
    await store.replace(BOOK.uri, (replace(first, fingerprint="old"), second, third), guild="g")
    assert (await PassageService(store).open(second.id, HERE)).before is None


async def test_nobody_opens_what_they_may_not_find(store: MemoryVectorStore) -> None:
    with pytest.raises(NotFound, match="not for this place"):
        await PassageService(store).open(chunks(BOOK)[0].id, ELSEWHERE)


async def test_a_passage_that_is_gone_is_told(store: MemoryVectorStore) -> None:
    await store.replace(BOOK.uri, (), guild="g")
    with pytest.raises(NotFound, match="Ask again"):
        await PassageService(store).open(chunks(BOOK)[0].id, HERE)
    with pytest.raises(NotFound):
        await PassageService(store).open(UUID(int=0), HERE)
