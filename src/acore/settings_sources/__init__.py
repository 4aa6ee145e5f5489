"""Where settings come from, which keys there are, and what is said when they do not fit."""
