import asyncio
import gzip
import ssl
import zlib

import pytest
import trustme

from acore.errors import (
    EngineError,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    InvalidInput,
    NotFound,
    RateLimited,
)
from tests.integration.llm.far_side import Asked, Line, Script, far_side
from tests.integration.pages.fetching import fetcher, port_of

MOST = 100_000


def saying(media_type: str, body: bytes, status: int = 200, **headers: str) -> Script:
    async def say(_asked: Asked, line: Line) -> None:
        await line.answer(media_type, body, status, **headers)

    return say


async def fetched(script: Script, within_s: float = 5) -> tuple[str, bytes]:
    async with far_side(script) as server, fetcher() as pages:
        found = await pages.fetch(f"{server.address}/page", largest=MOST, timeout=within_s)
        return found.media_type, found.data


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, NotFound),
        (410, NotFound),
        (204, NotFound),
        (401, EngineRefused),
        (403, EngineRefused),
        (451, EngineRefused),
        (400, EngineRefused),
        (300, EngineRefused),
        (302, EngineRefused),  # that leads nowhere
        (429, RateLimited),
        (408, EngineUnavailable),
        (500, EngineUnavailable),
        (503, EngineUnavailable),
    ],
)
async def test_a_status_is_told_for_what_it_is(status: int, kind: type[EngineError]) -> None:
    with pytest.raises(kind, match=rf"127\.0\.0\.1.*\({status}\)") as raised:
        await fetched(saying("text/html", b"" if status == 204 else b"<p>no</p>", status))
    assert type(raised.value) is kind


async def test_a_page_within_the_bound_is_whole() -> None:
    assert await fetched(saying("Text/HTML; charset=utf-8", b"x" * MOST)) == ("text/html", b"x" * MOST)
    assert await fetched(saying("", b"x")) == ("", b"x")


async def test_a_page_that_says_it_is_larger_is_not_read() -> None:
    async def large(_asked: Asked, line: Line) -> None:
        await line.head("text/html", Content_Length=str(MOST + 1))
        await line.until_dropped()

    with pytest.raises(EngineRefused, match=r"more than 0\.1 MB"):
        await fetched(large)


async def test_a_page_without_end_is_left_at_the_bound() -> None:
    dropped = asyncio.Event()

    async def endless(_asked: Asked, line: Line) -> None:
        await line.head("text/html")
        try:
            while True:
                await line.send(b"x" * 10_000)
        finally:
            dropped.set()

    with pytest.raises(EngineRefused, match="more than"):
        await fetched(endless)
    await asyncio.wait_for(dropped.wait(), 5)


async def test_what_is_compressed_is_read() -> None:
    packed = gzip.compress(b"<p>Hello!</p>")
    assert await fetched(saying("text/html", packed, Content_Encoding="gzip")) == ("text/html", b"<p>Hello!</p>")


@pytest.mark.parametrize(
    ("coding", "packed"), [("gzip", gzip.compress(bytes(10**8))), ("deflate", zlib.compress(bytes(10**8)))]
)
async def test_a_bomb_does_not_go_off(coding: str, packed: bytes) -> None:
    assert len(packed) <= MOST
    with pytest.raises(EngineRefused, match="more than"):
        await fetched(saying("text/html", packed, Content_Encoding=coding))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
async def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(EngineRefused, match="compressed the page in a way"):
        await fetched(saying("text/html", b"abc", Content_Encoding=coding))


async def test_what_is_not_compressed_though_it_says_so_is_refused() -> None:
    with pytest.raises(EngineRefused, match="can not be read"):
        await fetched(saying("text/html", b"<p>plain</p>", Content_Encoding="gzip"))


@pytest.mark.parametrize("kind", ["image/png", "audio/mpeg", "VIDEO/mp4", "font/woff2", "multipart/x-mixed-replace"])
async def test_what_nobody_can_read_is_not_fetched(kind: str) -> None:
    async def endless(_asked: Asked, line: Line) -> None:
        await line.head(kind)
        await line.until_dropped()

    with pytest.raises(EngineRefused, match="nothing to read"):
        await fetched(endless)


@pytest.mark.parametrize("pause", ["head", "body"])
async def test_a_server_that_takes_its_time_is_left_when_the_time_is_over(pause: str) -> None:
    gone = asyncio.Event()

    async def slow(_asked: Asked, line: Line) -> None:
        if pause == "body":
            await line.head("text/html")
            await line.send(b"<p>")
        await line.until_dropped()
        gone.set()

    async with far_side(slow) as server, fetcher() as pages:
        with pytest.raises(EngineTimeout, match=r"127\.0\.0\.1 did not give the page within 0\.2 s"):
            await pages.fetch(f"{server.address}/", largest=MOST, timeout=0.2)
        await asyncio.wait_for(gone.wait(), 5)


