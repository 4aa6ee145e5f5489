import pytest

from acore.adapters.llm.phrases import ENGLISH, GERMAN
from acore.domain.refusals import is_refusal


@pytest.mark.parametrize(
    "answer",
    [
        "",
        " \n",
        "I don't know.",
        "I’m not sure who built it.",
        "I could not find that in your files.",
        "I have no information on this. I have found no passage about it.",
        "Unfortunately, the passages do not mention when it was founded.",
        "The documents don't say who won [1].",
        "None of the passages names a price.",
        "There is no information about opening hours.",
        "Its age is not stated.",
        "That is not covered in the documents.",
        "I do not know when it was built. The lighthouse was restored in 1990 [1].",
        "The bus runs hourly [1].\n\nI don't know what it costs.",
        "Das weiß ich leider nicht.",
        "Dazu finde ich in den Unterlagen nichts.",
        "In den Dokumenten steht nichts darüber.",
        "Die Quellen nennen keinen Preis.",
        "Der Preis ist nicht angegeben.",
        "Das geht aus dem Text nicht hervor.",
        "その情報は見つかりませんでした。分かりません。",
        "文書には書かれていません。",
        "料金についての記載はありません。",
        "Je ne sais pas.",
        *(phrase.format(title="A page", about="it") for p in (ENGLISH, GERMAN) for phrase in (p.nothing, p.near)),
    ],
)
def test_words_that_say_that_it_is_not_known_are_a_refusal(answer: str) -> None:
    assert is_refusal(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The gate closes at four [1].",
        "No. Dogs have to be on a lead [1].",
        "Nobody lives there, and there are no roads [2].",
        "She said: I don't know who built it. [1]",
        "Der Eintritt ist nicht frei [1].",
        "Der Text darf nicht länger als drei Seiten sein [1].",
        "No documents are needed to join [1].",
        "いいえ、犬は入れません。[1]",
        "4",
    ],
)
def test_an_answer_is_none(answer: str) -> None:
    assert not is_refusal(answer)
