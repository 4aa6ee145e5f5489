"""Voice on the loopback Discord, with the real discord.py."""
