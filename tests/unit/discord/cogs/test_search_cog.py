"""/search, with a web and a chat service that a test scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from discord import app_commands

from acore.discord.cogs.search import SearchCog
from acore.domain.knowledge import Passage, Source
from acore.domain.triggers import ANYWHERE, Places
from acore.errors import AcoreError, EngineUnavailable, InvalidInput, NotFound
from tests.unit.discord.cogs.desk import Desk

Say = Callable[..., Any]
FOUND = (Passage("High water is at noon.", Source("Tides", "https://harbour.example/tides"), 0.9),)


class Web:
    """Finds what it is told, or fails; keeps what it was asked."""

    def __init__(self, found: tuple[Passage, ...] | AcoreError) -> None:
        self.found = found
        self.asked: list[str] = []

    async def find(self, text: str) -> tuple[Passage, ...]:
        self.asked.append(text)
        if isinstance(self.found, AcoreError):
            raise self.found
        return self.found


async def run(cog: SearchCog, interaction: Any, query: str) -> None:
    assert await cog.interaction_check(interaction)
    search: Any = SearchCog.search.callback
    await search(cog, interaction, query=query)


def searching(stage: Any, desk: Desk, web: Any, places: Places = ANYWHERE) -> SearchCog:
    return SearchCog(web=web, conversation=desk.conversation, clock=stage.clock, places=places)


async def test_a_search_is_answered_from_what_was_found_apart_from_the_conversation(stage: Any, say: Say) -> None:
    desk, web = Desk(stage, say("At noon [1].")), Web(FOUND)
    interaction = stage.interaction("search")
    await run(searching(stage, desk, web), interaction, "When is high water?")
    (question,) = desk.chat.asked
    assert (question.text, question.remember, question.material) == ("When is high water?", False, FOUND)
    assert web.asked == ["When is high water?"]
    assert [sent.content for sent in stage.sent] == ["At noon [1]."]
    assert interaction.response.deferred is True


async def test_what_was_found_is_kept_so_that_the_answer_can_be_had_again(stage: Any, say: Say) -> None:
    desk = Desk(stage, say("At noon [1]."))
    interaction = stage.interaction("search")
    await run(searching(stage, desk, Web(FOUND)), interaction, "When is high water?")
    kept = await desk.log.find(str(interaction.id))
    assert kept
    assert [(passage.text, passage.source) for passage in kept.material] == [(FOUND[0].text, FOUND[0].source)]


@pytest.mark.parametrize(
    "error",
    [
        NotFound("I found nothing."),
        InvalidInput("Nobody has chosen a search engine."),
        EngineUnavailable("down", engine="s"),
    ],
)
async def test_where_nothing_comes_of_it_no_answer_is_promised_any_more(
    stage: Any, say: Say, error: AcoreError
) -> None:
    desk = Desk(stage, say("never"))
    interaction = stage.interaction("search")
    with pytest.raises(type(error)):
        await run(searching(stage, desk, Web(error)), interaction, "When is high water?")
    assert interaction.withdrawn
    assert (desk.chat.asked, await desk.log.left()) == ([], ())


async def test_a_member_may_search_every_five_seconds(stage: Any, say: Say) -> None:
    desk, web = Desk(stage, say("At noon.")), Web(FOUND)
    cog = searching(stage, desk, web)
    await run(cog, stage.interaction("search"), "one")
    await stage.clock.advance(4.5)
    with pytest.raises(app_commands.CommandOnCooldown) as refusal:
        await run(cog, stage.interaction("search"), "two")
    assert refusal.value.retry_after == 0.5
    await stage.clock.advance(0.5)
    await run(cog, stage.interaction("search"), "three")
    assert web.asked == ["one", "three"]


async def test_nobody_searches_where_the_bot_does_not_talk(stage: Any, say: Say) -> None:
    desk, web = Desk(stage, say("never")), Web(FOUND)
    places = Places(blocked=frozenset({stage.place.id}))
    with pytest.raises(app_commands.CheckFailure):
        await run(searching(stage, desk, web, places), stage.interaction("search"), "one")
    assert web.asked == []
