from array import array
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.vector_store.packing import packed, unpacked
from acore.adapters.vector_store.rows import audience_of, audiences_of, chunk_of, listing, row_of, size_of
from acore.domain.knowledge import Added, Audience, Chunk, Source
from acore.domain.scope import Scope
from acore.testing.contracts.vector_store import pieces

NAMES = st.none() | st.sampled_from(["1", "2", "null", '","', "None"]) | st.text(min_size=1, max_size=3)
AUDIENCE = st.builds(Audience, NAMES, NAMES, NAMES, NAMES)
SCOPE = st.builds(Scope, NAMES.map(str), NAMES.map(str), NAMES, NAMES, NAMES)


def a_chunk(audience: Audience) -> Chunk:
    added = Added("ann", datetime(2026, 1, 5, 12, 30, tzinfo=UTC))
    return Chunk("d", 3, "f1", "text", Source("Title", "d#L1"), audience, added)


@given(AUDIENCE)
def test_a_chunk_survives_as_a_row(audience: Audience) -> None:
    chunk = a_chunk(audience)
    row = orjson.loads(orjson.dumps(row_of(chunk)))
    assert UUID(row["id"]) == chunk.id
    assert chunk_of(row) == chunk


@given(AUDIENCE, SCOPE)
def test_a_scope_looks_for_exactly_the_audiences_that_admit_it(audience: Audience, scope: Scope) -> None:
    assert (audience_of(row_of(a_chunk(audience))) in audiences_of(scope)) == audience.admits(scope)


def test_a_row_of_the_first_version_is_for_its_guild() -> None:
    row = {"document": "d", "guild": "g1", "position": 0, "fingerprint": "f", "text": "t", "title": "T", "uri": "u"}
    assert chunk_of(row).audience == Audience("g1")
    assert audience_of(row) in audiences_of(Scope("c", "u", "g1"))
    assert audience_of(row) not in audiences_of(Scope("c", "u", "g2"))


def test_documents_are_listed_by_title() -> None:
    firsts = [(pieces(name, "text", guild=guild)[0], 2) for name, guild in (("b", "g2"), ("b", "g1"), ("a", None))]
    listed = [(one.title, one.audience.guild, one.chunks) for one in listing(firsts)]
    assert listed == [("a", None, 2), ("b", "g1", 2), ("b", "g2", 2)]


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=20))
def test_a_vector_arrives_as_it_left(numbers: list[float]) -> None:
    for vector in (numbers, tuple(numbers), array("f", numbers), array("d", numbers)):
        assert unpacked(packed(vector)) == numbers


def test_vectors_have_one_size() -> None:
    chunks = pieces("d", "one", "two")
    assert size_of(chunks, None) is None
    assert size_of((), ()) is None
    assert size_of(chunks, ((1, 0, 0), (0, 1, 0))) == 3
    for wrong in ([], [(1, 0)], [(1, 0), (1,)], [(), ()]):
        with pytest.raises(ValueError, match="2 chunks came with"):
            size_of(chunks, wrong)
