"""Words of things that one studies or works with for years: computing, mathematics, sciences, humanities; to H.

A star ends a stem, and a phrase is joined by ``_``, as in `routing_words`.
"""

EXPERT = """
    a_posteriori a_priori abelian aberration abfindung abgb abi ablation abmahn* abschreibung* absorption*
    abstract_class abstract_syntax abstraktionsprinzip absurd* academic* acceleration accretion accru* acculturat*
    acetyl* acid_transact* actin actor_model acute* ad_absurdum ada adenosine adiabat* adjacency adjoint adjunction*
    admission_control adrenal* adverse_selection aerodynam* aes aesthet* afa affine affinity agenc* agglutinat*
    agnostic* agonist* aileron* airflow airfoil* akrasia albedo aldosteron* alembic algebra* algebra_of algorithmic
    alienation alkali alkaloid* allegor* allel* allocator* allokat* allophon* allosteric allotrop* alloy*
    almost_everywhere altern* altruism ambivalen* amdahl american_revolution amicus amino* amortiz* amphoter*
    anachron* anaerob* analytic analytic_continu* analytic_philosoph* analytic_philosophy anaphor* anarch*
    ancien_régime aneurysm* angina angiosperm* angle_of_attack anglo_saxon angular anion* anisotrop* annales annealing
    annex* annuit* anode* anomal* anova anschluss ansible antagonist* antenna* anthropic* anthropocene anthropolog*
    anti_pattern antibod* antideriv* antigen* antimatter* antiquity antisymmetr* antitrust apartheid aperiod*
    aperture_equiv api_design api_gateway api_version* apollo apologet* apoptos* aporia appeasement appellat*
    approximat* apriori apsid* aquinas arab_spring arbeitnehmer* arbeitsrecht* arbitrag* archaea archetyp* archimed*
    architekturtheorie arena_alloc* arendt argocd arian_heresy aristot* arithmetic_progression arms_race aromatic*
    array_of_structs arrhenius arthrit* asal_sayı asan asgi asm asn1 aspect_vs assembl* asset_pricing assimilat*
    associativ* ast asthma astrophys* asymmetric_encr* asymmetric_information asympto* async* ataxia atomic* atoms
    atonal* atp atwood auctoritas aufbau_principle aufklärung augustine* auslegung* austerity* austrian_school autarky
    auth0 auth_flow authoritarian* authorship autis* auto_vectori* autograd autoimmun* automat* automorph* autonom*
    autopilot_control autoscal* autovacuum auxin* avantgard* avl avogadro avx await* aws_lambda axiom* axon* azeotrop*
    azure_devops b_tree background_job* backoff backpressure backprop backpropag* backtest* backtrack* bacteriophage*
    bailout baire balance_sheet balance_sheets balanced_bracket* balanced_paren* balkan* ball_bearing* banach*
    banach_tarski bandwidth bank_run bargaining baroque baroreceptor barrier* barycent* baryon* basal basel_iii
    bash_one_liner batch_norm* batching baudelaire bauhaus bayes* beam_deflection beam_search beauvoir
    behavioral_econ* bell_inequal* benchmark* bending_moment benjamin bergson berlin_conference bernoulli bernoullis
    bessel beta_decay betriebsrat bewusstsein bezout bgb bgp bicameral bifurcat* big_bang big_endian big_o bigtable
    biject* bilanz* bildungsroman bilinear bill_of_rights binary_search bincount binomial* biochem* biodivers*
    biogeograph* biolumines* biosynth* biot bioverfüg* bipolar birthday_paradox bismarck bismarcks bit_manip*
    bit_twiddl* bitboard* bitmask* bitwise black_body black_hole* black_scholes blackbody blade_stall bloat*
    blood_brain_barrier bloom bloom_filter bluff_frequency bohr bokeh bolshev* boltzmann bond_yield* boolean
    boost_converter borel borrow_check* borrow_checker borrowed bose boson* bourbaki bourdieu bourgeois*
    branch_predict* branchless brechungsgesetz bretton_woods brewster brexit_backstop british_empire broker*
    bronze_age brouwer brownian bruttoinland* btree* btrfs buck_converter bucket_sort buffer_capacity buffer_overflow
    bufferbloat build_system bulkhead bundesgerichtshof bundesrat* bundestag* bundesverfass* buoyan* busy_wait*
    byte_order bytecode byzant* c++ c_api cac cache_coheren* cache_invalid* cache_line* cache_miss* cache_stampede
    cad_constraint* cadence caesar* calabi calculus call_graph call_stack callback* calorimet* calvin* calvin_cycle
    camouflage_evol* camshaft camus canary canonicali* cantilever* cantor cap_net cap_prinzip cap_table cap_theorem
    capacitance capillar* capitalis* carbon_tax carbonyl carcinogen* cardinal* carnot caro_kann carolingian* cartel
    cartesian cas9 case_law cash_flow_statement casimir cassandra catabol* catalys* categor* categorical_imperative
    category_theory cathode* cation* cauchy causal* causes_of cayley cdn celery cell_cycle cell_wall central_bank
    central_dogma central_limit centralbank* centripetal centrosome cerenkov certbot certificate* cffi cfg
    cgo cgroup* chandrasekhar change_data_capture channels_in_go chaos_theory characteristic_poly* charlemagne
    chebyshev checkpoint* checks_and_balances checksum* chelat* chemoauto* cherenkov chi_square chiasm* child_process
    chimer* chinese_remainder chinese_room chirality chlorophyll choose_k chord_progression chord_substitution
    chromat* chromosom* chunked_upload churn* ci_cd cicd circadian circuit_breaker circular_import* cirrhos* civil_law
    civil_war cladist* class_hierarchy class_struggle classical_liberal* classification classifier* clausewitz
    clausius clean_architecture cleft clickhouse climate_model* clock_skew clojure clonal clopen closed_form closure*
    closure_captur* cluster* cmake cmb cname coagul* coalition* code_generat* code_switch* codec* codegen codomain
    codon* coefficient* coefficient_of_friction coevol* cofinal cognitive* cognitive_bias* cognitive_dissonance
    coherence coherence_protocol* coherentis* cohomolog* cohort* coinduct* cold_start cold_war colitis collation*
    collatz colligat* collision* collision_detect* colloid* colonial* column_store columnar combinational combinator*
    combustion_chamber command_pattern commedia commensal* commodit* common_law communis* communitar* commutat*
    compact compactification compactness comparative_advantage comparative_constitut* compare_and_swap compatibilis*
    compil* complement complex_analysis complex_number* complex_roots component components composer* composite
    composite_index composite_material* compound_index compound_interest compression compressor* compton
    computed_column concat_null concave* concurren* concurrency_control condensat* condition_variable*
    conditional_convergence conditional_prob* conductivity confidence_interval confidence_level config_drift
    conflict_free confound* confucian* congestion_control congress_of_vienna congruen* conic* conjectur* conjugat*
    connectedness connection_pool* conscience conscious* consensus consequential* conserv* consistent_hash* consociat*
    const_eval constant_time constexpr constitution* constrained_decoding constraint_solver constructive_interference
    constructivis* consumer consumer_surplus consumer_theory container* containment content_security contention
    context_switch* contextualis* continental_philosoph* continuation* continued_fraction* continuity_equation
    continuous continuum_hypothes* contour_integral* contract_law* contract_test* contractual* contradiction*
    contraposit* contravarian* control_loop control_theory controller_runtime convention_theory converg*
    convergent_evolution conversion* convex* convnet* convolut* copenhagen coprime copular copy_elision copy_on_write
    copyright* core_dump* core_dumped* coredns coriolis coroutine* corporate_law corporatis* corpus_callosum correlat*
    correlated_sub* correspondence corrupt* cors cortex cortisol coset* cosine cosine_sim* cosmic cosmolog*
    cost_benefit cotransport coulomb* countab* counter_reformation counterfactual* counterintuit* counterpoint
    counterpoint_rule counterreformation counting_argument coup covalent* covarian* covering_space* cpython cqrs
    crash_loop* crashloop* crdt* creole* crispr critical_mass critical_path critical_period critical_section
    critical_theory crohn* cron_expr* cronyism cross_compil* cross_join cross_origin cross_product cross_validation
    crossword crowding_out crud crusade* cryptarithm* cryptic_clue cryptograph* crystal_field crystallis* crystalliz*
    csp csrf cte cuban_missile cuckoo cuda culpability cultural* cultural_approp* curdled curie curl currency_peg
    curvature customs_union cut_over cyanobacter* cyclic* cyclique* cycloid cyclomatic cypher cython cytokin*
    cytoplasm* cytoskelet* czarist d3 daemon* dag damped damping dangling daoism dark_energy dark_matter darwin*
    data_lake data_model* data_pipeline* data_protection data_race data_structure* data_vault data_warehouse
    database_design database_index* dataflow datarace dative dbt dcf ddd ddos de_broglie de_facto dead_code
    dead_letter deadlock* deadweight death_of_the_author debezium debounc* debt_ceiling debye decay_constant decibel*
    decidab* decision_tree* declens* decoher* decoloni* decompil* deconstruct* decorator* decoupling dedekind
    deductive deduktion dedup* deep_copy deepcopy defer_in definite_integral deflation* deflection degenera*
    degrees_of_freedom deixis deleuze delta_function delta_v demand_curve* demandside democra* demokrat* dendrit*
    denormali* dense_in density_dependent denumerable deontolog* dependency_inject* dependency_theory deprecia*
    depreciation_schedule depression_of depth_first derivat* derrida desalin* descartes* descriptiv* deseriali*
    despach* despotism destructor* detached_head determinant* determinis* deterrence developmental_state devirtuali*
    dht diagonali* dialect* dialekti* dialogu* diaspora dice_rolls dictator_game dictionary_attack didakt* dielectric*
    diff_algorithm differance differenti* differential_diagnos* differential_gear diffie diffract* diffus*
    diffusion_model* dijkstra* dilution dining_philosoph* diophantin* dipole* dirac dirichlet dirty_read disagree
    disassembl* discourse* discrete discriminant* discriminated_union disjoint diskurs* disparate_impact dispers*
    distributed distribution_of distroless diverg* diversif* divine_command divisib* division_of_powers divisor* dkim
    dlopen dmarc dna dns dnssec docker* doctest doctrine* dogmatik* domain_driven domain_event* dominant_allele
    domino* dopamin* doping doppler dorian dostoevsk* dot_product double_check* double_effect double_free double_slit
    double_spend* doubly_linked dovetail drag_coefficient dramaturg* drehimpuls dreyfus drittwirkung drizzle dropout
    dsgvo dtls dual_space dualis* duckdb ductil* due_process duopol* durabil* durkheim duty_cycle dynamic_programming
    dynamodb dynast* dyspn* dystop* détente eager eager_load* ebitda ebpf eccentricity ecclesiast* ecdsa ecolog*
    econometric* economic_growth economics economist* economy ecosystem* ecs ectotherm* eczema eddy_current*
    edit_distance effective_nuclear efficient_market* ego_death eigen* einkommensteuer* einstein* ekphras*
    elastic_demand elastic_modulus elasticit* elasticsearch elastizität* elector* electric_field electrochem*
    electrode* electrolysis electrolyt* electromagnet* electron* electron_transport electroph* elektrolyse*
    elektromagnet* elementarteilchen elf elixir ellips* ellipti* elliptic_curve emancip* embedded embedded_rust
    embedding* embolism embryo* emf emission_spectr* empire empiric* empirismus emulsif* encapsul* encrypt* endgame
    endian* endocrin* endogen* endometrio* endomorph* endoplasm* endosom* endosymbio* endotherm* energy_level*
    english_civil enjamb* enlightened enlightenment entangle* entfremdung enthalp* entity_component entrop*
    entscheidungstheorie enum_class enumerat* envoy enzym* epicur* epigen* epimorph* epiphenomen* epistasis epistem*
    epoch* epoll epsilon equal_protection equal_temperament equality_check equation* equicontin* equilateral
    equilibri* equity equivalence_class equivalence_principle erdos erdős ergativ* ergod* erkenntnis* erlang
    error_boundary error_handling erythro* escalation_path escape_analysis escape_velocity eschatol* escheat
    essentialis* estate_tax ester esterific* estimator estudios etag etatism* etcd ethic* ethik* ethnogra* etiolog*
    etl etymolog* eucharist euclid* eudaim* eukaryot* euler* euroscept* eusocial* evangelic* event_bus event_driven
    event_horizon event_loop event_sourc* event_stor* eventloop eventual* eventual_consist* evidential* evolution*
    exactly_once exaptation exception_safe* exceptionalism exegesis exegete exegetic* existence existential*
    existential_quantifier existenzial* exocyt* exogen* exoplanet* exotherm* expectation expected_goals
    expected_number expected_value experience_machine explain_analyze explicature exponential* exponential_backoff
    expressioni* exterior externalit* extinct* extrema extremophil* extremum eşzamanlı* f_sharp facade factorial*
    factoris* factoriz* fail_over failover fallacies fallacy false_consciousness false_sharing falsifi* faltings
    famine fan_in fanout faraday fasc* fast_fourier fat_pointer fatigue feature_flag* federal_reserve federalis*
    federat* felsef* feminis* fenwick fermat* fermentat* fermion* ferromagnet* feudal* feynman ffi fiber_optic*
    fiber_scheduler fibonacci fibromyalg* fichte fiduciar* field_extension field_strength field_theory
    file_descriptor* filibuster filogen* financial_crisis fine_tun* finetun* finite finite_automat* finite_element*
    finite_field* finite_state first_world_war fiscal fiscal_multiplier fiscal_policy fission fitness_landscape
    fixed_point fixpoint fixpunkt* flaky flame_graph* flamegraph* flat_tax flink float_precision floating_point floats
    flood_fill florentine flow_control floyd_warshall fluid_dynamic* flux flyway foldl forecast* foreign_key*
    foreign_policy fork fork_bomb formal_logic formal_verif* forward_ref* foucault* foundationalis* founder_effect
    four_causes four_colo* fourier* fourier_transform fpga fpm fractal* fragmentation frankfurt_school
    frankfurter_schule französische_revolution free_energy free_list free_will freezing_point_depression frege
    french_revolution frequency_response freud* friction frobenius frontend* fsync fubini fugal fuge fugue
    fulltext_search function_pointer* functional_analysis functional_gram* functionalis* functor* fundamental_group
    fundamental_theorem fusion_reactor futex futures futuris* fuzz* fuzzy_match* gadamer galois galvanic gambit
    game_loop game_theory gamet* gamma_function gamma_ray gan gantt gaps_and_islands garbage_collect* gaschromatogr*
    gastrul* gauge gauge_theory gauss* gc gcd gdb gdp gdpr gear_ratio gearbox* geiger gelatini* gendrift gene_drive
    gene_expression gene_flow genealog* general_relativity general_will generating_function* generative_gram*
    generator_expression generic_type* generics genet* genexpression genitiv* genocid* genom* genotyp* genre
    genre_theory geodes* geometr* geopoli* german_idealism germline gesellschaft* gettier gevent gewerbe* gibberell*
    gibbs gil gini git_rebase github_actions gitops gleichgewicht* gleichzeitig* glia* glibc globalisation
    globalization glorious_revolution glsl gluconeogen* glukoneogenese glycol* gmbh gnostic* godel* goethes
    gold_standard golden_ratio golgi good_samaritan_law goroutine* gossip_protocol gothic gout government_bond* gpu*
    gradient* gradle grafana grain_direction gram_negative grammar_for grammar_of grammatical* grandfather_father
    granular* graph_colo* graph_database graph_search graph_theory graphql gravitation* gravity_well great_depression
    great_divergence great_vowel greedy_algorithm greens_theorem grenznutz* grenzwert* grice* ground_loop
    group_action* group_by group_commit group_of_order group_selection group_velocity groupe* grover grpc grundgesetz*
    grundrecht* gto guerrilla gunicorn gyroscop* gödel* haar habeas habermas habitus habsburg hadron* hague
    halbwertszeit half_life hall_effect halogen* halting hamilton* hamiltons_rule hamming haplo* happens_before
    haproxy hard_problem hardening hardy_weinberg harmonic* harmonic_oscillator harmonic_series harmonische
    hash_collision hash_function* hash_join hash_map hash_table* hashcode hashing hashmap* haskell haskells hateoas
    hauptsatz hausdorff hawking hayek hazard_pointer* header healthcheck* heap* heap_alloc* heat_capacity heat_death
    heat_exchanger heat_pump* hebelgesetz hedg* hegel* hegemon* heidegger* heisenberg heisenbergs heisenbug
    heliocentric hellenis* helm helmholtz hemoglobin* hemorrhag* henderson hepat* heresy hermeneut* hermitian hess_s
    hessian heterodox* heteronorm* heterozyg* heuristic* hexagonal hibernate hierarch* higgs high_avail* higher_kinded
    higher_order hilbert* hindenburg hindley hippocamp* histolog* histon* historiad* historian* historical_material*
    historically historici* historik* historiogra* hmac hobbes* hohmann holistic holocaust holomorph* holy_roman
    homeo* homeric* homogen* homolog* homomorph* homomorphic_enc* homotop* hookes hooks horizontal_gene hormesis
    hormon* hot_path hot_reload hot_reload* hox http2 http3 https_redirect hubble* huffman huguenot* human_capital
    humanis* humboldt hume huntington* husserl* huygens hybridi* hydration_error hydration_percent hydraulic*
    hydrogen_bond* hydrol* hydrostat* hyperbol* hyperglyc* hyperinfl* hyperloglog hyperparam* hyperplane* hypertens*
    hypervisor hypoglyc* hypotenuse hypoth* hysteres* hystrix hölder
"""
