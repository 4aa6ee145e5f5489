from pathlib import Path

import orjson
import pytest

from acore.adapters.vector_store.edge_faults import translated
from acore.adapters.vector_store.edge_worker import serve

FOLDER = Path("/srv/sherlock/disk1/no space left/index")


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("failed to open WAL /x: Can't init WAL: Kind(WouldBlock)", "in use"),
        ("IO Error: No space left on device (os error 28)", "full"),
        ("failed to create directory: Permission denied (os error 13)", "rights"),
        ("IO Error: Read-only file system (os error 30)", "rights"),
        ("Can't init WAL: Illegal segment header", "broken"),
        (f"IO Error: Failed to deserialize {FOLDER}/edge_config.json", "broken"),
        ("", "broken"),
    ],
)
def test_the_text_of_a_fault_says_what_kind_it_is(told: str, kind: str) -> None:
    found = translated(Exception(told), FOLDER)
    assert found["error"] == kind
    assert found["message"]


def test_a_fault_is_told_briefly() -> None:
    assert len(translated(Exception("x" * 10_000), FOLDER)["message"]) == 500


def test_each_line_is_answered_by_its_number(tmp_path: Path) -> None:
    chunk = {"id": "00000000-0000-0000-0000-000000000001", "document": "d", "guild": "", "position": 0}
    chunk |= {"fingerprint": "f", "text": "apple", "title": "t", "uri": "u", "audience": "everyone"}
    asked = [
        ("count", {}),
        ("finish", {"document": "d", "guild": "", "first": [chunk], "count": 1}),
        ("search", {"text": "apples", "seen": ["everyone"], "limit": 5}),
        ("fingerprint", {"document": "d", "guild": ""}),
        ("fingerprint", {"document": "d", "guild": "g"}),
        ("nonsense", {}),
        ("begin", {"first": {**chunk, "fingerprint": ""}, "size": None}),
        ("fingerprint", {"document": "d", "guild": ""}),
        ("count", {}),
    ]
    answers: list[dict[str, object]] = []
    lines = [orjson.dumps({"n": n, "work": work, "given": given}) for n, (work, given) in enumerate(asked)]
    serve(lines, lambda line: answers.append(orjson.loads(line)), tmp_path / "index")
    assert [answer["n"] for answer in answers] == list(range(len(asked)))
    results = [answer.get("result") for answer in answers]
    assert results[:2] == [0, None]
    (hit,) = orjson.loads(orjson.dumps(results[2]))
    assert hit["chunk"] == {key: value for key, value in chunk.items() if key != "id"} | {"chunks": 1}
    assert results[3:5] == ["f", None]
    assert answers[5]["error"] == "broken"
    assert results[6:] == [None, None, 1]


def test_a_panic_is_answered_and_ends_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def panic(*_: object) -> None:
        raise Panic("index out of bounds")

    monkeypatch.setattr("acore.adapters.vector_store.edge_worker.Index", panic)
    answers: list[bytes] = []
    serve([b'{"n": 1, "work": "count", "given": {}}'] * 2, answers.append, tmp_path / "index")
    (told,) = map(orjson.loads, answers)
    assert told == {"n": 1, "error": "broken", "message": "index out of bounds", "last": True}
