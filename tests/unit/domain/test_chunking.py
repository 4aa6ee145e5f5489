import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain import chunking
from acore.domain.chunking import MOST_CHARACTERS, MOST_WORDS, chunks, fingerprint_of
from acore.domain.knowledge import Audience, Document

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
    assert all(len(chunk.text.split()) <= MOST_WORDS for chunk in found)
    assert all(set(chunk.text.split()) == {"word"} for chunk in found)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    line = " ".join(f"This is sentence {n} about gardens, rivers and roads." for n in range(200))
    found = cut(line)
    assert len(found) > 5
    assert all(text.startswith("This is") and text.endswith("roads.") for _, _, text in found)
    assert all(len(text.split()) > 100 for _, _, text in found[:-1])


@pytest.mark.parametrize(
    "sentence", ["東京は日本の首都であり、多くの人が住んでいます。", "北京是中国的首都，有很多人。"]
)
def test_a_script_without_spaces_is_cut_between_sentences(sentence: str) -> None:
    found = cut(sentence * 200)
    assert len(found) > 5
    assert all(len(text) <= 3 * MOST_WORDS and not len(text) % len(sentence) for _, _, text in found)


def test_a_long_text_is_cut_between_paragraphs_rather_than_in_them() -> None:
    paragraph = "One short line of this paragraph.\n" * 10
    found = cut(f"{paragraph}\n" * 10)
    assert all(text.count("\n\n") == len(text.split()) // 60 - 1 for _, _, text in found)


@pytest.mark.parametrize(
    "block", ["```\n" + "step one\n\nstep two\n" * 20 + "```", "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 30]
)
def test_code_and_tables_stay_whole_while_they_fit(block: str) -> None:
    text = "word " * 150 + "\n\n" + block + "\n\n" + "word " * 150
    assert sum(block.strip() in text for _, _, text in cut(text)) == 1


def test_a_fence_that_is_never_closed_hides_no_heading() -> None:
    assert [title for title, _, _ in cut("```\nx = 1\n\n# Later\n\nText.")] == ["party.md", "party.md › Later"]


def test_a_piece_of_long_code_neither_begins_nor_ends_with_a_blank_line() -> None:
    code = "\n".join(["```", *(["x = 1  # " + "word " * 100, ""] * 9), "```"])
    for _, uri, text in cut(code):
        first, last = map(int, re.findall(r"L(\d+)", uri))
        assert text == text.strip()
        assert code.split("\n")[first - 1].strip()
        assert code.split("\n")[last - 1].strip()


def test_a_heading_alone_is_no_piece_of_its_own() -> None:
    found = cut("# Refund policy\n\n## Deadline\n\nWithin 14 days.\n\n# Shop\n\nIt opens at nine.")
    assert [(title, text.splitlines()[0]) for title, _, text in found] == [
        ("party.md › Refund policy › Deadline", "# Refund policy"),
        ("party.md › Shop", "# Shop"),
    ]


def test_underlined_headings_are_headings() -> None:
    assert [title for title, _, _ in cut("Shop\n====\n\nNine.\n\nRefunds\n-------\n\n14 days.")] == [
        "party.md › Shop",
        "party.md › Shop › Refunds",
    ]


def test_comments_in_code_are_no_headings() -> None:
    code = "\n".join(f"# step {n}\nx = {n}" for n in range(20))
    assert [title for title, _, _ in cut(code, "file:///party.py")] == ["party.md"]
    assert len(cut(code, "file:///party.md")) == 20


def test_a_title_is_said_once_and_is_bounded() -> None:
    assert chunks(Document("acore:help/a", "Settings", "# Settings\n\nText."))[0].source.title == "Settings"
    deep = "\n".join("#" * level + " " + "very long words " * 10 for level in range(1, 7))
    assert max(len(title) for title, _, _ in cut(deep + "\n\nText.")) <= 200


def test_what_can_not_be_stored_is_replaced() -> None:
    (found,) = chunks(Document("file:///x", "bad\udcff", "a\0b \ud800 c"))
    assert found.text == "a\ufffdb \ufffd c"
    assert found.source.title == "bad\ufffd"


def test_what_is_abbreviated_ends_no_sentence() -> None:
    line = " ".join(
        f"Dr. Ott wohnt z. B. seit dem {n % 28 + 1}. Mai in der Str. am See, ca. 3 km weit." for n in range(60)
    )
    assert all(text.startswith("Dr. Ott") and text.endswith("weit.") for _, _, text in cut(line))


def test_records_stay_whole_and_a_form_that_is_told_wins_over_the_name() -> None:
    text = "\n\n".join("\n".join(f"name {n}: some words of a record" for n in range(20)) for _ in range(4))
    found = chunks(Document("file:///x.json", "x", text, form="records"))
    assert [c.text for c in found] == ["\n\n".join([text.split("\n\n")[0]])] * 4
    assert [c.source.title for c in chunks(Document("file:///x.log", "x", "# A\n\nb", form="marked"))] == ["x › A"]
    assert [c.source.title for c in chunks(Document("file:///x.md", "x", "# A\n\nb", form="plain"))] == ["x"]


def test_a_fingerprint_that_is_given_is_carried() -> None:
    assert {c.fingerprint for c in chunks(Document("u", "t", PARTY), "mark")} == {"mark"}
    assert fingerprint_of("ab", "c") != fingerprint_of("a", "bc")
    assert fingerprint_of("a", b"b") == fingerprint_of("a", "b")


def test_the_guild_of_a_document_is_that_of_its_pieces() -> None:
    assert {chunk.audience for chunk in chunks(Document("u", "t", PARTY, Audience("g")))} == {Audience("g")}


LINES = st.lists(
    st.sampled_from(
        ["", " ", "# a", "## b c", "a b.", "- x", "```", "~~~", "| a | b |", "===", "---", "東京。" * 90, "word " * 300]
    )
    | st.text(st.sampled_from("ab# `~-.é東\t\u2028\x0bمر"), max_size=60),
    max_size=60,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["file:///x.md", "file:///x.py", "file:///x.log"]))
def test_no_word_is_lost_and_every_chunk_is_bounded(lines: list[str], end: str, uri: str) -> None:
    found = chunks(Document(uri, "t", end.join(lines)))
    kept = re.sub(r"\s", "", "".join(chunk.text for chunk in found))
    assert kept == re.sub(r"\s", "", "".join(lines))
    last = 1
    for chunk in found:
        assert len(chunk.text) <= MOST_CHARACTERS
        assert len(re.findall(r"[^\W東京]+", chunk.text)) + len(re.findall("[東京]", chunk.text)) // 2 <= MOST_WORDS
        span = re.search(r"#L(\d+)-L(\d+)$", chunk.source.uri)
        assert span
        first, last_before = int(span[1]), last
        last = int(span[2])
        assert last_before <= first <= last <= len(lines)
        assert re.sub(r"\s", "", chunk.text) in re.sub(r"\s", "", "".join(lines[first - 1 : last]))
        assert lines[first - 1].strip()
        assert lines[last - 1].strip()


@pytest.mark.parametrize("text", ["。" * 40_000, "漢。字。" * 10_000])
def test_a_long_line_is_cut_without_holding_all_its_sentences(text: str) -> None:
    document = Document("file:///x.txt", "t", text)
    tracemalloc.start()
    try:
        found = chunks(document)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(len(chunk.text.replace(" ", "")) for chunk in found) == len(text.replace(" ", ""))
    assert peak < 25 * len(text)


def test_signs_that_end_a_sentence_together_are_not_parted() -> None:
    found = chunks(Document("file:///x.txt", "t", f"本{'！' * 30}" * 300))
    assert len(found) > 1
    assert not [chunk.text for chunk in found if chunk.text.startswith("！")]


@given(st.text(st.sampled_from('a漢 .。！"」)'), min_size=400, max_size=900), st.integers(1, 40))
def test_where_a_long_line_is_searched_anew_no_sign_of_it_is_lost(text: str, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunking, "_LONGEST_SEARCH", at_once)
        found = chunks(Document("file:///x.log", "t", text))
    assert "".join(chunk.text for chunk in found).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=3000))
def test_any_text_can_be_cut(text: str) -> None:
    found = chunks(Document("file:///x.md", "t", text))
    assert bool(found) == bool(text.strip())
    assert [chunk.position for chunk in found] == list(range(len(found)))
