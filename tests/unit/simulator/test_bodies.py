"""Discord's rules for what a bot sends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.simulator.bodies import COMPONENTS_V2, check_body, reference_of
from acore.simulator.commands import check_command
from acore.simulator.refusals import Refusal

_NAMES = st.sampled_from(
    "content embeds title description footer author text name value fields components "
    "allowed_mentions parse users flags message_reference message_id options type".split()
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


def _path(errors: dict[str, Any] | None) -> str:
    keys = []
    while errors and "_errors" not in errors:
        ((key, errors),) = errors.items()
        keys.append(key)
    return ".".join(keys)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ([], ""),
        ({"content": "x" * 2001}, "content"),
        ({"content": ["x"]}, "content"),
        ({"embeds": {}}, "embeds"),
        ({"embeds": ["x"]}, "embeds.0"),
        ({"embeds": [{}] * 11}, "embeds"),
        ({"embeds": [{}, {"title": "x" * 257}]}, "embeds.1.title"),
        ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description"),
        ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text"),
        ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "embeds.0.fields"),
        ({"embeds": [{"fields": [{"name": "n"}]}]}, "embeds.0.fields.0.value"),
        ({"embeds": [{"fields": [{"name": "x" * 257, "value": "v"}]}]}, "embeds.0.fields.0.name"),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, "embeds"),
        ({"components": "x"}, "components"),
        ({"components": [{"components": [1]}]}, "components.0.components.0"),
        ({"embeds": [{"fields": 5}]}, "embeds.0.fields"),
        ({"embeds": [{"footer": "x"}]}, "embeds.0.footer"),
        ({"flags": "x"}, "flags"),
        ({"components": [{}] * 6}, "components"),
        ({"allowed_mentions": []}, "allowed_mentions"),
        ({"allowed_mentions": {"parse": ["friends"]}}, "allowed_mentions.parse.0"),
        ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
    ],
)
def test_what_is_too_much_or_malformed_is_refused_at_its_place(body: Any, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_body(body)
    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert _path(refused.value.errors) == path


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        {"content": " " + "🙂" * 2000 + " "},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2000}]},
        {"embeds": None, "components": None, "allowed_mentions": None},
        {"components": [{}] * 40, "flags": COMPONENTS_V2},
        {"allowed_mentions": {"parse": [], "users": ["1"], "replied_user": True}},
    ],
)
def test_what_discord_takes_is_taken(body: dict[str, Any]) -> None:
    assert check_body(body).keys() == body.keys()


def test_text_is_trimmed_and_embeds_get_their_type() -> None:
    assert check_body({"content": "\n a \t", "embeds": [{"title": "t"}]}) == {
        "content": "a",
        "embeds": [{"type": "rich", "title": "t"}],
    }


@given(st.text(max_size=3000))
def test_a_text_is_refused_exactly_when_it_is_over_2000_characters(text: str) -> None:
    if len(text.strip()) <= 2000:
        assert check_body({"content": text})["content"] == text.strip()
    else:
        with pytest.raises(Refusal):
            check_body({"content": text})


@given(_JSON)
def test_whatever_json_comes_is_taken_or_refused(body: Any) -> None:
    refused: Refusal | None = None
    try:
        reference_of(check_body(body))
        check_command(body, ())
    except Refusal as refusal:
        refused = refusal
    assert refused is None or refused.status == 400


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, None),
        ({"message_reference": None}, None),
        ({"message_reference": {"message_id": 5}}, ("5", True)),
        ({"message_reference": {"message_id": "5", "fail_if_not_exists": False}}, ("5", False)),
    ],
)
def test_a_reference_is_read(body: dict[str, Any], expected: tuple[str, bool] | None) -> None:
    assert reference_of(body) == expected


def test_a_reference_without_a_message_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        reference_of({"message_reference": {"channel_id": "1"}})
    assert _path(refused.value.errors) == "message_reference.message_id"
