"""Voice channels: the one part that hears and plays in them. It needs the extra `voice`."""
