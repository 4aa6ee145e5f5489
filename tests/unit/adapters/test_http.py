import httpx
import pytest
from pydantic import SecretStr

from acore.adapters.http import PooledHttp, _proxy, is_loopback
from acore.adapters.http_faults import Faults
from acore.errors import EngineRefused, EngineUnavailable, RateLimited
from acore.interfaces import FarSide, StatusRefused

FAR = FarSide(
    engine="openai", base_url="https://user:word@models.example/v1?x=1", api_key=SecretStr("sk-secret-1234567")
)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "::1", "[::1]", "app.localhost"])
def test_this_machine_is_known_by_all_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.168.0.1", "10.0.0.1", "example.org", "0.0.0.0", "localhost.example.org", ""])
def test_other_machines_are_not_taken_for_it(host: str) -> None:
    assert not is_loopback(host)


def test_the_proxy_of_the_environment_is_for_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3129")
    monkeypatch.setenv("no_proxy", "inside.example")
    found = {url: _proxy(httpx.URL(url)) for url in ("http://a.example", "https://a.example")}
    assert [proxy and str(proxy.url) for proxy in found.values()] == [
        "http://proxy.example:3128",
        "http://proxy.example:3129",
    ]
    for url in ("http://127.0.0.1:11434", "http://localhost:1", "http://[::1]:8000", "https://inside.example"):
        assert _proxy(httpx.URL(url)) is None


@pytest.mark.parametrize("address", ["http://", "http://[::1", "nonsense", "ftp://x", "http:///models"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(EngineRefused, match=r"base_url is no address that can be called"):
        PooledHttp().client(FarSide(engine="openai", base_url=address))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": {"message": "No such model"}}', "“No such model”"),
        (b'{"error": "just words"}', "“just words”"),
        (b'[{"error": {"message": "in a list"}}]', "“in a list”"),
        (b'{"detail": [{"msg": "bad field"}]}', "“bad field”"),
        (b'{"message": "plain"}', "“plain”"),
        (b"not found", "“not found”"),
        (b"<html>a page</html>", "404:"),
        (b"", "404:"),
        (b"\xff\xfe", "“��”"),
        (b'{"error": {"message": "key sk-secret-1234567 and sk-other-abcdefgh"}}', "“key *** and ***”"),
    ],
)
def test_what_a_server_says_of_its_error_is_told_without_keys(body: bytes, words: str) -> None:
    told = Faults(FAR).of_status(404, {}, body)
    assert isinstance(told, StatusRefused)
    assert words in str(told)
    assert "secret-1234567" not in str(told)


def test_an_error_names_the_place_without_what_is_private_in_it() -> None:
    told = str(Faults(FAR).of_status(500, {}, b"x" * 10_000))
    assert told.startswith("openai at https://models.example/v1 answered 500 (“xxx")
    assert "word" not in told
    assert len(told) < 600


def test_passing_and_lasting_statuses_are_told_apart() -> None:
    kinds = {
        status: type(Faults(FAR).of_status(status, {}, b"")) for status in (400, 401, 408, 409, 425, 429, 500, 599)
    }
    assert kinds == {
        400: StatusRefused, 401: StatusRefused, 408: EngineUnavailable, 409: EngineUnavailable,
        425: EngineUnavailable, 429: RateLimited, 500: EngineUnavailable, 599: EngineUnavailable,
    }  # fmt: skip
