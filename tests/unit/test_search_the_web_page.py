"""The page about searching the web says what is so."""

import re
import tomllib
from pathlib import Path

import pytest

from acore.adapters.public_web import PUBLIC
from acore.adapters.web_search.searxng import SearxngSettings
from acore.services.web import WebLimits
from acore.settings import Settings
from acore.switching import choice_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/search-the-web.md").read_text("utf-8")
WHY = (ROOT / "docs/explanation/reading-the-web.md").read_text("utf-8")
TABLES = [re.sub(r"^ +", "", block, flags=re.MULTILINE) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("text", TABLES)
def test_a_table_can_be_used(text: str) -> None:
    settings = Settings.model_validate(tomllib.loads(text))
    assert settings != Settings()
    if settings.web_search.use:
        assert settings.web_search.filled()


def test_the_command_of_the_page_is_one() -> None:
    assert "acore use web_search/searxng" in PAGE
    assert choice_of("web_search/searxng", Settings()).slot == "web_search"


def test_nothing_is_searched_until_an_engine_is_chosen() -> None:
    assert Settings().web_search.filled() is None
    assert Settings().chat.web_search == "never"


def test_the_numbers_of_the_page_are_those_in_force() -> None:
    limits, engine = WebLimits(), SearxngSettings()
    told = {
        "two seconds apart": engine.every_s == 2,
        "`max_wait`, ten seconds": engine.max_wait == 10,
        "left alone for a minute": engine.breaker.reset_s == 60,
        "best three pages": limits.fetched == 3,
        "more than twelve seconds": limits.automatic_s == 12,
        "no more than 3 MB and 6 seconds a page": (limits.largest, limits.page_s) == (3_000_000, 6),
    }
    page = " ".join(PAGE.split())
    assert all(words in page and holds for words, holds in told.items()), told
    assert f"ports {', '.join(map(str, sorted(PUBLIC.ports or ())[:-1]))} and 8443" in WHY
