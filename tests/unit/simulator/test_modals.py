"""Modals: what Discord takes of a bot, and what it lets a person send."""

from typing import Any

import pytest

from acore.errors import InvalidInput
from acore.simulator.modals import check_modal, submitted
from acore.simulator.refusals import Refusal


def _input(**fields: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "text", "style": 1, "label": "Text"} | fields


def _row(**fields: Any) -> dict[str, Any]:
    return {"type": 1, "components": [_input(**fields)]}


def _label(inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": 18, "label": "Field", "component": inner}


def _modal(*components: Any, **fields: Any) -> dict[str, Any]:
    return {"title": "Form", "custom_id": "form", "components": [*components]} | fields


_MENU = {"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}


def _place(errors: Any) -> str:
    path = []
    while isinstance(errors, dict) and "_errors" not in errors:
        (key,) = errors
        path.append(key)
        errors = errors[key]
    return ".".join(path)


@pytest.mark.parametrize(
    ("modal", "place"),
    [
        (_modal(_row(), title=""), "title"),
        (_modal(_row(), title="x" * 46), "title"),
        (_modal(_row(), custom_id="x" * 101), "custom_id"),
        (_modal(), "components"),
        (_modal(*[_row()] * 6), "components"),
        (_modal({"type": 2}), "components.0.type"),
        (_modal({"type": 1, "components": []}), "components.0.components"),
        (_modal({"type": 1, "components": [_MENU]}), "components.0.components.0.type"),
        (_modal(_row(label="")), "components.0.components.0.label"),
        (_modal(_row(label="x" * 46)), "components.0.components.0.label"),
        (_modal(_row(custom_id=None)), "components.0.components.0.custom_id"),
        (_modal(_row(style=3)), "components.0.components.0.style"),
        (_modal(_row(min_length=-1)), "components.0.components.0.min_length"),
        (_modal(_row(max_length=4001)), "components.0.components.0.max_length"),
        (_modal(_row(max_length=0)), "components.0.components.0.max_length"),
        (_modal(_row(value="x" * 4001)), "components.0.components.0.value"),
        (_modal({"type": 18, "component": _input()}), "components.0.label"),
        (_modal({"type": 18, "label": "x" * 46, "component": _input()}), "components.0.label"),
        (_modal({"type": 18, "label": "x"}), "components.0.component"),
        (_modal(_label({"type": 2})), "components.0.component.type"),
        (_modal(_label(_MENU | {"custom_id": ""})), "components.0.component.custom_id"),
        (_modal(_label(_input(placeholder="x" * 101))), "components.0.component.placeholder"),
    ],
)
def test_a_malformed_modal_is_refused_where_it_is_wrong(modal: dict[str, Any], place: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_modal(modal)
    assert (refused.value.status, refused.value.code, _place(refused.value.errors)) == (400, 50035, place)


def test_the_submission_has_the_shape_of_the_form() -> None:
    modal = _modal(_row(), {"type": 10, "content": "Read this"}, _label(_MENU), _label(_input(custom_id="more", id=9)))
    check_modal(modal)
    assert submitted(modal, {"text": "hello", "menu": ["b"], "more": "x"}) == [
        {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": "text", "value": "hello"}]},
        {"type": 10, "id": 3},
        {"type": 18, "id": 4, "component": {"type": 3, "id": 5, "custom_id": "menu", "values": ["b"]}},
        {"type": 18, "id": 6, "component": {"type": 4, "id": 9, "custom_id": "more", "value": "x"}},
    ]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "x" * 4000),
        ({"required": False}, ""),
        ({"required": False, "min_length": 3}, ""),
        ({"min_length": 2, "max_length": 3}, "ab"),
        ({"min_length": 2, "max_length": 3}, "abc"),
    ],
)
def test_a_text_of_a_fitting_length_is_taken(fields: dict[str, Any], text: str) -> None:
    (row,) = submitted(_modal(_row(**fields)), {"text": text})
    assert row["components"][0]["value"] == text


@pytest.mark.parametrize(
    ("fields", "text", "words"),
    [
        ({}, "", "from 1 to 4000"),
        ({}, "x" * 4001, "there are 4001"),
        ({"min_length": 2}, "a", "from 2 to 4000"),
        ({"max_length": 3}, "abcd", "from 1 to 3"),
        ({"required": False, "min_length": 2}, "a", "from 2"),
        ({}, ["a"], "wants text"),
    ],
)
def test_a_text_that_does_not_fit_is_not_sent(fields: dict[str, Any], text: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        submitted(_modal(_row(**fields)), {"text": text})


def test_a_field_that_is_left_out_keeps_its_text_and_an_unknown_one_is_named() -> None:
    modal = _modal(_row(value="as it was"))
    assert submitted(modal, {})[0]["components"][0]["value"] == "as it was"
    with pytest.raises(InvalidInput, match="no field 'other'; it has text"):
        submitted(modal, {"other": "x"})


@pytest.mark.parametrize(
    ("fields", "values", "words"),
    [
        ({}, [], "from 1 to 1"),
        ({}, ["a", "b"], "there are 2"),
        ({"max_values": 2}, ["a", "a"], "different"),
        ({"min_values": 2, "max_values": 2}, ["a"], "from 2 to 2"),
        ({}, ["c"], "no value 'c'; it has a, b"),
    ],
)
def test_a_choice_that_is_not_on_offer_is_not_sent(fields: dict[str, Any], values: list[str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        submitted(_modal(_label(_MENU | fields)), {"menu": values})


def test_a_menu_may_stay_empty_where_it_is_not_required() -> None:
    (label,) = submitted(_modal(_label(_MENU | {"required": False})), {})
    assert label["component"]["values"] == []
