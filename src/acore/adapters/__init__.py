"""The engines: a folder a contract, a file an engine."""
