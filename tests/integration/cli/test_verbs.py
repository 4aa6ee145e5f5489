import json
import re
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Acore


def test_ask_answers_on_a_fresh_machine_and_names_its_source(acore: Acore) -> None:
    done = acore("ask", "How do I add a Discord token?", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert "DISCORD_TOKEN" in answer["reply"]
    assert answer["engine"] == "extractive"
    assert answer["sources"][0]["uri"].startswith("acore:help/")
    assert len(answer["sources"][0]["excerpt"]) <= 200
    assert 0 <= answer["sources"][0]["score"] <= 1
    assert set(answer) == {"reply", "engine", "model", "sources", "unused", "ms", "usage"}
    for source in answer["sources"] + answer["unused"]:
        assert set(source) == {"n", "title", "place", "uri", "excerpt", "score"}
    numbers = [source["n"] for source in answer["sources"]]
    assert set(numbers) == set(map(int, re.findall(r"\[(\d+)\]", answer["reply"])))
    assert set(numbers).isdisjoint(source["n"] for source in answer["unused"])


def test_a_model_that_invents_citations_is_shown_without_them(acore: Acore) -> None:
    says = {"ACORE_LLM__USE": "scripted", "ACORE_LLM__ENGINES__SCRIPTED__REPLIES": '["I know that well [9]."]'}
    answer = json.loads(acore("ask", "How do I add a Discord token?", "--json", **says).stdout)
    assert (answer["reply"], answer["sources"]) == ("I know that well.", [])
    assert answer["unused"][0]["uri"].startswith("acore:help/")


def test_ask_prints_the_answer_and_its_sources(acore: Acore) -> None:
    done = acore("ask", "How do I add a Discord token?")
    assert "[1] " in done.stdout
    assert "acore:help/" in done.stdout
    assert "\x1b" not in done.stdout + acore("doctor").stdout + acore("demo").stdout, "colours are for terminals"


def test_chat_remembers_from_one_call_to_the_next(acore: Acore) -> None:
    acore("chat", "remember the word walnut", ACORE_LLM__USE="scripted")
    done = acore("chat", "and now?", "--json")
    assert done.returncode == 0
    again = acore("chat", "What did I ask?")
    assert again.returncode == 0
    forgot = acore("chat", stdin="/clear\n")
    assert "Forgot 6 messages." in forgot.stdout


def test_chat_reads_lines_until_the_input_ends(acore: Acore) -> None:
    done = acore("chat", stdin="/help\nWhat is 2+2?\n\n/quit\nnever read\n")
    assert done.returncode == 0, done.stderr
    assert "/clear" in done.stdout
    assert "4" in done.stdout
    assert "never read" not in done.stdout


def test_index_then_ask(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "party.md").write_text("# Garden party\n\nThe garden party begins at five o'clock on Saturday.\n")
    done = acore("index", "party.md", "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["indexed"]) == 1
    again = acore("index", "party.md")
    assert "0 indexed, 1 unchanged, 0 refused" in again.stdout
    answer = json.loads(acore("ask", "When does the garden party begin?", "--json").stdout)
    assert "five o'clock" in answer["reply"]
    assert answer["sources"][0]["uri"] == f"{(tmp_path / 'party.md').as_uri()}#L1-L3"
    assert answer["sources"][0]["place"] == "party.md, lines 1\u20133"
    assert answer["sources"][0]["excerpt"] == "The garden party begins at five o'clock on Saturday."


def test_index_refuses_what_is_no_text_and_says_so(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "noise.md").write_bytes(bytes(range(256)))
    done = acore("index", "noise.md")
    assert done.returncode == 1
    assert "noise.md" in done.stderr
    missing = acore("index", "nowhere.md")
    assert missing.returncode == 1
    assert "nowhere.md" in missing.stderr


def test_engines_lists_every_slot(acore: Acore) -> None:
    rows = json.loads(acore("engines", "--json").stdout)
    assert {row["slot"] for row in rows} == {
        "embedder",
        "llm",
        "rag",
        "reranker",
        "rvc",
        "stt",
        "tts",
        "vad",
        "vector_store",
        "web_search",
    }
    assert all(set(row) == {"slot", "name", "engine", "origin", "selected", "ready", "needs"} for row in rows)
    selected = [row["name"] for row in rows if row["selected"]]
    assert selected == "extractive hybrid pocketsphinx espeak silero edge".split()
    assert "* llm" in acore("engines").stdout


def test_one_variable_swaps_the_engine(acore: Acore) -> None:
    done = acore(
        "ask", "anything", ACORE_LLM__USE="scripted", ACORE_LLM__ENGINES__SCRIPTED__REPLIES='["I am the script."]'
    )
    assert done.stdout.strip() == "I am the script."


def test_one_line_swaps_the_engine(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[llm]\nuse = "robot"\n[llm.engines.robot]\nengine = "scripted"\n')
    assert acore("ask", "echo this").stdout.strip() == "echo this"


def test_doctor_finds_a_fresh_machine_healthy(acore: Acore) -> None:
    done = acore("doctor", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["ok"] is True
    assert {"python", "settings", "data_dir", "llm", "vector_store", "discord"} <= {c["name"] for c in told["checks"]}
    assert acore("doctor").returncode == 0


def test_doctor_tries_out_the_voice_where_that_is_asked(acore: Acore) -> None:
    done = acore("doctor", "--voice", "--json")
    checks = {check["name"]: check["status"] for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 0, done.stdout
    assert {status for name, status in checks.items() if name.startswith("call: ")} == {"ok"}
    assert "call: stt" in checks
    silent = acore("doctor", "--voice", ACORE_VAD__USE="energy", ACORE_VAD__ENGINES__ENERGY__THRESHOLD="32768")
    assert silent.returncode == 1
    assert "✗ call: vad" in silent.stdout


def test_doctor_fails_on_wrong_settings_and_says_what_is_wrong(acore: Acore) -> None:
    done = acore("doctor", ACORE_LLM__USE="nosuch")
    assert done.returncode == 1
    assert "nosuch" in done.stdout


def test_a_cap_on_money_that_nothing_counts_towards_is_told_by_each_start(acore: Acore) -> None:
    cap = {"ACORE_LLM__USE": "scripted", "ACORE_LLM__BUDGET__USER_MONEY": "2"}
    told = "ACORE_LLM__BUDGET__USER_MONEY: llm.budget.user_money can not cap what scripted costs, which has no price."
    assert acore("config", "check", **cap).stderr.startswith(f"acore: warning: {told}")
    assert told in acore("doctor", **cap).stdout
    assert told in acore("ask", "hello", **cap).stderr


def test_doctor_never_shows_a_secret(acore: Acore) -> None:
    done = acore("doctor", "--json", DISCORD_TOKEN="very-secret-token")
    assert "very-secret-token" not in done.stdout + done.stderr


def test_demo_is_ten_lines_of_conversation_and_ends(acore: Acore) -> None:
    done = acore("demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("you    ") == 5
    assert done.stdout.count("acore  ") == 5


def test_version(acore: Acore) -> None:
    assert acore("version").stdout.strip() == "0.1.0"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["nosuch"], "nosuch"),
        (["ask"], "question"),
        (["--settings", "missing.toml", "engines"], "missing.toml"),
        (["run", "discord"], "DISCORD_TOKEN"),
        (["run", "discord"], "acore init discord"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(acore: Acore, args: list[str], says: str) -> None:
    done = acore(*args)
    assert done.returncode == 2
    assert says.casefold() in done.stderr.casefold()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "says"), [("   ", "no text"), ("x" * 50_000, "50,000 characters"), ("مرحبا 👋", None), ("🤖", None)]
)
def test_odd_messages_get_words(acore: Acore, text: str, says: str | None) -> None:
    done = acore("ask", text)
    if says is None:
        assert done.returncode == 0
        assert done.stdout.strip()
    else:
        assert done.returncode == 1
        assert says in done.stderr


def test_a_data_dir_that_can_not_be_written_is_named(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = acore("ask", "hello", ACORE_DATA_DIR=str(tmp_path / "file"))
    assert done.returncode == 2
    assert str(tmp_path / "file") in done.stderr
    assert "ACORE_DATA_DIR" in done.stderr
