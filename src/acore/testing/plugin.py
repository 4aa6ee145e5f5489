"""The pytest plugin of acore: fixtures for those who test a bot or an engine."""
