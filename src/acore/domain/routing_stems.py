"""What beginnings of words, and pairs of neighbours, say of a question, in hundredths; above 0 is hard.

Written by scripts/fit_routing.py. A pair is joined by ``_``; ``^`` stands before the first word, ``$`` after the
last.
"""

from collections.abc import Mapping

STEMS: Mapping[int, str] = {
    -88: "du",
    -73: "print",
    -71: "water",
    -62: "einen just pytho",
    -60: "euro littl man pleas",
    -59: "is_the",
    -58: "^_so",
    -57: "been",
    -56: "after on short wifi",
    -55: "ich_hab much zeile_$",
    -54: "chick how_to",
    -53: "got jetzt simpl text",
    -52: "are pizza uhr",
    -51: "^_كيف oder you",
    -50: "modul muss never whats",
    -49: "qué sente sono this",
    -48: "and_a code mano wrote",
    -47: "^_pytho for_the immer what_does",
    -46: "kommt kuche wiese",
    -45: "an and_i four i've or sock thing",
    -44: "a do_you ho light schul stund",
    -43: "chees defin the_diffe",
    -42: "chick_cross cross_the dann für like lol spell the_chick",
    -41: "de_la kurze toast",
    -40: "^_come bis_uhr don't expla g_$ gli hat liebe one_is progr strip strip_$ unser",
    -39: "da di javas open samst synta und_ich",
    -38: "algor deriv_of morni schon which_is über",
    -37: "^_что ich is_not see yarn",
    -36: "add again folde grad it_alway it_ok kitch sagt synta_expec va wer",
    -35: "at bigge bus cooki do gente i i_only nasıl norma ok_to thank_you wer_ist я",
    -34: "^_i've ^_it das gedic haha mı new relea wir что",
    -33: "abend deriv even hab jede_zeile mach my_daugh there und_jetzt us",
    -32: """
        ^_mach best but_keep comma euch final good heißt make_a misin nen re schoo to why_do أقول
        كيف_أقول
    """,
    -31: """
        a_by butte carbo debug_my direc expec it_say it_says journ leute limit_$ rate same_as str strin was_mit
        zwei é
    """,
    -30: "^_best a_bit come_si flohm jede main names not_a roth un war в",
    -29: """
        ^_anagr ^_git bio brain confi diffe_betwe guita ich_bin in_simpl jahre java kaybe modul_named modul_no
        my_littl no_modul paid rain red so_i torto typee was всем كيف
    """,
    -28: """
        ^_in and_the annou avera_of d darf_man debug does drei für_die im_a kinde o_$ of_the of_us rate_limit
        send take_a tinde up zero に_し
    """,
    -27: """
        ^_boah ^_pleas a_nurse about_chees avera bitte boah does_this hat_ein heut i_shoul is_it mal mean noch
        nochm nurse pays seaso teach time ça
    """,
    -26: """
        ^_jajaj ^_quant a_light again_$ and_its becau bitte_einen cant conve does_it expla_what for_a i've_been
        i_am if_a jajaj lette_$ mario of_x on_the pictu try von which опять
    """,
    -25: """
        ^_como ^_delet ^_if about_a bist bring choco denie euros for fork gesch hours hoy javas_$ moved_to mı_$
        panic permi_denie puns puns_$ schüt stand stimm_das wall went домаш или чай 话
    """,
    -24: """
        ^_docke a_medie anagr and_we anyth betwe_a bigge_$ calle ein email ergeb erzäh farme_has frase frau g
        got_a has_sheep html i_send ideas in_one insur light_$ medie name racon she sheep simpl_words so_much soda
        the_new u varia wall_of whats_the you_so أبيات أبيات_على
    """,
    -23: """
        ^_modul alle allen and_greet asked bin cerea cosa crack desse druck file greet hello here_is heute ist
        kerne least_the limit mathe my nice oi only_want opene postl print_x proud py quant short_versi
        unter_zwisc vouch vous warte was_heißt wenn_man x_$ 日
    """,
    -22: """
        ^_hab ^_ich ^_js ^_اكتب anlat auf_dem best_day break_$ comes count day_of eine favou fläch fürs
        girlf haben if_state in_pytho its_a kanns kanns_du kay lange lengt looks mit_$ my_famil na nehme or_anyth
        out peopl_$ right_now say_in sente_$ showe ten the_folde uma week_and wirkl اكتب الثلا
        في_الثلا き
    """,
    -21: """
        ^_welch ^_what ^_っ a_plain a_prime a_simpl am_samst be_a bis blue_$ brude che coffe conso conso_log
        diffe_$ disco_$ diye front going hast hast_du herke if_x input is is_bigge klein mich my_roomm my_whole
        nachb night organ paper papie regex_für room roomm says_after sente_for synth these to_prove train twent
        uncau versi_$ we_just who_alway yes you'v وأكلن
    """,
    -20: """
        ^_just ^_kanns ^_prete ^_si ^_wir a_colle alles austa basic colle_who comme como compl cousi de dogs
        düzel error hat_mir have_to i_wrote in_der kurz menu moi most my_algor my_cousi my_toast ok_so on_sunda
        onu our_teach palin ping plan_for pour prete pytho_$ sat sharp sind small solve_x someo son stund_im
        sum_up table this_morni txt türki us_to wasse which_one witho_a write zu клави む 語_に
    """,
    -19: """
        ^_inven ^_kurze ^_typee ^_unter a_farme a_word and_one au barze blau bough cerea_with colou conca
        conca_str corri dazu denn der dries einla_zum farme fehlt free garde how_do i_bough i_misse ich_brauc
        in_javas index_out ja je_vous joke_about know_what le_monde list_index monde morni_and müde of_range
        only_conca opene_the paint someo_sum statu str_not termi to_and to_str tout_le tuesd typee_can una_barze
        und_die up_what vous_racon we_are with_no zeile
    """,
    -18: """
        ^_be ^_comme ^_qué ^_turn ^_ugh ^_warum ^_write acryl anyon aus brown can_only code_for denie_when detai
        dice_in does_my düzel_misin eigen_ein every_in expla_it fun gelb girl git guy hoje i've_got ich_steh
        ich_weiß ideen in_detai inden is_an just_the kkkk line liter mein_brude messa_for my_girlf one_sente
        overk overk_for parag pasta photo podca prime remov remov_dupli say schwi sh sh_$ si_dice steh swap
        table_and the_wifi tomat ugh water_with why_did x_print ziffe い_$ ど ー_ド 今 休
    """,
    -17: """
        ^_corri ^_remov ^_zerod ^_всем a_seat a_train alone alpha an_inden antwo backg being bekom bin_zu
        by_zero cake candl celsi comes_from crash d_$ datin die_nie do_peopl downl einem enkel expec_an fancy
        favor flask flask_app fläch_von for_and full games has here_$ hilft inden_block inden_expec kreis kuber
        lache lapto las lege lin ma much_$ muske not_defin now_$ oil on_disco or_did out_of part print_$
        proof_that puzzl rough salzi salzi_$ score seat sneez spoon ssd stp stp_$ that_my the_car the_rain total
        turn_this updat value_and vez voice was_sind welch_farbe zerod zerod_divis zu_müde меня слово
        く 今_日 这
    """,
    -16: """
        %_de ^_couco ^_oi ^_qual ^_short ^_今 a_good about_it apple arm auch_noch basic_i betwe bitte_mit bäcke
        call_last can_someo cance car carry cheap choir club_has conta_que costs couco eat else exact_words fa
        fahre farbe folge for_each for_peopl für_$ groß hab_heute hatal hatal_düzel heißt_das in_den in_modul
        it langu last_file list_with littl_broth lost loves macht ml my_age nee non of_and oi_gente peopl_say pm
        por_favor price raid recen_call satur says_i schre_man shoul_i si solo spani spani_$ stree strei strin_$
        tempo thank three_weeks to_get top trace trace_most und_$ var_mı was_kann was_macht what_my what_year
        wie_schre wir_strei witz_über yazım yazım_hatal year_did you_$ как након спит тепер
        ما ド 一_点 句_话 哪 家 是_哪 語
    """,
    -15: """
        ^_quem ^_tell ^_как a_table alway app area area_of at_schoo baker be_an bike bill burnt büro can_u
        cats chees_$ comma_des comma_not could cut_and dabei damn day_$ des_pizza did_i dinne disco does_anyon
        döner easy_$ equip essen hangi_$ here home i_use ich_wollt im_büro in_linux is_g is_my jugad könne
        kısa le_bot le_chat learn me_$ mensc mesaj minec misse named_reque nie not_found null_$ perch plant ppl_$
        qui quiz rechn rest right_or sagen sente_and settl spiel studi tb that' the_bill the_bridg the_week time_$
        to_start verpa video what_time wollt world you_call était до одним одним_предл
        предл كلمة ما_معنى معنى معنى_كلمة っ_た 怎 怎_么 日_は
    """,
    -14: """
        ^_conta ^_count ^_do ^_erzäh ^_give ^_ist ^_make ^_mdr ^_which ^_什 a_git a_strin alarm alles_und
        and_every and_that and_why annou_that any_of bill_was bridg bulle_point but_i can_you conta_uma deep demek
        do_they dog du_bist einka einka_für einla en_la enfin erzäh_nen evenl fatal_not finit foto from_the
        für_meine garte git_repos how_much hundr hundr_and i'm_in image inclu insta ist_ein jajaj_qué korri
        kreuz less_than libro line_in mdr ne_demek nicht_$ npm o_brasi only_digit or_any our outsi paren_direc
        peopl_and permi pirat regar repos repos_or road rows sagt_man same_time say_no spruc spruc_für the_deriv
        the_end the_kitch the_raid the_serve to_take tom tu und_den und_seit warum_$ was_euros we_split à_tous
        ま 好
    """,
    14: """
        ^_async ^_darf ^_war ^_我 allow_$ anzah auch_ohne bank begin burri can't_you conti_there dimos diver
        dupes el encor f_is fine funzi gar heade how_long i_say ich_mit il in_lua in_year insid is_conti jeu kaç
        let ln los losin lua lua_$ me_trama mi_abuel no_$ not_if numbe_divis of_two on_sertr physi que_e scree
        side sign sin_x so_we soll_ich stirb_$ strai su_un swall that_ok the_name these_$ thing_that this_is ties
        uk use_a verän viola we_know what_can wille woman y_si англи أن ٤ あ_る 坏 方 社 证 证_明
    """,
    15: """
        ^_gaps ^_me ^_mi ^_tradu abwar an_der and_islan becom birth board_game ce chanc char chose degre deux dev
        do_i due dx e eintr escal f filte fremd game_how gaps_and genau git_$ heads how_shoul i_do ich_mache idemp
        ident ii in_o index_$ into_latin its_not legal long meine_freun moved_in now_in order_$ promi pun_$ rotat
        say_$ she's so_dass stirb sunda_$ tabel take_over that_in the_sign with_under wohin x_dx ما_الفرق
        ٣ な_い 代 以 写_一 把_翻 线 翻_成
    """,
    16: """
        % ^_c ^_compa ^_fass ^_hmm ^_ho ^_把 a_k a_row alum amoun apr are_never async auf_den b bei bench blami
        break claus croch d8 das_$ do_we et_de every_laugh evide excep expec_rolls fass fix_it for_x forma frien
        from_a gelme gorou gorou_leak have_k hmm i_set into_a lösch mag me_which mein_mann mir mon_propr must
        no_in nur order own per plus propr reads richt_$ sache sag sertr sertr_and shot signe so_slow steht stuff
        the_chann there_$ us_a von_x what what_do winte без чем أمثلة أمي الفرق
        الفرق_بين に ク 伝 直 訳 退
    """,
    17: """
        ^_prove arbei as befor berec but_the catch categ_$ copy dass_ich end_words enoug expli expli_$ fish
        for_playe gar_nicht get_$ hab_ich hurt hurt_$ i_start idk is_too johns johns_wort joke kaput karşı
        know_both leak least_one liars mal_den many_round meers mein meine membe mid minor my_back negat negat_$
        parti pill_$ pleas_$ primz rolls round rust sein seit side_$ six_end st_johns stron su that_only the_pill
        tiene till tradu_en verei why_is wie_und win wort_with you_know zum_erste чтобы 二 本 避
    """,
    18: """
        ^_aber ^_meu ^_mon ^_o ^_اشرح acros ama can_i chef dropp_the every_$ expla_the first for_every from
        funny für_unser guess had_alrea he's husba höfli i_feel i_meant i_tell is_wrong kaç_farkl la_diffé
        level mai my_germa n'est n'est_pas now_do of_is pay preci roman rust_$ simpl_$ sobre_mi table_$ them
        to_leave toget und_manch until wait_till warum_ist weg wenn_der white_$ who_was wider_$ will wine with_n
        yan yan_yana yana أحد اشرح اشرح_لي 平
    """,
    19: """
        ^_geht ^_neden ^_pourq ^_type are_you bit_plain budge clear diyor event ferme gaps glass gleic if_n in_a
        in_order is_funny isn't istiy je jetzt_eigen job_$ longe makes n_is needs old pila pregn quart ratio
        ratio_$ runs sonet st still test trama una una_pila what_is where_the why_this wort 失_礼
    """,
    20: """
        ^_чем and_which are_like beide but_not circl compo const das_auch expla_why for_my geste gibt hold_a
        i_hold ins ist_$ last lying made manch marri measu mod my_disco need need_to nel not_$ not_have ok_now
        poker rima runni_log sag_mir since_the singl wenn_die what_break with_her words works x_in отлич
        اليوم に_$ わ
    """,
    21: """
        ^_frien ^_go ^_no ^_regex ^_who a_villa accou bette_than book cheer do_it entre hard ich_mir if_the
        in_latin least leave_the lie lösch_in math même only paren says_the sort steam the_one the_proof
        the_same theor this_year undo we_play work_$ لي
    """,
    22: """
        ^_cut ^_p ^_villa ^_wie a_says aber after_the and_then chef_will clue con_rima contr court epist esper et
        forme frien_says hands herse i'm_a ist_im it_work jan js_$ keeps ki life loop mod_$ nix payme plan
        relat_to sauce set shift_$ threa tradu_al trans true_$ view от 期 理
    """,
    23: """
        befor_the bitte_ins die_mail drone exist gave hand has_to in in_c inglé mixed month of pytho_pls sans
        sobre syste the_last turni what'_a when who_$ сравн 能
    """,
    24: """
        ^_are appen auf_engli but_with dropp in_here job lets media odds off or_just quote r separ tenso thank_for
        the_table their token villa_about w_o к の 三 子
    """,
    25: """
        a_joke adver am_i and back farkl gedec is_enoug now real relat servi shift shows told type uncle und
        und_warum volum 为 为_什
    """,
    26: """
        ^_x audit en_angla end er erklä_$ ever feels joke_that keine key lily limer lines mysql_$ oft row some
        wie_oft が
    """,
    27: """
        ^_bunu ^_media ^_my accep angla ate bunu compa concu dritt fair feel_like how in_$ kafiy log media_per ne
        pair per_group possi_$ safe_to sibli use_it wenn çevir ابنتي 明
    """,
    28: """
        ^_every ^_first auf_meine card go hier_$ holla i_dont in_haske list_all my_list mysql not respo serve
        then_a verli zählt 写
    """,
    29: """
        ^_auf ^_expec ^_last an_meine bowl brack choic_$ csv dates en flips_$ irrat it_witho ok_$ posts says
        sum_of the_next then 何_$ 失 数
    """,
    30: "and_in ate_a away block_$ darf_ich erklä is_that is_this islan scan und_bei è",
    31: """
        ^_wann and_is aus_$ bette dont entro flips freun head obwoh regex sich term the_secon у と 两 什
        什_么
    """,
    32: "^_undo a_sesti c++_$ geht_das gone_$ haske_$ meani no of_$ ritzt ritzt_sich undo_for when_i",
    33: "^_напиш dass doubl in_this possi secon step sum words_$ would напиш 不",
    34: "geht half tradu wann",
    35: "^_почем a_share choic doesn hold how_would in_engli mail verwa w wait with",
    36: "^_now a_$ a_man how_did if into ok since_sunda sure und_wenn was_ist who you_sure",
    37: "conti mache midni o_n on_a seit_geste sin tell villa wider zeit على",
    38: "^_was ^_why and_what balan but erste haske if_i neben neben_mit ohne почем",
    39: "^_blue bitte_keine crypt disti exact_two laugh safe twice two и",
    40: "feel pas wie_viele",
    41: "^_quand c_$ latin since take what_was بين 的",
    42: "hat_$ neden",
    43: "^_float ^_monad can i_take pourq work",
    44: "^_quine c++ digit_of mit reall share true",
    45: "^_und and_how this_sente",
    46: "japan that witho_the",
    47: "germa it_$ know 要",
    48: "both group teile",
    49: "^_does ^_mein",
    50: "argum false float quine quine_in viele what_if",
    51: "be exact im s",
    52: "^_can p richt 随",
    54: "^_is auch where",
    55: "gone wrong_$",
    56: "quand use",
    57: "monad sesti",
    58: "engli same",
    59: "مع",
    60: "c playe",
    61: "al k wrong",
    62: "witho",
    66: "x_x",
    68: "y",
    70: "x",
    75: "why",
    78: "^_and",
    79: "actua",
    93: "vs",
    104: "n",
}
