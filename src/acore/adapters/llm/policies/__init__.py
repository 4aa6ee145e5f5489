"""What stands around an engine: each policy is a language model that wraps one."""
