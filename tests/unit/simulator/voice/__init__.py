"""Voice on the loopback Discord, without a network."""
