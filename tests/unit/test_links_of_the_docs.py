"""Every page that a page points to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
LINKS = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))]


@pytest.mark.parametrize(("page", "link"), [(p, link) for p, link in LINKS if "://" not in link])
def test_a_link_leads_to_a_file(page: Path, link: str) -> None:
    assert (page.parent / link).exists()


def test_every_page_is_listed() -> None:
    listed = {(ROOT / "docs" / link).resolve() for page, link in LINKS if page == ROOT / "docs" / "README.md"}
    assert {page for page in PAGES if page.name != "README.md"} <= listed


@pytest.mark.parametrize(
    "file",
    ["README.md", "docs/tutorials/first-five-minutes.md", "src/acore/help/discord-token.md", "src/acore/cli/doctor.py"],
)
def test_the_way_to_discord_is_named(file: str) -> None:
    assert "acore init discord" in (ROOT / file).read_text("utf-8")
