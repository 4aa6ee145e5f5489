import asyncio

from acore.domain.calls import CallPlace
from acore.services.call_writing import Line, Scribe
from tests.unit.services.voice_double import settled

PLACE = CallPlace("1", "2")


class Slow:
    """Shows a line when it is let."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.free = asyncio.Event()

    async def write(self, line: Line) -> None:
        await self.free.wait()
        self.shown.append(f"{line.name}: {line.text}")


def line(name: str, text: str) -> Line:
    return Line(name, PLACE, None, text, final=False)


async def test_of_a_message_only_the_newest_state_is_shown() -> None:
    writing = Slow()
    scribe = Scribe(writing)
    task = asyncio.create_task(scribe.run())
    scribe.write(line("a", "one"))
    await settled()
    for text in ("one two", "one two three"):
        scribe.write(line("a", text))
    scribe.write(line("b", "four"))
    writing.free.set()
    await settled()
    task.cancel()
    assert writing.shown == ["a: one", "a: one two three", "b: four"]


async def test_no_more_messages_wait_than_a_few() -> None:
    writing = Slow()
    scribe = Scribe(writing)
    for n in range(100):
        scribe.write(line(str(n), "x"))
    writing.free.set()
    task = asyncio.create_task(scribe.run())
    await settled()
    task.cancel()
    assert writing.shown == [f"{n}: x" for n in range(68, 100)]


async def test_a_message_without_words_is_not_begun() -> None:
    writing = Slow()
    writing.free.set()
    scribe = Scribe(writing)
    scribe.write(line("a", " "))
    task = asyncio.create_task(scribe.run())
    await settled()
    task.cancel()
    assert writing.shown == []


async def test_a_bug_in_showing_a_line_leaves_the_others() -> None:
    class Broken(Slow):
        async def write(self, line: Line) -> None:
            if line.name == "a":
                raise KeyError("a bug")
            await super().write(line)

    writing = Broken()
    writing.free.set()
    scribe = Scribe(writing)
    task = asyncio.create_task(scribe.run())
    for name in ("a", "b"):
        scribe.write(line(name, "x"))
        await settled()
    scribe.close()
    await task
    assert writing.shown == ["b: x"]
