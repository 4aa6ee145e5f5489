from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.history.kept import channel_of, words_of
from acore.domain.chat import Message
from acore.domain.scope import Scope

ANY_TEXT = st.text(st.characters())


@given(text=ANY_TEXT, author=st.none() | ANY_TEXT)
def test_what_is_kept_can_be_encoded_and_keeping_it_again_changes_nothing(text: str, author: str | None) -> None:
    (kept,) = words_of([Message("user", text, author=author)])
    assert (kept.text + (kept.author or "")).encode()[:0] == b""
    assert words_of([kept]) == (kept,)
    assert (kept.author is None) == (author is None)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_that_can_be_encoded_is_kept_as_it_is(text: str) -> None:
    assert words_of([Message("user", text)]) == (Message("user", text),)


def test_members_of_a_channel_share_it_and_direct_messages_are_apart() -> None:
    assert channel_of(Scope("1", "ada", "g")) == channel_of(Scope("1", "bob", "g"))
    assert channel_of(Scope("1", "ada")) != channel_of(Scope("1", "ada", "g"))
