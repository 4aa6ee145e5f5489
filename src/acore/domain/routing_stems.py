"""What beginnings of words, and pairs of neighbours, say of a question, in hundredths; above 0 is hard.

Written by scripts/fit_routing.py. A pair is joined by ``_``; ``^`` stands before the first word, ``$`` after the
last.
"""

from collections.abc import Mapping

STEMS: Mapping[int, str] = {
    -79: "muss",
    -76: "du",
    -75: "man",
    -64: "print",
    -58: "just",
    -57: "and_i sock",
    -54: "ich_hab",
    -53: "kommt",
    -52: "einen hat ich",
    -51: "or",
    -50: "an defin for unser كيف",
    -49: "^_so a lol mano pizza schon zeile_$",
    -48: "expec ho on",
    -47: "eine expla which_is",
    -46: "has oder pytho stund toast",
    -45: "after wrote",
    -44: "^_it abend is_not is_the liebe much",
    -43: "got hab littl never sente thing",
    -42: "^_كيف cooki gli immer it_says sono",
    -41: "alway for_the",
    -40: "^_pytho direc this und_jetzt you",
    -39: "gedic wifi",
    -38: "di good it_alway javas thank",
    -37: "chees line on_the was whats wir über",
    -36: "algor at das nasıl re there",
    -35: "chick do_you jetzt",
    -34: "been code der don't free i'm modul not_a plant red see synta_expec",
    -33: "^_come deriv_of ein für hours kitch morni synta text thank_you wenn_man",
    -32: "best brain dann essen gesch haha mach short spell was_mit",
    -31: "does_my i've input journ kurze proof qué same_as schoo",
    -30: "alles bring comma darf_man do grad heißt jede_zeile lette_$ leute like mal my",
    -29: "are da four haben i_wrote kerne light nicht paint says_after",
    -28: "^_mach about_chees again bigge de_la deriv heute in_one java jede kaybe nen أقول كيف_أقول",
    -27: """
        ^_anagr ^_como anlat expla_what in_der modul_named modul_no named new no_modul out progr seaso ten train
        try water ça
    """,
    -26: """
        ^_in ^_unter and_a and_we blau d even fürs gamin gente hat_ein heut how_do make_a mit_$ my_toast nehme
        right_now swap tonig was_heißt zum
    """,
    -25: "^_pleas bus come_si deep fork have i_learn javas_$ mario pleas si ssd stimm_das today чай",
    -24: """
        ^_boah ^_kurze ^_っ a_light boah break_$ have_to here_is is_bigge kuber my_famil mı_$ not_defin pytho_$
        racon take_a to_and you'v zero
    """,
    -23: """
        ^_welch add am_samst anagr and_the como dabei dogs ergeb euro how_to je_vous learn mean misin mı of_the
        schüt she sind so_much uma us von vous vous_racon we_just who_alway you_so домаш
    """,
    -22: """
        ^_warum about_a all auch_noch best_day che comes day_of do_peopl favou girlf if_x it_ok light_$ menu moi
        my_girlf our_teach peopl room score sente_$ simpl stund_im table_and tb teach the_diffe why_do était я
        一
    """,
    -21: """
        alle bigge_$ cats chick_cross cross_the direc_$ diye drei döner fehle funct_i heißt_das hoy is_an is_it
        klein least_the mathe me_$ of_x ok_to road robot someo spoon table that' the_chick to us_to varia war
        welch_farbe или に_し 日
    """,
    -20: """
        ^_best ^_i've ^_js ^_modul ^_prete and_if and_why blue_$ butte dinne each farbe fläch hello herke html i
        i_am inden kein kinde kkkk morni_and now_$ of_and one_sente postl prete proud quest rain so_far soda spiel
        termi this_morni what_does
    """,
    -19: """
        ^_kanns ^_qual ^_remov ^_zerod a_train a_word acryl again_$ alles_und an_inden by_zero choir conta_que
        denie easy einla einla_zum expec_an here i've_been inden_block inden_expec insur kanns kanns_du kreis kurz
        ma names open paid regex_für satur son the_new time_$ to_know total uhr und_die users_$ word zeile zerod
        zerod_divis zwei
    """,
    -18: """
        ^_ich ^_if ^_inven ^_ugh at_schoo avera_of but_i call_last cat cerea choco code_for compl could cousi does
        euch fault favor fehlt final for_each fun für_eine games ganz heiße hier hoje home in_den in_modul
        last_file liter lost meu most my_algor my_cousi npm of_a part plan_for proof_that raid recen_call say_no
        sneez solo solve_x studi talks trace trace_most twent ugh un wants_to warte wasse week with_no む 今_日
    """,
    -17: """
        ^_ist ^_what ^_whats ^_что a_good and_every bäcke chees_$ corri d_$ detai diffe_betwe eigen_ein equip
        erzäh fa file_line for_and frage gibts had hones i_run ich_steh in_linux it_is joke_about know_what
        kurz_$ lache line_in min nee noch opene palin peopl_and por_favor steh to_me to_take users wegen weite
        what_a x_print в как 日_は
    """,
    -16: """
        ^_qué ^_segme ^_simpl ^_we ^_こ a_simpl a_strin asked avera comma_des comme core core_dumpe crack datin
        de des_pizza dice_in diffe_$ dumpe fault_core folde hilft if_a in_detai in_ingle ingle ingle_$ iron
        ist_ein jahre kids le_chat left_$ lengt less less_than mesaj mich most_recen my_littl my_roomm nicht_$
        of_us peopl_$ podca puzzl qual quoi recen roomm scrip segme segme_fault sharp shoul_i si_dice that_my
        to_start tomat tu und_$ wer_ist whats_the wirkl world き 休
    """,
    -15: """
        ^_comme ^_how ^_mdr ^_quant ^_typee ^_una ^_как a_numbe allen alpha becau bill bough bulle can_only
        candl cerea_with conve day_$ dict dit else frase guy gâtea heiss her i_bough i_just in_java in_javas
        inclu ist it_on ja know_this kreuz lette list_with mdr monda much_$ name_my not_to null prime refer
        right_or score_$ the_bill the_deriv the_spell the_week then tous typee und_den und_ich unser_mathe var_mı
        video weiß with_water x_$ à_tous é а одним одним_предл предл っ_た ど は_$ り
        ん_ば コ 笑
    """,
    -14: """
        ^_corre ^_corri ^_delet ^_desig ^_unser a_list about about_it and_$ annou bist burnt by cast dans_les denn
        desig didn' downl durch día fa_il finge foo für_meine going good_first green hace i've_got in_pytho it's
        la make make_it maths messa_that monta our park pasta perso piano price probe put qué_día radiu radiu_$
        rough se_cayó spend that_mean the_kitch trop up_$ up_for volls warum_haben wer were what' wheel wir_haben
        woke في う が_止 で 么_说 今 止_ま 語_に 语 语_怎 说_$
    """,
    -13: """
        ^_just ^_talk a_baby a_quest a_short apple are_enoug aujou aujou_$ backg bike bill_was call_a celsi chara
        child club eins enfin enoug errno euros evenl fahre fait für_die gegen geht_nach groß hat_immer how_many
        i'm_in i_don't i_only is_infla jugad katze knows korri langu like_a my_daugh need_a nice nicht_in nochm
        not_the of_my only_want out_of perch ppl_$ schwi si_un so_i spani spani_$ split stock three time to_prove
        two_sente türki unter_zwisc wall was_euros was_heiss we_are we_split what_year whats_a white who's
        year_did you_call zahl الثلا في_الثلا كلمة ما ما_معنى معنى معنى_كلمة
        の_文 ま を_丁 丁 丁_寧 寧 文_を
    """,
    -12: """
        ^_add ^_butte ^_conta ^_e ^_solve ^_tell ^_tu ^_今 a_frog above age allem allem_$ an_actua and_eat annoy
        area area_of asked_me at_am be_a ben berli board_games bonne bulle_point calor calor_hace cards come
        conta_uma daugh deman des did_i dinne_$ disco düzel easy_$ en_allem ends error_$ eso eso_$ file fille
        finis_my for_one frog frogs front garde garte girl got_a größe hace_hoy hey ich_weiß in_front in_what
        katze_$ linux looks mas maste mean_$ melho middl mir muske nachb numbe ok_so only_the or_the piada
        piada_de potte put_it qué_calor schul schön somet state stimm suppo suppo_to talk th theor they'
        uma_piada und_dann up va vom was_suppo what_he why_does yes you'v_got young ça_va до أبيات
        أبيات_على اليوم وأكلن い_う う_い う_意 て_ど は ば 味 味_$ 怎 怎_么
        意_味 来 果
    """,
    -11: """
        ^_bei ^_ciao ^_gimme ^_resúm ^_wir ^_всем a_rando a_table alrea are_left banne_$ been_going bei_mir
        betwe board bug can_someo ciao close colle comes_next count cross dolla en_una every_here every_i fast
        five for_$ for_dinne found_it frase_$ full gave gave_me gimme gimme_a grill gut has_thing hat_das hat_mir
        have_a hier_und i_shoul ich_bin img_scr in_betwe is_even is_prime it's_for kaffe kibar lange lazy
        littl_siste looke_at lüfte many_are mir_steht my_finge my_html ne_$ near nochm_aber now_i numbe_is o_que
        on_satur once one_singl onlin only_$ only_digit page permi prime_$ proba que_é rando_numbe read_the remov
        resúm rhyme_$ sagen samst says_i schre_eine schre_man scr scr_$ send show_img smart sql_$ stp stp_$ strin
        teen the_recip the_th to_do tradi u una_frase wall_of warum watch went what_comes what_did wie_lange
        wie_schre wir_brauc yarn yello yeste you_like yours é_um всем что べ ん コ_ー ー_ド 名 好
        还_是
    """,
    -10: """
        ^_area ^_şu arroz at_home bette_for corne düzel_misin every from_the moder not_real pictu selec_all
        stick stude till und_der well wo übers_mal şu_mesaj 楼
    """,
    10: """
        ^_works blami do_it doppe engli_$ find frau get got_into happe knitt not_on own prote secre seine there_$
        übers اكتب_لي 定_理 面
    """,
    11: """
        ^_expli ^_meine ^_o ^_p ^_übers a_disco and_not aynı bis_morge books cet chang_all clan conti_there
        credi dimos diver do_the does_a essay faz firm funzi gas germa_keep given gives gorou gorou_leak group_of
        half_of hrs integ into_germa it_has jam last leak livin me_which meine_freun my_back nach nel of order_do
        reim rule say_$ shoul shoul_we so_dass sobre stabi still_hold strai that_in them thing_that trump und_in
        und_sag vergl verän war_and was_passi what_can what_it will_die wille works_on worth على う_に
        る_よ わ_る 么_是 分 同 快_速 种 速
    """,
    12: """
        ^_bitte ^_cant ^_ho ^_sum ^_我 a_k aber_auch alum and_it ass auf begin can't_you card ce_que club' com
        compo_$ dans_le die_letzt du_mir endec est_ce et_est false from_a git hair hair_$ heade herse how_shoul
        i_say ich_mache ieri in_endec in_rust joine le_même leave mid mit_erklä my_germa now_at oma pair_$ plan
        regex_for rispe sag_was says_he sense sent sexti show soll_ich stirb stron test the_one this_into this_is
        threa und weil why_can't wider_$ with_a write x_sin に_$ の_に 何 写_一 朋 朋_友 节
    """,
    13: """
        ^_compa ^_faz ^_hmm a_man a_row appli at_the aus be_right befor bei_der bench cant catch clear cola compr
        dad do_$ en_inglé entsc es faz_um figli for_a fremd git_$ googl have_k hmm if_you in_ein in_types inglé
        it_witho its joke keep_the meurt moved_in notic passi pleas_and reads sin_x so_that stopp su_un the_famil
        viola violi what_are wort write_a ın が_無 な_い イ ク 两 無 直 訳 訳_し 証 証_明
    """,
    14: """
        ^_gaps ^_ok ^_trans ^_villa ^_what' after_the amoun and_islan are_the break_when devo dont_get exact
        expla_why farkl for_my gaps_and go_$ hand i_know is_funny lily los lose_it must nem only_in pay physi
        plan_to prove_e quart que que_e round row sache sourc space the_actua the_next villa_about we_know weeks
        weg why_this winte works would your без لا ما_الفرق あ_る 二 代 合 定 方 明_し
    """,
    15: """
        ^_aber ^_async ^_event ^_integ ^_meu ^_wer allow allow_$ are_like async back beide cheat_$ days def do_we
        doubl down due exact_$ examp_$ fine_$ funny gilt gleic he's i_set ident ident_$ insid into_latin is_that
        know know_both meani modo move raft rust shard slow smell st table_$ tengo that_break that_only these_$
        this_sente truth tun uk_$ unend you_know über_einen أمثلة الفرق الفرق_بين に 序 没
    """,
    16: """
        balan bir bot budge by_$ chang compo die_anzah docke down_$ escap et_de expli_$ fine forme_$ gaps he hits
        ibupr_with in_year key mache mail meers membe mitte my_bot needs no not_$ now_witho runni_log secon serve
        simpl_$ so_slow still take_ibupr the_chann ties ton uk una will year 写 证 证_明
    """,
    17: """
        ^_selec and_then artis as birth con consi dass_ich end_words et f hold_a i_feel i_hold ile in_the lose
        mal_den mein minha mixed no_in pls_$ primz roman runni safe_to schni scriv six_end story story_about
        the_last the_name this_year what_shoul where_the wine выпил ٣ と 坏
    """,
    18: """
        ^_but ^_c ^_frien ^_geht ^_pourq a_says and_what anzah auch_ohne c++_$ copy entro escal go husba i_tell
        idk if_the jan legal lets level lie many_round même pls poker round_$ selec what wie_viele 平 有
    """,
    19: """
        ^_monad ^_shoul arbei are_you bank bette_than das_auch dritt en_angla encor evide first für_unser geht
        geht_das how_$ hurt höfli in_latin jetzt_eigen kg least_one leave_the mi monad_i my_uncle n'est n'est_pas
        not numbe_divis odds of_is promi r sente_has separ so_we stop twice uncle von_x was_tun wenn_der who_was
        work_$ wrong_$
    """,
    20: """
        % angla ate_a audit bette burri erste exact_two expla_the geste hurt_$ i_meant makes math measu month
        my_disco real regex route su term view wenn_die why_is
    """,
    21: """
        ^_tradu befor_the brack broke build but_not drin drone esper est forma h half je joke_that keeps log mod_$
        posit sort tradu_en und_warum volta w_o zählt 失
    """,
    22: """
        ^_اشرح a_joke and_in ate birth_messa dont event hard his i_start if in_$ inste inste_of is_too
        is_wrong obwoh sans servi set shift_$ sum_of syste the_table اشرح اشرح_لي 数 本
    """,
    23: """
        ^_me ^_neden ^_now am_ende am_i ce ende hier_$ in_haske js_$ o_n or_just pair possi_$ pytho_pls ratio
        ratio_$ shift token tun_$ use_it wider к ابنتي 理
    """,
    24: """
        ^_media accep be book const darf_ich exist freun frien_says if_n ins is_a ist_der media_per mod mysql
        mysql_$ n_is need_to ok_now per_group sunda sunda_$ trans who_$ with_n x_in 要
    """,
    25: """
        ^_why appen compa cut doesn end for_our get_$ gibt haske_$ in kaput mit on_a pila quote says tradu
        una_pila und_bei verli verwa wrong
    """,
    26: """
        ^_regex ^_напиш accou and_is but_with dates er fair feel_like goes haske how_would inter ist_$ loop
        und_wenn напиш の 不
    """,
    27: "auf_den court expli islan possi posts seit w wait words_$",
    28: """
        ^_was ^_x a_villa adver an_meine auf_meine e erklä erklä_$ from i_do my_list ritzt ritzt_sich what_is
        が 何_$ 明
    """,
    29: "^_wann c++ categ forme hold ne shows sum tell wann è 为 为_什",
    30: "aber digit_of ever irrat keep media ok value zeit",
    31: "a_sesti auch dropp meine seit_geste work 什 什_么 的",
    32: "^_blue ^_does ^_who ^_почем a_$ aus_$ both en feel gone_$ how_did keine lines ok_$ when_i на بين",
    33: "argum bad bitte_keine csv in_engli japan latin plain that true_$ two viele почем",
    34: "bei i_dont if_i since_sunda when words y",
    35: "b but can_i dass midni safe true witho_the لي",
    36: "^_mi conti laugh pas villa",
    37: "quine quine_in was_ist what_if",
    38: "^_can is_this s",
    39: "job neden of_$ sin",
    40: "^_float ^_quand and_how disti float germa group",
    41: "^_mein and use и",
    42: "engli per pourq since what_was",
    43: "how off take",
    44: "monad",
    45: "al can who",
    46: "richt",
    47: "^_is gone reall",
    48: "i_take p",
    49: "into it_$ k ohne",
    50: "^_und playe why",
    51: "sesti",
    52: "same",
    53: "im vs",
    54: "where",
    55: "^_and quand مع",
    57: "x",
    58: "c x_x",
    60: "witho",
    75: "actua",
    101: "n",
}
