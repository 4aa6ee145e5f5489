"""Everything that goes wrong on the way to a model, on real sockets: the right error, in time, with nothing left."""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import trustme

from acore.adapters import http
from acore.adapters.clock.system import SystemClock
from acore.adapters.llm.remote import OFFLINE
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces import LLM
from acore.testing.contracts.llm import asked as question
from tests.integration.llm.engines import KEY, KINDS, WAYS, WAYS_NAMED, Kind
from tests.integration.llm.far_side import Asked, Line, Script, far_side

PATIENCE_S = 60
"""Far more than any deadline below: whoever needs it hangs."""
HUGE = b"x" * (http.LARGEST_BODY + 2**20)

Fault = Callable[[Kind, Line], Awaitable[None]]


async def nothing(_kind: Kind, line: Line) -> None:
    await line.until_dropped()


async def reset(_kind: Kind, line: Line) -> None:
    line.reset()


async def closed(_kind: Kind, _line: Line) -> None:
    """Hangs up without a word."""


async def drip(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    while True:
        await line.send(kind.word("drop "))
        await asyncio.sleep(0.05)


async def drip_of_the_head(_kind: Kind, line: Line) -> None:
    await line.send(b"HTTP/1.1 200 OK\r\n")
    for n in range(1000):
        await line.send(f"X-{n}: drop\r\n".encode())
        await asyncio.sleep(0.05)


async def silence(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    await line.send(kind.word("half "))
    await line.until_dropped()


async def reset_in_the_middle(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    await line.send(kind.word("half "))
    await asyncio.sleep(0.02)
    line.reset()


async def closed_in_the_middle(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    await line.send(kind.word("half "))


async def truncated(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    await line.send(kind.word("half "), kind.word("an answer")[:-9])


async def garbage(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    await line.send(kind.word("half "), b"data: {\xff\xfe\x00 no json\n\n")


async def wrong_type(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    await line.send(b'data: {"choices": "no list"}\n\n' if kind.name != "ollama" else b'{"message": 7}\n')


async def no_http(_kind: Kind, line: Line) -> None:
    await line.send(b"220 mail.example ESMTP ready\r\n")


async def web_page(_kind: Kind, line: Line) -> None:
    await line.answer("text/html; charset=utf-8", b"<html>Welcome to the router</html>")


async def endless(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    while True:
        await line.send(kind.word("again and " * 2000))


async def endless_line(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    while True:
        await line.send(b"x" * 60_000)


async def huge_error(_kind: Kind, line: Line) -> None:
    await line.answer("text/plain", HUGE, status=400)


async def redirect(_kind: Kind, line: Line) -> None:
    await line.answer("text/plain", b"", status=308, Location="http://user:word@127.0.0.1:1/v2?key=1")


async def told_inside(kind: Kind, line: Line) -> None:
    await line.head(kind.media_type)
    told = b'{"error": {"message": "the model crashed", "type": "server_error"}}'
    await line.send(
        kind.word("half "), b"data: " + told + b"\n\n" if kind.name != "ollama" else b'{"error": "it crashed"}\n'
    )


def status(code: int, told: object = None, **headers: str) -> Fault:
    async def answer(_kind: Kind, line: Line) -> None:
        await line.json({"error": {"message": f"no: {KEY}"}} if told is None else told, code, **headers)

    return answer


@dataclass(frozen=True)
class Row:
    """A fault, the class of its error, what its message says, and what was heard before it."""

    fault: Fault
    error: type[EngineError]
    says: str
    heard: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


SHORT = {"timeout": 0.4}
MATRIX = {
    "blackhole": Row(nothing, EngineTimeout, r"did not answer within 0\.4 s", settings=SHORT),
    "reset before": Row(reset, EngineUnavailable, "closed the connection without an answer"),
    "closed before": Row(closed, EngineUnavailable, "closed the connection without an answer"),
    "slow head": Row(drip_of_the_head, EngineTimeout, r"within 0\.4 s", settings=SHORT),
    "slow drip": Row(drip, EngineTimeout, r"within 0\.4 s", heard="drop ", settings=SHORT),
    "silence in the middle": Row(silence, EngineTimeout, r"within 0\.4 s", heard="half ", settings=SHORT),
    "reset in the middle": Row(
        reset_in_the_middle, EngineUnavailable, "(broke off|stopped) in the middle", heard="half "
    ),
    "closed in the middle": Row(closed_in_the_middle, EngineUnavailable, "stopped in the middle", heard="half "),
    "truncated": Row(truncated, EngineUnavailable, "no JSON", heard="half "),
    "garbage": Row(garbage, EngineUnavailable, "no JSON", heard="half "),
    "wrong type": Row(wrong_type, EngineUnavailable, "can not be understood"),
    "error inside": Row(told_inside, EngineUnavailable, "crashed", heard="half "),
    "no http": Row(no_http, EngineRefused, "does not speak HTTP"),
    "web page": Row(web_page, EngineRefused, "answered with text/html.*base_url"),
    "endless": Row(endless, EngineRefused, "sent more than", heard="again and ", settings={"timeout": 60}),
    "endless line": Row(endless_line, EngineRefused, "a line of more than", settings={"timeout": 60}),
    "huge error": Row(huge_error, EngineRefused, "400"),
    "redirect": Row(redirect, EngineRefused, "moved to http://127.0.0.1:1/v2;"),
    "400": Row(status(400), EngineRefused, "400.*the model and its settings"),
    "401": Row(status(401), EngineRefused, "401.*does not take the API key.*acore use llm/extractive"),
    "402": Row(status(402), EngineRefused, "402.*no credit"),
    "403": Row(status(403), EngineRefused, "403.*may not"),
    "404": Row(status(404), EngineRefused, "has no model absent; there are tiny, large", settings={"model": "absent"}),
    "408": Row(status(408), EngineUnavailable, "408"),
    "413": Row(status(413), EngineRefused, "413.*too long.*chat.history"),
    "422": Row(status(422, {"detail": [{"msg": "bad field"}]}), EngineRefused, "422 .“bad field”"),
    "429": Row(status(429), RateLimited, "429.*no more requests just now"),
    "429 with a wait": Row(status(429, Retry_After="7"), RateLimited, "ask again in 7 s"),
    "429 with nonsense": Row(status(429, Retry_After="soon"), RateLimited, "429"),
    "500": Row(status(500), EngineUnavailable, "500.*it failed"),
    "503": Row(status(503), EngineUnavailable, "503.*busy or starting"),
    "529": Row(status(529), EngineUnavailable, "529"),
}


def serving(kind: Kind, fault: Fault) -> Script:
    """The fault wherever an answer is asked for, while the list of models is well."""

    async def script(asked: Asked, line: Line) -> None:
        if asked.method == "GET":
            await line.json(kind.models[1])
        else:
            await fault(kind, line)

    return script


@asynccontextmanager
async def clean_loop() -> AsyncIterator[None]:
    """Nothing is raised where nobody listens, and no task is left."""
    loop = asyncio.get_running_loop()
    strays: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _loop, context: strays.append(context))
    before = asyncio.all_tasks()
    yield
    for _ in range(200):
        if asyncio.all_tasks() <= before:
            break
        await asyncio.sleep(0.01)
    assert asyncio.all_tasks() <= before
    assert not strays


async def heard_of(llm: LLM) -> tuple[str, EngineError]:
    """What was said, and the error that ended it."""
    heard = ""
    try:
        async with asyncio.timeout(PATIENCE_S), aclosing(llm.stream(question())) as deltas:
            async for delta in deltas:
                assert delta.finish is None, "half an answer was passed off as whole"
                heard += delta.text
    except EngineError as error:
        return heard, error
    raise AssertionError("nothing went wrong")


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
@pytest.mark.parametrize("row", MATRIX.values(), ids=MATRIX)
async def test_a_fault_is_told_in_time_and_leaves_nothing_behind(kind: Kind, row: Row) -> None:
    async with clean_loop(), far_side(serving(kind, row.fault)) as served:
        async with kind.llm(served.address, **row.settings) as llm:
            heard, error = await heard_of(llm)
            assert isinstance(error, row.error)
            assert row.error is not EngineUnavailable or type(error) is EngineUnavailable
            assert heard.startswith(row.heard)
            assert bool(heard) == bool(row.heard)
            assert re.search(row.says, str(error)), str(error)
            assert (error.engine, kind.name in str(error)) == (kind.name, True)
            assert KEY not in str(error)
            assert len(str(error)) < 800
            assert OFFLINE in str(error)
            assert isinstance(error, EngineRefused | RateLimited) or "; ask again in a moment." in str(error)
        async with asyncio.timeout(PATIENCE_S):
            while served.open:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
@pytest.mark.parametrize("fault", [nothing, silence, drip])
async def test_the_deadline_of_a_request_ends_its_call(kind: Kind, fault: Fault) -> None:
    async with clean_loop(), far_side(serving(kind, fault)) as served, kind.llm(served.address, timeout=60) as llm:
        with pytest.raises(EngineTimeout, match=kind.name):
            async with asyncio.timeout(PATIENCE_S):
                await llm.complete(replace(question(), deadline=SystemClock().monotonic() + 0.3))


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
@pytest.mark.parametrize(("wait", "seconds"), [("7", 7.0), ("0", 0.0), ("-3", 0.0), ("nan", None), ("soon", None)])
async def test_how_long_to_wait_is_passed_on(kind: Kind, wait: str, seconds: float | None) -> None:
    async with far_side(serving(kind, status(429, Retry_After=wait))) as served, kind.llm(served.address) as llm:
        _, error = await heard_of(llm)
        assert isinstance(error, RateLimited)
        assert error.retry_after == seconds


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
async def test_nobody_there_is_told_with_the_address(kind: Kind) -> None:
    async with clean_loop(), kind.llm("http://127.0.0.1:9") as llm:
        _, error = await heard_of(llm)
        assert type(error) is EngineUnavailable
        assert re.search("http://127.0.0.1:9.* can not be reached .*Is it running", str(error))


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
async def test_a_machine_that_takes_no_connection_is_given_up(kind: Kind) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        crowd = [socket.socket() for _ in range(4)]
        try:
            for one in crowd:
                one.settimeout(0)
                one.connect_ex(address)
            async with clean_loop(), kind.llm(f"http://127.0.0.1:{address[1]}", timeout=0.3) as llm:
                _, error = await heard_of(llm)
            assert type(error) is EngineTimeout
        finally:
            for one in crowd:
                one.close()


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
async def test_a_name_that_is_none_is_told(kind: Kind) -> None:
    async with clean_loop(), kind.llm("http://no-such-host.invalid:1") as llm:
        _, error = await heard_of(llm)
        assert isinstance(error, EngineUnavailable)


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
async def test_a_certificate_is_checked(kind: Kind, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    async with clean_loop(), far_side(kind.serve, tls=server) as served:
        async with kind.llm(served.address) as llm:
            _, error = await heard_of(llm)
            assert isinstance(error, EngineRefused)
            assert re.search("no certificate that can be trusted.*SSL_CERT_FILE", str(error))
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        http._trust.cache_clear()
        async with kind.llm(served.address) as llm:
            assert (await llm.complete(question())).text == "The moon is far away."
        http._trust.cache_clear()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
async def test_after_a_fault_the_next_call_is_served(kind: Kind) -> None:
    faults = [reset, garbage, drip, status(500), no_http]

    async def script(asked: Asked, line: Line) -> None:
        if faults:
            await faults.pop()(kind, line)
        else:
            await kind.serve(asked, line)

    async with clean_loop(), far_side(script) as served, kind.llm(served.address, timeout=0.5) as llm:
        while faults:
            await heard_of(llm)
        assert (await llm.complete(question())).text == "The moon is far away."


@pytest.mark.parametrize("kind", WAYS, ids=WAYS_NAMED)
async def test_leaving_in_the_middle_closes_the_call(kind: Kind) -> None:
    dropped = asyncio.Event()

    async def script(_asked: Asked, line: Line) -> None:
        await line.head(kind.media_type)
        await line.send(kind.word("half "))
        await line.until_dropped()
        dropped.set()

    async def listen(llm: LLM) -> None:
        async for _ in llm.stream(question()):
            pass

    async with clean_loop(), far_side(script) as served, kind.llm(served.address, timeout=60) as llm:
        async with asyncio.timeout(PATIENCE_S):
            async with aclosing(llm.stream(question())) as deltas:
                await anext(deltas)
            await dropped.wait()
            dropped.clear()
            listening = asyncio.create_task(listen(llm))
            while len(served.asked) < 2:
                await asyncio.sleep(0.01)
            listening.cancel()
            await dropped.wait()
