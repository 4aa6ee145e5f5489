"""Discord's objects as far as the bot uses them, without any Discord."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Citation, Question, ReplyPart
from acore.domain.scope import Scope

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord import app_commands

    from acore.discord.translations import Translations


@dataclass
class Sent:
    """A message of the bot, with every state that it was shown in."""

    clock: ManualClock
    content: str
    embeds: list[discord.Embed]
    files: list[discord.File]
    mentions: Any
    reference: Any = None
    ephemeral: bool = False
    view: Any = None
    nonce: Any = None
    deleted: bool = False
    id: int = 0
    edits: list[tuple[float, str]] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)

    async def edit(self, **about: Any) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.content, self.embeds = about.get("content", self.content), about.get("embeds", self.embeds)
        self.mentions = about.get("allowed_mentions", self.mentions)
        self.view = about.get("view", self.view)
        self.files = about.get("attachments", self.files)
        self.edits.append((self.clock.monotonic(), self.content))

    async def delete(self) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.deleted = True

    @property
    def buttons(self) -> list[str]:
        """What the ids of the buttons say, without the prefix."""
        ids = [] if self.view is None else [str(item.custom_id) for item in self.view.children]
        return [custom_id.removeprefix("acore:") for custom_id in ids]

    @property
    def file_text(self) -> str:
        return self.files[0].fp.read().decode()


class Place:
    """A channel that keeps what the bot sends, and refuses it where a test says so."""

    def __init__(self, clock: ManualClock) -> None:
        self.id = 5
        self.clock = clock
        self.sent: list[Sent] = []
        self.typed: list[float] = []
        self.refusals: list[Exception] = []
        self.before_sending: Callable[[], Any] | None = None
        self.kept: dict[int, Any] = {}

    async def history(self, **_about: Any) -> AsyncGenerator[Any, None]:
        for message in self.kept.values():
            yield message

    async def fetch_message(self, number: int) -> Any:
        if self.refusals:
            raise self.refusals.pop(0)
        return self.kept[number]

    async def send(self, content: str = "", *, embeds: Any = (), files: Any = (), **about: Any) -> Sent:
        if self.before_sending is not None:
            await self.before_sending()
        if self.refusals:
            raise self.refusals.pop(0)
        message = Sent(
            self.clock,
            content,
            list(embeds),
            list(files),
            about["allowed_mentions"],
            reference=about.get("reference"),
            ephemeral=about.get("ephemeral", False),
            view=about.get("view"),
            nonce=about.get("nonce"),
        )
        message.id = len(self.sent)
        self.sent.append(message)
        return message

    async def typing(self) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.typed.append(self.clock.monotonic())


class Response:
    """The first answer to an interaction."""

    def __init__(self, place: Place, refusal: Exception | None) -> None:
        self.place = place
        self.refusal = refusal
        self.deferred: bool | None = None
        self.modals: list[Any] = []
        self.done = False

    def is_done(self) -> bool:
        return self.done

    async def defer(self, *, thinking: bool = False, ephemeral: bool = False) -> None:
        del ephemeral
        if self.refusal:
            raise self.refusal
        self.deferred, self.done = thinking, True

    async def edit_message(self, **state: Any) -> None:
        self.edited = state
        self.done = True

    async def send_modal(self, modal: Any) -> None:
        self.modals.append(modal)
        self.done = True

    async def send_message(self, content: str, **about: Any) -> None:
        await self.place.send(content, **about)
        self.done = True


class Interaction:
    """A slash command that a member ran."""

    made = 0

    def __init__(self, place: Place, *, user: Any, command: str, refusal: Exception | None) -> None:
        Interaction.made += 1
        self.id = 199 + Interaction.made
        self.context = SimpleNamespace(dm_channel=False)
        self.token = "token"
        self.user = user
        self.guild_id: int | None = 9
        self.channel = place
        self.channel_id: int | None = place.id
        self.command = SimpleNamespace(qualified_name=command)
        self.response = Response(place, refusal)
        self.permissions = discord.Permissions(read_message_history=True)
        self.locale = discord.Locale.american_english
        self.followup = SimpleNamespace(send=self._follow_up)
        self.place = place
        self.withdrawn = False
        self.by_user = False
        self.client: Any = None

    def is_user_integration(self) -> bool:
        return self.by_user

    def is_guild_integration(self) -> bool:
        return not self.by_user

    async def translate(self, string: Any) -> str | None:
        context: Any = SimpleNamespace(location=app_commands.TranslationContextLocation.other, data=None)
        return await Translations().translate(string, self.locale, context)

    async def edit_original_response(self, *, content: str, embeds: Any, attachments: Any, **about: Any) -> Sent:
        return await self.place.send(content, embeds=embeds, files=attachments, **about)

    async def delete_original_response(self) -> None:
        self.withdrawn = True

    async def _follow_up(self, content: str = "", *, wait: bool = False, **about: Any) -> Sent:
        del wait
        if "file" in about:
            about["files"] = [about.pop("file")]
        return await self.place.send(content, **about)


def member(number: int = 1, name: str = "Ada", *, bot: bool = False) -> Any:
    return SimpleNamespace(id=number, name=name.lower(), display_name=name, bot=bot)


class Stage:
    """Makes the objects of one test, all in one channel and on one clock."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.place = Place(self.clock)
        self.ids = 100
        self.ada = member()
        self.someone = member(2, "Bob")
        self.me = member(7, "acore", bot=True)
        self.nick: str | None = None

    @property
    def sent(self) -> list[Sent]:
        return self.place.sent

    def message(self, text: str = "hello", *, author: Any = None, private: bool = False, **about: Any) -> Any:
        self.ids += 1
        made = self.clock.now()
        given: dict[str, Any] = {
            "id": self.ids,
            "author": author or self.ada,
            "channel": self.place,
            "content": text,
            "guild": None if private else SimpleNamespace(id=9, me=SimpleNamespace(nick=self.nick)),
            "mention_everyone": False,
            "mentions": [self.me] if f"<@{self.me.id}>" in text else [],
            "reference": None,
            "edited_at": None,
            "created_at": made,
            "interaction_metadata": None,
            "components": [],
            "jump_url": f"https://discord.com/channels/9/{self.place.id}/{self.ids}",
            "to_reference": lambda *, fail_if_not_exists: ("reference", fail_if_not_exists),
            "type": discord.MessageType.default,
            "webhook_id": None,
        }
        return SimpleNamespace(**given | about)

    def answer_to(self, author: Any) -> Any:
        return SimpleNamespace(resolved=SimpleNamespace(author=author), message_id=None)

    def answer_message(self, sent: Sent, *, to: int) -> Any:
        """The message behind what the bot sent, as a press of its button brings it."""
        reference = SimpleNamespace(message_id=to, resolved=None)
        about = self.message(sent.content, author=self.me, reference=reference)
        about.edit, about.delete = sent.edit, sent.delete
        return about

    def replying(self, to: Any, text: str, *, author: Any = None) -> Any:
        """A message that replies to another; Discord brings that one along, but not the one before."""
        reference = SimpleNamespace(resolved=to if not to.reference else None, message_id=to.id)
        self.place.kept[to.id] = to
        return self.message(text, author=author, reference=reference, type=discord.MessageType.reply)

    def interaction(self, command: str = "chat", refusal: Exception | None = None) -> Any:
        return Interaction(self.place, user=self.ada, command=command, refusal=refusal)

    def http_error(self, status: int = 500, code: int = 0, *, html: bool = False) -> discord.HTTPException:
        kinds = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}
        kind = kinds.get(min(status, 500), discord.HTTPException)
        headers = {"Content-Type": "text/html" if html else "application/json"}
        response: Any = SimpleNamespace(status=status, reason="because", headers=headers)
        return kind(response, "no" if html else {"code": code, "message": "no"})

    def citation(self, n: int = 1, text: str = "An excerpt.", uri: str = "file:///x/a.md#L1-L2") -> Citation:
        return Citation(n, Passage(text, Source("A title", uri), 0.9))

    def partial(self, number: int, *, guild_id: int | None = None) -> Any:
        """The channel by its id alone."""
        del guild_id
        found = SimpleNamespace(id=number, history=self.place.history)
        found.get_partial_message = lambda message: SimpleNamespace(id=message, channel=self.place)
        return found

    async def settle(self) -> None:
        """Let everything run that can run without time passing."""
        await self.clock.advance(0)


