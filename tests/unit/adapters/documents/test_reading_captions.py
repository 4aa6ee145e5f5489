import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.documents.captions import read_captions
from acore.adapters.documents.faults import Unreadable
from acore.domain.knowledge import Anchor

SRT = """1
00:00:01,000 --> 00:00:03,000
<i>Welcome</i> to
the hall.

2
00:01:23,500 --> 00:01:25,000
I keep bees,

3
00:01:25,000 --> 00:01:27,000
and &amp; honey.
"""


def test_sentences_stand_on_lines_with_the_second_they_begin() -> None:
    reading = read_captions(SRT.replace("\n", "\r\n"))
    assert reading.text == "Welcome to the hall.\nI keep bees, and & honey."
    assert reading.anchors == (Anchor(1, "t=1"), Anchor(2, "t=83"))


def test_web_captions_name_who_speaks_and_have_no_hours() -> None:
    vtt = "WEBVTT\n\nNOTE nothing\n\nintro\n01:02.000 --> 01:04.000 align:start\n<v Ada Byron>Good <b>day</b>.\n"
    reading = read_captions(vtt)
    assert (reading.text, reading.anchors) == ("Ada Byron: Good day.", (Anchor(1, "t=62"),))


def test_captions_that_roll_are_read_once() -> None:
    rolling = "WEBVTT\n\n" + "".join(
        f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{'line ' + str(n - 1) if n else ''}\nline {n}\n\n" for n in range(5)
    )
    assert read_captions(rolling).text == "line 0 line 1 line 2 line 3 line 4"


def test_a_pause_ends_a_line_and_so_does_its_length() -> None:
    def at(second: int, text: str) -> str:
        return f"00:00:{second:02},000 --> 00:00:{second + 1:02},000\n{text}\n\n"

    assert read_captions(at(0, "one") + at(1, "two") + at(30, "three")).text == "one two\nthree"
    long = read_captions("".join(at(n, "word " * 20 + str(n)) for n in range(20)))
    assert max(map(len, long.text.split("\n"))) <= 300


def test_without_times_it_is_refused() -> None:
    with pytest.raises(Unreadable, match="names a time"):
        read_captions("just words\n")


@given(st.text(st.sampled_from("0123456789:,.-> \nab<v>"), max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    try:
        reading = read_captions(text)
    except Unreadable:
        return
    assert [anchor.line for anchor in reading.anchors] == list(range(1, reading.text.count("\n") + 2))
