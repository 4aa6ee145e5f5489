"""What every retriever must keep."""

from abc import ABC, abstractmethod

from acore.domain.chunking import chunks
from acore.domain.knowledge import Audience, Document, Passage, Query
from acore.domain.scope import Scope
from acore.interfaces import Retriever, VectorStore

ALONE = Scope(channel="1", user="cy")
LIBRARY = (
    Document(
        "file:///garden.md",
        "garden.md",
        "# Garden party\n\nThe garden party begins at five o'clock on Saturday.\n\n"
        "# Rain\n\nIf it rains, we meet in the hall.",
    ),
    Document("file:///shop.md", "shop.md", "# Shop\n\nRefunds are given within 14 days.\n\nThe shop opens at nine."),
    Document("file:///secret.md", "secret.md", "# Secret\n\nThe garden gnome is called Zaphod.", Audience("g1")),
)


class RetrieverContract(ABC):
    """Subclass it as Test..., give it retriever() over the store it is handed, and every promise is checked."""

    @abstractmethod
    def store(self) -> VectorStore:
        """A new, empty store, not yet open."""

    @abstractmethod
    def retriever(self, store: VectorStore) -> Retriever:
        """A new retriever over the store."""

    async def asked(self, text: str, scope: Scope = ALONE, limit: int = 5) -> tuple[Passage, ...]:
        """What is retrieved from the library."""
        async with self.store() as store:
            for document in LIBRARY:
                await store.replace(document.uri, chunks(document), guild=document.audience.guild)
            async with self.retriever(store) as retriever:
                await retriever.ping()
                return await retriever.retrieve(Query(text, scope, limit))

    async def test_the_passage_that_answers_comes_first_with_its_place(self) -> None:
        first, *_ = await self.asked("When does the garden party begin?")
        assert "five o'clock" in first.text
        assert first.source.uri == "file:///garden.md#L1-L3"
        assert first.source.title == "garden.md › Garden party"

    async def test_scores_fall_and_stay_within_bounds(self) -> None:
        found = await self.asked("When does the garden party begin if it rains?", limit=5)
        assert found
        assert all(0 <= passage.score <= 1 for passage in found)

    async def test_what_the_documents_do_not_hold_finds_nothing(self) -> None:
        for text in ("Who was the first emperor of Brazil?", "", "the", "!?", "shop for a submarine in Greenland"):
            assert await self.asked(text) == ()

    async def test_the_limit_holds(self) -> None:
        assert len(await self.asked("garden party rain shop refunds", limit=1)) <= 1

    async def test_another_guilds_document_is_never_found(self) -> None:
        assert all("Zaphod" not in passage.text for passage in await self.asked("What is the garden gnome called?"))
        inside = await self.asked("What is the garden gnome called?", Scope("1", "ann", guild="g1"))
        assert "Zaphod" in inside[0].text
