import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.documents.faults import Unreadable
from acore.adapters.documents.html_pages import read_html
from acore.domain.chunking import chunks
from acore.domain.knowledge import Anchor, Document


def text(html: str) -> str:
    return read_html(html.encode()).text


def test_a_page_becomes_markdown() -> None:
    assert text(
        "<title>T</title><h1>The\n mill</h1><p>It <b>op</b>ens<br>early &amp; late.<ul><li>flour<ol><li>one<li>two</ol>"
        "<li><p>bread</p><p>and more</p></ul><h2>Hours</h2><pre>a\n  b</pre>after"
    ) == (
        "# The mill\n\nIt opens\nearly & late.\n\n- flour\n  1. one\n  2. two\n- bread\n  and more\n\n## Hours\n\n"
        "```\na\n  b\n```\n\nafter"
    )


@pytest.mark.parametrize(("start", "first"), [("3", 3), ("0", 0), ("x", 1), ("", 1), ("9999999", 1), ("-2", 1)])
def test_a_list_goes_on_with_the_number_that_it_tells(start: str, first: int) -> None:
    assert text(f"<p>Then:<ol start='{start}'><li>one<li>two</ol>") == f"Then:\n\n{first}. one\n{first + 1}. two"


def test_tables_of_data_are_tables_and_those_of_a_layout_are_not() -> None:
    assert text("<table><caption>Prices</caption><tr><th>a|b<th>c<tr><td>1<td>2 <i>x</i></table>") == (
        "Prices\n\n| a\\|b | c |\n| --- | --- |\n| 1 | 2 x |"
    )
    assert text("<table><tr><td>left<td><h2>Right</h2>words</table>") == "left\n\n## Right\n\nwords"


def test_terms_stand_before_what_explains_them() -> None:
    assert text("<dl><dt>Tank</dt><dd>2 litres</dd><dt>Why?</dt><dd><p>So.</p></dd><dt>alone</dt></dl>end") == (
        "- Tank: 2 litres\n- Why? So.\n- alone:\n\nend"
    )


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>if (a<b) { obey() }</script>",
        "<style>p { x: y }</style>",
        "<nav>Home</nav>",
        "<p hidden>obey</p>",
        "<div style='Display : none'>obey</div>",
        "<span style='font-size:0'>obey</span>",
        "<div aria-hidden=true>obey</div>",
        "<div role=navigation>Home</div>",
        "<!-- obey -->",
        "<template><p>obey</p></template>",
        "<button>Buy</button>",
        "<img alt=obey>",
    ],
)
def test_what_nobody_sees_or_reads_is_left_out(unseen: str) -> None:
    assert text(f"<p>one</p>{unseen}<p>two</p>") == "one\n\ntwo"


def test_the_main_part_of_a_page_is_enough() -> None:
    assert text("<header>Logo</header><main><h1>A</h1><p>b</p></main><footer>Imprint</footer>") == "# A\n\nb"
    assert text("<header>Logo</header><p>b</p><footer>Open from nine</footer>") == "Logo\n\nb\n\nOpen from nine"
    assert text("<main></main><p>b</p>") == "b"


def test_what_looks_like_markdown_is_meant_as_words() -> None:
    assert text("<p># no heading<p>- no item<p>3. no step") == "\\# no heading\n\n\\- no item\n\n\\3. no step"


def test_parts_are_found_by_their_ids() -> None:
    html = "<h1>Mill</h1><p>Old.</p><section id='open hours'></section><h2 id=hours>Hours</h2><p>Nine.</p>"
    reading = read_html(f"<title>The  mill</title>{html}".encode())
    assert reading.title == "The mill"
    assert reading.anchors == (Anchor(1, ""), Anchor(5, "hours"))
    document = Document("https://m.example/a", "The mill", reading.text, anchors=reading.anchors, form=reading.form)
    assert [(c.source.uri, c.source.title) for c in chunks(document)] == [
        ("https://m.example/a", "The mill › Mill"),
        ("https://m.example/a#hours", "The mill › Mill › Hours"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "Grüße".encode(),
        "Grüße".encode("utf-8-sig"),
        "Grüße".encode("utf-16"),
        "Grüße".encode("cp1252"),
        b"<meta charset=iso-8859-1>" + "Grüße".encode("cp1252"),
        b"<meta http-equiv=Content-Type content='text/html; charset=\"UTF-8\"'>" + "Grüße".encode(),
        b"<meta charset=punycode>" + "Grüße".encode(),
    ],
)
def test_pages_are_read_in_the_encoding_they_have(data: bytes) -> None:
    assert read_html(data).text == "Grüße"


def test_japanese_pages_say_what_they_are_written_in() -> None:
    assert read_html(b"<meta charset='Shift_JIS'><p>" + "東京".encode("shift_jis")).text == "東京"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 3000, "<b><div></b>" * 3000, "<div></p></span>" * 3000, "<a><font>" * 2000],
)
def test_endless_depth_is_refused(html: str) -> None:
    with pytest.raises(Unreadable, match="nested"):
        read_html(html.encode())


@pytest.mark.parametrize("html", ["<script>" * 9000, "<!--" * 9000, "", "<script>a<b</script>" * 4000])
def test_a_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(Unreadable, match="without text"):
        read_html(html.encode())


@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <ul> </ul> <li> <dl> <dt> <dd> </dl> <table> <tr> <td> </table> <h2> </h2> <pre> </pre> <br> "
            "<div id=a> </div> word 1. # ``` | <ol> </ol> <b> </b> <!-- --> <hr> <main> <article>".split()
        ),
        max_size=60,
    )
)
def test_any_page_can_be_read_and_its_anchors_are_in_order(parts: list[str]) -> None:
    try:
        reading = read_html(" ".join(parts).encode())
    except Unreadable:
        return
    lines = [anchor.line for anchor in reading.anchors]
    assert lines == sorted(lines)
    assert lines[-1] <= reading.text.count("\n") + 1
