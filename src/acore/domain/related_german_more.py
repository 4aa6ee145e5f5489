"""More German words that stand for each other, as `fold` writes them."""

SAME = """
kaufen erhaltlich bekommen verkauft; schwimmen schwimmer baden; ablaufen lauft_ab gultig gultigkeit verfallt;
abschaffen aufheben aufgehoben abgeschafft entfallen; adresse wohnen wohnt; ahnlich gleich; aktivieren einschalten;
allein einzeln ohne_begleitung; andern anderung geandert wechseln umstellen; anfanger einsteiger neuling
vorkenntnisse ohne_erfahrung; angestellt arbeiten beschaftigt; anschauen ansehen besichtigen; antworten antwort
melden; anzahl viele; anziehen tragen kleidung kleiden; arbeiter mitarbeiter belegschaft; aufbewahren lagern
aufheben lagerung verwahren gelagert aufbewahrt; aufbau errichten montieren; aufgabe zustandig pflicht; aufhoren
enden beenden schliessen; aufnehmen aufnahme beitritt; aufpassen huten betreuen; aufstehen wecken; aufteilen teilen
geteilt; auftreten auftritt konzert; ausbildung lehre lehrling azubi auszubildende gelernt; ausfullen formular
antrag; ausgeben kosten; auskunft information; ausland fremd; ausleeren leeren; ausstatten ausstattung; ausstellen
ausstellung gezeigt zeigen zeigt; auswahlen wahlen; auswandern ausgewandert; ausziehen auszug; auto parken
parkplatz; backen backofen ofen; baden schwimmen schwimmbad becken; bauarbeiter maurer; bauer landwirt hof; baum
baume; beauftragen auftrag beauftragt; bedienen bedienung; beeren obst; befestigen anbringen montieren; befreien
frei; begleiten mitkommen begleitung; begraben grab friedhof begrabnis beerdigt; behandeln behandlung; behindert
rollstuhl barrierefrei; beitrag mitgliedsbeitrag; bekannt beruhmt; beliebt beliebteste; bellen hund; beobachten
sehen; beruf gelernt arbeit; beschadigt kaputt; beschweren beschwerde; besichtigen besuchen fuhrung; besitzen
gehort; besonders speziell; besuchen besuch besucher besichtigen; betreiben betreibt betrieb fuhren fuhrt; betreten
zutritt hinein eintreten; bezahlen bar karte rechnung; bild foto gemalde; billig gunstig; bitten fragen; blume
bluten bluht; boden erde; brief post; brucke steg; burgermeister burgermeisterin stadtoberhaupt; bus busse; burgerin
burger; cafe gaststatte wirtschaft lokal restaurant gasthaus; chor singen sanger sangerinnen; computer rechner; dame
frau; dauerhaft standig; diebstahl gestohlen stehlen dieb; dirigent leiter leitung; dorf ort gemeinde; dunkel nacht;
durchfuhren stattfinden macht; dusche waschen; ehrenamt ehrenamtlich freiwillig; eingehen gestorben; einkaufen
kaufen laden geschaft; einladen eingeladen einladung; einladen laden; einreichen abgeben; einsammeln sammeln;
einwohner bewohner leben; einziehen einzug; empfehlen empfehlung sollte rat; entdecken gefunden fand; entfernen
wegnehmen; entlassen gekundigt; entscheiden bestimmen; entsorgen wegwerfen mull abfall entsorgung; erbauen
baumeister architekt; erben erbe geerbt; erfinden erfunden erfinder erfindung; erfinden entwickelt; erkennen merken;
erlauben genehmigen; ernten ernte; ersatz vertretung; ertrinken ertrunken; erzahlen erzahlt; essen verpflegung
fruhstuck mittagessen abendessen; fabrik werk; fangen fisch angeln; farbe gestrichen; feiern fest jubilaum; fehlen
abwesend entschuldigt; ferien urlaub; fest kirmes; feuerwehr loschen; fieber krank; firma betrieb unternehmen;
fischer angler; fleisch wurst vegetarisch; fluss bach strom; folgen nachfolger; fotografieren fotos aufnahmen
bilder; fragen frage auskunft; frau gattin ehefrau; mann gatte ehemann; freund freundin; frisch neu; fruh morgens;
fuhrung rundgang besichtigung; funktionieren gehen geht laufen lauft arbeitet; furcht angst; futter futtern fressen;
garten beet parzelle; gebaude haus bau; gebiet gegend; gefahr gefahrlich; gefallen tot getotet; gegend umgebung;
gegenstand ding sache stuck; gehalt lohn verdienen; geistlicher pfarrer; geldbeutel geldborse; gelten gultig;
gemalde bild maler gemalt malen; geschaft laden; geschenk schenken geschenkt gestiftet stiften spende; geschichte
fruher; gestalten kunstler; gewerbe handwerk; gewicht kilo kilogramm; gewitter sturm; gift giftig; glocke lauten;
grosseltern grossmutter grossvater; grund ursache; gruppe mannschaft; gultig gelten; halten haltestelle; handel
handler kaufmann; handy telefon; heizen heizung; herkunft kommt_aus stammt; herstellen hergestellt hersteller machen
gemacht produzieren; hersteller firma; hilfe unterstutzung; hinweis schild; hitze heiss; holz holzern; hotel gasthof
pension; hund hunde leine vierbeiner; imker bienen; impfen impfung geimpft; information auskunft; inhaber besitzer
eigentumer; jager jagd; junge knabe sohn; kaiser konig; karte plan; kaserne soldaten; kasten kiste; katze kater;
keller untergeschoss; kennwort passwort; kirche kapelle dom; kloster monche nonnen; koffer gepack; kontrollieren
prufen pruft kontrolle gepruft; krankenhaus klinik; kuh rind; kunde kundin; lastwagen lkw; leben lebt wohnen wohnt;
leise ruhig; lernen ausbildung; leute menschen personen; lokomotive lok; loschen feuer; machen herstellen; mauer
wand; medikament arznei; meer see; melden anrufen bescheid; messe gottesdienst; messen gross hoch lang; mieter
bewohner; mitarbeiterin angestellte; mitglied_werden eintreten; mitmachen teilnehmen; mord ermordet; muhle muller;
mull tonne; museum sammlung; nachbar nachbarort; neu erneuert; notfall notruf bereitschaft notdienst; nutzen
benutzen gebraucht verwenden; operieren operation; opfer tote; pflegen pflege; priester pfarrer; probe proben uben
ubung; prufung test; quittung beleg kassenbon; rauchen zigaretten raucher; restaurieren restauriert renovieren
renoviert saniert sanierung; rollstuhl barrierefrei stufenlos; ruckerstattung erstattet zuruck erstattung; ruckkehr
zuruck; ruhetag geschlossen; sammeln sammlung gesammelt; schicken senden versenden gesendet post; schlafplatz bett;
schloss burg; schmutz dreckig; schreiben verfasser autor autorin; schutzen schutz; see teich; sperren gesperrt;
sprechstunde offnungszeiten; stammen kommen stammt von aus; stifter gestiftet; strassenbahn tram; taufen genannt;
treppe stufen; umbauen umgebaut umbau; umziehen umzug verlegt; ungefahr etwa rund; unterricht kurs; verbrauchen
verbrauch; vergessen liegengelassen; vergrossern erweitert erweiterung; verleger verlag; veroffentlichen erschienen;
verschwinden verschwunden; versichern versicherung; verwalten verwaltung; vorschlagen vorschlag; waschen wasche;
zeichnen gezeichnet zeichnung; zelt zelten camping; zuschauer publikum; zweck dient; fressen futter futtern fressen
frisst gefuttert; regnet regen regnen schlechtem_wetter; einbauen einbau eingebaut einzubauen montage; mitbringen
bringt_mit mitnehmen mitzubringen; anfangen fangt_an beginnt beginnen los_geht startet; aufhoren endet enden schluss
ende; bezahlen zahlen zahlt bezahlt kostet; kosten preis gebuhr euro; gunstig billig ermassigt; rabatt ermassigung
nachlass weniger; gutschein karte; karte kreditkarte ec-karte ec; bar bargeld; kaufen verkauf verkauft erhaltlich
gibt_es; umtauschen umtausch zuruckgeben ruckgabe; reparieren reparatur repariert; kaputt defekt beschadigt;
verlieren verloren fundsachen fundburo; finden gefunden liegt; suchen sucht gesucht; wohnen wohnt lebt zuhause;
umziehen umzug zieht gezogen; geboren geburt stammt kommt_aus; sterben starb gestorben tod verstarb; heiraten
verheiratet heiratete ehe frau mann; kinder sohn tochter; eltern vater mutter; geschwister bruder schwester; beruf
arbeitet arbeitete tatig; lernen lernte ausbildung lehre; studieren studierte studium; lehrer lehrerin unterrichtet
leitet; leiten leitet leitung fuhrt; grunden grundete gegrundet; bauen baute gebaut errichtet; erfinden erfand
erfunden; entdecken entdeckte entdeckt; schreiben schrieb geschrieben verfasst; malen malte gemalt; singen singt
sang chor; spielen spielt gespielt; gewinnen gewann gewonnen sieger siegerin erster_platz preis; verlieren verlor
verloren; teilnehmen teilnahme mitmachen dabei teilnehmer; anmelden anmeldung melden; abmelden abmeldung absagen;
absagen abgesagt fallt_aus ausfall entfallt; verschieben verschoben verlegt; stattfinden findet_statt ist am;
treffen trifft treffpunkt treffen_uns; feiern feier fest party; einladen eingeladen einladung gaste; kommen kommt
gekommen besucher; essen isst speisen gericht mahlzeit; trinken trinkt getranke getrank; kochen kocht gekocht
gekochelt; backen backt gebacken ofen; fruhstuck fruhstucken; mittagessen mittags; abendessen abends; vegetarisch
vegan fleischlos; zutaten zutat; grillen grill gegrillt; kuchen torte; suppe eintopf; schlafen ubernachten
ubernachtung schlafplatz; duschen dusche; waschen wasche waschmaschine; putzen reinigen reinigung sauber; mull
abfall tonne; tonne tonnen mull; heizen heizung warm; strom steckdose; licht lampe leuchtet; wasser leitung hahn;
schlussel schloss abschliessen; tur eingang; fenster; keller untergeschoss; dach dachboden; garten beet parzelle;
pflanzen gepflanzt pflanze; giessen wasser bewassern; rasen mahen; hecke schneiden; laut larm musik; ruhe ruhezeit
leise; rauchen rauchverbot zigaretten; alkohol bier wein; hund hunde tiere haustiere leine; katze katzen tier; kind
kinder jahre; jugendliche jugendlicher; senioren rentner; behindert rollstuhl barrierefrei; parken parkplatz auto;
fahren fahrt fahrrad bus; bus linie haltestelle; zug bahn bahnhof; fahrrad rad rader fahrrader; fuss gehen gehzeit
weg; weg strecke route; weit entfernt entfernung kilometer; hoch hohe meter; tief tiefe; lang lange lange; breit
breite; gross grosse quadratmeter; schwer wiegt gewicht kilo; alt alter jahre; schnell geschwindigkeit tempo; oft
haufig mal; viele anzahl; hochstens nicht_mehr_als maximal; mindestens wenigstens; offnen offnet geoffnet
offnungszeiten; schliessen schliesst geschlossen zu; ausleihen leihen leihfrist; zuruckgeben ruckgabe; verspatet
zu_spat verspatung; strafe bussgeld mahnung gebuhr; verstoss verstossen regel; sperren gesperrt sperre bann gebannt;
verwarnen verwarnung ermahnung; drohen bedrohen bedroht; beleidigen beleidigung; werbung bewerben; verlinken link
links; schreiben posten; kanal kanale; rolle rollen rang; moderator moderatoren team; mitglied mitglieder; vorstand
vorsitz; kassierer kasse; protokoll schriftfuhrer; beschliessen beschlossen beschluss; abstimmen abstimmung stimmen;
wahlen gewahlt wahl; vorschlagen schlagt_vor vorschlag; erhohen erhoht erhohung steigt; senken gesenkt sinkt;
spenden spende; zusammen gemeinsam; allein einzeln; ersetzen ersatz; bekannt beruhmt; beliebt gern; geeignet
empfehlen empfehlenswert; gefahrlich gefahr vorsicht; verletzt verletzung; krank krankheit; arzt arztin; medikament
tabletten; notfall notruf; hilfe hilft helfen; fragen frage wenden ansprechpartner; erreichen telefon anrufen; mail
e-mail schreib; adresse anschrift; webseite internet seite; passwort kennwort; herunterladen download; installieren
installation; einstellen einstellung; fehler problem storung; aktualisieren update version; starten start
einschalten; ausschalten abschalten; laden akku; dauern dauert dauer minuten; warten wartezeit; liefern lieferung
versand; bestellen bestellung; garantie gewahrleistung; erscheinen erschien erschienen veroffentlicht; aufbewahren
lagern; verstecken versteckte versteck; sammeln gesammelt sammlung; retten gerettet; brennen brannte feuer brand;
uberschwemmung hochwasser; krieg kriegs
"""
