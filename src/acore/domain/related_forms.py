"""Forms of words that no rule makes, and numbers as digits and as words; forms of one word stand together."""

FORMS = """
left leave; feed fed; lead led; meet met; ride rode ridden; hide hid hidden; bite bit bitten; breed bred;
speak spoke spoken; sing sang sung; eat ate eaten; drink drank drunk; swim swam; drive drove driven; grow grew grown;
know knew known; throw threw thrown; fall fell fallen; feel felt; become became; bring brought; catch caught;
fight fought; sleep slept; stand stood; understand understood; wear wore worn; steal stole stolen; wake woke;
ring rang rung; sink sank sunk; blow blew blown; say said; hear heard; see saw seen; go went gone; come came;
take took taken; give gave given; tell told; think thought; choose chose chosen; lose lost; win won; rise rose risen;
begin began begun; break broke broken; freeze froze frozen; lie lay lain; light lit; spend spent;
bear bore borne born; bind bound; dig dug; forget forgot forgotten; forgive forgave; get got gotten; hang hung;
hold held; keep kept; lend lent; make made; pay paid; send sent; shake shook shaken; shine shone; shoot shot;
show showed shown; sit sat; slide slid; spring sprang; strike struck; swear swore; teach taught; tear tore torn;
withdraw withdrew withdrawn; write wrote written; draw drew drawn; fly flew flown; find found; build built;
buy bought; sell sold; run ran; flee fled; lay laid; seek sought; burn burnt; learn learnt; leaf leaves;
knife knives; wolf wolves; shelf shelves; life lives; wife wives; foot feet; tooth teeth; goose geese; mouse mice;
man men; woman women; child children; die died dying; good better best; bad worse worst; far farther further;
little less least; many more most
"""

GERMAN = """
zieht ziehen zog zogen gezogen; geht gehen ging gingen gegangen; steht stehen stand standen gestanden; lauft laufen
lief liefen gelaufen; fahrt fahren fuhr fuhren gefahren; fallt fallen fiel fielen gefallen; gibt geben gab gaben
gegeben; nimmt nehmen nahm nahmen genommen; kommt kommen kam kamen gekommen; tragt tragen trug trugen getragen;
schlagt schlagen schlug schlugen geschlagen; ladt laden lud luden geladen; halt halten hielt hielten gehalten; lasst
lassen liess liessen gelassen; ruft rufen rief riefen gerufen; heisst heissen hiess hiessen geheissen; bleibt bleiben
blieb blieben geblieben; leiht leihen lieh liehen geliehen; schreibt schreiben schrieb schrieben geschrieben; steigt
steigen stieg stiegen gestiegen; leidet leiden litt gelitten; schliesst schliessen schloss schlossen geschlossen;
fliesst fliessen floss flossen geflossen; flieht fliehen floh geflohen; giesst giessen goss gossen gegossen; biegt
biegen bog bogen gebogen; fliegt fliegen flog flogen geflogen; verliert verlieren verlor verloren; findet finden fand
fanden gefunden; bindet binden band banden gebunden; singt singen sang sangen gesungen; sinkt sinken sank sanken
gesunken; trinkt trinken trank tranken getrunken; springt springen sprang sprangen gesprungen; beginnt beginnen begann
begannen begonnen; gewinnt gewinnen gewann gewonnen; schwimmt schwimmen schwamm geschwommen; spricht sprechen sprach
sprachen gesprochen; bricht brechen brach brachen gebrochen; trifft treffen traf trafen getroffen; hilft helfen half
halfen geholfen; stirbt sterben starb starben gestorben; wirft werfen warf warfen geworfen; verdirbt verderben verdarb
verdorben; gilt gelten galt galten gegolten; isst essen ass assen gegessen; frisst fressen frass gefressen; misst
messen mass massen gemessen; liest lesen las lasen gelesen; sieht sehen sah sahen gesehen; vergisst vergessen vergass;
sitzt sitzen sass sassen gesessen; liegt liegen lag lagen gelegen; bittet bitten bat baten gebeten; bietet bieten bot
boten geboten; wachst wachsen wuchs gewachsen; wascht waschen wusch gewaschen; schafft schaffen schuf geschaffen;
bringt bringen brachte brachten gebracht; denkt denken dachte gedacht; kennt kennen kannte gekannt; nennt nennen
nannte genannt; brennt brennen brannte gebrannt; weiss wissen wusste gewusst; entsteht entstehen entstand entstanden;
besteht bestehen bestand bestanden; erhalt erhalten erhielt erhielten; bekommt bekommen bekam; empfangt empfangen
empfing; stiehlt stehlen stahl gestohlen; wiegt wiegen wog gewogen; schneidet schneiden schnitt geschnitten; reitet
reiten ritt geritten; tut tun tat getan; hangt hangen hing gehangen; erfindet erfinden erfand erfunden; verbietet
verbieten verbot verboten; vertritt vertreten vertrat; tritt treten trat getreten; betragt betragen betrug; enthalt
enthalten enthielt; gehort gehoren gehorte; schlaft schlafen schlief geschlafen; backt backt backen gebacken; grabt
graben grub gegraben; schiebt schieben schob geschoben; zwingt zwingen zwang gezwungen; verschwindet verschwinden
verschwand verschwunden; beisst beissen biss gebissen; reisst reissen riss gerissen; scheint scheinen schien
geschienen; steckt stecken; kann konnen konnte gekonnt; muss mussen musste; darf durfen durfte
"""

NUMBERS = """
1 one single eins; 2 two both pair zwei beide; 3 three drei; 4 four vier; 5 five funf; 6 six sechs; 7 seven sieben;
8 eight acht; 9 nine neun; 10 ten zehn; 11 eleven elf; 12 twelve dozen zwolf dutzend; 13 thirteen dreizehn;
14 fourteen vierzehn; 15 fifteen funfzehn; 16 sixteen sechzehn; 17 seventeen siebzehn; 18 eighteen achtzehn;
19 nineteen neunzehn; 20 twenty zwanzig; 30 thirty dreissig; 40 forty vierzig; 50 fifty funfzig; 60 sixty sechzig;
100 hundred hundert; first 1st erste erster erstes; second 2nd zweite zweiter zweites; third 3rd dritte dritter drittes;
fourth 4th vierte; fifth 5th funfte; sixth 6th sechste; seventh 7th siebte; eighth 8th achte; ninth 9th neunte;
tenth 10th zehnte; twice two_times zweimal; once one_time einmal
"""
