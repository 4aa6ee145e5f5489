"""What a day has cost."""
