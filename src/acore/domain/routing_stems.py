"""What beginnings of words, and pairs of neighbours, say of a question, in hundredths; above 0 is hard.

Written by scripts/fit_routing.py. A pair is joined by ``_``; ``^`` stands before the first word, ``$`` after the
last.
"""

from collections.abc import Mapping

STEMS: Mapping[int, str] = {
    -91: "du",
    -71: "print",
    -70: "einen on",
    -68: "just",
    -64: "man",
    -63: "for_the",
    -62: "littl",
    -61: "oder",
    -60: "you",
    -58: "after",
    -57: "^_so got",
    -55: "pytho",
    -54: "pizza zeile_$",
    -53: "wifi",
    -52: "jetzt lol text",
    -51: "an ich_hab",
    -50: "and_i at euro much never pleas sono thing this",
    -49: "^_كيف four kommt unser water",
    -48: "expla ho mano",
    -47: "how_to sente which_is",
    -46: "^_pytho i've ich modul uhr",
    -45: "chees dann is_the whats wiese wrote",
    -44: "a been deriv_of don't muss",
    -43: "kurze liebe like or toast",
    -42: "progr stund",
    -41: "code de_la defin immer light",
    -40: "add algor are da gli hat kuche not_a synta",
    -39: "bigge chick hab is_not java schon schul sock spell что",
    -38: "^_come ^_it bus deriv di für it_alway see simpl synta_expec",
    -37: "and_the cooki direc javas morni qué und_ich wer wer_ist я",
    -36: "do_you grad samst there zwei",
    -35: "^_что debug_my expec gedic good mach nasıl",
    -34: "^_i've abend bis_uhr it_says re time to what_does über",
    -33: "^_mach das drei euch haha jede_zeile kitch mı red sagt und_jetzt why_do",
    -32: "anlat de even hours i_am leute misin my_daugh new schoo try us va",
    -31: "best denie der do does for heißt kinde of_x open out permi_denie take_a thank_you varia wir zero в",
    -30: "about_a and_its brain come_si debug does_it for_a gente gesch i in_one jede journ of_the same_as typee ça",
    -29: "^_boah again boah euros got_a kaybe modul_named modul_no my no_modul was أقول كيف_أقول",
    -28: """
        ^_pleas a_bit about_chees becau darf_man ein expla_what für_die make_a mathe mean nice the_diffe torto
        was_mit é に_し
    """,
    -27: """
        ^_anagr bigge_$ chick_cross cross_the einem i've_been ich_bin input insur it it_ok it_say my_littl nen o_$
        on_the road the_chick un wall war whats_the или чай
    """,
    -26: """
        ^_best ^_warum a_light bring che eine front ist jahre light_$ limit_$ mal mario moved_to mı_$ of_us opene
        paint rain rate right_now room wall_of went домаш опять
    """,
    -25: """
        ^_delet alle alway and_we avera_of comes desse disco email file final haben hoy i_only least_the lette_$
        my_famil name only_want paid paper peopl print_x proud seaso x_$ أبيات أبيات_على
    """,
    -24: """
        ^_como and_a avera bio choco cosa druck free girlf hello is_bigge javas_$ kay klein mit_$ my_girlf
        my_toast names ok_to panic rate_limit says_after si soda u up всем 日 话
    """,
    -23: """
        about alles anagr being blue_$ compl crack d ergeb error farme_has flohm fürs has_sheep hat_ein here_is
        heute hier im_a in_der is_it kanns kanns_du macht mich ok_so pasta postl sente_$ sheep three von wenn_man
    """,
    -22: """
        ^_docke ^_ich ^_in ^_modul ^_quant ^_turn ^_welch a_colle a_medie a_nurse acryl asked bin bist bitte
        bitte_einen brude cerea colle_who comma conso conso_log detai direc_$ disco_$ diye eigen_ein fläch fork
        full have_to heut html ideas if_a kurz medie na nurse racon regex_für roth schüt ssd tinde to_prove
        turn_this uma uncau vouch was_heißt we_just who_alway write الثلا في_الثلا كيف き
    """,
    -21: """
        ^_kanns ^_zerod ^_اكتب a_prime a_simpl a_word allen am_samst anyon au austa by_zero calle can_someo
        can_you fehlt herke home i_misse i_wrote if_state in_detai in_pytho main most müde nachb opene_the papie
        plan_for print_$ py sind so_much someo_sum stimm_das sum_up swap ten train türki up_what vez vous with_no
        you'v you_so zerod zerod_divis اكتب وأكلن む
    """,
    -20: """
        ^_just ^_kurze ^_remov ^_si a_plain and_greet and_why area area_of blau butte cerea_with dazu does_my
        greet guy hat_mir if_x know_what kuber my_algor noch now_$ on_sunda one_sente part peopl_$ permi pour
        prime sat sente_for table table_and teach termi these this_morni to_and txt warte what_my x_print yes
        語_に
    """,
    -19: """
        ^_area ^_hab ^_qual ^_っ a_farme aus barze best_day break_$ can_only carry chees_$ colou comes_from conca
        conca_str corri cousi cut_and dabei day_of denie_when dinne does_anyon dogs düzel einla_zum expla_it
        farme favou games gelb has hast hast_du hilft inden index_out kurz_$ langu le_monde lengt list_index looks
        mein_brude menu min monde morni_and my_cousi nochm of_range only_conca our_teach palin proof_that puns
        puns_$ send sh sh_$ sneez solo son str str_not stree strei stund_im tb time_$ to_str total tout_le twent
        typee_can una_barze us_to wasse wirkl клави 休 怎 怎_么
    """,
    -18: """
        ^_if ^_prete ^_qué ^_typee ^_ugh ^_whats a_train again_$ alpha an_inden annou antwo apple be_a becau_of
        bin_zu bough code_for coffe como count dice_in do_peopl exact_words expec_an folge fun garde girl how_do
        ideen in_den inden_block inden_expec inste_$ is_an joke_about lange learn line lost nehme on_disco
        peopl_say pm prete qui remov rough satur says_i sharp shoul_i si_dice solve_x someo spiel spoon tempo
        that' the_rain the_road top ugh welch_farbe word zeile ziffe zu zu_müde слово ー_ド 今_日
    """,
    -17: """
        ^_be ^_corri ^_inven ^_كم a_good and_one auch_noch baker bill call_last celsi could_not d_$ deep die_nie
        diffe_$ düzel_misin else essen fahre farbe favor folde from_the heißt_das i've_got i_bough i_shoul
        ich_brauc ich_weiß in_javas in_modul ja je_vous kreis las last_file limit liter minec misse moi muske
        my_roomm out_of pytho_$ recen_call rest roomm sagen same_time schre_man schwi seat stp stp_$ the_bill
        the_car the_new today trace trace_most tuesd und_die var_mı video voice vous_racon was_macht was_sind
        week_and why_did wie_schre меня ما い_$ ど ド 家
    """,
    -16: """
        ^_expla ^_ist ^_js ^_quem ^_unter app bill_was cance car chara datin deep_$ easy en_la enkel evenl fa
        fisch flask flask_app fläch_von for_and for_each from_$ für_$ going green hangi_$ heiße hoje i'm i_run
        is just_the kkkk könne lache ml nicht not_defin null_$ or_did pirat por_favor quant salzi salzi_$ score
        short sorry spani spani_$ spruc spruc_für studi that_my wants_to was_euros we_split well what_time wo く
        っ_た 一_点 今 日_は 語 这
    """,
    -15: """
        ^_comme ^_couco ^_count ^_give ^_we ^_wir ^_今 a_baker a_quest about_it alarm alles_und backg bekom bike
        but_i cake candl comme couco could dans_les darau day_$ did_i diffe_betwe do_they drivi döner erzäh
        euch_allen file_line frase frau für_meine ganz give_me hace hatal hatal_düzel heiss hours_of hundr
        hundr_and ich_steh ich_wollt image in_front in_java kısa la lapto le_bot line_in list_with littl_broth
        looke_at ma mach_darau mesaj mit_euch much_$ my_age my_first need_a night npm o_brasi of_text or_the piano
        podca ppl_$ puzzl save say_no schle she statu steh that_count the_paren the_wifi time_does to_start
        to_take tomat tu und_seit unter_zwisc user verpa wollt world yazım yazım_hatal yeste à_tous до как
        спит كلمة ما_معنى معنى معنى_كلمة は コ 句_话
    """,
    -14: """
        ^_bueno ^_ciao ^_corre ^_jajaj ^_list ^_mdr ^_not ^_odd ^_simpl ^_sorry ^_türki ^_write ^_как a_new
        a_strin a_table and_now anyon_else' at_schoo book_club bueno burnt bäcke case check_if choir ciao con
        conta_que crash daugh dict dinne_$ each easy_$ einka einka_für else' equip fahre_$ fault fire fire_alarm
        for_dinne for_loop for_one for_peopl from_my funct_i gift groß hab_heute here_$ hope i_send id impor
        inclu iron jajaj karte kerne kreuz left_$ less_than mdr mit_der most_recen nie non not_to odd_one old_to
        one_out out_apple party peopl_and perch press qual recen right_or scary sente_pleas so_i speak telef
        the_end to_know tom too_old und_$ warum_$ wir_strei zum était は_$ り 英_語
    """,
    -13: """
        ^_bom ^_butte ^_conta ^_tell ^_什 and_that annoy arm asked_me askin at_this be_an been_going bom
        bulle_point büro cat colle conta_uma denn diens donne du_bist einla finis_my funct_that gamin garte havin
        im_büro in_the jugad lazy moved of_and one_is onlin only_$ piada piada_de prime_vez pytho_eine quem quid
        quiz raid read_the rechn robot schön sea simpl_day soir talks the_deriv the_tourn to_add to_chang tonig_$
        uma_piada wants war_ich weeks_and одним одним_предл предл البحر い_い が_止
        ん_ば 么_说 止_ま 语_怎 说_$
    """,
    13: """
        ^_aber ^_meine ^_tradu ^_type anywa aufhe bench bulb call_it clean_it club' compo escap from heade if_you
        integ js kg knitt losin mid minor mir_$ move needs now_do now_witho order_do pode says_he schni singl
        sunda_$ table_$ that_in ton und viola vs_vs works_on über_einen 何
    """,
    14: """
        ^_bitte ^_demue ^_gaps ^_ho ^_no ^_scriv ^_我 a_row about_an ago agree and_islan anzah apr arbei auf_den
        bank becom befor begin char chemi chose claus const d8 demue demue_que die_letzt dimos doppe drone dupes
        encor es_irrac every_laugh for_my funzi gaps_and guess how_$ ident_$ in_a in_c insid irrac irrac_$ is_too
        it_has its_not jours level longe_run los mag makes mal_den manch modo negat negat_$ nem of_is prof reads
        real richt_$ rima roman sente_has so_dass so_slow start_$ that_still the_famil the_lette there_$ these_$
        thing_that ties to_leave us_a use_a vogli vorhe we what'_a why_is woman x_sin англи أمثلة أن
        الفرق الفرق_بين ٤ う_に に 代 写_一 平 没 社 素 素_数 避
    """,
    15: """
        % ^_hmm a_k alum an_der c++_$ catch consi deux dos due enoug epist er expla_the found frien geste hmm kaç
        keep_the liars me_which mitte moved_in must my_dad pay persi plan_$ rolls route sag separ shoul_we side_$
        sin_x stirb_$ their uk_$ warum_ist wenn_der wider_$ ın 安 定_理 把_翻 方 直 翻_成 能 訳
    """,
    16: """
        ^_darf ^_integ ^_meu ^_trans ^_把 and_it be_right beide berec concu copy court croch days del end_words
        gelme git_$ i_meant i_turn idk incl into_a into_latin job_$ la_diffé leave_the lose_it mann meers mir
        mixed my_bot my_germa my_siste not_if now_in ok_now plan_to pleas_and plus power set shard side simpl_$
        since_the six_end sobre_mi stirb stron su_un trama unend von_x who_was wieso если 以 伝
    """,
    17: """
        ^_c ^_cant ^_compa ^_fass ^_o ^_prove ^_villa ^_works a_plan after_the ama and_which are_you auch_was
        budge circl clear dass_ich event f fass fine first funny gave gekau glass i_feel i_tell ibupr ident if_n
        in_lua in_order index_$ ipv6 it_work johns johns_wort kaç_farkl made measu mein mum n_is not numbe_divis
        old pill_$ promi rust_$ she's st_johns still still_hold the_pill wait_till where_the will wort_with yan
        yan_yana yana أحد ابنتي な_い 写 退
    """,
    18: """
        ^_اشرح are_like auch_ohne birth brack contr et evide expli expli_$ get_$ have_k hier_$ hits hold_a
        hurt i_hold ich_mit in_o in_year is_that isn't istiy jetzt_eigen least_one limer lying next now que_e
        runni_log sans serve su the_last the_proof the_table tun_$ type uk versi volta white_$ who_$ wille winte
        with_her wohin work_$ wort year اشرح اشرح_لي 定
    """,
    19: """
        ^_neden ^_pourq acros amoun appen bit_plain chef dev end exist expla_why für_unser gaps gibt gleic hurt_$
        husba höfli is_funny is_wrong key ki know_both lua lua_$ mein_mann my_disco n'est n'est_pas nel no_$
        not_$ not_have payme sie signe st syste that_only till tone tradu_en turni una why_this you_know 二 期
    """,
    20: """
        ^_p ^_чем and_then as_a back ce con_rima diyor entre every_$ fish for_our for_x gar had_alrea i'm_a
        in_rust inter jan je job kaput keeps least log lose marri math ratio ratio_$ relat_to sag_mir steam then
        this_year tiene tradu_al w_o with_n zum_erste отлич чем اليوم لي に_$ の わ 本 证
        证_明
    """,
    21: """
        ^_frien ^_geht am_i do_i dritt dropp_the esper forme_$ go hard i_do ich_mir in ist_im js_$ lets life poker
        pytho_pls r sauce servi so_we sobre the_one until view villa_about wenn what wine от сравн أمي
        が 三
    """,
    22: """
        ^_go ^_mi ^_regex a_joke and ate audit bad bei bette_than book chef_will das_auch do_it down_$ feel_like
        gar_nicht heads i_start ignor ins mai mais mod_$ mysql_$ même obwoh pila pleas_$ posit pregn sort sum
        token told una_pila use_it wenn_die works к 失 子
    """,
    23: """
        ^_are ^_media ^_shoul a_says balan birth_messa build but_not cheer die_mail hands has_to he's herse longe
        media_per mod mysql odds per_group primz quote shift_$ the_secon true_$ what_is x_in 为 为_什
    """,
    24: """
        ^_every adver and_is befor_the bowl but_with forma freun gedec inste_of lie need_to ok_$ one plan quart
        relat respo rust shift sonet volum
    """,
    25: "^_wann angla card compa en_angla erklä fair farkl frien_says is_enoug sum_of verli would zählt",
    26: """
        aber accep csv dropp entro every gone_$ if_the is_this ist_$ list_all no or_just pair scan shows sibli
        some trans two 理
    """,
    27: """
        ^_cut accou ate_a auf_meine choic_$ erklä_$ flips_$ holla how_would media month possi_$ posts regex
        thank_for then_a with 什 什_么 数
    """,
    28: """
        ^_x a_$ a_villa clue ever feels in_haske inglé irrat it_witho off oft safe_to seit_geste und_warum
        what_break when_i wie_oft 明
    """,
    29: """
        ^_last as away block_$ categ doesn islan joke_that loop neben secon sich step term uncle verwa wann بين
        何_$
    """,
    30: """
        ^_bunu ^_expec aus_$ bunu dates dont doubl half i_dont in_$ kafiy last mache my_list ritzt ritzt_sich
        the_next value çevir と
    """,
    31: "^_auf ^_wie ^_напиш an_meine and_in auf_engli c_$ dass keep ne ok tell напиш 不 两",
    32: "^_undo a_sesti argum bette choic forme head how_did in_here mit neden possi row und_wenn undo undo_for у",
    33: "^_blue c++ darf_ich geht how lines meani says witho_the words_$ è",
    34: "and_what flips laugh lily of_$ pas tradu und_bei и",
    35: "^_my a_man b en geht_das o_n sure what_was",
    36: "^_was ^_почем latin per share that you_sure",
    37: "conti feel hold in_engli know sin since_sunda take w when zeit",
    38: "a_share erste exact_two haske_$ if_i safe почем",
    39: "^_who ^_why disti keine wider",
    40: "bitte_keine can_i midni reall villa was_ist wie_viele 要",
    41: "can crypt haske im mail on_a wait words",
    42: "^_float ^_now ^_quand and_how hat_$ s",
    43: "digit_of gone if this_sente true twice who على",
    44: "^_is ^_quine be",
    45: "auch both exact i_take it_$ work 的",
    46: "^_und but germa richt same since use where",
    47: "japan what_if",
    48: "pourq",
    49: "^_does ^_monad false 随",
    50: "float ohne quine quine_in",
    51: "into teile",
    52: "^_mein",
    55: "group playe wrong_$",
    56: "sesti viele",
    57: "al quand",
    59: "monad p",
    60: "^_can x_x",
    61: "wrong مع",
    63: "y",
    64: "engli",
    66: "k",
    68: "x",
    69: "witho",
    72: "why",
    74: "actua",
    76: "^_and",
    81: "vs",
    83: "c",
    106: "n",
}
