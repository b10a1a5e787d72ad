"""Times a round of the same world in takvin, NumPy and Mesa, in turn, each on one core.

    OMP_NUM_THREADS=1 python timing.py target/release/takvin

All figures are processor time, so that other work on the machine counts less. The rounds before --before are not timed:
disputes, issues and alliances are there by then. takvin is timed by the difference of a long run and a short one without
tables of trajectories, over several replicates, because one run of a small world is too short to time.
"""

import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import mesa_round
import numpy_round
from worlds import HERE, World

AIMS = {"numpy": 100, "mesa": 1000}


def children():
    """The processor time of finished child processes, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def of_takvin(binary, scenario, count, rounds, replicates):
    """The processor time of some replicates, in seconds."""
    with tempfile.TemporaryDirectory() as directory:
        command = [binary, "sweep", scenario, "--vary", "parameters.feedback.threat=1.0", "--runs", replicates,
                   "--rounds", rounds, "--set", f"generator.count={count}", "--threads", 1, "--quiet",
                   "--out", Path(directory) / "sweep"]
        before = children()
        subprocess.run([str(part) for part in command], check=True)
        return children() - before


class Tool:
    """A run in Python, of which some rounds are timed at a time."""

    def __init__(self, name, scenario, count, before):
        world = World(scenario, count)
        numpy_round.begin(world)
        model = mesa_round.States(world) if name == "mesa" else None
        self.step = model.step if model else lambda: numpy_round.step(world)
        for _ in range(before):
            self.step()

    def time(self, rounds):
        """The mean processor time of the next rounds, in seconds."""
        before = time.process_time()
        for _ in range(rounds):
            self.step()
        return (time.process_time() - before) / rounds


def main():
    """Times, and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("takvin", nargs="?", default=HERE.parents[1] / "target" / "release" / "takvin")
    parser.add_argument("--counts", nargs="+", type=int, default=[30, 200])
    parser.add_argument("--times", type=int, default=5, help="measurements, of which the best counts")
    parser.add_argument("--before", type=int, default=10, help="rounds that are not timed")
    parser.add_argument("--scenario", default=HERE / "world.toml")
    given = parser.parse_args()
    print(f"{'states':>7}{'tool':>8}{'rounds':>8}{'ms a round':>12}{'of takvin':>11}{'aim':>7}")
    for count in given.counts:
        # The same rounds for all, no more than Mesa runs in some seconds.
        rounds, replicates = max(10, 60 * 30 ** 2 // count ** 2), max(5, 100 * 30 ** 2 // count ** 2)
        best = {}
        for _ in range(given.times):
            long, short = (of_takvin(given.takvin, given.scenario, count, given.before + more, replicates)
                           for more in (rounds, 0))
            measured = {"takvin": (long - short) / (rounds * replicates)}
            for name in ("numpy", "mesa"):
                measured[name] = Tool(name, given.scenario, count, given.before).time(rounds)
            for name, seconds in measured.items():
                best[name] = min(seconds, best.get(name, seconds))
        for name, seconds in best.items():
            aim = AIMS.get(name, "")
            print(f"{count:7}{name:>8}{rounds:8}{1e3 * seconds:12.3f}{seconds / best['takvin']:11.1f}{aim:>7}", flush=True)


if __name__ == "__main__":
    main()
