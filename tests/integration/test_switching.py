"""Another model, while acore serves and while it does not."""

import asyncio
import tomllib
from contextlib import aclosing
from pathlib import Path

import orjson
import pytest
from pydantic import SecretStr

from acore.adapters.running import RunningAcore
from acore.app import Application
from acore.cli.house import house
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineUnavailable, RateLimited, SettingsError
from acore.settings import Settings, load_settings
from tests.integration.llm.far_side import Asked, Line, far_side

LOCAL = Path("settings.local.toml")


def settings(folder: Path, **tables: object) -> Settings:
    return Settings.model_validate({"data_dir": folder / "data", "web": {"port": 0}, **tables})


async def ollama(asked: Asked, line: Line) -> None:
    """Says what it was asked last, by the model that was asked."""
    if asked.path == "/api/tags":
        await line.json({"models": [{"name": "llama3.2"}]})
        return
    if asked.body["model"] != "llama3.2":
        await line.json({"error": "model not found"}, status=404)
        return
    await line.head("application/x-ndjson")
    for word in ("This is ", "llama."):
        await line.send(orjson.dumps({"message": {"role": "assistant", "content": word}, "done": False}) + b"\n")
    await line.send(b'{"done": true, "done_reason": "stop", "prompt_eval_count": 3, "eval_count": 2}\n')


async def keyed(asked: Asked, line: Line) -> None:
    """Answers to one key alone."""
    if asked.headers.get("authorization") != "Bearer sk-right-12345":
        await line.json({"error": {"message": "Incorrect API key provided: sk-wrong-12345"}}, status=401)
        return
    await line.head("text/event-stream")
    await line.send(b'data: {"choices":[{"delta":{"content":"Hello!"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')


def local() -> str:
    return LOCAL.read_text() if LOCAL.exists() else ""


def set_up(text: str) -> None:
    LOCAL.write_text(local() + text)


def use_server(address: str, table: str = "ollama", path: str = "") -> None:
    LOCAL.write_text(f'[llm.engines.{table}]\nbase_url = "{address}{path}"\n')


async def answer(app: Application, text: str = "Who are you?") -> tuple[str, str, str | None]:
    *parts, last = [part async for part in app.chat.reply(Question(text, Scope("c", "u"), "Ada"))]
    assert last.record
    return "".join(part.text for part in parts), last.record.engine, last.record.model


async def test_no_answer_of_the_model_before_is_given_again(tmp_path: Path) -> None:
    async def named(asked: Asked, line: Line) -> None:
        await line.head("text/event-stream")
        said = orjson.dumps({"choices": [{"delta": {"content": asked.body["model"]}, "finish_reason": "stop"}]})
        await line.send(b"data: " + said + b"\n\ndata: [DONE]\n\n")

    async with far_side(named) as served:
        table = {"engine": "openai", "base_url": served.address, "model": "old"}
        set_up(
            f'[llm]\nuse = "large"\n[llm.route]\nfast = "small"\nstrong = "large"\n'
            f'[llm.engines.small]\nengine = "openai"\nbase_url = "{served.address}"\nmodel = "old"\n'
            f'[llm.engines.large]\nengine = "openai"\nbase_url = "{served.address}"\nmodel = "large"\n'
        )
        route = {"fast": "small", "strong": "large"}
        llm = {"use": "large", "route": route, "engines": {"small": table, "large": table | {"model": "large"}}}
        async with Application(settings(tmp_path, llm=llm)) as app:
            assert await apart(app) == "old"
            assert await apart(app) == "old"
            await app.use("small/new")
            assert await apart(app) == "new"


async def apart(app: Application) -> str:
    """The answer to an easy question that stands apart from any conversation."""
    asked = Question("hi there", Scope("c", "u"), "Ada", remember=False)
    return "".join([part.text async for part in app.chat.reply(asked)])


async def test_a_running_acore_switches_without_a_restart(tmp_path: Path) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        assert (await answer(app))[1] == "extractive"
        used = await app.use("ollama/llama3.2")
        assert (used.model, used.said, used.restart) == ("llama3.2", "This is llama.", False)
        assert app.model_in_use == ("ollama", "llama3.2")
        assert await answer(app) == ("This is llama.", "ollama", "llama3.2")
        assert load_settings().llm.use == "ollama"
        await app.use("llm/extractive")
        assert (await answer(app))[1] == "extractive"
        assert load_settings().llm.use == "extractive"
    assert served.open == 0


