"""What the bot says about voice channels, in German; the English words are the keys."""

from collections.abc import Mapping

VOICE: Mapping[str, str] = {
    "Talk with me in a voice channel.": "Rede mit mir in einem Sprachkanal.",
    "Come into a voice channel, to talk with us there.": "Komm in einen Sprachkanal, um dort mit uns zu reden.",
    "Which one; without it the one that you are in": "Welcher; ohne Angabe der, in dem du bist",
    "Leave the voice channel.": "Verlass den Sprachkanal.",
    "Let me hear you in the voice channel; I ask you first.": (
        "Lass mich dich im Sprachkanal hören; ich frage dich vorher."
    ),
    "Do not hear me any more, and forget that I agreed.": (
        "Hör mich nicht mehr, und vergiss, dass ich zugestimmt habe."
    ),
    "Whom I hear in the voice channel, how well, and with what.": "Wen ich im Sprachkanal höre, wie gut, und womit.",
    "Let me say something in the voice channel.": "Lass mich etwas im Sprachkanal sagen.",
    "What I should say": "Was ich sagen soll",
    "The voice to say it in": "Die Stimme, mit der ich es sage",
    "Choose my voice, and how loud it is on this server.": (
        "Wähle meine Stimme, und wie laut sie auf diesem Server ist."
    ),
    "Choose my voice on this server.": "Wähle meine Stimme auf diesem Server.",
    "The voice to speak in": "Die Stimme, mit der ich spreche",
    "How loud, in percent: 100 is usual": "Wie laut, in Prozent: 100 ist üblich",
    "The voices that I can speak in.": "Die Stimmen, mit denen ich sprechen kann.",
    "text": "text",
    "voice": "stimme",
    "volume": "lautstärke",
    (
        "🎙️ **I am in this voice channel, and hear nobody who has not agreed.** What others say is thrown away as it "
        "comes, before it is decrypted.\n"
        "If you press **Listen to me**:\n"
        "- Your voice goes to {ears}, to be written down. The sound is not kept.\n"
        "- What you ask me goes as text to {minds}. It is kept with my answer, as if you had written it here, until "
        "somebody deletes it with `/clear_history`. What is not meant for me is forgotten at once.\n"
        "- My answers are spoken by {mouths}.\n"
        "**Not any more**, `/voice stop` or the words “stop listening” end it at once, and I forget that you agreed. "
        "Until then it holds for all voice channels of this server; if something of this changes, I ask you again."
    ): (
        "🎙️ **Ich bin in diesem Sprachkanal, und höre niemanden, der nicht zugestimmt hat.** Was andere sagen, wird "
        "sofort verworfen, noch ehe es entschlüsselt ist.\n"
        "Wenn du **Hör mir zu** drückst:\n"
        "- Deine Stimme geht an {ears}, um aufgeschrieben zu werden. Der Ton wird nicht behalten.\n"
        "- Was du mich fragst, geht als Text an {minds}. Es wird mit meiner Antwort behalten, als hättest du es hier "
        "geschrieben, bis es jemand mit `/clear_history` löscht. Was nicht für mich ist, vergesse ich sofort.\n"
        "- Meine Antworten spricht {mouths}.\n"
        "**Nicht mehr**, `/voice stop` oder die Worte „hör nicht mehr zu“ beenden es sofort, und ich vergesse, dass "
        "du zugestimmt hast. Bis dahin gilt es für alle Sprachkanäle dieses Servers; ändert sich etwas davon, frage "
        "ich dich neu."
    ),
    "👋 {who}, this is for you as well, since you came later.\n{asked}": (
        "👋 {who}, das hier gilt auch für dich, du bist später gekommen.\n{asked}"
    ),
    "**{engine}** on the machine that I run on": "**{engine}** auf dem Rechner, auf dem ich laufe",
    "**{engine}** at {host}": "**{engine}** bei {host}",
    "**{engine}**, I do not know where": "**{engine}**, ich weiß nicht, wo",
    "Listen to me": "Hör mir zu",
    "Not any more": "Nicht mehr",
    (
        "🙉 I can not understand what is said here just now: {why}\n"
        "Until I can, send me a voice message in this chat: I listen to it and answer."
    ): (
        "🙉 Ich verstehe hier gerade nicht, was gesagt wird: {why}\n"
        "Bis ich es wieder kann, schick mir eine Sprachnachricht in diesem Chat: Ich höre sie an und antworte."
    ),
    "👂 I understand you again.": "👂 Ich verstehe euch wieder.",
    "🛑 I can not go on in this voice channel. {words}": (
        "🛑 Ich kann in diesem Sprachkanal nicht weitermachen. {words}"
    ),
    "I am in {channel} now. I hear who agreed: the text chat of the channel says to what, and `/voice listen` does.": (
        "Ich bin jetzt in {channel}. Ich höre, wer zugestimmt hat: Wozu, sagen der Textchat des Kanals und `/voice "
        "listen`."
    ),
    "I have left the voice channel. {report}": "Ich habe den Sprachkanal verlassen. {report}",
    "I was there for {minutes} min, heard {heard} s of speech, answered {answered} times and spoke for {spoke} s.": (
        "Ich war {minutes} min da, habe {heard} s Sprache gehört, {answered}-mal geantwortet und {spoke} s gesprochen."
    ),
    "That does not work in this voice channel: {why}": "Das geht in diesem Sprachkanal nicht: {why}",
    "I listen to you. `/voice stop` ends it.": "Ich höre dir zu. `/voice stop` beendet es.",
    "I listen to you now. `/voice stop` ends it.": "Ich höre dir jetzt zu. `/voice stop` beendet es.",
    "I listen to you as soon as you are in my voice channel. `/voice stop` ends it.": (
        "Ich höre dir zu, sobald du in meinem Sprachkanal bist. `/voice stop` beendet es."
    ),
    "What I ask has changed since. This is what it is now:\n{asked}": (
        "Was ich frage, hat sich inzwischen geändert. So ist es jetzt:\n{asked}"
    ),
    "I do not listen to you any more, and have forgotten that you agreed. {report}": (
        "Ich höre dir nicht mehr zu, und habe vergessen, dass du zugestimmt hast. {report}"
    ),
    "I am in no voice channel of this server just now. This is what I ask when I am:\n{asked}": (
        "Ich bin gerade in keinem Sprachkanal dieses Servers. Das frage ich, wenn ich in einem bin:\n{asked}"
    ),
    "I do not listen to you: you took it back in the same moment.": (
        "Ich höre dir nicht zu: Du hast es im selben Moment zurückgenommen."
    ),
    "I did not listen to you.": "Ich habe dir nicht zugehört.",
    "I say it.": "Ich sage es.",
    "There is nothing in that to say aloud.": "Darin ist nichts, was ich sagen könnte.",
    "So much waits to be said already that I can not take that as well. Ask me again in a moment.": (
        "Es wartet schon so viel, dass ich das nicht auch noch annehmen kann. Bitte mich gleich noch einmal."
    ),
    "My voice is {voice} at {volume} % now.": "Meine Stimme ist jetzt {voice} mit {volume} %.",
    "the usual one": "die übliche",
    "There is no voice {voice}. `/voices` lists those there are.": (
        "Eine Stimme {voice} gibt es nicht. `/voices` zeigt, welche es gibt."
    ),
    "I have no voice here: {why}": "Ich habe hier keine Stimme: {why}",
    "I can not listen to recordings here: {why}": "Ich kann hier keine Aufnahmen anhören: {why}",
    "I am listening to other recordings just now, and others wait for that. Send yours again in a moment.": (
        "Ich höre gerade andere Aufnahmen an, und weitere warten darauf. Schick deine gleich noch einmal."
    ),
    "My voices:\n{voices}": "Meine Stimmen:\n{voices}",
    "My voices:\n{voices}\n… and {more} more: begin to write a language or a name at `/voice set voice:`": (
        "Meine Stimmen:\n"
        "{voices}\n"
        "… und {more} weitere: Schreib bei `/voice set voice:` den Anfang einer Sprache oder eines Namens."
    ),
    (
        "**{channel}**, for {minutes} min, voice {voice} at {volume} %\n"
        "**I hear**: {heard}\n"
        "**I do not hear**: {unheard}\n"
        "**Sound**: {received} packets came; {handed} heard, {refused} dropped unheard, {lost} lost, {late} late, "
        "{broken} not understood, {overrun} too many. {played} played, {unsent} not sent.\n"
        "**Conversation**: {turns} turns heard, {answered} answered, {interrupted} interrupted, {dropped} dropped\n"
        "**Engines**: {ears} listens · {minds} answers · {mouths} speaks"
    ): (
        "**{channel}**, seit {minutes} min, Stimme {voice} mit {volume} %\n"
        "**Ich höre**: {heard}\n"
        "**Ich höre nicht**: {unheard}\n"
        "**Ton**: {received} Pakete kamen; {handed} gehört, {refused} ungehört verworfen, {lost} verloren, {late} zu "
        "spät, {broken} nicht verstanden, {overrun} zu viel. {played} gespielt, {unsent} nicht gesendet.\n"
        "**Gespräch**: {turns} Beiträge gehört, {answered} beantwortet, {interrupted} unterbrochen, {dropped} "
        "ausgelassen\n"
        "**Technik**: Es hört {ears} · es antwortet {minds} · es spricht {mouths}"
    ),
    "nobody": "niemanden",
    "I was moved to a channel that I can not see, so I have left the call. `/voice join` brings me back.": (
        "Ich wurde in einen Kanal verschoben, den ich nicht sehe, und bin darum gegangen. "
        "`/voice join` holt mich zurück."
    ),
    "I was moved to a channel where I may not speak, so I have left the call. `/voice join` brings me back.": (
        "Ich wurde in einen Kanal verschoben, in dem ich nicht sprechen darf, und bin darum gegangen. "
        "`/voice join` holt mich zurück."
    ),
    "I was moved to a stage, where I do not speak, so I have left the call. `/voice join` brings me back.": (
        "Ich wurde auf eine Bühne verschoben, wo ich nicht spreche, und bin darum gegangen. "
        "`/voice join` holt mich zurück."
    ),
    "You are in no voice channel. Go into one, or name one: `/voice join channel:`": (
        "Du bist in keinem Sprachkanal. Geh in einen, oder nenne einen: `/voice join channel:`"
    ),
    "I do not speak on stages. Use a voice channel.": "Auf Bühnen spreche ich nicht. Nimm einen Sprachkanal.",
    "{channel} is full: {count} people are the most that may be there. Make room, or raise its limit.": (
        "{channel} ist voll: Mehr als {count} dürfen dort nicht sein. Macht Platz, oder erhöht die Grenze."
    ),
    "I am in {channel}. Go there to say that, or ask someone who may move members.": (
        "Ich bin in {channel}. Sag das von dort aus, oder frag jemanden, der Mitglieder verschieben darf."
    ),
    "I am in no voice channel of this server. `/voice join` brings me into yours.": (
        "Ich bin in keinem Sprachkanal dieses Servers. `/voice join` bringt mich in deinen."
    ),
    "I am in as many voice channels as I may be at a time ({count}). Ask again later.": (
        "Ich bin in so vielen Sprachkanälen, wie ich zugleich sein darf ({count}). Frag später wieder."
    ),
    "I do not come into voice channels: the person who runs me has set voice.calls to 0.": (
        "Ich komme nicht in Sprachkanäle: Wer mich betreibt, hat voice.calls auf 0 gesetzt."
    ),
    "That recording is longer than {minutes} minutes. Send a shorter one, or several.": (
        "Diese Aufnahme ist länger als {minutes} Minuten. Schick eine kürzere, oder mehrere."
    ),
    "{name} is larger than {megabytes} MB. Send a shorter recording, or a smaller file of it.": (
        "{name} ist größer als {megabytes} MB. Schick eine kürzere Aufnahme, oder eine kleinere Datei davon."
    ),
    "I could not make out a word in that recording. Speak close to the microphone, or write it to me.": (
        "In dieser Aufnahme konnte ich kein Wort verstehen. Sprich nah am Mikrofon, oder schreib es mir."
    ),
    "There are {count} recordings; I listen to up to {most} at once. Send them one after the other.": (
        "Das sind {count} Aufnahmen; ich höre bis zu {most} auf einmal an. Schick sie nacheinander."
    ),
    "The recording is not there any more. Send it again.": "Die Aufnahme ist nicht mehr da. Schick sie noch einmal.",
    "I can not tell when somebody speaks: {why}": "Ich merke nicht, wann jemand spricht: {why}",
    "I can not write down what is said: {why}": "Ich kann nicht mitschreiben, was gesagt wird: {why}",
    "I can not answer just now: {why}": "Ich kann gerade nicht antworten: {why}",
    "I can not speak just now, so I write: {why}": "Ich kann gerade nicht sprechen, darum schreibe ich: {why}",
    "My voice is the plain one for now: {why}": "Meine Stimme ist vorerst die einfache: {why}",
    "{name}, I do not answer that: too many questions were asked at once. Please ask again.": (
        "{name}, das beantworte ich nicht: Es waren zu viele Fragen auf einmal. Bitte frag noch einmal."
    ),
    "{name}, I do not answer that: I was busy for too long. Please ask again.": (
        "{name}, das beantworte ich nicht: Ich war zu lange beschäftigt. Bitte frag noch einmal."
    ),
    "that broke, and the log says where.": "Etwas ist entzweigegangen; im Protokoll steht, was.",
    "I do not say “{text}”: too much waited to be said.": (
        "„{text}“ sage ich nicht: Zu vieles wartete darauf, gesagt zu werden."
    ),
    (
        "Somebody has muted me on this server, so nobody hears what I say; I write it here all the same. "
        "Who may mute members can undo that in my menu."
    ): (
        "Jemand hat mich auf diesem Server stummgeschaltet, also hört niemand, was ich sage; hier schreibe ich es "
        "trotzdem. Wer das darf, kann es in meinem Menü zurücknehmen."
    ),
    (
        "Somebody has deafened me on this server, so no sound comes to me. "
        "Who may deafen members can undo that in my menu; until then, send voice messages."
    ): (
        "Jemand hat mich auf diesem Server taub geschaltet, also kommt kein Ton bei mir an. "
        "Wer das darf, kann es in meinem Menü zurücknehmen; bis dahin schick Sprachnachrichten."
    ),
    (
        "The key of the voice server does not fit what comes in. "
        "Have me leave and come again; until then, send voice messages."
    ): (
        "Der Schlüssel des Sprachservers passt nicht zu dem, was ankommt. "
        "Lass mich gehen und wiederkommen; bis dahin schick Sprachnachrichten."
    ),
    (
        "The end-to-end key does not fit what they send. Have me leave and come again; until then, send voice messages."
    ): (
        "Der Ende-zu-Ende-Schlüssel passt nicht zu dem, was gesendet wird. "
        "Lass mich gehen und wiederkommen; bis dahin schick Sprachnachrichten."
    ),
    (
        "Their packets hold nothing that can be decoded. Have me leave and come again; until then, send voice messages."
    ): (
        "In den Paketen ist nichts, was sich dekodieren lässt. "
        "Lass mich gehen und wiederkommen; bis dahin schick Sprachnachrichten."
    ),
}
