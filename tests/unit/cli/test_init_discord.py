import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.http_faults import Faults
from acore.cli.init_discord import Given, SetUp
from acore.cli.terminal import Terminal
from acore.errors import EngineError, EngineRefused, EngineUnavailable, SettingsError
from acore.interfaces import FarSide, Http, HttpAnswer, HttpClient
from acore.settings import load, load_settings

TOKEN = "MTIz.abc.def"
SWITCH = 1 << 19
APPROVED = 1 << 18


class Discord(Http, HttpClient):
    """A Discord that takes one token, and is as it is told to be; what it is told goes on from one look to the next."""

    def __init__(self, *, flags: Sequence[int] = (SWITCH,), servers: Sequence[Sequence[str]] = (["Home"],)) -> None:
        self.flags, self.guilds = [*flags], [*servers]
        self.code_grant = False
        self.name: Any = "Robot"
        self.far: list[FarSide] = []
        self.down: EngineError | None = None
        self.closed = 0

    def client(self, far: FarSide) -> HttpClient:
        self.far.append(far)
        return self

    @asynccontextmanager
    async def call(
        self, method: str, path: str, body: object = None, *, within: float | None = None
    ) -> AsyncIterator[HttpAnswer]:
        raise NotImplementedError
        yield

    async def get(self, path: str) -> Any:
        far = self.far[-1]
        if self.down:
            raise self.down
        assert far.api_key
        if (far.scheme, far.api_key.get_secret_value()) != ("Bot", TOKEN):
            raise Faults(far).of_status(401, {}, b'{"message": "401: Unauthorized"}')
        return self._answers()[path]

    def _answers(self) -> Mapping[str, Any]:
        return {
            "/users/@me": {"id": "123", "username": self.name, "bot": True},
            "/applications/@me": {
                "id": "123", "flags": self.flags[0], "bot_require_code_grant": self.code_grant,
            },
            "/users/@me/guilds": [{"id": str(n), "name": name} for n, name in enumerate(self.guilds[0])],
        }  # fmt: skip

    def move_on(self) -> None:
        self.flags = self.flags[1:] or self.flags
        self.guilds = self.guilds[1:] or self.guilds

    def malformed(self, what: str) -> EngineError:
        return Faults(self.far[-1]).malformed(what)

    def reported(self, words: str, status: int | None = None) -> EngineError:
        return Faults(self.far[-1]).reported(words, status)

    async def aclose(self) -> None:
        self.closed += 1


class Newcomer(Terminal):
    """Types what the test says; at each wait Discord moves on to its next state, or the newcomer skips."""

    def __init__(self, discord: Discord, *typed: str, asks: bool = True, skips: bool = False) -> None:
        super().__init__(asks=asks)
        self._discord = discord
        self._typed = [*typed]
        self._skips = skips
        self.waits: list[str] = []
        self.shown = ""

    def say(self, text: str = "") -> None:
        self.shown += f"{text}\n"

    def secret(self, prompt: str) -> str:
        del prompt
        return self._typed.pop(0) if self._typed else ""

    def again(self, what: str) -> bool:
        self.waits.append(what)
        if self._skips or not self.asks:
            return False
        self._discord.move_on()
        return True


def set_up(discord: Discord, newcomer: Newcomer, file: Path | None = None) -> str:
    loaded = load(file)
    SetUp(Given(loaded.settings, loaded.origins.get("discord.token"), file), newcomer, discord).run()
    return newcomer.shown


def kept() -> dict[str, Any]:
    return tomllib.loads(Path("data/secrets.toml").read_text())


def nothing_is_written() -> bool:
    return not Path("data").exists()


def test_every_step_is_taken_and_the_token_kept_for_this_user_alone() -> None:
    shown = set_up(discord := Discord(), Newcomer(discord, f"  Bot {TOKEN}\n"))
    for line in (
        "Open https://discord.com/developers/applications and press New Application",
        "✓ Discord takes the token: it is that of Robot",
        "✓ Message Content Intent is on",
        "client_id=123&scope=bot+applications.commands&permissions=274881170432",
        "✓ It is on Home",
        "✓ It is written to data/secrets.toml",
        "Start the bot: acore run",
    ):
        assert line in shown
    assert TOKEN not in shown
    assert kept() == {"discord": {"token": TOKEN}}
    assert Path("data/secrets.toml").stat().st_mode & 0o777 == 0o600
    assert discord.closed == len(discord.far)