async def test_who_drips_is_left_too() -> None:
    async def drip(_asked: Asked, line: Line) -> None:
        await line.head("text/html")
        while True:
            await line.send(b"x")
            await asyncio.sleep(0.01)

    with pytest.raises(EngineTimeout):
        await fetched(drip, within_s=0.3)


async def test_cancelling_closes_the_connection() -> None:
    came, gone = asyncio.Event(), asyncio.Event()

    async def slow(_asked: Asked, line: Line) -> None:
        came.set()
        await line.until_dropped()
        gone.set()

    async with far_side(slow) as server, fetcher() as pages:
        task = asyncio.create_task(pages.fetch(f"{server.address}/", largest=MOST, timeout=30))
        await asyncio.wait_for(came.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 5)


async def test_a_server_that_breaks_off_or_talks_nonsense_is_told() -> None:
    async def breaks(_asked: Asked, line: Line) -> None:
        await line.head("text/html", Content_Length="1000")
        await line.send(b"<p>")
        line.reset()

    async def closes(_asked: Asked, line: Line) -> None:
        line.reset()

    async def nonsense(_asked: Asked, line: Line) -> None:
        await line.send(b"220 mail.example ESMTP\r\n\r\n")

    async def heads(_asked: Asked, line: Line) -> None:
        await line.send(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n")

    for script, kind in (
        (breaks, EngineUnavailable),
        (closes, EngineUnavailable),
        (nonsense, EngineRefused),
        (heads, EngineRefused),
    ):
        with pytest.raises(kind, match=r"127\.0\.0\.1"):
            await fetched(script)


async def test_nobody_at_the_address_is_told() -> None:
    async with far_side(saying("text/html", b"x")) as server:
        port = port_of(server.address)
    async with fetcher() as pages:
        with pytest.raises(EngineUnavailable, match=r"site\.example can not be reached"):
            await pages.fetch(f"http://site.example:{port}/", largest=MOST, timeout=5)


async def test_a_certificate_that_nobody_trusts_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("site.example").configure_cert(context)
    async with far_side(saying("text/html", b"x"), tls=context) as server, fetcher() as pages:
        with pytest.raises(EngineRefused, match=r"site\.example has no certificate that can be trusted"):
            await pages.fetch(f"https://site.example:{port_of(server.address)}/", largest=MOST, timeout=5)


async def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    context, authority = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), trustme.CA()
    authority.issue_cert("site.example").configure_cert(context)
    with authority.cert_pem.tempfile() as file:
        monkeypatch.setenv("SSL_CERT_FILE", file)
        async with far_side(saying("text/html", b"x"), tls=context) as server, fetcher() as pages:
            port = port_of(server.address)
            found = await pages.fetch(f"https://site.example:{port}/", largest=MOST, timeout=5)
            assert found.data == b"x"
            with pytest.raises(EngineRefused, match="certificate"):
                await pages.fetch(f"https://other.example:{port}/", largest=MOST, timeout=5)


@pytest.mark.parametrize(
    ("kind", "body", "read"),
    [
        ("text/html; charset=Shift_JIS", "日本".encode("shift_jis"), b"\xef\xbb\xbf" + "日本".encode()),
        ('text/plain; charset="iso-8859-1"', "„süß“".encode("cp1252"), b"\xef\xbb\xbf" + "„süß“".encode()),
        ("text/html; charset=utf-8", "süß".encode(), "süß".encode()),
        ("text/html; charset=unicode_escape", rb"\x41", rb"\x41"),
        ("application/pdf; charset=iso-8859-1", b"%PDF \xff", b"%PDF \xff"),
    ],
)
async def test_text_in_an_old_encoding_comes_in_utf_8(kind: str, body: bytes, read: bytes) -> None:
    assert (await fetched(saying(kind, body)))[1] == read


async def test_an_address_is_checked_before_anything_is_opened() -> None:
    async with fetcher() as pages:
        with pytest.raises(InvalidInput):
            await pages.fetch("file:///etc/passwd", largest=MOST, timeout=5)
        assert pages._made is None


async def test_many_pages_are_fetched_at_once() -> None:
    async with far_side(saying("text/html", b"x")) as server, fetcher() as pages:
        calls = (pages.fetch(f"{server.address}/{n}", largest=MOST, timeout=5) for n in range(40))
        assert [found.data for found in await asyncio.gather(*calls)] == [b"x"] * 40
