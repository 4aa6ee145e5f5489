"""Engines that turn a voice into another one."""
