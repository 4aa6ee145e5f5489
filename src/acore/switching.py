"""Changes which engine fills a slot: tried with one real call, written down, and then in use."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from pydantic import SecretStr

from acore.adapters import engines
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.tower import arranged, each_of
from acore.container import Container
from acore.domain.chat import ChatRequest, Message
from acore.domain.models import Choice, Used
from acore.domain.scope import Scope
from acore.errors import EngineRefused, SettingsError
from acore.interfaces import LLM, EngineContext
from acore.settings import Change, Proposal, Settings, load_settings, propose
from acore.settings_slots import OptionalSlotSettings, SlotSettings, nearest

Switch = Callable[[str, LLM, Terms], Awaitable[None]]
"""Puts an open model in the place of the one in use, under the name of its table; and on what terms it answers."""

_QUESTION = ChatRequest(messages=(Message("user", "Hello!"),), scope=Scope(channel="acore use", user="acore"))
_SAID = 200
_VOICE = ("tts", "stt", "vad", "rvc")
_ROUTES = "llm.route.enabled"


def choice_of(text: str, settings: Settings) -> Choice:
    """Read ``SLOT/ENGINE``, ``PROVIDER/MODEL`` or ``PROVIDER``; raises SettingsError with what there is.

    The provider's name ends at the first slash; a model's name may have slashes and colons.
    """
    first, _, rest = text.strip().partition("/")
    slots = {slot: table for slot, table in settings if isinstance(table, SlotSettings)}
    slot, name, model = (first, *rest.partition("/")[::2]) if first in slots else ("llm", first, rest)
    there_are = {*engines.names(slot), *slots[slot].engines}
    if name not in there_are:
        way_out = nearest(name, there_are) + _for_example(slots[slot])
        raise SettingsError(f"there is no engine {name!r} for {slot}; {way_out}")
    return Choice(slot, name, model or None)


def _for_example(slot: SlotSettings) -> str:
    """How to write a choice, or how to have none."""
    if slot.slot == "llm":
        return " (acore use ollama/llama3.2, or acore use llm/extractive)"
    return f" (for none: acore config set {slot.slot}.use none)" if isinstance(slot, OptionalSlotSettings) else ""


def proposed(choice: Choice, key: SecretStr | None, file: Path | None) -> Proposal:
    """The settings with the choice in them; raises SettingsError where it does not fit, or a variable wins over it."""
    table = f"{choice.slot}.engines.{choice.name}"
    values = {f"{choice.slot}.use": choice.name}
    if choice.model is not None:
        values[f"{table}.model"] = choice.model
    if choice.slot == "llm":
        values |= _routed(choice, file)
    proposal = propose(values, file, secrets={} if key is None else {f"{table}.api_key": key})
    for hidden, variable in proposal.hidden.items():
        raise SettingsError(f"{variable} sets {hidden} and wins over files; change or unset it there")
    return proposal


def _routed(choice: Choice, file: Path | None) -> dict[str, str]:
    """Who chooses an engine means it: questions are no longer routed past it."""
    route = load_settings(file).llm.route
    routes = route.enabled and route.fast is not None and route.strong is not None
    return {_ROUTES: "false"} if routes and choice.name not in (route.fast, route.strong) else {}


@dataclass(frozen=True, slots=True)
class Tried:
    """What the settings make of it, open; its model, what it answered to one real question, and after how long."""

    llm: LLM
    model: str | None
    said: str
    ms: float


async def tried(choice: Choice, proposal: Proposal, context: EngineContext) -> Tried:
    """Build, open and ask the engine that was chosen, and open those that the settings put beside it.

    Whoever gets it closes it. Raises what the engine raises, and EngineRefused where it has nothing to say;
    nothing is left open then.
    """
    plan = proposal.settings.llm.plan()
    each = each_of(plan, context)
    llm = arranged(plan, each, context)
    began = monotonic()
    try:
        async with each[choice.name] as chosen:  # by itself: another one might answer in its place
            said = await _greeting(chosen, choice.name)
            ms = (monotonic() - began) * 1000
            await llm.open()
    except BaseException:
        await llm.aclose()
        raise
    return Tried(llm, chosen.model, said, ms)


async def _greeting(llm: LLM, name: str) -> str:
    answer = await llm.complete(_QUESTION)
    if not answer.text.strip():
        raise EngineRefused(
            f"{name} with the model {llm.model} answered nothing to a greeting; try another model", engine=name
        )
    return " ".join(answer.text.split())[:_SAID]


async def use(
    choice: Choice, key: SecretStr | None, file: Path | None, switch: Switch, context: EngineContext | None = None
) -> Used:
    """Make the choice: try it, write it down, and hand a model on to `switch`, which has to close it.

    `context` is that of a running house, whose limits go on; None is one of its own.
    Raises SettingsError, or EngineError where the engine does not answer; then nothing was written.
    """
    proposal = await asyncio.to_thread(proposed, choice, key, file)
    if choice.slot in _VOICE:
        await _serves(choice, proposal, context or Container(settings=proposal.settings).context())
    if choice.slot != "llm":
        return Used(choice, None, "", 0, str((await asyncio.to_thread(proposal.write))[0].file), restart=True)
    found = await tried(choice, proposal, context or Container(settings=proposal.settings).context())
    try:
        changes = await asyncio.to_thread(proposal.write)
    except BaseException:
        await found.llm.aclose()
        raise
    plan = proposal.settings.llm.plan()
    await switch(plan.name, found.llm, plan.terms)
    notes = tuple(_notes(changes, proposal.settings))
    return Used(choice, found.model, found.said, found.ms, str(changes[0].file), restart=False, notes=notes)


async def _serves(choice: Choice, proposal: Proposal, context: EngineContext) -> None:
    """Return if the engine can work now; raises EngineError with what it lacks."""
    table = getattr(proposal.settings, choice.slot).table(choice.name)
    if (lacking := engines.uninstalled(engines.load(choice.slot, table.engine))) is not None:
        raise EngineRefused(f"{choice.name} needs {lacking}", engine=choice.name)
    async with engines.build(choice.slot, table, context) as engine:
        await engine.ping()


async def closed(_name: str, llm: LLM, _terms: Terms) -> None:
    """A `Switch` where nothing runs that could use the model."""
    await llm.aclose()


def _notes(changes: Sequence[Change], settings: Settings) -> Iterator[str]:
    """What was changed beside what was chosen."""
    if any(change.key == _ROUTES for change in changes):
        route = settings.llm.route
        yield (
            f"Questions are no longer routed between {route.fast} and {route.strong} ({_ROUTES} = false). "
            f"To have them routed again from the next start on: acore config set {_ROUTES} true"
        )
