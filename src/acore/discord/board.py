"""The messages of one reply as they stand."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import discord
import structlog

from acore.discord.controls import Controls, Written, view_of
from acore.discord.pacing import Pace
from acore.discord.pages import Page
from acore.discord.targets import NOBODY, NOT_TAKEN, Editable, Target, files_of, may_pass, warn_of_missing

_log = structlog.get_logger(__name__)
_NO_FILES = "-# This answer is long, and I may not attach files in this channel; above is its beginning."

_T = TypeVar("_T")


@dataclass(slots=True)
class _Shown:
    """A message, and what it holds; of one of an earlier answer that is not known."""

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

    @property
    def written(self) -> Written | None:
        """The buttons below the reply, where it has ended."""
        last = self._shown[-1].controls if self._shown else None
        return last if isinstance(last, Written) else None

    def begin(self) -> None:
        """From here on another answer is shown, over the messages that are there."""
        self._shown = [_Shown(shown.message) for shown in self._shown]

    async def show(
        self, pages: tuple[Page, ...], controls: Controls | None = None, meanwhile: Controls | None = None
    ) -> None:
        """Make the messages hold these pages, the buttons below the last one, and delete those beyond.

        As long as some of them are still to be sent, one that is there has the buttons `meanwhile`: they tell
        the next process, if this one dies, that the answer is not whole. Raises discord.HTTPException where
        one is refused, or was deleted after this answer had reached it; the same call again goes on from there.
        Embeds and files are left out where the channel takes none of ours.
        """
        marked = self._marked(len(pages), meanwhile)
        for position, page in enumerate(pages):
            buttons = controls if position == len(pages) - 1 else meanwhile if position == marked else None
            await self._hold(position, page, buttons)
        if marked is not None:
            await self._edit(self._shown[marked], pages[marked], None)
        await self._shorten(len(pages))

    async def release(self, controls: Controls) -> None:
        """Leave what is shown as it is, with these buttons below: nobody goes on with it."""
        for shown in self._shown:
            if shown.controls is None:
                continue
            buttons = controls if shown is self._shown[-1] else None
            try:
                await shown.message.edit(view=view_of(buttons))
                shown.controls = buttons
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

    async def _hold(self, position: int, page: Page, controls: Controls | None) -> None:
        """Make the message at this place hold the page; one of an earlier answer that is gone is passed over."""
        while position < len(self._shown):
            shown = self._shown[position]
            try:
                await self._edit(shown, page, controls)
            except discord.NotFound:
                del self._shown[position]
                if shown.page is not None:
                    raise
            else:
                return
        self._shown.append(await self._sent(page, controls))
        await self._edit(self._shown[position], page, controls)

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
            message = await self._allowed(
                page, lambda allowed: self._target.send(allowed, controls, len(self._shown), after)
            )
            place.latest = message.id
            return message

    async def _edit(self, shown: _Shown, page: Page, controls: Controls | None) -> None:
        if shown.page == page and shown.controls == controls:
            return
        await self._pace.turn(self._target.bucket)
        await self._allowed(page, lambda allowed: shown.message.edit(**_state(shown, allowed, controls)))
        shown.page, shown.controls = page, controls

    async def _allowed(self, page: Page, show: Callable[[Page], Awaitable[_T]]) -> _T:
        """Show the page, or as much of it as the bot's permissions in the channel let it."""
        try:
            return await show(page)
        except discord.Forbidden as error:
            if may_pass(error):
                raise
            for plainer, permission in _plainer(page):
                with suppress(discord.Forbidden):
                    shown = await show(plainer)
                    warn_of_missing(self._target.bucket, permission)
                    return shown
            raise


def _plainer(page: Page) -> Iterator[tuple[Page, str]]:
    """What may be allowed where the page is not, the fullest first, and the permission that it does without."""
    if page.embed is not None:
        yield replace(page, embed=None), "Embed Links"
    if page.file is not None:
        yield Page(_NO_FILES, page.embed), "Attach Files"
    if page.embed is not None and page.file is not None:
        yield Page(_NO_FILES), "Embed Links, Attach Files"


def _state(shown: _Shown, page: Page, controls: Controls | None) -> dict[str, Any]:
    """What an edit changes."""
    state: dict[str, Any] = {"content": page.text, "embeds": page.embeds, "allowed_mentions": NOBODY}
    if shown.controls != controls or shown.page is None:
        state["view"] = view_of(controls)
    if page.file is not None or shown.page is None or shown.page.file is not None:
        state["attachments"] = files_of(page)
    return state
