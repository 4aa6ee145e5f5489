"""Searches of the web, and what stands before them."""
