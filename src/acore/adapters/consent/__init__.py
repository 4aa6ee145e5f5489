"""Where it is kept who agreed to be heard."""
