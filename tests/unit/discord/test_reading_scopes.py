"""Where a question is asked, as a value."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from acore.discord.readership import audience_for, audience_of, is_managed_by, list_of, require_keeper
from acore.discord.reading import category_of, scope_of, scope_of_message
from acore.domain.knowledge import BY_NOBODY, Audience, Listed
from acore.domain.scope import Scope
from acore.errors import InvalidInput


def thread_in(parent: Any) -> Any:
    thread = discord.Thread.__new__(discord.Thread)
    thread.guild = SimpleNamespace(get_channel=lambda _id: parent)  # type: ignore[assignment]
    thread.parent_id = 7
    thread._type = discord.ChannelType.public_thread
    thread.id = 70
    return thread


def test_a_thread_stands_in_the_category_of_its_channel() -> None:
    assert category_of(SimpleNamespace(category_id=3)) == "3"
    assert category_of(thread_in(SimpleNamespace(category_id=3))) == "3"
    assert [category_of(thread_in(None)), category_of(SimpleNamespace(category_id=None)), category_of(None)] == [
        None
    ] * 3


def test_the_category_is_part_of_the_scope_and_so_is_the_channel_of_a_thread() -> None:
    message: Any = SimpleNamespace(
        channel=SimpleNamespace(id=5, category_id=3), guild=SimpleNamespace(id=9), author=SimpleNamespace(id=1)
    )
    assert scope_of_message(message) == Scope("5", "1", "9", "3")
    asked: Any = SimpleNamespace(channel=message.channel, channel_id=5, guild_id=9, user=message.author)
    assert scope_of(asked) == Scope("5", "1", "9", "3")
    assert audience_of(asked, "category") == Audience("9", category="3")
    assert audience_of(asked, "me") == Audience("9", owner="1")
    asked.channel = message.channel = thread_in(asked.channel)
    assert scope_of(asked) == Scope("5", "1", "9", "3", parent="7")
    assert scope_of_message(message) == Scope("70", "1", "9", "3", parent="7")
    asked.channel = None
    with pytest.raises(InvalidInput, match="no category"):
        audience_of(asked, "category")


@pytest.mark.parametrize(
    ("private", "visible", "channel"), [(False, True, None), (True, True, "70"), (False, False, "70")]
)
def test_what_is_saved_in_a_thread_stays_where_it_can_be_seen(
    *, private: bool, visible: bool, channel: str | None
) -> None:
    seen = SimpleNamespace(permissions_for=lambda _role: discord.Permissions(view_channel=visible))
    thread = thread_in(seen)
    thread._type = discord.ChannelType.private_thread if private else discord.ChannelType.public_thread
    message: Any = SimpleNamespace(guild=SimpleNamespace(id=9, default_role=None), channel=thread)
    assert audience_for(message) == Audience("9", channel=channel)


def test_outside_of_a_server_nobody_keeps_documents() -> None:
    alone: Any = SimpleNamespace(guild_id=None, permissions=discord.Permissions.all())
    with pytest.raises(discord.app_commands.NoPrivateMessage):
        require_keeper(alone)


def listed(title: str, audience: Audience, uri: str = "file:///x") -> Listed:
    return Listed(uri, title, audience, BY_NOBODY, 1, "f")


def test_a_manager_does_not_see_what_is_another_s_own() -> None:
    asked: Any = SimpleNamespace(guild_id=9, user=SimpleNamespace(id=1))
    audiences = (Audience("9"), Audience("9", owner="1"), Audience("9", owner="2"), Audience("8"), Audience())
    assert [is_managed_by(listed("x", audience), asked) for audience in audiences] == [True, True, False, False, False]


async def test_a_long_list_says_how_many_more_there_are(stage: Any) -> None:
    text = await list_of(
        stage.interaction("rag list"), [listed(f"t{n}", Audience("9", category="3")) for n in range(2003)]
    )
    assert text.splitlines()[0] == "- **t0** · the person who runs me · everyone in the category <#3>"
    assert text.splitlines()[-1] == "… and 3 more"
    (line,) = (
        await list_of(stage.interaction("rag list"), [listed("t", Audience(), "https://a.example/>x")])
    ).splitlines()
    assert "https" not in line
