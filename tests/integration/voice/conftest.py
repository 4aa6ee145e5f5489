from tests.integration.cli.conftest import acore, environment

__all__ = ["acore", "environment"]
