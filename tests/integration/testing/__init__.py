"""Bots of others, tested with the public fixture."""
