"""Small things the bot can do by itself: each a pure function from words to words, or None where it is not meant."""
