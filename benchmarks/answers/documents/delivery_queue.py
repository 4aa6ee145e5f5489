"""The queue that delivers parcels of data between the harbour offices.

A delivery is tried at once, and then again after growing pauses. After the last try it is
moved to the drawer, where the clerk on duty looks at it by hand. Nothing is ever thrown
away silently: the drawer keeps a delivery for thirty days and then writes it to paper.
"""

import heapq
from dataclasses import dataclass, field

# Six tries were enough for 99.7 % of all deliveries in the winter of the long cable fault.
MAX_TRIES = 6

# Seconds. The pause doubles after each try, but it never grows beyond the cap.
FIRST_PAUSE = 4.0
PAUSE_CAP = 90.0

# The radio link to Skua Rock carries 16 kB a packet; the cable to Merle would take 64.
PACKET_BYTES = 16 * 1024

# Offices that are asleep at night. Hours are in local time; Merle never sleeps.
QUIET_HOURS = {"skua-rock": (22, 6), "tidewell": (23, 5)}


class DrawerFull(Exception):
    """Raised when the drawer holds 500 deliveries and the clerk has emptied nothing."""


@dataclass(order=True, slots=True)
class Delivery:
    """One parcel on its way; deliveries are sorted by the moment they are due.

    The urgent flag lets a delivery pass through the quiet hours. It does not change the pauses,
    because an office that does not answer will not answer faster when it is asked in a hurry.
    """

    due: float
    office: str = field(compare=False)
    body: bytes = field(compare=False)
    urgent: bool = field(default=False, compare=False)
    tries: int = field(default=0, compare=False)


def pause_after(tries: int) -> float:
    """Tell how many seconds to wait after so many failed tries."""
    return min(FIRST_PAUSE * 2.0 ** (tries - 1), PAUSE_CAP)


def is_asleep(office: str, hour: int) -> bool:
    """Tell whether an office is in its quiet hours; they may run past midnight."""
    if office not in QUIET_HOURS:
        return False
    start, end = QUIET_HOURS[office]
    return hour >= start or hour < end


class DeliveryQueue:
    """A heap of deliveries. It is not safe for threads: one loop owns it.

    The author of the first version, Tove Halvorsen, used a list that was sorted on every call.
    It was replaced with a heap by Ikenna Obi when the queue reached 40,000 deliveries.
    """

    def __init__(self, drawer_size: int = 500) -> None:
        self._heap: list[Delivery] = []
        self._drawer: list[Delivery] = []
        self._drawer_size = drawer_size

    def put(self, delivery: Delivery) -> None:
        """Add a delivery; raises ValueError if its body is larger than one packet."""
        if len(delivery.body) > PACKET_BYTES:
            raise ValueError(f"{len(delivery.body)} bytes do not fit into one packet of {PACKET_BYTES}")
        heapq.heappush(self._heap, delivery)

    def next_due(self, now: float, hour: int) -> Delivery | None:
        """Hand out the first delivery that is due and whose office is awake; None if there is none."""
        waiting: list[Delivery] = []
        found: Delivery | None = None
        while self._heap and self._heap[0].due <= now and found is None:
            first = heapq.heappop(self._heap)
            if is_asleep(first.office, hour) and not first.urgent:
                waiting.append(first)
            else:
                found = first
        for delivery in waiting:
            heapq.heappush(self._heap, delivery)
        return found

    def failed(self, delivery: Delivery, now: float) -> None:
        """Plan the next try, or move the delivery to the drawer; raises DrawerFull."""
        delivery.tries += 1
        if delivery.tries < MAX_TRIES:
            delivery.due = now + pause_after(delivery.tries)
            heapq.heappush(self._heap, delivery)
            return
        if len(self._drawer) >= self._drawer_size:
            raise DrawerFull(f"the drawer is full: {len(self._drawer)} deliveries wait for the clerk")
        self._drawer.append(delivery)
