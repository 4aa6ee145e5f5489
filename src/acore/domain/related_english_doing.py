"""English verbs, with what belongs to them, that stand for each other in questions and their answers.

Written as in `related_english`.
"""

SAME = """
remove removed drop dropped take_away delete; agree consent permission approve allow; attend go_to went_to visit;
blind sight lost_his_sight lost_her_sight; abandon give_up leave left deserted; abolish abolished scrap scrapped
do_away give_up given_up dropped ended repealed; accompany accompanies escort; accuse accused charge blame blamed;
achieve reach attain manage; acquire obtain get got purchase; adapt adjust adjusted; add added append; admire
praise; admit accept; adopt adopted introduced; advise advice recommend suggest consult tip; afford pay; aim goal
purpose intend; alert warn warning alarm warned; allocate assign assigned distribute allotted; amaze surprise
astonish; announce announced announcement declare declared proclaim publish tell; annoy disturb bother upset; appear
seem show_up; appoint appointed name nominate nominated made elected hire become became; argue quarrel dispute;
arrest arrested seize; assemble put_together assembled mount mounted; assess evaluate judge rate estimate; attach
fasten fix fixed tie clip; attack attacked assault raid; attract draw appeal; avoid prevent escape; avoid not_use;
award awarded given win won; bathe swim bath swimming; beat defeat defeated win won; believe think; blame fault
responsible; boil heat bring_to_the_boil; bother disturb; bounce bounced return_to_sender; browse look; bury buried
grave burial tomb; carve carved cut sculpt; celebrate feast party; charge load recharge charging recharged power;
chat talk; check verify inspect inspected examine examined test tested control inspection; check look; choose pick
select chosen selected choice opt; clear tidy tidied clean; climb ascend ascent climbed go_up; close_down shut
closed discontinued; coach train trains trained training; collapse collapsed fall_down fell_down; collect gather
raise raised; combine mix join merge unite together; comment remark note; commission commissioned order ordered;
communicate contact talk; compete competitor contest take_part race; complain complaint grumble objection; complete
completed finish finished ready done; compose composed composer write wrote written; compute calculate calculated
work_out; conduct conductor lead; confirm confirmed confirmation approve; congratulate praise; conquer capture
captured occupied seized; consider think regard; consume eat drink consumption; contact ring write phone; contribute
help pay; control regulate steer; convert converted turn_into transform transformed changed rebuilt; convict
sentenced guilty; cooperate work_together partner; cope manage; copy duplicate reproduce copies; cover covered
include included pay pays; crash crashed hang freeze frozen; crash collide collision; create make made form produce;
criticise criticism complain; cross crossed over; cultivate grow grown farm plant; cure heal remedy treat healed;
cut_down fell felled; dance dancing; dare risk; decorate decorated adorn ornament; dedicate dedicated devote
devoted; defend defended protect; define mean; demand insist; demolish demolished pull_down pulled_down tear_down
torn_down knock_down knocked_down destroy destroyed; depend rely; descend come_down go_down; describe tell depict;
deserve earn merit; detect notice find discover sense senses; determine decide find_out; develop developed create
work_out; disappear disappeared vanish vanished gone lost expire; disconnect unplug cut_off; discover come_across
came_across found; discuss discussed debate talked; dismiss dismissed sack sacked fired fire lay_off remove removed;
display exhibit exhibited shown on_show; dissolve dissolved disbanded; distribute hand_out give_out deliver; divide
split share separate; donate give gave given present presented gift; doubt unsure; drag pull; drain empty run_off;
dress wear clothes; drill bore hole; drink swallow; drive drives driver steer; drop fall dropped; drop_in drop_by
visit without_appointment walk_in come_by; dry dried drying; dump throw; earn made; eat feed feeds live_on diet;
edit change correct; employ hire hired; empty emptied; enable activate activated switch_on; encourage support
motivate; endanger threaten threatened risk; engage hire; enjoy fun; enlarge enlarged extend extended expand
expanded widen; ensure guarantee; entertain amuse; enter access; equip equipped equipment fit_out; escape escaped
flee run_away get_away got_away; establish start started; evacuate leave; excavate dig dug unearth; exceed more_than
over above go_beyond; exclude leave_out; execute executed put_to_death hanged; exhibit show; expect await; expel
expelled thrown_out ban; expire expires run_out end ends valid lapse; explain tell; explode exploded blow_up
explosion; export exported sell; extinguish put_out; fade lose_colour; fall_ill ill; fasten tie tied; favour prefer;
feed fed feeding give_food; feel sense; fetch bring get; fill filled fill_up full; finance pay paid fund funded
financed sponsored; find_out learn know; finish end; fish fishing catch angling; fit suit; flow run runs; fold bend;
force made compel; forget forgotten leave_behind; form set_up; freeze ice; frighten scare afraid fear; fulfil meet;
gain win; get_back return refund refunded paid_back pay_back returned; get_off alight leave; rise wake; govern rule
ruled; graduate graduated finish; grant give_permission allow give; greet welcome; grind ground mill; grow_up
childhood raised; guess estimate; handle treat touch; hang put_up; harm hurt damage; hate dislike; head heads headed
lead led leader chair; heal cure; hear listen; heat heated heating warm warm_up; hesitate wait; hide hid hidden
conceal; hire rent; hit strike struck; host hosts hosted organise; hunt hunted hunting shoot; hurry rush; identify
recognise recognize tell_apart; ignore disregard; illustrate draw drew drawings pictures; imagine think; impress
amaze; improve better upgrade; infect infected infection; inherit inherited heir; initiate start; injure harm;
inspire inspired inspiration idea; interrupt stop pause; investigate examine; involve include; iron press; issue
issued hand_out give_out; jump leap; kick hit; kill killed murder murdered shoot shot slay; knit knitting; knock
hit; know aware; label mark marked labelled; land landed; laugh smile; launch launched start started begin
introduce; result cause; leak leaks leaking drip drips; lean rest; let rent; lick taste; lie located situated; lift
raise; link connect; list name; locate find; lock locked lock_up; search seek; look_after mind tend; lower reduce;
maintain maintained maintenance service look_after upkeep; make_up consist; mark label; match fit; mend darn; merge
merged unite join joined; miss lose; mix mixed blend; monitor watch; name christened; neglect ignore; nest breed
nests nesting; nurse care; obey follow; object oppose against; observe watch; occupy live; occur happen; offend
insult; open_up open; operate operation surgery operates operated; oppose opposed against resist; order ordered buy;
organise organize run runs set_up plan responsible; originate origin; overcome beat; overtake pass; owe debt owed;
pack wrap packed; park parking parked; participate take_part took_part join; paste insert; pause stop; persuade
convince; pick choose; pick gather collect; plan intend; plant planted sow; play plays game; point show; poison
poisoned; polish shine; pour fill; practise practice rehearse rehearsal rehearses train training meet; practise
exercise; pray prayer; predict forecast; prefer rather; prepare get_ready; prescribe prescription; present show;
preserve preserved; press push; prevent stop; print publish; process deal; produce make made manufacture
manufactured; prohibit bar; promise guarantee; promote advance; prove show proof; publish published issue issued
release released bring_out appear; pull draw tow; pull_out withdraw; pump pumped; punish punished penalty; push
press; insert inserted; qualify eligible entitled; question ask; quit end; quote cite; race run; raise lift; read
reading; realise notice; rebuild rebuilt reconstruct restored; recall remember; reckon think; recognise know;
recommend recommended advise suggest should suggested; recover get_better; recruit hire; redecorate paint; refer
mean; reflect mirror; refresh renew; register sign_up record; regret sorry; regulate control; rehearse practise;
reject vote_down voted_down; relax rest; release free let_go; rely depend; remember forget; remind reminder; remove
take_away take_out detach; rename renamed change_name; renovate renovated renovation restore restored modernise
refurbish repaired; rent_out let; repeat again; report tell told inform; request ask asked apply order; rescue
rescued save saved; research study studied; reserve book; resign quit; resist oppose; resolve solve; rest pause
break; restrict limit; resume start_again continue; retire retired retirement pension step_down stop; retrieve
get_back fetch; reveal show; revise change; reward rewarded prize pay bonus; ride rides riding; ring telephone; ring
bell; rinse wash; rob burgle; rotate turned; ruin destroy; rule reign reigned governed; rush hurry; sack fire;
satisfy meet; save rescue; save put_aside; scan read; scare frighten; scatter spread; score points; scratch scrape;
seal close; search seek; secure protect; select pick; separate part; serve work; settle pay; sew sewing stitch;
shake wave; shape form; shine glow; shoot fire fired; shorten cut; shout cry; shrink shrunk smaller; shut_down
closed close_down discontinue; sign signature; sink sank sunk go_down; sit seat; slide slip; slip fall; smell scent
odour; soak soaked water; solve solved fix answer; sort arrange; sow seed; spare save; speak talk; specialise
expert; spend pay cost; spill pour; spoil ruin go_bad; sponsor sponsored fund support supported; spread cover;
squeeze press; stain mark; replace deputise deputy substitute; stare look; starve hunger; stay live; steer drive;
stick glue; sting prick; stop prevent; strengthen reinforce reinforced; stretch extend; strike hit; struggle fight;
study read; submit hand_in send turn_in; submit submitted entry; subscribe order; succeed success; suffer ill;
suggest propose; suit fit; supervise watch; supply provide; suppose think; surrender give_up gave_up; surround
around; survive live; suspect think; suspend stop; swallow eat; swap trade; swear curse; sweep clean; swell rise;
switch change; tackle deal; take_care look_after; take_over run; taste flavour flavor; tear rip; tend care; test
try; thank grateful; thaw melt defrost; throw_out expel; tidy clean; tie bind; tolerate allow; touch feel; tour
visit; trace follow; trade deal sell; trail follow; train teach; transform change; translate translated translation
translator; transmit send; transport carry; trap catch caught; treat handle; trust believe; try test; turn_in
hand_in; type write; understand know; undo reverse cancel; unite join; unlock open; unpack empty; update change;
upload send; urge press; apply employ; use_up run_out; vaccinate vaccinated vaccination vaccine; vary change differ;
verify confirm; view look; violate break; visit visited; volunteer help voluntary unpaid; vote elect; wait queue;
wander walk; warm heat; warn tell; wash clean; waste throw_away; watch guard; water watered irrigate; wear dress;
weave woven; welcome greet; wind wound wound_up; wipe clean; withdraw take_out; witness saw; wonder ask; worry care;
worship pray; worry afraid; wrap pack; write_down note noted; wreck sink; zoom enlarge
"""
