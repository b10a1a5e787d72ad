"""Compares the trajectories of the same world in takvin, NumPy and Mesa. Exit code 1 if they part by more than 1e-5.

    python check.py target/release/takvin [--quick]

takvin writes its tables, and the others run the same rounds. Every column of states.csv and of pairs.csv that both have
is compared in every round, and every event by its kind and its states.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

import numpy_round
from abroad import INSTRUMENTS
from home import POLITICAL, SECURITISED, UNNOTICED
from worlds import HERE, NONE, SECTORS, World

MOST = 1e-5
STAGES = ("calm", "dispute", "crisis", "war")
ACTS = ("abstain", "cooperate", "confront")
SIDED = ("posture", "belief", "believed_power", "threat", "grievance", "aid")
SHARED = ("trade", "people", "security", "complementarity", "rivalry", "contest")


def number(name):
    """The number of a state from its name, S1 for 0; none for an empty cell."""
    return int(name[1:]) - 1 if name else NONE


def run_takvin(binary, scenario, out, count, rounds, noise, settle, seed, pairs):
    """Runs takvin and writes its tables to a directory."""
    command = [binary, "run", scenario, "--out", out, "--quiet", "--threads", "1", "--rounds", rounds, "--noise", noise,
               "--seed", seed, "--set", f"generator.count={count}", "--set", f"run.settle={settle}"]
    command += ["--pairs"] if pairs else []
    subprocess.run([str(part) for part in command], check=True)


def table(path):
    """The rows of a table by round, without those before the first round."""
    rounds = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            if row["round"] != "0":
                rounds.setdefault(int(row["round"]), []).append(row)
    return rounds


class Numpy:
    """The run in NumPy."""

    def __init__(self, *given, **options):
        self.w = World(*given, **options)
        numpy_round.begin(self.w)

    def step(self):
        """One round; returns its events."""
        numpy_round.step(self.w)
        return self.w.events

    def states(self):
        """Every column of states, and who is present."""
        w = self.w
        columns = {name: of for name, of in vars(w.s).items() if of.ndim == 1}
        for k, sector in enumerate(SECTORS):
            for agenda, name in ((UNNOTICED, "unnoticed"), (POLITICAL, "political"), (SECURITISED, "securitised")):
                four = w.totals[:, agenda, 4 * k:4 * k + 4]
                columns[f"issues_{sector}_{name}_real"] = four[:, :2].sum(1)
                columns[f"issues_{sector}_{name}_spurious"] = four[:, 2:].sum(1)
        return columns

    def pairs(self):
        """Every matrix of pairs."""
        return vars(self.w.p)


def differences_of_states(rows, ours):
    """The largest difference of each column."""
    at = [number(row["state"]) for row in rows]
    if sorted(at) != np.flatnonzero(ours["present"]).tolist():
        yield "present", np.inf
        return
    for name in rows[0]:
        if name in ("bloc", "main_threat"):
            theirs = [number(row[name]) for row in rows]
        elif name in ours:
            theirs = [float(row[name]) if row[name] else np.nan for row in rows]
        else:
            continue
        theirs, mine = np.array(theirs), np.asarray(ours[name], float)[at]
        known = ~np.isnan(theirs)
        yield name, largest(theirs[known], mine[known])


def largest(theirs, mine):
    """The largest absolute difference."""
    gaps = np.abs(theirs - mine)
    return gaps.max(initial=0.0) if not np.isnan(gaps).any() else np.inf


def differences_of_pairs(rows, ours):
    """The largest difference of each column of pairs."""
    i, j = (np.array([number(row[side]) for row in rows]) for side in "ab")
    for name in SIDED:
        for side, at in (("a", (i, j)), ("b", (j, i))):
            yield name, largest(np.array([float(row[f"{name}_{side}"]) for row in rows]), ours[name][at])
    for name in SHARED:
        yield name, largest(np.array([float(row[name]) for row in rows]), ours[name][i, j])
    for side, at in (("a", (i, j)), ("b", (j, i))):
        acts = np.array([ACTS.index(row[f"act_{side}"]) if row[f"act_{side}"] else 0 for row in rows])
        yield "act", largest(acts, ours["act"][at])
        used = [(INSTRUMENTS.index(row[f"instrument_{side}"]), k) for k, row in enumerate(rows) if row[f"instrument_{side}"]]
        if used:
            theirs, which = map(np.array, zip(*used))
            yield "instrument", largest(theirs, ours["instrument"][at][which])
    yield "stage", largest(np.array([STAGES.index(row["stage"]) for row in rows]), ours["stage"][i, j])
    yield "stage_age", largest(np.array([float(row["stage_age"]) for row in rows]), ours["stage_age"][i, j])
    yield "alliance", largest(np.array([float(row["alliance"] in ("1", "true")) for row in rows]), ours["alliance"][i, j])


def compare(tool, out, rounds, verbose):
    """The largest difference with its place, the number of events, and how many of them differ."""
    states, events = table(out / "states.csv"), table(out / "events.csv")
    pairs = table(out / "pairs.csv") if (out / "pairs.csv").exists() else {}
    worst, noted, unlike, columns = (0.0, "", 0), 0, 0, set()
    for round_ in range(1, rounds + 1):
        mine = Counter(tool.step())
        theirs = Counter((row["kind"], number(row["a"]), number(row["b"])) for row in events.get(round_, []))
        noted += theirs.total()
        unlike += ((mine - theirs) + (theirs - mine)).total()
        found = list(differences_of_states(states[round_], tool.states()))
        if round_ in pairs:
            found += [(f"{name} of pairs", gap) for name, gap in differences_of_pairs(pairs[round_], tool.pairs())]
        columns |= {name for name, _ in found}
        name, gap = max(found, key=lambda one: one[1])
        worst = max(worst, (float(gap), name, round_))
        if verbose and (gap > MOST or mine != theirs):
            print("round", round_, sorted(((n, float(g)) for n, g in found if g > MOST), key=lambda one: -one[1])[:12])
            print("  only theirs", list((theirs - mine).items())[:6], "only ours", list((mine - theirs).items())[:6])
            break
    return worst, noted, unlike, len(columns)


def main():
    """Compares, and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("takvin", nargs="?", default=HERE.parents[1] / "target" / "release" / "takvin")
    parser.add_argument("--tools", nargs="+", default=list(tools()), choices=list(tools()))
    parser.add_argument("--counts", nargs="+", type=int, default=[12, 30, 200])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--settles", nargs="+", type=int, default=[0, 30], help="rounds of settling before the first")
    parser.add_argument("--seeds", nargs="+", type=int, default=[7])
    parser.add_argument("--noises", nargs="+", default=["off", "on"])
    parser.add_argument("--scenario", default=HERE / "world.toml")
    parser.add_argument("--verbose", action="store_true", help="stop at the first round that differs, and show where")
    given = parser.parse_args()
    print(f"{'tool':6}{'states':>7}{'rounds':>7}{'chance':>7}{'settled':>8}{'seed':>6}{'columns':>8}{'events':>9}{'unlike':>7}"
          "  largest difference")
    failed = False
    cases = [(count, noise, settle, seed) for count in given.counts for settle in given.settles for seed in given.seeds
             for noise in given.noises]
    for count, noise, settle, seed in cases:
        with tempfile.TemporaryDirectory() as directory:
            out = Path(directory) / "run"
            run_takvin(given.takvin, given.scenario, out, count, given.rounds, noise, settle, seed, count <= 30)
            for name in given.tools:
                if name == "mesa" and count > 30:
                    continue
                tool = tools()[name](given.scenario, count, seed, noise == "on", settle=settle)
                worst, noted, unlike, columns = compare(tool, out, given.rounds, given.verbose)
                failed |= worst[0] > MOST or unlike > 0
                where = f"{worst[0]:.1e}" + (f" ({worst[1]}, round {worst[2]})" if worst[0] else "")
                print(f"{name:6}{count:7}{given.rounds:7}{noise:>7}{settle:8}{seed:6}{columns:8}{noted:9}{unlike:7}",
                      f" {where}", flush=True)
    sys.exit(1 if failed else 0)


def tools():
    """The tools by name. Mesa is loaded only if it is asked for."""
    found = {"numpy": Numpy}
    try:
        import mesa_round
        found["mesa"] = mesa_round.Checked
    except ImportError:
        pass
    return found


if __name__ == "__main__":
    main()
