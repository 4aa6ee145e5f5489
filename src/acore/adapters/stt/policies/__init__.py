"""What stands around engines that listen; each is one itself."""
