"""Which words of a reply were heard, by how much of its sound was played."""

from acore.domain.voice_events import part_of


class SaidWords:
    """The sentences of one reply in the order of their sound. Times are in seconds of whatever plays it."""

    def __init__(self) -> None:
        self.until = 0.0
        """When all that was given is played."""
        self._sentences: list[tuple[str, float, float]] = []
        """Each with when it begins to be heard, and until when it is."""

    def say(self, written: str) -> None:
        """The sound that follows says this sentence of the reply; empty where it is none of it."""
        self._sentences.append((written, self.until, self.until))

    def play(self, seconds: float, begin: float) -> None:
        """So much more sound of the last sentence was given, and is heard from `begin` on."""
        if not self._sentences:
            return
        self.until = begin + seconds
        written, first, until = self._sentences[-1]
        self._sentences[-1] = (written, first if first < until else begin, self.until)

    def heard(self, now: float) -> str:
        """The words that were played by now."""
        parts = [
            part_of(written, (now - begin) / (until - begin))
            for written, begin, until in self._sentences
            if written and begin < until
        ]
        return " ".join(part for part in parts if part)
