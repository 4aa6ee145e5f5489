"""Words of things that one studies or works with for years: computing, mathematics, sciences, humanities; from I on.

A star ends a stem, and a phrase is joined by ``_``, as in `routing_words`.
"""

EXPERT = """
    iambic icm iconoclas* ideal_gas idealis* idempot* identity_matrix identity_politics ideolog* idiolect* idiopath*
    idor illusion image_layer* imagery imaginary_part imf immanen* immunoglob* immunol* immunosuppress* immutab*
    impeach* impedan* imperativ* imperial* implicature* import_substitut* impossible_to impressionis* inbreeding
    incenter incentive_compat* inclined_plane inclusion_exclusion incommensur* incomplete_contract* incompleteness
    incremental_backup indemnif* indeterminac* index_of_refraction index_only index_scan indexical* indices
    indifference_curve indigen* individualis* indo_european inducer induct* induktion* industrial_revolution
    industriali* industrielle_revolution inequality inertia* inference_server inferential* infimum infinit*
    infinite_scroll inflation_target* inflation_theory inflationary inflection influence_of information_asym*
    information_theor* ingress injection injective injektiv* injunction* inlin* innateness inner_product inode*
    inquisition inscribed insolvenz* institution* instruction_set instrument* insulin_receptor insurgen*
    integer_overflow integrable integral* integral_domain integrate_x integration_test integrier*
    intellectual_property intention* interferen* interferomet* interferon* intergenerat* interior_mut* interlock*
    intermediate_repr* intern* international_law international_relation* internationales_recht interpolat*
    interpreter* interrupt* intersection* intertext* interwar intron* invariance invariant* inverse inverse_square
    inverse_square_law inversion_of_control inverted_index inverter* invertib* invisible_hand involution io_bound
    io_uring ioctl ioni* ipc iptables ipv6 irony irracional irrational* irrationnel* irreducib* is_lm is_ought ischem*
    isentrop* iser islands_architecture isobar* isolat* isolation_level isolation_transform* isomer* isometr*
    isomorph* isosceles isotherm* isotop* ispat* istio iterat* jacobi* jakobiner* jaundice jensen jet_engine jetstream
    jim_crow jit jitter jmeter job_queue join_order joinery jordan_curve joule json_schema judicia* jupiter_mass
    jurisdiction* jurisprud* jury_nullif* just_war jvm jwt kafka* kaiserreich kalman kalman_filter kalter_krieg kant
    kantian* kantisch* kapital* kardinal* karpenter karyotyp* kategorisch* kausal* kd_tree keepalive kennedy kepler*
    kerberos kern_von kernel* kernel_module kernel_of kernel_panic kernfusion kernspaltung ketone kettenbruch*
    key_exchange key_rotation keynes* keyset keystone_species kierkegaard kierkegaards kin_selection kin_terms
    kinemat* kinetic* kinetik* king_lear kirchhoff klein_bottle kmeans knapsack knaves knights_and_knaves knn
    koalition* kolmogorov kolonial* kombinator* komplexe_zahl* konfidenzintervall kongruenz* konverg* korrel*
    kotlin_flow kpi kqueue kramers krebs kripke kryptogra* kuantum* kubectl kubernet* kuhn kulturkampf kunsttheorie
    kurtosis kurvendiskussion künstlerroman l2_cache l_hopital l_hôpital labor_market labor_theory labour_theory
    lac_operon lacan* laffer lagrang* laissez lamarck* lamb_shift lambda_calculus laminar lamination lamport landau
    language_acquisition language_game laplac* large_language laser_cooling late_antiquity late_capitalism latenc*
    latent_heat latent_space latente* lattice* layer_norm lazy_evalu* lazy_load* ld_preload ldap le_chatelier
    leader_elect* leaky_bucket learning_rate least_privilege lebesgue left_join legendre legislat* legitimacy
    legitimi* leibniz* leitmotif* leitmotiv* lemma* lena lennard lens lens_equation lenses lenz* lepton* leuk*
    leviathan lexer* lexical* lexical_scope lexicograph* lfs liar liars liberalis* libertarian* libuv
    lichtgeschwindigkeit lie_algebra lie_group lies lifecycle lifetime* ligand* ligand_field likelihood limbic limes
    liminf limit_of limsup lineage linear_algebra linear_independ* linear_map linear_program* linearizab* linearly
    linguist* linkage_disequ* linked_list linker linter lipid_bilayer lipschitz liquidation_preference liquidity
    liquidity_trap liskov literary literary_theory literatur* literature_review liturg* livelock liveness llm llvm
    load_balanc* load_bearing load_shed* load_test* lock_free lock_holder lock_order* locke lockfree locking locks
    locrian log_structured logarithm* logical_clock logical_positivis* logistic_regress* lognormal long_polling
    lookahead* lookbehind lookup_table loop_unroll* lorentz* loschmidt loss_function lost_update low_pass lru lsm lstm
    lua_vm lucas_critique luhmann luks luminos* lupus luther* luthier luxemburg lvm lydian lyme lymph* lysosom* lügt
    m_n_threading macbeth mach_number machiavell* macht_und macro_hygiene macroecon* macrophag* macros magical_realism
    magna_carta magnet_field magnetar magnetfeld* magnetic magnetic_field magnetohydro* maillard makefile malign*
    malleab* malloc mandate mandel mandelbrot manichae* manifold* mannerism* manor* map_reduce mapreduce marbury
    margin marginal marginal_utility mariolog* market_failure* markov* marshall_plan martingal* marx* mass_defect
    massenspektr* materialis* materialized matri* max_flow maximi* maxwell* mccarthy* mean_value measurable
    measure_theory mechanics mechanism_design mechanism_of medallion medieval meiji meiose meiosis melanom* membran*
    memoi* memory_barrier* memory_layout memory_leak memory_leak* memory_model memory_order* memory_safe* mendel*
    mengenlehre mening* mens_rea mercantil* mereolog* merge_sort merger mergesort meringue_stability merkle mersenne
    mesomer* meson message_broker message_queue* messunsicherheit meta_analysis meta_ethic* metabol* metaclass*
    metaethic* metafict* metagame metanarrat* metaphor* metaphys* metaprogram* metastas* methodenstreit methodolog*
    methylat* metonym* metric_space* metrisch* michelson micro_frontend* micro_frontends microbench* microbiom*
    microcontroller* microecon* microservic* middle_ages middleware midrash migration_period mimesis mimetic mimicry
    min_cut ming minhash minimal_pair minimal_polynomial minimalism* minimax minimi* minimum_wage minsky mips
    mitbestimm* mitochond* mitose mitosis mixed_precision mixin* mixolydian mlops mmap mobius mobx mock* mod
    modal_logic modernis* modernity modul_über modular modulat* module_over module_resol* moduli modulo modus_tollens
    mol molar* mole mole_fraction molecul* moment_arm moment_frame moment_of_inertia momentum monad* monarch*
    mond_theorie monetaris* monetary mongo* monkey_patch* monoclonal monoid* monolith* monomorph* monopol* monopson*
    monorepo monotone monotonic* monroe_doctrine monte_carlo monty_hall moral* moral_hazard moral_luck moral_realis*
    morphem* morphogen* morpholog* mosfet* mpi mrna mtls mughal muller_s multi_region multi_stage multi_tenan*
    multi_tenancy multicast multilateral* multinomial multiple_sclerosis multiplex* multiplicative multiprocess*
    multiset multithread* multivari* munich_agreement muon* mutability mutable mutable_default mutat* mutex*
    mutual_assured mutual_exclu* mutual_recursion mutualism mvcc mycorrhi* myelin* mypy mysticism mythology möbius
    mössbauer mündigkeit n_plus_one nabla nachfragekurve naive_bayes nan_boxing narcolep* narrative* narratolog* nas
    nash nat_travers* nation_state national_debt nationalis* nats natural_law natural_monopoly natural_selection
    natural_transformation naturalis* naturrecht* navier navier_stokes nebenläuf* negative_liberty neo_kantian*
    neoclassic* neoconserv* neokolonial* neolib* neoplaton* neorealis* nephron* nernst nested_loop* nested_paren*
    nested_quer* nestjs network_partition neural neural_crest neurobio* neuron* neuron_nets neuropath* neuroplastic*
    neurotrans* neutral_theory neutrino* neutron* new_criticism new_deal newcomb* newton_raphson nextjs nfa nginx
    nginx_config nicene niche nietzsche* nihilis* nilpotent nimzo nitrogen_fix* nixos no_alloc no_malloc noether
    noetherian nominalis* nominativ* non_compete non_negative noncompete nondetermin* nonlinear nontrivial norm_of
    normal_distribut* normal_subgroup normalverteil* norman_conquest normative* nosql notstandsgesetz* noumen* nowhere
    nozick np_complete np_hard npm_workspace nuance nuclear_fusion nuclear_reactor nucleo* nukleophil* null_hypothesis
    nullab* nullen_hat nullmenge* nullpunktsenergie nullstelle* numa number_field number_of_ways number_theor*
    numpy_broadcast* nuremberg nvme nyquist o_n_log oauth* object_permanence object_pool object_storage objectivis*
    observab* observer_pattern ocaml ockham* odd_perfect oedip* off_by_one ohmic oidc oikos okr olap olasılık*
    oligarch* oltp on_conflict oncogen* onion_routing ontic ontolog* oom* op_amp op_amps open_cover* openapi opengl
    opening_repertoire opening_theor* openmp openssl opentelemetry operational_transform* operon* opium
    opportunity_cost optical_depth optimality_theory optimisation optimistic optimistic_concurrency optimistic_lock*
    optimization optimizer orbital* orbital_period orchestrat* ordinal* ordoliberal* orientalism original_position
    original_sin orm ornitholog* orphan* orthodox* orthogon* orthograph* orthonormal orwell* oscillat* oscilloscop*
    osmo* osteopor* otel ottoman* outbox outer_join outer_measure overfit* overflow overhead overload* ownership
    oxidat* oxidative_phos* oxidi* oxytocin p_adic p_value pacelc packet_loss pacta page_cache page_fault page_table*
    pagination paging pair_production pancrea* pandas_merge pandem* papacy papal parabol* paradigm* paradox* parallel*
    parameter_pack* parametri* parasit* parataxis paravirtual* pareto* parkinson* parliament* parliament_act
    parse_tree parser* parseval parsing partial_application partial_derivative partial_fraction* partial_index
    partialbruch* partielle* partition* partition_of partition_of_india partition_toleran*
    password_hash* paternalis* path_travers* pathetic_fallacy pathogen* pathophys* pathway* patriarch* patristic
    pattern_match* pauli* paxos payload_sig* pcb pcre peace_of_westphalia peano peasant* peephole peer_review*
    peloponnes* pendulum* pentagon peptid* perceptron* perfect_forward* perfect_hash* perfect_number*
    performance_review performativ* perihel* periodensystem permeab* permittiv* permutat* persistent_data
    personal_identity perturbat* petri pgvector phagocyt* phantom_read pharmaco* phase_diagram phase_transition
    phase_velocity phenomenal* phenomenolog* phenotyp* philipp* phillips phillipskurve philolog* philosoph* phloem
    phonetic* phonolog* phonon* photoelectric photoelektr* photon* photosynthese_genau photosystem* photovolt*
    phrygian phylogen* physicalis* physiolog* pi_is_irrational picaresque pid_control* pid_regler pidgin* piezo*
    pigeonhole pigeonhole_principle pivot pkce placebo placement_new plagal planar plancherel planck plasma plasmid*
    plato plato_s platon* pleiotrop* ploidy plpgsql plugin_architecture plugin_system pluralis* pneumon* poetic*
    poincar* pointer* pointwise poisson polar_coord* polari* polars political* political_econom* political_system
    poll_vs polyfill polyglot polyhed* polymer* polymorph* polynom* polyphon* polyploid* polyrhythm* polytonal pooling
    popper populis* poset* positional_encod* positive_definite positive_law positivis* positron* post_colonial*
    postcolon* posterior postgis postgres* postmodern* poststruct* postulate pot_odds potential_energy potential_well
    poverty_trap power_factor power_series power_set pprof pragmatic* pragmatis* prague_spring praxis precess*
    predestinat* preempt* prefetch* prefix_sum* prefrontal preimplant* prepared_statement* preroman* pressure_drop
    pressure_vessel presuppos* price_ceiling price_control* price_discrim* price_elastic* prim_zahl primality
    primary_key prime_factor* prime_number* primes primfaktor* primitive_root* primzahl* principal_agent
    principal_ideal prion* priority_inver* priority_queue* prisoner_s prisoners prisoners_dilemma private_language
    privatrecht* probabilidad* probabilist* probability probabilité* problem_of_evil problem_of_induction producer
    producer_consumer producer_surplus product_of profil* prognos* projectile projection projective prokaryot*
    proletar* prolog prometheus promise* promise_all promissory promoter* proof_by proof_of propaganda property_based*
    proport* propositional protectionis* protein* proteom* protest_vote protestant* protobuf protocol_buffer* proton*
    prototyp* prototype_chain proust prove_that proxy prune prussia* psorias* psychoanal* psycholog* pthread* ptolem*
    public_choice public_good* pubsub pulsar* pulumi punctuated punic purchasing purchasing_power purely_functional
    push_down pwm pydantic pyo3 pytest_fixture* pythagor* pythagorean_tuning pytorch quad_tree quadratic quadrature
    quadrilateral quadtree qualia quant_easing quanten* quantifier* quantiles quantis* quantitative_easing quantiz*
    quantor* quantum quantum_field quark* quartic quasar* quasi_experiment* quaternion* query_optim* query_plan
    query_planner quic quicksort quine* quine_s quorum quotient quotientengruppe r_squared rabbit* race race_condition
    race_condition* race_theory raci radiation_pressure radioact* radiocarbon radius_of_convergence radix radon raft
    ragnarok raid5 raii raman ramanujan ramsey random_forest* random_graph* random_variable* random_walk randomi*
    randomized_trial rank_of rankine rate_limit rate_limit* rate_limiter rational_choice rational_expect*
    rational_number* rationalis* raumzeit rawls rayleigh raymarch* rayon raytrac* rbac rdma re2 reaction_rate
    reactive* reactor read_committed read_replica read_write_lock reaktionsmech* real_analysis realism* realpolitik
    rebalanc* reception_theory receptor* rechnungsleg* rechtsphilosoph* rechtsstaat* recommender*
    reconcil* reconnect* reconquista reconstruction recurrence recurrence_relation recurs* red_black red_queen redis
    redis_cluster redlock redox redshift reducer reductio reductionis* redux reell* reelle_zahlen reentran* refactor*
    reference_count* referend* reflection reform_act* reformation* refract* refraktion regelkreis* regex_engine
    regime* regress* regular_language regular_polygon regulariz* reichs* reindex* reinforcement_learn* rekurs*
    relational relative_clause* relativism relativist* relativit* religio* relocat* remote_procedure renaissance*
    renal render* renormal* rent_control rent_seeking repeatable_read repl replay_attack repli* repository_pattern
    repressive republic republik requiem requirements_engineer* rerender* res_judicata reservoir_sampl* residue*
    residue_theorem resilien* resistor* resonan* resource_leak responsibility rest_api restful restitut* restoration
    retention retention_bonus retributiv* retry_logic revealed_preference reverse_engineer* reverse_index
    reverse_proxy revisionis* revolution* reynolds rezeption* rhetoric* ribosom* ribozym* ricardian ricardo ricci
    richtungsableitung riemann* rigorous* ring_buffer ring_homo* ring_theory ring_topology risc rls rna_world robotic*
    roc_curve rollback rolle_s rolling_average rolling_update* rolling_window roman_empire roman_law roman_numerals
    roman_republic romantici* romantik root_certificate* root_of_unity roots_of_unity rope_data rotation_matrix
    rotverschiebung round_robin rousseau* row_number rpc rsa rsync_delta rtos rubocop ruling_class running_total*
    runtime_complex* russell* russian_revolution rust rvalue rxjs rydberg sachenrecht* saddle* saga sagas salic
    salting saml sample sample_size sampling_bias samskara sandbox* sanitiz* sapir sarcoid* sartre sat_solver satire*
    saussure* scala scala_implicit* scalab* scalar* scalar_product scapegoat* scatter* scatter_gather
    schallgeschwindigkeit schaltkreis* scheduler* scheduling schema_evol* schema_migr* schema_theory schism*
    schizophren* schnittstell* scholastic* school_of_thought schopenhauer schrodinger* schrödinger* schuldrecht*
    schumpeter* schwarz* schwarzes_loch scoped_thread* scots_law scrap* seasonal* seccomp second_order second_sex
    secret_management secular* securit* security_model seek_method segfault* segment_tree* sel4 selbstbestimm*
    selection_pressure self_adjoint self_attention self_determination self_host* self_join self_refer* selinux semant*
    semantic_search semaphor* semicolon_in semiconduct* semigroup* semioti* semisimple sensitivity_and_spec* separab*
    separation_of_powers separatis* sepsis septic seqlock sequelize sequence_converg* sequence_of sequences serde
    seriali* series_converg* series_of serotonin* serotonin_syndrome server_side_request serverless servo*
    session_fixation set_theor* sexual_selection shader* shadow_dom shadow_mapping shamir shard* shared_memory
    shared_ptr sharp_bound sheaf shear shear_stress sheaves shellcode ship_of_theseus shockwave shogun* shor
    short_circuit* sicilian sickle_cell side_channel* side_effect* sidecar sigma sigma_algebra signal_to_noise
    signal_transduct* signed_url significan* signifier sigsegv sigterm silk_road simd simple_group simplex simpson*
    simulacr* simultáneamente single_flight single_source singleton singularit* sintering skalarprodukt skalier*
    skepti* skip_list* slab slam slater slavery sliding_window smart_pointer* snapshot* snell snowflake snr soa
    social_construct* social_contract social_democra* socialis* societ* sociolog* sockaddr socket sockets socrat*
    sodium_potassium soft_delete* softmax sokrat* solid_principles solidity solipsis* solow solubil* solvent* solver
    sonata sonata_form sonderweg* sophist* sophocles sort_stable sorting_algorithm* soteriolog* sovereign* soviet*
    soviet_union sowjet* sozialplan soziolog* spa_routing space_complex* spacetime spandrel spanning_tree* spark
    sparta* special_pleading speciation specific_heat specific_impulse spectral* spectral_line* spectre spectrosc*
    spectrum speech_act* speicherleck* speicherverwalt* spf spheric* spin_orbit spinlock* spinor* spinoza spinozas
    splay split_brain split_dns splitting_field spring_boot sql_injection sqlalchemy sqlite_wal square_free squarefree
    squeeze_theorem ssl sso ssrf staatsrecht* stabilit* stack_frame* stack_overflow stack_smash* stack_unwinding
    stacktrace* stagflation* staging stakeholder* stale stalin* stall_characteristics stall_speed stammfunktion*
    standard_deviation standard_model standardabweich* standing_wave stare_decisis state_capacity state_machine*
    state_manag* state_of_nature stateful statefulset stateless static_analysis static_dispatch static_link*
    static_typ* stationary_point statistical* statistisch* statutory* steam_engine stefan steganograph* stem_cell*
    step_response stepper* stetig* stirling stirling_engine stoa stochast* stoffwechsel* stoic* stokes stomata
    stop_the_world stored_procedure strace strafrecht* strangeness strangler strassen strategy_pattern
    stream_of_consciousness stream_processing streams stress_concentr* stress_strain strict_alias* strict_liability
    strictly_increasing string_tension string_theory stripe_webhook* strong_force strongly_connected
    structural_adjust* structural_typ* structuralis* structured_concurrency strukturalis* strömungs* studien studies
    stöchiometr* sub_select subaltern* subgroup* subjunctive* sublimat* sublime submodul* subnet* subprocess subquer*
    subresource subsid* substance_dualism subtext* suffix_array* suffix_tree* suffrag* sum_of_the_first
    sum_of_two_squares summum sunk_cost superconduct* supernova* superposition superstructure supersymmet*
    supply_chain supply_curve supply_side supremum surd surface_tension surject* surplus_value surreal* surrogate_key*
    suspense sutra svd svelte syllogis* sylow symbio* symbolic symbolic_exec* symbolis* symlink* symmetr* sympatric
    symplectic synap* synchron* synchrotron syncretis* syndicalis* synecdoche* syntact* syntax* syscall* systemd
    systems_theory systemtheorie* t_cell* t_sql table_lock tachyon* tagged_union* tail_call tail_latency tailwind
    taint* talmud tangent* tariff* tarifvertrag task_queue tautolog* taxonom* taylor taylorreihe tcp tcp_congestion
    tcp_handshake tdd tectoni* teilbar* teilchen* teleolog* telomer* telos tempering template_meta* temporal_table*
    tensile tensile_strength tension tensor* teorem* terminal_velocity terraform* territorial* tertium test_coverage
    test_double* tetrahedr* thalam* thatcher* theodic* theolog* theor* thermal* thermo* thesis thirty_years
    thirty_years_war thomis* thomson thread* thread_local thread_pool* thread_safe* three_body three_way
    threshold_signature thrombo* throttl* throughput thucydid* thundering_herd tick_rate tidal_locking time_complexity
    timestamptz timezone* titrat* tls tls_handshake tokamak token_bucket token_ring tokeniz* topolog* torch torque*
    torsion tort torts torus totalitar* totient trace_id trace_of tracing tragedy_of_the_commons tragic*
    trailing_zeros trait_bound* trait_object traits trajector* transact* transaction_cost* transaction_isolation
    transaktion* transcend* transcription* transduct* transfer_function transfer_learn* transference transfinit*
    transformer* transgen* transición transistor* transition transitional_justice transitive_verb transkript*
    translation_theory transmutat* transpil* transpos* transubstant* transzend* traversal* treason treaties treaty
    tree_shak* tree_travers* trend triangle_inequality triangulat* trie trigger* trigonometr* trigram* triple_point
    trisect* tritone trolley trolley_problem trolleyproblem trophic truncat* trunk_based truss* truth_maker
    truth_table truth_value trägheitsmoment tsarist ttl tuberculos* tumor_suppress* tuning_temperament tunnel_effekt
    tunneling turbin* turbulen* turing turing_machine* turing_test twelve_tone twin_paradox twin_prime* two_phase
    two_phase_commit two_pointers two_stroke type_class type_eras* type_inference type_level type_param* type_safe*
    type_system type_theory typeclass* typescript_generic* typestat* typolog* uart ub ubi_policy ubuntu_philo* udp
    ulid ultimatum_game ultrafilter* umkehrfunktion umkehrproblem umsatzsteuer unbiased unbounded uncertain*
    uncertainty_principle uncountab* undefined_behavior undefined_behaviour unendlichkeit* unicode unicode_normal*
    unification unified_theory uniform_conv* uniformly unilateral* union_find union_of unique_ptr unit_economics
    unit_of_work unit_test unit_tests unit_vector unitary universal_basic universal_gram* universe unmoved_mover
    unsafe unschärfe* unsoundness unwrap upcast* upper_bound upper_half upsert* urknall* urticaria use_after_free
    use_callback use_memo use_mention usecallback useeffect usememo utf utilitar* utopia* uuid uuidv7 ux v8 v_table
    vacuum vacuum_energy vae vagueness valence* valgrind validation valuation* value_object* value_theory
    van_der_waals variable_change variadic variance* variance_reduction varianz variet* varint vector_clock*
    vector_database vector_field vector_index vector_search vector_space vectoriz* vectors veil_of_ignorance vektor*
    ventric* vererbung* verfassung* verificationis* verifier* verilog versailler* versailles verschlüssel* verschränk*
    version_vector* verteilte* vertex vertices vertigo vestigial vfio vichy vienna_circle virial virolog* virtual_dom
    virtual_function* virtual_memory virtual_thread* virtue_ethics virulen* viscos* visitor_pattern vite_ssr vlan vm
    voice_leading voicings volatil* volatile_read vollständige_induktion voltage_divider vormärz voting_paradox
    voting_system vpc vpn_tunnel vsepr vtable vtune vuex wacc wahlsystem wait_free wait_group wal wal_mode walrasian
    warfare warmup warsaw_pact wasm wave_equation wave_function wave_particle wavefunction wavelength*
    weak_interaction weak_ref* web_component* web_worker* webassembly weber weberian webhook* webpack webrtc
    websocket* wechselwirk* weighted_graph weights weimar* weimarer_republik welding welfare_state well_order*
    well_tempered welle_teilchen wellenfunktion wellenlänge* weltanschauung weltschmerz westfäl* westphalia*
    wget_mirror wheatstone white_box whorf widerspruch* wiener_kongress wildcard_cert* window_function
    window_function* wireguard wirkmechanismus wirkungsgrad* wirtschaftspolitik wittgenstein* work_function
    work_steal* worker_pool working_capital works_council world_systems world_war world_war_one write_ahead
    write_amplif* write_skew wronski* wsgi wto x_ray xargs xor xpath xss xylem y_combinator yacc yaml_anchor
    young_s_modulus zahlungsbilanz zariski zeeman zeitdilatation zeitgeist zellatmung zellteilung zener zeno zerfall*
    zerlegung zermelo zero_copy zero_cost zero_divisor* zero_downtime zero_knowledge zero_trust zeta zeta_function zfs
    ziegenproblem zig zinseszins* zionis* zipper zivilrecht* zollverein zookeeper zorn zufallsvariable* zugzwang
    zustandsautomat* zustandsgleichung zweiter_weltkrieg zygot* zyklisch* zyklus ästhet* études überabzählbar*
    алгоритм* асинхрон* вероятност* докаж* доказ* интеграл* иррационал* исследован* квантов* матриц* парадокс* поток*
    ссср теорем* философ*
"""
