from typing import Any

import pytest

from acore.adapters.reranker.server import ServerReranker, ServerRerankerSettings
from acore.errors import CircuitOpen, EngineUnavailable
from acore.testing import engine_context
from tests.integration.embedder.far_sides import saying
from tests.integration.llm.far_side import Asked, FarSideServer, Line, far_side


async def by_length(asked: Asked, line: Line) -> None:
    """The longest passage answers best, and comes first."""
    lengths = [(len(text), index) for index, text in enumerate(asked.body["documents"])]
    rows = [{"index": index, "relevance_score": length / 100} for length, index in sorted(lengths, reverse=True)]
    await line.json({"model": asked.body["model"], "results": rows})


def reranker_at(server: FarSideServer, **settings: Any) -> ServerReranker:
    table = {"base_url": f"{server.address}/v1", **settings}
    return ServerReranker(ServerRerankerSettings.model_validate(table), engine_context())


async def test_scores_come_in_the_order_of_the_passages() -> None:
    async with far_side(by_length) as server, reranker_at(server, api_key="sk-test") as reranker:
        assert await reranker.scores("what?", ("short", "much longer", "longer")) == (0.05, 0.11, 0.06)
        assert await reranker.scores("what?", ()) == ()
        await reranker.ping()
    (asked,) = server.asked
    assert asked.path == "/v1/rerank"
    assert asked.headers["authorization"] == "Bearer sk-test"
    assert asked.body["query"] == "what?"
    assert asked.body["top_n"] == 3


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        {"results": [{"index": 0, "relevance_score": 1}]},
        {"results": [{"index": 0, "relevance_score": "best"}, {"index": 1, "relevance_score": 0}]},
        {"results": [{"index": 0, "relevance_score": "nan"}, {"index": 1, "relevance_score": 0}]},
    ],
)
async def test_an_answer_of_another_form_is_a_bad_moment(told: Any) -> None:
    async with saying(told) as server, reranker_at(server) as reranker:
        with pytest.raises(EngineUnavailable, match="not of the form"):
            await reranker.scores("what?", ("one", "two"))


async def test_one_that_keeps_failing_is_left_alone() -> None:
    async with saying({"error": "overloaded"}, 503) as server, reranker_at(server) as reranker:
        for _ in range(5):
            with pytest.raises(EngineUnavailable):
                await reranker.scores("what?", ("one",))
        with pytest.raises(CircuitOpen):
            await reranker.scores("what?", ("one",))
    assert len(server.asked) == 5
