"""acore: an AI member for a Discord server, built from services behind contracts."""

from importlib.metadata import version

__version__ = version("acore")
