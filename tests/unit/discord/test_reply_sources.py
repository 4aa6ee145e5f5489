"""The sources of a reply."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.discord.sources import passage_embed, shortened, sources_embed
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Citation


def cite(n: int = 1, *, title: str = "Notes", text: str = "Water boils.", uri: str = "acore:help/start") -> Citation:
    return Citation(n, Passage(text, Source(title, uri), 0.5))


def in_utf_16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_no_sources_need_no_embed() -> None:
    assert sources_embed(()) is None


def test_a_source_has_its_number_its_title_an_excerpt_and_its_place() -> None:
    embed = sources_embed([cite(3, uri="file:///srv/private/my%20notes.md#L10-L20")])
    assert embed
    (shown,) = embed.fields
    assert embed.title == "Sources"
    assert shown.name == "[3] Notes"
    assert shown.value == "Water boils.\n-# my notes.md, lines 10\u201320"


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        ("https://a.example/b_(c)?d=e", "[open](https://a.example/b_%28c%29?d=e#:~:text=Water%20boils.)"),
        ("https://a.example/b.pdf#page=3", "[open](https://a.example/b.pdf#page=3)"),
        ("https://discord.com/channels/1/2/3", "[open](https://discord.com/channels/1/2/3)"),
        ("file:///a/b.pdf#page=3", "-# b.pdf, page 3"),
        ("file:///a/b.srt#t=83", "-# b.srt, 1:23"),
        ("https://a.example/" + "x" * 600, "a.example"),
        ("acore:help/start", "-# acore:help/start"),
        ("file:///a/b.txt", "-# b.txt"),
        ("file:///a/b.txt#L7", "-# b.txt, line 7"),
    ],
)
def test_the_place_is_a_link_on_the_web_and_a_name_elsewhere(uri: str, place: str) -> None:
    embed = sources_embed([cite(uri=uri)])
    assert embed
    assert str(embed.fields[0].value).splitlines()[-1] == place


def test_markdown_of_a_document_is_shown_as_it_is_written() -> None:
    embed = sources_embed([cite(title="a_b*c", text="**bold** `code`\n# head [x](y)")])
    assert embed
    assert embed.fields[0].name == r"[1] a\_b\*c"
    assert str(embed.fields[0].value).startswith(r"\*\*bold\*\* \`code\` \# head \[x\]\(y\)")


def test_an_address_in_a_document_is_shown_as_it_is_written_and_is_no_link() -> None:
    embed = sources_embed([cite(text="See https://a.example/b_c-d (or http://e.example)")])
    assert embed
    shown = str(embed.fields[0].value).splitlines()[0]
    assert shown == r"See https:\//a.example/b\_c\-d \(or http:\//e.example\)"
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown) == "See https://a.example/b_c-d (or http://e.example)"


@given(st.lists(st.tuples(st.text(max_size=400), st.text(max_size=900), st.text(max_size=900)), max_size=40))
def test_the_embed_keeps_within_discords_limits(sources: list[tuple[str, str, str]]) -> None:
    embed = sources_embed([cite(n, title=t, text=x, uri=f"file:///{u}") for n, (t, x, u) in enumerate(sources, 1)])
    if embed is None:
        assert not sources
        return
    assert len(embed.fields) <= 25
    assert len(embed) <= 6000
    assert all(0 < len(str(shown.name)) <= 256 and 0 < len(str(shown.value)) <= 1024 for shown in embed.fields)


@pytest.mark.parametrize("count", [1, 5, 12, 25])
def test_sources_full_of_emoji_keep_within_the_limits_however_they_are_counted(count: int) -> None:
    one = {"title": "🦊" * 300, "text": "🐝" * 900, "uri": f"file:///{'🍐' * 400}.txt"}
    embed = sources_embed([cite(n, **one) for n in range(1, count + 1)])
    assert embed
    assert all(in_utf_16(str(shown.name)) <= 256 and in_utf_16(str(shown.value)) <= 1024 for shown in embed.fields)
    texts = [text for shown in embed.fields for text in (str(shown.name), str(shown.value))]
    assert sum(map(in_utf_16, [str(embed.title), str(embed.footer.text or ""), *texts])) <= 6000
    assert len(embed.fields) == count or embed.footer.text == f"and {count - len(embed.fields)} more"


def test_an_opened_source_full_of_emoji_keeps_within_the_limits_however_they_are_counted() -> None:
    embed = passage_embed("🐝" * 5000, Source("🦊" * 300, f"file:///{'🍐' * 400}.txt"))
    assert in_utf_16(str(embed.description)) <= 4096
    assert in_utf_16(str(embed.title)) <= 256
    assert sum(in_utf_16(str(text)) for text in (embed.title, embed.description, embed.footer.text)) <= 6000


def test_sources_that_do_not_fit_are_counted() -> None:
    embed = sources_embed([cite(n) for n in range(1, 31)])
    assert embed
    assert len(embed.fields) == 25
    assert embed.footer.text == "and 5 more"


@given(st.text(), st.integers(1, 250))
def test_a_shortened_text_is_short_and_never_ends_in_half_an_escape(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert (len(short.removesuffix("…")) - len(short.removesuffix("…").rstrip("\\"))) % 2 == 0


def test_a_cut_falls_between_characters_that_people_see() -> None:
    assert shortened("👍🏽" * 200, 200) == "👍🏽" * 49 + "…"
    assert shortened("e\u0301" * 200, 200) == "e\u0301" * 99 + "…"
