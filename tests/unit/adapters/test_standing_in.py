from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from acore.adapters.standing_in import StandingIn, require_one
from acore.adapters.wrapping import Wrapping
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, SettingsError
from acore.interfaces import Engine
from acore.testing import ManualClock

DOWN = EngineUnavailable("it is down", engine="one")
NEVER = EngineRefused("it never will", engine="two")


class Doors(Engine):
    """Notes what is done to it, and fails where it is told to."""

    def __init__(self, *fails: tuple[str, Exception]) -> None:
        self.fails = dict(fails)
        self.did: list[str] = []

    def _do(self, what: str) -> None:
        self.did.append(what)
        if what in self.fails:
            raise self.fails[what]

    async def open(self) -> None:
        self._do("open")

    async def ping(self) -> None:
        self._do("ping")

    async def aclose(self) -> None:
        self._do("aclose")


class Several(StandingIn[Doors]):
    left_out = "doors_left_out"

    @property
    def ready(self) -> list[str]:
        return list(self._ready)

    def ask(self, **errors: EngineError) -> list[str]:
        """Who is asked until one has no error."""
        asked = []
        for name, _ in self._in_turn():
            asked.append(name)
            self._learn(name, errors.get(name))
            if name not in errors:
                break
        return asked


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def three(clock: ManualClock) -> Several:
    return Several({name: Doors() for name in ("one", "two", "three")}, clock)


async def test_who_wraps_opens_asks_and_closes_what_is_inside() -> None:
    inner = Doors()
    async with Wrapping(inner) as outer:
        await outer.ping()
    assert inner.did == ["open", "ping", "aclose"]


async def test_one_that_can_not_open_is_left_out_and_closed_with_the_others() -> None:
    one, two = Doors(("open", DOWN)), Doors()
    with capture_logs() as logs:
        async with Several({"one": one, "two": two}, ManualClock()) as several:
            assert several.ready == ["two"]
            await several.ping()
    assert (one.did, two.did) == (["open", "aclose"], ["open", "ping", "aclose"])
    assert [(log["event"], log["engine"], log["error"]) for log in logs] == [("doors_left_out", "one", "it is down")]


async def test_where_none_can_open_all_are_closed() -> None:
    doors = Doors(("open", DOWN)), Doors(("open", NEVER))
    with pytest.raises(EngineUnavailable, match="it is down"):
        await Several(dict(zip("ab", doors, strict=True)), ManualClock()).open()
    assert [one.did for one in doors] == [["open", "aclose"]] * 2


async def test_they_are_there_as_long_as_one_is() -> None:
    async with Several({"one": Doors(("ping", DOWN)), "two": Doors()}, ManualClock()) as several:
        await several.ping()
    async with Several({"one": Doors(("ping", DOWN)), "two": Doors(("ping", NEVER))}, ManualClock()) as several:
        with pytest.raises(EngineUnavailable, match="it is down"):
            await several.ping()


async def test_one_that_can_not_be_closed_keeps_no_other_open() -> None:
    stuck, other = Doors(("aclose", DOWN)), Doors()
    with pytest.raises(EngineUnavailable, match="it is down"):
        async with Several({"one": stuck, "two": other}, ManualClock()):
            pass
    assert other.did == ["open", "aclose"]


@pytest.mark.parametrize(
    ("opened", "raised"),
    [
        ((None, DOWN), None),
        ((DOWN, NEVER), DOWN),
        ((None, wrong := SettingsError("no such voice")), wrong),
        ((), None),
    ],
)
def test_only_errors_of_engines_are_left_out(
    opened: Sequence[EngineError | SettingsError | None], raised: Exception | None
) -> None:
    if raised is None:
        require_one(opened)
        return
    with pytest.raises(type(raised), match=str(raised)):
        require_one(opened)


async def test_one_that_hung_is_asked_behind_the_others_for_a_while(clock: ManualClock, three: Several) -> None:
    hung = EngineTimeout("it hangs", engine="one")
    assert three.ask(one=hung) == ["one", "two"]
    assert three.ask() == ["two"], "nobody waits for it again"
    assert three.ask(two=DOWN, three=DOWN) == ["two", "three", "one"], "and it is better than nobody"
    assert three.ask(one=hung) == ["one", "two"], "it worked, and so was first again"
    await clock.advance(299)
    assert three.ask() == ["two"]
    await clock.advance(2)
    assert three.ask(one=hung) == ["one", "two"]
    assert three.ask() == ["two"]


async def test_who_hung_is_tried_again_by_one_call_alone(clock: ManualClock, three: Several) -> None:
    three.ask(one=EngineTimeout("it hangs", engine="one"))
    await clock.advance(301)
    assert next(three._in_turn())[0] == "one"
    assert three.ask() == ["two"], "while that call waits"


def test_one_that_fails_at_once_keeps_its_turn(three: Several) -> None:
    """To ask it costs nothing, and it may be there again."""
    for error in (DOWN, NEVER):
        assert three.ask(one=error) == ["one", "two"]
    assert three.ask() == ["one"]
