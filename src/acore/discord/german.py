"""The bot's own words in German; the English ones, which stand in the code, are the keys."""

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "Talk with me; I remember what was said in this channel.": (
        "Rede mit mir; ich weiß, was in diesem Kanal gesagt wurde."
    ),
    "What you want to say": "Was du sagen möchtest",
    "message": "nachricht",
    "Ask one question, apart from the conversation.": "Stelle eine einzelne Frage, außerhalb des Gesprächs.",
    "What you want to know": "Was du wissen möchtest",
    "question": "frage",
    "Search the web, and answer with what stands there.": "Suche im Web, und antworte mit dem, was dort steht.",
    "query": "suche",
    "What I can do, and how to ask.": "Was ich kann, und wie du fragst.",
    "Delete what I remember of this channel.": "Lösche, was ich von diesem Kanal weiß.",
    "Get what I remember of this channel, as a file.": "Bekomme als Datei, was ich von diesem Kanal weiß.",
    "Give me a conversation to remember in this channel.": "Gib mir ein Gespräch, das ich mir in diesem Kanal merke.",
    "A file from /export_chat": "Eine Datei von /export_chat",
    "file": "datei",
    "What I keep, where it goes, and how to delete it.": "Was ich behalte, wohin es geht, und wie du es löschst.",
    "Whether everything works, and which model answers.": "Ob alles läuft, und welches Modell antwortet.",
    "Tell Discord my commands anew. For the person who runs me.": (
        "Melde Discord meine Befehle neu. Für die Person, die mich betreibt."
    ),
    "What today's answers may still cost, here and for you.": (
        "Was die Antworten heute noch kosten dürfen, hier und für dich."
    ),
    "Ask about this": "Dazu fragen",
    "Explain": "Erklären",
    "What do you want to know?": "Was möchtest du wissen?",
}

ANSWERS: Mapping[str, str] = {
    "This server": "Dieser Server",
    "You": "Du",
    "**{who}**: {spent} of {most} tokens today": "**{who}**: heute {spent} von {most} Token",
    "**{who}**: {spent} of {most} in money today": "**{who}**: heute {spent} von {most} in Geld",
    "Nobody has set a limit to what a day may cost.": "Niemand hat begrenzt, was ein Tag kosten darf.",
    "I have forgotten {count} messages of this channel.": "Ich habe {count} Nachrichten dieses Kanals vergessen.",
    "I remember {count} messages of that file in this channel now.": (
        "Ich merke mir jetzt {count} Nachrichten dieser Datei in diesem Kanal."
    ),
    "I remember {count} messages of that file in this channel now. {left_out} were no words of a member or of mine, "
    "and were left out.": (
        "Ich merke mir jetzt {count} Nachrichten dieser Datei in diesem Kanal. {left_out} waren weder von einem "
        "Mitglied noch von mir, und blieben weg."
    ),
    "Discord knows my {count} commands now. Restart Discord if you miss one.": (
        "Discord kennt jetzt meine {count} Befehle. Starte Discord neu, wenn dir einer fehlt."
    ),
    "That passage is not in my documents any more, or not for this place. Ask again to see what there is now.": (
        "Diese Stelle ist nicht mehr in meinen Dokumenten, oder nicht für diesen Ort. Frag noch einmal danach."
    ),
    "-# The document was changed since I answered; this is what stands there now.": (
        "-# Das Dokument wurde seit meiner Antwort geändert; das hier steht jetzt dort."
    ),
    "This answer is not being written any more.": "Diese Antwort wird nicht mehr geschrieben.",
    "I have noted what you think of this answer already.": "Was du von dieser Antwort hältst, weiß ich schon.",
    "Thank you, I have noted that.": "Danke, das habe ich mir gemerkt.",
    "Thank you, I have noted that. 🔁 lets me try again.": (
        "Danke, das habe ich mir gemerkt. Mit 🔁 versuche ich es noch einmal."
    ),
}

