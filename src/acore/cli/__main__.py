"""`python -m acore.cli` is `acore`."""

from acore.cli.main import main

main()
