import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.sse import DONE, NOTHING, JsonEvents

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=10,
)


def heard(*lines: bytes) -> list[object]:
    events = JsonEvents()
    found = [event for line in lines if (event := events.feed(line)) is not NOTHING]
    events.close()
    return found


def test_an_event_is_its_data() -> None:
    assert heard(b'data: {"a": 1}', b"", b'data:{"a": 2}', b"") == [{"a": 1}, {"a": 2}]


def test_comments_other_fields_and_empty_lines_tell_nothing() -> None:
    assert heard(b": OPENROUTER PROCESSING", b"", b"event: message", b"id: 7", b"retry: 3", b"data: 1", b"", b"") == [1]


def test_the_end_is_told() -> None:
    assert heard(b"data: [DONE]") == [DONE]
    assert heard(b"data:[DONE] ") == [DONE]


def test_data_of_several_lines_is_one_event() -> None:
    assert heard(b'data: {"a":', b"data: 1}", b"") == [{"a": 1}]


def test_events_without_an_empty_line_between_them_are_two() -> None:
    assert heard(b'data: {"a": 1}', b'data: {"a": 2}') == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("lines", [(b"data: {", b""), (b"data: {",), (b"data: \xff", b""), (b"data: nonsense", b"")])
def test_data_that_is_no_json_is_told_where_its_event_ends(lines: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="what it sent is no JSON"):
        heard(*lines)


def test_an_event_without_end_is_given_up() -> None:
    events = JsonEvents()
    events.feed(b"data: [")
    with pytest.raises(ValueError, match="more than"):
        for _ in range(100):
            events.feed(b"data: " + b"1," * 50_000)


@given(st.lists(JSON, max_size=5))
def test_whatever_is_sent_is_heard(told: list[object]) -> None:
    lines = [line for each in told for line in (b"data: " + orjson.dumps(each), b"")]
    assert heard(*lines) == told


@given(JSON)
def test_indented_json_over_many_lines_is_heard(told: object) -> None:
    text = orjson.dumps(told, option=orjson.OPT_INDENT_2)
    assert heard(*[b"data: " + line for line in text.split(b"\n")], b"")[-1] == told


def test_a_long_event_is_not_tried_at_every_line() -> None:
    lines = [b"data: [", *[b"data: 1,"] * 200_000, b"data: 1]", b""]
    (found,) = heard(*lines)
    assert isinstance(found, list)
    assert len(found) == 200_001
