import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.terms import fold, is_german, question, terms


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("How are the indexes rebuilt?", "An index is rebuilt when documents change."),
        ("Wo liegt das Haus?", "Die Häuser stehen am Fluss."),
        ("STRASSE", "In der Straße ist Stau."),
        ("cafe", "Das Ｃａｆé hat zu."),
        ("東京", "東京都は日本にある。"),
        ("日本の首都はどこですか？", "首都は東京です。"),
        ("設定", "設定ファイルを開く"),
        ("サーバー", "ゲームサーバーを選ぶ"),
        ("猫", "黒猫がいる"),
        ("怎么编辑设置？", "打开设置文件。"),
        ("설정을 바꾸려면?", "설정 파일이 있다"),
        ("кошки", "Кошки спят."),
        ("القِطَط", "القطط تنام"),
        ("कुंजी कहाँ है", "यह कुंजी है"),
        ("ตั้งค่า", "ไฟล์การตั้งค่าอยู่ที่นี่"),
        ("data_dir", "ACORE_DATA_DIR"),
        ("IT department", "The IT of the house"),
    ],
)
def test_a_question_and_its_text_share_a_term(asked: str, text: str) -> None:
    assert set(question(asked)) & set(terms(text))


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("How do I add a Discord token?", {"add", "discord", "token"}),
        ("Wie lang ist die Frist?", {"lang", "frist"}),
        ("What's the server's name?", {"serv", "name"}),
        ("when did the war end", {"war", "end"}),
        ("who won the race", {"won", "race"}),
        ("why won't it start", {"start"}),
        ("Wann war das Ende?", {"ende"}),
        ("日本の首都はどこですか？", {"日本", "首都"}),
        ("설정을 어떻게?", {"설정"}),
        ("the of and", set()),
        ("", set()),
        ("?! 👋", set()),
        ("予約はどうすればできますか？", {"予約"}),
        ("どんな部屋がありますか", {"部屋"}),
    ],
)
def test_little_words_are_not_what_a_question_is_about(asked: str, about: set[str]) -> None:
    assert set(question(asked)) == about


def test_names_and_numbers_weigh_more_than_words_that_fit_any_question() -> None:
    weights = question("Please explain how the walnut of Zaphod grew in 1999")
    assert weights["explain"] < weights["walnut"] < weights["zaphod"] == weights["1999"]


def test_a_vowel_sign_does_not_cut_a_word() -> None:
    assert list(question("कुंजी")) == ["कुंजी"]
    assert len(question("กุญแจ")) == len("กุญแจ") - 1


def test_a_question_is_bounded() -> None:
    assert len(question(" ".join(f"word{n}x" for n in range(5000)))) == 256


@pytest.mark.parametrize(
    ("text", "german"),
    [("Wie geht das?", True), ("How does it work?", False), ("Token", False), ("", False), ("„Wie“ – so", True)],
)
def test_german_is_known_by_its_little_words(text: str, german: bool) -> None:  # noqa: FBT001
    assert is_german(text) is german


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_folding_is_final(text: str) -> None:
    assert all(term and not term.isspace() for term in terms(text))
    assert all(weight > 0 for weight in question(text).values())
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x8FF), max_size=80) | st.text(max_size=80))
def test_a_word_of_another_script_changes_nothing_about_the_others(text: str) -> None:
    assert terms(f"ä {text} 猫") == [*terms(f"ä {text}"), *terms("猫")]


@given(st.text(st.sampled_from("Häuser東京タワー설정 The token is 12_ê"), max_size=60))
def test_what_a_text_is_asked_by_its_own_words_is_in_it(text: str) -> None:
    assert set(question(text)) <= set(terms(text)) | set(terms(unicodedata.normalize("NFC", text)))
