"""English nouns and adjectives that stand for each other in questions and their answers.

Written as in `related_english`.
"""

SAME = """
ability skill able can; abroad foreign overseas; absence away absent; abundant plenty many; academic scholar
university; access entrance entry reach; accessible wheelchair step_free ramp lift barrier_free; accident mishap
crash; account login profile; accuracy precise exact accurate; action deed; activity event; actor actress player role;
addition extra more additional; addict addicted; adolescent teenager teen youth; advantage benefit plus; advertisement
advert ad poster notice; age old years; agency office; agreement contract deal treaty; aid help; aim goal target
purpose; airport airfield; alarm siren; ally friend; alone single solo by_oneself unaccompanied; amateur hobby;
ambition goal; ancestor forefather; ancient old oldest; angle corner; angry furious cross; anniversary jubilee;
announcement notice; annual yearly; answer reply; antique old; apartment flat; apparatus device; appearance look
looks; appetite hunger; appliance device; appointment date booked time_slot; apprentice trainee in_training
people_in_training pupil; arch arches span; area region district zone; army soldiers troops military; artist painter
sculptor; artwork painting picture; ash ashes; aspect side; assistant helper aide; assignment task homework; athlete
runner player; atmosphere mood; audience spectators listeners public visitors; authority council office; average mean
typical; award prize; baby infant; background history; bag sack; baggage luggage; bakery baker; band group musicians;
bank shore riverside; banquet feast dinner; bar pub; bargain cheap; barn stable; base foundation foot; basement
cellar; basin sink; basis reason; bath tub bathtub; bathtub water; battery accumulator rechargeable; battery_life
runtime lasts last; battle fight war siege combat; bay gulf; beast animal; beautiful pretty lovely; bedroom room bed;
bee bees honeybee; beginner novice newcomer newcomers new_member no_experience; beginning start; behaviour conduct;
belief faith; bell chime; belly stomach; below under beneath; belt strap; bench seat; bend curve; beverage drink;
beforehand in_advance advance ahead; beforehand early by; bicycle bike; bill cheque; bin trash; biography life;
biscuit cookie; blade knife; blank empty; blanket cover; blind sightless; block piece; blossom flower bloom flowering;
boarder guest; boat ship canoe kayak; body corpse; bomb bombed bombing; bonus extra; booklet brochure leaflet flyer;
boot shoe; border edge boundary frontier limit; bottle flask; boundary limit; bowl dish; boy lad son; brain mind;
branch department office; brave courage bold; breakage broken; breakfast morning_meal; bride wife; brief short;
broadcast show; broth soup; bucket pail; bug insect; bug error; builder mason carpenter; burden load; burglar thief;
bus coach; bush shrub; business company firm trade enterprise; busy occupied full; butcher meat; cable wire; café cafe
coffee_house coffee_shop; cafeteria canteen; cage pen; calendar diary; calm quiet; campaign drive; canal channel;
candidate applicant; cap hat; capital money; captive prisoner; car automobile cars motor_traffic motor_vehicle; card
pass; care attention; career job; careful cautious; cargo freight goods load; carnival festival; carpet rug; carriage
wagon; cart wagon; cash notes coins money; castle fortress fort palace; casualty killed victim dead; cat kitten;
category class; cathedral church; cattle cow cows; cause reason; cave cavern; cellar basement; cemetery graveyard
churchyard; central main; century hundred_years; ceremony ritual; certain sure; chairman chair; challenge difficulty;
champion winner; chance opportunity; chapel church; charity good_cause; cheap low_price; chef cook; chemist pharmacy
pharmacist; chief main; choir chorus singers; church chapel; cinema movie film; circle round ring; circumstance
condition; citizen resident; clerk official; clever smart; client customer; cliff rock; climate weather; clock watch
clocks; cloth fabric textile; clothing clothes dress outfit uniform; club society association; clue hint; coat jacket;
coin money; cold chilly frost freezing; colleague coworker; college university school; column pillar; commander
general officer; commerce trade; commission committee board council; common usual; communication contact; company
firm; competition contest championship tournament race; component part; composer music; concert performance show;
conclusion end; condition requirement; condition state; conference congress; conflict war; congress meeting;
connection link; consequence result; constant steady; contest match; contract agreement; contrast difference;
convenient handy; conversation talk; cooker stove oven hob; copyright rights licence; corpse body; costume dress;
cottage house cabin; council town_council; counter desk; country land nation state; couple pair; courage brave; court
judge; cover blanket; cow cattle; crack cracked split broken; craft trade handicraft; crazy mad; creator maker author;
creature animal; credit_card card card_payment; crew sailors; crime offence; criminal thief; crisis emergency; crop
harvest; crossroads junction; crowd people; crown king; cruise voyage; cure medicine; currency money;
current stream; curve bend; custom tradition; cyclist bicycle bike; dairy milk; dam dike; damage harm; dance ball;
darkness dark; data information; daughter child girl; dawn sunrise; daylight day; deal agreement; death die; debate
discussion; debt owe; decade ten_years; deck terrace; decline fall; decoration ornament; deer stag; defeat lose; delay
late; delegate representative; delicious tasty; department section; departure leave; deputy vice second; desire wish;
desk table; dessert sweet; detail particular; detective police; device gadget; dialect language; diet food; digit
number; dinner supper evening_meal; dining_room dining_hall restaurant; diploma certificate; director manager; dirt
mud; dirty stained unclean filthy soiled; disabled disability handicapped wheelchair; disadvantage drawback downside;
disaster catastrophe; discovery find; dispute argument; distant far; district quarter; ditch trench; dog puppy hound;
donkey mule; door gate; dormitory shared_room; dose dosage amount; double two; drama play; drawback disadvantage;
driver chauffeur; drought dry; drug medicine; dull boring; durable long_lasting; duty task obligation; dwelling house;
eager keen; earth ground; earthquake quake; eastern east; western west; northern north; southern south; economy money;
education school training; effect result impact; effort work; election vote; electric electricity power current;
electrician electric; element part; elevator lift; emergency_number emergency; emperor king; empire kingdom; employer
company; enemy foe; energy power; engine motor; engineer technician; enormous huge; entertainment show; enthusiastic
keen; entire whole; environment surroundings; environmental green; equipment gear kit; error mistake; estate property;
evening night; evidence proof; examination exam; example instance; exchange swap; excursion trip outing; excuse
apology; exercise workout; exhibition show; exit way_out; expense cost; experiment test; expert specialist; extent
size; exterior outside; extinct died_out disappeared; extra additional surcharge supplement; eye eyes; fabric
material; façade front; fact truth; fair just; fairy_tale story; faith religion; fake false; family relatives; farmer
farm peasant; father dad; fear afraid; feature function; feedback opinion comment; female woman; fence railing; ferry
boat; fever temperature; fiction novel; field meadow; figure number; final last; finance money; find discovery;
firefighter fire_brigade fire_service firemen; firm company; fisherman fisher fishing; flag banner; flame fire;
flavour taste; fleet ships; flower flowers blossom; fluid liquid; fog mist; food meals feed; food_allergy allergy;
football soccer; footpath path; foreigner stranger; forest woods; format file_type formats; fortress castle; fortune
money; foundation base; founder established; fountain well; fragile breakable; free empty; freight cargo; fresh new;
friendly kind; frog toad; frost ice; fuel petrol diesel gas gasoline; full complete; funeral burial; fur coat; future
coming; gallery museum; game match; gap hole; gardener gardening garden; gate door; gathering meeting; gender sex;
gift present; girl daughter; glasses spectacles; glove gloves; goal target; goods wares; gown dress; grain corn wheat;
grandmother granny; grant subsidy; grateful thank; grave tomb; grocery food; group team party; guard watchman; guide
handbook manual instructions; guideline rule; gun weapon; hall room; handbag bag; handicraft craft; handle grip;
harbour quay; hardware device; hat cap; headache pain; headquarters head_office; health healthy; heating heater
radiator; herd flock; highway road motorway; hiker walker; hint tip; historian history; history past; hobby pastime;
hole opening; home house; horse pony mare; hound dog; household family; hurricane storm; ice frozen; icon symbol; idea
suggestion thought; image picture; incident event; indoor inside; influence effect; information details; ingredient
ingredients contains recipe; injury wound; inn pub tavern; inside within; inspection check; installment instalment;
instalment instalments; instruction manual; insurance cover; insurer insurance; interior inside; inventory stock; item
article; jail prison gaol; jewel gem; jewellery jewelry; job task; journal magazine; journalist reporter; kid child;
kind friendly; king ruler monarch queen; laboratory lab; labour work; lack shortage; lady woman; lake water; landlord
owner; language tongue; lantern lamp; laptop notebook; laundry washing wash; lawyer solicitor; layer coat; leaflet
brochure; lecture talk; legend tale story saying; lesson teaching; liquor alcohol; location place; logo emblem badge
symbol; lorry truck; lunch midday_meal; majority most; maker manufacturer producer; mammal animal; manor house; manual
handbook guide; manufacturer maker; marble stone; marsh swamp; match game; material substance; mathematics maths;
meadow field; medical doctor; medication medicine pills; medieval middle_ages; melody tune; memory storage; merchant
trader; microphone mic; midday noon; mobile phone; model type; mountain mount; mushroom fungus; musician music band;
neighbour neighbor next_door; neighbourhood quarter; noon midday twelve_o_clock; notes music reading_music; one_way
single; opponent rival; option choice; organisation organization; organiser organizer; outcome result; outdoor
outside; outside outdoors; password code; percentage per_cent percent; performance speed; pharmacy chemist; pianist
piano; piano keyboard; pig pork; pill tablet; pipe tube; poem poet; poet writer; poison toxic poisonous; priest vicar
pastor; principal headmaster headmistress head; profit gain; proof evidence; protest protested demonstration strike
against; pub bar; purpose serve; queue line; quiet silent silence; rare seldom; reader e_reader; rebellion uprising
revolt; reception front_desk; refrigerator fridge; repair_shop workshop; reptile snake lizard tortoise turtle; result
outcome score; return_ticket return; rock stone; roommate flatmate; sailor seaman; scholarship grant bursary;
scientist researcher; score result; score sheet_music notes; screen display monitor; sculpture statue; secretary
minutes; shape form; sheep lamb; shoe shoes boots; snake reptile; solution fix; speaker talk; speech talk;
splash_proof waterproof splash water; stair stairs staircase steps; stall stand booth; story tale; subway underground
metro; surgeon operation; surgery operation operations; surgery consulting_hours opening_hours; swimming_pool pool;
symptom sign; tap water; tax duty toll; taxi cab; television tv; toll fee tax; torch flashlight; tourist visitor;
traffic cars; trousers pants; truth true; valuable valuables; venue location place hall; vet veterinarian
veterinary_surgeon; wallet purse; watchmaker clockmaker; waterproof water; wooden wood oak timber
"""
