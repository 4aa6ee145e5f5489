"""Engines that tell speech from noise."""
