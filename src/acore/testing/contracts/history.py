"""What every history store must keep."""

import asyncio
from abc import ABC, abstractmethod

from acore.domain.chat import Image, Message, ToolCall
from acore.domain.scope import Scope
from acore.interfaces import HistoryStore

HERE = Scope(channel="1", user="ada", guild="g")
_ODD = ("مرحبا بالعالم", "👩‍🚀 e\u0301", "line\nbreak\ttab", "x" * 50_000, "'; DROP TABLE messages; --")


def said(*texts: str) -> tuple[Message, ...]:
    """Messages of a member, one a text."""
    return tuple(Message("user", text, author="Ada") for text in texts)


class HistoryContract(ABC):
    """Subclass it as Test..., give it store(), and every promise of HistoryStore is checked."""

    @abstractmethod
    def store(self) -> HistoryStore:
        """A new, empty store, not yet open."""

    async def test_what_was_appended_comes_back_oldest_first(self) -> None:
        async with self.store() as store:
            await store.append(HERE, (Message("user", "hi", author="Ada"), Message("assistant", "hello")))
            await store.append(HERE, said("more"))
            assert await store.recent(HERE, 10) == (
                Message("user", "hi", author="Ada"),
                Message("assistant", "hello"),
                Message("user", "more", author="Ada"),
            )

    async def test_only_the_last_messages_are_given(self) -> None:
        async with self.store() as store:
            await store.append(HERE, said(*map(str, range(50))))
            assert [m.text for m in await store.recent(HERE, 3)] == ["47", "48", "49"]
            assert [m.text for m in await store.recent(HERE, 30)] == [str(n) for n in range(20, 50)]
            assert await store.recent(HERE, 0) == ()

    async def test_channels_and_guilds_do_not_mix(self) -> None:
        async with self.store() as store:
            await store.append(HERE, said("here"))
            await store.append(Scope(channel="2", user="ada", guild="g"), said("there"))
            await store.append(Scope(channel="1", user="ada"), said("direct"))
            assert await store.recent(HERE, 10) == said("here")
            assert await store.recent(Scope(channel="1", user="bob"), 10) == said("direct")
            assert await store.recent(Scope(channel="3", user="ada", guild="g"), 10) == ()

    async def test_clear_forgets_the_channel_and_counts(self) -> None:
        async with self.store() as store:
            await store.append(HERE, said("a", "b"))
            await store.append(Scope(channel="2", user="ada", guild="g"), said("c"))
            await store.recent(HERE, 10)
            assert await store.clear(HERE) == 2
            assert await store.clear(HERE) == 0
            assert await store.recent(HERE, 10) == ()
            assert await store.recent(Scope(channel="2", user="ada", guild="g"), 10) == said("c")

    async def test_a_turn_is_replaced_and_forgotten_as_a_whole(self) -> None:
        async with self.store() as store:
            await store.append(HERE, said("a question", "an answer"), "1")
            await store.append(HERE, said("another"), "2")
            await store.append(HERE, said("of no turn"))
            assert await store.recent(HERE, 10, without="1") == said("another", "of no turn")
            assert await store.replace(HERE, "1", said("better")) == 2
            assert await store.recent(HERE, 10) == said("another", "of no turn", "better")
            assert await store.replace(HERE, "1", ()) == 1
            assert await store.replace(HERE, "1", ()) == 0
            assert await store.recent(HERE, 10) == said("another", "of no turn")
            assert await store.recent(HERE, 1, without="9") == said("of no turn")

    async def test_a_turn_of_another_channel_stays(self) -> None:
        async with self.store() as store:
            there = Scope(channel="2", user="ada", guild="g")
            await store.append(there, said("there"), "1")
            assert await store.replace(HERE, "1", said("here")) == 0
            assert await store.recent(there, 10) == said("there")

    async def test_every_text_comes_back_as_it_was(self) -> None:
        async with self.store() as store:
            await store.append(HERE, said(*_ODD))
            assert await store.recent(HERE, 10) == said(*_ODD)

    async def test_half_a_character_is_kept_as_one_that_can_be_encoded(self) -> None:
        async with self.store() as store:
            await store.append(HERE, said("caf\udce9 \ud83d\ude80"))
            assert await store.recent(HERE, 10) == said("caf\ufffd 🚀")

    async def test_words_are_kept_and_pictures_and_tool_calls_are_not(self) -> None:
        async with self.store() as store:
            await store.recent(HERE, 2)
            picture, call = Image(b"png", "image/png"), ToolCall("1", "roll", "{}")
            await store.append(HERE, (Message("assistant", "see", images=(picture,), tool_calls=(call,)),))
            assert await store.recent(HERE, 2) == (Message("assistant", "see"),)

    async def test_appending_nothing_changes_nothing(self) -> None:
        async with self.store() as store:
            await store.append(HERE, ())
            assert await store.recent(HERE, 10) == ()

    async def test_messages_appended_together_stay_together(self) -> None:
        async with self.store() as store:
            pairs = [said(f"{n} question", f"{n} answer") for n in range(20)]
            await asyncio.gather(*(store.append(HERE, pair) for pair in pairs))
            texts = [m.text for m in await store.recent(HERE, 40)]
            assert len(texts) == 40
            assert all(q.split()[0] == a.split()[0] for q, a in zip(texts[::2], texts[1::2], strict=True))

    async def test_reading_while_writing_ends_in_what_was_written(self) -> None:
        async with self.store() as store:
            await asyncio.gather(
                *(store.append(HERE, said(str(n))) for n in range(10)), *(store.recent(HERE, 10) for _ in range(10))
            )
            assert sorted(m.text for m in await store.recent(HERE, 20)) == [str(n) for n in range(10)]
            assert await store.recent(HERE, 20) == (await store.recent(HERE, 30))[-20:]

    async def test_a_cancelled_append_is_all_or_nothing(self) -> None:
        async with self.store() as store:
            for rounds in range(6):
                task = asyncio.create_task(store.append(HERE, said("a", "b")))
                for _ in range(rounds):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                assert len(await store.recent(HERE, 100)) % 2 == 0
            await store.append(HERE, said("usable"))
            assert (await store.recent(HERE, 5))[-1].text == "usable"
            assert (await store.recent(HERE, 5)) == (await store.recent(HERE, 100))[-5:]

    async def test_nothing_of_an_append_happens_after_it_was_cancelled(self) -> None:
        async with self.store() as store:
            for rounds in range(8):
                task = asyncio.create_task(store.append(HERE, said("a")))
                for _ in range(rounds):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                after = await store.recent(HERE, 100)
                await store.append(Scope(channel="2", user="ada", guild="g"), said("goes in line behind it"))
                assert await store.recent(HERE, 100) == after

    async def test_closing_twice_is_harmless(self) -> None:
        async with self.store() as store:
            await store.ping()
        await store.aclose()
