import re

from hypothesis import given
from hypothesis import strategies as st

from acore.domain.chunking import chunks
from acore.domain.knowledge import Document

PARTY = """# Garden party

The party begins at five.

## What to bring

- a chair
- a hat

```python
# not a heading
x = 1
```
"""


def cut(text: str, uri: str = "file:///party.md") -> list[tuple[str, str, str]]:
    return [(c.source.title, c.source.uri, c.text) for c in chunks(Document(uri, "party.md", text))]


def test_a_document_is_cut_at_its_headings_with_titles_and_lines() -> None:
    assert cut(PARTY) == [
        ("party.md › Garden party", "file:///party.md#L1-L3", "# Garden party\n\nThe party begins at five."),
        (
            "party.md › Garden party › What to bring",
            "file:///party.md#L5-L13",
            "## What to bring\n\n- a chair\n- a hat\n\n```python\n# not a heading\nx = 1\n```",
        ),
    ]


def test_help_pages_have_no_lines() -> None:
    assert {uri for _, uri, _ in cut(PARTY, "acore:help/party")} == {"acore:help/party"}


def test_positions_run_from_zero_and_the_fingerprint_is_one() -> None:
    found = chunks(Document("u", "t", "para\n\n" * 2000))
    assert [chunk.position for chunk in found] == list(range(len(found)))
    assert len({chunk.fingerprint for chunk in found}) == 1
    assert len({chunk.id for chunk in found}) == len(found) > 1


def test_the_fingerprint_changes_with_the_text_and_only_then() -> None:
    first, same, other = (chunks(Document("u", "t", text))[0].fingerprint for text in ("a", "a", "b"))
    assert first == same != other


def test_windows_line_ends_give_the_same_lines() -> None:
    assert [uri for _, uri, _ in cut(PARTY.replace("\n", "\r\n"))] == [uri for _, uri, _ in cut(PARTY)]


def test_a_text_without_words_has_no_chunks() -> None:
    assert chunks(Document("u", "t", " \n\n\t")) == ()


def test_one_endless_line_is_cut_between_words() -> None:
    found = chunks(Document("u", "t", "word " * 5000))
    assert all(len(chunk.text) <= 1300 for chunk in found)
    assert all(set(chunk.text.split()) == {"word"} for chunk in found)


@given(st.text(alphabet=st.sampled_from("ab# \n`~-.é東\r\t"), max_size=4000))
def test_no_word_is_lost_and_every_chunk_is_bounded(text: str) -> None:
    found = chunks(Document("file:///x", "t", text))
    kept = re.sub(r"\s", "", "".join(chunk.text for chunk in found))
    assert kept == re.sub(r"\s", "", text)
    assert all(len(chunk.text) <= 2400 for chunk in found)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for chunk in found:
        span = re.search(r"#L(\d+)-L(\d+)$", chunk.source.uri)
        assert span
        first, last = int(span[1]), int(span[2])
        assert re.sub(r"\s", "", chunk.text) in re.sub(r"\s", "", "".join(lines[first - 1 : last]))
