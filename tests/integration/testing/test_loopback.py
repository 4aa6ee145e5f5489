"""The fixture `loopback_discord` with bots that know nothing of acore."""

import re
import subprocess
import sys
from pathlib import Path

import aiohttp
import discord
import pytest

from acore.errors import InvalidInput, NotFound
from acore.testing import LoopbackDiscord

from .outside_bots import SlashBot, prefix_bot

REAL = "https://discord.com/api/v10"


async def test_a_prefix_command_is_answered(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(prefix_bot()):
        question = await loopback_discord.say("!ping")
        answer = await loopback_discord.answer()
        assert (answer.content, answer.reference) == ("pong", question.id)


async def test_a_slash_command_and_its_button_are_answered(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(SlashBot()):
        await loopback_discord.invoke("roll", {"sides": 20})
        rolled = await loopback_discord.answer()
        assert rolled.content == "You rolled a 4 of 20."
        await loopback_discord.press(rolled, "Again")
        assert (await loopback_discord.answer()).content == "You rolled a 2."
        await loopback_discord.press(rolled, "🎲")
        again = await loopback_discord.answer()
        assert (again.id, rolled.content) == (rolled.id, "You rolled a 4 of 20.")
        with pytest.raises(NotFound, match="Once"):
            await loopback_discord.press(rolled, "Once")


async def test_a_place_held_by_thinking_is_no_answer(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(SlashBot()):
        await loopback_discord.invoke("/think")
        assert (await loopback_discord.answer()).content == "42"


async def test_answers_come_in_their_order_and_once(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(prefix_bot()):
        await loopback_discord.say("!ping")
        await loopback_discord.say("!count")
        assert (await loopback_discord.answer()).content == "pong"
        counted = await loopback_discord.answer(lambda message: message.content == "one two")
        assert counted.edited_timestamp is not None


async def test_a_bot_that_breaks_on_a_fault_fails_with_its_own_words(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(prefix_bot()):
        loopback_discord.simulator.faults.refuse("POST", "/messages$", 503)
        await loopback_discord.say("!ping")
        with pytest.raises(AssertionError, match=r"(?s)Ada '!ping'.*command ping: DiscordServerError: 503") as failed:
            await loopback_discord.answer(timeout=0.5)
        assert str(failed.value).startswith("The bot gave no such answer in 0.5 s. Since its last answer:")
        await loopback_discord.say("!ping")
        assert (await loopback_discord.answer()).content == "pong"


async def test_a_mistake_of_the_bot_is_shown(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(prefix_bot()):
        await loopback_discord.say("!boom")
        with pytest.raises(AssertionError, match="command boom: ValueError: the bot's own mistake"):
            await loopback_discord.answer(timeout=0.5)


@pytest.mark.loopback_discord(interaction_deadline=0.05)
async def test_a_command_without_an_answer_fails_at_its_deadline(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(SlashBot()):
        await loopback_discord.invoke("sleep")
        with pytest.raises(AssertionError, match=r"The application did not respond. Since its last answer"):
            await loopback_discord.answer(timeout=600)


async def test_a_command_that_never_comes_names_those_there_are(
    loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acore.testing.loopback._COMMANDS_S", 0.05)
    async with loopback_discord.running(prefix_bot()):
        with pytest.raises(NotFound, match="no command /fly; there are none"):
            await loopback_discord.invoke("fly")


async def test_an_option_is_checked(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(SlashBot()):
        with pytest.raises(InvalidInput, match="wants a whole number"):
            await loopback_discord.invoke("roll", {"sides": "many"})


@pytest.mark.loopback_discord(allowed_intents=0)
async def test_what_keeps_the_bot_from_starting_is_raised(loopback_discord: LoopbackDiscord) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with loopback_discord.running(prefix_bot()):
            pytest.fail("it runs without its intent")
    assert discord.http.Route.BASE == REAL


async def test_a_wrong_token_is_raised(loopback_discord: LoopbackDiscord) -> None:
    with pytest.raises(discord.LoginFailure):
        async with loopback_discord.running(prefix_bot(), token="another"):
            pytest.fail("it runs with another token")


async def test_a_bot_that_ends_itself_is_fine(loopback_discord: LoopbackDiscord) -> None:
    bot = prefix_bot()
    async with loopback_discord.running(bot):
        await loopback_discord.say("!leave")
        with pytest.raises(AssertionError, match="no such answer"):
            await loopback_discord.answer(timeout=0.2)
    assert bot.is_closed()


async def test_a_closed_bot_is_refused_with_the_way_out(loopback_discord: LoopbackDiscord) -> None:
    bot = prefix_bot()
    async with loopback_discord.running(bot):
        pass
    with pytest.raises(RuntimeError, match="Make a new one in every test"):
        async with loopback_discord.running(bot):
            pytest.fail("it runs again")


async def test_a_bot_that_stops_within_the_block_is_told_and_raised(loopback_discord: LoopbackDiscord) -> None:
    with pytest.raises(discord.ConnectionClosed, match="4004"):
        async with loopback_discord.running(prefix_bot()):
            await loopback_discord.simulator.close_gateway(4004)
            with pytest.raises(AssertionError, match=r"The bot stopped:\n  - ConnectionClosed"):
                await loopback_discord.answer(timeout=0.5)


async def test_discord_py_points_where_it_did_before_and_the_port_is_free(loopback_discord: LoopbackDiscord) -> None:
    gateway = discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    async with loopback_discord.running(prefix_bot()):
        assert loopback_discord.simulator.api_base_url == discord.http.Route.BASE
    assert discord.http.Route.BASE == REAL
    assert gateway is discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY


async def test_what_was_said_stays_while_the_bot_is_away(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(prefix_bot()):
        await loopback_discord.say("!ping")
        await loopback_discord.answer()
    await loopback_discord.say("is nobody there?")
    async with loopback_discord.running(prefix_bot()):
        await loopback_discord.say("!ping")
        assert (await loopback_discord.answer()).content == "pong"
    said = [message.content for message in loopback_discord.world.messages(loopback_discord.channel.id)]
    assert said == ["!ping", "pong", "is nobody there?", "!ping", "pong"]


async def test_an_answer_needs_an_open_discord(loopback_discord: LoopbackDiscord) -> None:
    with pytest.raises(RuntimeError, match="is not open"):
        await loopback_discord.answer()


async def limit_of_messages(loopback_discord: LoopbackDiscord) -> str | None:
    """What Discord says about sending messages, if it says anything."""
    simulator = loopback_discord.simulator
    url = f"{simulator.api_base_url}/channels/{loopback_discord.channel.id}/messages"
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {simulator.token}"}) as session,
        session.post(url, json={"content": "hello"}) as response,
    ):
        return response.headers.get("X-RateLimit-Limit")


async def test_without_the_marker_there_are_no_limits(loopback_discord: LoopbackDiscord) -> None:
    assert loopback_discord.world.bot.display_name == "acore"
    async with loopback_discord:
        assert await limit_of_messages(loopback_discord) is None


@pytest.mark.loopback_discord(limits=True, bot_name="Lantern")
async def test_limits_and_the_name_are_set_by_the_marker(loopback_discord: LoopbackDiscord) -> None:
    assert loopback_discord.world.bot.display_name == "Lantern"
    async with loopback_discord:
        assert await limit_of_messages(loopback_discord) == "5"


TESTS = """
import pytest
from outside_bots import SlashBot, prefix_bot

{mark}

async def test_ping(loopback_discord):
    async with loopback_discord.running(prefix_bot()):
        await loopback_discord.say("!ping")
        assert (await loopback_discord.answer()).content == "pong"

async def test_roll(loopback_discord):
    async with loopback_discord.running(SlashBot()):
        await loopback_discord.invoke("roll")
        assert "rolled" in (await loopback_discord.answer()).content

async def test_the_server_alone(discord_simulator):
    assert discord_simulator.api_base_url

@pytest.mark.loopback_discord(wings=2)
async def test_an_option_that_is_none(loopback_discord):
    pass
"""
MODES = {"strict": "pytestmark = pytest.mark.asyncio", "auto": ""}


def run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("mode", MODES)
def test_it_works_in_both_modes_of_pytest_asyncio(tmp_path: Path, mode: str) -> None:
    (tmp_path / "outside_bots.py").write_text(Path(__file__).with_name("outside_bots.py").read_text("utf-8"))
    (tmp_path / "test_outside.py").write_text(TESTS.format(mark=MODES[mode]))
    told = run(tmp_path, "-o", f"asyncio_mode={mode}", "--strict-markers")
    assert re.search(r"^3 passed.* 1 error", told, re.MULTILINE), told
    assert "@pytest.mark.loopback_discord of test_outside.py::test_an_option_that_is_none: " in told
    assert "unexpected keyword argument 'wings'" in told


def test_a_run_without_it_loads_nothing_of_it(tmp_path: Path) -> None:
    heavy = ["discord", "aiohttp", "structlog", "acore.simulator", "acore.testing.loopback"]
    (tmp_path / "test_light.py").write_text(
        f"import sys\n\ndef test_light():\n    assert not [name for name in {heavy} if name in sys.modules]\n"
    )
    assert "1 passed" in run(tmp_path)


class Hasty(discord.Client):
    """Writes, and changes it at once."""

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            working = await message.channel.send("working")
            await working.edit(content="done")


async def test_an_answer_is_given_as_it_was_at_its_moment(loopback_discord: LoopbackDiscord) -> None:
    async with loopback_discord.running(Hasty(intents=discord.Intents.all())):
        await loopback_discord.say("hello")
        done = await loopback_discord.answer(lambda message: message.content == "done")
        assert done.content == "done"
        await loopback_discord.say("hello")
        assert [(await loopback_discord.answer()).content for _ in range(2)] == ["working", "done"]
