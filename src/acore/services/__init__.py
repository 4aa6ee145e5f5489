"""Use cases: what acore does, told in terms of contracts and values."""
