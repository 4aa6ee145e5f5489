"""`acore route`: tells how hard a question is, and who would be asked."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of
from acore.errors import InvalidInput

if TYPE_CHECKING:
    from acore.settings_tables import LLMSettings

_LONGEST = 1_000_000
"""Characters that are read from standard input."""


def route(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="The question, or - for standard input.")],
    *,
    json: Json = False,
) -> None:
    """Explain which engine a question would go to, without asking any."""
    from acore.domain.routing import difficulty  # noqa: PLC0415  --help stays light

    llm = settings_of(context).llm
    question = sys.stdin.read(_LONGEST) if text == "-" else text
    if not question.strip():
        raise InvalidInput('There is no question. Give one: acore route "why is the sky blue?"')
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
                    "reasons": score.reasons,
                }
            ).decode()
        )
        return
    compared = "at least" if name == "strong" else "below"
    print(f"score    {score.value:.2f}, {compared} the threshold of {llm.route.threshold:g}: {name}")
    print(f"engine   {engine}" + ("" if off is None else f", as for every question: {off}"))
    print("because  " + ("\n         ".join(score.reasons) or "of nothing in particular"))


def _engine(llm: "LLMSettings", name: str) -> tuple[str, str | None]:
    """Who would be asked, and why nothing is routed, where that is so."""
    routes = llm.route
    unset = [key for key in ("fast", "strong") if getattr(routes, key) is None]
    if not routes.enabled:
        return llm.use, "routing is off; to switch it on: acore config set llm.route.enabled true"
    if unset:
        keys = " and ".join(f"llm.route.{key}" for key in unset)
        return llm.use, f"routing is off until {keys} {'is' if len(unset) == 1 else 'are'} set (acore config set)"
    return str(getattr(routes, name)), None
