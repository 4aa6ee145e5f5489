"""What naming the package costs those who need little of it."""

import ast
from pathlib import Path

import acore


def test_the_package_itself_loads_nothing() -> None:
    # The worker of the index is a process of its own, for which every import counts a second time.
    assert acore.__file__
    assert all(isinstance(node, ast.Expr) for node in ast.parse(Path(acore.__file__).read_text("utf-8")).body)
