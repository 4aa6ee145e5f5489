"""The forms of OpenAI's chat completions, as the many servers send them that say they are compatible."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from acore.adapters.llm.prompting import prompted
from acore.adapters.llm.thinking import Unsaid, WithoutThinking
from acore.domain.chat import ChatRequest, Delta, FinishReason, Message, ToolCall, Usage

FINISHES: dict[str, FinishReason] = {
    "stop": "stop",
    "eos": "stop",
    "length": "length",
    "max_tokens": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "filtered",
}
"""Their words for ours; an unknown one is an end like any other."""


_FAILURES = ("error", "abort", "aborted", "cancelled", "canceled", "timeout")
"""Ends that are none."""


def body_of(request: ChatRequest, model: str, sampling: Mapping[str, object]) -> dict[str, Any]:
    """The request in their form."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [_message(message) for message in prompted(request)],
        "stream": True,
        "stream_options": {"include_usage": True},
        **sampling,
    }
    if request.tools:
        body["tools"] = tools_of(request)
    return body


def tools_of(request: ChatRequest) -> list[dict[str, Any]]:
    """The tools in their form."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": orjson.loads(tool.parameters),
            },
        }
        for tool in request.tools
    ]


def _message(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = {"role": message.role, "content": _content(message)}
    if message.tool_calls:
        told["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    if message.tool_call_id is not None:
        told["tool_call_id"] = message.tool_call_id
    return told


def _content(message: Message) -> str | list[dict[str, Any]]:
    if not message.images:
        return message.text
    pictures = [
        {"type": "image_url", "image_url": {"url": f"data:{i.media_type};base64,{b64encode(i.data).decode()}"}}
        for i in message.images
    ]
    return [{"type": "text", "text": message.text}, *pictures]


class Misspelt(ValueError):
    """What came is not of the form."""


class Failed(Exception):
    """The server reports an error in the place of an answer."""

    def __init__(self, words: str, status: int | None) -> None:
        super().__init__(words)
        self.status = status


@dataclass(slots=True)
class _Call:
    """A tool call whose fragments are still coming."""

    id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass(slots=True)
class Hearing:
    """Takes the events of an answer, and gives deltas; what counts only at the end is held until then."""

    finish: FinishReason | None = None
    usage: Usage | None = None
    begun: bool = False
    """Whether anything was said, thought or called."""
    unsaid: Unsaid = field(default_factory=Unsaid)
    """What was thought, and what is held."""
    _calls: dict[int, _Call] = field(default_factory=dict)
    _aloud: WithoutThinking = field(default_factory=WithoutThinking)

    def hear(self, event: Any) -> str:  # noqa: ANN401  JSON
        """The text to say of one event; raises Misspelt or Failed."""
        if not isinstance(event, dict):
            raise Misspelt(f"an event is {_kind(event)} and no object")
        if error := event.get("error"):
            raise _failed(error)
        if usage := event.get("usage"):
            self.usage = usage_of(usage)
        choices = event.get("choices")
        if not choices:
            return ""
        choice = choices[0] if isinstance(choices, list) else None
        if not isinstance(choice, dict):
            raise Misspelt(f"choices is {_kind(choices)}")
        if error := choice.get("error"):
            raise _failed(error)
        said = choice.get("delta") or choice.get("message") or {}
        if not isinstance(said, dict):
            raise Misspelt(f"delta is {_kind(said)} and no object")
        self._hear_thoughts(said)
        if calls := said.get("tool_calls"):
            self._hear_calls(calls)
        self._hear_end(choice.get("finish_reason"))
        content = said.get("content")
        return self._say(content if isinstance(content, str) else _text_of(content)) if content else ""

    def ending(self) -> Iterator[Delta]:
        """The last deltas: held text, tool calls, and the finish."""
        if text := self._aloud.close():
            yield Delta(text)
        for number, call in sorted(self._calls.items()):
            if not call.name:
                raise Misspelt("a tool call has no name")
            yield Delta(tool_call=ToolCall(call.id or f"call_{number}", call.name, call.arguments or "{}"))
        # Some servers end a turn of tool calls with "stop".
        finish = "tool_calls" if self._calls and self.finish != "length" else self.finish
        yield Delta(finish=finish or "stop", usage=self.usage)

    def _hear_thoughts(self, said: dict[str, Any]) -> None:
        thoughts = said.get("reasoning"), said.get("reasoning_content")
        if any(thoughts):
            self.unsaid.count(*thoughts)
        self.begun = self.begun or any(thoughts) or bool(said.get("content") or said.get("tool_calls"))

    def _say(self, content: str) -> str:
        if not (text := self._aloud.feed(content)):
            self.unsaid.count(content)
        return text

    def _hear_end(self, reason: object) -> None:
        if reason in _FAILURES:
            raise Failed(f"it ended its answer with {reason!r}", None)
        if reason:
            self.finish = FINISHES.get(str(reason), "stop")

    def _hear_calls(self, calls: object) -> None:
        """Fragments belong together by their index; where it is missing, a new id or name begins the next call."""
        if not isinstance(calls, list):
            raise Misspelt(f"tool_calls is {_kind(calls)} and no list")
        for given in calls:
            function = given.get("function") if isinstance(given, dict) else None
            if not isinstance(function, dict):
                raise Misspelt("a tool call is no object with a function")
            call = self._calls.setdefault(self._number(given), _Call())
            call.id = call.id or str(given.get("id") or "")
            call.name = call.name or str(function.get("name") or "")
            arguments = function.get("arguments") or ""
            more = arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode()
            call.arguments += more
            self.unsaid.count(more)

    def _number(self, given: dict[str, Any]) -> int:
        if isinstance(index := given.get("index"), int):
            return index
        begins = given.get("id") and all(call.id != given["id"] for call in self._calls.values())
        return len(self._calls) if begins or not self._calls else len(self._calls) - 1


def usage_of(given: object) -> Usage | None:
    """What a call cost; None where the numbers are none."""
    if not isinstance(given, dict):
        return None
    details = given.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    numbers = [given.get("prompt_tokens") or 0, given.get("completion_tokens") or 0, cached or 0]
    return Usage(*numbers) if all(isinstance(number, int) for number in numbers) else None


def _text_of(content: object) -> str:
    """Content in parts: what is of another kind than text is not for reading."""
    if not isinstance(content, list):
        raise Misspelt(f"content is {_kind(content)}")
    parts = [part for part in content if isinstance(part, dict) and part.get("type", "text") in ("text", "output_text")]
    return "".join(part["text"] for part in parts if isinstance(part.get("text"), str))


def _failed(error: object) -> Failed:
    """The code may be an HTTP status or a word; the words may stand at several places (OpenRouter nests them)."""
    if not isinstance(error, dict):
        return Failed(str(error), None)
    metadata = error.get("metadata")
    raw = metadata.get("raw") if isinstance(metadata, dict) else None
    words = " ".join(str(part) for part in (error.get("message"), raw) if part) or str(error.get("type") or "an error")
    code = error.get("code") if error.get("code") is not None else error.get("status")
    return Failed(words, int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()) else None)


def _kind(given: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "a boolean", int: "a number", float: "a number"}
    return kinds.get(type(given), "null")
