"""Questions to whoever sits at the terminal; where nobody does, none is asked."""

import sys
from getpass import getpass

_LONGEST_SECRET = 10_000
_SKIPS = frozenset(("s", "skip"))


class Terminal:
    """Asks on the terminal where `asks` is true; Ctrl-C at a question raises KeyboardInterrupt."""

    def __init__(self, *, asks: bool) -> None:
        self.asks = asks

    def say(self, text: str = "") -> None:
        """Print a line at once."""
        print(text, flush=True)

    def secret(self, prompt: str) -> str:
        """What is typed unseen, or the first line of standard input where that is no terminal; empty where none comes.

        It is not an argument of the command line, which other users of the machine could read.
        """
        if self.asks:
            try:
                return getpass(prompt)
            except EOFError:
                return ""
        if sys.stdin.isatty():
            return ""
        return sys.stdin.buffer.readline(_LONGEST_SECRET).decode("utf-8-sig", errors="replace")

    def again(self, what: str) -> bool:
        """Whether to look again, after waiting for Enter; False is to go on as it is."""
        if not self.asks:
            return False
        try:
            return input(f"  {what}, then press Enter (s and Enter goes on without): ").strip().lower() not in _SKIPS
        except EOFError:
            print()
            return False
