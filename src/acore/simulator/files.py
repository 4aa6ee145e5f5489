"""The files of messages: their bytes, the latest ones, and what Discord tells about each."""

import re
from collections import OrderedDict
from mimetypes import MimeTypes
from urllib.parse import quote

from aiohttp import web

from acore.simulator.images import size_of
from acore.simulator.model import Attachment

_UNUSUAL = re.compile(r"[^\w.()-]")
"""What Discord replaces in the names of files."""
_NO_LONGER = "This content is no longer available."
_TYPES = MimeTypes()
for _type, _suffix in (
    ("text/markdown", ".md"),
    ("text/x-python", ".py"),
    ("text/csv", ".csv"),
    ("application/json", ".json"),
    ("image/webp", ".webp"),
    ("audio/ogg", ".ogg"),
):
    _TYPES.add_type(_type, _suffix)
_TEXTUAL = ("text/", "application/json")


class Files:
    """Keeps files by attachment id, up to `limit` bytes in all; the oldest go first."""

    def __init__(self, limit: int = 64 * 1024 * 1024) -> None:
        self.url = "http://127.0.0.1/attachments"
        """Where `serve` is reached."""
        self._limit = limit
        self._size = 0
        self._files: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def put(self, attachment_id: str, data: bytes, name: str = "") -> None:
        """Keep one more file, in the place of the oldest where it would be too much."""
        self._files[attachment_id] = (name, data)
        self._size += len(data)
        while self._size > self._limit:
            _, (_, oldest) = self._files.popitem(last=False)
            self._size -= len(oldest)

    def get(self, attachment_id: str) -> bytes | None:
        """The file, or None where it is not kept (any more)."""
        kept = self._files.get(attachment_id)
        return kept[1] if kept else None

    def attach(
        self, attachment_id: str, channel_id: str, filename: str, data: bytes, *, ephemeral: bool = False
    ) -> Attachment:
        """Keep the file and describe it as an attachment of a message of the channel."""
        name = _UNUSUAL.sub("_", filename)
        self.put(attachment_id, data, name)
        width, height = size_of(data) or (None, None)
        return Attachment(
            attachment_id,
            name,
            len(data),
            f"{self.url}/{channel_id}/{attachment_id}/{quote(name)}",
            content_type=content_type(name, data),
            width=width,
            height=height,
            ephemeral=ephemeral,
        )

    async def serve(self, request: web.Request) -> web.Response:
        """An attachment by its `id` and `name`, as a download: a browser must not run what a bot sent."""
        name, data = self._files.get(request.match_info["id"], ("", b""))
        if not name or name != request.match_info["name"]:
            return web.Response(status=404, text=_NO_LONGER)
        headers = {
            "Content-Type": content_type(name, data) or "application/octet-stream",
            "Content-Disposition": "attachment",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=data, headers=headers)


def content_type(name: str, data: bytes) -> str | None:
    """The media type that goes with the name, with the encoding where the data is text; None for unknown names."""
    kind, packed = _TYPES.guess_type(name)
    if kind is None or packed:
        return None
    if not kind.startswith(_TEXTUAL):
        return kind
    try:
        data.decode()
    except UnicodeDecodeError:
        return kind
    return f"{kind}; charset=utf-8"
