"""`acore init discord` at a real terminal, against the loopback Discord."""

import asyncio
import signal
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from acore.adapters.clock.system import SystemClock
from acore.simulator.server import Simulator
from acore.simulator.session import PRIVILEGED
from acore.simulator.world import World
from tests.integration.cli.person import PATIENCE_S, Person

TOKEN = "simulated"
ASKED, READY = "The token", "press Enter"

Sit = Callable[..., Person]


@pytest.fixture
def sit(environment: dict[str, str], tmp_path: Path) -> Iterator[Sit]:
    """Sit down at a terminal and start `acore ARGS...`; further variables by keyword."""
    people: list[Person] = []

    def start(*arguments: str, **variables: str) -> Person:
        people.append(Person({**environment, **variables}, tmp_path, *arguments))
        return people[-1]

    yield start
    for person in people:
        person.leave()


@asynccontextmanager
async def discord(world: World, *, switch: bool = True, port: int = 0) -> AsyncIterator[Simulator]:
    allowed = PRIVILEGED if switch else 0
    async with Simulator(world, clock=SystemClock(), token=TOKEN, allowed_intents=allowed, port=port) as simulator:
        yield simulator


@pytest.fixture
def world() -> World:
    return World(SystemClock())


def kept(tmp_path: Path) -> object:
    return tomllib.loads((tmp_path / "data" / "secrets.toml").read_text())


def nothing_is_written(tmp_path: Path) -> bool:
    return not (tmp_path / "data").exists()


async def test_a_newcomer_is_led_through_every_step(sit: Sit, world: World, tmp_path: Path) -> None:
    async with discord(world, switch=False) as simulator:
        person = sit("init", "discord", ACORE_DISCORD__API_BASE_URL=simulator.api_base_url)
        await person.sees("https://discord.com/developers/applications")
        await person.answers_unseen(ASKED, "wrong\n")
        await person.sees("Discord refuses this token")
        await person.answers_unseen(ASKED, f"{TOKEN}\n")
        await person.sees(f"Open https://discord.com/developers/applications/{world.bot.id}/bot")
        await person.sees(READY)
        person.types("\n")
        await person.sees("Message Content Intent is off")
        await person.sees(READY)
        port = int(simulator.api_base_url.split(":")[2].split("/")[0])
    async with discord(world, port=port):
        person.types("\n")
        await person.sees("✓ Message Content Intent is on")
        await person.sees(f"client_id={world.bot.id}")
        await person.sees("It is on no server yet")
        await person.sees(READY)
        assert nothing_is_written(tmp_path)
        world.add_guild("The Lighthouse")
        person.types("\n")
        await person.sees("✓ It is on The Lighthouse")
        await person.sees("Start the bot: acore run")
        assert await person.ends() == 0
    assert TOKEN not in person.shown
    assert "wrong" not in person.shown
    assert kept(tmp_path) == {"discord": {"token": TOKEN}}
    assert (tmp_path / "data" / "secrets.toml").stat().st_mode & 0o777 == 0o600


async def test_the_bot_that_was_set_up_answers(sit: Sit, world: World) -> None:
    guild = world.add_guild("The Lighthouse")
    ada = world.add_member(guild, "Ada")
    (general,) = guild.channels.values()
    async with discord(world) as simulator:
        there = {"ACORE_DISCORD__API_BASE_URL": simulator.api_base_url}
        person = sit("init", "discord", **there)
        await person.answers_unseen(ASKED, f"{TOKEN}\n")
        assert await person.ends() == 0
        bot = sit("run", "discord", ACORE_LLM__USE="scripted", **there)
        await asyncio.wait_for(simulator.ready.wait(), PATIENCE_S)
        await world.say(ada, general, f"<@{world.bot.id}> is anybody there?")
        answer = await world.wait_for(lambda e: e.kind == "message" and e.user == world.bot, PATIENCE_S)
        assert answer.message is not None
        assert "is anybody there?" in answer.message.content, bot.shown
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends() == 0


@pytest.mark.parametrize("where", [ASKED, READY])
async def test_ctrl_c_at_a_question_leaves_nothing_behind(sit: Sit, world: World, tmp_path: Path, where: str) -> None:
    async with discord(world, switch=False) as simulator:
        person = sit("init", "discord", ACORE_DISCORD__API_BASE_URL=simulator.api_base_url)
        if where == READY:
            await person.answers_unseen(ASKED, f"{TOKEN}\n")
        await person.sees(where)
        person.types("\x03")
        assert await person.ends() == 130
    assert "Traceback" not in person.shown
    assert nothing_is_written(tmp_path)


async def test_ctrl_d_and_three_wrong_tokens_end_it_with_2(sit: Sit, world: World, tmp_path: Path) -> None:
    async with discord(world) as simulator:
        person = sit("init", "discord", ACORE_DISCORD__API_BASE_URL=simulator.api_base_url)
        for typed in ("wrong\n", "\x04", "wrong\n"):
            await person.answers_unseen(ASKED, typed)
        assert await person.ends() == 2
    assert "no token that Discord takes, and nothing was written" in person.shown
    assert nothing_is_written(tmp_path)


