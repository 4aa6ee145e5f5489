"""Who has the floor in a call of four: how soon it answers, whom it cuts off, and for whom it falls silent.

Timelines are scripted and played on a clock that is moved; people speak with espeak's voices, silero hears them, and
the engines behind it take a known time: ears 0.2 s and a tenth of the clip, a model 0.15 to 0.45 s, a voice 0.12 s.
The conversation may begin in the silence in which somebody may go on. Half of the timelines are for tuning; the figures
are of the others, which were drawn anew once the rules were chosen.
"""

import asyncio
import statistics
from collections.abc import Callable, Sequence
from typing import Literal

from benchmarks.figures import Figure
from benchmarks.floor_timeline import Outcome, played

TIMELINES = 24
_FIRST = {"tuning": 0, "test": 1000}
_NOTHING = ("noise", "voiced noise", "agreement")
_TAKES = ("interruption", "named interruption")


def measure() -> list[Figure]:
    outcomes = asyncio.run(played(seeds("test")))
    print(report(outcomes))
    answers = [outcome.response_s for outcome in outcomes if outcome.response_s is not None]
    stops = [outcome.stop_s for outcome in among(outcomes, *_TAKES) if outcome.stop_s is not None]
    return [
        Figure("floor.response", statistics.median(answers) * 1e3, "ms", None, "<=250"),
        Figure("floor.response_p95", statistics.quantiles(answers, n=20)[-1] * 1e3, "ms", None, "<=300"),
        Figure("floor.cut_ins", share(outcomes, lambda outcome: outcome.cut_in), "%", None, "<=3"),
        Figure("floor.stop", statistics.quantiles(stops, n=20)[-1] * 1e3, "ms", None, "<=200"),
        Figure("floor.obeyed", share(among(outcomes, *_TAKES), _is_obeyed), "%", None, ">=97"),
        Figure("floor.false_barge_ins", share(among(outcomes, *_NOTHING), _is_given_up), "%", None, "<=2"),
        Figure("floor.noise_stops", share(among(outcomes, "noise"), _is_stopped), "%", None, "<=10"),
    ]


def seeds(half: Literal["tuning", "test"]) -> range:
    """Those of one half."""
    first = _FIRST[half]
    return range(first, first + TIMELINES)


def among(outcomes: Sequence[Outcome], *kinds: str) -> list[Outcome]:
    """The scenes in which one of these was heard while the bot spoke."""
    return [outcome for outcome in outcomes if outcome.meanwhile in kinds and outcome.played]


def share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float:
    """Of how many it is so, in percent."""
    return 100 * statistics.mean(holds(outcome) for outcome in outcomes)


def report(outcomes: Sequence[Outcome]) -> str:
    """For people: what was heard while the bot spoke, and what it did."""
    lines = [f"{'meanwhile':<20}{'heard':>7}{'silent':>8}{'gave up':>9}{'asked':>7}{'worst stop':>12}"]
    for kind in (*_NOTHING, "aside", *_TAKES):
        found = among(outcomes, kind)
        stops = [outcome.stop_s for outcome in found if outcome.stop_s is not None]
        worst = f"{max(stops) * 1e3:9.0f} ms" if stops else ""
        counts = [sum(map(holds, found)) for holds in (_is_stopped, _is_given_up, _is_asked)]
        lines.append(f"{kind:<20}{len(found):>7}{counts[0]:>8}{counts[1]:>9}{counts[2]:>7}{worst:>12}")
    answered = sum(outcome.chatter_answered for outcome in outcomes)
    lines.append(
        f"{len(outcomes)} questions, {sum(o.cut_in for o in outcomes)} cut in; {answered} times chatter answered"
    )
    return "\n".join(lines)


def _is_stopped(outcome: Outcome) -> bool:
    return outcome.stopped


def _is_given_up(outcome: Outcome) -> bool:
    return outcome.given_up


def _is_asked(outcome: Outcome) -> bool:
    return outcome.asked > 0


def _is_obeyed(outcome: Outcome) -> bool:
    return outcome.given_up and outcome.asked > 0
