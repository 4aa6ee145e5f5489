import os
from pathlib import Path

import pytest

from acore.errors import SettingsError
from acore.settings import load, load_settings


def problems(path: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    first, *rest = str(caught.value).splitlines()
    return [line.strip() for line in rest] or [first]


def problem_with(toml: str) -> str:
    Path("settings.toml").write_text(toml, "utf-8")
    (only,) = problems()
    return only


# files


def test_a_named_file_that_is_not_there_is_told_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("bot.toml").touch()
    assert problems(Path("bt.toml")) == ["--settings: there is no file bt.toml; did you mean bot.toml?"]
    monkeypatch.setenv("ACORE_SETTINGS", "zzz/zzz.toml")
    assert problems() == [
        "ACORE_SETTINGS: there is no file zzz/zzz.toml; name one that is there, or leave ACORE_SETTINGS out"
    ]


def test_the_working_directory_is_no_settings_file() -> None:
    assert problems(Path()) == [".: it is a directory; name a file"]


def test_a_directory_is_no_settings_file() -> None:
    Path("settings.toml").mkdir()
    assert problems() == ["settings.toml: it is a directory; name a file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_is_no_settings_file() -> None:
    os.mkfifo("settings.toml")
    assert problems() == ["settings.toml: it is a pipe or socket; name a file"]


def test_a_link_that_leads_nowhere_is_told() -> None:
    Path("settings.toml").symlink_to("nowhere.toml")
    assert "leads nowhere" in problems()[0]


def test_a_file_that_can_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, *_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    Path("settings.toml").touch()
    monkeypatch.setattr(Path, "open", refuse)
    assert "settings.toml: it can not be read (Permission denied)" in problems()[0]


def test_broken_toml_is_told_with_its_line() -> None:
    assert problem_with("[web]\nport 1\n").startswith("settings.toml: it is not TOML: ")
    assert "line 2" in problem_with("[web]\nport 1\n")


def test_toml_without_end_is_told() -> None:
    assert "nested too deeply" in problem_with("x = " + "[" * 100_000)


def test_a_file_that_is_not_utf8_is_told() -> None:
    Path("settings.toml").write_bytes(b"# caf\xe9\n")
    assert problems() == ["settings.toml: it is not UTF-8 text (byte 5); save it as UTF-8"]


def test_a_huge_file_is_refused_without_being_read_whole() -> None:
    assert "larger than 1,000,000 bytes" in problem_with("#" * 1_000_001)


def test_an_unreadable_dotenv_is_told() -> None:
    Path(".env").write_bytes(b"ACORE_WEB__PORT=\xff\n")
    assert problems() == [".env: it can not be read (it is not UTF-8 text); mend it, or move it away"]


def test_a_data_directory_that_is_no_path_is_told() -> None:
    assert "is no path" in problem_with('data_dir = "a\\u0000b"')


# keys


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("webb.port = 1", "settings.toml: there is no key webb; did you mean web?"),
        ("[Web]\nport = 1", "settings.toml: there is no key Web; did you mean web?"),
        ("port = 1", "settings.toml: there is no key port; did you mean web.port?"),
        ("web.prot = 1", "settings.toml: there is no key web.prot; did you mean web.port?"),
        ("web.zzz = 1", "settings.toml: there is no key web.zzz; there are web.host, web.port"),
        (
            "llm.voice = true",
            (
                "settings.toml: there is no key llm.voice; there are llm.use, llm.engines, llm.fallback, llm.route, "
                "llm.cache, llm.coalesce, llm.budget"
            ),
        ),
        (
            "llm.engines.scripted.replise = []",
            "settings.toml: there is no key llm.engines.scripted.replise; did you mean llm.engines.scripted.replies?",
        ),
        ("web = 1", "settings.toml: web is a table, and not a number; write [web]"),
        ("llm = 'sk-12345'", "settings.toml: llm is a table, and not text; write [llm]"),
        ("llm.engines = []", "settings.toml: llm.engines is a table, and not a list; write [llm.engines]"),
        ("llm.engines.a = true", "settings.toml: llm.engines.a is a table, and not a boolean; write [llm.engines.a]"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest(toml: str, told: str) -> None:
    assert problem_with(toml) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ACORE_LLN__USE", "there is no such setting; did you mean ACORE_LLM__USE?"),
        ("ACORE_PORT", "there is no such setting; did you mean ACORE_WEB__PORT?"),
        ("ACORE_WEB__PROT", "there is no such setting; did you mean ACORE_WEB__PORT?"),
        ("ACORE_WEB_PORT", "there is no such setting; did you mean ACORE_WEB__PORT?"),
        ("ACORE_LLM__USE__X", "there is no such setting; nothing stands below ACORE_LLM__USE"),
        ("ACORE_WEB__PORT_FILE", "there is no such setting; did you mean ACORE_WEB__PORT?"),
        ("ACORE_WEB", "web is a table; there are ACORE_WEB__HOST, ACORE_WEB__PORT"),
        ("ACORE_LLM__ENGINES__X", "llm.engines.x is a table; nothing stands below ACORE_LLM__ENGINES__X"),
    ],
)
def test_an_unknown_variable_is_told_with_the_nearest(name: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    assert problems() == [f"{name}: {told}"]


@pytest.mark.parametrize("name", ["ACORE_", "ACORE___", "ACORE_ZZZZZZ", "ACORE_XX__YY__ZZ"])
def test_no_variable_of_ours_is_passed_over(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    assert problems()[0].startswith(f"{name}: there is no such setting; there are ACORE_DATA_DIR, ACORE_DISCORD")


def test_an_unknown_variable_in_dotenv_is_told_with_its_place() -> None:
    Path(".env").write_text("ACORE_WEB__PROT=1\n")
    assert problems() == ["ACORE_WEB__PROT in .env: there is no such setting; did you mean ACORE_WEB__PORT?"]


# values


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("data_dir = 5", "settings.toml: data_dir should be a path; it is 5"),
        ("web.port = 99999", "settings.toml: web.port should be less than or equal to 65535; it is 99999"),
        ("web.host = 5", "settings.toml: web.host should be text; it is 5"),
        ("rag.paths = 'docs'", 'settings.toml: rag.paths should be a list; it is "docs"'),
        (
            "log.level = 'warnig'",
            (
                "settings.toml: log.level should be 'debug', 'info', 'warning' or 'error'; it is \"warnig\"; "
                "did you mean warning?"
            ),
        ),
        ("llm.use = 'scriptd'", "settings.toml: llm.use: there is no engine 'scriptd' for llm; did you mean scripted?"),
        (
            "llm.engines.x.engine = 'scriptd'",
            "settings.toml: llm.engines.x: there is no engine 'scriptd' for llm; did you mean scripted?",
        ),
        (
            "llm.engines.Big-One.engine = 'scripted'",
            "settings.toml: llm.engines.Big-One should match pattern '^[a-z0-9_]+$'",
        ),
        (
            "llm.engines.scripted.pace_s = -1",
            "settings.toml: llm.engines.scripted.pace_s should be greater than or equal to 0; it is -1",
        ),
        (
            "rvc.engines.shift.presets.x.pitch = 99",
            "settings.toml: rvc.engines.shift.presets.x.pitch should be less than or equal to 24; it is 99",
        ),
        (
            "rvc.engines.shift.presets.x.gruff = 1",
            "settings.toml: rvc.engines.shift.presets.x.gruff: there is no such setting",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_is_wanted(toml: str, told: str) -> None:
    assert problem_with(toml) == told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("ACORE_CHAT__HISTORY", "many", "chat.history should be a valid integer, unable to parse string as an integer"),
        ("LOG_LEVEL", "loud", "log.level should be 'debug', 'info', 'warning' or 'error'; it is \"loud\""),
        ("ACORE_RAG__PATHS", "[a", "it begins as JSON and is not: "),
        ("ACORE_LLM__USE", "xyzzy", "llm.use: there is no engine 'xyzzy' for llm; there are "),
    ],
)
def test_a_variable_that_does_not_fit_is_named(
    name: str, text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    (only,) = problems()
    assert only.startswith(f"{name}: {told}")


def test_the_place_of_a_bad_value_is_the_one_that_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("settings.toml").write_text("web.port = 1")
    Path("settings.local.toml").write_text("web.port = 'x'")
    assert problems()[0].startswith("settings.local.toml: web.port should be")
    monkeypatch.setenv("ACORE_WEB__PORT", "1")
    assert load_settings().web.port == 1


def test_a_long_value_is_shown_in_part() -> None:
    told = problem_with(f"web.port = '{'x' * 500}'")
    assert "xxx…" in told
    assert len(told) < 200


def test_the_password_of_an_address_is_not_shown() -> None:
    told = problem_with("discord.proxy = 'ftp://ada:@s3cret@proxy'")
    assert "s3cret" not in told
    assert "ftp://***@proxy" in told


# secrets


def test_a_secret_in_a_settings_file_is_refused_with_its_variable() -> None:
    told = problem_with("discord.token = 's3cret'")
    assert told.startswith("settings.toml: discord.token is a secret")
    for way in ("ACORE_DISCORD__TOKEN ", "DISCORD_TOKEN", "ACORE_DISCORD__TOKEN_FILE", "secrets.toml"):
        assert way in told
    assert "s3cret" not in told


def test_a_secret_of_an_engine_that_is_not_there_is_refused_as_well() -> None:
    Path("settings.toml").write_text("[llm.engines.elsewhere]\napi_key = 's3cret'\nmodel = 'x'\n")
    told = problems()
    assert [line for line in told if "llm.engines.elsewhere.api_key is a secret" in line]
    assert [line for line in told if "there is no engine 'elsewhere'" in line]
    assert "s3cret" not in "".join(told)


def test_only_secrets_stand_in_secrets_toml() -> None:
    Path("data").mkdir()
    Path("data/secrets.toml").write_text("web.port = 1\nnosuch = 1\n")
    told = problems()
    assert told[0] == "data/secrets.toml: web.port is no secret; write it to settings.local.toml"
    assert told[1].startswith("data/secrets.toml: there is no key nosuch")


def test_broken_secrets_are_told_without_their_text() -> None:
    Path("data").mkdir()
    Path("data/secrets.toml").write_text("[discord]\ntoken = s3cret\n")
    (told,) = problems()
    assert told.startswith("data/secrets.toml: it is not TOML")
    assert "s3cret" not in told


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file or directory"), (b"\xff", "it is not UTF-8 text"), (b" \n", "is empty")]
)
def test_a_secret_file_that_holds_none_is_told(
    content: bytes | None, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        Path("token").write_bytes(content)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    (told,) = problems()
    assert told.startswith("DISCORD_TOKEN_FILE: the file token ")
    assert why in told


def test_a_secret_that_does_not_fit_is_not_shown() -> None:
    Path("data").mkdir()
    Path("data/secrets.toml").write_text("discord.token = [ 's3cret' ]\n")
    (told,) = problems()
    assert told == "data/secrets.toml: discord.token should be text; it is a secret, and not shown"


# all at once


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("settings.toml").write_text("webb = 1\nweb.port = 'x'\ndiscord.token = 'y'\nllm.use = 'xyzzy'\n")
    Path("settings.local.toml").write_text("broken")
    Path(".env").write_text("ACORE_NOSUCH=1\n")
    monkeypatch.setenv("ACORE_CHAT__HISTORY", "-1")
    told = problems(Path("settings.toml"))
    places = ["settings.local.toml", "settings.toml", "settings.toml", "ACORE_NOSUCH in .env", "settings.toml"]
    assert [line.split(":")[0] for line in told] == [*places, "ACORE_CHAT__HISTORY", "settings.toml"]


def test_settings_with_problems_are_not_loaded_in_part() -> None:
    Path("settings.toml").write_text("webb = 1\n")
    with pytest.raises(SettingsError):
        load()


@pytest.mark.parametrize(
    ("key", "toml"), [("web.port", "[web]\nport = true\n"), ("rag.top_k", "[rag]\ntop_k = false\n")]
)
def test_a_boolean_is_no_number(key: str, toml: str) -> None:
    Path("settings.toml").write_text(toml)
    (told,) = problems()
    assert told.startswith(f"settings.toml: {key} should be")
    assert told.endswith(('true"', 'false"'))