class FakeChat:
    """A chat service that says what a test gives it: texts, pauses in seconds, errors, and whole parts."""

    def __init__(self, clock: ManualClock, *script: str | float | Exception | ReplyPart) -> None:
        self.clock = clock
        self.script = script
        self.asked: list[Question] = []
        self.retracted: list[str] = []
        self.remembered: set[str] = set()
        self.left: list[str] = []
        self.closed = 0

    async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        self.asked.append(question)
        try:
            for step in self.script:
                if isinstance(step, BaseException):
                    raise step
                if isinstance(step, int | float):
                    await self.clock.sleep(step)
                else:
                    yield ReplyPart(step) if isinstance(step, str) else step
        finally:
            self.closed += 1

    async def retract(self, scope: Scope, turn: str) -> int:
        del scope
        self.retracted.append(turn)
        return 2 if turn in self.remembered else 0

    async def remembers(self, scope: Scope, turn: str) -> bool:
        del scope
        return turn in self.remembered

    def leave(self, guild: str) -> None:
        self.left.append(guild)

    def parts(self) -> AsyncGenerator[ReplyPart, None]:
        return self.reply(Question("?", Scope("5", "1"), "Ada"))


@pytest.fixture
def stage() -> Stage:
    Interaction.made = 0
    return Stage()


@pytest.fixture
def say(stage: Stage) -> Callable[..., FakeChat]:
    """Builds a chat service from its script."""
    return lambda *script: FakeChat(stage.clock, *script)


@pytest.fixture
def running() -> Any:
    """Runs a coroutine beside the test; whatever is left of it is cancelled at the end."""
    return asyncio.create_task
