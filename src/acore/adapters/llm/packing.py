"""Keeps an answer small: its text once, and where it was cut into pieces."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
from pydantic import TypeAdapter

from acore.domain.chat import Completion, Delta

_KEPT = TypeAdapter(tuple[str, tuple[int, ...], tuple[tuple[int, Delta], ...]])
_MOST = 2**31


@dataclass(frozen=True, slots=True)
class PackedAnswer:
    """The deltas of an answer. Those of text alone are cuts of `text`; a delta by itself takes seventy bytes more."""

    text: str
    lengths: "array[int]"
    """Letters of each delta of text alone."""
    others: tuple[tuple[int, Delta], ...]
    """The deltas that hold something else, such as the end, by their place among all."""
    whole: Completion

    @classmethod
    def of(cls, deltas: Sequence[Delta]) -> "PackedAnswer":
        """The deltas, packed."""
        others = tuple((place, delta) for place, delta in enumerate(deltas) if delta != Delta(delta.text))
        aside = {place for place, _ in others}
        texts = [delta.text for place, delta in enumerate(deltas) if place not in aside]
        return cls._made("".join(texts), [len(text) for text in texts], others, deltas)

    @classmethod
    def read(cls, value: bytes) -> "PackedAnswer":
        """What `written` wrote; raises ValueError where the bytes are something else."""
        text, lengths, others = _KEPT.validate_json(value)
        places = [place for place, _ in others]
        many = len(lengths) + len(others)
        well = sum(lengths) == len(text) and all(0 <= length < _MOST for length in lengths)
        if not well or places != sorted({*places}) or not all(0 <= place < many for place in places):
            raise ValueError("what the cache holds is no answer")
        return cls._made(text, lengths, others, [*_deltas(text, lengths, others)])

    @classmethod
    def _made(
        cls, text: str, lengths: Sequence[int], others: tuple[tuple[int, Delta], ...], deltas: Sequence[Delta]
    ) -> "PackedAnswer":
        whole = Completion.of(deltas)
        if whole.text == text:  # as a rule: one text is held, and not two
            text = whole.text
        return cls(text, array("i", lengths), others, whole)

    def written(self) -> bytes:
        """As JSON; raises orjson.JSONEncodeError for half a surrogate pair, for one."""
        return orjson.dumps((self.text, self.lengths.tolist(), self.others))

    def deltas(self) -> Iterator[Delta]:
        """Every delta as it was, in its place."""
        return _deltas(self.text, self.lengths, self.others)


def _deltas(text: str, lengths: Sequence[int], others: Sequence[tuple[int, Delta]]) -> Iterator[Delta]:
    cuts, aside, begin = iter(lengths), dict(others), 0
    for place in range(len(lengths) + len(others)):
        if (other := aside.get(place)) is not None:
            yield other
        else:
            end = begin + next(cuts)
            yield Delta(text[begin:end])
            begin = end
