"""A real discord.py against the loopback Discord."""
