from pathlib import Path

import pytest
from typer.testing import CliRunner

from acore.cli import bench, main
from acore.errors import SettingsError


def test_an_unknown_benchmark_is_wrong_usage() -> None:
    assert CliRunner().invoke(main.app, ["bench", "nosuch"]).exit_code == 2


def test_without_the_source_it_says_where_the_benchmarks_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_ROOT", tmp_path)
    with pytest.raises(SettingsError, match="the benchmarks come with acore's source"):
        bench.bench()
