"""What listeners say without wanting to speak: "mhm", "genau", "なるほど", and laughter."""

import re

from acore.domain.spoken_words import spoken_words

_MOST_WORDS = 4
_VOCAL = re.compile(
    r"m+|m*h+m+h*|m+hm+|h+m+|mm-?hm+|u+h+|uh-?huh|a+h+|o+h+|ah?a+|oho+|e+h+m*|aehm?|u+m+|er+m*|hu+h|"
    r"(?:h[aei]+){1,12}h?|(?:ha)+|(?:he)+|(?:hi)+|(?:ho)+|lol|puh|pff+|tja|na|ahem|hust|raeusper"
)
"""No words: throats."""
_WORDS = frozenset(
    "yeah yep yup yes ok okay k right sure true exactly indeed wow nice cool great good fine really i see got it "
    "gotcha alright all totally absolutely definitely interesting oh so "
    "ja jo jup genau klar stimmt richtig gut okay ok ach so aha echt wirklich krass cool super schoen verstehe ich "
    "na eben sicher logisch freilich doch hm".split()
)
_JAPANESE = re.compile(
    r"(?:うん+|ううん|はい|ええ?|へえ+|へー+|ふーん|ふん|ほう|ほんと(?:う)?(?:に|だ)?|本当|なるほど(?:ね)?|そう(?:ですね|ですか|なんだ|なんですか|だね|か)?|"
    r"そっか|確かに|たしかに|あー*|おー*|えー*|ああ|おお|すごい|やっぱり|まあ|ね|笑|はは+|ふふ+|[、。！!・\sー])+"
)
_ALONE = frozenset(("i", "it", "so", "all", "ich", "na"))
"""Words that say nothing of the kind but beside others."""


def is_vocal(text: str) -> bool:
    """Whether nothing of it is a word: hums, sighs and laughter, or nothing at all."""
    return all(_VOCAL.fullmatch(word) for word in spoken_words(text))


def is_backchannel(text: str) -> bool:
    """Whether somebody who says this while another speaks only tells that they listen."""
    if is_vocal(text):
        return True
    if _JAPANESE.fullmatch(text.strip()):
        return True
    words = spoken_words(text)
    if len(words) > _MOST_WORDS or not all(word in _WORDS or _VOCAL.fullmatch(word) for word in words):
        return False
    return not all(word in _ALONE for word in words)