def test_the_house_knows_the_token_afterwards_and_a_second_run_changes_nothing() -> None:
    set_up(discord := Discord(), Newcomer(discord, TOKEN))
    token = load_settings().discord.token
    assert token is not None
    assert token.get_secret_value() == TOKEN
    before = Path("data/secrets.toml").stat().st_mtime_ns
    shown = set_up(discord, newcomer := Newcomer(discord))
    assert "A token is set already, by data/secrets.toml" in shown
    assert "✓ It stays where it is: data/secrets.toml" in shown
    assert not newcomer.waits
    assert Path("data/secrets.toml").stat().st_mtime_ns == before


def test_the_address_and_the_proxy_of_the_settings_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_DISCORD__PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("ACORE_DISCORD__API_BASE_URL", "http://127.0.0.1:9/api/v10")
    set_up(discord := Discord(), Newcomer(discord, TOKEN))
    assert {(far.base_url, far.proxy) for far in discord.far} == {
        ("http://127.0.0.1:9/api/v10", "http://proxy.example:3128")
    }


def test_without_them_it_is_the_real_discord() -> None:
    set_up(discord := Discord(), Newcomer(discord, TOKEN))
    assert {(far.base_url, far.proxy) for far in discord.far} == {("https://discord.com/api/v10", None)}
    assert TOKEN not in repr(discord.far)


def test_a_refused_token_is_asked_for_again_and_the_third_time_is_the_last() -> None:
    shown = set_up(discord := Discord(), Newcomer(discord, "wrong", "", TOKEN))
    assert shown.count("Discord refuses this token") == 1
    assert "its public key and its client secret are others" in shown.replace("\n", " ")
    Path("data/secrets.toml").unlink()
    with pytest.raises(SettingsError, match="no token that Discord takes, and nothing was written"):
        set_up(discord, Newcomer(discord, "wrong", "wrong", "wrong", TOKEN))
    assert not Path("data/secrets.toml").exists()


@pytest.mark.parametrize("text", ["to ken", "tökén", "a\x1b[0m", "ab\ncd"])
def test_what_no_header_can_carry_is_no_token_and_is_not_sent(text: str) -> None:
    with pytest.raises(SettingsError, match="no token that Discord takes"):
        set_up(discord := Discord(), Newcomer(discord, text, asks=False))
    assert not discord.far


def test_without_a_terminal_a_wrong_token_is_not_asked_for_twice() -> None:
    discord = Discord()
    with pytest.raises(SettingsError, match="no token that Discord takes"):
        set_up(discord, Newcomer(discord, "wrong", TOKEN, asks=False))
    assert nothing_is_written()


def test_without_a_terminal_no_token_is_told_with_the_way_to_give_one() -> None:
    with pytest.raises(SettingsError, match=r"acore init discord < file.*DISCORD_TOKEN"):
        set_up(discord := Discord(), Newcomer(discord, asks=False))
    assert nothing_is_written()


def test_a_token_that_is_set_is_used_and_left_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    shown = set_up(discord := Discord(), Newcomer(discord))
    assert "A token is set already, by DISCORD_TOKEN" in shown
    assert "It stays where it is: DISCORD_TOKEN" in shown
    assert TOKEN not in shown
    assert nothing_is_written()


def test_a_variable_with_a_refused_token_has_to_be_mended_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "stale")
    with pytest.raises(SettingsError, match="refuses the token that DISCORD_TOKEN sets"):
        set_up(discord := Discord(), Newcomer(discord, TOKEN))
    assert nothing_is_written()


def test_a_refused_token_of_secrets_toml_is_replaced_by_a_new_one() -> None:
    Path("data").mkdir()
    Path("data/secrets.toml").write_text('[discord]\ntoken = "stale"\n')
    Path("data/secrets.toml").chmod(0o600)
    shown = set_up(discord := Discord(), Newcomer(discord, TOKEN))
    assert "Discord refuses it" in shown
    assert kept() == {"discord": {"token": TOKEN}}


@pytest.mark.parametrize("flags", [SWITCH, APPROVED, SWITCH | 1 << 13])
def test_each_form_of_the_switch_is_known(flags: int) -> None:
    set_up(discord := Discord(flags=[flags]), newcomer := Newcomer(discord, TOKEN))
    assert not newcomer.waits


