"""Errors as a member sees them."""

import ast
import inspect
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands
from structlog.testing import capture_logs

import acore
from acore import errors
from acore.discord import errors as discord_errors
from acore.discord import german
from acore.discord.command_pace import ServerTooBusy
from acore.discord.cooldowns import TooSoon
from acore.discord.errors import answer_interaction, answer_message, answer_too_soon, words_for

OURS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.AcoreError)]
OURS.remove(errors.ToldToPeople)  # it is only what two others share
_EXPECTED = (errors.InvalidInput, errors.NotFound, errors.BudgetSpent)
_ID = re.compile(r" \(error ([0-9a-f]{6})\)$")


def _raised(kind: type[errors.AcoreError]) -> errors.AcoreError:
    if issubclass(kind, errors.EngineError):
        return kind("secret reason", engine="toy")
    if issubclass(kind, errors.BudgetSpent):
        return kind("secret reason", kind="server")
    return kind("secret reason")


def test_every_class_of_ours_has_a_sentence_of_its_own() -> None:
    words = [_ID.sub("", words_for(_raised(kind))) for kind in OURS]
    assert len(OURS) == 12
    assert len({*words, "secret reason"}) == len(OURS) - 1, "InvalidInput and NotFound speak for themselves"


@pytest.mark.parametrize("kind", [kind for kind in OURS if kind not in _EXPECTED])
def test_words_hide_the_reason_and_carry_the_id_under_which_the_log_tells_it(kind: type[errors.AcoreError]) -> None:
    with capture_logs() as logs:
        words = words_for(_raised(kind), command="chat")
    found = _ID.search(words)
    assert found
    assert "secret" not in words
    assert logs[0]["error_id"] == found[1]
    assert str(logs[0]["reason" if logs[0]["log_level"] == "warning" else "exc_info"]) == "secret reason"
    assert logs[0]["command"] == "chat"


@pytest.mark.parametrize("kind", [errors.InvalidInput, errors.NotFound])
def test_what_a_member_can_mend_is_told_as_it_is_without_an_id(kind: type[errors.AcoreError]) -> None:
    assert words_for(kind("Write a question after my name.")) == "Write a question after my name."


def test_a_rate_limit_says_when_to_ask_again() -> None:
    words = words_for(errors.RateLimited("", engine="toy", retry_after=2.2))
    assert "in 3 s." in words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 3), 0.4), "you can use this again in 1 s."),
        (app_commands.NoPrivateMessage(), "on a server only"),
        (app_commands.MissingPermissions(["manage_guild"]), "manage guild"),
        (app_commands.BotMissingPermissions(["attach_files"]), "attach files"),
        (app_commands.CheckFailure(), "may not use this"),
    ],
)
def test_refusals_of_the_library_are_told_without_an_id(error: Exception, words: str) -> None:
    told = words_for(error)
    assert words in told
    assert not _ID.search(told)


def test_what_a_command_raised_is_unwrapped() -> None:
    command: Any = SimpleNamespace(name="chat")
    error = app_commands.CommandInvokeError(command, errors.InvalidInput("Too long."))
    assert words_for(error) == "Too long."


@pytest.mark.parametrize("status", [403, 404, 500, 400])
def test_refusals_of_discord_have_words(stage: Any, status: int) -> None:
    words = _ID.sub("", words_for(stage.http_error(status)))
    assert len(words) > 20
    assert words != _ID.sub("", words_for(ValueError()))


def test_an_unexpected_error_has_words_and_an_id() -> None:
    words = words_for(ValueError("bug"))
    assert "Something went wrong on my side" in words
    assert _ID.search(words)


async def test_a_command_that_fails_is_answered_to_the_member_alone(stage: Any) -> None:
    await answer_interaction(stage.interaction(), app_commands.CheckFailure())
    assert [sent.ephemeral for sent in stage.sent] == [True]


async def test_a_deferred_command_that_fails_is_answered_to_the_member_alone(stage: Any) -> None:
    interaction = stage.interaction()
    await interaction.response.defer(thinking=True)
    await answer_interaction(interaction, app_commands.CheckFailure())
    assert [sent.ephemeral for sent in stage.sent] == [True]


async def test_a_member_who_is_gone_is_not_told(stage: Any) -> None:
    stage.place.refusals = [stage.http_error(404), stage.http_error(403)]
    await answer_interaction(stage.interaction(), app_commands.CheckFailure())
    await answer_message(stage.message(), "words")
    assert stage.sent == []
    assert stage.place.refusals == []


async def test_only_the_first_refusal_of_a_window_is_told(stage: Any) -> None:
    await answer_too_soon(stage.message(), TooSoon(4.2, first=True))
    await answer_too_soon(stage.message(), TooSoon(4.1, first=False))
    assert [sent.content for sent in stage.sent] == ["You are quick! Ask me again in 5 seconds, please."]


@pytest.mark.parametrize("kind", [errors.RateLimited, errors.CircuitOpen])
def test_a_busy_day_is_no_error_with_a_stack(kind: type[errors.EngineError]) -> None:
    with capture_logs() as logs:
        words_for(kind("many have asked", engine="toy"))
    (told,) = logs
    assert (told["log_level"], told["reason"]) == ("warning", "many have asked")
    assert "exc_info" not in told


