from acore.domain.choosing import best_passages
from acore.domain.chunking import chunks
from acore.domain.knowledge import Chunk, Document

TUNNEL = (
    "# Elbe Tunnel\n\nThe Elbe Tunnel in Hamburg was opened in 1911.\n\n"
    "# Visits\n\nCyclists use the tunnel at night.\n\n# Food\n\nThere is a café at the northern entrance."
)


def page(text: str, url: str = "https://tunnel.example/a", title: str = "Tunnel") -> tuple[Chunk, ...]:
    return chunks(Document(url, title, text, form="marked"))


def test_the_passage_that_holds_the_question_comes_first_with_its_address() -> None:
    first, *_ = best_passages("When was the Elbe Tunnel opened?", [page("Trains of Berlin."), page(TUNNEL)], 5)
    assert "1911" in first.text
    assert (first.source.uri, first.source.title) == ("https://tunnel.example/a", "Tunnel › Elbe Tunnel")
    assert first.id is None
    assert 0 < first.score <= 1


def test_what_holds_too_little_of_the_question_is_left_out() -> None:
    assert best_passages("Who was the first emperor of Brazil?", [page(TUNNEL)], 5) == ()
    assert best_passages("the of and", [page(TUNNEL)], 5) == ()
    assert best_passages("Elbe Tunnel", [], 5) == ()


def test_of_equal_passages_the_better_listed_page_comes_first() -> None:
    pages = [page("The Elbe Tunnel is old.", f"https://site{n}.example/") for n in range(3)]
    pages[2] = page("The Elbe Tunnel is old, too.", "https://site2.example/")
    found = best_passages("Elbe Tunnel", pages, 5)
    assert [passage.source.uri for passage in found] == ["https://site0.example/", "https://site2.example/"]


def test_no_page_takes_all_the_places() -> None:
    many = "\n\n".join(f"# Part {n}\n\nThe Elbe Tunnel has part {n}." for n in range(9))
    found = best_passages("Elbe Tunnel", [page(many), page(TUNNEL, "https://other.example/")], 5)
    assert [passage.source.uri for passage in found].count("https://tunnel.example/a") == 3
    assert len(found) == 5


def test_the_limit_holds() -> None:
    assert len(best_passages("Elbe Tunnel", [page(TUNNEL)], 1)) == 1