async def test_a_turn_that_has_begun_is_not_interrupted(tmp_path: Path) -> None:
    slow = {"engine": "scripted", "replies": ["one two three"], "pace_s": 0.01}
    start = settings(tmp_path, llm={"use": "slow", "engines": {"slow": slow}})
    async with far_side(ollama) as served, Application(start) as app:
        use_server(served.address)
        async with aclosing(app.chat.reply(Question("hi", Scope("c", "u"), "Ada"))) as parts:
            heard = (await anext(parts)).text
            await app.use("ollama/llama3.2")
            heard += "".join([part.text async for part in parts])
        assert heard == "one two three"
        assert (await answer(app))[1] == "ollama"


@pytest.mark.parametrize(
    ("choice", "error", "says"),
    [
        ("ollama/nosuch", EngineRefused, "no model nosuch; there are llama3.2.*ollama pull nosuch"),
        ("olama/x", SettingsError, "no engine 'olama' for llm; did you mean ollama?"),
        ("lmstudio/x", EngineUnavailable, "lmstudio at http://127.0.0.1:9 can not be reached"),
        ("extractive/x", SettingsError, r"no key llm\.engines\.extractive\.model"),
        ("rag/nosuch", SettingsError, "no engine 'nosuch' for rag; there are bm25, hybrid"),
    ],
)
async def test_what_does_not_answer_changes_nothing(
    tmp_path: Path, choice: str, error: type[Exception], says: str
) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        set_up('[llm.engines.lmstudio]\nbase_url = "http://127.0.0.1:9"\n')
        before = local()
        with pytest.raises(error, match=says):
            await app.use(choice)
        assert local() == before
        assert app.model_in_use == ("extractive", None)


async def test_a_key_is_tried_before_it_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secrets = tmp_path / "data" / "secrets.toml"
    set_up(f'data_dir = "{tmp_path / "data"}"\n')
    async with far_side(keyed) as served, Application(settings(tmp_path)) as app:
        set_up(f'[llm.engines.openrouter]\nbase_url = "{served.address}"\n')
        with pytest.raises(EngineRefused, match="does not take the API key") as no:
            await app.use("openrouter/auto", SecretStr("sk-wrong-12345"))
        assert "12345" not in str(no.value)
        assert not secrets.exists()
        used = await app.use("openrouter/maker/model:free", SecretStr("sk-right-12345"))
        assert (used.choice.name, used.model) == ("openrouter", "maker/model:free")
    assert tomllib.loads(secrets.read_text())["llm"]["engines"]["openrouter"]["api_key"] == "sk-right-12345"
    assert "12345" not in local() + caplog.text


async def test_a_variable_that_wins_is_told_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACORE_LLM__USE", "scripted")
    async with Application(settings(tmp_path)) as app:
        with pytest.raises(SettingsError, match=r"ACORE_LLM__USE sets llm\.use and wins"):
            await app.use("llm/extractive")
    assert not local()


async def test_another_command_hands_the_choice_to_the_running_acore(tmp_path: Path) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        await app.serve()
        async with house(settings(tmp_path)) as there:
            assert isinstance(there, RunningAcore)
            used = await there.use("ollama/llama3.2", None)
            assert used.said == "This is llama."
            assert app.model_in_use == ("ollama", "llama3.2")
            with pytest.raises(SettingsError, match="there is no engine"):
                await there.use("nosuch/x", None)


async def test_a_turn_that_is_cancelled_stops_the_model_and_is_kept_as_cut_off(tmp_path: Path) -> None:
    left = asyncio.Event()

    async def script(_asked: Asked, line: Line) -> None:
        await line.head("application/x-ndjson")
        await line.send(b'{"message": {"content": "Once upon a time"}, "done": false}\n')
        await line.until_dropped()
        left.set()

    async with far_side(script) as served:
        engines = {"ollama": {"engine": "ollama", "model": "x", "base_url": served.address}}
        async with Application(settings(tmp_path, llm={"use": "ollama", "engines": engines})) as app:
            heard = asyncio.Event()

            async def listen() -> None:
                async with aclosing(app.chat.reply(Question("A story!", Scope("c", "u"), "Ada"))) as parts:
                    async for _ in parts:
                        heard.set()

            turn = asyncio.create_task(listen())
            await heard.wait()
            turn.cancel()
            async with asyncio.timeout(5):
                await left.wait()
            await asyncio.gather(turn, return_exceptions=True)
            kept = await app.container.history().recent(Scope("c", "u"), 2)
    assert [message.text for message in kept] == ["A story!", "Once upon a time [cut off here]"]


