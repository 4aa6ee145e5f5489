"""Japanese and Chinese questions: their words by the scripts they are written in, and where a text holds them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from acore.domain.related import MEANING, related_in_japanese
from acore.domain.terms import fold

_RUNS = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*[月日年時分円回階人歳世]?)|(?P<kanji>[一-鿿]+[ノヶケ][一-鿿]+)|(?P<katakana>[\u30a1-\u30fa\u30fc]+)"
    r"|(?P<han>[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)|(?P<hiragana>[\u3041-\u309f]+)"
)
_ASKING = re.compile(
    "何(?:曜日?|時間|年間|[人室台個つ軒本枚匹回階畳冊件杯皿泊基頭通便往倍票か時年月日分度歳才円])?(?:建て)?"
    "|誰|幾|教|请问|什么|怎么|为什么|如何|哪里|哪个|谁|多少|方法|理由|手順"
)
_ENDS = re.compile(
    "(?:ください|でしょうか|でしょう|ありますか|いますか|ますか|ましたか|ですか|でしたか|ました|でした|です|ます"
    "|ません|もの|こと|ところ|ている|ていた|ていま|てい|ても|ては|いい|よい|だめ|いけない|いけません|大丈夫|って"
    "|という|とき|など|ので|から|まで|より|には|では|とは"
    "|の|は|が|を|に|へ|と|で|も|か|や|ね|よ|し|て)+$"
)
_STARTS = re.compile("^(?:には|では|とは|から|まで|より|という|[はがをにへとでのもや])+")
_QUESTIONS = re.compile(
    "どうやって|どのように|どうすれば|どれくらい|どのくらい|どれぐらい|どこ|どうして|どちら|どれ|どの|どんな|だれ"
    "|なぜ|なに|なん|いつ|いくら|いくつ|ください|この|その|あの|それ|これ|そこ|ここ"
    "|(?:で)?やり(?=ます)|(?:に)?なり(?=ます)|でき(?=ます|る)|あり(?=ます)|おこな[いう]|行[いう](?=ます)"
)
_LIGHT: Final = frozenset(
    "今 時 人 事 物 前 後 中 方 所 間 次 全部 一番 最 本 回 一 二 場所 時間 普通 行 来 見 使 入 出 取 持"
    " 大丈夫 必要 可能 名前 部屋".split()
)
_VERB = 0.9
_KANA_VERB = 0.4
_LIGHT_WEIGHT = 0.4
_NUMBER = 1.3
_SHORTEST_KANA = 2
_PARTLY: Final = 0.9


def words_of(text: str) -> Iterator[tuple[str, float]]:
    """The words that say what a question is about, each with its weight; nothing in other scripts."""
    text = _ASKING.sub("、", fold(text))
    after_kanji = False
    for found in _RUNS.finditer(text):
        run, script = found[0], found.lastgroup
        if script == "number":
            if not run.isdigit():
                yield run, _NUMBER
        elif script == "hiragana":
            yield from _kana(run, after_kanji=after_kanji)
        elif script == "katakana":
            yield run, 1.1 if len(run) > 1 else _LIGHT_WEIGHT
        else:
            following = text[found.end() : found.end() + 2]
            yield run, _LIGHT_WEIGHT if run in _LIGHT else _VERB if _is_verb(run, following) else 1.0
        after_kanji = script in ("kanji", "han")


def _is_verb(run: str, following: str) -> bool:
    """Whether kana behind a run belong to it: an ending, where it is no particle."""
    return (
        len(run) == 1
        and bool(following)
        and "\u3041" <= following[0] <= "\u309f"
        and following[0] not in "はがをにへとでのもやか"
    )


def _kana(run: str, *, after_kanji: bool) -> Iterator[tuple[str, float]]:
    pieces = re.split("を|、", _QUESTIONS.sub("、", run))
    if after_kanji:
        first, *others = pieces
        beginning = _STARTS.match(first)
        pieces = [first[beginning.end() :] if beginning else "", *others]
    for at, piece in enumerate(pieces):
        word = _ENDS.sub("", piece if at else _STARTS.sub("", piece))
        is_verb = bool(word) and word[-1] in "たるだうくすつぬむぶぐっいれめ"
        if len(word) >= _SHORTEST_KANA + is_verb:
            yield word, _KANA_VERB if is_verb else 0.9


@lru_cache(maxsize=4096)
def likeness(word: str, text: str) -> float:
    """How well a folded text holds a word: 1 as it is, less by a word of the same meaning or in parts."""
    if word in text:
        return 1.0
    if any(other in text for other in related_in_japanese(word)):
        return MEANING
    if len(word) < _SHORTEST_KANA + 1:
        return 0.0
    held = [word[at : at + 2] in text for at in range(len(word) - 1)]
    covered = sum(1 for at in range(len(word)) if (at < len(held) and held[at]) or (at > 0 and held[at - 1]))
    return _PARTLY * covered / len(word) if covered * 2 > len(word) and held[0] else 0.0


def is_written_without_spaces(term: str) -> bool:
    """Whether a term is looked for in the text itself, not among its terms."""
    return _RUNS.search(term) is not None and not term.isdigit() and not term.isascii()
