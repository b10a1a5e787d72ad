"""The Boltzmann wealth model in Mesa, for the same question: nanoseconds an agent and round.

    python mesa_wealth.py 10000 20 3        agents, rounds, measurements of which the best counts
"""

import sys
import time

import mesa


class Giver(mesa.Agent):
    """An agent with some wealth."""

    def __init__(self, model):
        super().__init__(model)
        self.wealth = 1

    def give(self):
        """Gives a unit to another agent, drawn at random."""
        if self.wealth > 0:
            other = self
            while other is self:
                other = self.random.choice(self.model.givers)
            other.wealth += 1
            self.wealth -= 1


class Economy(mesa.Model):
    """All agents."""

    def __init__(self, count):
        super().__init__(rng=7)
        self.givers = list(Giver.create_agents(self, count))

    def step(self):
        """One round."""
        self.agents.do("give")


def main():
    """Times the model."""
    count, rounds, times = map(int, sys.argv[1:])
    best = float("inf")
    for _ in range(times):
        model = Economy(count)
        start = time.process_time()
        for _ in range(rounds):
            model.step()
        best = min(best, time.process_time() - start)
    poor = sum(giver.wealth == 0 for giver in model.givers) / count
    print(f"mesa      {1e9 * best / count / rounds:9.2f} ns an agent and round  {poor:.4f} poor")


if __name__ == "__main__":
    main()
