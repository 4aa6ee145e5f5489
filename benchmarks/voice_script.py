"""What is said in conversations whose engines cost nothing; it needs the standard library alone."""

ASKED = "what can you do"
REPLY = tuple(
    f"{word} "
    for word in "I can **answer** questions about your documents. Drop a file here, and ask me about it. Try!".split()
)
"""As a model writes it: a word at a time."""
RATE = 16_000
TURN_S = 1.0
"""Seconds of sound in a turn."""
PIECE_S = 0.02
"""Seconds of sound that a voice makes for a word."""
