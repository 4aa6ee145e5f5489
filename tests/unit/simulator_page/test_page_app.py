import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from acore.domain.knowledge import IndexReport, Refusal
from acore.errors import EngineUnavailable, InvalidInput
from acore.simulator.page import app as module
from acore.simulator.page.app import Playground, playground
from tests.models_double import FewModels
from tests.unit.simulator_page.house import ORIGIN, TOKEN, House


def said(house: House) -> list[str]:
    return [message.content for message in house.world.messages(house.general.id)]


async def test_the_page_carries_the_token_of_this_start(page: httpx.AsyncClient) -> None:
    answer = await page.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert f'<meta name="acore-token" content="{TOKEN}">' in answer.text


async def test_the_page_has_no_inline_script_or_style(page: httpx.AsyncClient) -> None:
    text = (await page.get("/")).text
    assert "<style" not in text
    assert "style=" not in text
    assert text.count("<script") == text.count('<script src="/') + text.count('<script type="module" src="/')


@pytest.mark.parametrize(("name", "kind"), [("main.js", "text/javascript"), ("base.css", "text/css")])
async def test_what_the_page_loads_comes_from_acore_itself(page: httpx.AsyncClient, name: str, kind: str) -> None:
    answer = await page.get(f"/playground/static/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert "://" not in answer.text.replace("http://www.w3.org/2000/svg", "")


async def test_a_member_writes_a_message(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post(f"/playground/channels/{house.general.id}/messages", json={"text": "שלום 👋"})
    assert answer.status_code == 201
    message = house.world.find(house.general.id, answer.json()["id"])
    assert message
    assert (message.author, message.content) == (house.ada, "שלום 👋")


async def test_a_message_can_reply_to_another(page: httpx.AsyncClient, house: House) -> None:
    first = house.bot_says("Hello")
    answer = await page.post(
        f"/playground/channels/{house.general.id}/messages", json={"text": "Hi", "reply_to": first.id}
    )
    message = house.world.find(house.general.id, answer.json()["id"])
    assert message
    assert message.reference == first.id


async def test_a_direct_message_goes_to_the_bot(page: httpx.AsyncClient, house: House) -> None:
    private = house.world.dm(house.ada)
    await page.post(f"/playground/channels/{private.id}/messages", json={"text": "psst"})
    assert [message.content for message in house.world.messages(private.id)] == ["psst"]


@pytest.mark.parametrize(
    ("text", "words"), [("", "empty"), ("  \n", "empty"), ("x" * 2001, "2001 characters"), ("x" * 50_000, "2000")]
)
async def test_an_empty_or_oversized_message_is_refused_with_words(
    page: httpx.AsyncClient, house: House, text: str, words: str
) -> None:
    answer = await page.post(f"/playground/channels/{house.general.id}/messages", json={"text": text})
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert said(house) == []


async def test_another_members_direct_messages_are_out_of_reach(page: httpx.AsyncClient, house: House) -> None:
    foreign = house.world.dm(house.bob)
    answer = await page.post(f"/playground/channels/{foreign.id}/messages", json={"text": "hello"})
    assert answer.status_code == 404
    assert "#general" in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"text": 3}', b'{"text": "a", "as": "Bob"}', b'{"text": "\xff"}'])
async def test_a_request_that_can_not_be_read_is_refused(page: httpx.AsyncClient, house: House, body: bytes) -> None:
    answer = await page.post(f"/playground/channels/{house.general.id}/messages", content=body)
    assert answer.status_code == 400
    assert "can not be read" in answer.json()["error"]


async def test_an_order_of_half_a_megabyte_is_not_even_read(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post(f"/playground/channels/{house.general.id}/messages", json={"text": "x" * 500_000})
    assert answer.status_code == 413


async def test_an_unknown_command_names_what_there_is(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post(
        f"/playground/channels/{house.general.id}/commands", json={"command": "dance", "options": {}}
    )
    assert answer.status_code == 404
    assert "no command /dance" in answer.json()["error"]


async def test_a_command_reaches_the_bot_with_its_options(page: httpx.AsyncClient, house: House) -> None:
    option = {"type": 4, "name": "sides", "description": "How many", "required": True}
    house.world.registry.overwrite(
        None, [{"type": 1, "name": "dice", "description": "Roll the dice", "options": [option]}]
    )
    sent = []
    house.world.attach(lambda dispatch: sent.append((dispatch.name, dispatch.data)))
    path = f"/playground/channels/{house.general.id}/commands"
    answer = await page.post(path, json={"command": "dice", "options": {"sides": 6}})
    assert answer.status_code == 202
    assert [name for name, _ in sent] == ["INTERACTION_CREATE"]
    assert sent[0][1]["data"]["options"][0]["value"] == 6
    wrong = await page.post(path, json={"command": "dice", "options": {"sides": "six"}})
    assert wrong.status_code == 400
    assert "whole number" in wrong.json()["error"]


async def test_a_dropped_file_is_indexed_and_a_question_about_it_offered(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post("/playground/files?name=rules.md", content=b"# Rules\n\n## Refunds\n\nSixty days.")
    assert answer.json() == {
        "name": "rules.md",
        "indexed": ["rules.md"],
        "unchanged": [],
        "refused": [],
        "question": "What does rules.md say about Refunds?",
    }
    assert house.dropped == [("rules.md", b"# Rules\n\n## Refunds\n\nSixty days.")]


async def test_a_refused_file_shows_its_reason_and_offers_no_question(page: httpx.AsyncClient, house: House) -> None:
    async def refuse(name: str, _data: bytes) -> IndexReport:
        return IndexReport(refused=(Refusal(name, "it is not text"),))

    house.drop = refuse
    report = (await page.post("/playground/files?name=a.exe", content=b"MZ\0")).json()
    assert report["refused"] == [{"name": "a.exe", "reason": "it is not text"}]
    assert report["question"] is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\etc\\passwd", "/etc/passwd", "C:\\etc\\passwd"])
async def test_a_file_name_is_reduced_to_its_last_part(page: httpx.AsyncClient, house: House, name: str) -> None:
    await page.post("/playground/files", params={"name": name}, content=b"text")
    assert [dropped for dropped, _ in house.dropped] == ["passwd"]


async def test_a_file_without_a_name_is_refused(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post("/playground/files", content=b"text")
    assert (answer.status_code, house.dropped) == (400, [])


async def test_a_file_that_says_it_is_too_large_is_refused_unread(page: httpx.AsyncClient, house: House) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    answer = await page.post(
        "/playground/files?name=big.txt", content=never(), headers={"Content-Length": str(100_000_000)}
    )
    assert answer.status_code == 413
    assert "10 MB" in answer.json()["error"]
    assert house.dropped == []


async def test_a_file_that_hides_its_size_is_read_no_further_than_the_limit(
    page: httpx.AsyncClient, house: House
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1_000_000

    answer = await page.post("/playground/files?name=big.txt", content=endless())
    assert answer.status_code == 413
    assert sent <= 22
    assert house.dropped == []


async def test_indexing_that_takes_too_long_is_given_up(
    page: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forever(_name: str, _data: bytes) -> IndexReport:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(module, "_INDEXING_S", 0.01)
    house.drop = forever
    answer = await page.post("/playground/files?name=a.txt", content=b"text")
    assert answer.status_code == 504
    assert "a.txt" in answer.json()["error"]


@pytest.mark.parametrize(
    ("error", "status"),
    [(EngineUnavailable("the index is restarting", engine="edge"), 503), (InvalidInput("no such file kind"), 400)],
)
async def test_an_error_of_indexing_is_told_in_its_own_words(
    page: httpx.AsyncClient, house: House, error: Exception, status: int
) -> None:
    async def fail(_name: str, _data: bytes) -> IndexReport:
        raise error

    house.drop = fail
    answer = await page.post("/playground/files?name=a.txt", content=b"text")
    assert (answer.status_code, answer.json()) == (status, {"error": str(error)})


async def test_the_page_brings_three_questions_of_its_own(house: House) -> None:
    app: Playground = playground(
        house.world, house.ada, house.guild, drop=house.keep, models=FewModels(), turns=house.turns, token=TOKEN
    )
    assert len(app._seat.state()["hints"]) == 3


async def test_an_unknown_address_is_answered_in_json(page: httpx.AsyncClient) -> None:
    answer = await page.get(f"{ORIGIN}/playground/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


async def test_the_page_tells_which_model_answers_and_which_could(page: httpx.AsyncClient) -> None:
    told = (await page.get("/playground/models")).json()
    assert (told["engine"], told["model"]) == ("extractive", None)
    assert told["local"] == [{"engine": "ollama", "title": "Ollama", "models": ["llama3.2", "qwen2.5:7b"]}]
    assert [one["engine"] for one in told["hosted"]] == ["openrouter", "openai"]


async def test_another_model_is_used(page: httpx.AsyncClient) -> None:
    answer = await page.post("/playground/models", json={"choice": "ollama/llama3.2"})
    assert answer.status_code == 200
    assert answer.json()["model"] == "llama3.2"


async def test_a_key_that_is_not_taken_is_told_and_never_repeated(page: httpx.AsyncClient) -> None:
    answer = await page.post("/playground/models", json={"choice": "openrouter/auto", "key": "wrong-key"})
    assert answer.status_code == 200
    assert answer.json()["refused"] == "openrouter does not take the API key."
    assert answer.json()["engine"] == "extractive"
    assert "wrong-key" not in answer.text


async def test_a_model_can_not_be_changed_without_the_token_of_the_page(page: httpx.AsyncClient) -> None:
    answer = await page.post(
        "/playground/models", json={"choice": "llm/extractive"}, headers={"X-Acore-Token": "guessed"}
    )
    assert answer.status_code == 403


async def test_a_recording_that_is_dropped_is_sent_to_the_bot_and_not_indexed(
    page: httpx.AsyncClient, house: House
) -> None:
    direct = house.world.dm(house.ada)
    for channel, text in ((house.general, house.world.bot.mention), (direct, "")):
        address = f"/playground/files?name=hello.ogg&channel={channel.id}"
        report = (await page.post(address, content=b"OggS")).json()
        (message,) = house.world.messages(channel.id)
        assert report == {"name": "hello.ogg", "message": message.id}
        assert (message.content, [file.filename for file in message.attachments]) == (text, ["hello.ogg"])
    assert house.dropped == []


async def test_a_recording_for_no_channel_is_refused_as_a_document_is(page: httpx.AsyncClient, house: House) -> None:
    await page.post("/playground/files?name=hello.ogg", content=b"OggS")
    assert house.dropped == [("hello.ogg", b"OggS")]
    answer = await page.post("/playground/files?name=hello.ogg&channel=404", content=b"OggS")
    assert answer.status_code == 404
