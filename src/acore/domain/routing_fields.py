"""Words of things that one studies or works with for years: computing, mathematics, sciences, humanities.

A star ends a stem, and a phrase is joined by ``_``, as in `routing_words`.
"""

EXPERT = """
    a_posteriori a_priori abelian abi acceleration accru* acute* ad_absurdum adiabat* aesthet* algebra* algorithmic
    alienation allegor* allel* allocator* alternat* amino* amortiz* anachron* analytic_continu* analytic_philosoph*
    anarchis* angular annealing annex* annuit* anova anthropolog* anti_pattern antideriv* antimatter* antiquity
    apartheid aperiod* api_gateway approximat* arbitrag* arendt aristot* asal_sayı asm assembl* asympto* async*
    atomic* atoms aufklärung austerity* autoimmun* automorph* autoscal* avantgard* avl await* axiom* b_tree backoff
    backpressure backpropag* backtest* backtrack* bailout balance_sheet balanced_bracket* balanced_paren* balkan*
    banach* bash_one_liner bayes* bell_inequal* benchmark* bernoulli bewusstsein bgp bifurcat* bigtable biject*
    binomial* biochem* bitmask* bloat* bloom_filter boolean boson* bourgeois* branch_predict* bronze_age bruttoinland*
    btree* bundesrat* bundesverfass* bytecode byzantin* c++ cac calculus calvin* cantor cap_net cap_theorem capitalis*
    cardinal* cartel case_law casimir cassandra catalys* categor* categorical_imperative category_theory cauchy
    causal* causes_of cdn central_bank cgroup* chaos_theory checks_and_balances checksum* chi_square chirality
    chord_progression chromosom* churn* ci_cd circadian circuit_breaker classification classifier* clickhouse
    climate_model* clock_skew closure* coalition* codomain cognitive* cohomolog* cohort* cold_start cold_war collatz
    colonial* combinational combinator* communis* commutat* compactness comparative_advantage compatibilis* compiler*
    complement complex_analysis component components composite compound_interest concurren* conditional_prob*
    confidence_interval confound* congruen* conjectur* connection_pool* conscience consciousness consensus
    consequentialis* constant_time constitution* consumer container* contention context_switch* continuous
    contradiction* contraposit* contravarian* converg* conversion* convex* coprime copy_on_write coroutine* correlat*
    correspondence cors cosine cosmolog* countab* counterintuit* counterpoint counting_argument coup covarian* cqrs
    crdt* crispr critical_theory cross_join cross_validation crud crusade* cryptarithm* cryptograph* csrf cte cuckoo
    cuda cultural* curvature cyclic* cyclique* cython daemon* dag dark_energy dark_matter data_race data_structure*
    database_design dataflow datarace dead_letter deadlock* debt_ceiling decoher* decoloni* deconstruct* decorator*
    deductive dedup* definite_integral degenerate degrees_of_freedom democra* demokrat* denumerable deontolog*
    dependency_inject* deprecia* depression_of derrida descartes deseriali* determinant* determinis* diagonali*
    dialect* dialogu* diaspora dice_rolls didakt* differenti* dijkstra* diophantin* dirac dirty_read disagree
    disassembl* discourse* discrete discriminated_union diskurs* distributed diverg* diversif* dna dns docker*
    domain_driven domino* doppler dostoevsk* dreyfus dropout dualism* durabil* dynamic_programming dynast* dystopi*
    eager ecolog* economics economy eigen* elasticit* elasticsearch elector* electrolyt* electromagnet* electroneg*
    elektromagnet* ellips* ellipti* emancip* embedding* empire empiric* encrypt* endian* endosymbio* enlightenment
    entangle* entfremdung entity_component entrop* enzym* epicur* epigen* epistem* epoch* epsilon equality_check
    equation* equivalence_class ergodic* eschatol* essay estimator estudios ethic* ethik* ethnogra* etymolog* euclid*
    euler* event_driven event_loop event_sourc* eventloop eventual* evolution* exactly_once existence existential*
    expectation expected_number expected_value exponential* extinct* eşzamanlı* factorial* failover famine fanout
    fasc* federalis* felsef* feminis* fermat* fermion* feudal* feynman ffi fiber_scheduler fibonacci field_extension
    fine_tun* finetun* finite finite_state fiscal fixed_point fixpoint float_precision floating_point fluid_dynamic*
    forecast* foreign_policy fork_bomb formal_logic foucault* fourier* fpga fractal* free_will freud* friction
    frontend* fsync fuge fugue functional_analysis functionalis* functor* futex galois game_theory gaps_and_islands
    garbage_collect* gauss* gc gcd gdp generating_function* generator_expression generics genocid* genom* genre_theory
    geodes* geometr* geopolit* gesellschaft* git_rebase gleichzeitig* globalisation globalization godel* goroutine*
    gpu* gradient* grammar_for grammar_of graph_theory graphql gravitation* groupe* grpc guerrilla gödel* habermas
    habsburg hadron* halting hamiltonian* haproxy harmonic* harmonische hash_collision hash_map hashing haskell
    hausdorff hawking healthcheck* heap* hedg* hegel* hegemon* heidegger* heisenberg hermeneut* heteronorm* higgs
    hilbert* historiad* historian* historically historiker* historiogra* hobbes holocaust holomorph* homeomorph*
    homogen* homolog* homomorph* homotop* hooks hormesis hot_reload http2 https_redirect hume hydration_error
    hyperbol* hyperinfl* hypervisor hypotenuse hypothes* idempot* identity_matrix identity_politics ideolog* illusion
    immutab* imperativ* imperial* impossible_to inclusion_exclusion incompleteness index_scan indices inductive
    induktion* industriali* inequality inertia* infinite* infinitos inflationary influence_of information_theor*
    ingress injektiv* inlin* inode* institution* integral* integrate_x integration_test integrier* intention*
    interpreter* intersection* interwar invariant* inverse io_uring ioctl iptables ipv6 irony irracional irrational*
    irrationnel* isolation_level isomorph* isotop* ispat* jacobi* jetstream jit jitter json_schema judicia* jurisprud*
    jvm jwt kafka kafkaesk kaiserreich kant kapitalis* keepalive kerberos kernel* kernel_of keynes* kierkegaard
    kinemat* kinetic* knapsack koalition* kolmogorov kolonial* kombinator* konverg* korrel* kotlin_flow kpi kuantum*
    kubernet* kurtosis labour_theory lagrang* lambda_calculus laplac* latenc* lattice* ldap leader_elect* lebesgue
    left_join legislat* leibniz lemma* lens lenses lexer* lexicograph* liar liberalis* lies lifetime* ligand*
    likelihood limit_of lineage linear_algebra linear_map linearly linguist* linked_list liquidity literary literatur*
    literature_review llm load_balanc* lock_free lock_holder locke lockfree locking logarithm* logical_clock lookahead
    lookbehind lru lügt macht_und macroecon* macros magnetic magnetohydro* malloc mandate mandel manifold* mapreduce
    margin marginal marginal_utility markov* martingal* marx* materialis* materialized matri* maximi* maxwell
    mean_value measure_theory mechanism_of medieval meiosis memoiz* memory_leak memory_model memory_order* mercantil*
    mergesort merkle meta_analysis metabol* metaclass* metagame metaphor* metaphys* methodolog* microecon*
    microservic* middleware migration_period minimi* mitochond* mmap mock* mod modular modulation modulo momentum
    monad* monarch* monetary monolith* monopol* monorepo monotone monte_carlo moral* mrna multiprocess* multithread*
    multivari* mutex* mutual_recursion mvcc mypy mythology n_plus_one narrative* narratolog* nas nash nationalis* nats
    naturalis* navier nebenläuf* neoclassic* neolib* nested_paren* nested_quer* neural neurobio* neuron* neurotrans*
    neutrino* nginx nietzsche* nihilis* nilpotent nominalis* non_negative nondetermin* nonlinear normal_distribut*
    normative nozick np_complete np_hard npm_workspace nucleo* null_hypothesis nullab* number_theor* oauth*
    object_pool observab* observer_pattern ocaml off_by_one olasılık* oligarch* ontic ontolog* oom* opengl
    opening_theor* opium optimisation optimistic optimistic_lock* optimization orbital* ordinal* orientalism orm
    orthodox* orthogon* oscillat* osmosis ottoman outer_join overfit* overflow oxidation* p_value packet_loss
    page_fault paging papacy parabol* paradigm* paradox* paravirtual* pareto* parliament* parser* parsing
    partial_derivative partition* partition_of paxos peasant* peer_review* permutat* pgvector phantom_read
    phase_transition phenomenolog* phenotyp* philolog* philosoph* phonolog* photon* physiolog* pigeonhole plasma
    platon* plpgsql pluralis* poetics pointer* poisson political* political_system polyhed* polymer* polymorph*
    polynom* polyrhythm* pooling popper populis* positivis* postcolon* posterior postgres* postmodern* poststruct*
    postulate power_set pprof pragmatis* preroman* prim_zahl primary_key primes primzahl* prion* prisoners
    probabilidad* probabilist* probability probabilité* producer profil* proletar* propaganda proportional protein*
    protestant* protobuf proxy prune psychoanal* psycholog* pthread* public_choice pubsub purchasing_power pythagor*
    quadratic qualia quanten* quantifier* quantitative_easing quantiz* quantum quark* quaternion* query_plan quicksort
    quine* quorum quotient race_condition race_theory radioact* raft raid5 random_variable* random_walk rate_limit*
    rational_number* rawls raytrac* rbac rdma reactor read_replica realpolitik rebalanc* receptor* reconquista
    recurrence recurs* redis redlock redox reducer reductio redux reentran* refactor* referend* reformation* refract*
    regex_engine regime* regress* regularization reichstag rekurs* relativism relativit* religio* renaissance render*
    repli* repository_pattern republic republik rerender* residue* responsibility retention reverse_engineer*
    reverse_proxy revisionis* revolution* rhetoric* ricci riemann* rigorous* ring_buffer ring_theory rolling_average
    romanticis* roots_of_unity round_robin row_number running_total* rust rxjs saga saml sample sample_size
    sampling_bias sandbox* sartre scala scalab* scalar* scheduler* schnittstell* school_of_thought schopenhauer
    schrodinger* schrödinger* seasonal* secular* segfault* self_determination semanti* semaphor* semiconduct*
    semigroup* semioti* separation_of_powers sequence_converg* seriali* series_converg* serverless set_theor* shader*
    shard* sheaf sheaves sicilian sidecar sigma_algebra signed_url significan* simd simplex simpson* simultáneamente
    singleton singularit* skalier* skeptic* smart_pointer* snapshot* social_contract societ* sociolog* socket sockets
    socrat* solver sovereign* soviet* sowjet* soziolog* spacetime spectrosc* spheric* spinlock* spinor* spinoza
    split_brain split_dns sql_injection ssl ssrf stacktrace* stale standard_deviation state_machine* static_analysis
    static_typ* statistical* steganograph* stochast* stoic* stored_procedure strace stream_processing streams
    string_theory stripe_webhook* structural_typ* structuralis* studien studies subgroup* subnet* subprocess subquer*
    subsid* subtext* suffix_tree* superconduct* superposition superstructure supersymmet* supply_chain supply_side
    surject* syllogis* symbolic symbolism* symlink* symmetr* synap* synchron* syntact* syscall* systemd t_sql
    table_lock tail_call tail_latency tariff* tautolog* taylor tcp tdd tectoni* teleolog* tensile tensor* teorem*
    terraform test_coverage theodic* theolog* theor* thermodynam* thesis thirty_years thread* throughput
    time_complexity timestamptz timezone* tls tokeniz* topolog* totalitar* trait_object transactional transaktion*
    transcend* transición transition translation_theory transpil* transzend* traversal* treaty tree_shak* trend
    triangulat* trie trigonometr* trolley_problem truncat* truth_table ttl turing two_phase type_class type_inference
    typeclass* typescript_generic* typestate ubi_policy udp ultrafilter* unbiased uncertain* uncountab*
    undefined_behavior unendlichkeit* unicode_normal* unification union_of unit_economics unit_test unit_vector
    universe unsafe upper_bound upsert* use_after_free useeffect utf utilitar* ux v8 valgrind validation valuation*
    variable_change variadic variance* vector_database vectoriz* vectors vektor* verfassung* verilog versailles
    verschränk* vertex vichy virtual_dom viscos* vlan vm voice_leading volatil* volatile_read voting_system vtable
    vtune vuex wahlsystem wal warfare warmup wasm wave_function wavefunction webassembly webhook* webrtc websocket*
    weighted_graph weights weimar* wellenfunktion weltschmerz white_box window_function* wireguard wirtschaftspolitik
    wittgenstein* worker_pool world_war_one write_ahead xss yaml_anchor zeitgeist zermelo zero_copy zero_downtime zeta
    zfs zig zionis* zookeeper zyklisch* zyklus ästhet* études алгоритм* асинхрон* вероятност* докаж* доказ* интеграл*
    иррационал* исследован* квантов* матриц* парадокс* поток* ссср теорем* философ*
"""