@pytest.mark.parametrize(("status", "code"), [(400, 40060), (404, 10062)])
async def test_an_interaction_that_can_not_be_answered_is_told_to_nobody_but_the_log(
    stage: Any, status: int, code: int
) -> None:
    with capture_logs() as logs:
        await answer_interaction(stage.interaction(), stage.http_error(status, code))
    assert stage.sent == []
    assert [(told["event"], told["log_level"]) for told in logs] == [("interaction_lost", "warning")]


async def test_words_that_quote_more_than_discord_takes_are_cut(stage: Any) -> None:
    error = errors.InvalidInput("x" * 3000)
    await answer_interaction(stage.interaction(), error)
    await answer_message(stage.message(), words_for(error))
    assert [(len(sent.content), sent.content[-2:]) for sent in stage.sent] == [(2000, "x…")] * 2


def test_nobody_is_told_of_a_class_the_table_does_not_know() -> None:
    class Odd(discord.DiscordException):
        """A class that has no row of its own."""

    assert "Discord did not take my answer" in words_for(Odd())


async def test_a_member_who_speaks_german_is_told_in_german(stage: Any) -> None:
    interaction = stage.interaction("chat")
    interaction.locale = discord.Locale.german
    await answer_interaction(interaction, app_commands.CheckFailure())
    await answer_interaction(interaction, errors.EngineTimeout("slow", engine="toy"))
    assert stage.sent[0].content == "Das darfst du hier nicht. Frag jemanden, der diesen Server leitet."
    assert stage.sent[1].content.startswith("toy hat zu lange gebraucht.")
    assert re.search(r"\(Fehler [0-9a-f]{6}\)$", stage.sent[1].content)


def test_every_sentence_of_ours_is_there_in_german() -> None:
    samples = {text for table in (discord_errors._EXPECTED, discord_errors._BROKEN) for text in _texts(table)}
    samples |= {text for texts in discord_errors._SHORTAGES.values() for text in texts.values()}
    assert samples
    assert samples <= {*german.REFUSALS, "{words}"}


@pytest.mark.parametrize("file", ["services/transcripts.py", "services/chat.py", "discord/forms.py", "discord/cogs"])
def test_what_is_told_to_members_is_there_in_german(file: str) -> None:
    place = Path(acore.__file__).parent / file
    sources = [module.read_text("utf-8") for module in (place.glob("*.py") if place.is_dir() else [place])]
    calls = [
        node
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"InvalidInput", "NotFound"}
    ]
    constants = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    assert {*constants} <= german.REFUSALS.keys()
    assert all(isinstance(call.args[0], ast.Constant | ast.Name) for call in calls)


async def test_a_refusal_with_braces_in_it_is_told_as_it_is(stage: Any) -> None:
    interaction = stage.interaction()
    await answer_interaction(interaction, errors.InvalidInput("no {such} thing"))
    await answer_interaction(interaction, errors.NotFound("no {what} here", what="{mine}"))
    assert [sent.content for sent in stage.sent] == ["no {such} thing", "no {mine} here"]


def _texts(table: Any) -> set[str]:
    made = {
        app_commands.CommandOnCooldown: app_commands.CommandOnCooldown(app_commands.Cooldown(1, 3), 1),
        app_commands.MissingPermissions: app_commands.MissingPermissions(["manage_guild"]),
        app_commands.BotMissingPermissions: app_commands.BotMissingPermissions(["manage_guild"]),
        ServerTooBusy: ServerTooBusy(app_commands.Cooldown(1, 3), 1),
        errors.InvalidInput: errors.InvalidInput("{words}"),
        errors.NotFound: errors.NotFound("{words}"),
        errors.BudgetSpent: errors.BudgetSpent("", kind="member"),
        errors.RateLimited: errors.RateLimited("", engine="toy", retry_after=2),
    }
    return {said(made.get(kind, errors.EngineError("", engine="toy"))).text for kind, said in table.items()}


@pytest.mark.parametrize("table", [german.COMMANDS, german.ANSWERS, german.REFUSALS, german.PAGES])
def test_a_translation_has_the_places_of_its_original(table: Any) -> None:
    for english, translated in table.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", translated))


@pytest.mark.parametrize("kind", ["server", "member"])
@pytest.mark.parametrize(("why", "words"), [("large", "something shorter, or again tomorrow"), ("busy", "in a minute")])
def test_a_budget_that_is_not_spent_says_how_to_be_answered_today(kind: str, why: Any, words: str) -> None:
    told = words_for(errors.BudgetSpent("", kind=kind, why=why))
    assert words in told
    assert ("this server's budget" if kind == "server" else "your budget") in told


@pytest.mark.parametrize(("kind", "words"), [("server", "this server's answers"), ("member", "your answers")])
def test_a_spent_budget_says_whose_it_was_and_when_to_come_back(kind: str, words: str) -> None:
    told = words_for(errors.BudgetSpent("", kind=kind))
    assert words in told
    assert "tomorrow" in told
    assert "(error" not in told
