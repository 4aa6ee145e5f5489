import socket

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from acore.errors import SettingsError
from acore.web.server import WebServer, listen


async def hello(_request: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


APP = Starlette(routes=[Route("/", hello)])


async def test_it_serves_from_start_until_close() -> None:
    web = WebServer(APP, host="127.0.0.1", port=0)
    await web.start()
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(web.address)).text == "hello"
        await web.aclose()
        with pytest.raises(httpx.ConnectError):
            await http.get(web.address)
    await web.aclose()


def test_a_taken_port_moves_to_the_next() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with listen("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] < port + 20


def test_a_host_of_another_machine_is_refused_with_the_way_out() -> None:
    with pytest.raises(SettingsError, match=r"web\.host '192\.0\.2\.1' can not be listened on.*127\.0\.0\.1"):
        listen("192.0.2.1", 8800)


def test_no_free_port_at_all_is_an_error_that_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acore.web.server._PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="ACORE_WEB__PORT=0"):
            listen("127.0.0.1", taken.getsockname()[1])
