"""Tells equal requests by a digest."""

from collections import OrderedDict
from functools import lru_cache
from hashlib import blake2b

from acore.domain.chat import ChatRequest, Message, Tool
from acore.domain.knowledge import Passage
from acore.domain.scope import Scope

_SIZE = 32
"""Bytes of a key, and of every digest in it."""
_MESSAGES, _PASSAGES, _FRAMES = 2048, 512, 512
"""Digests that are remembered of each kind."""
_LONG = 8000
"""Letters of a text that is too long to be kept alive for its digest."""
_REQUESTS = 256
"""Requests that may be cached are remembered with their keys, as several policies ask for those, and ask again."""
_LARGE = 4 * _LONG
"""Letters of a request that is too large to be kept alive for its key."""


class RequestKeys:
    """Makes the keys of requests: equal requests to the same model have equal keys, all others different ones.

    What it hashed it remembers by value, bounded, so that of a conversation only the new messages are
    hashed; whole requests leave in the order they came, because to move one would cost as much as to
    make its key. The deadline of a request, and whether it may be cached, are not in its key.
    """

    def __init__(self) -> None:
        self._message = lru_cache(_MESSAGES)(_of_message)
        self._passage = lru_cache(_PASSAGES)(_of_passage)
        self._frame = lru_cache(_FRAMES)(_of_frame)
        self._keys: OrderedDict[tuple[ChatRequest, str, str | None], bytes] = OrderedDict()

    def key(self, request: ChatRequest, engine: str, model: str | None = None) -> bytes:
        """The key of the request where that engine answers with that model; 32 bytes."""
        if not request.cacheable:
            return self._hashed(request, engine, model)
        if (key := self._keys.get((request, engine, model))) is None:
            key = self._hashed(request, engine, model)
            if not _is_large(request):
                self._keys[request, engine, model] = key
                if len(self._keys) > _REQUESTS:
                    self._keys.popitem(last=False)
        return key

    def _hashed(self, request: ChatRequest, engine: str, model: str | None) -> bytes:
        message, passage = self._message, self._passage
        digests = [
            self._frame(
                engine,
                model,
                request.scope,
                request.tools,
                request.temperature,
                request.max_tokens,
                request.response_schema,
                request.effort,
                request.aloud,
            )
        ]
        digests += [
            _of_message(each) if each.images or len(each.text) > _LONG else message(each) for each in request.messages
        ]
        digests += [_of_passage(each) if len(each.text) > _LONG else passage(each) for each in request.passages]
        # as all digests are equally long, the number of messages tells where the passages begin
        digests.append(b"%d" % len(request.messages))
        return blake2b(b"".join(digests), digest_size=_SIZE).digest()


def _is_large(request: ChatRequest) -> bool:
    letters = [len(message.text) for message in request.messages] + [len(passage.text) for passage in request.passages]
    return max(letters, default=0) > _LONG or sum(letters) > _LARGE or any(each.images for each in request.messages)


def _of_message(message: Message) -> bytes:
    return _digest(
        message.role,
        message.text,
        message.author,
        b"".join([_digest(image.media_type, image.data) for image in message.images]),
        b"".join([_digest(call.id, call.name, call.arguments) for call in message.tool_calls]),
        message.tool_call_id,
    )


def _of_passage(passage: Passage) -> bytes:
    return _digest(passage.text, passage.source.title, passage.source.uri, _number(passage.score))


def _of_frame(  # noqa: PLR0913, PLR0917  it is remembered by value, and a request is too much to hash for that
    engine: str,
    model: str | None,
    scope: Scope,
    tools: tuple[Tool, ...],
    temperature: float | None,
    max_tokens: int | None,
    response_schema: str | None,
    effort: str,
    aloud: bool,  # noqa: FBT001  as above
) -> bytes:
    return _digest(
        engine,
        model,
        scope.channel,
        scope.user,
        scope.guild,
        scope.category,
        scope.parent,
        b"".join([_digest(tool.name, tool.description, tool.parameters) for tool in tools]),
        _number(temperature),
        None if max_tokens is None else str(max_tokens),
        response_schema,
        effort,
        str(aloud),
    )


def _number(value: float | None) -> str | None:
    return None if value is None else repr(value + 0.0)  # 0, 0.0 and -0.0 are equal, and have to look it


def _digest(*parts: str | bytes | None) -> bytes:
    """The digest of the parts, each behind its length, so that no text can pass for two."""
    hasher = blake2b(digest_size=_SIZE)
    for part in parts:
        if part is None:
            hasher.update(b"-")
        else:
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            hasher.update(b"%d:" % len(data))
            hasher.update(data)
    return hasher.digest()
