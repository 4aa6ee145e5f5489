"""The page of the playground; it talks to the loopback Discord alone."""
