import asyncio
from collections.abc import Mapping, Sequence

import pytest
import structlog

from acore.adapters.metrics.memory import MemoryMetrics
from acore.domain.chat import Message
from acore.domain.knowledge import Refusal
from acore.domain.reading import Reading
from acore.domain.web import Fetched, Found
from acore.errors import AcoreError, EngineRefused, EngineTimeout, EngineUnavailable, InvalidInput, NotFound
from acore.interfaces import DocumentReader, PageFetcher, WebSearch
from acore.services.web import Automatic, WebLimits, WebService
from acore.testing import engine_context

LIMITS = WebLimits()
QUESTION = "When was the Elbe Tunnel opened?"
LISTED = tuple(
    Found(f"Tunnel {n}", f"https://site{n}.example/tunnel", f"Tunnel number {n}: the Elbe Tunnel was opened in 191{n}.")
    for n in range(1, 7)
)


class Listing(WebSearch):
    """Lists what it is told, or fails; keeps what it was asked."""

    def __init__(self, listed: Sequence[Found] | AcoreError) -> None:
        self.listed = listed
        self.asked: list[tuple[str, str | None]] = []

    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        self.asked.append((text, language))
        if isinstance(self.listed, AcoreError):
            raise self.listed
        return tuple(self.listed[:limit])


class Pages(PageFetcher):
    """Has these pages, and fails for the others; keeps what was fetched."""

    def __init__(self, pages: Mapping[str, str | AcoreError | float] = {}) -> None:
        self.pages = pages
        self.fetched: list[str] = []

    async def fetch(self, url: str, *, largest: int, timeout: float) -> Fetched:  # noqa: ASYNC109
        self.fetched.append(url)
        page = self.pages.get(url, EngineUnavailable("down", engine="site"))
        if isinstance(page, AcoreError):
            raise page
        if isinstance(page, float):
            await asyncio.sleep(page)
        return Fetched(f"{url}/", "text/html", str(page).encode())


class Plain(DocumentReader):
    """Reads text as it is, with a title that no line holds."""

    def __init__(self, refusal: str = "") -> None:
        self.refusal = refusal
        self.read_as: list[tuple[str, str | None]] = []

    def read(self, name: str, data: bytes, *, media_type: str | None = None) -> Reading | Refusal:
        self.read_as.append((name, media_type))
        if self.refusal:
            return Refusal(name, self.refusal)
        return Reading(data.decode(), "A\n title\u202e", form="marked")


def service(
    search: WebSearch | None,
    pages: PageFetcher | None = None,
    *,
    automatic: Automatic = "never",
    reader: DocumentReader | None = None,
    limits: WebLimits = LIMITS,
) -> WebService:
    return WebService(search, pages or Pages(), reader or Plain(), engine_context(), automatic=automatic, limits=limits)


async def test_the_best_pages_are_read_and_their_passages_carry_their_addresses() -> None:
    text = "# History\n\nThe Elbe Tunnel in Hamburg was opened on 7 September 1911.\n\n# Food\n\nThere is a café."
    pages = Pages({LISTED[0].url: text, LISTED[1].url: "Nothing about it.", LISTED[2].url: "Nor here."})
    first, *_ = await service(Listing(LISTED), pages).find(QUESTION)
    assert "7 September 1911" in first.text
    assert (first.source.uri, first.source.title) == ("https://site1.example/tunnel/", "A title › History")
    assert pages.fetched == [found.url for found in LISTED[:3]]


async def test_what_the_search_engine_shows_stands_in_for_pages_that_can_not_be_fetched() -> None:
    pages = Pages(
        {LISTED[0].url: EngineTimeout("slow", engine="site"), LISTED[1].url: EngineRefused("no", engine="site")}
    )
    found = await service(Listing(LISTED), pages).find(QUESTION)
    assert {passage.source.uri for passage in found} == {listed.url for listed in LISTED[:5]}
    assert found[0].text == "Tunnel number 1: the Elbe Tunnel was opened in 1911."


@pytest.mark.parametrize("error", [InvalidInput("forbidden"), NotFound("gone")])
async def test_a_page_that_is_gone_or_forbidden_is_no_source_at_all(error: AcoreError) -> None:
    found = await service(Listing(LISTED[:2]), Pages({LISTED[0].url: error})).find(QUESTION)
    assert [passage.source.uri for passage in found] == [LISTED[1].url]


async def test_a_page_that_nobody_can_read_leaves_what_the_search_engine_shows() -> None:
    pages = Pages({LISTED[0].url: "%PDF"})
    found = await service(Listing(LISTED[:1]), pages, reader=Plain("it is damaged.")).find(QUESTION)
    assert [passage.text for passage in found] == [LISTED[0].excerpt]


async def test_a_page_that_takes_too_long_to_read_is_left() -> None:
    class Slow(Plain):
        def read(self, name: str, data: bytes, *, media_type: str | None = None) -> Reading | Refusal:
            __import__("time").sleep(0.3)
            return super().read(name, data, media_type=media_type)

    pages = Pages({LISTED[0].url: "The Elbe Tunnel was opened."})
    found = await service(Listing(LISTED[:1]), pages, reader=Slow(), limits=WebLimits(read_s=0.05)).find(QUESTION)
    assert [passage.text for passage in found] == [LISTED[0].excerpt]


