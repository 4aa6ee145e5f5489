import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from acore.services.speakable import speakable


@pytest.mark.parametrize(
    ("written", "said"),
    [
        # fault A-34
        ("**bold** and *it* and ~~gone~~ and __under__ and ***both***", "bold and it and gone and under and both"),
        ("snake_case, a_b_c and __init__ stay", "snake_case, a_b_c and init stay"),
        ("2*3*4 = 24, 5 * 3 = 15, 2**3 + 2**4, (1+2)*(3+4)", "2 × 3 × 4 = 24, 5 × 3 = 15, 2^3 + 2^4, (1+2) × (3+4)"),
        ("2 ** 3 = 8, a ** b, (x + 1)**2, 2**(1+2), plan 1 **2** x", "2^3 = 8, a^b, (x + 1)^2, 2^(1+2), plan 1 2 x"),
        ("10 - 4 = 6, 8/2, 5 > 3 < 9, -5, ~5, 50 %, 3.5", "10 - 4 = 6, 8/2, 5 > 3 < 9, -5, ~5, 50 %, 3.5"),
        ("a*b, x*2, f*ck, width*height*2", "a × b, x × 2, f*ck, width*height*2"),
        (
            "日本語は**とても**面白いです。ひらがな、カタカナ、漢字！",
            "日本語はとても面白いです。ひらがな、カタカナ、漢字！",
        ),
        ("한국어 *그리고* 中文 и русский, العربية", "한국어 그리고 中文 и русский, العربية"),
        ("*un*believable and **Hin**weis", "unbelievable and Hinweis"),
        ("C++, C#, #tag, @here, AT&T, R&D, 10:30, 5 °C, ©", "C++, C#, #tag, @here, AT&T, R&D, 10:30, 5 °C, ©"),
        # addresses
        ("See https://www.example.org/x/y_z?q=1. Or http://a.b:80/!", "See example.org. Or a.b!"),
        ("(https://en.example.org/wiki/Foo_(bar)) <https://a.b/c>", "(en.example.org) a.b"),
        ("[the *docs*](https://example.com/a_(b)), [](https://example.com)", "the docs, example.com"),
        ("![a photo](https://x.y/z.png) [up](#top) [page](/docs/a.md)", "a photo up page"),
        ("[sic](really) f[i](x) [open", "[sic](really) f[i](x) [open"),
        ("見てhttps://x.jp/aをどうぞ", "見てx.jpをどうぞ"),
        ("https://münchen.example/straße www.example.com", "münchen.example example.com"),
        ("mail foo_bar@example.com, <ada@example.com>", "mail foo_bar@example.com, ada@example.com"),
        # code
        ("Run `pip install x_y` now", "Run pip install x_y now"),
        ("```\npip install acore\n```", "pip install acore"),
        ("```py\nx = 1\ny = 2\n```", "code"),
        ("Do this:\n```py\nx = 1\ny = 2\n```\nThen go", "Do this:\ncode.\nThen go"),
        ("```py\nx = 1\ny =", "code"),
        # lines
        ("# Title\n\nText\n\n---\n\n> quote", "Title.\nText.\nquote"),
        ("- apples\n- pears\n  - sweet\n* plums!", "apples.\npears.\nsweet.\nplums!"),
        ("1. one\n2) two\n10. ten\n\n2024. was good", "1. one.\n2) two.\n10. ten.\n2024. was good"),
        ("3. 2. 1. Go! It is 1. - a", "3. 2. 1. Go! It is 1. - a"),
        ("1. - a\n   - b\n2. c", "1. a.\nb.\n2. c"),
        ("1.\n2. two", "1.\n2. two"),
        ("A line that\ngoes on\nNext\n\nend", "A line that goes on\nNext.\nend"),
        ("Foo\n===\nBar", "Foo.\nBar"),
        ("これ\n\nそれ", "これ。\nそれ"),
        ("He said “yes.”\n\n(No!)\n\nEnd", "He said “yes.”\n(No!)\nEnd"),
        ("| a | b |\n|---|:-:|\n| 1 | **2,5** |\n| | x |\n\nAfter", "a, b.\n1, 2,5.\nx.\nAfter"),
        ("| 1 | 2 |", "1, 2"),
        ("|---|:--|", ""),
        # Discord
        ("||secret|| and sp||oil||er", "secret and sp oil er"),
        ("Hi <@123>, <@!4> and <@&5> in <#6> with <:kappa:7><a:dance:8>!", "Hi , and in with !"),
        (
            "</ask me:5> at <t:0>, <t:0:d>, <t:0:T>, <t:999999999999>",
            "ask me at 1970-01-01 00:00, 1970-01-01, 00:00:00,",
        ),
        ("-# small\n>>> a long\nquote", "small a long quote"),
        ("It opens at nine [1]. Or ten [2][3], maybe[4]", "It opens at nine. Or ten, maybe"),
        # pictures
        ("Great! 🎉 So👍🏽good 👩‍👩‍👧", "Great! So good"),
        ("すごい🎉です", "すごいです"),
        ("1️⃣ one 🇩🇪 ✓ done ⌚", "1 one done"),
        ("🎉👍🏽🎉", "party popper, thumbs up sign"),
        ("🇩🇪", ""),
        # what is left of marks
        ("**Still bold", "Still bold"),
        ("bold.** And *it", "bold. And it"),
        ("`open", "open"),
        ("Hello&nbsp;&amp; <b>bye</b><br>Now &#65;", "Hello & bye\nNow A"),
        ("if a <b then c> d", "if a <b then c> d"),
        (r"\*not\* C:\new", r"not C:\new"),
        ("𝐇𝐞𝐥𝐥𝐨 𝟐", "Hello 2"),
        ("a\0b\u200bc\x1b", "a b c"),
        ("", ""),
        ("…", ""),
        ("* * *", ""),
        ("> " * 60 + "deep", "deep"),
        ("- " * 60 + "deep", "deep"),
    ],
)
def test_what_is_said(written: str, said: str) -> None:
    assert speakable(written) == said
    assert speakable(said) == said


