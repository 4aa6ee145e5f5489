"""The models that engines work with, as files on this machine."""