REFUSALS: Mapping[str, str] = {
    "What this server's answers may cost today is spent. Ask again tomorrow; `/budget` tells more.": (
        "Was die Antworten dieses Servers heute kosten dürfen, ist verbraucht. Frag morgen wieder; `/budget` sagt mehr."
    ),
    "What your answers may cost today is spent. Ask again tomorrow; `/budget` tells more.": (
        "Was deine Antworten heute kosten dürfen, ist verbraucht. Frag morgen wieder; `/budget` sagt mehr."
    ),
    (
        "That would cost more than what is left of this server's budget for today. Ask something shorter, or again "
        "tomorrow; `/budget` tells more."
    ): (
        "Das würde mehr kosten, als heute für diesen Server noch übrig ist. Frag etwas Kürzeres, oder morgen wieder; "
        "`/budget` sagt mehr."
    ),
    (
        "That would cost more than what is left of your budget for today. Ask something shorter, or again tomorrow; "
        "`/budget` tells more."
    ): (
        "Das würde mehr kosten, als heute für dich noch übrig ist. Frag etwas Kürzeres, oder morgen wieder; "
        "`/budget` sagt mehr."
    ),
    (
        "What is left of this server's budget for today is set aside for answers that are being written. Ask again in "
        "a minute."
    ): (
        "Was heute für diesen Server noch übrig ist, brauchen gerade andere Antworten. Frag in einer Minute noch "
        "einmal."
    ),
    "What is left of your budget for today is set aside for answers that are being written. Ask again in a minute.": (
        "Was heute für dich noch übrig ist, brauchen gerade andere Antworten. Frag in einer Minute noch einmal."
    ),
    "{engine} has too many requests just now. Ask again in a minute.": (
        "{engine} hat gerade zu viel zu tun. Frag in einer Minute noch einmal."
    ),
    "{engine} has too many requests just now. Ask again in {seconds} s.": (
        "{engine} hat gerade zu viel zu tun. Frag in {seconds} s noch einmal."
    ),
    "This server asks me more than I can answer just now. You can use this again in {seconds} s.": (
        "Dieser Server fragt mich gerade mehr, als ich beantworten kann. Du kannst das in {seconds} s wieder benutzen."
    ),
    "There was no text in that message. Write a question after my name.": (
        "In dieser Nachricht stand kein Text. Schreib eine Frage hinter meinen Namen."
    ),
    (
        "That message has {characters} characters; I read up to {most}. "
        "Shorten it, or give me the text as a file to index and ask about it."
    ): (
        "Diese Nachricht hat {characters} Zeichen; ich lese bis zu {most}. "
        "Kürze sie, oder gib mir den Text als Datei und frag dann danach."
    ),
    "There is no text in that message, so there is nothing to ask about.": (
        "In dieser Nachricht steht kein Text; da gibt es nichts zu fragen."
    ),
    "That file has {bytes} bytes; I take up to {most}.": "Diese Datei hat {bytes} Bytes; ich nehme bis zu {most}.",
    "That file is no JSON. Give me a file as /export_chat makes it.": (
        "Diese Datei ist kein JSON. Gib mir eine, wie /export_chat sie macht."
    ),
    'That file has no list of "messages". Give me a file as /export_chat makes it.': (
        'Diese Datei hat keine Liste "messages". Gib mir eine, wie /export_chat sie macht.'
    ),
    "That file has the version {version}; I read version 1.": (
        "Diese Datei hat die Version {version}; ich lese Version 1."
    ),
    "I do not know that question any more. Ask it again.": "Diese Frage kenne ich nicht mehr. Stell sie noch einmal.",
    "I can not see that question from here. Ask it again.": (
        "Diese Frage kann ich von hier nicht sehen. Stell sie noch einmal."
    ),
    "That question is no longer there. Ask it again.": "Diese Frage ist nicht mehr da. Stell sie noch einmal.",
    "I can not see that message any more. You asked:\n> {asked}": (
        "Diese Nachricht kann ich nicht mehr sehen. Du hast gefragt:\n> {asked}"
    ),
    "One moment, please: you can use this again in {seconds} s.": (
        "Einen Moment, bitte: in {seconds} s kannst du das wieder benutzen."
    ),
    "This works on a server only. Use it in one of its channels.": (
        "Das geht nur auf einem Server. Benutze es in einem seiner Kanäle."
    ),
    "You may not use this here. It needs: {permissions}. Ask someone who runs this server.": (
        "Das darfst du hier nicht. Dafür braucht es: {permissions}. Frag jemanden, der diesen Server leitet."
    ),
    "I may not do that here. I need: {permissions}. Ask someone who runs this server to allow it.": (
        "Das darf ich hier nicht. Ich brauche: {permissions}. Bitte jemanden, der diesen Server leitet, darum."
    ),
    "I can not read one of the values you gave. Look at the command's options and try again.": (
        "Einen der Werte kann ich nicht lesen. Sieh dir die Optionen des Befehls an und versuche es noch einmal."
    ),
    "You may not use this here. Ask someone who runs this server.": (
        "Das darfst du hier nicht. Frag jemanden, der diesen Server leitet."
    ),
    "I am not set up for that. Tell the person who runs me; the log says what to set.": (
        "Dafür bin ich nicht eingerichtet. Sag es der Person, die mich betreibt; im Protokoll steht, was fehlt."
    ),
    "Another copy of me is using my data. Tell the person who runs me to stop one of the two.": (
        "Ein zweites Exemplar von mir benutzt meine Daten. Sag der Person, die mich betreibt, dass eines enden muss."
    ),
    "{engine} took too long. Ask again, or ask something shorter.": (
        "{engine} hat zu lange gebraucht. Frag noch einmal, oder etwas Kürzeres."
    ),
    "{engine} failed too often just now and is given a rest. Ask again in a minute.": (
        "{engine} ist gerade zu oft gescheitert und bekommt eine Pause. Frag in einer Minute noch einmal."
    ),
    "{engine} can not answer just now. Ask again in a minute.": (
        "{engine} kann gerade nicht antworten. Frag in einer Minute noch einmal."
    ),
    "{engine} refused this, and asking again will not help. Tell the person who runs me.": (
        "{engine} hat das abgelehnt, und noch einmal zu fragen hilft nicht. Sag es der Person, die mich betreibt."
    ),
    "{engine} failed. Ask again; if it stays so, tell the person who runs me.": (
        "{engine} ist gescheitert. Frag noch einmal; bleibt es so, sag es der Person, die mich betreibt."
    ),
    "That did not work. Ask again; if it stays so, tell the person who runs me.": (
        "Das ging nicht. Frag noch einmal; bleibt es so, sag es der Person, die mich betreibt."
    ),
    "I do not know this command any more. Restart Discord to see those there are.": (
        "Diesen Befehl kenne ich nicht mehr. Starte Discord neu, um zu sehen, welche es gibt."
    ),
    "This command has just changed. Restart Discord and use it again.": (
        "Dieser Befehl hat sich gerade geändert. Starte Discord neu und benutze ihn noch einmal."
    ),
    "Discord does not let me do that here. Ask someone who runs this server for my permissions.": (
        "Discord lässt mich das hier nicht tun. Bitte jemanden, der diesen Server leitet, um Rechte für mich."
    ),
    "What I was to answer is no longer there. Ask again.": (
        "Worauf ich antworten sollte, ist nicht mehr da. Frag noch einmal."
    ),
    "Discord did not take my answer. Ask again in a minute.": (
        "Discord hat meine Antwort nicht angenommen. Frag in einer Minute noch einmal."
    ),
    "Something went wrong on my side. Ask again; if it stays so, tell the person who runs me.": (
        "Bei mir ist etwas schiefgegangen. Frag noch einmal; bleibt es so, sag es der Person, die mich betreibt."
    ),
    "{words} (error {id})": "{words} (Fehler {id})",
}