MARKS = (
    *"*_~`|#>[]()<>\\&;:!.,-+=1 \n",
    *("**", "__", "~~", "||", "``", "***", "\n\n", "\n- ", "\n1. ", "\n# ", "\n> ", "\n| ", " | ", " |\n", "|---|"),
    *(
        "\n    ",
        "<b>",
        "</b>",
        "<br>",
        "<@1>",
        "&amp;",
        "😀",
        "👍🏽",
        "。",
        "語",
        " * ",
        "[1]",
        "](https://a.b/c)",
        "https://a.b/c",
    ),
)
WORDS = st.text("abcdefgXYZ0123456789", min_size=3, max_size=6).map(lambda word: f"q{word}q")
MARKED = st.lists(st.sampled_from(MARKS) | WORDS, max_size=30).map("".join)


def words(text: str) -> list[str]:
    """Those that stand outside of code and addresses."""
    outside = re.sub(r"https?://\S*|`{3}.*|~{3}.*", " ", text, flags=re.DOTALL)
    return re.findall(r"q[a-gX-Z0-9]{3,6}q", outside)


@given(MARKED)
def test_no_word_is_lost(text: str) -> None:
    assume("](https" not in text)
    said = speakable(text)
    for word in words(text):
        assert word in said, (text, said)


@given(MARKED)
def test_what_is_said_is_said_again(text: str) -> None:
    said = speakable(text)
    assert speakable(said) == said


@given(st.text(max_size=300))
def test_any_text_can_be_said(text: str) -> None:
    said = speakable(text)
    assert speakable(said) == said
    said.encode()


@given(st.lists(st.text("abcxyzäß語한и0123456789", min_size=1, max_size=8), max_size=20).map(" ".join))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert speakable(text) == text


PLAIN = st.text("abcXYZäøÉ0123456789'’-", min_size=1, max_size=8).flatmap(
    lambda word: st.sampled_from([word, f"{word},", f"{word}.", f"{word}!"])
)


STRESSED = st.tuples(st.sampled_from(["*{}*", "**{}**", "**{}**,", "***{}***"]), PLAIN).map(
    lambda one: one[0].format(one[1])
)


@given(st.lists(PLAIN | STRESSED, min_size=1, max_size=12).map(" ".join))
def test_plain_sentences_are_said_as_they_are_beside_marked_ones(text: str) -> None:
    assert speakable(f"q {text} `q`") == speakable(f"q {text} q")


def test_ten_thousand_characters_of_any_sign_are_read_quickly() -> None:
    for sign in (*"*_[(<&`>|-~#\\!🎉a \n", "[1]", "\u200d!"):
        speakable(f"x{sign * 10_000}x")
        speakable(f"x\n{sign * 10_000}")
