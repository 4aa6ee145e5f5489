"""The words that say little about what a question is about, and those that say what kind of answer it wants."""

from collections.abc import Mapping
from typing import Final

from acore.domain.stems import stem


def _stems(words: str) -> frozenset[str]:
    return frozenset("_".join(map(stem, word.split("_"))) for word in words.split())


def _by_name(words: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {name: _stems(listed) for name, listed in words.items()}


LIGHT: Final = frozenset(
    """
    people person persons thing things stuff kind kinds sort sorts type types lot bit way ways case part parts place
    places area time times day days year years name names number numbers amount total happen happens happened need
    needs needed want wants wanted like get gets got getting go goes went going come comes came coming take takes took
    taken make makes made let keep keeps kept put puts have has had become look looks see know call called give gives
    given gave tell told say says said mean means meant try possible able available exist exists still ever already
    exactly currently now today actually really usually normally generally right wrong good whole entire main real
    certain several anyone someone somebody anybody something anything everything allowed allow may should much big old
    new current different own use uses used using work works worked help set find found start show stand stands stay
    located once per one ones all back out up down early next do doing done before after against instead off away again
    during between island town city village famous important trip subject topic idea step steps reason difference
    differ differs worse better best list there else alone just also too together above below around available please
    regular usual many lots every each another
    leute personen ding dinge sache sachen art arten sorte teil teile ort orte zeit zeiten tag tage jahr jahre namen
    nummer zahl menge passiert passieren brauche braucht brauchen will mochte gehen geht kommen kommt nehmen nimmt
    machen macht lassen stellen stellt sehen wissen heisst heissen nennt gibt sagen moglich verfugbar schon genau
    derzeit jetzt heute eigentlich wirklich normalerweise richtig falsch gut ganz eigene benutzen verwenden hilft
    zeigen steht liegt pro mal gerade jemand erlaubt durfen sollen alt alte alten altes neu neue neuen neues mehr
    hochstens mindestens zusammen insgesamt uberhaupt ungefahr etwa wenigstens maximal
    lautet bedeutet grund unterschied schritte gehort kriege bekomme darf
    quand qui comment pourquoi cuando donde quien como где когда кто что как почему сколько متى أين من ماذا كيف لماذا هل
    """.split()
)
"""Words, folded, that say little about what is asked."""
LIGHT_TERMS: Final = frozenset(stem(word) for word in LIGHT) | frozenset("of to from for with in on at by as".split())
LIGHT_PHRASES: Final = _stems(
    "get_in make_of makes_of have_to by_when get_to go_to get_out take_place took_place work_as may_not how_often"
    " im_jahr am_tag"
)

MEASURED_BY: Final = _by_name(
    {
        "day": "day days date month months weekday tag tage tagen monat monate wochentag datum",
        "year": "year years jahr jahre jahren",
        "clock": "time times hour hours opening uhrzeit uhr offnungszeiten",
        "money": "cost costs price prices fee fees charge fare rate rent kosten kostet preis gebuhr beitrag miete",
        "duration": "duration time minute minutes min hour hours days weeks dauer minuten stunden tage",
        "length": "height length distance width depth high long hohe lange breite tiefe",
        "extent": "duration time minute minutes min hour hours days weeks dauer minuten stunden tage length long lange",
        "weight": "weight gewicht kg gram grams gramm",
        "temperature": "temperature temperatur",
        "age": "age alter",
        "frequency": "frequency",
        "speed": "speed geschwindigkeit",
        "share": "share percentage proportion percent part anteil prozent",
        "place": "place location village town city room street address where ort adresse raum to from",
        "person": "name person who owner leader teacher contact trader seller keeper manager chair author host coach"
        " guide doctor responsible leitung leiter verantwortlich ansprechpartner by",
        "name": "name title",
    }
)
"""The words under which amounts of a kind stand in a table."""
ASKED_FOR: Final = {measure: MEASURED_BY[measure] for measure in ("day", "year", "clock", "share")}
"""Words that say only what kind of answer is wanted."""

_HOLDS = "fit fits hold holds contain contains passen passt fasst"
IMPLIED: Final = _by_name(
    {
        "money": "cost costs price prices fee fees charge charged pay pays paid much expensive cheap money win wins"
        " kosten kostet preis gebuhr zahlen bezahlen zahlt gekostet teuer 料金 運賃 家賃 費用 値段",
        "duration": "long last lasts take takes lasting duration dauert dauern dauer lange hold 時間 期間",
        "length": "high tall far long deep wide height length distance width depth hoch lang weit breit 長 高 広 距離",
        "extent": "long last lasts take takes lasting duration dauert dauern dauer lange hold length lang",
        "weight": "heavy weigh weighs weight schwer wiegt gewicht",
        "temperature": "hot warm cold temperature heiss warm kalt temperatur 温度",
        "age": "old age alt alter 歳",
        "frequency": "often oft 頻度",
        "phone": "phone telephone number call telefon telefonnummer nummer anrufen",
        "mail": "mail email e address adresse mailadresse write",
        "clock": "time hour hours opening uhrzeit offnungszeiten open opens close closes closed schliesst"
        " start starts begin begins beginn beginnt beginnen"
        " 時間 閉 開 終",
        "day": "day days date tag datum 日",
        "year": "year years jahr jahren 年",
        "quantity": _HOLDS,
        "count": _HOLDS,
        "number": _HOLDS,
        "person": "name called heisst",
        "compare": "compare compared comparison cheaper dearer difference differ better more less bigger larger higher"
        " longer faster older unterschied vergleich hoher langer grosser billiger teurer alter schneller",
        "place": "place located location stand stands situated find found liegt steht befindet",
        "time": "time date day year month wann deadline due frist termin start starts begin begins beginn",
    }
)
"""What an answer of a kind says without the word: euros are a price, metres a height."""

VERSIONS: Final = _stems("version versions release releases ausgabe fassung")
"""What numbers with points in them name."""
APPEARED: Final = _stems(
    "release released releases appear appeared published publish come came veroffentlicht erschienen"
)
"""What happened on the date of a heading."""
ATTRIBUTES: Final = _stems("deep wide thick tall high tief breit dick")
"""What a length is the length of."""
ROOM: Final = _stems("space storage memory disk speicher speicherplatz platz")
"""What gigabytes and litres measure."""
