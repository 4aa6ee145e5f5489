"""The forms of questions, in English, German and Japanese, with the kind of answer that each asks for."""

import re
from typing import Final, Literal

Kind = Literal[
    "number", "time", "person", "place", "reason", "steps", "list", "choice", "meaning", "yes-no", "compare", "name",
    "other",
]  # fmt: skip
Measure = Literal[
    "", "count", "quantity", "money", "duration", "length", "extent", "height", "weight", "temperature", "share",
    "speed", "frequency", "age", "clock", "day", "year", "phone", "mail",
]  # fmt: skip


def words(*forms: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    """Any of the forms, as words of their own."""
    return re.compile(rf"{start}(?:{'|'.join(forms)}){end}", re.IGNORECASE)


_COMPARED = r"(?:\w{2,}er|more|less|better|worse)"
_COMPARE = words(
    r"differen(?:ce|t)s?|differs?|compared?|versus|vs|unterschied(?:e|en)?|unterscheide[nt]|vergleich\w*",
    rf"(?:which|who|what|is|are|was|were|does|do|did)\b.{{1,80}}\b{_COMPARED}\b.{{0,60}}\bor\b"
    r"(?! (?:more|less|later|older|younger))",
    rf"(?:is|are|was|were|does|do)\b.{{1,60}}\bor\b.{{1,60}}\b(?:{_COMPARED}|best|first)\b",
    r"(?:is|are|was|were)\b.{1,60}\b(?:\w{2,}er|more \w+|less \w+|better|worse) than",
    r"(?:welche[rs]?|was|wer|ist|sind|war)\b.{1,60}\b(?:\w{3,}er|mehr|weniger)\b,? .{1,60}\boder\b",
    r"\w{2,}er als",
)
_CALLED = words(
    "(?:what|which)(?:'s| is| was| are)? (?:(?:the|her|his|their|its) )?(?:(?:first|last|full|real) )?"
    r"(?:names?|surname|nickname|titles?)\b(?! of the (?:file|key))",
    "what (?:is|was|are|were|do|does|did) .{1,60}(?:called|named)",
    "wie (?:heißt|heißen|hieß|hießen|lautet der name)|wie ist der name",
)
_DOES = "(?:does|do|did|can|could|will|would|may|must|should)"
_COST = words(
    "how much (?:does|do|did|is|are|was|were|will|would|for|to|money|it|must|should|shall)",
    "how much (?:cheaper|dearer|more expensive)|wie teuer|wie viel geld",
    "(?:what|was)(?:'s)? (?:does|do|did|will|would|kostet|kosten|kostete|gekostet)?.{0,60}"
    "(?:costs?|kosten?|kostet|kostete|gekostet)",
    "(?:what|wie) .{0,30}(?:price|fees?|fares?|rent|deposit|surcharge|salary|preis|gebühr|beitrag|miete|pfand)",
    "(?:price|preis|gebühr|miete|kaution)",
    "how expensive|how cheap|cost of|costs?|kostet|kosten",
    "what (?:do|does|did|must|will|would) .{1,40} pay|was (?:.{1,40} )?(?:be)?zahl(?:en|t|e|st)",
    "(?:what|welche[rsn]?) (?:order value|budget|amount of money|betrag)",
)
_WEIGHT = words(
    "how heavy|wie schwer",
    rf"(?:how much|what) {_DOES} .{{1,60}}\bweigh",
    "(?:was|wie ?viel) (?:wiegt|wiegen|wog|wogen)",
)
_ROOM = words(rf"how much {_DOES} (?!.*\b(?:cost|pay|charge)).{{1,60}}\b(?:hold|contain|store|carry)")
_CLOCK = words(
    "(?:at )?(?:what|which) (?:time|hour)s?|(?:what|which|when) (?:are|is|were) .{0,40}hours|opening hours",
    r"um wie ?viel uhr|uhrzeit|öffnungszeit\w*",
)
_DAY = words(
    r"(?:what|which)(?: are| is)?(?: the)?(?: \w+)? (?:days?|dates?|weekdays?|months?|seasons?|week)",
    r"(?:an |am |in )?welche[mnr]? (?:tag\w*|monat\w*|wochentag\w*|datum)",
)
_WHEN = words(
    "when|wann|how early|how late|deadline|due date|closing date|frist|termin",
    start=r"^(?:(?!\b(?:what|which|who|whom|how|why|where|was|wer|wie|wo|warum|welche[rsnm]?)\b).)*?\b",
)
_WHERE = words(
    "where|wo|wohin|woher",
    "(?:which|what|welche[rsnm]?) (?:file|folder|directory|page|room|village|town|city|country|street|place|floor"
    "|address|shelf|ort|stadt|dorf|straße|stock|zimmer|raum|adresse)",
)
_STEPS = words(
    "how (?:do|can|should|would|could|to|must|does one|might|shall)|steps|set ?up|install|instructions for",
    "wie (?:kann|können|mache|macht|machen|geht|gehe|füge|richte|lade|setze|starte|bekomme|ändere|lösche"
    "|installiere|benutze|schalte|leihe|leiht|melde|soll|sollte|muss|stelle|stellt|lege|nehme|funktioniert"
    "|reinige|entkalke|öffne|wechsle|verlängere|kündige|werde|reserviere|bestelle|zahle|koche|backe|bereite)",
)
_SIZE = words(
    r"what(?:'s| is| are|) (?:the )?(?:\w+ ){0,2}(?:size|width|height|length|weight|speed|capacity|volume|distance"
    "|number|depth|minimum|maximum|limit|port|resolution|memory|power|record)",
)
_LIST = words(
    "what are|list|name (?:all|the|some)|what .{1,40}s (?:are|exist|do you)|was sind|zähle?|nenne",
)
_WHAT = words(
    "(?:what|was für)(?! (?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|if|happens?)"
    r"\b|'s)",
)
_MEANING = words(
    "(?:what|was)(?:'s)? (?:is|was|does|did|ist|war|bedeutet|heißt|macht)|what's|define|explain|erkläre?|tell me about",
)
_WHETHER = words(
    "(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|had|am|isn't|aren't|don't|doesn't)",
    "(?:darf|dürfen|kann|können|muss|müssen|ist|sind|war|waren|gibt|hat|haben|wird|werden|soll|sollen|lässt|bin"
    "|braucht|brauche|gilt|kommt|nimmt|bekommt|bekomme|liegt|hatte|wurde|wurden|stimmt|gehört|kostet|steht)",
    start=r"^(?:(?:and|but|so|or|und|aber|also|ok|hi|hello|hey|hallo|please|bitte|then|dann)\W+){0,2}",
)
_HOW_LONG = "何時間|何分|何日間|何週間|何か月|何ヶ月|何年間|(?:どれ|どの)(?:くらい|ぐらい)の時間"
_HOW_FAR = (
    "何キロ|何メートル|何センチ|(?:どれ|どの)(?:くらい|ぐらい)の(?:長さ|高さ|距離|深さ|広さ)|(?:長さ|高さ|距離|広さ)は"
)
_HOW_MANY = "何[人室台個つ軒本枚匹回階畳冊件杯皿泊基頭通便往倍票か]|いくつ|人数"

_AUXILIARY = words(
    "(?:is|are|were|do|does|did|can|could|may|must|should|will|would|has|have|am)",
    "was (?:the|it|he|she|they|there|this|that|her|his|their|my|your|our|an?)",
    "(?:ist|sind|war|waren|kann|kannst|können|darf|dürfen|muss|müssen|soll|sollte|hat|haben|habe|wird|werden|wurde"
    "|gibt es)",
    start=r"^(?:(?:and|but|so|or|und|aber|also|ok)\W+){0,2}",
)
FORMS: Final[tuple[tuple[Kind, Measure, re.Pattern[str]], ...]] = (
    ("compare", "", _COMPARE),
    ("compare", "", re.compile("と.{1,20}(?:では|とでは|の違い|どちら)|どっち|どちら")),
    ("yes-no", "", _AUXILIARY),
    ("number", "phone", words("(?:tele)?phone number|telefonnummer|handynummer|rufnummer")),
    ("number", "phone", re.compile("電話番号")),
    ("number", "mail", words("(?:e-?mail|mail) address|e-?mail-?adresse|mailadresse")),
    ("name", "", _CALLED),
    ("name", "", re.compile("の名前は|何という|何といいますか|何と呼")),
    ("number", "duration", words("how (?:far|much|many days) (?:ahead|in advance|beforehand|before)|wie lange vorher")),
    ("time", "clock", words("wie ?viel uhr")),
    ("number", "count", words("how many|wie ?viele[nr]?")),
    ("number", "", words("by how much|um wie ?viel(?! uhr)")),
    ("number", "weight", _WEIGHT),
    ("number", "quantity", _ROOM),
    ("number", "money", _COST),
    ("number", "money", re.compile("いくら|料金|値段|家賃|費用|運賃")),
    ("number", "quantity", words("how much|wie ?viel|how (?:big|large|small)|wie (?:groß|klein)")),
    ("time", "", words("how long ago")),
    ("number", "extent", words("how long (?:is|are|was|were)|wie lang (?:ist|sind|war|waren)")),
    ("number", "duration", words("how long|for how long|wie lange?|what duration|how soon|how quickly")),
    ("number", "length", words("how far|how (?:tall|high|deep|wide|thick)|wie (?:tief|breit|weit|dick)")),
    ("number", "height", words("wie hoch")),
    ("number", "temperature", words(r"how (?:hot|warm|cold)|wie (?:heiß|warm|kalt)")),
    ("number", "temperature", words(r"(?:what|which|welcher?) (?:\w+ ){0,2}temperatur\w*")),
    ("number", "age", words("how old|what age|wie alt|which age")),
    ("number", "frequency", words("how often|wie oft|how frequently|how regularly|wie häufig|how many times")),
    ("number", "speed", words("how fast|wie schnell")),
    ("number", "share", words("(?:what|which) (?:share|percentage|proportion|part of)|wie ?viel prozent")),
    ("number", "quantity", words("how (?:loud|strong|bright|accurate|precise|powerful)|wie (?:laut|stark|hell)")),
    ("time", "clock", _CLOCK),
    ("time", "year", words(r"(?:what|which|in welche[mnr]?|welche[srnm]?) (?:years?|jahr\w*)")),
    ("time", "day", _DAY),
    ("time", "", _WHEN),
    ("time", "clock", re.compile("(?:何|いく|幾)時(?!間)")),
    ("time", "day", re.compile("何曜日?|何日(?!間)|何月")),
    ("time", "year", re.compile("何年(?!間)")),
    ("time", "", re.compile("いつ")),
    ("number", "duration", re.compile(_HOW_LONG)),
    ("number", "length", re.compile(_HOW_FAR)),
    ("number", "age", re.compile("何歳|何才")),
    ("number", "temperature", re.compile("何度(?!か)|温度")),
    ("number", "count", re.compile(_HOW_MANY)),
    ("number", "quantity", re.compile("(?:どれ|どの)(?:くらい|ぐらい|ほど)")),
    ("person", "", re.compile("誰|だれ|どなた")),
    ("place", "", re.compile("どこ|何処|どちらに|どの(?:町|村|部屋|場所|駅|階)")),
    ("reason", "", re.compile("なぜ|どうして|何故|なんで|理由")),
    ("steps", "", re.compile("どうやって|どのように|どうすれば|手順|方法|やり方|仕方")),
    ("choice", "", words("wo(?:ran|für|mit|durch|von|rauf|rüber|rum|rin|raus|nach|gegen|bei)", start="^")),
    ("person", "", words("who|whom|whose|wer|wen|wem|wessen")),
    ("reason", "", words("why|how come|what for|reason|what caused|warum|wieso|weshalb|wozu|aus welchem grund")),
    ("place", "", _WHERE),
    ("steps", "", _STEPS),
    ("number", "quantity", _SIZE),
    ("list", "", _LIST),
    ("choice", "", words("which|welche[rsnm]?")),
    ("choice", "", _WHAT),
    ("meaning", "", _MEANING),
    ("other", "", words("(?:what|was) (?:happens?|happened|passiert|geschieht)")),
    ("yes-no", "", _WHETHER),
    ("yes-no", "", re.compile("(?:ますか|ですか|でしょうか|ませんか|いいか|ましたか)[。？?]?$")),
    ("choice", "", re.compile("何|どの|どれ|どんな")),
)
"""Of several that fit, the first one counts."""
