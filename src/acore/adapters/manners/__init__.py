"""Where it is kept how the bot speaks in the calls of a guild."""
