import math
from types import SimpleNamespace
from typing import Any

import pytest

from acore.adapters.stt.sphinx_documents import BestOf


class FakeDecoder:
    """Hears one text, which is so likely."""

    def __init__(self, text: str | None, likely: float = 0.0) -> None:
        self._heard = None if text is None else SimpleNamespace(hypstr=text, score=math.exp(likely))
        self.calls: list[str] = []

    def start_utt(self) -> None:
        self.calls.append("start")

    def process_raw(self, pcm: bytes) -> None:
        self.calls.append(pcm.decode())

    def end_utt(self) -> None:
        self.calls.append("end")

    def hyp(self) -> Any:
        return self._heard

    def seg(self) -> Any:
        return [self._heard]


def heard(general: FakeDecoder, own: FakeDecoder) -> tuple[str | None, str | None]:
    """What is heard in the middle, and at the end."""
    both = BestOf(general, own)
    both.start_utt()
    both.process_raw(b"sound")
    middle = both.hyp()
    both.end_utt()
    assert general.calls == own.calls == ["start", "sound", "end"]
    end = both.hyp()
    if end is not None:
        assert both.seg() == [end]
    return middle and middle.hypstr, end and end.hypstr


@pytest.mark.parametrize(
    ("own_likely", "chosen"), [(-1.0, "my pass word"), (-0.97, "my pass word"), (-0.9, "my password")]
)
def test_the_documents_have_to_explain_it_better_by_so_much_a_word(own_likely: float, chosen: str) -> None:
    told = heard(FakeDecoder("my pass word", -1.0), FakeDecoder("my password", own_likely))
    assert told == ("my pass word", chosen)


def test_where_one_hears_nothing_the_other_is_taken() -> None:
    assert heard(FakeDecoder(None), FakeDecoder("my password", -1.0)) == (None, "my password")
    assert heard(FakeDecoder("hello", -1.0), FakeDecoder(None)) == ("hello", "hello")
    assert heard(FakeDecoder(None), FakeDecoder(None)) == (None, None)


def test_the_next_piece_begins_with_the_general_one() -> None:
    both = BestOf(FakeDecoder("general", -2.0), FakeDecoder("own", -1.0))
    both.start_utt()
    both.end_utt()
    assert both.hyp().hypstr == "own"
    both.start_utt()
    assert both.hyp().hypstr == "general"
