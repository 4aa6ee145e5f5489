import pytest

from acore.adapters.llm.answering.japanese import is_written_without_spaces, likeness, words_of
from acore.adapters.llm.answering.wording import NAME, asked_by, weights_of


@pytest.mark.parametrize(
    ("question", "heavy"),
    [
        ("Who looks after the money of the club?", {"look_after", "monei", "club"}),
        ("How old is the keeper?", {"keep"}),
        ("What is the best way to keep bread?", {"bread"}),
        ("Can I go without a helmet?", {"without", "helmet"}),
        ("Wie lange kann man Spiele ausleihen?", {"spiel", "ausleih"}),
        ("What happens on 3 May?", {"3", "mai"}),
        ("You may go now", set()),
        ("乾燥機は一回いくら？", {"乾燥機", "一回"}),
        ("パンの授業はなぜやめたのですか。", {"パン", "授業"}),
    ],
)
def test_the_words_that_say_much_are_told_from_those_that_say_little(question: str, heavy: set[str]) -> None:
    assert {term for term, weight in weights_of(question).items() if weight >= 0.8} == heavy


def test_names_weigh_more_and_nouns_of_german_do_not() -> None:
    assert weights_of("Who is Ada Byron?")["byron"] >= NAME
    assert weights_of("Wie alt ist die Hütte?")["hut"] < NAME
    assert weights_of("Wer ist eigentlich Agathe Moll?")["moll"] >= NAME


def test_what_a_message_goes_on_from_counts_less() -> None:
    asked = asked_by("and in winter?", "When is the boathouse open?")
    assert asked.weights["wint"] > asked.weights["boathous"] > 0
    assert asked.wanted.kind == "time"
    assert asked_by("and that?", "Who is Ada?").weights == asked_by("Who is Ada?", "").weights


def test_what_is_done_and_what_is_not_meant_is_known() -> None:
    assert asked_by("When did Ada Byron die?", "").actions == {"die"}
    assert asked_by("Who built the mill?", "").actions == {"build"} or "built" in str(asked_by("Who built it?", ""))
    asked = asked_by("What if the light is not blinking but on?", "")
    assert asked.unwanted == {"blink"}
    assert "blink" not in asked.weights


def test_what_has_to_stand_in_the_answer_itself_is_known() -> None:
    assert asked_by("What did she die of?", "").within == {"of"}
    assert asked_by("What did Tom complain about?", "").within == {"about"}
    assert not asked_by("What is it made for?", "").within


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("図書館は何時に開きますか？", {"図書館", "開"}),
        ("さくらの部屋には誰が住んでいますか", {"さくら", "部屋", "住"}),
        ("湯ノ沢の鉄道", {"湯ノ沢", "鉄道"}),
        ("8月の夕食会はいつ", {"8月", "夕食会"}),
        ("when is it", set()),
    ],
)
def test_japanese_words_are_told_by_their_scripts(question: str, words: set[str]) -> None:
    assert {word for word, _ in words_of(question)} == words


@pytest.mark.parametrize(
    ("word", "text", "at_least", "at_most"),
    [
        ("図書館", "図書館は月曜に休みます。", 1, 1),
        ("運賃", "料金は200円です。", 0.8, 0.9),
        ("廃線跡", "廃線の跡は道になりました。", 0.5, 0.8),
        ("日曜日", "土曜日は開いています。", 0, 0),
        ("猫", "ペットは飼えません。", 0.8, 0.9),
    ],
)
def test_a_text_holds_a_japanese_word_whole_in_part_or_by_another_one(
    word: str, text: str, at_least: float, at_most: float
) -> None:
    assert at_least <= likeness(word, text) <= at_most


def test_words_are_told_from_what_is_written_without_spaces() -> None:
    assert is_written_without_spaces("図書館")
    assert is_written_without_spaces("8月")
    assert not is_written_without_spaces("8")
    assert not is_written_without_spaces("house")
    assert not is_written_without_spaces("кошка")