async def test_a_file_is_read_by_its_name_and_its_kind() -> None:
    reader = Plain()
    listed = [Found("Plan", "https://site.example/files/plan.pdf?download=1", "Elbe Tunnel")]
    await service(Listing(listed), Pages({listed[0].url: "The Elbe Tunnel was opened."}), reader=reader).find(QUESTION)
    assert reader.read_as == [("plan.pdf", "text/html")]


async def test_the_search_engine_is_asked_in_the_language_of_the_question_with_what_it_goes_on_from() -> None:
    search = Listing(LISTED)
    past = (Message("user", "Wann wurde der Elbtunnel eröffnet?"), Message("assistant", "1911."))
    with pytest.raises(NotFound):
        await service(search).find("und warum?", past)
    assert search.asked == [("Wann wurde der Elbtunnel eröffnet? warum?", "de")]


async def test_a_long_page_is_read_up_to_its_bound() -> None:
    text = "word " * 50_000 + "\n\nThe Elbe Tunnel was opened in 1911."
    listed = [Found("x", "https://site.example/", "")]
    with pytest.raises(NotFound):
        await service(Listing(listed), Pages({listed[0].url: text})).find(QUESTION)


@pytest.mark.parametrize("listed", [(), (Found("Cats", "https://cats.example/", "All about cats."),)])
async def test_nothing_found_is_said(listed: Sequence[Found]) -> None:
    with pytest.raises(NotFound, match="I found nothing about that on the web"):
        await service(Listing(listed)).find(QUESTION)


async def test_without_a_search_engine_the_way_out_is_said() -> None:
    with pytest.raises(InvalidInput, match=r"nobody has chosen a search engine.*acore use web_search/searxng"):
        await service(None).find(QUESTION)


async def test_nothing_to_search_for_is_said_and_asks_nobody() -> None:
    search = Listing(LISTED)
    with pytest.raises(InvalidInput, match="nothing to search for"):
        await service(search).find("<@123>")
    assert search.asked == []


async def test_a_search_engine_that_fails_is_told() -> None:
    with pytest.raises(EngineUnavailable, match="down"):
        await service(Listing(EngineUnavailable("down", engine="searxng"))).find(QUESTION)


@pytest.mark.parametrize(("automatic", "times"), [("never", 0), ("when_nothing_found", 1)])
async def test_a_question_is_searched_for_by_itself_only_where_that_is_allowed(
    automatic: Automatic, times: int
) -> None:
    search = Listing(LISTED)
    found = await service(search, automatic=automatic).fill_in(QUESTION, ())
    assert (len(search.asked), bool(found)) == (times, bool(times))
    assert await service(None, automatic="when_nothing_found").fill_in(QUESTION, ()) == ()


@pytest.mark.parametrize("text", ["hello!", "What is 17 * 4?", "Who are you?", "I like the Elbe Tunnel.", "why?"])
async def test_small_talk_reaches_no_search_engine(text: str) -> None:
    search = Listing(LISTED)
    assert await service(search, automatic="when_nothing_found").fill_in(text, ()) == ()
    assert search.asked == []


@pytest.mark.parametrize(
    "listed", [(), EngineUnavailable("down", engine="x"), EngineRefused("no", engine="x"), InvalidInput("odd")]
)
async def test_what_fails_by_itself_is_left_out_quietly(listed: Sequence[Found] | AcoreError) -> None:
    assert await service(Listing(listed), automatic="when_nothing_found").fill_in(QUESTION, ()) == ()


async def test_a_question_does_not_wait_for_ever_for_what_nobody_asked_for() -> None:
    pages = Pages({LISTED[0].url: 30.0})
    limits = WebLimits(automatic_s=0.05)
    assert (
        await service(Listing(LISTED), pages, automatic="when_nothing_found", limits=limits).fill_in(QUESTION, ()) == ()
    )


async def test_no_log_holds_what_was_asked_or_where_it_was_looked_for() -> None:
    secret = "When was the Zaphod Tunnel opened?"
    fails = service(Listing(EngineUnavailable("down", engine="x")), automatic="when_nothing_found")
    with structlog.testing.capture_logs() as logs:
        await fails.fill_in(secret, ())
        with pytest.raises(NotFound):
            await service(Listing([Found("Zaphod", "https://site.example/zaphod", "")])).find(secret)
    assert len(logs) == 2
    assert "aphod" not in str(logs)


async def test_what_is_done_is_counted() -> None:
    context = engine_context()
    web = WebService(Listing(LISTED), Pages(), Plain(), context)
    await web.find(QUESTION)
    assert isinstance(context.metrics, MemoryMetrics)
    assert context.metrics.measured("web.find_ms").count == 1
    assert context.metrics.counted("web.pages_left_out", kind="EngineUnavailable") == 3
