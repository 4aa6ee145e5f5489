"""A conversation, as values: what is asked of a language model, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from acore.domain.knowledge import Passage
from acore.domain.scope import Scope
from acore.errors import AcoreError, EngineError, Shortage

Role = Literal["system", "user", "assistant", "tool"]
Effort = Literal["any", "fast"]
FinishReason = Literal["stop", "length", "tool_calls", "filtered", "withheld"]
"""Withheld is what acore ends itself, because it repeats the instructions; no engine says so."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a message, whole."""

    data: bytes
    media_type: str
    """Such as ``image/png``."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a function to be run."""

    id: str
    name: str
    arguments: str
    """A JSON object, as the model wrote it."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may ask for."""

    name: str
    description: str
    parameters: str
    """The JSON schema of its arguments, as JSON text: text is hashable."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    text: str
    author: str | None = None
    """The name of the member who said it."""
    images: tuple[Image, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    """In a message of role ``tool``: the call that it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """Everything that changes an answer; hashable, so it can be the key of a cache.

    It carries its scope, so no two scopes can ever share a cached answer.
    """

    messages: tuple[Message, ...]
    scope: Scope
    passages: tuple[Passage, ...] = ()
    """What retrieval found for the last message, best first."""
    tools: tuple[Tool, ...] = ()
    temperature: float | None = None
    """None: the engine's own setting. 0 is a value."""
    max_tokens: int | None = None
    response_schema: str | None = None
    """A JSON schema, as JSON text, that the answer must follow."""
    effort: Effort = "any"
    """The best that may be spent on it: any engine, or a fast one where there are two."""
    aloud: bool = False
    """Whether the answer is heard rather than read: plain sentences, and nothing that is only for the eye."""
    cacheable: bool = False
    """Whether an earlier answer to an equal request may be given again."""
    deadline: float | None = field(default=None, compare=False)
    """When nobody waits for the answer any more, in seconds of the clock's stopwatch; None: the engine's own."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a request cost."""

    input: int
    output: int
    cached: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(self.input + other.input, self.output + other.output, self.cached + other.cached)


NO_TOKENS = Usage(0, 0)


@dataclass(frozen=True, slots=True)
class Call:
    """How an answer was had. The engine begins it, and every policy around it adds what it knows."""

    engine: str
    """The table of the settings."""
    model: str | None = None
    route: str = ""
    """``fast`` or ``strong`` where the question was routed."""
    reason: str = ""
    """Why this engine: the route's reason, or what the one before it said."""
    cached: bool = False
    """Whether it is an earlier answer to an equal request."""
    coalesced: bool = False
    """Whether it was made for somebody else who asked the same at the same time."""
    stopgap: bool = False
    """Whether another engine stood in for the one that should have answered: such an answer is not given again."""
    tries: int = 1
    queued_s: float = 0
    """Seconds in line for a place among those the engine takes at once."""
    first_delta_s: float | None = None
    """Seconds until the first words, from when the engine was asked."""
    cost: float | None = 0
    """Money, in the currency of the prices in the settings; 0 for what was had without the engine, None: not known."""
    lost: Usage = NO_TOKENS
    """Tokens, beside those of the answer, that came to nothing: an answer was withheld, or had no words. The cost is
    with theirs."""
    shortage: Shortage | None = None
    """Why the day's budget did not allow an engine that costs something, where it did not."""


def failed_call(error: AcoreError) -> Call | None:
    """How an answer was to be had that failed, as far as policies told."""
    return error.call if isinstance(error, EngineError) and isinstance(error.call, Call) else None


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of an answer: text, a whole tool call, or the end.

    The last delta of a whole answer carries `finish`; a stream that ends without one was cut off.
    """

    text: str = ""
    tool_call: ToolCall | None = None
    finish: FinishReason | None = None
    usage: Usage | None = None
    call: Call | None = field(default=None, compare=False)
    """In the last delta of an answer that went through policies: how it was had."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer; `finish` is None where the engine stopped in the middle."""

    text: str
    finish: FinishReason | None
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    call: Call | None = field(default=None, compare=False)
    """Of an answer that went through policies: how it was had."""

    @classmethod
    def of(cls, deltas: Sequence[Delta]) -> Self:
        """The answer that came in these pieces."""
        return cls(
            text="".join([delta.text for delta in deltas]),
            finish=next((delta.finish for delta in reversed(deltas) if delta.finish), None),
            tool_calls=tuple(delta.tool_call for delta in deltas if delta.tool_call),
            usage=next((delta.usage for delta in reversed(deltas) if delta.usage), None),
            call=next((delta.call for delta in reversed(deltas) if delta.call), None),
        )


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a language model can take and do."""

    vision: bool = False
    tools: bool = False
    json_schema: bool = False
    context: int | None = None
    """Tokens that fit into one request, where it is known."""
