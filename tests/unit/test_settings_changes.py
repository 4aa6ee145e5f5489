import os
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.llm.scripted import ScriptedSettings
from acore.errors import SettingsError
from acore.settings import Change, load_settings, set_value
from acore.settings_sources import edits

LOCAL = Path("settings.local.toml")


def test_a_value_is_written_as_what_it_is() -> None:
    assert set_value("web.port", "9000") == Change("web.port", 9000, LOCAL, None)
    set_value("log.messages", "yes")
    set_value("rag.paths", "docs, notes")
    set_value("chat.edit_every_s", "1.5")
    assert tomllib.loads(LOCAL.read_text()) == {
        "web": {"port": 9000},
        "log": {"messages": True},
        "rag": {"paths": ["docs", "notes"]},
        "chat": {"edit_every_s": 1.5},
    }
    assert load_settings().web.port == 9000


def test_the_file_lies_beside_the_settings_file_that_is_named() -> None:
    Path("etc").mkdir()
    named = Path("etc/bot.toml")
    named.touch()
    assert set_value("web.port", "1", named).file == Path("etc/settings.local.toml")
    assert load_settings(named).web.port == 1
    assert not LOCAL.exists()


def test_comments_and_order_are_kept() -> None:
    LOCAL.write_text("# mine\n[web] # here\nport = 1 # was 8800\n\n[chat]\nhistory = 3\n")
    set_value("web.port", "2")
    set_value("web.host", "localhost")
    assert LOCAL.read_text() == (
        '# mine\n[web] # here\nport = 2 # was 8800\nhost = "localhost"\n\n[chat]\nhistory = 3\n'
    )


def test_an_engine_is_set_up_key_by_key() -> None:
    set_value("llm.engines.parrot.engine", "scripted")
    set_value("llm.engines.parrot.replies", "Squawk!")
    set_value("llm.use", "parrot")
    parrot = load_settings().llm.selected()
    assert isinstance(parrot, ScriptedSettings)
    assert (parrot.engine, parrot.replies, parrot.pace_s) == ("scripted", ("Squawk!",), 0)


def test_a_value_that_does_not_fit_is_refused_and_nothing_written() -> None:
    with pytest.raises(SettingsError, match=r"the new value: web\.port should be"):
        set_value("web.port", "x")
    assert not LOCAL.exists()


def test_a_variable_does_not_hide_a_value_that_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_WEB__PORT", "1")
    with pytest.raises(SettingsError, match=r"web\.port should be"):
        set_value("web.port", "x")


def test_the_variable_that_wins_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert set_value("log.level", "error").hidden_by == "LOG_LEVEL"
    Path(".env").write_text("ACORE_WEB__PORT=1\n")
    assert set_value("web.port", "2").hidden_by == "ACORE_WEB__PORT in .env"


def test_a_secret_is_refused_with_the_places_for_it() -> None:
    with pytest.raises(SettingsError, match=r"ACORE_DISCORD__TOKEN \(or DISCORD_TOKEN\).*secrets\.toml") as caught:
        set_value("discord.token", "s3cret")
    assert "s3cret" not in str(caught.value)
    assert not LOCAL.exists()


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("web.prot", "there is no key web.prot; did you mean web.port?"),
        ("", "there is no key ; there are data_dir"),
        ("web..port", "there is no key web..port"),
        ("web", "web is a table; there are web.host, web.port"),
        ("llm.engines.my__own.engine", "set it with an editor"),
        ("llm.engines.own_.engine", "set it with an editor"),
        ("llm.engines.nope.model", "there is no engine 'nope'"),
    ],
)
def test_a_key_that_can_not_be_set_is_refused(key: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        set_value(key, "x")
    assert told in str(caught.value)
    assert not LOCAL.exists()


def test_a_key_may_be_written_in_upper_case() -> None:
    assert set_value("WEB.Port", "1").key == "web.port"


def test_settings_that_are_broken_elsewhere_are_not_changed() -> None:
    Path("settings.toml").write_text("webb = 1\n")
    with pytest.raises(SettingsError, match="webb"):
        set_value("web.port", "1")
    assert not LOCAL.exists()


def test_a_broken_value_can_be_mended_by_setting_it() -> None:
    LOCAL.write_text("[web]\nport = 'x'\n")
    set_value("web.port", "1")
    assert load_settings().web.port == 1


def test_a_local_file_that_is_not_toml_is_left_as_it_is() -> None:
    LOCAL.write_text("broken")
    with pytest.raises(SettingsError, match="it is not TOML"):
        set_value("web.port", "1")
    with pytest.raises(SettingsError, match="it is not TOML"):
        edits.write(LOCAL, {("web", "port"): 1}, edits.SETTINGS)
    assert LOCAL.read_text() == "broken"


def test_an_edit_that_would_harm_the_rest_is_refused() -> None:
    LOCAL.write_text("x = 1\n")
    with pytest.raises(SettingsError, match="with an editor"):
        edits.write(LOCAL, {("x", "y"): 1}, edits.SETTINGS)
    with pytest.raises(SettingsError, match="with an editor"):
        edits.write(LOCAL, {("y",): "\udcff"}, edits.SETTINGS)
    assert LOCAL.read_text() == "x = 1\n"


def test_a_link_stays_a_link_and_rights_stay_rights() -> None:
    real = Path("real.toml")
    real.write_text("[web]\nport = 1\n")
    real.chmod(0o640)
    LOCAL.symlink_to(real)
    set_value("web.port", "2")
    assert LOCAL.is_symlink()
    assert "port = 2" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    LOCAL.write_text("[web]\nport = 1\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        SettingsError, match=r"settings\.local\.toml: it can not be written \(No space left on device\)"
    ):
        set_value("web.port", "2")
    assert [path.name for path in Path().iterdir() if path.suffix != ".lock"] == [LOCAL.name]
    assert LOCAL.read_text() == "[web]\nport = 1\n"


VALUES = {
    "web.port": st.integers(0, 65535).map(str),
    "chat.history": st.integers(0, 1000).map(str),
    "log.level": st.sampled_from(["debug", "info"]),
    "web.host": st.text(min_size=1, max_size=20).filter(str.strip),
    "llm.engines.a.engine": st.just("scripted"),
    "llm.engines.scripted.pace_s": st.floats(0, 60).map(str),
}


CHANGES = st.sampled_from(sorted(VALUES)).flatmap(lambda key: st.tuples(st.just(key), VALUES[key]))


@settings(deadline=None, max_examples=30)
@given(changes=st.lists(CHANGES, max_size=6))
def test_after_any_changes_the_last_value_of_each_key_is_in_force(changes: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        expected = {key: set_value(key, value).value for key, value in changes}
        loaded = load_settings().model_dump(mode="json")
        for key, value in expected.items():
            place = loaded
            for step in key.split("."):
                place = place[step]
            assert place == value


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_is_no_value(value: str) -> None:
    with pytest.raises(SettingsError, match=r"data_dir stays as it is"):
        set_value("data_dir", value)
    assert not LOCAL.exists()
