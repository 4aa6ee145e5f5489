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


def test_a_cap_on_money_needs_a_price() -> None:
    (told,) = warnings_of('[llm]\nuse = "vllm"\n[llm.budget]\nuser_money = 2\n')
    assert told == (
        "settings.toml: llm.budget.user_money can not cap what vllm costs, which has no price. Set "
        "llm.engines.vllm.price.input and llm.engines.vllm.price.output, for a million tokens (0 where it is free), "
        "or cap tokens with llm.budget.user_tokens"
    )


def test_each_engine_that_may_answer_needs_a_price() -> None:
    found = warnings_of(f'[llm]\nfallback = ["lmstudio"]\n{ROUTED}[llm.budget]\nguild_money = 1\nuser_money = 1\n')
    assert [
        engine for told in found for engine in ("ollama", "vllm", "lmstudio") if f"what {engine} costs" in told
    ] == [
        "ollama",
        "vllm",
        "lmstudio",
    ]
    assert all("llm.budget.guild_money and llm.budget.user_money" in told for told in found)


@pytest.mark.parametrize("price", ["input = 0", "input = 1\noutput = 2"])
def test_a_price_that_is_said_raises_no_doubts_be_it_none(price: str) -> None:
    table = f"[llm.engines.vllm.price]\n{price}\n"
    assert warnings_of(f'[llm]\nuse = "vllm"\n[llm.budget]\nuser_money = 2\n{table}') == ()


@pytest.mark.parametrize("cap", ["user_tokens = 5", "user_money = 0"])
def test_without_a_cap_on_money_no_price_is_missed(cap: str) -> None:
    assert warnings_of(f'[llm]\nuse = "vllm"\n[llm.budget]\n{cap}\n') == ()


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
