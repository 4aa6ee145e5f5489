"""What is said in the measurements of hearing. Nothing was tuned on it."""

SENTENCES = tuple(
    """the children are playing in the park behind the school
could you tell me what time the library closes
I would like to change the language of the program
every member can see the messages of the last week
the new version will be ready before the end of the month
my brother works for a small company in the north
how do I send a picture to a friend
the river is too cold for swimming in the spring
we are looking for somebody who can play the piano
there is a small problem with your account
the captain told the story of the great storm
what is the difference between a list and a table
she has lived in this city for more than ten years
the bread on the table is still warm
you can find the answer on the first page
nobody knows where the old man went after the war
give me three reasons why I should believe you
the police stopped the car near the station
this machine remembers everything that you have told it
an open window lets the fresh air into the room""".splitlines()
)
"""Dictation: one a line."""

COMMANDS = tuple(
    """play some music
stop the music
pause
next song
previous song
turn the volume up
turn the volume down
what time is it
what is the weather like today
remind me in ten minutes
read the last message
delete the last message
mute everybody
open the door
close the door
turn on the lights
turn off the lights
good night
call the moderators
start the recording
stop the recording
join the channel
leave the channel
help me""".splitlines()
)
"""All that the grammar knows."""

DOCUMENTS = """The workshop is open on Tuesday evenings and on Saturdays.
Safety glasses are worn near every machine, visitors included.
Before you use the laser cutter you have to take the introduction.
The laser cutter may cut wood, paper and acrylic, but no leather.
Printing costs ten cents for every gram of plastic.
Failed prints are thrown into the blue bucket and recycled.
The band saw is serviced in April, and nobody may repair it alone.
Solder only at the green table, where the air is filtered.
Borrowed tools are written into the list beside the entrance.
Drills and wrenches hang on the wall behind the compressor.
The compressor is switched off after nine in the evening, because of the neighbours.
Batteries are charged in the metal cabinet, never over night.
A locker costs five dollars a month.
Spilled paint is wiped up at once with the rags from the shelf."""
QUESTIONS = tuple(
    """when is the workshop open
who has to wear safety glasses
may the laser cutter cut leather
how much does printing cost
where do failed prints belong
when is the band saw serviced
where can I solder
where are the wrenches
when is the compressor switched off
where are batteries charged
how much does a locker cost
what do I do with spilled paint""".splitlines()
)
"""About the documents, in part in other words."""