def test_the_switch_is_waited_for_with_the_page_of_this_application() -> None:
    discord = Discord(flags=[0, 1 << 15, SWITCH])
    shown = set_up(discord, newcomer := Newcomer(discord, TOKEN))
    assert shown.count("Open https://discord.com/developers/applications/123/bot") == 2
    assert "✓ Message Content Intent is on" in shown
    assert len(newcomer.waits) == 2


@pytest.mark.parametrize("asks", [True, False])
def test_what_is_skipped_is_told_with_what_will_not_work(*, asks: bool) -> None:
    discord = Discord(flags=[0], servers=[[]])
    shown = set_up(discord, newcomer := Newcomer(discord, TOKEN, asks=asks, skips=True))
    assert "`acore run` will end with code 2" in shown
    assert "It is on no server yet, so nobody can talk to it" in shown
    assert len(newcomer.waits) == 2
    assert kept() == {"discord": {"token": TOKEN}}


def test_a_server_is_waited_for() -> None:
    discord = Discord(servers=[[], [], ["Home", "Work"]])
    shown = set_up(discord, newcomer := Newcomer(discord, TOKEN))
    assert "✓ It is on Home, Work" in shown
    assert len(newcomer.waits) == 2


def test_many_servers_are_counted_and_no_name_can_steer_the_terminal() -> None:
    discord = Discord(servers=[["\x1b[2JHo\x1b]0;title\x07me\x1b[31;1m\r", *(f"S{n}" for n in range(11))]])
    shown = set_up(discord, Newcomer(discord, TOKEN))
    assert "It is on Home, S0," in shown
    assert "S8 and 2 more" in shown


def test_an_application_whose_invitations_fail_is_told() -> None:
    discord = Discord()
    discord.code_grant = True
    shown = set_up(discord, Newcomer(discord, TOKEN))
    assert "Switch it off on https://discord.com/developers/applications/123/bot" in shown


def test_no_network_is_told_and_nothing_written() -> None:
    discord = Discord()
    discord.down = EngineUnavailable("Discord can not be reached (no route).", engine="Discord")
    with pytest.raises(EngineUnavailable, match=r"nothing was written. Discord can not be reached \(no route\)"):
        set_up(discord, Newcomer(discord, TOKEN))
    assert nothing_is_written()
    assert discord.closed == 1


def test_an_answer_of_another_form_is_no_discord() -> None:
    discord = Discord()
    discord.name = None
    with pytest.raises(EngineUnavailable, match="not of Discord's form"):
        set_up(discord, Newcomer(discord, TOKEN))


def test_a_lasting_refusal_that_is_not_of_the_token_is_told_as_it_is() -> None:
    discord = Discord()
    far = FarSide(engine="Discord", base_url="http://127.0.0.1:9", way_out="Check discord.api_base_url.")
    discord.down = Faults(far).of_status(404, {}, b"")
    with pytest.raises(EngineError, match=r"answered 404.*Check discord.api_base_url"):
        set_up(discord, Newcomer(discord, TOKEN))


def test_a_machine_that_discord_keeps_out_is_told_as_that() -> None:
    discord = Discord()
    discord.down = Faults(FarSide(engine="Discord", base_url="http://127.0.0.1:9")).of_status(403, {}, b"<html>")
    with pytest.raises(EngineRefused, match="keeps this machine's address out"):
        set_up(discord, Newcomer(discord, TOKEN))


def test_a_place_where_nothing_can_be_kept_is_told_before_there_is_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    monkeypatch.setenv("ACORE_DATA_DIR", "file/data")
    discord = Discord()
    newcomer = Newcomer(discord, TOKEN)
    with pytest.raises(SettingsError, match=r"file can not be written.*ACORE_DATA_DIR"):
        set_up(discord, newcomer)
    assert newcomer.shown == ""
    assert not discord.far


def test_a_token_that_is_reset_meanwhile_is_told() -> None:
    class Resetting(Newcomer):
        def again(self, what: str) -> bool:
            discord.down = Faults(discord.far[-1]).of_status(401, {}, b"")
            return super().again(what)

    discord = Discord(flags=[0])
    with pytest.raises(SettingsError, match="does not take the token any more, and nothing was written"):
        set_up(discord, Resetting(discord, TOKEN))
    assert nothing_is_written()


def test_a_file_of_ones_own_is_in_the_command_that_comes_next() -> None:
    file = Path("mine.toml")
    file.write_text('data_dir = "mine"\n')
    shown = set_up(discord := Discord(), Newcomer(discord, TOKEN), file)
    assert "Start the bot: acore --settings mine.toml run" in shown
    assert Path("mine/secrets.toml").exists()
