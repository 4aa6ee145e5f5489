from hypothesis import given, settings
from hypothesis import strategies as st

from acore.domain.web import Found, found_in, one_line


def test_pages_are_listed_once_without_their_fragments() -> None:
    rows = [
        ("A", "https://a.example/x#1", "a"),
        ("A again", "https://a.example/x#2", ""),
        ("B", "http://b.example", None),
    ]
    assert found_in(rows, 5) == (Found("A", "https://a.example/x", "a"), Found("B", "http://b.example", ""))


def test_a_page_without_a_title_is_named_by_its_host() -> None:
    assert found_in([(None, "https://a.example/x", " text\n more ")], 5) == (
        Found("a.example", "https://a.example/x", "text more"),
    )


def test_what_is_not_shown_is_left_out_of_titles() -> None:
    assert one_line("a\u202e\u200bb\x00 \n c", 10) == "ab c"
    assert one_line(["a"], 10) == ""
    assert one_line("a" * 20, 10) == "a" * 9 + "…"


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text()))] * 3)),
    st.integers(0, 10),
)
def test_whatever_is_listed_only_pages_of_the_web_are_found(
    rows: list[tuple[object, object, object]], limit: int
) -> None:
    found = found_in(rows, limit)
    assert len(found) <= limit
    assert all(page.url.startswith(("http://", "https://")) and page.title for page in found)
