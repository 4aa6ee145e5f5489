"""A loopback Discord: REST and gateway, good enough for an unmodified discord.py."""
