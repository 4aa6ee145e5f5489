"""What is told of the passages that an answer rests on."""

from acore.domain.knowledge import Passage, Source
from acore.services.materials import sources

LONG = "Boats of all kinds lie in the harbour in summer. " * 8


def passage(text: str) -> Passage:
    return Passage(text, Source("Harbour", "file:///h.md"), 1)


def test_a_source_shows_the_words_that_the_answer_took() -> None:
    one, other = passage(f"# Clock\n\n{LONG}Wind the clock at six. {LONG}"), passage("# Dogs\n\nDogs are free.")
    cited, unused = sources([2, 1], (one, other, one), "Wind the clock at six. [1] Dogs are free. [2]")
    assert [citation.n for citation in cited] == [2, 1]
    assert cited[0].words == "Dogs are free."
    assert cited[1].words.startswith("…Wind the clock at six.")
    assert [(citation.n, citation.words) for citation in unused] == [(3, one.body)]


def test_a_line_about_the_answer_moves_no_excerpt() -> None:
    one = passage(f"{LONG}A clock is wound. {LONG}The mode of the boats is offline.")
    ((cited,), _) = sources([1], (one,), "A clock is wound. [1]\n\n-# Offline mode of the boats")
    assert cited.words.startswith("…A clock is wound.")
