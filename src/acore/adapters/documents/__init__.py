"""From the bytes of files to their text."""
