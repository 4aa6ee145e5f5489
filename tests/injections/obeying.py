"""A model that does whatever it reads, as badly as it can."""

import re
from collections.abc import AsyncGenerator

from acore.adapters.llm.prompting import prompted
from acore.domain.chat import ChatRequest, Delta, ToolCall
from acore.interfaces import LLM
from tests.injections.strings import TOOLS_NAMED

_WORDS = re.compile(r"\S+\s*|\s+")


class ObeyingLLM(LLM):
    """Says every passage again, calls every tool that is named, and prints what it was told."""

    name = "obeying"

    def __init__(self) -> None:
        self.requests: list[ChatRequest] = []
        self.called: list[str] = []

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        self.requests.append(request)
        system, *others = prompted(request)
        read = "\n".join(message.text for message in others)
        for number, name in enumerate(named for named in TOOLS_NAMED if named in read):
            self.called.append(name)
            yield Delta(tool_call=ToolCall(str(number), name, "{}"))
        for passage in request.passages:
            yield Delta(f"{passage.text} [1][99]\n\n")
        for word in _WORDS.findall(f"As I was told to:\n\n{system.text}"):
            yield Delta(word)
        yield Delta(finish="tool_calls" if self.called else "stop")
