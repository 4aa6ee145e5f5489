"""`acore route`: tells how hard a question is, and who would be asked."""

import sys
from math import floor
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of
from acore.errors import InvalidInput

if TYPE_CHECKING:
    from acore.settings_tables import LLMSettings

_LONGEST = 1_000_000
"""Characters of a text that is looked at."""


def route(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="The question; - or none is standard input.")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Explain which engine a question would go to, without asking any."""
    from acore.domain.routing import difficulty  # noqa: PLC0415  --help stays light

    llm = settings_of(context).llm
    question = _question(words or [])
    score = difficulty(question)
    name = "strong" if score.value >= llm.route.threshold else "fast"
    engine, off = _engine(llm, name)
    if json:
        import orjson  # noqa: PLC0415

        print(
            orjson.dumps(
                {
                    "score": score.value,
                    "threshold": llm.route.threshold,
                    "route": name,
                    "engine": engine,
                    "routing": off is None,
                    "off": off,
                    "reasons": score.reasons,
                }
            ).decode()
        )
        return
    compared = "at least" if name == "strong" else "below"
    print(f"score    {_cut(score.value)}, {compared} the threshold of {llm.route.threshold:g}: {name}")
    print(f"engine   {engine}" + ("" if off is None else f", as for every question: {off}"))
    print("because  " + ("\n         ".join(score.reasons) or "of nothing in particular"))


def _question(words: list[str]) -> str:
    """What was typed, with or without quotes, or else what comes in."""
    reads = words == ["-"] or (not words and not _is_typed())
    question = sys.stdin.read(_LONGEST + 1) if reads else " ".join(words)
    if not question.strip():
        raise InvalidInput('There is no question. Give one: acore route "why is the sky blue?"')
    if len(question) > _LONGEST:
        raise InvalidInput("That text has more than {most} characters. Give its beginning.", most=_LONGEST)
    return question


def _is_typed() -> bool:
    return sys.stdin.isatty()


def _cut(score: float) -> str:
    """Two places, and never rounded up to the threshold that it is below."""
    return f"{floor(score * 100) / 100:.2f}"


def _engine(llm: "LLMSettings", name: str) -> tuple[str, str | None]:
    """Who would be asked, and why nothing is routed, where that is so."""
    routes = llm.route
    unset = [key for key in ("fast", "strong") if getattr(routes, key) is None]
    if not routes.enabled:
        return llm.use, "routing is off; to switch it on: acore config set llm.route.enabled true"
    if unset:
        keys = " and ".join(f"llm.route.{key}" for key in unset)
        set_ = f"{'is' if len(unset) == 1 else 'are'} set: acore config set llm.route.{unset[0]} ENGINE"
        return llm.use, f"routing is off until {keys} {set_}"
    if not llm.plan().routes:
        return llm.plan().name, "llm.route.fast and llm.route.strong are the same"
    return str(getattr(routes, name)), None
