"""The help pages, which the bot answers newcomers from: package data, indexed by default."""
