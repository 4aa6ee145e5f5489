"""What is said under an answer about how it ended, and about who gave it."""

from collections.abc import Iterator, Mapping

from acore.domain.chat import Call, FinishReason
from acore.errors import Shortage

_ENDS: Mapping[FinishReason | None, str] = {
    "length": "That is as long as an answer of this model may be; ask me to go on.",
    "filtered": "The model's provider held the rest back.",
    "withheld": "I keep my instructions to myself.",
}
"""Of an answer that has ended, but not by itself."""
_SHORTAGES: Mapping[Shortage, str] = {
    "spent": "Today's budget is spent; until tomorrow I answer from the documents alone.",
    "large": "That is more than what is left of today's budget, so I answered from the documents alone.",
    "busy": "Other answers need what is left of today's budget just now, so I answered from the documents alone.",
}
"""Of an answer that another engine would have given if the budget had allowed it."""


def endings(finish: FinishReason | None, call: Call | None) -> Iterator[str]:
    """Sentences for the end of a reply, each said once; none under an answer like any other."""
    if finish in _ENDS:
        yield _ENDS[finish]
    if call is not None and call.shortage is not None:
        yield _SHORTAGES[call.shortage]
