"""acore: an AI member for a Discord server, built from services behind contracts."""
