import pytest

from acore.domain.knowledge import Refusal
from acore.domain.reading import LARGEST, read


@pytest.mark.parametrize(
    "data",
    [
        "Grüße 東京 👋".encode(),
        "Grüße".encode("utf-8-sig"),
        "Grüße".encode("utf-16"),
        "Grüße".encode("utf-32"),
        b"a,b\n1,2\n",
        b"{}\n",
    ],
)
def test_text_is_read(data: bytes) -> None:
    assert isinstance(read("x", data), str)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\u3000\x1c".encode(), "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "an archive"),
        (b"{\\rtf1 words}", "Rich Text"),
        (b"\x89PNG\r\n", "an image"),
        (b"ID3\x04\0\0", "a sound"),
        (b"GIF89a\xff", "an image"),
        (b"abc\xff\xfedef", "no text in UTF-8"),
        (b"abc\0def", "no text"),
        (b"MZ" + bytes(99), "no text"),
        ("unmarked".encode("utf-16-be"), "UTF-16 without a mark"),
        (bytes(range(256)), "no text"),
        ("unmarked".encode("utf-16-le"), "UTF-16 without a mark"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason_and_a_way_out(data: bytes, reason: str) -> None:
    refusal = read("x.md", data)
    assert isinstance(refusal, Refusal)
    assert refusal.name == "x.md"
    assert reason in refusal.reason


@pytest.mark.parametrize("text", ["ID3 tags name a song.", "RIFF is a container.", "Rar! said the crow."])
def test_a_text_may_begin_as_files_of_other_kinds_do(text: str) -> None:
    assert read("x.md", text.encode()) == text


def test_a_file_that_is_too_large_is_refused_by_its_size() -> None:
    refusal = read("big.txt", b"", size=100_000_000)
    assert refusal == Refusal("big.txt", "it has 100 MB; I read files up to 10 MB. Cut it into parts.")
    assert isinstance(read("x", b"a" * LARGEST), str)
