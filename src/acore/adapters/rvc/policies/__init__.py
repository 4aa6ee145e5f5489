"""What stands around engines that turn a voice into another one: each policy is an engine itself."""
