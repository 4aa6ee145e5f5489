"""What the documentation claims, measured: `make bench`, or `make bench ONLY=bot`."""
