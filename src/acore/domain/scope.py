"""Who is speaking, and where: what may be seen and remembered together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """One member in one channel.

    Every request carries it, so that nothing said in one place is answered from another.
    Ids are opaque text: Discord's snowflakes, or names such as ``cli``.
    """

    channel: str
    user: str
    guild: str | None = None
    """None in direct messages and on the command line."""
    category: str | None = None
    """The group of channels that the channel stands in, where it stands in one."""
    parent: str | None = None
    """The channel that a thread belongs to. What is for the channel may be found in its threads, not the reverse."""
