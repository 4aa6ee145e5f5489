"""The words by which a hard question is told from an easy one: whole fields of words, not those of some examples.

A star ends a stem: ``recurs*`` is recursion and recursive. A phrase is joined by ``_``. Words are compared without
regard to case; those of writing systems without spaces are looked for anywhere in the text.
"""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # Things that one studies or works with for years: computing, mathematics, sciences, humanities.
    "expert": """
        abi allocator* amortiz* asm assembl* async* atomic* await* backoff backpressure backtrack* bgp bigtable bitmask*
        bloom_filter bytecode byzantin* c++ cap_theorem cassandra clickhouse closure* compiler* concurren* consensus
        constant_time container* coroutine* contravarian* cors covarian* cqrs crdt* cryptograph* csrf cte cuda cuckoo
        cython daemon* dataflow datarace deadlock* decorator* dedup* dependency_inject* deseriali* dijkstra* distributed
        dns docker* domain_driven durabil* dynamic_programming eventloop event_loop event_sourc* eventual* exactly_once
        failover fpga frontend* functor* futex garbage_collect* generics git_rebase goroutine* gpu* grammar_for graphql
        grpc haproxy haskell heap* hypervisor idempot* immutab* index_scan indices inlin* inode* interpreter* ioctl
        iptables ipv6 jit jitter json_schema jwt k8s kafka keepalive kerberos kernel* knapsack kubernet* lambda_calculus
        latenc* ldap lexer* lexicograph* lifetime* linked_list lock_free lockfree lookahead lookbehind lru macros malloc
        mapreduce memoiz* memory_leak memory_order* mergesort metaclass* microservic* middleware mmap monad* monorepo
        multiprocess* multithread* mutex* mypy nats nginx nondetermin* npm_workspace nullab* oauth* observab* ocaml
        opengl optimistic_lock* orm overfit* paging paravirtual* parser* parsing partition* paxos pointer* polymorph*
        pooling postgres* profil* protobuf pthread* pubsub quaternion* quicksort quine* race_condition raft rate_limit*
        raytrac* rbac rdma rebalanc* recurs* redis reentran* refactor* rekurs* repli* reverse_proxy ring_buffer rust
        rxjs saga saml scala scalab* scheduler* schnittstell* segfault* semaphor* seriali* shader* shard* sidecar simd
        skalier* smart_pointer* sockets spinlock* sql_injection ssrf stacktrace* state_machine* static_analysis streams
        stripe_webhook* subnet* subquer* suffix_tree* symlink* synchron* syscall* systemd tcp tdd terraform thread*
        threadsafe throughput timestamptz timezone* tls tokeniz* topological transactional transaktion* traversal* trie
        ttl turing type_inference typestate udp undefined_behavior unicode_normal* upsert* utf use_after_free v8 valgrind
        vectoriz* verilog virtual_dom volatile vtable wal wasm webassembly webhook* webrtc websocket* window_function*
        wireguard xss yaml_anchor zero_copy zero_downtime zig zookeeper gleichzeitig* nebenläuf* simultáneamente
        abelian algebra* analytic_continu* anova antideriv* asympto* automorph* axiom* banach* bayes* bernoulli
        bifurcat* biject* binomial* boolean cantor cardinalit* category_theory cauchy chaos_theory chi_square
        codomain cohomolog* collatz combinator* kombinator* complex_analysis compactness confidence_interval confound*
        congruen* conjectur* converg* konverg* convex* correlat* korrel* countab* covariance cyclic* zyklisch* cyclique*
        definite_integral degenerate determinant* diagonali* differenti* diophantin* diverg* eigen* ellipti* entrop*
        epsilon equivalence_class ergodic* euclid* euler* expected_value factorial* fermat* fibonacci field_extension
        fourier* fractal* functional_analysis galois game_theory gauss* geodes* geometr* gödel* godel* gradient* graph_theory
        groupe* halting harmonic* hausdorff hilbert* holomorph* homeomorph* homolog* homomorph* homotop* hyperbol*
        hypothes* incompleteness inductive induktion* infinitesimal* injektiv* integral* integrier* irrational* isomorph*
        jacobi* kernel_of kolmogorov kurtosis lagrang* laplac* lebesgue lemma* likelihood linear_map linear_algebra
        logarithm* manifold* markov* martingal* matri* matrices measure_theory modular modulo monotone monte_carlo
        multivari* nash navier nilpotent nonlinear np_hard np_complete null_hypothesis optimi?ation ordinal* orthogon*
        p_value pareto* parabol* permutat* poisson polyhed* polynom* posterior prim_zahl primzahl* probabilist*
        probability probabilidad* probabilité* wahrscheinlichkeit* quantifier* quotient rational_number* regress*
        residue* ricci riemann* rigorous* ring_theory scalar* semigroup* sheaf sheaves sigma_algebra significan*
        simplex singularit* stochast* subgroup* surject* symmetrisch* tautolog* taylor tensor* theorem* topolog*
        transcend* transzend* triangulat* trigonometr* ultrafilter* uncountab* unendlichkeit* variance* vectors vektor*
        zeta zermelo
        adiabat* allel* amino* antimatter* aperiod* atoms bell_inequal* biochem* boson* casimir catalys* chirality
        chromosom* circadian climate_model* cosmolog* crispr dark_energy dark_matter decoher* dirac dna doppler
        electrolyt* electromagnet* elektromagnet* electroneg* endosymbio* entangle* verschränk* enzym* epigen* evolution*
        fermion* feynman fluid_dynamic* genom* gravitation* hadron* hamiltonian* hawking heisenberg higgs hormesis
        inertia* isotop* kinetic* lattice* ligand* magnetohydro* maxwell mechanism_of meiosis metabol* mitochond* mrna
        neurobio* neuron* neurotrans* neutrino* nucleo* orbital* osmosis oxidation* phase_transition phenotyp* photon*
        physiolog* plasma polymer* prion* protein* quantum quanten* quark* radioact* receptor* redox refract* relativit*
        schrödinger* schrodinger* semiconduct* spacetime spectrosc* spinor* string_theory superconduct* superposition
        supersymmet* synap* tectoni* tensile thermodynam* universe viscos* wavefunction wave_function wellenfunktion
        a_priori a_posteriori aesthet* ästhet* allegor* anachron* analytic_philosoph* anarchis* anthropolog* apartheid
        arendt aristot* austerity* autoimmun* avantgard* bourgeois* bundesrat* bundesverfass* byzantine* calvin*
        capitalis* kapitalis* categorical_imperative coalition* koalition* cognitive* colonial* kolonial* communis*
        compatibilis* comparative_advantage consequentialis* constitution* verfassung* cultural* decoloni* deconstruct*
        deontolog* derrida descartes determinis* dialect* diaspora didakt* discourse* diskurs* dostoevsk* dualism*
        dystopi* empiric* enlightenment aufklärung epicur* epistem* eschatol* ethic* ethik* ethnogra* etymolog*
        existential* fasc* federalis* feminis* feudal* fiscal foucault* free_will freud* functionalis* geopolit*
        globali?ation habermas hegel* hegemon* heidegger* hermeneut* heteronorm* historian* historiogra* historiad*
        hobbes hume hyperinfl* ideolog* imperativ* imperial* industriali* intersection* judicia* jurisprud* kafkaesk
        kant keynes* kierkegaard legislat* leibniz liberalis* linguist* literary locke macroecon* marx* materialis*
        mercantil* metaphor* metaphys* methodolog* microecon* monetary moral* narratolog* nationalis* neolib*
        nietzsche* nihilis* nominalis* normative oligarch* ontic ontolog* orthodox* paradigm* paradox* parliament*
        phenomenolog* phonolog* platon* pluralis* poetics popper populis* positivis* postcolon* postmodern*
        poststruct* pragmatis* preroman* proletar* protestant* psychoanal* quantitative_easing rawls realpolitik
        reconquista reformation* renaissance revisionis* revolution* rhetoric* sartre schopenhauer secular* semanti*
        semioti* sociolog* soziolog* socrat* sovereign* spinoza stoic* structuralis* subtext* supply_side symbolism*
        syntact* tariff* teleolog* theodic* theolog* totalitar* transición treaty ubi_policy utilitar* versailles
        weimar* weltschmerz wittgenstein* zeitgeist zionis* peer_review* meta_analysis literature_review studies studien
        estudios études исследован* парадокс* вероятност* теорем* докаж* доказ* интеграл* матриц* квантов* асинхрон*
        поток* философ* алгоритм* olasılık* teorem* kuantum* felsef* integral* eşzamanlı* ispat* felsefe*
    """,
    # Where a careless answer does harm: medicines, law, money, distress.
    "stakes": """
        abmahnung* abus* accus* alimon* allerg* anaphyl* anfechten antibiot* antidepress* anwalt* anxiety arbeitsgericht
        arrhythm* asylum asyl* aufhebungsvertrag autopsy bankrupt* bausparer benzodia* bleach blood_pressure blutdruck*
        blutverd* breach breastfeed* bullied bullying burnout cancer cardiac chemo* chest_pain cheating_on cocaine
        concussion contract* convict* coronary court creditor* custody deadline_extension defamat* deport* depress* diabet*
        diagnos* divorce* dosage* dose doses dosis dosierung drogen drunk eating_disorder embezzl* epilep* erbe erben
        erbschaft* escalat* eskal* etf etfs evict* evidence_based fasting fever fieber* fired foreclos* fraud* gaslight*
        gericht* gewährleistung grief hallucin* harass* heart_attack herz* hospital hurt_myself hypotension ibuprofen
        illegal* immigration* infarkt infection* inherit* insolven* insulin interest_rate investier* invest* jail
        ketamin* kill_myself kündig* lawsuit* lawyer* lease legal legally liabil* liable lithium litigat* loan* lump
        maoi medication* medikament* metform* miet* misscarr* mortgage* naproxen narciss* nebenwirk* notwehr
        opioid* overdos* überdos* panic_attack panikattack* paracetamol patient* pension* pills pill poison* vergift*
        pregnan* schwanger* prescri* probezeit prozac psychosis rechtlich* rechtslage resign* resignation rente rezeptpflicht*
        self_harm selbstmord* sertralin* severance sorgerecht ssri* statin* stalk* steuer* stroke sue sued suicid* suizid*
        symptom* tablett* tax taxes tenant* testament therap* thyroid tilgen tinnitus tramadol trauma* tumor* unfall
        unterhalt urteil* vaccin* vermieter* verklag* vertrag* visa violat* want_to_die warranty will_contest withdraw*
        wrongful xanax zyst* abogado* avocat* contrato* denuncia* médicament* ordonnance grossesse embaraz* enfermedad
        врач* лекарств* суицид* развод* налог* адвокат* hamile* ilaç* avukat* dava* boşan* kredi* kira* umbringen
        nicht_mehr_leben demot* demote
    """,
    # Asks for grounds rather than for a fact.
    "reason": """
        why whys warum wieso weshalb weswegen pourquoi por_qué porque почему зачем neden niçin niye explain erklär*
        explica* explique* объясн* açıkla* how_come justify begründ* justifi* implications consequence* root_cause
        woran wodurch interpret* analy* analizar analizza critique critic* kritisier* argue argument* argumentier*
        prove beweis* beweise show_that zeige_dass montre_que démontr* demuestra* demostr* proof derive herleit*
        herleitung leite_her formali* counterexample gegenbeispiel disprove widerleg* reconcil* evaluate bewert*
        assess contradict* widersprech* convinc*
    """,
    # Asks for something to be made up of parts that have to fit: designs, plans, comparisons, decisions.
    "design": """
        design* architect* architekt* entwirf entwurf entwerf* konzep* diseñ* concevoir conçois спроектир* tasarla*
        strateg* roadmap* trade_off* tradeoff* tradeoffs pros_and_cons vor_und_nachteil* vorteile nachteile abwäg* versus
        vs compar* vergleich* vergleiche сравн* karşılaştır* difference_between unterschied unterschiede diferenci*
        différence* разниц* model* modelliere* setup set_up system framework* schema schemas pipeline* workflow*
        migrat* deploy* implement* implementier* impleme* optimi* build baue bauen integrate rebuild restructur*
        rewrite_it scale proposal* curriculum lernplan* trainingsplan* itinerar* reiseplan budget* schedule week_by_week
        phases milestones compromise* kompromis* kompromiss* priorit* policy policies moderation governance playbook
        plugin* multi_tenant work_out ausarbeit*
    """,
    # What the answer has to keep to.
    "bounds": """
        without must mustn't exactly unless except at_least at_most within no_more_than less_than under keep keeping
        keeps preserve* preserving avoid* ensure so_that still while each every both neither instead but_not never
        guarantee* stay only nor even_if rather_than not cannot can't shouldn't doesn't don't dont wont upside limit*
        constraint* requirement* subject_to given_that satisf* in_place no_deps consecutive distinct
        ohne muss müssen genau außer ausser mindestens höchstens innerhalb behalte* beibehalt* vermeide* sodass so_dass
        so_das während jede jeder jedes jeden beide beiden statt anstatt nie niemals kein keine keinen aber_nicht
        sondern nicht weder dabei trotzdem bleibt erhalten darf dürfen
        sans doit exactement jamais au_moins chaque sauf garder gardant seulement pas
        sin debe exactamente nunca al_menos cada salvo solo sólo manteniendo pero_no ningún
        без должен должна только каждый каждого каждой никогда не_менее кроме сохран* чтобы ни
        olmadan sadece en_az her yalnızca değil koruyarak asla ama
        بدون يجب فقط كل لكن
    """,
    # Forms of writing that have rules of their own.
    "form": """
        acrosti* akrosti* alexandrin* alliterat* allitera* anagram* ballad* blankvers* couplet* distich* double_entendre
        doppelsinn* double_meaning dactyl* endecas* free_verse ghazal hexamet* iambic jamb* kreuzreim* limerick* lipogram*
        meter metre metrum monologue octosyll* palindrom* pangram* parod* pastich* pastiche pentamet* pun puns quatrain*
        refrain* reim* reimt rhym* rime rimes rima rimas rondeau* satir* sestina* soliloqu* sonett* sonnet* soneto*
        stanza* stroph* strophe* strophen style_of stil_von im_ton unreliable_narrator villanell* versmaß wordplay
        wortspiel* jeu_de_mots juego_de_palabras рифм* сонет* kafiye* subtle tone tonfall register keigo ambigu* nuance*
        every_sentence every_line jeder_satz jede_zeile every_word worldbuild* screenplay chapter plot_twist
    """,
    # Wants more than the usual answer.
    "depth": """
        really really? actually exact precisely truly thoroughly in_depth in_detail detailed deep deeply rigor* comprehensive
        step_by_step floskeln wirklich eigentlich tatsächlich gründlich ausführlich* im_detail präzise détail* en_detalle
        a_fondo подробно ayrıntılı production production_ready edge_case edge_cases robust* worst_case best_practice*
        correctness underlying subtle fundamental* historically und_warum and_why what_breaks goes_wrong which_and_why
        how_good both_sides sources quellen arguments_for
    """,
    # The conversation goes on about a condition or a change.
    "condition": """
        what_if if_the if_both if_two but_doesn't but_doesnt doesn't_that doesnt_that wouldn't_that wouldnt_that
        still_fails still_wrong now_do now_make and_if but_if und_wenn aber_wenn was_wenn stimmt_das auch_wenn
        gilt_das works_but in_general edge negative empty slower faster_than breaks fails race crashes crash hangs hang
        abstürz* abstürzen et_si y_si а_если ya_eğer without_extra extra_memory in_constant in_o and_in generali*
        verallgemein* does_that_hold still_hold same_time
    """,
    # Greetings, thanks, moods, chatter.
    "chatter": """
        hi hey hello hallo moin servus heyo yo sup howdy hola salut bonjour merhaba selam привет здравствуй* ciao
        good_morning guten_morgen good_night gute_nacht goodnight thanks thank thx ty danke dankeschön merci gracias
        teşekkür* sağol спасибо cheers bye tschüss tschau ciao lol lmao haha* hahaha* rofl omg xd wtf ok okay okey
        cool nice sweet awesome sorry bored langweilig langweil* love hate happy sad glücklich müde tired wish congrats
        glückwunsch* birthday geburtstag* gn gm brb welcome willkommen welcome_back miss_you bestie bro dude digga alter
        leute friend friends mama mum mom grandma oma brother bruder sister schwester joke jokes witz witze chiste blague
        шутк* анекдот* şaka fıkra roast entertain favourite favorite lieblings* yes_or_no как_дела nasılsın wie_gehts
        wie_geht how_are_you u_there are_you_there you_there gut_gemacht well_done good_bot finished excited proud
        today_i heute_war exam nervous luck hug nap coffee kaffee cute lustig funny
    """,
    # Facts that everybody can look up, and everyday doings.
    "everyday": """
        weather wetter météo tiempo погод* hava time_is uhrzeit spät price prices preis score won gewonnen gespielt
        capital hauptstadt capitale столиц* başkent* tall high far long old population einwohner currency währung flag
        boiling temperature miles km kilo kilometer celsius fahrenheit percent prozent % square_root wurzel planets planet
        boil cook kochen koche koch bake egg eggs rice reis recipe rezept pizza pasta soup suppe cake kuchen cookies tie
        wash waschen stain fleck clean putzen dog hund cat katze cats dogs shirt socks color colour farbe name names namen
        tomorrow morgen today heute yesterday gestern latest newest aktuell* neueste birthday tip trinkgeld rechnung
        role rolle rollen channel kanal nick nickname mute emoji members mitglieder post memes bold fett install
        installier* download convert umwandeln how_many how_much how_tall how_old how_far how_long wie_viel wieviel
        wie_viele wie_lange wie_hoch cuántos cuánto combien сколько kaç kaç_tane who_wrote who_invented wer_hat when_did
        when_was wann where wo where_is dónde où где nerede quand cuándo когда year years jahr leap schaltjahr
        bedtime haiku haikus clan guild_name username routine meaning mean means bedeutet heißt define definition
        stand_for stands_for difference_is starter movie film song serie game spiel spielen minecraft
        print printf hello_world html css len folder ordner file datei line_by_line even odd string select_all count_rows
        list_comprehension button loop for_loop typo variable
    """,
    # Works on a text that is given.
    "rework": """
        translat* übersetz* traduc* tradui* перевед* перевод* çevir* tercüme* in_english auf_englisch auf_deutsch
        auf_französisch auf_italienisch auf_spanisch in_german in_french in_spanish in_italian ingilizce en_anglais
        en_inglés по_английски how_do_you_say wie_sagt_man comment_dit cómo_se_dice nasıl_denir polite höflich* shorter
        kürzer spelling rechtschreib* grammar grammatik comma commas kommas fix_the fix_my correct korrigier* corrig*
        исправ* düzelt* rewrite rephrase umformulier* formulier* summar* zusammenfass* fass* tldr tl_dr resum* résum*
        кратко özetle* too_long whats_it_say bullet_points stichpunkt* list liste make_this mach_das
    """,
}
"""The words of each sign, whatever the language."""

