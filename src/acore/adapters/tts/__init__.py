"""Engines that say a text aloud."""
