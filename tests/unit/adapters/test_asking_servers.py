import pytest
from pydantic import SecretStr

from acore.adapters.asking import Asking, no_json, require_keys, sendable, unlike
from acore.adapters.tts.openai import OpenAITTSSettings
from acore.errors import SettingsError
from acore.interfaces import FarSide
from acore.testing import engine_context


class Asks(Asking):
    """Asks nobody in particular."""

    async def open(self) -> None:
        self._begin(engine_context().http, FarSide(engine="asks", base_url="http://127.0.0.1:9"))


async def test_there_is_a_client_from_opening_to_closing() -> None:
    engine = Asks()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="Asks is asked before it is open"):
            _ = engine._client
        await engine.open()
        assert engine._client is engine._client
        await engine.aclose()
        await engine.aclose()


@pytest.mark.parametrize("key", ["", "two words", "umlaut ü", "line\n", "tab\t"])
def test_a_key_that_no_header_can_hold_is_none(key: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII without spaces"):
        sendable(SecretStr(key))


def test_a_key_may_be_missing_and_is_kept_as_it_is() -> None:
    assert sendable(None) is None
    assert sendable(key := SecretStr("sk-abc_123+/=")) is key


def test_a_key_that_is_needed_is_asked_for_by_its_command() -> None:
    require_keys(OpenAITTSSettings(base_url="http://127.0.0.1:8000/v1"), "tts/openai", "Or not.")
    with pytest.raises(SettingsError, match=r"openai needs api_key: acore use tts/openai asks for it\. Or not\."):
        require_keys(OpenAITTSSettings(), "tts/openai", "Or not.")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (KeyError("text"), "“text” is missing"),
        (KeyError(3), "a value in it is of another kind"),
        (TypeError("'NoneType' object is not subscriptable"), "a value in it is of another kind"),
    ],
)
async def test_an_answer_of_another_form_is_told_in_words_and_with_a_way_out(error: Exception, why: str) -> None:
    far = FarSide(engine="far", base_url="http://127.0.0.1:9", way_out="Or use another one.")
    client = engine_context().http.client(far)
    told = f"its vectors are not of the form ({why}); ask again in a moment. Or use another one."
    assert str(unlike(client, "its vectors are", error)).endswith(told)
    await client.aclose()


def test_what_is_no_json_is_quoted_as_text_and_not_all_of_it() -> None:
    assert no_json(b'{"a": \xff') == 'what it sent is no JSON: “{"a": \ufffd”'
    assert len(no_json(b"x" * 10_000)) < 300