async def test_the_steps_can_be_skipped(sit: Sit, world: World, tmp_path: Path) -> None:
    async with discord(world, switch=False) as simulator:
        person = sit("init", "discord", ACORE_DISCORD__API_BASE_URL=simulator.api_base_url)
        await person.answers_unseen(ASKED, f"{TOKEN}\n")
        await person.sees(READY)
        person.types("s\n")
        await person.sees("`acore run` will end with code 2")
        await person.sees(READY)
        person.types("\x04")
        await person.sees("nobody can talk to it")
        assert await person.ends() == 0
        assert kept(tmp_path) == {"discord": {"token": TOKEN}}
        bot = sit("run", ACORE_DISCORD__API_BASE_URL=simulator.api_base_url)
        assert await bot.ends() == 2
        assert "Message Content" in bot.shown


async def test_yes_asks_nothing_at_a_terminal(sit: Sit, world: World) -> None:
    async with discord(world, switch=False) as simulator:
        there = {"ACORE_DISCORD__API_BASE_URL": simulator.api_base_url}
        person = sit("init", "discord", "--yes", DISCORD_TOKEN=TOKEN, **there)
        assert await person.ends() == 0
        assert "A token is set already, by DISCORD_TOKEN" in person.shown
        assert READY not in person.shown
        assert TOKEN not in person.shown
        without = sit("init", "discord", "--yes", **there)
        assert await without.ends() == 2
        assert "needs the bot's token" in without.shown


async def start(environment: dict[str, str], tmp_path: Path, stdin: str | None) -> tuple[int, str]:
    """Run `acore init discord` without a terminal; stdin None is closed."""
    acore = f"exec {sys.executable} -m acore.cli init discord"
    process = await asyncio.create_subprocess_shell(
        acore if stdin is not None else f"{acore} <&-",
        cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    out, _ = await asyncio.wait_for(process.communicate((stdin or "").encode()), PATIENCE_S)
    assert process.returncode is not None
    return process.returncode, out.decode()


@pytest.mark.parametrize(
    ("stdin", "code", "told"),
    [
        (f"{TOKEN}\nnot read\n", 0, "It is written to"),
        ("wrong\n", 2, "no token that Discord takes"),
        ("", 2, "needs the bot's token"),
        (None, 2, "needs the bot's token"),
    ],
)
async def test_without_a_terminal_nothing_is_waited_for(
    environment: dict[str, str], tmp_path: Path, stdin: str | None, code: int, told: str
) -> None:
    async with discord(World(SystemClock()), switch=False) as simulator:
        variables = {**environment, "ACORE_DISCORD__API_BASE_URL": simulator.api_base_url}
        ended, shown = await start(variables, tmp_path, stdin)
    assert (ended, told in shown) == (code, True), shown
    assert "Traceback" not in shown
    assert TOKEN not in shown
    assert nothing_is_written(tmp_path) is (code != 0)


async def test_a_second_time_changes_nothing(environment: dict[str, str], tmp_path: Path, world: World) -> None:
    async with discord(world) as simulator:
        variables = {**environment, "ACORE_DISCORD__API_BASE_URL": simulator.api_base_url}
        assert (await start(variables, tmp_path, TOKEN))[0] == 0
        before = (tmp_path / "data" / "secrets.toml").stat().st_mtime_ns
        ended, shown = await start(variables, tmp_path, "")
    assert (ended, "It stays where it is" in shown) == (0, True), shown
    assert (tmp_path / "data" / "secrets.toml").stat().st_mtime_ns == before


async def test_no_network_ends_with_1_and_leaves_nothing_behind(environment: dict[str, str], tmp_path: Path) -> None:
    variables = {**environment, "ACORE_DISCORD__API_BASE_URL": "http://127.0.0.1:9/api/v10"}
    ended, shown = await start(variables, tmp_path, TOKEN)
    assert (ended, "could not be asked, and nothing was written" in shown) == (1, True), shown
    assert nothing_is_written(tmp_path)


async def test_discord_is_asked_through_the_proxy_of_the_settings(
    environment: dict[str, str], tmp_path: Path, world: World
) -> None:
    """The loopback Discord stands in for a proxy: it answers whatever host it is asked for."""
    async with discord(world) as simulator:
        variables = {
            **environment,
            "ACORE_DISCORD__API_BASE_URL": "http://discord.invalid/api/v10",
            "ACORE_DISCORD__PROXY": simulator.api_base_url.removesuffix("/api/v10"),
        }
        ended, shown = await start(variables, tmp_path, TOKEN)
    assert ended == 0, shown
    assert kept(tmp_path) == {"discord": {"token": TOKEN}}


async def test_a_folder_that_can_not_be_written_is_told(
    environment: dict[str, str], tmp_path: Path, world: World
) -> None:
    (tmp_path / "data").write_text("a file in its place")
    async with discord(world) as simulator:
        variables = {**environment, "ACORE_DISCORD__API_BASE_URL": simulator.api_base_url}
        ended, shown = await start(variables, tmp_path, TOKEN)
    assert ended == 2
    assert "Traceback" not in shown
    assert (tmp_path / "data").read_text() == "a file in its place"
