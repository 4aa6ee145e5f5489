import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.chunking import chunks
from acore.domain.definitions import is_code, spans
from acore.domain.knowledge import Document

BODY = "\n".join(f"        line = {n} + {n}  # some words of a comment to fill the line" for n in range(8))
PYTHON = f'''"""A module."""

LIMIT = 6


@final
class Queue:
    """A queue."""

    # said above
    @property
    def next(self):
{BODY}

    async def drop(self, one):
{BODY}


def alone():
{BODY}


if __name__ == "__main__":
{BODY}
'''


def titles(code: str, name: str) -> list[str]:
    return [chunk.source.title for chunk in chunks(Document(f"file:///{name}", name, code))]


def test_code_is_cut_where_something_is_defined() -> None:
    found = chunks(Document("file:///q.py", "q.py", PYTHON))
    assert [(c.source.title, c.text.splitlines()[0].strip()) for c in found] == [
        ("q.py", '"""A module."""'),
        ("q.py › Queue › next", "# said above"),
        ("q.py › Queue › drop", "async def drop(self, one):"),
        ("q.py › alone", "def alone():"),
        ("q.py", 'if __name__ == "__main__":'),
    ]
    assert [c.source.uri for c in found][:2] == ["file:///q.py#L1-L8", "file:///q.py#L10-L20"]


FILL = "\n".join("  x(one, two, three, four, five, six, seven);" for _ in range(12))


@pytest.mark.parametrize(
    ("name", "code", "names"),
    [
        ("a.go", "func (s *Store) Add(a int) error {\nBODY\n}\n\ntype T struct {\nBODY\n}\n", ["Add", None]),
        ("a.rs", "pub fn add(a: u8) -> u8 {\nBODY\n}\n\nimpl Store {\nBODY\n}\n", ["add", "Store"]),
        ("a.ts", "export class A {\nBODY\n}\n\nexport const b = async (x) => {\nBODY\n}\n", ["A", "b"]),
        ("a.c", "static int helper(int a, int b) {\nBODY\n}\n\nint main(void) {\nBODY\n}\n", ["helper", "main"]),
        ("a.java", "public final class A {\nBODY\n}\n\ninterface B {\nBODY\n}\n", ["A", "B"]),
        ("a.sql", "CREATE TABLE users (\nBODY\n);\n\ncreate or replace view v as\nBODY\n;\n", ["users", "v"]),
    ],
)
def test_other_languages_name_their_parts_too(name: str, code: str, names: list[str | None]) -> None:
    found = titles(code.replace("BODY", FILL), name)
    assert [title for title in found if "›" in title] == [f"{name} › {one}" for one in names if one]


def test_small_neighbours_share_a_piece() -> None:
    assert titles("\n\n".join(f"def f{n}():\n    return {n}" for n in range(5)), "a.py") == ["a.py"]


def test_code_is_known_by_its_ending() -> None:
    assert [is_code(uri) for uri in ("file:///a.py", "file:///A.RS", "file:///py", "a.md")] == [
        True,
        True,
        False,
        False,
    ]


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "def a():",
            "    def b():",
            "class C:",
            "  # c",
            "@d",
            "}",
            "x = 1",
            "        y",
            "func F() {",
            "int f(int a) {",
        ]
    ),
    max_size=40,
)


@given(LINES)
def test_spans_hold_every_line_once_and_in_order(lines: list[str]) -> None:
    found = spans(lines)
    assert [line for span in found for line in lines[span.first : span.last]] == lines
