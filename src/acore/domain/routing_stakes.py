"""Words of what a careless answer does harm in: medicines, law, money, distress.

A star ends a stem, and a phrase is joined by ``_``, as in `routing_words`.
"""

STAKES = """
    abbandon* abgelaufen* abmahnung* abogado* abort* abtreib* abus* accident* accouch* accus* acetaminophen aciclovir
    acil acoso* adderall addict* advogad* affair* affitto ageism* agredi* agress* aids aislamiento alergi* alerji*
    alimenti alimon* alkohol* allein_mehr allerg* alone_anymore aluguel* ambulance ambulanz amitriptylin* amoxicillin
    amphetamin* anaphyl* anesthe* anfechten ankle_swollen anksiyete anorex* ansiedad antibiot* antidepress* antidote
    antihistamin* antikörper antipsychot* anwalt* anxiety anzeige anzeigen apotheke appendic* aprieta arbeitgeber*
    arbeitsgericht arbeitsunfall arbeitsvertrag* arbeitszeugnis aripiprazol* arrend* arrest arrested arrhythm*
    arrêt_maladie arzt arztbrief asesin* aspirin* assault* assegno assuranc* asyl* ate_a ate_some atem* ateşi attest
    aufenthalt* aufhebungsvertrag ausbeut* ausgeraubt autoim* autolesion* autopsy avalé avaló avocat* avort* avukat*
    avvelen* ağrı* baby babys back_pain bad_for_cats bad_for_dogs bafög* bail bajas_médica* bankrupt* banned_member
    battery_acid bausparer beaten_up beats_me bebek bebeğ* bebé before_the_bonus begging_me beleidig* benzo benzodia*
    benzos berufung beschwerden besser_dran bestroh* betrogen betrug* betrunken better_off_without betäub* biopsy
    bipolar* birth_control biss bites_me bitten_by blackmail* bleach bleed* blessé* blood blood_in blood_pressure
    blood_sugar blood_thinner blurred_vision blut blutdruck* blute blutet blutung* blutverd* borç* botul* boşan*
    brain_damage brainwash* breach break_up_with breakup_with breastfeed* breathe breathing brennt_beim broken_bone*
    bruise* brûlur* bulimi* bullied bully* burning_when burnout burns button_battery bußgeld* bébé caffeine_pills
    calmante* can't_breathe can't_stop_thinking can_t_go_on cancer* cancro canned cant_breathe cant_go_on
    cant_stop_thinking carbon_monox* carbon_monoxide cardiac cardio* cat_ate catfish* causa_legale caution* cbt
    cease_and_desist celiac cellulitis charged_with cheated cheated_on cheating_on chemo* chest_feels chest_pain
    child_support childhood chocolate_dog choke* choking cholesterol* chronic* chômage citalopram citizenship clause
    clonazepam* coc cocaine coerc* cold_turkey colonoscop* coma coming_out common_law_marr* compensation* concussion
    condanna* congé* consent conspirac* constipat* contracept* contract* contrat contrato* contratto* contusion*
    convict* convuls* coronary corticoster* cough_syrup court cpap cpr creatinin* creditor* cremat* crise_cardiaque
    cry_every_day crying_every custod* cut_myself cutting_myself cyberbull* cyst cytotoxic* dad_died damages date_rape
    date_rape* dava* deadline_extension debt* deceased defamat* defraud* dehydr* deleting_everything delir* demand*
    dementia demenz demissão demiti* demot* denied denunci* deport* depres* deprim* desahuci* despej* despid* detox*
    dette* deuda* deutschland_kündig* diabet* diabèt* diagnos* dialys* diarrh* died dies discriminat* dismiss* divorc*
    divorzi* divórcio* dizziness dizzy doctor_said doctor_told doença* dog_ate dog_bit doktor* dolor* domestic
    don't_want_to_be dont_want_to_be dor dosage* dose doses dosierung dosis douleur* doxed doxx* droga* drogen* drogu*
    droh* droits drug drugged drugs drunk drunk_driv* drückt_auf dui durchfall dvt dying déclar* décès dépress*
    dívida* dói ear_infection eaten_since eating_disord* eating_disorder ecstasy edibles einsam einwilligung ekg
    elder_abuse elektroschock embaraz* embezzl* embolie emergencia* emergency emergency_contracept* emi employer
    enceint* end_it end_it_tonight endometri* enfermedad entgift* entlass* entzug* entzünd* envenen* enxaqueca epi_pen
    epilep* epipen equity erbe erben erbfolge erbrech* erbschaft* eredit* erpress* ersatzansprüche erst_hilfe
    erste_hilfe escalat* escitalopram eskal* essoufflé estaf* estate estranged etf etfs ev_sahibi everyone_would
    evict* evidence_based ex_husband ex_partner ex_wife exhausted_all expired exploit* explosiv* expuls* extort*
    fahrerflucht fahrlässig* faint* fallec* falling_asleep_at_the farmac* fasting faustschlag febbre febre fehlgeburt*
    fentanyl fetus fever fieber* fiebre fine_print finiquito* fire_extinguisher_used firearm* fired first_aid fièvre
    flu_shot fluoxetin* food_poison* foreclos* forged fraud* freeze_response frisst frisst_nicht frisst_seit frist
    fristlos* funeral garde_alternée garnish* gas_leak gas_smell gasgeruch gaslight* gefressen gegengift gehalt
    gehaltsverhandlung gelähmt gericht* geschlag* geschworen gestorben gestürzt gewalt* gewährleistung ghb
    gift_gegessen giftig giftnotruf* glaucoma golpe* golpe_de grabbed grants gravidanza grief groom* grossesse
    grávida* guardianship guilt* gut_health_pain gütertrennung haftung* hallucin* hamile* harass* harcèl* has_eaten
    hashimoto* hastane* hatecrime hausverbot head_injury heart_attack heart_rate heartbeat heiml* heirs hepatit*
    herança* herencia* heroin hipotec* hit_my_head hits_her hits_him hits_his hits_me hiv hoarding hochzeitstag
    hoffnungslos homeless* homophob* hopeless hormone_therapy hospice hospital* hpv huissier* hurt_myself hurts
    hurts_when husten_blut hydrocodon* hydroxyz* hyperventil* hypotension hypothyr* héritage* hôpital i_relapsed ibu
    ibuprofen if_i_was_gone ilac* ilaç* iliad_loan illegal* immigration* implant* impotenz impôt* in_danger
    in_mir_drin incest incinta indemnit* indemniz* indeniz* indict* infarkt infect* infekt* influenza ingirió ingoiat*
    inhal* inherit* injection_site injur* inkasso insolv* insomni* inss insulin* insult* insurance interest_rate
    intermittent_fast* internet_abmahnung intihar* intoxic* invest* ira isotretinoin itches iud ivermectin
    işten_çıkar* jail jaw_pain job_in job_offer* johanniskraut jubil* juez juicio juridi* juristisch* just_ate
    justa_causa kaiserschnitt kanam* kanser* kaution kaza kefalet kein_sinn ketamin* kidnap* kidney kill_herself
    kill_himself kill_me kill_myself kill_them killing_myself kira* kitten_ill klagen knife koffein* kollaps*
    kopfschmerz* kopfverletz* krampf* krankenhaus krankenkass* krankgeschrieben krankschreib* krebs* kredi* kreislauf*
    kribbel* kusu* kündig* kündigen_bevor lamotrigin* landlord landlord's last_will lawsuit* lawyer* laxative* leaked
    lease* lebensgefahr lebensmüde leber legal* lenders lending levothyrox* lexapro liabil* liable licenci* licenzi*
    lichen life_insurance ligament* lilie* lily lisinopril lithium litig* liver livret loan* lonel* loratadin*
    lorazepam* losing_my_mind loyer* lsd lump lump_in lyrica lähm* mahkeme* mahnbescheid mahnung maladie* malattia
    maligne maltrat* mandatory_report* mangé manic manipul* maoi marcumar marihuana* marijuana marital mask_fumes
    matarme maternity* mdma medical medicament* medication* medico medikament* medizin* mein_chef melatonin
    mental_health mentally metform* meth methadon* methotrex* methylphenid* metoprolol* mietvertrag* migraine* migrän*
    minderjährig* miras* miscarr* misch* misdiagnos* missbrauch* misscarr* misshand* mixed_with mobb* modafinil* mold
    mole_on molest* mom_died monate_alt money_back mononucle* month_old months_old morir morire morphin* morrer
    mortgage* mould mourir mourn* mrsa muert* multa* mum_died mushroom* mushrooms_i_found mutterschutz mutuo my_boss
    my_dad_hits my_late_husband médecin* médic* nackenschmerzen nacktfoto* nafaka naloxon* naproxen* narciss* nausea*
    nda nebenwirk* neck_pain neglect* nervenzusammenbruch neugeboren* newborn nicht_mehr_leben nicht_wach niere*
    nightmare* nitroglycerin no_one_would no_point nobody_would not_eating not_want_to_be_here notaire* notaufnahme
    notice_period notruf notwehr nude* numbness náusea* occupational off_my_meds offended_by_court ohne_mich_besser
    ohnmächtig operation opfer opiat* opioid* ordonnance orphan ospedal* otc overdos* overdr* overtime owe own_life
    oxycodon* oxygen pain_in pain_when painkiller* palpitat* panic_attack panik_atak panikattack* paracetamol paranoi*
    paras parental* parents_hit parole paroxetin* passed_away pastilla* patern* patient* pay_back pay_within pecho
    pedophil* penicillin* pension* pension_alim* pensión* pensão pepper_spray per_diem perjury permanent_resident*
    pflegegeld pflegegrad pflichtteil pfändung phishing photo_on photosensitiv* pill pills pilz_gegessen
    pilze_gesammelt plagiar* plainte* plaintiff* poa poison* police_stopped polizei pollen power_of_attorney
    prednison* preeclamps* pregabal* pregnan* prescri* pressure_in pressure_ulcer prestamo* pretends_to
    privat_insolvenz probation probezeit promoted pronto_soccorso propriétaire* prosecut* protective_order prozac
    prud_hom* préavis psikolog* psych psychedel* psychia* psychisch* psychopharm* psychosis psychot* ptsd puberty
    punched quemadur* querel* quetiapin* quit_smoking rabid rabies racis* rape raped rash rauswerf* raw_chicken razor
    reanim* rechnung_obwohl rechte rechtlich* rechtsanwalt rechtslage rechtsschutz* recovery redundan* refinance
    refund* refund_refus* refuse_to_pay rehab* relapse relapsed relieved_if remédio* rent_increase rente renters
    resign* restrain* restraining_order retinol revenge_porn rezeptpflicht* reçete* rights risperid* ritalin ritzen
    ritzt roher rohes roofied roth rufmord räumungsklage réveiller saign* salary salmonell* sanction* sangr* sangue*
    scam* schadensersatz* scheid* schimmel schlafapnoe schlaganfall* schlangen* schlägt schlägt_mich schmerz* schock
    schufa schuld schulden* schwanger* schwellung* schwindel* schwindlig* seit_gestern_nichts seizur* selbstmord*
    selbstverletz* self_diagnos* self_harm self_harm* self_worth separation_agreement sepsis* serotonin* serrement
    sertralin* settlement severance severe sexting sexual* sexuell* sfratto* shingles short_of_breath sick_leave
    side_effect side_effects silenc* since_dad since_he_died since_mum since_she_died sintom* sinusitis slander
    slapped sleep_apnea sleep_paralysis sleeping_pill* sleepwalk* smells_like_gas smoke_inhal* smoking snake* sober
    sobredosis sondertilgung sorgerecht* sozialhilfe spasm spider_bite spiking spoiled spotting squatter* ssn ssri*
    stabbing stalk* staph startup_equity starv* statin* std stds stechen sterbehilfe steroid* steuer* stich_in stiches
    stillen stillzeit stitches stomach_pain stopped_eating strafanzeige* strafbar* strangl* stress_test stroke*
    sturz_auf stürz* sublet* sucht* sue sued suffering suffocat* suicid* suicíd* suizid* summons sunburn_blister
    sunstroke superannuat* surger* surrogac* swallow* swell* swollen* symptom* symptôm* säugling tablett* tachykard*
    take_the_job tampon tansiyon* tapering tax taxable taxed taxes tazminat* tb tedavi* tenant* tendon* term_life
    terminally terminate_contract testament* testikel* testosteron* tetanus therap* threat* throat_closing throwing_up
    thyroid thyroxin* tick_bite tight tilgen tingl* tinnitus tips_from torn_ligament toxic* toxic_to toxo* trafficking
    tragó tramadol transfus* transgender trauer* trauma* trazodon* trespass* tribunal* triggered_ptsd triptan*
    trombos* tuberkul* tuer tumor* tut_weh twitching tóxic* tödlich* ulcer* ultrasound umbringen umschuld* unconsc*
    underage undercooked undocumented unerwünscht* unfair_dismiss* unfall unfallflucht union_rep unpaid unterhalt
    unterlassung* unterschreib* untreu* urin* urteil* uti vaccin* vacina* vacun* vagin* valium vaping varfarina
    vasectom* veleno veneno* venlafaxin* venom verdorben vergewalt* vergi* verhaftet* verhütung* verjähr* verklag*
    verlet* verleumd* vermieter* vermögen verprügel* verschluckt verschreib* verschwinden_will versicher* verstorb*
    vertrag* verwaschen verzweifel* vesting victim* viol* visa visitation visum vomi* vormund* vorstraf* vyvanse
    waffe* want_to_die want_to_disappear warfarin warrant warranty weapon* week_old weeks_old wegziehen_sorgerecht
    when_he_drinks whistleblow* whole_life widerruf* widow widower will_contest will_to_live withdraw* withhold*
    without_me witwe won't_wake wont_wake workplace worthless wound* wrongful* wunde xanax xarelto yaral* yedi yutt*
    zehir* zeugnis zittert* zoloft zolpidem zugewinn zusammenbr* zwangs* zyanid* zyst* étouff* öldür* ölmek überdos*
    überfall* überschuld* überstunden überweisung şiddet* аборт* адвокат* аллерг* анализы антибиотик* антидепресс*
    беремен* боли болит больниц* бьет бьёт вакцин* врач* выгоня* выселя* давлени* депресс* диабет* договор* дозировк*
    долг* дтп завещан* задыха* зарплат* изнасил* инсульт* инфаркт* ипотек* клещ* кредит* кров* лекарств* лечен*
    младен* налог* наркот* насили* наследств* ожог* отрав* паник* перелом* полици* похорон* проглот* прокурат*
    развест* развод* рвот* ребенок_выпил самоуби* симптом* скорую смерт* суд судебн* судорог* суицид* съел*
    таблет* температур* травл* травм* тревог* трясёт увол* умер умереть умира* шантаж* штраф* юрист*
"""
