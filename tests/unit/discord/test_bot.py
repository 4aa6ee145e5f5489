"""The bot, before it is connected."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from discord.ext import commands
from discord.http import Route
from structlog.testing import capture_logs

from acore.adapters.clock.manual import ManualClock
from acore.discord.bot import Bot, BotOptions
from acore.discord.cogs.help import HelpCog
from acore.discord.connecting import serve
from acore.errors import EngineRefused, InvalidInput, SettingsError


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The address of Discord and the level of the library's log are the whole process's."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    level = logging.getLogger("discord").level
    yield
    logging.getLogger("discord").setLevel(level)


async def test_what_fails_because_the_bot_closes_is_no_failure(tmp_path: Path) -> None:
    bot = ScriptedBot(tmp_path)
    bot.closing.set()
    with capture_logs() as logs:
        try:
            raise RuntimeError("Session is closed")
        except RuntimeError:
            await bot.on_error("on_message", None)
    assert [(told["event"], told["log_level"]) for told in logs] == [("cut_off_by_closing", "info")]


class ScriptedBot(Bot):
    """A bot whose logging in and connecting go as a test says: errors are raised, None is success."""

    def __init__(self, path: Path, *, logins: Any = (None,), connections: Any = (None,)) -> None:
        super().__init__(cogs=(), options=BotOptions(path, retry_s=0), clock=ManualClock())
        self.logins = list(logins)
        self.connections = list(connections)

    async def login(self, token: str) -> None:
        del token
        self._take(self.logins)

    async def connect(self, *, reconnect: bool = True) -> None:
        del reconnect
        self._take(self.connections)

    def _take(self, script: list[Exception | None]) -> None:
        if step := script.pop(0):
            raise step


async def _failing(bot: Bot, error: Exception, event: str, *args: Any) -> None:
    """Let a listener of the event raise the error, as the library runs it."""

    async def listener(*_args: Any) -> None:
        raise error

    await bot._run_event(listener, event, *args)


def _bot(path: Path, **options: Any) -> Bot:
    return Bot(cogs=[HelpCog()], options=BotOptions(path, **options), clock=ManualClock())


async def test_it_asks_for_message_content_and_no_other_privilege(tmp_path: Path) -> None:
    intents = _bot(tmp_path).intents
    asked = {"guilds", "guild_messages", "dm_messages", "message_content", "voice_states"}
    assert {name for name, on in intents if on} == asked


async def test_it_pings_nobody_and_remembers_no_messages_and_only_members_who_speak(tmp_path: Path) -> None:
    bot = _bot(tmp_path)
    mentions: Any = bot.allowed_mentions
    assert mentions.to_dict() == {"parse": []}
    assert list(bot.cached_messages) == []
    assert bot._connection.member_cache_flags == discord.MemberCacheFlags(voice=True, joined=False)


async def test_the_address_of_discord_can_be_set(tmp_path: Path) -> None:
    _bot(tmp_path, api_base_url="http://127.0.0.1:1/api/v10")
    assert Route("GET", "/gateway").url == "http://127.0.0.1:1/api/v10/gateway"


async def test_commands_may_be_used_everywhere_and_installed_by_members(tmp_path: Path) -> None:
    bot = _bot(tmp_path)
    await bot.add_cog(HelpCog())
    (command,) = bot.tree.get_commands()
    payload = command.to_dict(bot.tree)
    assert payload["contexts"] == [0, 1, 2]
    assert payload["integration_types"] == [0, 1]


async def test_a_question_that_fails_is_answered_with_words(tmp_path: Path, stage: Any) -> None:
    await _failing(_bot(tmp_path), InvalidInput("There was no text."), "on_message", stage.message())
    assert [sent.content for sent in stage.sent] == ["There was no text."]


async def test_what_other_events_raise_goes_to_the_log_alone(tmp_path: Path, stage: Any) -> None:
    with capture_logs() as logs:
        await _failing(_bot(tmp_path), ValueError("bug"), "on_guild_join", stage.place)
    assert logs[0]["event_name"] == "on_guild_join"
    assert stage.sent == []


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError(111, "refused"),
        aiohttp.ServerDisconnectedError(),
        TimeoutError(),
        discord.GatewayNotFound(),  # type: ignore[no-untyped-call]
    ],
)
async def test_what_may_pass_is_tried_again_and_told(tmp_path: Path, failure: Exception) -> None:
    bot = ScriptedBot(tmp_path, logins=[failure, failure, None], connections=[failure, None])
    with capture_logs() as logs:
        await serve(bot, "token")
    assert [log["event"] for log in logs] == ["discord_not_reached"] * 3
    assert not bot.logins
    assert not bot.connections


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_discord_that_is_down_or_busy_is_asked_again(tmp_path: Path, stage: Any, status: int) -> None:
    bot = ScriptedBot(tmp_path, logins=[stage.http_error(status), None])
    await serve(bot, "token")
    assert not bot.logins


async def test_a_token_that_is_refused_names_the_variable_and_the_page(tmp_path: Path) -> None:
    bot = ScriptedBot(tmp_path, logins=[discord.LoginFailure("no")])
    with pytest.raises(SettingsError, match=r"developers/applications.*Reset Token.*DISCORD_TOKEN"):
        await serve(bot, "token")
    assert bot.is_closed()


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [(4004, SettingsError, "DISCORD_TOKEN"), (4013, EngineRefused, "4013")],
)
async def test_a_gateway_that_closes_for_good_ends_the_bot(
    tmp_path: Path, code: int, kind: type[Exception], words: str
) -> None:
    socket: Any = None
    closed = discord.ConnectionClosed(socket, shard_id=0, code=code)
    with pytest.raises(kind, match=words):
        await serve(ScriptedBot(tmp_path, connections=[closed]), "token")


async def test_a_refused_intent_names_the_page_and_the_switch(tmp_path: Path) -> None:
    bot = ScriptedBot(tmp_path, connections=[discord.PrivilegedIntentsRequired(0)])
    with pytest.raises(SettingsError, match=r"4014.*developers/applications.*Message Content Intent"):
        await serve(bot, "token")


@pytest.mark.parametrize("status", [404, 400])
async def test_an_address_that_is_not_discord_names_the_settings(tmp_path: Path, stage: Any, status: int) -> None:
    bot = ScriptedBot(tmp_path, logins=[stage.http_error(status)])
    with pytest.raises(SettingsError, match=r"discord\.api_base_url"):
        await serve(bot, "token")


async def test_members_words_stay_out_of_the_librarys_log(tmp_path: Path) -> None:
    logging.getLogger("discord").setLevel(logging.DEBUG)
    await serve(ScriptedBot(tmp_path), "token")
    assert not logging.getLogger("discord.http").isEnabledFor(logging.DEBUG)


async def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    bot = _bot(tmp_path)
    async with bot:
        await bot.close()
        await bot.close()
    assert bot.is_closed()


async def test_a_gateway_that_has_gone_silent_does_not_hold_the_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_bot: commands.AutoShardedBot) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("acore.discord.bot._CLOSE_S", 0)
    monkeypatch.setattr(commands.AutoShardedBot, "close", hang)
    with capture_logs() as logs:
        await _bot(tmp_path).close()
    assert [log["event"] for log in logs] == ["discord_did_not_close_in_time"]


async def test_closing_ends_the_telling_of_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_args: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("acore.discord.bot.sync_changed", hang)
    bot = _bot(tmp_path)
    bot._connection.application_id = 1
    async with bot:
        await bot.setup_hook()
        assert bot._syncing
        await bot.close()
    assert bot._syncing.cancelled()


async def test_closing_under_a_request_is_no_error(tmp_path: Path) -> None:
    bot = ScriptedBot(tmp_path, logins=[RuntimeError("Session is closed"), None])
    bot.closing.set()
    await serve(bot, "token")
    assert bot.is_closed()


async def test_an_error_of_our_own_making_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="a bug"):
        await serve(ScriptedBot(tmp_path, logins=[RuntimeError("a bug")]), "token")


async def test_it_is_a_bot_of_the_librarys_own_kind(tmp_path: Path) -> None:
    assert isinstance(_bot(tmp_path), commands.AutoShardedBot)


async def test_a_bot_on_no_server_is_told_how_to_be_invited_with_the_least_rights(tmp_path: Path) -> None:
    bot = ScriptedBot(tmp_path)
    bot._connection.application_id = 42
    with capture_logs() as told:
        await bot.on_ready()
    (invite,) = [one["open_this_to_invite_the_bot"] for one in told if one["event"] == "discord_no_server_yet"]
    assert "client_id=42" in invite
    assert "scope=bot+applications.commands" in invite
    permissions = discord.Permissions(int(invite.partition("permissions=")[2].partition("&")[0]))
    assert {name for name, has in permissions if has} == {
        "view_channel", "read_messages", "send_messages", "send_messages_in_threads",
        "embed_links", "attach_files", "read_message_history", "connect", "speak",
    } - {"view_channel"}  # fmt: skip


async def test_a_bot_that_is_ready_says_on_how_many_servers_and_how_to_invite_it(tmp_path: Path) -> None:
    bot = ScriptedBot(tmp_path)
    bot._connection.application_id = 42
    with capture_logs() as told:
        await bot.on_ready()
    (ready,) = [one for one in told if one["event"] == "discord_ready"]
    assert ready["guilds"] == 0
    assert "client_id=42" in ready["invite"]
