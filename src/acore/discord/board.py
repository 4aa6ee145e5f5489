"""The messages of one reply as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import discord
import structlog

from acore.discord.controls import Controls, view_of
from acore.discord.pacing import Pace
from acore.discord.pages import Page
from acore.discord.targets import NOBODY, NOT_TAKEN, Editable, Target, files_of

_log = structlog.get_logger(__name__)
_NO_FILES = "-# This answer is long, and I may not attach files in this channel; above is its beginning."


@dataclass(slots=True)
class _Shown:
    """A message, and what it holds; of one that an earlier process wrote that is not known."""

    message: Editable
    page: Page | None = None
    controls: Controls | None = None


class Board:
    """Shows ever newer states of a reply, with as few calls as it takes, at the pace that Discord allows.

    `written` are messages that an earlier process, or an earlier answer, has left: they are written over.
    """

    def __init__(self, target: Target, pace: Pace, written: Iterable[Editable] = (), *, half: bool = False) -> None:
        self._target = target
        self._pace = pace
        self._shown = [_Shown(message) for message in written]
        self._doubtful = False
        """Whether a message was perhaps sent although that failed: sent again, it comes back as it was at first."""
        self.half = half
        """Whether it shows half an answer that has to be written over, whatever comes of the new one."""

    @property
    def may_edit(self) -> bool:
        """Whether an edit could go out at once."""
        return self._pace.free(self._target.bucket)

    async def show(
        self, pages: tuple[Page, ...], controls: Controls | None = None, meanwhile: Controls | None = None
    ) -> None:
        """Make the messages hold these pages, the buttons below the last one, and delete those beyond.

        As long as some of them are still to be sent, one that is there has the buttons `meanwhile`: they tell
        the next process, if this one dies, that the answer is not whole. Raises discord.HTTPException where
        one is refused; the same call again goes on from there.
        """
        marked = self._marked(len(pages), meanwhile)
        for position, page in enumerate(pages):
            buttons = controls if position == len(pages) - 1 else meanwhile if position == marked else None
            if position == len(self._shown):
                self._shown.append(await self._sent(page, buttons))
            await self._edit(self._shown[position], page, buttons)
        if marked is not None:
            await self._edit(self._shown[marked], pages[marked], None)
        await self._shorten(len(pages))

    async def release(self, controls: Controls) -> None:
        """Leave what is shown as it is, with these buttons: nobody goes on with it."""
        if not self._shown or self._shown[-1].controls is None:
            return
        try:
            await self._shown[-1].message.edit(view=view_of(controls))
        except NOT_TAKEN as error:
            _log.info("buttons_not_changed", reason=repr(error))

    async def clear(self) -> None:
        """Delete every message of the reply; one that can not be deleted is left."""
        try:
            await self._shorten(0)
        except NOT_TAKEN as error:
            _log.info("reply_not_deleted", reason=repr(error))

    async def typing(self) -> None:
        """Show that a reply is being written; where that is refused, the reply comes all the same."""
        if not self._pace.may_type(self._target.bucket):
            return
        try:
            await self._target.typing()
        except NOT_TAKEN as error:
            _log.debug("typing_not_shown", reason=repr(error))

    async def withdraw(self) -> None:
        """Take back the promise of an answer."""
        await self._target.withdraw()

    def _marked(self, length: int, meanwhile: Controls | None) -> int | None:
        """Which message says that the answer is not whole; none has to where one call shows the rest of it."""
        if meanwhile is None or length <= max(1, len(self._shown)):
            return None
        there = (number for number, shown in enumerate(self._shown) if shown.controls == meanwhile)
        return next(there, 0)

    async def _shorten(self, length: int) -> None:
        while len(self._shown) > length:
            try:
                await self._shown[-1].message.delete()
            except discord.NotFound:
                _log.debug("message_gone_already")
            self._shown.pop()

    async def _sent(self, page: Page, controls: Controls | None) -> _Shown:
        doubtful, self._doubtful = self._doubtful, True
        message = await self._send(page, controls)
        self._doubtful = False
        return _Shown(message) if doubtful else _Shown(message, page, controls)

    async def _send(self, page: Page, controls: Controls | None) -> Editable:
        async with self._pace.sending(self._target.bucket) as place:
            before = self._shown[-1].message if self._shown else None
            after = before if before is not None and before.id != place.latest else None
            place.latest = None
            try:
                message = await self._target.send(page, controls, after)
            except discord.Forbidden:
                if page.file is None:
                    raise
                message = await self._target.send(Page(_NO_FILES, page.embed), controls, after)
            place.latest = message.id
            return message

    async def _edit(self, shown: _Shown, page: Page, controls: Controls | None) -> None:
        if shown.page == page and shown.controls == controls:
            return
        await self._pace.turn(self._target.bucket)
        state: dict[str, Any] = {"content": page.text, "embeds": page.embeds, "allowed_mentions": NOBODY}
        if shown.controls != controls or shown.page is None:
            state["view"] = view_of(controls)
        if page.file is not None or shown.page is None or shown.page.file is not None:
            state["attachments"] = files_of(page)
        await shown.message.edit(**state)
        shown.page, shown.controls = page, controls
