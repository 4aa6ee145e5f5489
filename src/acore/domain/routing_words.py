"""The words by which a hard question is told from an easy one: whole fields of words, not those of some examples.

A star ends a stem: ``recurs*`` is recursion and recursive. A phrase is joined by ``_``. Words are compared in small
letters; those of writing systems without spaces, which are in `routing_marks`, are looked for anywhere in the text.
"""

from collections.abc import Mapping

from acore.domain import routing_fields, routing_fields_more
from acore.domain.routing_stakes import STAKES

WORDS: Mapping[str, str] = {
    "expert": routing_fields.EXPERT + routing_fields_more.EXPERT,
    "stakes": STAKES,
    # Asks for grounds rather than for a fact.
    "reason": """
        am_i_wrong analizar analizza analy* argue argue_from argue_that argument* arm_me_with assess aus_welchem_grund
        auswirkung* açıkla* begründ* beweis* bewert* can_that_be can_this_be cause causes consequence* contradict*
        convinc* counter_argument counterargument* counterexample critic* critique dead_end defend defend_it defends
        demostr* demuestra* derive deute deutung dimostr* disprove démontr* effect_of erklär* evaluate explain
        explain_the_joke explain_why explica* explique* fallac* find_the_flaw flaw formali* gegenbeispiel herleit*
        how_come how_do_we_know impact_of implications in_what_sense in_what_way interpret* inwiefern inwieweit
        is_it_true justifi* justify kritisier* lecturas leite_her lesart* makes_sense meaning_behind meaning_of_life
        mechanism montre_que mostre nachweis* neden neyi_temsil niye niçin obrazloz* perché por_qué porque pourquoi
        proof prove prove_it reading_of reconcil* represent represents repräsent* root_cause show_that spieg*
        stimmt_es symbolis* symboliz* take_a_side take_sides temsil ursache* warum warum_nicht was_bedeutet_es_dass
        was_genau was_will weshalb weswegen what_caused what_does_it_mean_that what_exactly what_follows what_makes
        where's_the_error where's_the_mistake where_is_the_error wheres_the_error why why_did why_does_it why_doesn't
        why_doesnt why_exactly why_is_this_funny why_isn't why_isnt whys widerleg* widersprech* wieso wieso_nicht
        wo_liegt wodurch wofür_steht woher_weiß woran zeige_dass докажите зачем обоснуй* объясн* почему
    """,
    # Asks for something of parts that have to fit: designs, plans, decisions.
    "design": """
        abwäg* allocate ansatz approach architect* architekt* auditor* ausarbeit* auswertung* balance_changes
        base_de_datos baue bauen best_way_to budget* build business_plan compar* compromise* concevoir conçois
        curriculum datenbank* deploy* design* dienstplan diseñ* elo elo_for entwerf* entwirf entwurf exit_plan
        fair_for finanzierungsplan framework* game_design game_mechanic* governance guideline* how'd_u how'd_you
        how_do_i_handle how_would_u how_would_you impleme* integrate itinerar* karşılaştır* kompromis* konzep*
        lernplan* lesson_plan matchmaking mechanic* mediat* migrat* milestones model* moderation multi_tenant
        nachteile negotiat* one_liner optimi* parser_for phases pipeline* playbook plugin* policies policy priorit*
        proposal* rebuild regelwerk reihenfolge_in reiseplan restructur* rewrite_it roadmap* rota rules_for rules_so
        scale schedule schema schemas seating_plan set_up setup setup_for shift_plan should_i_move should_we sitzplan
        solver steps_in_order strateg* study_plan stundenplan_für system system_for tasarla* tournament trade_off*
        tradeoff* training trainingsplan* triage trip_plan turnierplan unterrichtsentwurf vergleich* verhandl*
        vermitt* vor_und_nachteil* vorteile was_kann_ich_tun was_soll_ich week_by_week week_plan what_can_i_do
        what_do_i_do what_order what_should_i_do wie_plane_ich wie_würdest_du work_out work_with_both workflow*
        workout_plan база_данных спроектир* сравн*
    """,
    # What the answer has to keep to.
    "bounds": """
        aber_nicht al_menos although anstatt asla at_least at_most au_moins ausser außer avoid* behalte* beibehalt*
        beide beiden bis_auf bleibt both both_for but_not but_with cada can't cannot chaque consecutive constraint*
        dabei darf debe değil distinct doesn't doit don't dont dürfen each each_time en_az ensure erhalten even_if
        every exactamente exactement exactly except fits gardant garder genau given_that guarantee* handles handling
        höchstens in_place in_under incl including innerhalb instead jamais jede jeden jeder jedes keep keeping keeps
        kein keine koruyarak less_than limit* manteniendo max min mindestens must must_be mustn't müssen neither never
        nicht nie niemals ningún no_deps no_line no_more_than nor not not_inside not_just nunca obwohl ohne olmadan
        one_of_them only only_in only_on only_when pas pero_no preserve* preserving rather_than requirement* sadece
        salvo sans satisf* sauf seulement shouldn't sin so_das so_dass so_that sodass solange solo sondern statt stay
        still subject_to sólo trotzdem under unless until upside vermeide* weder within without wont works_for während
        yalnızca без должен должна каждого каждой каждый кроме не_менее ни никогда сохран* только чтобы بدون فقط كل
        لكن يجب
    """,
    # Forms of writing that have rules of their own.
    "form": """
        acrosti* akrosti* alexandrin* allitera* allusion* ambigu* anagram* anapest* aphoris* arrogant aruz ballad*
        beyit blankvers* canzone carmen chapter clerihew cliché concrete_poem confident cordel couplet* dactyl*
        dattilo decasyll* dialog_zwischen dialogue_between diplomat* distich* doppelsinn* double_dactyl
        double_entendre double_meaning dramatic elegiac elegie endecas* epigram* epitaph erzähler* eulogy every_line
        every_sentence every_word free_verse gedicht_ins ghazal ghazel grabrede haibun haiku_sequence hexamet*
        hochzeitsrede iambic iambs im_ton in_the_style in_the_voice jamb* jede_zeile jeder_satz jeu_de_mots
        juego_de_palabras kafiye* kalıb* kanzone keigo kitsch knittelvers* kreuzreim* kuplet* limerick* limerick_about
        lipogram* make_it_hurt metaphors meter metre metrics metrum monolog* narrator no_cliches no_clichés no_line
        nuance* octosyll* ode ode_an ohne_kitsch ottava pangram* pantoum pantun parod* pastich* pentamet* persuasive
        petrarchan plot_twist poem_into prosod* pun puns quatrain* refrain* register reim* rhym* rhyme_scheme rima
        rimas rime rimes rondeau* rubai rubaiyat satir* schüttelreim* screenplay second_person septet sestina* sestine
        sextilha* six_words soliloqu* soneto* sonett* sonnet* spenserian spondee stabreim* stanza* stil_von stroph*
        style_of subtext subtle tactful* tanka_chain tercet* terza_rima tone tonfall trauerrede trochee trochä*
        unreliable_narrator unsentimental verse_form verslehre versmass versmaß villanell* wedding_speech word_count
        wordplay worldbuild* wortspiel* рифм* сонет*
    """,
    # Wants more than the usual answer.
    "depth": """
        a_fondo adım_adım all_the_rules and_why arguments_for ausführlich* ayrıntılı be_honest best_practice*
        both_sides brutally_honest comprehensive con_ejemplos correct_meter correctness deeply detailed détail*
        each_step edge_case edge_cases en_detalle every_step exact exakt floskeln for_real fundamental* genau
        genau_erklär* goes_wrong gründlich has_to_be_right historically how_good im_detail in_depth mit_begründung
        mit_erklärung mit_zwischenschritten needs_to_be_right nicht_oberflächlich not_the_usual paso_a_paso
        passo_a_passo precisely production production_ready properly präzise quellen really richtig_gut rigor* robust*
        schritt_für_schritt show_steps show_the_steps show_your_work sources step_by_step subtle tatsächlich
        thoroughly truly und_warum underlying what_breaks which_and_why wirklich with_proof with_reasons with_sources
        worst_case your_real zwischenschritt* étape_par_étape подробно пошагово
    """,
    # The conversation goes on about a condition or a change.
    "condition": """
        aber_wenn abstürz* and_if and_the_other_way and_when and_with anders_rum andersrum are_you_sure
        are_you_sure_because at_once auch_wenn breaks breaks_when but_doesn't but_doesnt but_if but_that but_then
        but_what can_you_do_it_without could_you_do_the_same crash crashes dies does_it_also does_it_still
        does_that_hold does_that_still doesn't_that doesnt_that e_se edge empty et_sans et_si even_when extra_memory
        fails faster_than geht_das_auch geht_das_ohne generali* gilt_das gilt_es hang hangs how_would_you_test
        i_get_a_different i_meant if_both if_the if_two in_constant in_general in_o in_the_general_case
        infinite_dimensions isn't_that isnt_that it_still it_still_doesn't it_still_doesnt kilit_yok log_n ma_se
        mas_e_se mid_stream mittendrin negative negative_weights neu_startet no_i_meant noch_schneller now_as now_do
        now_for now_in now_make now_prove now_the_other now_with now_without o_n ok_as_a ok_but ok_now other_way_round
        peki peki_ya possible_in possible_without race race_each restart* same_but same_image same_name same_time
        scale_to scales_to second_render slower still_doesn't still_doesnt still_doesnt_work still_fails still_hold
        still_not still_wrong stimmt_das that_breaks the_other_way two_users und_andersrum und_bei und_für_unendlich
        und_ohne und_was_wenn und_wenn under_load ve_eğer verallgemein* was_wenn what_about_when what_happens_if
        what_happens_to what_happens_when what_if why_not_just with_the_same without_extra without_using works_but
        wouldn't_that wouldnt_that y_si y_sin ya_eğer а_без а_если а_что_если
    """,
    # Greetings, thanks, moods, gossip.
    "chatter": """
        alter are_you_there awesome aww bestanden bestie birthday bis_morgen bis_später blague bless bonjour bored
        boyfriend brb bro brother bruder bye cheers chiste ciao clicked coffee congrats cool cute damn danke
        dankeschön digga dream dude endlich entertain eres_genial exam excited favorite favourite finally finished
        freund freundin friend funny fıkra geburtstag* geil genial girlfriend glücklich glückwunsch* gm gn good_bot
        good_morning good_night goodnight gracias grandma gut_gemacht gute_nacht guten_morgen haha* hallo happy hate
        hell hello heute_war hey heyo hi hola how_are_you howdy hug hugs husband joke kaffee krass langweil* leute
        lieblings* lmao lol love luck lustig mama merci merhaba miss_you moin mom morning_all mum müde nah nap
        nasılsın nervous nice nope ok okay okey oma omg or_coffee passed poor proud roast robot roboter rofl sad salut
        sağol schwester see_you selam servus sing singen sister sorry sup super sure sweet tea_or teşekkür* thank
        thanks thx tired today_i toll traum tschau tschüss ty u_there weekend welcome welcome_back well_done wie_geht
        wie_gehts wife willkommen wish witz witze woah wochenende works_now wtf xd yay yeah yep yes_or_no yo you_there
        yup şaka анекдот* здравствуй* как_дела привет спасибо шутк*
    """,
    # Facts that everybody can look up, and everyday doings.
    "everyday": """
        akku aktuell* apples area array avatar bake basil battery başkent* beach bedeutet bedtime beine birnen
        birthday blumen boil boiling bold born brb bread breakfast brot bundesländer bus button cake capital
        capital_of capitale cappuccino carpet cat cats celsius center channel chemical_symbol circle clan clean color
        colour combien combien_de comment_out convert cook cookies count_rows country css currency cuál_es cuándo
        cuánto cuántos datei define definition difference_is discovered dog dogs dogs_or download dónde egg eggs
        einstellungen einwohner element emoji espresso even event event_start fahrenheit far farbe fett file film fish
        flag fleck flute folder for_loop fruit frühstück fun_fact geboren gemalt geschenk* gespielt gestern gewonnen
        gift gilet git_status guild_name haiku haikus hamster handy harp hauptstadt hava heißt hello_world heute high
        horse how_do_i_change how_do_i_get how_far how_long how_many how_much how_old how_tall how_to_make html http
        hund häkel* install installier* invented jahr jelly joghurt kakao kanal kanzler kartoffel* katze kaç kaç_tane
        ketchup keyboard kilo kilometer km knife_sharpen knitting knopf koch koche kochen kuchen language laptop_or
        lasagna lasagne latest latte leap legs len letter letters line_by_line list_comprehension long loop länder
        marathon mean meaning meaning_of means mehl memes milch miles milk minecraft minus mitglieder morgen mouse
        movie mug muskelkater mute météo name name_for namen namen_für names nerede neueste newest nick nickname
        nudeln odd old omelette ordner owner où packing painted pancake* parcel password pasta peanut_butter percent
        phone pizza planet planets plural population post potatoes preis present president price prices print printf
        prozent präsident pullover putzen quand quark quelle_heure radius rechnung recipe reimt_sich reis reverse
        rezept rice role rolle rollen routine sandwich sandwiches sauerteig schal schaltjahr score screen screenshot
        select_all serie settings shirt socks sofa song soup spaghetti spargel spelled spider spiel spielen spät
        square_root stain stand_for stands stands_for starter streifen strick* string suppe tall tee temperature
        teppich tie tiempo time_is times tip today tomato tomorrow tracking train trinkgeld typo uhrzeit umwandeln url
        username variable vegetable violin volume wann waschen wash wax weather weizenmehl welcher_tag wer_hat wetter
        what_day what_time what_year when_did when_was where_can where_do where_is who_invented who_wrote wie_hoch
        wie_lange wie_viel wie_viele wieviel wifi wlan wo won wurzel währung yarn year year_did years yesterday zebras
        zug äpfel где когда погод* сколько столиц*
    """,
    # Works on a text that is given.
    "rework": """
        accents alfabetik alphabetical alphabetical_order alphabetisch ankündigung_freundlicher auf_deutsch
        auf_englisch auf_französisch auf_italienisch auf_spanisch bullet bullet_points bullets capitalize comma commas
        comment_dit correct corrig* cómo_se_dice daha_kibar düzelt* en_anglais en_inglés fass* fass_zusammen fix_my
        fix_the formulier* freundlicher friendlier geht's_hier gehts_hier grammar grammatik how_do_you_say höflich*
        in_a_table in_eine_tabelle in_french in_german in_italian in_spanish ingilizce kibarca kommas korrigier*
        kurzfassung kürzer list liste lowercase mach_aus mach_das make_it_friendlier make_it_shorter make_this
        make_this_announcement más_amable más_corto nasıl_denir nicer numbered_list ordena ordne organize ortografia
        ortografía perescaz* perescaž* plus_court plus_poli polite proofread punctuation put_these put_this
        rechtschreib* reescrev* reescrib* reformul* rephrase resum* resúmeme riassum* résum* short_version shorter
        sort_these sortier* sounds_nicer spelling stichpunkt* summar* sırala tabelle_draus tercüme* tidy tildes tl_dr
        tldr too_long traduc* tradui* translat* typos umformulier* umschreiben uppercase whats_it_say wie_sagt_man
        worum_geht worum_gehts zusammenfass* çevir* özetle* übersetz* исправ* кратко перевед* перевод* перескажи
        по_английски резюм*
    """,
    # Programs, and the data that they work on.
    "program": """
        api app_that array bash bot bots code code_that codes codice css csv código data_frame dataframe delphi django
        excel fastapi flask fonction fonksiyon* formula fortran función function funktion ggplot git golang
        google_sheets html java javascript js json julia kod kodu kotlin lambda libreoffice linux lua matlab mysql npm
        numpy pandas perl php postgres power_bi powershell program programm* programı python query r raspberry react
        regex regexp reguläre* ruby rust scala script* shell skript skripte spreadsheet sql sqlite thread typescript
        vba vue webseite xml yaml zsh запрос* код* программ* скрипт* функци*
    """,
    # Something does not do what it should.
    "fault": """
        a_veces abgestürzt aborted absturz* bug bugs corrupt* crash* disconnects doesn't_work doesnt_work erreur erro
        error errore errores errors exception exit_code failed fails fehler fehlermeldung flackert flicker* freezes
        funciona_mal funktioniert_nicht garbage geht_nicht glitch goes_crazy hangs hata hatası hängt inconsistent
        intermittent* kaputt keeps_failing killed leaking leaks malformed manchmal meurt misses not_working nur_wenn
        occasionally off_by only_happens only_in_production only_sometimes only_when out_of_memory panics parfois
        plante refuses segmentation shows_up_twice sometimes sporadic* stack_trace stops_working stuck suddenly sûr
        traceback undefined unexpected unsupported wrong_number wrong_order wrong_result zweimal às_vezes вылетает
        иногда ошибк* падает
    """,
    # Says that little is wanted.
    "simple": """
        an_example beginner blöde_frage brief briefly dont_go_deep dumb_question dumme_frage easy ein_satz einem_satz
        einfach_erklärt eli5 en_una_frase en_une_phrase for_a_kid for_kids for_my_kid for_my_son für_kinder ganz_kurz
        in_a_sentence in_a_word in_einem_satz in_einem_wort in_einfachen_worten in_one_line in_one_sentence
        in_one_word in_simple_words in_two_sentences in_una_frase in_una_riga just_one kurz kurze_frage kurzfassung
        kısaca like_im_five nur_eine_zahl nur_kurz oder_nicht one_line one_sentence one_word quick quick_question
        quickly real_quick schnelle_frage short_version silly_question simple_words simply stupid_question
        two_sentences um_resumo вкратце кратко одним_предложением
    """,
    # Odds, rates, counts: sums of several steps.
    "chance": """
        apr arrangements average_of chance chance_that chances combinaciones compound_interest compounded
        erwartungswert expected how_many_different how_many_distinct how_many_ways how_often_would last_digit
        last_two_digits likelier likely_is no_two odds olasılık* permutations possibilities probab* quersumme random
        rate_of remainder rest_bei sum_of_digits sum_of_the_digits taxable trailing_zeros wahrscheinlich* wie_oft
        wie_viele_möglichkeiten zins* вероятн* шанс*
    """,
    # How something sounds in a language, and how that language is built.
    "tongue": """
        accent akkusativ archaic aspect_of bairisch cantonese conjunctive connotation* dativ deyim* dialect* dialekt*
        double_meaning genitiv glaswegian grammatically hochdeutsch humor humour idiom* ironi* irony ironía
        japanese_coworker kafiye* keigo klingt konjunktiv konnotation* latein* latin literal mecaz* mittelhochdeutsch
        nahuatl native natural natural_sounding naturel natürlich_klingt nuance* old_english passive_aggressive
        plusquamperfekt proverb proverbs pun puns regional register rhyme* sarcas* sarkas* schwäbisch scots
        so_that_it_sounds sound_like sounds_like sounds_natural subjonctif subjunctive subjuntivo subtext subtitle*
        tattoo ton tone tonfall tono unhöflich unterton untranslatable verlan wienerisch witz_funktioniert wordplay
        wortspiel* wörtlich без_потери идиом* ирони*
    """,
    # Tells what happened, and asks nothing.
    "told": """
        ayer bugün endlich_geschafft felt_like funniest_thing gerade_eben gestern guess_what guess_who gute_nachricht
        heute_hat heute_morgen heute_war hier hier_soir hoje hoy i_finally i_just ich_hab_gestern ich_hab_heute
        ich_schwöre il_fallait je_vous_raconte just_finished just_got just_had just_saw just_wanted last_night
        laut_gelacht legende long_time_no_see muss_euch_erzählen musst_ich_loswerden my_cat no_regrets not_a_question
        nur_mal_so oggi only_wanted_to_say ontem proud_and so_leute so_today story_time só_pra_contar this_morning
        today_i true_story turns_out und_dann unfassbar vi_racconto вчера сегодня
    """,
}
"""The words of each sign, whatever the language."""
