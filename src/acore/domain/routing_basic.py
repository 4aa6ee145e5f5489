"""The everyday words of English and German: what is not among them is a name or belongs to some field."""

EVERYDAY = frozenset(
    """
        a abend aber able about above account acht across actually add after afternoon again against age air all alle
        allein alles almost along already als also alt although always am an and andere anderen android angry animal
        animals another answer antwort any anyone anything app apple april arbeit arbeiten are arm around art as ask
        asked at ate auch auf auge augen august aunt aus auto autumn away baby back bad bag ball ban banana basketball
        bathroom baum be beach bear beautiful because bed been beer befehl before began begin behind bei beim being
        believe below berg beside besser best beste bestimmt bett better between bier big bike bild bin bird birthday
        bis bist bitte black blood blue blume boat body book bored boss bot both bottle bottom bought box boy
        boyfriend brauch brauche braucht bread break breakfast brief bring broke broken brot brother brought brown
        browser bruder btw buch build built bus but butter button buy by bye cake calculate call called came can can't
        cant capital car cat catch cats chair change channel chat cheap cheese chef chicken child children chocolate
        choose christmas city class clean click close coat coffee cold color colour come computer congrats convert
        cook cool copy cost could count country cousin cow crazy cry cup cut da dad damit dance danke dann darf das
        dass date datei day daß dear death december define degrees dein deine deinen delete dem den denke denn der des
        deutsch dich did didn't didnt die dienstag difference different dinner dir discord do doch doctor does doesn't
        doesnt dog dogs doing dollar dollars don't done donnerstag dont door dorf dort down download drank dream drei
        dress drink drive drove du durch during durst dürfen each ear early earth easter easy eat egal egg eggs ei
        eier eigentlich eight ein eine einem einen einer eines einfach eins else email emoji empty end englisch
        english enough er erste es esse essen etwas euch euer eure euro euros even evening ever every everybody
        everyone everything example expensive explain eye eyes face fact fahrrad fall falsch false familie family far
        fast father favorite favourite february feel feet felt fertig few file files film find finde finden fine
        finish fire first fish five fix fleisch flower fluss fly folder follow food foot football for forest forget
        foto found four frage französisch frau free freitag french freund freunde freundin friday friend friendly
        friends from front fruit full fun funny fuß fünf für game games ganz garden garten gave geben gegen geh gehe
        gehen geht geld gemacht genug german gesagt geschichte gesicht gespielt gestern get gib gibt gift ging girl
        girlfriend give given glass glaube gleich go goal going gone gonna good got gotta gotten grad grandma grandpa
        grass great green groß guess gut guten guy guys haare hab habe haben had haha hair halb half hallo hand hands
        handy happen happy hard has hast hat hate hatte hatten hauptstadt haus have having he head hear heard heart
        heiß heißen heißt helfen hello help her here hers heute hey hi hier high hilf him himmel his history hit hoch
        holiday home horse hot hotel hour house how however hund hundert hundred hunger hungry husband hände i i'd
        i'll i'm i've ich id idea ideas idk if ihm ihn ihnen ihr ihre ill im immer imo important in inch inside
        install instead internet into is isn't isnt ist it it's italian italienisch its ive ja jahr jahre january
        japanese jeans jede jeder jedes jemand jetzt job join joke jokes july june jung junge just kaffee kalt kam
        kanal kann kannst katze kauf kaufen keep kein keine keinen kept key keyboard kick kid kids kilo kilometer kind
        kinder king kitchen klar klein km knew know known koche kochen komm komme kommen kommt kopf kuchen kurz käse
        können könnte küche laden lake land lang langsam language laptop large last late laugh learn leave left leg
        lehrer leicht lernen lesen let let's lets letter letzte leute lied liest life like liked line link linux lion
        list little live login lol long look looked lose lost lot lots love loved lovely low luck lunch lustig mac
        mach mache machen machst macht made mag mail make mal mama man manchmal mann many map march match math maths
        may maybe me meal mean meaning means meat meer meet mehr mein meine meinem meinen meiner meiste meme men
        message met meter mic mich middle might milch mile miles milk mine minus minute mir mit mittwoch moin mom
        monat mond monday money montag month moon more morgen morning most mother mountain mouse mouth move movie much
        mum music musik muss musst must mute my myself mädchen möchte mögen müde müssen nach nachbar nachricht nacht
        name namen near need needed nehmen neighbour nein neu neun never new next nice nicht nichts nick nie niemand
        night nimm nine no nobody noch noon nor nose not nothing november now nudeln number numbers nur nächste ob
        ocean october oder of off office oft often ohne oil ok okay old oma omg on once one onion only opa open or
        orange ordner other others our ours out outside over own page paid papa part party password pasta paste pay
        people per percent person pferd phone photo pick picture pig pink pizza place plane plate play player please
        pls plus point police polite possible post potato pound preis president pretty price print probably problem
        programm prozent pull purple push put queen question quick quite rain ran read ready real really reason
        rechner recipe red regen reis remember reply rice richtig ride right river rn road role rolle room root run
        sad sag sage sagen sagt said salad salt salz same samstag saturday satz save saw say schlafen schlecht schnee
        schnell schon school schreib schreibe schreiben schule schwer schwester schön science score screen sea sechs
        second see seen sehen sehr seid sein seine seit seite send sent sentence september series server servus seven
        shall she shirt shoes shop short should show shown sick side sie sieben sieht simple since sind sing sister
        sit site six size skin sky sleep slept slow small smile snow so soccer socks soll sollte solve some somebody
        someone something sometimes song sonne sonntag sorry sort sound soup spanisch spanish speak spell spiel
        spielen spielt spoke sport spring spät square stadt stand star stars start started stay still stone stop store
        story straße stream street student stunde such sugar summary summer sun sunday suppe sure swim table tag tage
        take taken talk tall tausend tbh tea teacher team tee teeth tell ten tennis text than thank thanks that that's
        thats the their them then there theres these they thing things think third this those though thought thousand
        three through throw thursday thx ticket time times tired tisch to today together told tomato tomorrow tonight
        too took tooth top town train translate travel tree tried trinken trip true truth try tschüss tuesday turn
        twenty two tür u ugly uhr um uncle und under ungefähr uns unser unsere unter until up update ur urlaub us use
        used usually very via video viel viele vielleicht vier village vogel voice vom von vor wait wald walk wann
        wanna want wanted war waren warm warum was wash wasser watch water way we wear weather website wedding
        wednesday week weekend weil wein weird weit weiß welche welcher welches welcome well wem wen wenig wenn went
        wer werden were wetter what what's whats when where which while white who whole whom whose why wie wieder
        wieso wieviel wife will willst win wind window windows wine winter wir wird wirklich wissen with without witz
        wo woche woher wohin wohnung wolf wollen wollte woman women won won't wont word words work worked world worse
        worst wort would write written wrong wrote wtf wurde würde year yellow yes yesterday yet you you're young your
        youre yours zahl zahn zehn zeig zeigen zeit zimmer zu zucker zug zum zur zusammen zwei zweite zwischen über
    """.split()
)
