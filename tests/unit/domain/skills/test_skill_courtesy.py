import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.skills.courtesy import courtesy, opening
from acore.domain.skills.identity import abilities, identity


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("hi", "Hello!"), ("Hello!", "Hello!"), ("hey bot", "Hello!"), ("Good morning everyone", "Hello!"),
        ("Hello 👋", "Hello!"), ("<@123456> hi", "Hello!"), ("hiii", "Hello!"), ("Hallo", "Hallo!"),
        ("Moin!", "Hallo!"),
        ("Guten Tag zusammen", "Hallo!"), ("how are you?", "All my parts"), ("Hi, how are you doing today?", "All my"),
        ("na, wie geht's?", "Alles läuft"), ("thanks", "You are welcome!"), ("Thank you so much!", "You are welcome!"),
        ("ok thanks", "You are welcome!"), ("great, thank you for your help", "You are welcome!"), ("thx", "You are"),
        ("Danke!", "Gern geschehen!"), ("vielen Dank", "Gern geschehen!"), ("danke schön", "Gern geschehen!"),
        ("bye", "See you!"), ("thanks, bye!", "See you!"), ("Tschüss", "Bis bald!"), ("good night", "See you!"),
        ("ok", "All right."), ("cool, got it", "All right."), ("lol", "All right."), ("alles klar", "Alles läuft"),
        ("verstanden", "All right."),
    ],
)  # fmt: skip
def test_politeness_is_answered(said: str, begins: str) -> None:
    assert (courtesy(said) or "").startswith(begins)


@pytest.mark.parametrize(
    "said",
    [
        "", "hi, how do I add a token?", "Hello World program in C", "thanks to whom was it built?", "high", "history",
        "How do I write a thank you note?", "thanks, and how do I index a file?", "ok so what is llm.use?",
        "What does good morning mean?", "bye-laws of the club", "no token is set", "nice value of a process",
        "hello.py does not start", "danke an wen?", "yo-yo rules", "ja oder nein?",
    ],
)  # fmt: skip
def test_more_than_politeness_is_left_alone(said: str) -> None:
    assert courtesy(said) is None


@pytest.mark.parametrize(
    ("said", "words", "rest"),
    [
        ("hi, how do I add a token?", "Hello!", "how do I add a token?"),
        ("Hi how do I add a token", "Hello!", "how do I add a token"),
        ("Hey! What is 2+2?", "Hello!", "What is 2+2?"),
        ("good morning\nwhere is the index kept?", "Hello!", "where is the index kept?"),
        ("thanks, and how do I index a file?", "You are welcome!", "how do I index a file?"),
        ("Thank you! Where is it stored?", "You are welcome!", "Where is it stored?"),
        ("great, thanks. What about PDF?", "You are welcome!", "What about PDF?"),
        ("Hallo, wie füge ich einen Token hinzu?", "Hallo!", "wie füge ich einen Token hinzu?"),
        ("danke, und wo steht das?", "Gern!", "wo steht das?"),
        ("hello", "", "hello"),
        ("Hello World program in C", "", "Hello World program in C"),
        ("thanks to whom?", "", "thanks to whom?"),
        ("hello.py does not start", "", "hello.py does not start"),
        ("high time to ask", "", "high time to ask"),
        ("", "", ""),
    ],
)
def test_a_greeting_is_parted_from_the_question_behind_it(said: str, words: str, rest: str) -> None:
    assert (opening(said).words, opening(said).rest) == (words, rest)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("Who are you?", "offline mode"), ("what are you exactly?", "offline mode"), ("are you a bot?", "I am acore"),
        ("are you ChatGPT?", "no language model"), ("So, who are you really?", "I am acore"),
        ("introduce yourself please", "I am acore"), ("Wer bist du?", "Offline-Modus"), ("bist du ein Mensch?", "kein"),
        ("wie heißt du", "Ich bin acore"),
    ],
)  # fmt: skip
def test_it_says_who_it_is(asked: str, holds: str) -> None:
    assert holds in (identity(asked) or "")


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("What can you do?", "roll 2d6"), ("help", "acore index PATH"), ("can you help me?", "15% of 80"),
        ("what else can you do for me", "10 miles in km"), ("How can you help us?", "Answer from your documents"),
        ("Was kannst du alles?", "würfle 2d6"), ("Hilfe!", "acore index PFAD"), ("was kann ich dich fragen", "Rechnen"),
    ],
)  # fmt: skip
def test_it_says_what_it_can_do(asked: str, holds: str) -> None:
    assert holds in (abilities(asked) or "")


@pytest.mark.parametrize(("asked", "holds"), [("what can you do", "your documents"), ("Hilfe!", "deine Dokumente")])
def test_it_says_so_in_plain_sentences_where_it_is_heard(asked: str, holds: str) -> None:
    heard = abilities(asked, aloud=True)
    assert heard
    assert holds in heard
    assert not set(heard) & set("*`[](){}%/\n0123456789")


@pytest.mark.parametrize(
    "asked",
    [
        "", "who are you talking to?", "who are you going to vote for", "what can you do about refunds?",
        "what is acore?", "help me install acore", "what are you allowed to log?", "who are your contributors?",
        "what can I do in the playground?", "wer bist du laut Handbuch?", "What can you do with a drone?",
    ],
)  # fmt: skip
def test_real_questions_are_not_about_the_bot(asked: str) -> None:
    assert identity(asked) is None
    assert abilities(asked) is None


@given(st.text(max_size=120))
def test_an_opening_never_loses_a_word_of_the_question(text: str) -> None:
    begun = opening(text)
    assert text.endswith(begun.rest)
    assert begun.words or begun.rest == text


def test_a_long_message_is_no_matter_for_small_skills() -> None:
    assert courtesy("hi " * 100) is None
    assert identity("who are you " * 30) is None
