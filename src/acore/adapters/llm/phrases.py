"""The extractive engine's own sentences, in English, German and Japanese."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """What it says itself; everything else is a quote."""

    note: str
    """Once a channel, last in the reply."""
    nothing: str
    near: str
    """With the `title` of the nearest document."""
    no_more: str
    """With what it is `about`."""
    empty: str


ENGLISH = Phrases(
    note=(
        "-# Offline mode: I only quote documents. For a real model: `acore use ollama/llama3.2`; "
        "“How do I use a real model?” tells how."
    ),
    nothing=(
        "I found nothing about that in my documents. Two things I can do: **drop a file** on the page of the "
        "playground (or run `acore index PATH`) and I answer from it, or ask me about myself: "
        "“How do I add a Discord token?”"
    ),
    near=(
        "I found nothing in my documents that answers this. Two things I can do: ask me about “{title}”, which comes "
        "nearest, or **drop a file** on the page of the playground (or run `acore index PATH`) and I answer from it."
    ),
    no_more=(
        "I find nothing more about “{about}”. Ask with other words, or **drop a file** that says more on the page of "
        "the playground (`acore index PATH` does the same)."
    ),
    empty="I see no words in that. Write me a question, such as “What can you do?” or “How do I add a Discord token?”",
)
GERMAN = Phrases(
    note=(
        "-# Offline-Modus: Ich zitiere nur Dokumente. Für ein echtes Modell: `acore use ollama/llama3.2`; "
        "„How do I use a real model?“ erklärt, wie."
    ),
    nothing=(
        "Dazu habe ich in meinen Dokumenten nichts gefunden. Zwei Dinge kann ich: Zieh **eine Datei** auf die Seite "
        "der Spielwiese (oder nimm `acore index PFAD`), und ich antworte daraus; oder frag mich über mich selbst: "
        "„How do I add a Discord token?“"
    ),
    near=(
        "In meinen Dokumenten steht nichts, was das beantwortet. Zwei Dinge kann ich: Frag mich nach „{title}“, das "
        "kommt dem am nächsten; oder zieh **eine Datei** auf die Seite der Spielwiese (oder nimm `acore index PFAD`), "
        "und ich antworte daraus."
    ),
    no_more=(
        "Mehr finde ich zu „{about}“ nicht. Frag mit anderen Worten, oder zieh **eine Datei**, in der mehr "
        "steht, auf die Seite der Spielwiese (`acore index PFAD` tut dasselbe)."
    ),
    empty="Darin sehe ich keine Worte. Schreib mir eine Frage, etwa „Was kannst du?“",
)
JAPANESE = Phrases(
    note=(
        "-# オフラインモード：文書からの引用だけで答えています。本物のモデルを使うには: `acore use ollama/llama3.2`。"
        "詳しくは“How do I use a real model?”と聞いてください。"
    ),
    nothing=(
        "それについては、手元の文書に何も見つかりませんでした。できることは二つあります。"
        "プレイグラウンドのページに**ファイルをドロップ**する（または `acore index PATH`）と、そこから答えます。"
        "私自身については“How do I add a Discord token?”のように聞いてください。"
    ),
    near=(
        "手元の文書には、その答えは見つかりませんでした。できることは二つあります。いちばん近い「{title}」について聞くか、"
        "プレイグラウンドのページに**ファイルをドロップ**する（または `acore index PATH`）と、そこから答えます。"
    ),
    no_more=(
        "「{about}」について、これ以上は見つかりませんでした。別の言葉で聞くか、もっと詳しい**ファイルをドロップ**してください"
        "（`acore index PATH` でも同じです）。"
    ),
    empty="言葉が見当たりません。“What can you do?”のように質問を書いてください。",
)
_ALL = (ENGLISH, GERMAN, JAPANESE)
NOTES = tuple(phrases.note for phrases in _ALL)
REFUSALS = tuple(words.partition("{")[0] for phrases in _ALL for words in (phrases.nothing, phrases.near))
"""How every answer begins that says that nothing was found."""