async def test_two_changes_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        await asyncio.gather(app.use("ollama/llama3.2"), app.use("llm/scripted"))
        assert app.model_in_use == (load_settings().llm.use, app.model_in_use[1])


ROUTED = '[llm.route]\nfast = "scripted"\nstrong = "{strong}"\n'


async def test_who_chooses_an_engine_outside_of_the_route_is_not_routed_past_it(tmp_path: Path) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        set_up(ROUTED.format(strong="extractive"))
        used = await app.use("ollama/llama3.2")
        (told,) = used.notes
        assert told == (
            "Questions are no longer routed between scripted and extractive (llm.route.enabled = false). "
            "To have them routed again from the next start on: acore config set llm.route.enabled true"
        )
        found = load_settings().llm
        assert (found.use, found.route.enabled) == ("ollama", False)
        assert (await app.use("llm/scripted")).notes == (), "it is off already"
        await app.use("ollama/llama3.2")
        assert found.route.strong == "extractive", "it can be switched on again"
        assert await answer(app) == ("This is llama.", "ollama", "llama3.2")


async def test_who_chooses_an_engine_of_the_route_leaves_it_on(tmp_path: Path) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        set_up(ROUTED.format(strong="ollama"))
        used = await app.use("ollama/llama3.2")
        assert used.notes == ()
        assert used.said == "This is llama.", "an easy question is asked of it all the same"
        assert load_settings().llm.route.enabled
        assert (await answer(app, "hi"))[1] == "scripted"
        assert app.model_in_use == ("ollama", "llama3.2")
        hard = "Prove step by step that the square root of two is irrational, then design an algorithm that uses it."
        assert (await answer(app, hard))[1] == "ollama"


@pytest.mark.parametrize(
    "around", ['[llm]\nfallback = ["extractive"]\n', ROUTED.format(strong="ollama"), ""], ids=["fallback", "route", "-"]
)
async def test_nobody_answers_in_the_place_of_an_engine_that_is_tried(tmp_path: Path, around: str) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        set_up(around)
        before = local()
        with pytest.raises(EngineRefused, match="no model nosuch"):
            await app.use("ollama/nosuch")
        assert local() == before
        assert app.model_in_use == ("extractive", None)
    assert served.open == 0


async def test_an_engine_beside_it_that_is_not_there_does_not_stop_the_choice(tmp_path: Path) -> None:
    async with far_side(ollama) as served, Application(settings(tmp_path)) as app:
        use_server(served.address)
        set_up('[llm]\nfallback = ["llamacpp"]\n[llm.engines.llamacpp]\nbase_url = "http://127.0.0.1:9"\n')
        assert (await app.use("ollama/llama3.2")).model == "llama3.2"
        assert await answer(app) == ("This is llama.", "ollama", "llama3.2")


async def test_the_budget_reserves_at_the_price_of_the_engine_in_use(tmp_path: Path) -> None:
    price = {"input": 0, "output": 1000}
    dear = {"engine": "scripted", "replies": ["Hello."], "price": price}
    caps = {"user_money": 0.5}
    async with Application(settings(tmp_path, llm={"budget": caps, "engines": {"dear": dear}})) as app:
        set_up('[llm.engines.dear]\nengine = "scripted"\nreplies = ["Hello."]\nprice = {output = 1000}\n')
        await app.use("llm/dear")
        *_, last = [part async for part in app.chat.reply(Question("hi", Scope("c", "u"), "Ada"))]
        assert last.record
        assert last.record.engine == "extractive", "1,024 tokens of an answer may cost more than is left of the day"


async def test_a_switch_begins_no_new_minute(tmp_path: Path) -> None:
    dear = '[llm.engines.dear]\nengine = "scripted"\nreplies = ["Hello."]\nlimits = {per_minute = 2, max_wait = 0}\n'
    async with Application(settings(tmp_path, llm={"engines": {"dear": {"engine": "scripted"}}})) as app:
        set_up(dear)
        await app.use("llm/dear")
        await app.use("llm/dear")
        with pytest.raises(RateLimited):
            await app.use("llm/dear")


async def test_a_house_that_routes_is_known_by_its_strong_engine(tmp_path: Path) -> None:
    llm = {"route": {"fast": "extractive", "strong": "scripted"}}
    async with Application(settings(tmp_path, llm=llm)) as app:
        assert app.model_in_use == ("scripted", None)
