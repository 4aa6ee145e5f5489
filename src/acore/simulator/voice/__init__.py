"""Voice on the loopback Discord; its modules need the extra `testing`, and are imported where somebody joins a call."""
