"""The words by which a hard question is told from an easy one: whole fields of words, not those of some examples.

A star ends a stem: ``recurs*`` is recursion and recursive. A phrase is joined by ``_``. Words are compared in small
letters; those of writing systems without spaces are looked for anywhere in the text.
"""

from collections.abc import Mapping

from acore.domain.routing_fields import EXPERT

WORDS: Mapping[str, str] = {
    "expert": EXPERT,
    # Where a careless answer does harm: medicines, law, money, distress.
    "stakes": """
        abmahnung* abogado* abus* accus* alimon* allerg* alone_anymore anaphyl* anfechten antibiot* antidepress*
        antikörper anwalt* anxiety arbeitsgericht arrhythm* asyl* aufhebungsvertrag autopsy avocat* avukat* bankrupt*
        bausparer beats_me benzodia* bleach blood_pressure blood_thinner blutdruck* blutverd* boşan* breach
        breastfeed* breathing bruise* bullied bullying burnout burns can_t_go_on cancer cant_go_on cardiac cheated
        cheating_on chemo* chest_pain choking chronic* cocaine coerc* concussion contract* contrato* convict* coronary
        court cpr creditor* custody cut_myself dava* deadline_extension defamat* dehydrat* demot* denuncia* deport*
        deposit depress* diabet* diagnos* dies divorce* dosage* dose doses dosierung dosis drogen droh* drunk dying
        eating_disorder einsam embaraz* embezzl* end_it enfermedad epilep* erbe erben erbschaft* escalat* eskal* etf
        etfs evict* evidence_based exhausted_all fahrlässig* fasting fever fieber* fired foreclos* fraud* gaslight*
        gehalt gehaltsverhandlung gericht* gewährleistung grief grossesse haftung* hallucin* hamile* harass*
        heart_attack herz* hits_me hoffnungslos hopeless hospital hurt_myself hypotension ibuprofen ilaç* illegal*
        immigration* infarkt infection* inherit* insolven* insulin insult* interest_rate invest* jail job_offer*
        juristisch* kaution ketamin* kidney kill_myself kira* knife kredi* kündig* landlord lawsuit* lawyer* lease
        leber legal legally liabil* liable lithium litigat* liver loan* lonely lump maoi medical medication*
        medikament* medizin* metform* miet* migraine* misscarr* mold mortgage* médicament* naproxen narciss* nda
        nebenwirk* nicht_mehr_leben no_one_would nobody_would notice_period notwehr ohnmächtig operation opioid*
        ordonnance overdos* overtime overwhelmed owe panic_attack panikattack* paracetamol patient* pension* pill
        pills poison* pregnan* prescri* probezeit prozac psychia* psychosis rechtlich* rechtslage relapse rente
        resign* rezeptpflicht* rights salary scam* schimmel schlägt_mich schwanger* selbstmord* self_harm self_worth
        sertralin* severance sober sorgerecht ssri* stalk* statin* steuer* stroke sue sued suffocat* suicid* suizid*
        surgery swallowed symptom* tablett* tax taxes tenant* terminate_contract testament therap* threat* thyroid
        tilgen tilt tinnitus tramadol trauma* tumor* umbringen unconscious unfall unterhalt unterschreib* urteil*
        vaccin* venom vergift* verklag* verlet* vermieter* verschluckt vertrag* verzweifel* violat* visa want_to_die
        warranty weapon* will_contest withdraw* wound* wrongful wunde xanax zweifel zyst* überdos* überstunden
        адвокат* врач* лекарств* налог* развод* суицид*
    """,
    # Asks for grounds rather than for a fact.
    "reason": """
        analizar analizza analy* argue argument* assess auswirkung* açıkla* begründ* beweis* bewert* cause causes
        consequence* contradict* convinc* counterexample critic* critique demostr* demuestra* derive disprove
        does_that_mean démontr* effect_of erklär* evaluate explain explica* explique* formali* gegenbeispiel herleit*
        how_come how_did how_do_we_know impact_of implications in_what_sense interpret* inwiefern inwieweit is_it_true
        justifi* justify kritisier* lecturas leite_her lesart* makes_sense meaning_of_life mechanism montre_que
        nachweis* neden niye niçin por_qué porque pourquoi proof prove reading_of reconcil* root_cause show_that
        stimmt_es ursache* warum was_genau weshalb weswegen what_caused what_does_it_mean_that what_exactly
        what_follows why whys widerleg* widersprech* wieso wodurch woher_weiß woran zeige_dass зачем объясн* почему
    """,
    # Asks for something of parts that have to fit: designs, plans, comparisons, decisions.
    "design": """
        abwäg* ansatz approach architect* architekt* auditor* ausarbeit* auswertung* base_de_datos baue bauen
        best_way_to budget* build compar* compromise* concevoir conçois curriculum datenbank* deploy* design*
        diferenci* difference_between différence* diseñ* entwerf* entwirf entwurf framework* governance guideline*
        how_do_i_handle how_would_you impleme* integrate itinerar* karşılaştır* kompromis* konzep* lernplan* mediat*
        migrat* milestones model* moderation multi_tenant nachteile negotiat* one_liner optimi* parser_for phases
        pipeline* playbook plugin* policies policy priorit* proposal* pros_and_cons rebuild regelwerk reiseplan
        restructur* rewrite_it roadmap* rules_for scale schedule schema schemas set_up setup should_i_move should_we
        solver strateg* study_plan system tasarla* trade_off* tradeoff* training trainingsplan* unterschied
        unterschiede vergleich* verhandl* vermitt* versus vor_und_nachteil* vorteile vs was_kann_ich_tun was_soll_ich
        week_by_week week_plan what_can_i_do what_do_i_do what_should_i_do wie_würdest_du work_out work_with_both
        workflow* workout_plan база_данных разниц* спроектир* сравн*
    """,
    # What the answer has to keep to.
    "bounds": """
        aber_nicht al_menos although anstatt asla at_least at_most au_moins ausser außer avoid* behalte* beibehalt*
        beide beiden bis_auf bleibt both both_for but_not but_with cada can't cannot chaque consecutive constraint*
        dabei darf debe değil distinct doesn't doit don't dont dürfen each each_time en_az ensure erhalten even_if
        every exactamente exactement exactly except fits gardant garder genau given_that guarantee* handles handling
        höchstens in_place in_under incl including innerhalb instead jamais jede jeden jeder jedes keep keeping keeps
        kein keine keinen koruyarak less_than limit* manteniendo max min mindestens muss must must_be mustn't müssen
        neither never nicht nie niemals ningún no_deps no_line no_more_than nor not not_inside not_just nunca obwohl
        ohne olmadan one_of_them only only_in only_on only_when pas pero_no preserve* preserving rather_than
        requirement* sadece salvo sans satisf* sauf seulement shouldn't sin so_das so_dass so_that sodass solange solo
        sondern statt stay still subject_to sólo trotzdem under unless until upside vermeide* weder while within
        without wont works_for während yalnızca без должен должна каждого каждой каждый кроме не_менее ни никогда
        сохран* только чтобы بدون فقط كل لكن يجب
    """,
    # Forms of writing that have rules of their own.
    "form": """
        acrosti* akrosti* alexandrin* allitera* allusion* ambigu* anagram* aphoris* arrogant ballad* blankvers*
        chapter confident couplet* dactyl* dialog_zwischen dialogue_between diplomat* distich* doppelsinn*
        double_entendre double_meaning dramatic endecas* epigram* erzähler* every_line every_sentence every_word
        free_verse gedicht_ins ghazal haibun hexamet* iambic iambs im_ton in_the_style in_the_voice jamb* jede_zeile
        jeder_satz jeu_de_mots juego_de_palabras kafiye* keigo kreuzreim* limerick* lipogram* metaphors meter metre
        metrum monologue narrator no_line nuance* octosyll* palindrom* pangram* parod* pastich* pentamet* persuasive
        plot_twist poem_into pun puns quatrain* refrain* register reim* rhym* rima rimas rime rimes rondeau* satir*
        screenplay second_person sestina* soliloqu* soneto* sonett* sonnet* stanza* stil_von stroph* style_of subtext
        subtle tactful* tone tonfall unreliable_narrator versmaß villanell* word_count wordplay worldbuild* wortspiel*
        рифм* сонет*
    """,
    # Wants more than the usual answer.
    "depth": """
        a_fondo actually and_why arguments_for ausführlich* ayrıntılı best_practice* both_sides comprehensive
        correctness deep deeply detailed détail* edge_case edge_cases eigentlich en_detalle exact floskeln
        fundamental* goes_wrong gründlich historically how_good im_detail in_depth in_detail precisely production
        production_ready präzise quellen really rigor* robust* sources step_by_step subtle tatsächlich thoroughly
        truly und_warum underlying what_breaks which_and_why wirklich worst_case подробно
    """,
    # The conversation goes on about a condition or a change.
    "condition": """
        aber_wenn abstürz* and_if and_in at_once auch_wenn breaks but_doesn't but_doesnt but_if crash crashes dies
        does_it_still does_that_hold doesn't_that doesnt_that edge empty et_si extra_memory fails faster_than
        generali* gilt_das gilt_es hang hangs how_would_you_test if_both if_the if_two in_constant in_general in_o
        infinite_dimensions log_n mid_stream mittendrin negative negative_weights neu_startet now_do now_make o_n race
        race_each restart* same_image same_time scale_to scales_to second_render slower still_fails still_hold
        still_wrong stimmt_das two_users und_wenn under_load ve_eğer verallgemein* was_wenn what_if why_not_just
        without_extra works_but wouldn't_that wouldnt_that y_si ya_eğer а_если
    """,
    # Greetings, thanks, moods, gossip.
    "chatter": """
        alter are_you_there awesome aww bestanden bestie birthday bis_morgen bis_später blague bless bonjour bored
        boyfriend brb bro brother bruder bye cheers chiste ciao clicked coffee congrats cool cute damn danke
        dankeschön digga dream dude endlich entertain eres_genial exam excited favorite favourite finally finished
        freund freundin friend friends funny fıkra geburtstag* geil genial girlfriend glücklich glückwunsch* gm gn
        good_bot good_morning good_night goodnight gracias grandma gut_gemacht gute_nacht guten_morgen haha* hallo
        happy hate hell hello heute_war hey heyo hi hola how_are_you howdy hug hugs husband joke jokes kaffee krass
        langweil* leute lieblings* lmao lol love luck lustig mama merci merhaba miss_you moin mom morning_all mum müde
        nah nap nasılsın nervous nice nope ok okay okey oma omg or_coffee passed poor proud roast robot roboter rofl
        sad salut sağol schwester see_you selam servus sing singen sister sorry sup super sure sweet tea_or teşekkür*
        thank thanks thx tired today_i toll traum tschau tschüss ty u_there week weekend welcome welcome_back
        well_done wie_geht wie_gehts wife willkommen wish witz witze woah wochenende works_now wtf xd yay yeah yep
        yes_or_no yo you_there yup şaka анекдот* здравствуй* как_дела привет спасибо шутк*
    """,
    # Facts that everybody can look up, and everyday doings.
    "everyday": """
        akku aktuell* apples area array avatar bake battery başkent* beach bedeutet bedtime beine birnen birthday boil
        boiling bold born brb bread brot bundesländer bus button cake capital capital_of capitale carpet cat cats
        celsius center channel chemical_symbol circle clan clean color colour combien combien_de comment_out convert
        cook cookies count_rows country css currency cuál_es cuándo cuánto cuántos datei define definition
        difference_is discovered dog dogs dogs_or double download dónde egg eggs einstellungen einwohner element emoji
        even event event_start fahrenheit far farbe fett file film fish flag fleck folder for_loop fruit fun_fact game
        geboren gemalt geschenk* gespielt gestern gewonnen gift git_status guild_name haiku haikus half hamster handy
        hauptstadt hava heißt hello_world heute high horse hotel how_do_i_change how_do_i_get how_far how_long
        how_many how_much how_old how_tall how_to_make html http hund install installier* invented jahr kanal kanzler
        kartoffel* katze kaç kaç_tane keyboard kilo kilometer km knopf koch koche kochen kuchen language laptop_or
        latest leap legs len letter letters line_by_line list_comprehension long loop länder mean meaning meaning_of
        means members memes milch miles milk minecraft minus mitglieder morgen mouse movie mute météo name name_for
        namen namen_für names nerede neueste newest nick nickname odd old omelette ordner owner où packing painted
        pancake* password pasta percent phone pizza planet planets plural plus population post potatoes preis present
        president price prices print printf prozent präsident putzen quand quelle_heure radius rechnung recipe
        reimt_sich reis reverse rezept rice role rolle rollen routine rules schaltjahr score screen screenshot
        select_all serie settings shirt socks song soup spargel spelled spider spiel spielen spät square_root stain
        stand_for stands stands_for starter string suppe tall temperature teppich tie tiempo time_is times tip today
        tomato tomorrow train trinkgeld typo uhrzeit umwandeln url username variable vegetable volume wann waschen
        wash wax weather welcher_tag wer_hat wetter what_day what_time what_year when_did when_was where where_can
        where_do where_is who_invented who_wrote wie_hoch wie_lange wie_viel wie_viele wieviel wifi wlan wo won wurzel
        währung year year_did years yesterday zug äpfel где когда погод* сколько столиц*
    """,
    # Works on a text that is given.
    "rework": """
        auf_deutsch auf_englisch auf_französisch auf_italienisch auf_spanisch bullet_points comma commas comment_dit
        correct corrig* cómo_se_dice düzelt* en_anglais en_inglés fass* fix_my fix_the formulier* grammar grammatik
        how_do_you_say höflich* in_english in_french in_german in_italian in_spanish ingilizce kommas korrigier*
        kürzer list liste mach_das make_this nasıl_denir polite rechtschreib* rephrase resum* rewrite résum* shorter
        spelling stichpunkt* summar* tercüme* tl_dr tldr too_long traduc* tradui* translat* umformulier* whats_it_say
        wie_sagt_man zusammenfass* çevir* özetle* übersetz* исправ* кратко перевед* перевод* по_английски
    """,
}
"""The words of each sign, whatever the language."""

