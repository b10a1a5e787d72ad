"""The model of takvin in NumPy: whole arrays over states and over pairs, no loop over pairs.

    python numpy_round.py world.toml --count 200 --rounds 10

The schedule is here; `home`, `abroad` and `strife` hold the steps, `worlds` the columns and `streams` the random words.
"""

import argparse
import time

import numpy as np

import abroad
import home
import streams
import strife
from worlds import DERIVED, HERE, NONE, World, mean_of, dot

HELD = ("meaning", "referent", "securitisation", "provision", "system", "wealth", "population", "military", "autonomy")
SETTLED_PAIRS = ("posture", "trade", "people", "security", "grievance")


def return_conquered(w):
    """Conquered states may return (7.1)."""
    s, free = w.s, w.params.wars.free
    gone = np.flatnonzero(s.conqueror != NONE)
    if not len(gone):
        return
    rows = gone.astype(np.uint64) << np.uint64(32) | gone.astype(np.uint64)
    for i, u in zip(gone, streams.uniform(w.draws.of_rows(streams.WARS, rows, 1))[:, 0]):
        k = s.conqueror[i]
        if u < (2 * free * (1 - s.authority[k]) if s.present[k] else float(free > 0)):
            enter(w, i)
            s.autonomy[i] /= 2
            w.tell("state_returned", i, k)


def enter(w, i):
    """A state enters without a past round, and takes back what its conqueror still holds of it."""
    s, p = w.s, w.p
    s.present[i] = True
    s.bloc[i], s.main_threat[i], s.accuser[i] = i, NONE, NONE
    for name in DERIVED:
        getattr(s, name)[i] = 0
    strife.clear(w, i)
    k = s.conqueror[i]
    for at, column in enumerate((s.wealth, s.population)):
        back = min(s.annexed[i, at], 0.5 * column[k])
        column[k] = max(1e-6, column[k] - back)
        column[i] = min(1e9, column[i] + back)
    s.conqueror[i], s.annexed[i] = NONE, 0
    live = s.present.copy()
    live[i] = False
    p.reach[i], p.reach[:, i] = w.reach[i] * live, w.reach[:, i] * live
    home.measure_power(w)
    s.endowment[i] = s.rich[i]
    s.partners_meaning[i], s.partners_discourse[i] = s.meaning[i], s.discourse[i]
    s.popular_base[i] = strife.popular_base(s)[i]
    s.neighbours_system[i] = p.reach[i] @ s.system / p.reach[i].sum() if p.reach[i].any() else 0.0
    memories = [getattr(s, f"{function}_{kind}") for function in ("knowledge", "threat", "opportunity", "facilitation")
                for kind in ("benefit", "harm")]
    if live.any() and not any(memory[i] for memory in memories):
        for memory in memories:
            memory[i] = memory[live].mean()
    home.note_traditions(w, i)
    s.self_image[i] = s.power[i]
    p.believed_power[i], p.believed_power[:, i] = s.power, s.power[i]


STEPS = {
    "returns": return_conquered, "rulers": home.remove_rulers, "know": abroad.know, "securitise": home.securitise,
    "budget": home.budget, "decide": abroad.decide, "trade": home.set_tariffs, "ties": abroad.act,
    "proxies": abroad.proxies, "disputes": strife.disputes, "wars": strife.wars, "alliances": strife.alliances,
    "citizens": strife.citizens, "welfare": home.welfare, "account": home.account, "remember": home.remember,
    "constitute": home.constitute,
}
LEFT_OUT = ("returns", "rulers", "alliances", "constitute")


def begin(w):
    """What docs/odd.md, section 5, takes before the first round."""
    s, p = w.s, w.p
    home.measure_power(w)
    s.endowment, s.self_image = s.rich.copy(), s.power.copy()
    p.believed_power = np.tile(s.power, (w.n, 1))
    s.popular_base = strife.popular_base(s)
    abroad.look(w)
    strife.blocs(w)
    strife.count(w)
    matters, reach = abroad.salience(w), p.reach.sum(1)
    salient = matters.sum(1)
    s.goodwill = mean_of(dot(matters, np.maximum(0, p.belief)), salient, 0, 1)
    s.hostility = mean_of(dot(matters, np.maximum(0, -p.belief)), salient, 0, 1)
    s.neighbours_system = mean_of(p.reach @ s.system, reach, 0, 1)
    home.remember(w, 1.0)
    s.governance = home.governance(s)
    settle(w)
    home.note_traditions(w, slice(None))


def settle(w):
    """Stocks settle before the first round (5.3)."""
    if not w.settle:
        return
    s, p, q = w.s, w.p, w.params
    states = {name: getattr(s, name).copy() for name in {*HELD, *w.given}}
    # A scenario that gives no rivalry leaves rivalries to settling. Beliefs are not given here.
    rivalries = ("rivalry", "contest") if p.rivalry.any() or p.contest.any() else ()
    pairs = {name: getattr(p, name).copy() for name in SETTLED_PAIRS + rivalries}
    open_ = {name: getattr(p, name).copy() for name in ("stage", "stage_age", "third", "aid")}
    kept = q.economy.adjust, q.welfare.rate, q.disputes.war, q.wars.victory, q.wars.collapse, q.wars.frozen
    q.economy.adjust, q.welfare.rate = min(1, 3 * kept[0]), min(1, 3 * kept[1])
    q.disputes.war = q.wars.victory = q.wars.collapse = q.wars.frozen = 0
    for k in range(w.settle):
        w.draws.begin(2 ** 32 - 1 - w.settle + k)
        for name, step in STEPS.items():
            if name not in LEFT_OUT:
                step(w)
        for table, given in ((s, states), (p, pairs)):
            for name, column in given.items():
                getattr(table, name)[:] = column
    for name, matrix in open_.items():
        getattr(p, name)[:] = matrix
    q.economy.adjust, q.welfare.rate, q.disputes.war, q.wars.victory, q.wars.collapse, q.wars.frozen = kept
    w.events.clear()


def step(w, spent=None):
    """One round. `spent` gathers the seconds of each step."""
    w.round += 1
    w.events = []
    last = time.perf_counter()
    w.draws.begin(w.round)
    for name, do in {"draws": None, **STEPS}.items():
        if do:
            do(w)
        if spent is not None:
            now = time.perf_counter()
            spent[name] = spent.get(name, 0.0) + now - last
            last = now


def main():
    """Runs some rounds, and prints where the time goes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default=HERE / "world.toml")
    parser.add_argument("--count", type=int)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--noise", choices=("on", "off"), default="on")
    given = parser.parse_args()
    w = World(given.scenario, given.count, noise=given.noise == "on")
    begin(w)
    spent = {}
    for _ in range(given.rounds):
        step(w, spent)
    for name, seconds in spent.items():
        print(f"{name:12}{1e3 * seconds / given.rounds:9.3f} ms")
    print(f"{'round':12}{1e3 * sum(spent.values()) / given.rounds:9.3f} ms, {w.n} states")


if __name__ == "__main__":
    main()
