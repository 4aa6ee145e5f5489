"""Voice messages and files of sound, answered like text."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from acore.discord.recordings import Recordings, recordings_in
from acore.errors import EngineUnavailable, InvalidInput
from tests.unit.discord.cogs.desk import Desk, filled

Say = Callable[..., Any]


class Listener:
    """A recording service that hears what the bytes say."""

    def __init__(self) -> None:
        self.checked: list[tuple[str, int, float | None]] = []
        self.fails: Exception | None = None
        self.meanwhile: Callable[[], Any] | None = None

    def check(self, name: str, size: int, seconds: float | None = None) -> None:
        self.checked.append((name, size, seconds))
        if size > 1000:
            raise InvalidInput("{name} is too large.", name=name)

    async def heard(self, fetch: Callable[[], Awaitable[bytes]]) -> str:
        data = await fetch()
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.fails is not None:
            raise self.fails
        return data.decode()


def sound(text: str, name: str = "voice-message.ogg", kind: str | None = "audio/ogg", **about: Any) -> Any:
    async def read() -> bytes:
        if error := about.get("error"):
            raise error
        return text.encode()

    size = about.get("size", len(text))
    return SimpleNamespace(filename=name, content_type=kind, size=size, duration=about.get("seconds"), read=read)


def listening(stage: Any, chat: Any, listener: Listener, **about: Any) -> Desk:
    service: Any = listener
    return Desk(stage, chat, recordings=Recordings(service, **about))


async def hear(desk: Desk, message: Any) -> None:
    await desk.messages.on_message(message)


def test_sound_is_told_by_its_kind_or_by_its_name(stage: Any) -> None:
    files = [
        sound("a"),
        sound("b", "b.mp3", None),
        sound("c", "c.WAV", None),
        sound("d", "d.png", "image/png"),
        sound("e", "e.mp4", "video/mp4"),
        sound("f", "f.txt", None),
    ]
    assert recordings_in(stage.message("", attachments=files)) == files[:3]


async def test_a_voice_message_is_answered_and_what_was_heard_is_told(stage: Any, say: Say) -> None:
    desk = await listening(stage, say("A lot."), Listener()).identify()
    await hear(desk, stage.message("", private=True, attachments=[sound("what *can* you do", seconds=1.5)]))
    (question,) = desk.chat.asked
    assert (question.text, question.heard) == ("what *can* you do", "what *can* you do")
    assert [sent.content for sent in stage.sent] == ["-# 🎤 what \\*can\\* you do\nA lot."]


async def test_words_beside_a_recording_are_part_of_the_question(stage: Any, say: Say) -> None:
    desk = await listening(stage, say("Blue."), Listener()).identify()
    await hear(desk, stage.message("<@7> listen:", attachments=[sound("which colour"), sound("is it", "b.mp3")]))
    (question,) = desk.chat.asked
    assert question.text == "listen:\nwhich colour\nis it"


async def test_a_recording_that_is_not_for_the_bot_is_never_fetched(stage: Any, say: Say) -> None:
    listener = Listener()
    desk = await listening(stage, say("never"), listener).identify()
    await hear(desk, stage.message("", attachments=[sound("secret")]))
    assert (desk.chat.asked, listener.checked, stage.sent) == ([], [], [])


async def test_in_the_text_chat_of_a_call_every_recording_is_for_the_bot_and_nothing_else_is(
    stage: Any, say: Say
) -> None:
    calls = [("9", str(stage.place.id))]
    desk = listening(stage, say("Hi."), Listener(), in_call=lambda guild, channel: (guild, channel) in calls)
    await desk.identify()
    await hear(desk, stage.message("", attachments=[sound("hello there")]))
    await hear(desk, stage.message("not to you", author=stage.someone, attachments=[]))
    assert [question.text for question in desk.chat.asked] == ["hello there"]
    calls.clear()
    await stage.clock.advance(100)
    await hear(desk, stage.message("", attachments=[sound("hello again")]))
    assert len(desk.chat.asked) == 1


async def test_a_message_without_a_recording_is_as_before(stage: Any, say: Say) -> None:
    desk = await listening(stage, say("Hi."), Listener()).identify()
    await hear(desk, stage.message("<@7> hello", attachments=[]))
    assert [sent.content for sent in stage.sent] == ["Hi."]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([sound("x", size=2000)], "is too large"),
        ([sound("x")] * 4, "There are 4 recordings"),
        ([sound("x", error=OSError("gone"))], "discord can not answer just now"),
    ],
)
async def test_what_can_not_be_listened_to_is_told_where_the_answer_would_be(
    stage: Any, say: Say, files: list[Any], words: str
) -> None:
    desk = await listening(stage, say("never"), Listener()).identify()
    await hear(desk, stage.message("", private=True, attachments=files))
    assert desk.chat.asked == []
    assert words in stage.sent[0].content


async def test_a_recording_that_is_gone_is_to_be_sent_again(stage: Any, say: Say) -> None:
    desk = await listening(stage, say("never"), Listener()).identify()
    gone = sound("x", error=stage.http_error(404))
    await hear(desk, stage.message("", private=True, attachments=[gone]))
    assert "Send it again" in stage.sent[0].content


async def test_a_long_recording_is_told_in_part(stage: Any, say: Say) -> None:
    desk = await listening(stage, say("I see."), Listener()).identify()
    await hear(desk, stage.message("", private=True, attachments=[sound("so " * 300)]))
    line, answer = stage.sent[0].content.split("\n")
    assert len(line) < 320
    assert line.endswith("…")
    assert answer == "I see."


async def test_where_listening_failed_another_press_listens_again(stage: Any, say: Say) -> None:
    listener = Listener()
    listener.fails = EngineUnavailable("down", engine="ear")
    desk = await listening(stage, say("Here."), listener).identify()
    message = stage.message("", private=True, attachments=[sound("where")])
    await hear(desk, message)
    assert "ear can not answer just now" in stage.sent[0].content
    listener.fails = None

    async def place() -> Any:
        return stage_target(stage), ()

    await desk.conversation.again(str(message.id), None, place)
    assert [question.text for question in desk.chat.asked] == ["where"]


async def test_an_edit_keeps_what_was_heard(stage: Any, say: Say) -> None:
    desk = await listening(stage, say("Yes."), Listener()).identify()
    message = stage.message("<@7> about", attachments=[sound("the sea")])
    await hear(desk, message)
    await stage.clock.advance(30)
    message.content, message.edited_at = "<@7> all about", stage.clock.now()
    edit: Any = SimpleNamespace(message=message)
    await desk.messages.on_raw_message_edit(edit)
    assert [question.text for question in desk.chat.asked] == ["about\nthe sea", "all about\nthe sea"]


async def test_a_question_that_is_deleted_while_it_is_listened_to_is_not_answered(stage: Any, say: Say) -> None:
    listener = Listener()
    desk = await listening(stage, say("never"), listener).identify()
    message = stage.message("", private=True, attachments=[sound("where")])

    async def delete() -> None:
        desk.conversation.known(str(message.id)).gone = True  # type: ignore[union-attr]

    listener.meanwhile = delete
    await hear(desk, message)
    assert (desk.chat.asked, stage.sent) == ([], [])


async def test_a_voice_message_is_explained_by_its_menu(stage: Any, say: Say) -> None:
    desk = listening(stage, say("It is about the sea."), Listener())
    message = stage.message("look:", author=stage.someone, attachments=[sound("the sea is wide")])
    interaction = stage.interaction("Explain")
    await desk.commands.explain(interaction, message)
    (asked,) = desk.chat.asked
    assert [passage.text for passage in asked.material] == ["look:\nthe sea is wide"]
    assert interaction.response.deferred
    assert stage.sent[0].content == "-# 🎤 the sea is wide\nIt is about the sea."


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_form_asks_about_a_voice_message(stage: Any, say: Say, *, restarts: bool) -> None:
    desk = listening(stage, say("Ada."), Listener())
    message = stage.message("", author=stage.someone, attachments=[sound("the sea is wide")])
    interaction = await filled(stage, desk, message)
    if restarts:
        stage.place.kept[message.id] = message
        desk = listening(stage, say("Ada."), Listener())
    await desk.commands.on_interaction(interaction)
    (asked,) = desk.chat.asked
    assert (asked.text, [passage.text for passage in asked.material]) == ("Who said so?", ["the sea is wide"])
    assert stage.sent[0].content.startswith("-# 🎤 the sea is wide\n")


async def test_where_a_recording_can_not_be_listened_to_no_explanation_is_promised(stage: Any, say: Say) -> None:
    listener = Listener()
    listener.fails = InvalidInput("I could not make out a word.")
    desk = listening(stage, say("never"), listener)
    interaction = stage.interaction("Explain")
    with pytest.raises(InvalidInput, match="make out a word"):
        await desk.commands.explain(interaction, stage.message("", attachments=[sound("")]))
    assert interaction.withdrawn
    assert desk.chat.asked == []


def stage_target(stage: Any) -> Any:
    from acore.discord.targets import MessageTarget

    return MessageTarget(stage.message("x"), again=True)
