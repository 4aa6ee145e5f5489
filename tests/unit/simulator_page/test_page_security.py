import httpx
import pytest

from acore.simulator.page.app import Playground
from tests.unit.simulator_page.house import ORIGIN, TOKEN, House

FILES = "/playground/files?name=a.txt"


def browser(app: Playground, base_url: str = ORIGIN, **headers: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base_url, headers=headers)


@pytest.mark.parametrize("host", ["127.0.0.1:8800", "127.0.0.1", "localhost:8800", "LOCALHOST", "[::1]:8800", "[::1]"])
async def test_loopback_names_are_answered(app: Playground, host: str) -> None:
    async with browser(app, Host=host) as client:
        assert (await client.get("/")).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8800", "127.0.0.1.evil.example", "192.0.2.1", "", "[", "localhost.evil", "a@b"],
)
async def test_a_name_of_another_machine_is_refused(app: Playground, host: str) -> None:
    async with browser(app, Host=host) as client:
        answer = await client.get("/")
    assert answer.status_code == 403
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": ORIGIN},
        {"X-Acore-Token": TOKEN},
        {"Origin": ORIGIN, "X-Acore-Token": "another"},
        {"Origin": ORIGIN, "X-Acore-Token": "t\u00f6ken"},
        {"Origin": "http://127.0.0.1:3000", "X-Acore-Token": TOKEN},
        {"Origin": "https://127.0.0.1:8800", "X-Acore-Token": TOKEN},
        {"Origin": "null", "X-Acore-Token": TOKEN},
        {"Origin": ORIGIN, "X-Acore-Token": TOKEN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "X-Acore-Token": TOKEN, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_an_order_from_elsewhere_is_refused(app: Playground, house: House, headers: dict[str, str]) -> None:
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    async with browser(app) as client:
        answer = await client.post(FILES, content=b"text", headers=encoded)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert house.dropped == []


async def test_the_pages_own_order_is_taken(app: Playground, house: House) -> None:
    headers = {"Origin": ORIGIN, "X-Acore-Token": TOKEN, "Sec-Fetch-Site": "same-origin"}
    async with browser(app, **headers) as client:
        assert (await client.post(FILES, content=b"text")).status_code == 200
    assert house.dropped == [("a.txt", b"text")]


async def test_another_page_can_not_read_along(app: Playground) -> None:
    async with browser(app, **{"Sec-Fetch-Site": "cross-site"}) as client:
        assert (await client.get("/playground/events")).status_code == 403


async def test_a_link_from_elsewhere_may_open_the_page(app: Playground) -> None:
    async with browser(app, **{"Sec-Fetch-Site": "cross-site"}) as client:
        assert (await client.get("/")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/playground/static/main.js", "/nothing"])
async def test_every_answer_forbids_what_the_page_does_not_need(app: Playground, path: str) -> None:
    async with browser(app) as client:
        headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/playground/static/../app.py", "/playground/static/%2e%2e/app.py"])
async def test_nothing_beside_the_static_files_is_served(app: Playground, path: str) -> None:
    async with browser(app) as client:
        assert (await client.get(path)).status_code == 404
