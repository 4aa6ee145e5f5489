"""The loopback Discord without its network."""