ANYWHERE: Mapping[str, str] = {
    "expert": """
        量子 定理 微分 積分 积分 矩阵 行列 確率 概率 群論 哲学 非同期 并发 並行 並列 线程 スレッド 死锁 デッドロック
        锁 分布式 分散 事务 トランザクション 算法 アルゴリズム 递归 再帰 缓存 キャッシュ 因果 認識論 相対性 相对论 史学
        コンパイラ 编译 指针 所有権 幂等 の証明 خوارزم تفاضل تكامل مصفوف احتمال كمومي
        فلسف التزامن نظرية برهن
    """,
    "stakes": """
        薬 药 病院 症状 自杀 自殺 死にたい 離婚 离婚 契約 合同 律师 弁護士 敬語 دواء طبيب انتحار طلاق
        عقد محام
    """,
    "reason": """
        なぜ どうして 为什么 為什麼 为何 解释 説明 证明 証明 理由 原因 分析 لماذا اشرح أثبت فسر
    """,
    "design": """
        設計 设计 比較 比较 架构 優劣 取舍 方案 計画を立て 规划 صمم قارن خطة الفرق
    """,
    "bounds": """
        ずに せずに なしで ただし 必ず だけ 以内 以下 しないで けど 必须 不能 不用 不要 只能 至少 不超过 但是 但要
        每个 同时 保留
    """,
    "form": """
        俳句ではなく 押韻 押韵 律诗 七律 五言 川柳 韻を 对仗 قافية
    """,
    "chatter": """
        こんにちは おはよう ありがとう おやすみ 你好 谢谢 早上好 晚安 哈哈 笑话 冗談 مرحبا شكرا صباح
        السلام نكتة
    """,
    "everyday": """
        天気 天气 何時 几点 首都 عاصمة 高さ 多高 多长 多少 いくつ 誰が 谁 いつ どこ 哪里 什么是 とは 怎么做
        作り方 كم متى أين من_هو ما_هي ما_هو
    """,
    "rework": """
        英語で 翻訳 翻译 英语怎么说 英文 要約 总结 訳して 日本語で 中文 ترجم لخص بالإنجليزية
    """,
}
"""The same for writing systems without spaces, and for words that take particles in front."""
