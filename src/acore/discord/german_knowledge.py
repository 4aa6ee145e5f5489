"""What the bot says about the documents of a server, in German; the English words are the keys."""

from collections.abc import Mapping

KNOWLEDGE: Mapping[str, str] = {
    "What this server knows.": "Was dieser Server weiß.",
    "Give me a document or a web page to answer from.": "Gib mir etwas, aus dem ich antworte.",
    "Text, PDF, Word, web page, table or subtitles": "Text, PDF, Word, Webseite, Tabelle oder Untertitel",
    "The address of a web page": "Die Adresse einer Webseite",
    "Who may find it": "Wer es finden darf",
    "for": "für",
    "url": "adresse",
    "server": "server",
    "category": "kategorie",
    "channel": "kanal",
    "me": "ich",
    "What I know here, who brought it, when, and for whom.": "Was ich hier weiß, von wem, seit wann, und für wen.",
    "Let me forget a document of this server.": "Lass mich ein Dokument dieses Servers vergessen.",
    "Its title": "Sein Titel",
    "document": "dokument",
    "Let me read this server's documents and pages again.": (
        "Lass mich die Dokumente und Seiten dieses Servers neu lesen."
    ),
    "Save to knowledge": "Als Wissen speichern",
    "Give me a file or the address of a web page, one of the two.": (
        "Gib mir eine Datei oder die Adresse einer Webseite, eins von beiden."
    ),
    "I know {title} now. It is for {readers}.": "{title} kenne ich jetzt. Es ist für {readers}.",
    (
        "I know {title} now. It is for {readers}: nobody else's question is answered from it. Ask about it where "
        "nobody reads along, for I quote it wherever you ask."
    ): (
        "{title} kenne ich jetzt. Es ist für {readers}: Niemandem sonst antworte ich daraus. Frag danach, wo niemand "
        "mitliest, denn ich zitiere es, wo immer du fragst."
    ),
    "I know that already.": "Das kenne ich schon.",
    "I can not take {name}: {reason}": "{name} kann ich nicht nehmen: {reason}",
    "I know no documents here yet. Who manages this server adds some with `/rag add`.": (
        "Ich kenne hier noch keine Dokumente. Wer diesen Server verwaltet, gibt mir welche mit `/rag add`."
    ),
    "I have forgotten {title}.": "{title} habe ich vergessen.",
    "I have no such document of this server. `/rag list` shows what there is.": (
        "Ein solches Dokument dieses Servers habe ich nicht. `/rag list` zeigt, was da ist."
    ),
    "I have read the documents of this server again: {indexed} new or changed, {unchanged} unchanged.": (
        "Ich habe die Dokumente dieses Servers neu gelesen: {indexed} neu oder geändert, {unchanged} unverändert."
    ),
    "There is no text in that message, so there is nothing to save.": (
        "In dieser Nachricht steht kein Text, also gibt es nichts zu speichern."
    ),
    "This channel stands in no category. Choose another answer to who may find it.": (
        "Dieser Kanal steht in keiner Kategorie. Wähle jemand anderen, der es finden darf."
    ),
    (
        "This server has {name} already, for other readers, and they would lose it. Remove it first, or give me the "
        "file under another name."
    ): (
        "{name} hat dieser Server schon, für andere Leser, und denen ginge es verloren. Entferne es zuerst, oder gib "
        "mir die Datei unter einem anderen Namen."
    ),
    "I can not take that for these readers. Save it as a file, and give me that.": (
        "Für diese Leser kann ich das nicht nehmen. Speichere es als Datei, und gib mir die."
    ),
    "everyone on this server": "alle auf diesem Server",
    "everyone in the category <#{id}>": "alle in der Kategorie <#{id}>",
    "everyone in <#{id}>": "alle in <#{id}>",
    "<@{id}> alone": "<@{id}> allein",
    "everyone I talk with": "alle, mit denen ich rede",
    "the person who runs me": "der Person, die mich betreibt",
    "… and {more} more": "… und {more} weitere",
}
