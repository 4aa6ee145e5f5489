"""Text that every store and every server can take."""


def encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which JSON and command lines can smuggle in, joined or as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
