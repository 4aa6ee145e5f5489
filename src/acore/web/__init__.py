"""The web site of acore."""
