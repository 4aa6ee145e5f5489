"""Engines that say what texts mean, as vectors."""
