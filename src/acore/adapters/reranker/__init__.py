"""Engines that put passages into the order in which they answer a question."""
