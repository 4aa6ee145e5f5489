"""Language models, and the policies that wrap them."""
