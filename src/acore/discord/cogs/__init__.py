"""One cog a concern; a cog reads an event, calls one service, and shows the value."""
