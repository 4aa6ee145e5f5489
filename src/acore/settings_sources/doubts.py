"""What fits, and is hardly meant: settings of models that do less than they look like."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from acore.adapters.llm.plan import table_of
from acore.adapters.llm.terms import OFFLINE
from acore.domain.addresses import is_in_the_house
from acore.interfaces import EngineSettings
from acore.settings_sources.given import Given
from acore.settings_sources.keys import Key
from acore.settings_tables import LLMSettings


def doubts(llm: LLMSettings, given: Mapping[Key, Given]) -> Iterator[str]:
    """A sentence for each, with its place and the way out; `given` tells where the keys were set."""
    for key, told in (*_of_routes(llm), *_of_fallbacks(llm), *_of_prices(llm)):
        origin = given.get(("llm", *key))
        yield f"{origin.origin}: {told}" if origin else told


def _of_routes(llm: LLMSettings) -> Iterator[tuple[Key, str]]:
    ends = {"fast": llm.route.fast, "strong": llm.route.strong}
    named = {end: name for end, name in ends.items() if name is not None}
    if not llm.route.enabled or not named:
        return
    (end, name), *others = named.items()
    if not others:
        other = "strong" if end == "fast" else "fast"
        told = (
            f"llm.route.{end} names {name!r}, and llm.route.{other} nobody: nothing is routed, and {llm.use} answers "
            f"every question. Set llm.route.{other} as well, or leave both out"
        )
        yield ("route", end), told
    elif llm.table(name) == llm.table(named["strong"]):
        told = (
            f"llm.route.fast and llm.route.strong are the same engine with the same settings ({name!r} and "
            f"{named['strong']!r}): nothing is gained by routing. Name another one, or set llm.use alone"
        )
        yield ("route", "strong"), told


def _of_fallbacks(llm: LLMSettings) -> Iterator[tuple[Key, str]]:
    plan = llm.plan()
    asked = {"llm.route.fast": plan.fast, "llm.route.strong": plan.strong} if plan.strong else {"llm.use": plan.use}
    for n, name in enumerate(llm.fallback):
        if before := next((key for key, other in asked.items() if other == name), None):
            told = (
                f"llm.fallback[{n}] names {name!r}, as {before} does: what could not answer is not asked again. "
                "Name another engine there, or leave it out"
            )
            yield ("fallback",), told
        asked[f"llm.fallback[{n}]"] = name


def _of_prices(llm: LLMSettings) -> Iterator[tuple[Key, str]]:
    caps = [key for key in ("guild_money", "user_money") if getattr(llm.budget, key)]
    money = " and ".join(f"llm.budget.{cap}" for cap in caps)
    for name, table in llm.plan().engines.items() if caps else ():
        if not (table.engine == OFFLINE or table_of(table).price.model_fields_set or _is_at_home(table)):
            price = f"llm.engines.{name}.price"
            told = (
                f"{money} can not cap what {name} costs, which has no price. Set {price}.input and {price}.output, for "
                f"a million tokens (0 where it is free), or cap tokens with {money.replace('money', 'tokens')}"
            )
            yield ("budget", caps[0]), told


def _is_at_home(table: EngineSettings) -> bool:
    """Whether its server is on this machine or in its network, and so nobody's who charges."""
    address = getattr(table, "base_url", None)
    try:
        host = urlsplit(address).hostname if isinstance(address, str) else None
    except ValueError:  # an address that can not be read is told of where it is used
        return False
    return bool(host) and is_in_the_house(str(host))
