"""Whether what was heard is what the bot itself said, out of somebody's loudspeaker."""

from difflib import SequenceMatcher

from acore.domain.spoken_words import spoken_words

_LEAST_WORDS = 3
_ALIKE = 0.6
_RUN = 2
"""Words in a row that count: single ones are in every sentence."""


def is_echo(heard: str, said: str) -> bool:
    """Whether most of at least three words come from what was said just now, in its order and in runs."""
    words, source = spoken_words(heard), spoken_words(said)
    if len(words) < _LEAST_WORDS or not source:
        return False
    runs = SequenceMatcher(None, source, words, autojunk=False).get_matching_blocks()
    return sum(run.size for run in runs if run.size >= _RUN) >= _ALIKE * len(words)
