"""What `acore config check`, `acore doctor` and every start say of settings that fit, and are hardly meant."""

from pathlib import Path

import pytest

from acore.settings import load


def warnings_of(text: str) -> tuple[str, ...]:
    Path("settings.toml").write_text(text, "utf-8")
    return load().warnings


ROUTED = '[llm.route]\nfast = "ollama"\nstrong = "vllm"\n'


def test_the_defaults_raise_no_doubts() -> None:
    assert load().warnings == ()


# money


RENTED = '[llm.engines.vllm]\nbase_url = "https://gpu.example.com/v1"\n'


def test_a_cap_on_money_needs_a_price() -> None:
    (told,) = warnings_of(f'[llm]\nuse = "vllm"\n[llm.budget]\nuser_money = 2\n{RENTED}')
    assert told == (
        "settings.toml: llm.budget.user_money can not cap what vllm costs, which has no price. Set "
        "llm.engines.vllm.price.input and llm.engines.vllm.price.output, for a million tokens (0 where it is free), "
        "or cap tokens with llm.budget.user_tokens"
    )


def test_each_engine_that_may_answer_needs_a_price() -> None:
    route = '[llm.route]\nfast = "openrouter"\nstrong = "vllm"\n'
    found = warnings_of(
        f'[llm]\nfallback = ["openai", "ollama"]\n{route}{RENTED}[llm.budget]\nguild_money = 1\nuser_money = 1\n'
        "[llm.engines.openai]\nmodel = 'small'\n"
    )
    engines = ("openrouter", "vllm", "openai", "ollama")
    assert [engine for told in found for engine in engines if f"what {engine} costs" in told] == [*engines[:3]]
    assert all("llm.budget.guild_money and llm.budget.user_money" in told for told in found)


@pytest.mark.parametrize("engine", ["ollama", "lmstudio", "llamacpp", "vllm"])
def test_an_engine_of_this_machine_is_not_asked_what_it_costs(engine: str) -> None:
    assert warnings_of(f'[llm]\nuse = "{engine}"\n[llm.budget]\nuser_money = 2\n') == ()


@pytest.mark.parametrize(
    ("host", "warned"),
    [
        ("http://192.168.1.20:8000/v1", False),
        ("http://[fd00::7]:8000/v1", False),
        ("http://100.101.102.103/v1", False),
        ("http://tower:8000/v1", False),
        ("http://tower.local/v1", False),
        ("http://LOCALHOST:8000/v1", False),
        ("https://ollama.example.com/v1", True),
        ("http://9.9.9.9:11434/v1", True),
        ("https://api.openai.com/v1", True),
        ("http://134744072/v1", True),
        ("http://[odd/v1", True),
    ],
)
@pytest.mark.parametrize("engine", ["vllm", "openai"])
def test_where_the_server_stands_decides_whether_a_price_is_missed(engine: str, host: str, *, warned: bool) -> None:
    table = f"[llm.engines.{engine}]\nbase_url = '{host}'\nmodel = 'small'\n"
    assert bool(warnings_of(f'[llm]\nuse = "{engine}"\n{table}[llm.budget]\nuser_money = 2\n')) is warned


@pytest.mark.parametrize("price", ["input = 0", "input = 1\noutput = 2"])
def test_a_price_that_is_said_raises_no_doubts_be_it_none(price: str) -> None:
    table = f"{RENTED}[llm.engines.vllm.price]\n{price}\n"
    assert warnings_of(f'[llm]\nuse = "vllm"\n[llm.budget]\nuser_money = 2\n{table}') == ()


@pytest.mark.parametrize("cap", ["user_tokens = 5", "user_money = 0"])
def test_without_a_cap_on_money_no_price_is_missed(cap: str) -> None:
    assert warnings_of(f'[llm]\nuse = "vllm"\n[llm.budget]\n{cap}\n{RENTED}') == ()


def test_the_engine_of_this_machine_has_no_price() -> None:
    assert warnings_of("[llm.budget]\nuser_money = 2\n") == ()


# routes


@pytest.mark.parametrize(("end", "other"), [("fast", "strong"), ("strong", "fast")])
def test_a_route_with_one_end_is_none(end: str, other: str) -> None:
    (told,) = warnings_of(f'[llm.route]\n{end} = "ollama"\n')
    assert told == (
        f"settings.toml: llm.route.{end} names 'ollama', and llm.route.{other} nobody: nothing is routed, and "
        f"extractive answers every question. Set llm.route.{other} as well, or leave both out"
    )


def test_a_route_with_twice_the_same_end_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__ROUTE__STRONG", "ollama")
    (told,) = warnings_of('[llm.route]\nfast = "ollama"\n')
    assert told.startswith("ACORE_LLM__ROUTE__STRONG: llm.route.fast and llm.route.strong are the same engine")


def test_two_tables_that_say_the_same_are_one_end() -> None:
    tables = '[llm.engines.a]\nengine = "ollama"\nmodel = "m"\n[llm.engines.b]\nengine = "ollama"\nmodel = "m"\n'
    (told,) = warnings_of(f'[llm.route]\nfast = "a"\nstrong = "b"\n{tables}')
    assert "('a' and 'b')" in told
    assert warnings_of(f'[llm.route]\nfast = "a"\nstrong = "b"\n{tables}temperature = 0\n') == ()


def test_a_route_that_is_switched_off_raises_no_doubts() -> None:
    assert warnings_of('[llm.route]\nenabled = false\nfast = "ollama"\n') == ()


def test_a_route_between_two_raises_no_doubts() -> None:
    assert warnings_of(ROUTED) == ()


# fallbacks


def test_nobody_falls_back_to_itself() -> None:
    (told,) = warnings_of('[llm]\nuse = "ollama"\nfallback = ["extractive", "ollama"]\n')
    assert told == (
        "settings.toml: llm.fallback[1] names 'ollama', as llm.use does: what could not answer is not asked again. "
        "Name another engine there, or leave it out"
    )


def test_both_ends_of_a_route_are_asked_before_the_others() -> None:
    found = warnings_of(f'[llm]\nfallback = ["vllm", "extractive", "ollama"]\n{ROUTED}')
    assert [told.partition(":")[2].partition(":")[0] for told in found] == [
        " llm.fallback[0] names 'vllm', as llm.route.strong does",
        " llm.fallback[2] names 'ollama', as llm.route.fast does",
    ]


def test_a_fallback_that_is_named_twice_is_asked_once() -> None:
    (told,) = warnings_of('[llm]\nuse = "ollama"\nfallback = ["extractive", "extractive"]\n')
    assert "llm.fallback[1] names 'extractive', as llm.fallback[0] does" in told


def test_the_engine_in_use_may_stand_in_for_those_of_a_route() -> None:
    assert warnings_of(f'[llm]\nuse = "extractive"\nfallback = ["extractive"]\n{ROUTED}') == ()
