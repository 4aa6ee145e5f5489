"""The path that the README offers to a newcomer stays short, and leads where it says."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_path_through_the_house_is_under_300_lines() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    path = re.search(r"Read it in this order.*?its contract suite\]\([^)]+\)", readme, re.DOTALL)
    assert path
    files = ["README.md", *re.findall(r"\]\((src/[^)]+)\)", path[0])]
    assert len(files) == 5
    lines = [line for file in files for line in (ROOT / file).read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) < 300


def test_every_link_of_the_readme_and_the_docs_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8")):
            if not link.startswith(("http://", "https://")):
                assert (page.parent / link).exists(), f"{page.name}: {link}"
