"""What every vector store must keep."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt
from uuid import UUID

from acore.domain.knowledge import EVERYONE, Added, Audience, Chunk, Query, Source, Vector
from acore.domain.scope import Scope
from acore.interfaces import VectorStore

ANN = Scope(channel="1", user="ann", guild="g1")
BOB = Scope(channel="1", user="bob", guild="g2")
ALONE = Scope(channel="1", user="cy")


AUDIENCES = (
    EVERYONE,
    Audience(guild="g1"),
    Audience(guild="g1", category="talk"),
    Audience(guild="g1", category="talk", channel="1"),
    Audience(guild="g1", owner="ann"),
    Audience(channel="1"),
    Audience(owner="cy"),
    Audience(guild="g2", channel="1"),
)
SCOPES = (
    ANN,
    BOB,
    ALONE,
    Scope(channel="1", user="ann", guild="g1", category="talk"),
    Scope(channel="2", user="cy", guild="g1", category="talk"),
    Scope(channel="talk", user="1", guild="ann", category="g1"),
    Scope(channel="9", user="ann"),
    Scope(channel="8", user="ann", guild="g1", parent="1"),
    Scope(channel="8", user="bob", guild="g2", category="talk", parent="1"),
)


def pieces(
    document: str, *texts: str, guild: str | None = None, fingerprint: str = "f1", audience: Audience | None = None
) -> tuple[Chunk, ...]:
    """The chunks of a document, one a text."""
    who = audience or Audience(guild)
    return tuple(
        Chunk(document, position, fingerprint, text, Source(document, f"{document}#L{position + 1}"), who)
        for position, text in enumerate(texts)
    )


def unit(*numbers: float) -> Vector:
    """The vector of length 1 in that direction."""
    length = sqrt(sum(number * number for number in numbers))
    return tuple(number / length for number in numbers)


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

    async def nearest(self, store: VectorStore, vector: Vector, scope: Scope = ALONE, limit: int = 9) -> list[str]:
        """The texts of the chunks whose vectors are nearest."""
        return [hit.chunk.text for hit in await store.nearest(vector, Query("", scope, limit))]

    async def test_the_nearest_come_first_with_their_cosines(self) -> None:
        async with self.store() as store:
            vectors = (unit(0, 1, 0), unit(1, 0, 0), unit(1, 1, 0), unit(-1, 0, 0))
            await store.replace("a", pieces("a", "across", "same", "middle", "against"), vectors=vectors)
            hits = await store.nearest(unit(1, 0, 0), Query("", ALONE, 9))
            assert [hit.chunk.text for hit in hits] == ["same", "middle", "across", "against"]
            assert hits[0].chunk == pieces("a", "across", "same")[1]
            for hit, cosine in zip(hits, (1, sqrt(0.5), 0, -1), strict=True):
                assert abs(hit.score - cosine) < 1e-3
            assert await self.nearest(store, unit(1, 0, 0), limit=2) == ["same", "middle"]
            assert await self.nearest(store, unit(1, 0, 0), limit=0) == []
            assert await self.found(store, "middle") == ["middle"]

    async def test_what_has_no_vector_of_that_length_is_not_near(self) -> None:
        async with self.store() as store:
            assert await self.nearest(store, unit(1, 0, 0)) == []
            await store.replace("a", pieces("a", "vivid"), vectors=[unit(1, 0, 0)])
            await store.replace("b", pieces("b", "plain"))
            assert await self.nearest(store, unit(1, 0, 0)) == ["vivid"]
            assert await self.nearest(store, unit(1, 0)) == []
            await store.replace("a", pieces("a", "vivid", fingerprint="f2"))
            assert await self.nearest(store, unit(1, 0, 0)) == []
            assert await self.found(store, "vivid") == ["vivid"]

    async def test_vectors_of_another_length_take_the_place_of_all_others(self) -> None:
        async with self.store() as store:
            await store.replace("a", pieces("a", "first apple", "second apple"), vectors=[unit(1, 0, 0)] * 2)
            await store.replace("b", pieces("b", "third apple"), vectors=[unit(1, 0)])
            assert await self.nearest(store, unit(1, 0)) == ["third apple"]
            assert await self.nearest(store, unit(1, 0, 0)) == []
            assert len(await self.found(store, "apple")) == 3
            await store.replace("c", pieces("c", "fourth apple"), vectors=[unit(0, 0, 1)])
            assert await self.nearest(store, unit(1, 0, 0)) == ["fourth apple"]
            assert await self.nearest(store, unit(1, 0)) == []
            assert await store.count() == 4

    async def test_removed_chunks_are_not_near(self) -> None:
        async with self.store() as store:
            await store.replace("a", pieces("a", "one", "two", "three"), vectors=[unit(1, n) for n in range(3)])
            await store.replace("a", pieces("a", "four"), vectors=[unit(1, 5)])
            assert await self.nearest(store, unit(1, 0)) == ["four"]
            await store.replace("a", ())
            assert await self.nearest(store, unit(1, 0)) == []

    async def test_only_whom_it_is_meant_for_finds_a_document(self) -> None:
        async with self.store() as store:
            for n, audience in enumerate(AUDIENCES):
                chunks = pieces(f"d{n}", f"apple {n}", audience=audience)
                await store.replace(f"d{n}", chunks, guild=audience.guild, vectors=[unit(1, n)])
            for scope in SCOPES:
                seen = {f"d{n}" for n, audience in enumerate(AUDIENCES) if audience.admits(scope)}
                found = await store.search(Query("apple", scope, 50))
                near = await store.nearest(unit(1, 3), Query("", scope, 50))
                assert {hit.chunk.document for hit in found} == seen
                assert {hit.chunk.document for hit in near} == seen
                assert {listed.document for listed in await store.documents(scope)} == seen
                for n, audience in enumerate(AUDIENCES):
                    (chunk,) = pieces(f"d{n}", f"apple {n}", audience=audience)
                    assert await store.chunk(chunk.id, scope) == (chunk if audience.admits(scope) else None)

    async def test_a_chunk_that_is_not_there_is_none(self) -> None:
        async with self.store() as store:
            assert await store.chunk(UUID(int=1), ALONE) is None

    async def test_documents_are_listed_with_who_added_them(self) -> None:
        async with self.store() as store:
            assert await store.documents() == ()
            added = Added("ann", datetime(2026, 1, 5, 12, 30, tzinfo=UTC))
            notes = tuple(replace(chunk, added=added) for chunk in pieces("n", "one", "two", guild="g1"))
            titled = tuple(replace(chunk, source=Source("Notes › Start", "n#L1")) for chunk in notes)
            await store.replace("n", titled, guild="g1")
            await store.replace("b", pieces("b", "three"))
            listed = await store.documents()
            assert [(one.title, one.document, one.chunks) for one in listed] == [("Notes", "n", 2), ("b", "b", 1)]
            assert (listed[0].audience, listed[0].added, listed[0].fingerprint) == (Audience("g1"), added, "f1")
            assert await store.documents(ALONE) == listed[1:]
            assert await store.chunk(titled[1].id, ANN) == titled[1]

    async def test_a_document_of_which_less_was_written_is_listed_as_unfinished(self) -> None:
        async with self.store() as store:
            for rounds in range(0, 40, 4):
                task = asyncio.create_task(store.replace("a", pieces("a", *(f"apple {n}" for n in range(200)))))
                for _ in range(rounds):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                known = await store.fingerprint("a")
                assert [one.fingerprint for one in await store.documents()] in ([known or ""], [])
                assert await store.count() == 0 or await store.documents()
                await store.replace("a", ())
                assert await store.count() == 0

    async def test_chunks_and_vectors_have_to_fit(self) -> None:
        async with self.store() as store:
            wrong: tuple[Sequence[Vector], ...] = ((unit(1, 0),), (unit(1, 0), unit(1, 0, 0)), ((), ()))
            for vectors in wrong:
                try:
                    await store.replace("a", pieces("a", "one", "two"), vectors=vectors)
                except ValueError:
                    continue
                raise AssertionError(f"{vectors} was taken for two chunks")
            assert await store.count() == 0

    async def test_closing_twice_is_harmless(self) -> None:
        async with self.store() as store:
            await store.ping()
        await store.aclose()
