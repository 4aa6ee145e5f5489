"""`acore chat` and `acore ask`: the conversation in a terminal."""

import asyncio
import sys
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.house import House, house, settings_of
from acore.cli.plain import Plain

if TYPE_CHECKING:
    from acore.domain.replies import Citation, Question, ReplyPart
    from acore.settings import Settings

_HELP = """Write a question and press Enter. Beside that:
  /help    this
  /clear   forget this conversation
  /quit    leave (or Ctrl-D)"""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def chat(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="One message; without it, a conversation.")] = None,
    *,
    json: Json = False,
) -> None:
    """Talk with the bot here in the terminal; it remembers what was said."""
    settings = settings_of(context)
    if text is not None:
        asyncio.run(_once(settings, text, remember=True, as_json=json))
    else:
        _converse(settings, as_json=json)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question.")],
    *,
    json: Json = False,
) -> None:
    """Ask one question, outside of any conversation."""
    asyncio.run(_once(settings_of(context), question, remember=False, as_json=json))


async def _once(settings: "Settings", text: str, *, remember: bool, as_json: bool) -> None:
    async with house(settings) as acore:
        await _show(acore, _question(text, remember=remember), as_json=as_json)


def _converse(settings: "Settings", *, as_json: bool) -> None:
    """The loop reads lines outside of the event loop, so that Ctrl-C and line editing work as everywhere."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            acore = runner.run(stack.enter_async_context(house(settings)))
            if sys.stdin.isatty():
                print("Talk with acore. /help tells what else there is.", file=sys.stderr)
            while (line := _line()) is not None and line != "/quit":
                if line:
                    runner.run(_turn(acore, line, as_json=as_json))
        finally:
            runner.run(stack.aclose())


def _line() -> str | None:
    """The next line without its ends, or None at the end of the input."""
    try:
        if not sys.stdin.isatty():
            return line.strip() if (line := sys.stdin.readline()) else None
        import readline  # noqa: F401, PLC0415  line editing, by being imported

        return input("you> ").strip()
    except EOFError:
        return None


async def _turn(acore: House, line: str, *, as_json: bool) -> None:
    from acore.errors import AcoreError  # noqa: PLC0415

    if line == "/help":
        print(_HELP)
    elif line == "/clear":
        print(f"Forgot {await acore.forget(_question('', remember=True).scope)} messages.")
    else:
        try:
            await _show(acore, _question(line, remember=True), as_json=as_json)
        except AcoreError as error:
            print(f"acore: {error}", file=sys.stderr)


def _question(text: str, *, remember: bool) -> "Question":
    from acore.domain.replies import Question  # noqa: PLC0415
    from acore.domain.scope import Scope  # noqa: PLC0415

    return Question(text, Scope(channel="cli", user="cli"), author="you", remember=remember)


async def _show(acore: House, question: "Question", *, as_json: bool) -> None:
    """Print the reply as it comes, or as one object at its end."""
    parts: list[ReplyPart] = []
    shown = Plain()
    async with aclosing(acore.reply(question)) as coming:
        async for part in coming:
            parts.append(part)
            if not as_json:
                print(shown.feed(part.text), end="", flush=True)
    if as_json:
        print(_object(parts))
        return
    print(shown.close())
    for citation in parts[-1].citations:
        typer.secho(f"  {_told(citation)}", dim=True)


def _told(citation: "Citation") -> str:
    """A source as a terminal shows it: most terminals open the address at its end."""
    from acore.domain.encoding import shown  # noqa: PLC0415
    from acore.domain.excerpts import link_to, place_of  # noqa: PLC0415

    source = citation.passage.source
    address = link_to(citation.passage) or source.uri
    return f"[{citation.n}] " + " · ".join(
        shown(part) for part in (source.title, place_of(source.uri), address) if part
    )


def _object(parts: list["ReplyPart"]) -> str:
    import orjson  # noqa: PLC0415

    last = parts[-1]
    assert last.record
    return orjson.dumps(
        {
            "reply": "".join(part.text for part in parts),
            "engine": last.record.engine,
            "model": last.record.model,
            "sources": [_source(citation) for citation in last.citations],
            "unused": [_source(citation) for citation in last.unused],
            "ms": round(last.record.total_ms, 3),
            "usage": last.record.usage,
        }
    ).decode()


def _source(citation: "Citation") -> dict[str, object]:
    from acore.domain.excerpts import excerpt_of, where  # noqa: PLC0415

    passage = citation.passage
    return {
        "n": citation.n,
        "title": passage.source.title,
        "place": where(passage.source),
        "uri": passage.source.uri,
        "excerpt": excerpt_of(citation.words),
        "score": passage.score,
    }
