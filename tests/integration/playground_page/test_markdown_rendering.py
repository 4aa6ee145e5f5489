"""The page's renderer of Discord's markdown, in the browser that runs it."""

import random

import pytest
from playwright.async_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

RENDER = """async (texts) => {
  const { render } = await import("/playground/static/render.js");
  const names = { user: (id) => `user${id}`, channel: (id) => `channel${id}`, citation: (n) => `{${n}}` };
  return texts.map((text) => {
    const box = document.createElement("div");
    box.append(render(text, names));
    return {
      html: box.innerHTML.replaceAll(' dir="auto"', ""),
      text: box.textContent,
      tags: [...box.querySelectorAll("*")].map((element) => element.localName),
      hrefs: [...box.querySelectorAll("a")].map((element) => element.href),
    };
  });
}"""
LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer">{1}</a>'
TAGS = frozenset(
    "a blockquote button code div em figcaption figure h3 h4 h5 li ol p path pre s span strong svg time u ul".split()
)


def link(href: str, text: str) -> str:
    return LINK.format(href, text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        (
            "**bold** *it* _it_ __under__ ~~gone~~",
            "<p><strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>gone</s></p>",
        ),
        ("***both***", "<p><strong><em>both</em></strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("snake_case_name and 2*3*4", "<p>snake_case_name and 2<em>3</em>4</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("**open", "<p>**open</p>"),
        ("****", "<p>****</p>"),
        (r"\*not\* \_this\_ \[1\]", "<p>*not* _this_ [1]</p>"),
        ("`code **x**` ``a`b``", "<p><code>code **x**</code> <code>a`b</code></p>"),
        ("**`**`**", "<p><strong><code>**</code></strong></p>"),
        ("# One\n## Two\n### Three\n#no", "<h3>One</h3><h4>Two</h4><h5>Three</h5><p>#no</p>"),
        ("-# small", '<p class="subtext">small</p>'),
        ("> a\n> b\nc", "<blockquote><p>a\nb</p></blockquote><p>c</p>"),
        (">>> a\nb", "<blockquote><p>a\nb</p></blockquote>"),
        ("- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n1. b", '<ul><li>a</li></ul><ol start="1"><li>b</li></ol>'),
        ("- a\nplain", "<ul><li>a</li></ul><p>plain</p>"),
        (
            "<@12> in <#34>",
            '<p><span class="mention" data-user="12">@user12</span> in <span class="mention">#channel34</span></p>',
        ),
        ("</ask:99>", '<p><span class="mention">/ask</span></p>'),
        ("so [1] and [2][3]", "<p>so{1} and{2}{3}</p>"),
        ("see https://a.example/x?y=1.", f"<p>see {link('https://a.example/x?y=1', 'https://a.example/x?y=1')}.</p>"),
        ("(https://a.example/b)", f"<p>({link('https://a.example/b', 'https://a.example/b')})</p>"),
        ("[**text**](https://a.example/)", f"<p>{link('https://a.example/', '<strong>text</strong>')}</p>"),
        ("<https://a.example/>", f"<p>{link('https://a.example/', 'https://a.example/')}</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<:smile:123>", "<p>:smile:</p>"),
    ],
)
async def test_discords_markdown_becomes_elements(library: Page, text: str, html: str) -> None:
    assert (await library.evaluate(RENDER, [text]))[0]["html"] == html


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("```py\nx = '**'\n```", "py", "x = '**'"),
        ("```\nplain\n```", "text", "plain"),
        ("```one line```", "text", "one line"),
        ("```py\nstill being written", "py", "still being written"),
        ("before ```\n<b>\n``` after", "text", "<b>"),
    ],
)
async def test_a_fence_becomes_a_block_with_its_language(library: Page, text: str, language: str, code: str) -> None:
    found = (await library.evaluate(RENDER, [text]))[0]
    assert f"<span>{language}</span>" in found["html"]
    assert found["html"].count("<pre") == 1
    assert code in found["text"]
    assert "Copy" in found["text"]


async def test_a_spoiler_is_hidden_until_it_is_asked_for(library: Page) -> None:
    html = (await library.evaluate(RENDER, ["||secret||"]))[0]["html"]
    assert 'class="spoiler" role="button" tabindex="0"' in html


async def test_no_text_makes_anything_but_the_renderers_own_elements(library: Page) -> None:
    pieces = [
        "*",
        "**",
        "_",
        "__",
        "~~",
        "||",
        "`",
        "```",
        "```js\n",
        "\n",
        "\n\n",
        " ",
        "> ",
        ">>> ",
        "- ",
        "1. ",
        "  - ",
    ]
    pieces += [
        "# ",
        "-# ",
        "[",
        "]",
        "](",
        ")",
        "[1]",
        "<@1>",
        "<#2>",
        "<t:1:R>",
        "<t:999999999999>",
        "https://a.example/(b)",
    ]
    pieces += [
        "[x](https://a.example)",
        "[x](javascript:a)",
        "<img onerror=a>",
        "\\",
        "é",
        "שלום",
        "😀",
        "a",
        "word",
        "&lt;",
    ]
    chosen = random.Random(7)
    texts = ["".join(chosen.choices(pieces, k=chosen.randint(1, 40))) for _ in range(1500)]
    for text, found in zip(texts, await library.evaluate(RENDER, texts), strict=True):
        assert set(found["tags"]) <= TAGS, text
        assert all(href.startswith(("http://", "https://")) for href in found["hrefs"]), text
        assert "word" not in text or "word" in found["text"], text


@pytest.mark.parametrize(
    "piece",
    ["*", "**", "_", "__a", "||", "`", "``", "```\n", "[", "](", "[a](", "> ", "- ", "<@", "\\", "*a", "**a*", "h"],
)
async def test_a_long_run_of_marks_is_rendered_at_once(library: Page, piece: str) -> None:
    text = (piece * 4000)[:6000]
    assert (await library.evaluate(RENDER, [text]))[0]["text"] is not None
