"""What one process leaves for the next to know."""
