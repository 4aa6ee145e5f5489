import pytest

from acore.adapters.llm.asking import Kind, kind_of, looks_like


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many seats are there?", "number"), ("What does it cost?", "number"), ("Wie teuer ist das?", "number"),
        ("When does it open?", "time"), ("How long does it take?", "time"), ("Wann ist Schluss?", "time"),
        ("How do I start?", "steps"), ("Wie kann ich starten?", "steps"), ("Who wrote it?", "person"),
        ("Wer war das?", "person"), ("Where is it?", "place"), ("Wo ist es?", "place"), ("Why is it slow?", "reason"),
        ("Warum?", "reason"), ("Which colours are there?", "list"), ("Welche Farben gibt es?", "list"),
        ("What is a guild?", "meaning"), ("Was ist das?", "meaning"), ("Is it free?", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_the_kind_of_answer_is_read_from_the_question(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("kind", "line", "fits"),
    [
        ("number", "There are 12 seats.", True), ("number", "There are seats.", False),
        ("time", "It opens at 9:00.", True), ("time", "Am 3. Mai.", True), ("time", "It opens.", False),
        ("person", "Ada Lovelace wrote it.", True), ("person", "it was written", False),
        ("place", "It is in the cellar.", True), ("place", "It is big.", False),
        ("reason", "Because it is old.", True), ("reason", "It is old.", False),
        ("meaning", "A guild is a server.", True), ("steps", "Press it.", False), ("other", "12", False),
    ],
)  # fmt: skip
def test_a_line_shows_whether_it_is_such_an_answer(kind: Kind, line: str, fits: bool) -> None:  # noqa: FBT001
    assert looks_like(kind, line) is fits
