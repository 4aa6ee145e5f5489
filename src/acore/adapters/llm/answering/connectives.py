"""The words by which a sentence hangs together with those around it."""

import re
from typing import Final

POINTS_BACK: Final = re.compile(
    r"^(?:and |but |yet |so |und |aber )?"
    r"(?:it|its|this|that|these|those|they|their|he|his|she|her|then|there|otherwise|both|all of|one of|another"
    r"|\w+ of (?:them|these|those)|the (?:first|second|third|other|others|latter|former|same|next|last)"
    r"|es|er|sie|ihr\w*|sein\w*|dies\w*|das|dann|dort|dafür|dabei|davon|darin|sonst|beide|einer|eine von|von ihnen"
    r"|そこ|それ|これ|その|この|彼|ここ|あれ|あの|また|ただし|うち|なお|しかし)(?:\b|(?=[\u3040-\u9fff]))",
    re.IGNORECASE,
)
"""The beginning of a sentence that can not be understood without the one before."""
OF_A_PERSON: Final = re.compile(r"^(?:he|his|she|her|er|sie|sein\w*|ihr\w*)\b", re.IGNORECASE)
"""The beginning of a sentence about a person: who asked about a person knows about whom."""
PRONOUN: Final = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|this|these|there|es|er|sie|ihn|ihm|ihr\w*|sein\w*|dort|dies\w*)\b"
    r"|そこ|それ|これ|その|この",
    re.IGNORECASE,
)
"""A word for something that was told of before."""
EXCEPTS: Final = re.compile(
    r"\b(?:but|except\w*|exempt\w*|however|unless|only|although|apart from"
    r"|ausnahme|ausgenommen|aber|jedoch|allerdings|außer|nur|dagegen)\b|ただし|しかし|だけは|のみ|以外",
    re.IGNORECASE,
)
"""What may take something back."""
EXEMPTS: Final = re.compile(
    r"\b(?:except\w*|exempt\w*|ausnahm\w*|ausgenommen|befreit)\b|ただし|のみ|だけは|を除", re.IGNORECASE
)
"""What surely takes something back, even a little further on."""
EXPLAINS: Final = re.compile(
    r"^(?:the|one|its|their) reasons?\b|^(?:this|that|it|they) .*\b(?:because|since)\b"
    r"|^(?:because|otherwise|sonst)\b"
    r"|^(?:der|ein) grund\b|^(?:das|dies) .*\bweil\b|から(?:です|だ)。?$|ため(?:です|だ)。?$",
    re.IGNORECASE,
)
"""A sentence that gives the reason of the one before."""
CONCLUDES: Final = re.compile(
    r"^(?:so|therefore|hence|thus|that is why|deshalb|daher|darum|also) |^(?:そのため|だから|それで)", re.IGNORECASE
)
"""A sentence that tells what follows from the one before."""
