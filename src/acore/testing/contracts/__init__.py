"""The contracts as test suites: subclass one, give it the engine, and every promise is checked."""