PAGES: Mapping[str, str] = {
    (
        "**Talk to me**: mention me, say my name, reply to one of my messages, or write to me in private. "
        "After an answer you can simply go on; I listen until somebody else speaks. "
        "If you edit your question, I answer it anew; if you delete it, I delete my answer.\n"
        "**Below an answer**: ⏹️ stops it, 🔁 tries again, 👍 and 👎 tell me how it was.\n\n"
        "**Commands**\n{commands}"
    ): (
        "**Rede mit mir**: erwähne mich, sag meinen Namen, antworte auf eine meiner Nachrichten, oder schreib mir "
        "privat. Nach einer Antwort kannst du einfach weiterreden; ich höre zu, bis jemand anderes spricht. "
        "Änderst du deine Frage, beantworte ich sie neu; löschst du sie, lösche ich meine Antwort.\n"
        "**Unter einer Antwort**: ⏹️ hält sie an, 🔁 versucht es noch einmal, 👍 und 👎 sagen mir, wie sie war.\n\n"
        "**Befehle**\n{commands}"
    ),
    "\n\n**At a message**, in its menu under *Apps*{menus}": (
        "\n\n**Bei einer Nachricht**, in ihrem Menü unter *Apps*{menus}"
    ),
    (
        "**What I keep**: messages that are addressed to me and my answers, with the names of their authors, channel "
        "by channel, on the machine that I run on. What is said to others I neither answer nor keep.\n"
        "**For a day**: what you ask with a command, so that I can answer it again and after a restart.\n"
        "**What I do not keep**: your words never stand in a log, and I keep no profile of anybody. 👍 and 👎 are "
        "counted, not who pressed them.\n"
        "**Where it goes**: with the question, the last messages of the channel and what I found in my documents, to "
        "the model that answers. Ask the person who runs me which one that is. What is searched for on the web goes "
        "to a search engine.\n"
        "**Yours to decide**: `/export_chat` gives you what I keep of this channel, `/clear_history` deletes it. "
        "A question that you delete I forget, one that you edit I answer anew."
    ): (
        "**Was ich behalte**: Nachrichten, die an mich gerichtet sind, und meine Antworten, mit den Namen derer, die "
        "sie schrieben, Kanal für Kanal, auf dem Rechner, auf dem ich laufe. Was andern gesagt wird, beantworte und "
        "behalte ich nicht.\n"
        "**Einen Tag lang**: was du mit einem Befehl fragst, damit ich es noch einmal und nach einem Neustart "
        "beantworten kann.\n"
        "**Was ich nicht behalte**: deine Worte stehen nie in einem Protokoll, und ich führe über niemanden ein "
        "Profil. 👍 und 👎 werden gezählt, nicht wer sie gedrückt hat.\n"
        "**Wohin es geht**: mit der Frage gehen die letzten Nachrichten des Kanals, und was ich in meinen Dokumenten "
        "fand, an das Modell, das antwortet. Welches das ist, weiß die Person, die mich betreibt. "
        "Was im Web gesucht wird, geht an eine Suchmaschine.\n"
        "**Was du entscheidest**: `/export_chat` gibt dir, was ich von diesem Kanal weiß, `/clear_history` löscht es. "
        "Eine Frage, die du löschst, vergesse ich; eine, die du änderst, beantworte ich neu."
    ),
}
