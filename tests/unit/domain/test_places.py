import pytest

from acore.domain.knowledge import Anchor
from acore.domain.places import Places

CUES = (Anchor(1, "t=1"), Anchor(3, "t=83"))
ROWS = (Anchor(1, "L2-L2"), Anchor(3, "L3-L5"), Anchor(5, "L9"))


@pytest.mark.parametrize(
    ("uri", "anchors", "lines", "place"),
    [
        ("file:///a.md", (), (3, 9), "file:///a.md#L3-L9"),
        ("https://a.example/b", (), (3, 9), "https://a.example/b"),
        ("acore:help/a", (), (3, 9), "acore:help/a"),
        ("file:///a.srt", CUES, (1, 2), "file:///a.srt#t=1"),
        ("file:///a.srt", CUES, (2, 4), "file:///a.srt#t=1"),
        ("file:///a.srt", CUES, (3, 4), "file:///a.srt#t=83"),
        ("file:///a.csv", ROWS, (1, 4), "file:///a.csv#L2-L5"),
        ("file:///a.csv", ROWS, (3, 6), "file:///a.csv#L3-L9"),
        ("https://a.example/b.csv", ROWS, (1, 4), "https://a.example/b.csv"),
        ("file:///a.docx", (Anchor(1, ""),), (3, 4), "file:///a.docx"),
        ("file:///a.html", (Anchor(2, "x"),), (1, 4), "file:///a.html"),
        ("https://a.example/b", (Anchor(1, ""), Anchor(2, "x")), (2, 4), "https://a.example/b#x"),
    ],
)
def test_a_place_is_named_as_its_document_names_places(
    uri: str, anchors: tuple[Anchor, ...], lines: tuple[int, int], place: str
) -> None:
    assert Places(uri, anchors).of(*lines) == place
