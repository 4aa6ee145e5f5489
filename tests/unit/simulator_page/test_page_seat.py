import pytest

from acore.domain.chat import Call, Usage
from acore.domain.replies import TurnRecord
from acore.domain.scope import Scope
from acore.errors import NotFound
from acore.simulator.page.seat import Seat
from acore.simulator.world import WorldEvent
from tests.unit.simulator_page.house import House


def record(channel: str, **fields: object) -> TurnRecord:
    values = {"model": None, "passages": 5, "retrieval_ms": 1.0, "first_delta_ms": 2.0, "total_ms": 3.0}
    return TurnRecord(
        scope=Scope(channel=channel, user="1"),
        engine="extractive",
        finish="stop",
        **{**values, **fields},  # type: ignore[arg-type]
    )


def texts(seat: Seat, channel: str) -> list[str]:
    return [message["text"] for message in seat.state()["messages"][channel]]


def test_the_state_names_everyone_and_every_channel(house: House) -> None:
    state = house.seat.state()
    assert state["me"] == {"id": house.ada.id, "name": "Ada", "bot": False}
    assert state["bot"]["bot"] is True
    assert [(channel["name"], channel["direct"]) for channel in state["channels"]] == [
        ("general", False),
        ("Ada", True),
    ]
    assert state["users"][house.bob.id] == "Bob"
    assert state["limits"] == {"text": 2000, "file": 10_000_000}


def test_the_state_holds_the_latest_two_hundred_messages(house: House) -> None:
    for number in range(205):
        house.bot_says(str(number))
    shown = texts(house.seat, house.general.id)
    assert (len(shown), shown[0], shown[-1]) == (200, "5", "204")


def test_what_is_for_others_only_is_not_shown(house: House) -> None:
    house.bot_says("for Bob", ephemeral_to=house.bob.id)
    house.bot_says("for Ada", ephemeral_to=house.ada.id)
    assert texts(house.seat, house.general.id) == ["for Ada"]


def test_an_event_of_others_is_none_of_the_members_business(house: House) -> None:
    secret = house.bot_says("for Bob", ephemeral_to=house.bob.id)
    foreign = house.bot_says("psst", house.world.dm(house.bob))
    seat = house.seat
    assert seat.event(WorldEvent("message", house.general.id, secret, house.world.bot)) is None
    assert seat.event(WorldEvent("edit", foreign.channel_id, foreign, house.world.bot)) is None
    assert seat.event(WorldEvent("failed", house.general.id, user=house.bob, text="no")) is None
    assert seat.event(WorldEvent("typing", house.general.id, user=house.ada)) is None


def test_events_tell_what_happened(house: House) -> None:
    message = house.bot_says("Hi")
    seat = house.seat
    shown = seat.event(WorldEvent("edit", house.general.id, message, house.world.bot))
    assert shown
    assert (shown["kind"], shown["message"]["text"]) == ("edit", "Hi")
    typing = seat.event(WorldEvent("typing", house.general.id, user=house.world.bot))
    assert typing == {"kind": "typing", "channel": house.general.id, "user": seat.state()["bot"]}
    failed = seat.event(WorldEvent("failed", house.general.id, user=house.ada, text="no answer"))
    assert failed == {"kind": "failed", "channel": house.general.id, "text": "no answer"}


@pytest.mark.parametrize("kind", ["ready", "commands"])
def test_news_about_everything_sends_everything_anew(house: House, kind: str) -> None:
    view = house.seat.event(WorldEvent(kind))  # type: ignore[arg-type]
    assert view == house.seat.state()


async def test_a_reply_shows_what_it_replies_to(house: House) -> None:
    first = house.bot_says("x" * 500)
    reply = await house.world.say(house.ada, house.general, "why?", reply_to=first.id)
    shown = house.seat.message(reply)["reply"]
    assert shown["author"]["name"] == "acore"
    assert shown["text"] == "x" * 160
    house.world.withdraw(first)
    assert house.seat.message(reply)["reply"] == {"id": first.id, "author": None, "text": ""}


async def test_a_reply_does_not_show_what_only_another_member_sees(house: House) -> None:
    secret = house.bot_says("for Bob", ephemeral_to=house.bob.id)
    reply = await house.world.say(house.ada, house.general, "?", reply_to=secret.id)
    assert house.seat.message(reply)["reply"]["text"] == ""


def test_a_message_says_who_ran_the_command_and_who_sees_it(house: House) -> None:
    view = house.seat.message(
        house.bot_says("done", interaction=(house.ada, "ask"), ephemeral_to=house.ada.id, flags=64 | 128)
    )
    assert view["command"] == {"by": {"id": house.ada.id, "name": "Ada", "bot": False}, "name": "ask"}
    assert (view["private"], view["thinking"]) == (True, True)


def test_commands_are_spelled_out_with_their_options(house: House) -> None:
    choice = {"name": "Six", "value": 6}
    options = [
        {"type": 4, "name": "sides", "description": "How many", "required": True, "choices": [choice], "min_value": 2},
        {"type": 3, "name": "label", "description": "What for"},
    ]
    sub = {"type": 1, "name": "show", "description": "Show the settings"}
    other = house.world.add_guild("Elsewhere")
    registry = house.world.registry
    registry.overwrite(
        None,
        [
            {"type": 1, "name": "dice", "description": "Roll", "options": options},
            {"type": 1, "name": "config", "description": "Settings", "options": [sub]},
            {"type": 3, "name": "Translate"},
        ],
    )
    registry.overwrite(other.id, [{"type": 1, "name": "elsewhere", "description": "Not here"}])
    commands = {command["name"]: command for command in house.seat.state()["commands"]}
    assert set(commands) == {"dice", "config show"}
    sides, label = commands["dice"]["options"]
    assert sides == {
        "name": "sides",
        "description": "How many",
        "type": 4,
        "required": True,
        "choices": [choice],
        "min_value": 2,
    }
    assert label["required"] is False


def test_the_last_turn_of_each_channel_is_told(house: House) -> None:
    seat = house.seat
    assert seat.turn(house.general.id) is None
    house.turns.add(record(house.general.id, model="m", usage=Usage(10, 20)))
    house.turns.add(record("elsewhere", passages=1))
    assert seat.turn(house.general.id) == {
        "engine": "extractive",
        "model": "m",
        "passages": 5,
        "retrieval_ms": 1.0,
        "first_delta_ms": 2.0,
        "total_ms": 3.0,
        "finish": "stop",
        "usage": {"input": 10, "output": 20, "cached": 0},
        "call": None,
        "used": 0,
        "failure": "",
        "unused": [],
    }


def test_the_way_of_an_answer_is_told(house: House) -> None:
    house.turns.add(record(house.general.id, call=Call("big", "m", route="strong", reason="hard", tries=2, cost=0.5)))
    told = house.seat.turn(house.general.id)
    assert told
    assert {key: told["call"][key] for key in ("route", "reason", "tries", "cost", "cached")} == {
        "route": "strong", "reason": "hard", "tries": 2, "cost": 0.5, "cached": False,
    }  # fmt: skip


def test_a_channel_that_is_not_there_is_refused_with_those_that_are(house: House) -> None:
    with pytest.raises(NotFound, match="#general"):
        house.seat.channel("0")
