"""What the bot says aloud by itself, where no model has written the words."""

from collections.abc import Callable
from dataclasses import dataclass

from acore.errors import AcoreError, BudgetSpent, ToldToPeople

Told = Callable[[ToldToPeople | BudgetSpent], str | None]
"""An error in words for people; None where there are none in the language that is spoken."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Its own words in one language."""

    sorry: str
    """Said where the words failed; why is told, and not said."""
    sorry_deaf: str
    """Said where what was said could not be written down."""
    not_done: str
    """Said where a spoken command failed."""
    like_this: str
    """Said at another volume, for that to be heard."""
    listens: str
    stops_listening: str
    told: Told

    def of(self, error: AcoreError, otherwise: str) -> str:
        """What is said of an error: what people can be told; the rest is for a screen, and `otherwise` is said."""
        return (self.told(error) if isinstance(error, ToldToPeople | BudgetSpent) else None) or otherwise


def _nothing(_error: AcoreError) -> None:
    """The words of errors are English."""


ENGLISH = OwnWords(
    sorry="Sorry, I can not answer that just now.",
    sorry_deaf="Sorry, I could not listen just now. Please say that again.",
    not_done="Sorry, that did not work.",
    like_this="Like this?",
    listens="I am listening.",
    stops_listening="All right, I do not listen to you any more.",
    told=str,
)
GERMAN = OwnWords(
    sorry="Entschuldigung, das kann ich gerade nicht beantworten.",
    sorry_deaf="Entschuldigung, ich konnte gerade nicht zuhören. Sag das bitte noch einmal.",
    not_done="Entschuldigung, das hat nicht geklappt.",
    like_this="So?",
    listens="Ich höre zu.",
    stops_listening="Gut, ich höre dir nicht mehr zu.",
    told=_nothing,
)
JAPANESE = OwnWords(
    sorry="すみません、今はお答えできません。",
    sorry_deaf="すみません、今は聞き取れませんでした。もう一度言ってください。",
    not_done="すみません、うまくいきませんでした。",
    like_this="これくらいですか？",
    listens="聞いています。",
    stops_listening="わかりました。もう聞きません。",
    told=_nothing,
)
_LANGUAGES = {"de": GERMAN, "ja": JAPANESE}


def own_words(language: str | None) -> OwnWords:
    """Those of a language such as ``de`` or ``de-at``; English where there are none."""
    return _LANGUAGES.get((language or "").lower().partition("-")[0], ENGLISH)
