from collections.abc import Sequence

from structlog.testing import capture_logs

from acore.domain.chunking import chunks
from acore.domain.knowledge import Chunk, Document, Vector
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces.embedder import Kind
from acore.services.embedding import EmbeddingService
from acore.testing import MemoryMetrics, WordwiseEmbedder

GARDEN = Document("file:///garden.md", "garden.md", "# Party\n\nIt begins at five.\n\n# Rain\n\nWe meet in the hall.")


def pieces() -> tuple[Chunk, ...]:
    return chunks(GARDEN)


async def test_each_chunk_has_the_vector_of_what_it_says_and_of_what() -> None:
    embedder = WordwiseEmbedder()
    vectors = await EmbeddingService(embedder, MemoryMetrics()).vectors(pieces())
    assert vectors is not None
    assert len(vectors) == len(pieces()) == 2
    assert embedder.read[0].startswith("garden.md › Party\n")
    assert "five" in embedder.read[0]


async def test_without_an_embedder_there_are_no_vectors_and_fingerprints_stay() -> None:
    embedding = EmbeddingService(None, MemoryMetrics())
    assert await embedding.vectors(pieces()) is None
    assert (embedding.name, embedding.marked("abc"), embedding.problem) == ("", "abc", None)


async def test_another_embedder_marks_in_another_way() -> None:
    one, other = (EmbeddingService(WordwiseEmbedder(name=name), MemoryMetrics()) for name in ("one", "other"))
    assert len({"abc", one.marked("abc"), one.marked("abd"), other.marked("abc")}) == 4
    assert one.marked("abc") == one.marked("abc")


async def test_an_embedder_that_fails_leaves_words_and_is_told_of_once() -> None:
    embedder = WordwiseEmbedder()
    embedding = EmbeddingService(embedder, MemoryMetrics())
    embedder.fails = EngineUnavailable("ollama is down", engine="ollama")
    with capture_logs() as logs:
        assert [await embedding.vectors(pieces()) for _ in range(3)] == [None] * 3
    assert [log["event"] for log in logs] == ["documents_not_embedded"]
    assert embedding.problem == "ollama is down"
    embedder.fails = None
    assert await embedding.vectors(pieces())
    assert embedding.problem is None
    embedder.fails = EngineRefused("no such model", engine="ollama")
    with capture_logs() as logs:
        assert await embedding.vectors(pieces()) is None
    assert len(logs) == 1


async def test_a_long_document_is_read_a_part_at_a_time() -> None:
    calls: list[int] = []

    class Counting(WordwiseEmbedder):
        async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
            calls.append(len(texts))
            return await super().embed(texts, kind)

    long = Document("file:///long.txt", "long.txt", "\n\n".join(f"# {n}\n\nPart {n} of it all." for n in range(150)))
    vectors = await EmbeddingService(Counting(), MemoryMetrics()).vectors(
        chunks(Document("file:///l.md", "l.md", long.text))
    )
    assert vectors is not None
    assert calls == [64, 64, len(vectors) - 128]


async def test_vectors_of_different_lengths_are_told_of_and_never_mixed() -> None:
    class Growing(WordwiseEmbedder):
        grows = True

        async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
            self.read += texts
            return tuple((1.0,) * (len(self.read) if self.grows else 4) for _ in texts)

    embedder = Growing()
    embedding = EmbeddingService(embedder, MemoryMetrics())
    long = chunks(Document("file:///l.md", "l.md", "\n\n".join(f"# {n}\n\nPart {n} of it all." for n in range(100))))
    assert await embedding.vectors(long) is None
    assert "different lengths" in (embedding.problem or "")
    embedder.grows = False
    assert len(await embedding.vectors(long) or ()) == len(long)
