"""The bytes of attachments, the latest ones."""

from collections import OrderedDict


class Files:
    """Keeps files by attachment id, up to `limit` bytes in all; the oldest go first."""

    def __init__(self, limit: int = 64 * 1024 * 1024) -> None:
        self._limit = limit
        self._size = 0
        self._files: OrderedDict[str, bytes] = OrderedDict()

    def put(self, attachment_id: str, data: bytes) -> None:
        """Keep one more file, in the place of the oldest where it would be too much."""
        self._files[attachment_id] = data
        self._size += len(data)
        while self._size > self._limit:
            _, oldest = self._files.popitem(last=False)
            self._size -= len(oldest)

    def get(self, attachment_id: str) -> bytes | None:
        """The file, or None where it is not kept (any more)."""
        return self._files.get(attachment_id)
