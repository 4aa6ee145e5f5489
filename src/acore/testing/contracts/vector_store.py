"""What every vector store must keep."""

import asyncio
from abc import ABC, abstractmethod

from acore.domain.knowledge import Audience, Chunk, Query, Source
from acore.domain.scope import Scope
from acore.interfaces import VectorStore

ANN = Scope(channel="1", user="ann", guild="g1")
BOB = Scope(channel="1", user="bob", guild="g2")
ALONE = Scope(channel="1", user="cy")


def pieces(document: str, *texts: str, guild: str | None = None, fingerprint: str = "f1") -> tuple[Chunk, ...]:
    """The chunks of a document, one a text."""
    return tuple(
        Chunk(document, position, fingerprint, text, Source(document, f"{document}#L{position + 1}"), Audience(guild))
        for position, text in enumerate(texts)
    )


class VectorStoreContract(ABC):
    """Subclass it as Test..., give it store(), and every promise of VectorStore is checked."""

    @abstractmethod
    def store(self) -> VectorStore:
        """A new, empty store, not yet open."""

    async def found(self, store: VectorStore, text: str, scope: Scope = ALONE, limit: int = 5) -> list[str]:
        """The texts of the chunks that a search finds."""
        return [hit.chunk.text for hit in await store.search(Query(text, scope, limit))]

    async def test_what_was_written_is_found_as_it_was(self) -> None:
        async with self.store() as store:
            chunks = pieces("a", "The garden party begins at five.", "Bring a chair and a hat.")
            await store.replace("a", chunks)
            (hit,) = await store.search(Query("When does the party begin?", ALONE))
            assert hit.chunk == chunks[0]
            assert hit.score > 0
            assert await store.count() == 2

    async def test_the_best_comes_first_and_the_limit_holds(self) -> None:
        async with self.store() as store:
            await store.replace("a", pieces("a", "red apples", "red green apples", "red", "green apples on red trees"))
            assert (await self.found(store, "green apples", limit=2))[0] in {
                "red green apples",
                "green apples on red trees",
            }
            assert len(await self.found(store, "red", limit=2)) == 2

    async def test_nothing_shared_finds_nothing(self) -> None:
        async with self.store() as store:
            assert await self.found(store, "anything") == []
            await store.replace("a", pieces("a", "apples and pears"))
            for text in ("zebra", "", "the", "?!", "👋"):
                assert await self.found(store, text) == []

    async def test_replacing_leaves_only_the_new(self) -> None:
        async with self.store() as store:
            await store.replace("a", pieces("a", "apple one", "apple two", "apple three"))
            await store.replace("a", pieces("a", "pear one", fingerprint="f2"))
            assert await self.found(store, "apple") == []
            assert await self.found(store, "pear") == ["pear one"]
            assert await store.fingerprint("a") == "f2"
            assert await store.count() == 1

    async def test_an_empty_replacement_removes_the_document(self) -> None:
        async with self.store() as store:
            await store.replace("a", pieces("a", "apple"))
            await store.replace("b", pieces("b", "pear"))
            await store.replace("a", ())
            assert await store.fingerprint("a") is None
            assert await self.found(store, "apple") == []
            assert await store.fingerprint("b") == "f1"

    async def test_a_document_that_is_not_there_has_no_fingerprint(self) -> None:
        async with self.store() as store:
            assert await store.fingerprint("nowhere") is None

    async def test_no_guild_finds_what_another_keeps(self) -> None:
        async with self.store() as store:
            await store.replace("a", pieces("a", "apple of the first", guild="g1"), guild="g1")
            await store.replace("a", pieces("a", "apple of the second", guild="g2"), guild="g2")
            await store.replace("a", pieces("a", "apple for everyone"))
            assert set(await self.found(store, "apple", ANN)) == {"apple of the first", "apple for everyone"}
            assert set(await self.found(store, "apple", BOB)) == {"apple of the second", "apple for everyone"}
            assert set(await self.found(store, "apple", ALONE)) == {"apple for everyone"}
            await store.replace("a", (), guild="g1")
            assert await store.fingerprint("a", guild="g1") is None
            assert await store.fingerprint("a", guild="g2") == "f1"

    async def test_words_are_found_in_many_scripts(self) -> None:
        async with self.store() as store:
            texts = (
                "東京タワーは高いです。",
                "Die Häuser stehen am Fluss.",
                "Кошки спят днём.",
                "القطط تنام",
                "Ｆｕｌｌ width",
            )
            await store.replace("a", pieces("a", *texts))
            for asked, expected in zip(
                ("東京タワー", "Wo steht das Haus?", "кошки", "القطط", "full"), texts, strict=True
            ):
                assert await self.found(store, asked) == [expected]

    async def test_many_documents_at_once(self) -> None:
        async with self.store() as store:
            await asyncio.gather(
                *(store.replace(f"d{n}", pieces(f"d{n}", *(f"word{n} part{m}" for m in range(40)))) for n in range(8))
            )
            assert await store.count() == 320
            assert len(await self.found(store, "word3", limit=50)) == 40

    async def test_a_cancelled_call_leaves_it_usable(self) -> None:
        async with self.store() as store:
            for rounds in range(4):
                task = asyncio.create_task(store.replace("a", pieces("a", *(f"apple {n}" for n in range(50)))))
                for _ in range(rounds):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            await store.replace("a", pieces("a", "pear"))
            assert await self.found(store, "pear") == ["pear"]
            assert await store.count() == 1

    async def test_closing_twice_is_harmless(self) -> None:
        async with self.store() as store:
            await store.ping()
        await store.aclose()