ANYWHERE: Mapping[str, str] = {
    "expert": """
        量子 定理 微分 積分 积分 矩阵 行列 確率 概率 群論 哲学 非同期 并发 並行 並列 线程 スレッド 死锁 デッドロック 锁 分布式 分散 事务
        トランザクション 算法 アルゴリズム 递归 再帰 缓存 キャッシュ 因果 認識論 相対性 相对论 史学 コンパイラ 编译 指针 所有権 幂等
        の証明 خوارزم تفاضل تكامل مصفوف احتمال كمومي فلسف التزامن نظرية برهن
    """,
    "stakes": "薬 药 病院 症状 自杀 自殺 死にたい 離婚 离婚 契約 合同 律师 弁護士 敬語 دواء طبيب انتحار طلاق عقد محام",
    "reason": "なぜ どうして 为什么 為什麼 为何 解释 説明 证明 証明 理由 原因 分析 لماذا اشرح أثبت فسر",
    "design": "設計 设计 比較 比较 架构 優劣 取舍 方案 計画を立て 规划 صمم قارن خطة الفرق",
    "bounds": "ずに せずに なしで ただし 必ず だけ 以内 以下 しないで けど 必须 不能 不用 不要 只能 至少 不超过 但是 但要 每个 同时 保留",
    "form": "俳句ではなく 押韻 押韵 律诗 七律 五言 川柳 韻を 对仗 قافية",
    "chatter": "こんにちは おはよう ありがとう おやすみ 你好 谢谢 早上好 晚安 哈哈 笑话 冗談 مرحبا شكرا صباح السلام نكتة",
    "everyday": "天気 天气 何時 几点 首都 عاصمة 高さ 多高 多长 多少 いくつ 誰が 谁 いつ どこ 哪里 什么是 とは 怎么做 作り方 كم متى أين من_هو ما_هي ما_هو",
    "rework": "英語で 翻訳 翻译 英语怎么说 英文 要約 总结 訳して 日本語で 中文 ترجم لخص بالإنجليزية",
}
"""The same for writing systems without spaces, and for words that take particles in front: looked for anywhere."""
