"""An unmodified discord.py bot and people of the loopback Discord talk with each other."""
