import socket

import aiohttp
import pytest

from acore.adapters.pages import HttpPageFetcher
from acore.adapters.public_web import PUBLIC, Forbidden, PublicTransport
from acore.errors import EngineRefused, InvalidInput
from acore.testing import engine_context
from tests.integration.llm.far_side import Asked, Line, far_side
from tests.integration.pages.fetching import SERVER, Names, fetcher, forbidden, port_of


async def page(_asked: Asked, line: Line) -> None:
    await line.answer("text/html; charset=utf-8", b"<p>Hello!</p>")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"])
async def test_a_server_of_this_machine_is_not_even_connected_to(host: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with forbidden("127.0.0.1", port) as came, HttpPageFetcher(engine_context(), PUBLIC) as pages:
        with pytest.raises(InvalidInput):
            await pages.fetch(f"http://{host}:{port}/", largest=1000, timeout=5)
    assert came == []


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.3"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["192.168.1.1"],
        ["0.0.0.0"],
        ["::1"],
        ["::ffff:127.0.0.3"],
        ["fe80::1%1"],
        ["fd00:ec2::254"],
        ["64:ff9b::7f00:3"],
        ["127.0.0.1", "127.0.0.3"],
        ["8.8.8.8", "10.0.0.1"],
    ],
)
async def test_a_name_that_stands_for_anything_inside_is_refused_whole(answer: list[str]) -> None:
    async with far_side(page) as server, forbidden("127.0.0.3", port_of(server.address)) as came:
        async with fetcher(names=lambda: Names(answer)) as pages:
            with pytest.raises(InvalidInput, match=r"rebound\.example is not on the public web"):
                await pages.fetch(f"http://rebound.example:{port_of(server.address)}/", largest=1000, timeout=5)
        assert server.asked == []
    assert came == []


async def test_a_name_is_looked_up_once_for_a_connection_so_that_its_second_answer_leads_nowhere() -> None:
    names = Names(["127.0.0.1"], ["127.0.0.3"])
    async with far_side(page) as server, forbidden("127.0.0.3", port_of(server.address)) as came:
        address = f"http://rebinding.example:{port_of(server.address)}/"
        async with fetcher(names=lambda: names) as pages:
            assert (await pages.fetch(address, largest=1000, timeout=5)).data == b"<p>Hello!</p>"
            assert names.asked == ["rebinding.example"]
            with pytest.raises(InvalidInput):
                await pages.fetch(address, largest=1000, timeout=5)
    assert came == []


async def test_a_socket_is_checked_as_well_should_a_name_server_be_believed_wrongly() -> None:
    transport = PublicTransport(SERVER, lambda: Names(["127.0.0.1"]))
    async with forbidden("127.0.0.3") as came, transport._session() as session:
        session.connector._resolver = Names(["127.0.0.3"])  # type: ignore[union-attr]
        with pytest.raises(aiohttp.ClientConnectorError) as raised:
            await session.get(f"http://any.example:{came.port}/")
        assert isinstance(raised.value.os_error, Forbidden)
    assert came == []


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.3:{port}/",
        "http://2130706435:{port}/",
        "http://[::ffff:7f00:3]:{port}/",
        "//127.0.0.3:{port}/",
        "http://localhost:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://user:word@site.example:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.3:{port}/_",
        "ftp://site.example/",
        "javascript:alert(1)",
        "http://①②⑦.⓪.⓪.③:{port}/",
        "http://[::1",
    ],
)
async def test_a_redirect_is_checked_like_the_first_address(location: str) -> None:
    async def leads_on(asked: Asked, line: Line) -> None:
        port = asked.headers["host"].rpartition(":")[2]
        await line.answer("text/html", b"", 302, Location=location.format(port=port))

    async with far_side(leads_on) as server, forbidden("127.0.0.3", port_of(server.address)) as came:
        async with fetcher() as pages:
            with pytest.raises((InvalidInput, EngineRefused), match=r"site\.example leads on to"):
                await pages.fetch(f"http://site.example:{port_of(server.address)}/", largest=1000, timeout=5)
        assert len(server.asked) == 1
    assert came == []


async def test_a_name_that_changes_between_two_redirects_is_refused() -> None:
    async def leads_on(_asked: Asked, line: Line) -> None:
        await line.answer("text/html", b"", 307, Location="/next")

    names = Names(["127.0.0.1"], ["127.0.0.3"])
    async with far_side(leads_on) as server, fetcher(names=lambda: names) as pages:
        port = port_of(server.address)
        async with forbidden("127.0.0.3", port) as came:
            with pytest.raises(InvalidInput):
                await pages.fetch(f"http://site.example:{port}/", largest=1000, timeout=5)
    assert (came, len(names.asked)) == ([], 2)


async def test_redirects_end() -> None:
    async def leads_on(asked: Asked, line: Line) -> None:
        await line.answer("text/html", b"", 301, Location=f"{asked.path}x")

    async with far_side(leads_on) as server, fetcher() as pages:
        with pytest.raises(EngineRefused, match="without an end"):
            await pages.fetch(f"{server.address}/", largest=1000, timeout=5)
        assert len(server.asked) == 6


async def test_a_redirect_is_followed_and_nothing_of_the_first_server_goes_along() -> None:
    async def two(asked: Asked, line: Line) -> None:
        if asked.path == "/old":
            await line.answer("text/html", b"moved", 301, Location="/new?x=1#part", Set_Cookie="a=b; Path=/")
        else:
            await page(asked, line)

    async with far_side(two) as server, fetcher() as pages:
        found = await pages.fetch(f" {server.address}/old#top\n", largest=1000, timeout=5)
        assert (found.url, found.media_type) == (f"{server.address}/new?x=1", "text/html")
        first, second = server.asked
        assert "cookie" not in second.headers
        assert second.headers["user-agent"].startswith("acore/")
        assert not {"referer", "authorization", "cookie"} & {*first.headers, *second.headers}


async def test_the_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with far_side(page) as server, forbidden("127.0.0.3") as came:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.3:1")
        async with fetcher() as pages:
            assert (await pages.fetch(f"{server.address}/", largest=1000, timeout=5)).data == b"<p>Hello!</p>"
    assert came == []
