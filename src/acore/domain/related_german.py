"""German words that stand for each other in everyday questions and their answers, as `fold` writes them."""

SAME = """
kosten kostet kostete gekostet preis gebuhr beitrag teuer tarif betragt bezahlen fahrpreis eintritt;
preis gebuhr beitrag kosten entgelt; zahlen bezahlen zahlt bezahlt zahlung gezahlt entrichten;
geld kasse finanzen kassenwart schatzmeister; kostenlos frei gratis umsonst unentgeltlich kostenfrei;
ermassigung rabatt nachlass ermassigt vergunstigung; pfand kaution; mieten leihen ausleihen miete verleih vermieten;
leihen ausleihen entleihen borgen verleihen leiht ausgeliehen entliehen verliehen ausleihe ausgegeben leihfrist;
kaufen kauf gekauft kaufte erwerben erworben anschaffen angeschafft; verkaufen verkauf verkauft;
strafe busse bussgeld saumnisgebuhr mahngebuhr; spende spenden gespendet;
beginnen beginnt begann begonnen anfangen anfang beginn start starten;
offnen offnet geoffnet auf offen aufmachen offnungszeit offnungszeiten hat_auf;
schliessen schliesst geschlossen zu zumachen schloss gesperrt; enden ende endet beenden beendet aufhoren schluss;
dauern dauert dauer lange; frist termin spatestens stichtag; jahrlich pro_jahr im_jahr jedes_jahr jahres;
monatlich pro_monat im_monat jeden_monat; wochentlich pro_woche jede_woche in_der_woche;
taglich pro_tag jeden_tag am_tag; oft haufig mal; jetzt heute derzeit aktuell momentan seither;
vorher fruher zuvor davor; nachher spater danach; gleichzeitig zugleich auf_einmal; geboren geburt geburtstag;
sterben starb gestorben tod tot verstorben verstarb;
heiraten heiratete geheiratet verheiratet hochzeit ehe frau mann; kind kinder sohn tochter;
eltern mutter vater elternteil; krank krankheit seuche; arzt arztin doktor;
chef leiter leiterin leitung vorsitzende vorsitzender vorstand direktor prasident;
leiten leitet geleitet leiter leitung fuhren fuhrt gefuhrt verantwortlich zustandig;
zustandig verantwortlich kummern kummert betreuen betreut sorgen sorgt;
lehrer lehrerin unterrichten unterricht lehren; schuler schulerin studierende student studentin;
grunden gegrundet grundete grundung entstehen entstanden; bauen gebaut baute bau errichten errichtet erbaut;
entwerfen entworfen gestalten architekt; besitzen besitzt besitzer gehoren gehort eigentumer haben;
arbeiten arbeitet mitarbeiter angestellte beschaftigt beruf; mitglied mitglieder; gast gaste besucher;
nachfolger nachfolgerin ubernehmen ubernahm ubernommen ersetzt; vorganger vorgangerin;
gewinnen gewann gewonnen sieger sieg gewinner; preis auszeichnung; rekord schnellste beste bestzeit;
erreichen anrufen kontakt erreichbar; telefonnummer telefon rufnummer; adresse anschrift strasse;
fahren fahrt fuhr gefahren reisen reise hinkommen; abfahren abfahrt fahrt_ab; ankommen ankunft;
wandern wanderung gehen laufen zu_fuss; fahrrad rad fahrrader; auto wagen pkw; bahn zug eisenbahn; schiff boot fahre;
weit entfernung entfernt; haus gebaude; hutte haus; zimmer raum; wohnung; stock etage stockwerk geschoss;
toilette wc klo; ubernachten ubernachtung schlafen uber_nacht nacht; essen speise speisen mahlzeit gericht;
trinken getrank getranke; kochen zubereiten kocht; erlaubt erlauben durfen darf gestattet zulassig moglich;
verboten verbieten nicht_erlaubt untersagt darf_nicht durfen_nicht nicht_gestattet;
mussen muss notig brauchen braucht erforderlich pflicht notwendig benotigen; regel vorschrift ordnung;
ausnahme ausgenommen ausser; verlieren verliert verloren verlust verlorenen; beschadigen schaden kaputt defekt;
anmelden anmeldung beitreten eintreten mitglied_werden; kundigen kundigung austreten abmelden;
wahlen gewahlt wahl wahlte; entscheiden entschieden entscheidung beschliessen beschluss;
mindestens minimum wenigstens; hochstens maximal maximum bis_zu; gross grosse grosste; klein; hoch hohe hoher;
lang lange; breit breite; tief tiefe tiefer; schwer gewicht wiegen wiegt; schnell geschwindigkeit;
heiss warm temperatur; kalt; laut lautstarke; licht lampe leuchte;
fassen fasst passen passt fassungsvermogen inhalt platz aufnehmen; platz platze sitz; anzahl zahl wie_viele;
loschen geloscht entfernen; einschalten anschalten anmachen starten; ausschalten abschalten ausmachen;
einstellen eingestellt abschaffen abgeschafft gibt_es_nicht_mehr; einrichten eingerichtet;
fehler storung problem defekt; reparieren repariert reparatur reparaturen;
reinigen reinigung putzen saubern gereinigt gespult spulen sauber; spulmaschine geschirrspuler;
leeren geleert entleeren; fullen fullt auffullen nachfullen einfullen eingefullt;
wechseln austauschen ersetzen tauschen; erhohen steigen gestiegen; senken sinken verringern;
verlangern verlangerung verlangert; vormerken vormerkung vorgemerkt reservieren reserviert reservierung;
bereitliegen liegt_bereit zuruckgelegt bereit; zuruckgeben ruckgabe zuruckbringen abgeben;
stattfinden findet_statt fand_statt; ausfallen fiel_aus ausgefallen abgesagt; grund warum weil ursache;
brennen brannte gebrannt abgebrannt brannte_ab feuer brand; name heissen heisst genannt;
bedeuten bedeutet bedeutung heisst; finden gefunden fund; bekommen erhalten erhielt bekam kriegen;
geben gibt gab gegeben; liegen liegt lag gelegen befindet steht; treffen trifft traf treffpunkt;
lesen liest las gelesen vorlesen vorgelesen; helfen hilft half hilfe; fliehen floh geflohen flucht;
schreiben schrieb geschrieben; nehmen nimmt nahm genommen mitnehmen; bringen brachte gebracht mitbringen mitgebracht;
gehen ging gegangen; kommen kam gekommen; bleiben blieb geblieben; halten hielt gehalten; singen sang gesungen;
beste empfohlen geeignet; alteste erste; neueste jungste letzte; frau weiblich; kurz kurzeste;
erwachsene erwachsener; jugendliche jugend; kinder kind; umgebung nahe; blinken blinkt blinkend; leuchten leuchtet;
strecke etappe weg; start beginn; gemahlen pulver; mahen rasenmaher maher; winter dezember januar februar;
mitbringen mitnehmen dabei; abholen abholung holen; versand liefern lieferung; bestellen bestellung; karte ausweis;
verlangern verlangerung zweimal; mahnen mahnung mahngebuhr; pause ruhezeit; larm laut;
rasen wiese; hecke strauch; laube haus hutte; verstorben gestorben tod; verheiratet ehe;
gegrundet grundung; zerstort abgebrannt; brunnen wasser leitung; quelle brunnen; hutte haus herberge;
gipfel berg kuppe; lange strecke kilometer; markiert markierung zeichen;
leiter leiterin chef; stellvertreter vertreter vertreterin; vorsitz vorsitzende; kasse kassenwart kassierer geld;
schriftfuhrer schriftfuhrerin protokoll; bewirtschaftet geoffnet offen; wirt wirtin pachter; koch kochen;
entkalken entkalkung kalk; spulen ausspulen; mahlwerk muhle; bohnen kaffee; tasse becher; taste knopf;
schalter knopf; stecker strom; sicherung strom; werkstatt reparatur; garantie gewahrleistung; gekauft anschaffung;
gerat maschine apparat; satz abfall; voll uberfullt; leer; einlegen einsetzen; herausnehmen entnehmen; warten dauern;
buch bucher medium; film filme dvd; zeitschrift zeitschriften magazin; spiel spiele; kopie kopien kopieren;
drucken ausdruck; lesen vorlesen geschichte; erdgeschoss unten; dachgeschoss oben;
eingang tur; zweigstelle filiale; schadensersatz schaden ersetzen; ersatz ersetzen neu; kaution pfand;
verleihen ausleihen; abgeben zuruckgeben; fest feier veranstaltung; ausflug fahrt wanderung;
treffen sitzung versammlung; termin datum; teilnehmen teilnahme mitmachen; verboten untersagt nicht_erlaubt;
erlaubnis genehmigung zustimmung antrag; ausnahme befreit ausgenommen; alter jahre alt; jung jugend; senioren altere;
schwimmen baden; klettern kletterhalle; rekord bestzeit schnellster
"""

KINDS = """
sommer: juni juli august; winter: dezember januar februar; fruhling: marz april mai; herbst: september oktober november;
tier: hund katze hamster vogel pferd kaninchen; haustier: hund katze hamster vogel kaninchen;
wochenende: samstag sonntag sonnabend; werktag: montag dienstag mittwoch donnerstag freitag;
werktags: montag dienstag mittwoch donnerstag freitag; getrank: kaffee tee wasser saft bier wein espresso cappuccino;
medium: buch zeitschrift film spiel; medien: buch bucher zeitschrift film spiele;
gerat: nahmaschine bohrmaschine beamer teleskop drucker; musikinstrument: klavier gitarre geige flote;
farbe: rot grun blau gelb weiss schwarz grau braun; obst: apfel birne pflaume kirsche;
gemuse: karotte lauch kartoffel zwiebel; fahrzeug: auto motorrad roller lastwagen
"""
