"""What stands around engines of speech: each policy is an engine itself."""
