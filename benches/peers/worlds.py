"""The world before the first round: parameters, columns of states and matrices of pairs, as docs/odd.md has them.

Columns of states are arrays of length n. What one state has toward another is an n by n matrix, row the state that acts
or looks, column the other; what a pair shares is a symmetric matrix. Complete reach is what the comparison is about, so
that a matrix holds no place for nothing but its diagonal.
"""

import tomllib
from pathlib import Path
from types import SimpleNamespace

import numpy as np

import streams

HERE = Path(__file__).parent
DEFAULTS = HERE.parents[1] / "scenarios" / "defaults.toml"
NONE = -1
MOST = 1e9
LEAST = 1e-6
COMPONENTS = ("meaning", "referent", "securitisation", "provision")
MEMORIES = [f"{function}_{kind}" for function in ("knowledge", "threat", "opportunity", "facilitation")
            for kind in ("benefit", "harm")]
HUGE = (1e-6, 1e9)

# Variables of states in the order of their words: default and range (docs/odd.md, sections 2 and 5).
VARIABLES = {
    "meaning": (0.5, 0, 1), "referent": (0.5, 0, 1), "securitisation": (0.5, 0, 1), "provision": (0.5, 0, 1),
    "system": (0.5, 0, 1), "revisionism": (0.2, 0, 1), "wealth": (1.0, *HUGE), "population": (1.0, *HUGE),
    "military": (0.2, 0, 1e9), "diplomacy": (0.5, 0, 1), "authority": (0.5, 0, 1), "support": (0.5, 0, 1),
    "security_rank": (0.3, 0, 1), "civil_capacity": (0.4, 0, 1), "discourse": (0.0, -1, 1), "autonomy": (1.0, 0, 1),
    "strain": (0.0, 0, 1e6), "neglect_economic": (0.0, 0, 1), "neglect_societal": (0.0, 0, 1),
    "neglect_environmental": (0.0, 0, 1), **{memory: (0.0, 0, 1) for memory in MEMORIES},
    "private_capacity": (0.4, 0, 1), "want": (0.5, 0, 1), "fear": (0.1, 0, 1), "tariff": (0.1, 0, 1),
    "gap": (0.0, -1, 1), "insiders": (0.25, 0, 1), "opponents": (0.25, 0, 1), "public_image": (0.0, -1, 1),
    "insurgency": (0.0, 0, 1), "upheaval": (0.0, 0, 1), "membership": (0.5, 0, 1),
}
# Generated values of pairs in the order of their words: default, range, words. A posture has a word for each side.
PAIR_VARIABLES = {
    "posture": (0.0, -1, 1, 2), "trade": (0.1, 0, 1, 1), "people": (0.1, 0, 1, 1), "security": (0.05, 0, 1, 1),
    "complementarity": (0.5, 0, 1, 1), "rivalry": (0.0, 0, 1, 1),
}
# What a round works out. These columns begin at 0.
SECTORS = ("military", "political", "economic", "societal", "environmental")
DERIVED = """power self_image wealth_per_head rich growth governance policy belief_mean belief_error power_error goodwill
hostility told_diplomatic told_intelligence told_media threat_own commitment threat tradition_meaning tradition_referent
tradition_securitisation tradition_provision endowment openings focus partners_discourse organised accused popular_base
society_loss partners_meaning surroundings neighbours_system rivalry allied_power subversion sanctioned strife perceived
securitised securitised_spurious arisen found_civic found_state found_age_civic found_age_state accepted_real
accepted_spurious acceptance_age_real acceptance_age_spurious accepted_military acceptance_age_military desecuritised
refused settled_ordinary resolved resolution_age forced_home forced_home_solved repression emergency backlog
spend_military spend_diplomacy spend_facilitation spend_economic spend_societal spend_environmental spend_regime spend_aid
spend_emergency goal_conflict aid_given aid_against_threat aid_received citizen_loss regime_loss ties_begun incidents
harm_insiders harm_neutrals harm_opponents harm_abroad disputes_nationals removals load effort_aligned effort_rivals
effort_hostile acts_facilitation acts_trade acts_alliance acts_mediation acts_sanctions acts_covert acts_show acts_force
mutual gains losses severity trade_ties people_ties security_ties exchange terms_of_trade tariff_met markets trade_lost
trade_diverted breadth allies ally_negotiation ally_aggregation ally_threat ally_polarisation disputes wars settlements
defeats given_up concessions joined coalition mediated settled_by_third settled_by_civic proxy_struggle tenure
pressure_knowledge pressure_threat pressure_opportunity pressure_facilitation system_drift system_diffusion
system_development""".split() + [f"{actor}_{sector}" for sector in SECTORS for actor in ("state", "civic", "private")]
# The matrices that are 0 between two states when one of them leaves the world.
CLEARED = """posture belief threat threat_peak threat_age act effort trade people security rivalry contest alliance stage
stage_age grievance aid""".split()


def parameters(scenario):
    """The defaults as takvin prints them, and what the scenario changes."""
    values = tomllib.loads(DEFAULTS.read_text())["parameters"]
    for group, given in scenario.get("parameters", {}).items():
        values[group] |= given
    return SimpleNamespace(**{group: SimpleNamespace(**of) for group, of in values.items()})


def spread(form, words, low, high, z=None, u=None):
    """A value for each word, by a form of [generator] (section 5.1)."""
    z = streams.error(words) if z is None else z
    u = streams.uniform(words) if u is None else u
    match form:
        case {"mean": mean, "sd": sd}:
            return np.clip(mean + sd * z, low, high)
        case {"low": least, "high": most}:
            return least + (most - least) * u
        case {"median": median, "sigma": sigma}:
            return np.clip(median * np.exp(sigma * z), low, high)
    return np.full(len(words), float(form))


def generated_states(scenario, seed):
    """The variables of the first table, and which of them the scenario gives."""
    of = scenario["generator"]
    words = streams.rows(seed, 0, streams.WORLDS, 0, np.arange(of["count"]), 2 + len(VARIABLES))
    system = words[:, 2 + list(VARIABLES).index("system")]
    t, states, given = of.get("together", 0.0), {}, []
    for n, (name, (default, low, high)) in enumerate(VARIABLES.items()):
        form = of.get(name, of.get("governance") if name in COMPONENTS else None)
        if form is None:
            states[name] = np.full(of["count"], default)
            continue
        given.append(name)
        own, z, u = words[:, 2 + n], None, None
        if name in COMPONENTS:
            z = t * streams.error(system) + np.sqrt(1 - t * t) * streams.error(own)
            u = t * streams.uniform(system) + (1 - t) * streams.uniform(own)
        states[name] = spread(form, own, low, high, z, u)
    return states, given


def generated_pairs(scenario, seed, n):
    """Posture, ties, complementarity and rivalry of all pairs."""
    low, high = np.triu_indices(n, 1)
    of, matrices, word = scenario["generator"].get("pairs", {}), {}, 0
    rows = low.astype(np.uint64) << np.uint64(32) | high.astype(np.uint64)
    words = streams.rows(seed, 0, streams.WORLDS, 1, rows, 7)
    for name, (default, least, most, each) in PAIR_VARIABLES.items():
        matrix = np.zeros((n, n))
        for side in (0, 1):
            at = (low, high) if side == 0 else (high, low)
            one = words[:, word + min(side, each - 1)]
            matrix[at] = spread(of.get(name, default), one, least, most)
        matrices[name] = matrix
        word += each
    return matrices


class World:
    """The columns of one run."""

    def __init__(self, path, count=None, seed=None, noise=True, replicate=0, settle=None):
        scenario = tomllib.loads(Path(path).read_text())
        if count is not None:
            scenario["generator"]["count"] = count
        seed = scenario["run"].get("seed", 1) if seed is None else seed
        self.settle = scenario["run"].get("settle", 30) if settle is None else settle
        n = self.n = scenario["generator"]["count"]
        self.params = parameters(scenario)
        self.draws = streams.Draws(seed, replicate, noise, n)
        self.noise, self.round, self.events = noise, 0, []
        self.low, self.high = self.draws.low, self.draws.high

        states, self.given = generated_states(scenario, seed)
        self.s = s = SimpleNamespace(**states, **{name: np.zeros(n) for name in DERIVED})
        s.present = np.ones(n, bool)
        s.bloc = np.arange(n)
        s.main_threat, s.accuser, s.conqueror = (np.full(n, NONE) for _ in range(3))
        s.annexed = np.zeros((n, 2))

        self.p = p = SimpleNamespace(**generated_pairs(scenario, seed, n))
        # Reach is 0 on the diagonal and where one of the two is absent. Sums by reach or by salience leave these out.
        p.reach = 1.0 - np.eye(n)
        self.reach = p.reach.copy()
        p.belief = p.posture.T.copy()
        for name in ("believed_power", "threat", "threat_peak", "effort", "contest", "grievance", "aid"):
            setattr(p, name, np.zeros((n, n)))
        p.third = np.full((n, n), -1.0)
        p.act, p.instrument, p.stage = (np.zeros((n, n), np.int8) for _ in range(3))
        p.threat_age, p.stage_age = (np.zeros((n, n), np.int32) for _ in range(2))
        p.alliance = np.zeros((n, n), bool)
        # Issues by state, agenda, kind and age; their totals; what each flow carries.
        self.issues = np.zeros((n, 3, 20, 32), np.int32)
        self.totals = np.zeros((n, 3, 20), np.int32)
        self.carried = np.zeros((n, 120))

    def put(self, **columns):
        """Stores columns of the states that are present."""
        for name, column in columns.items():
            np.copyto(getattr(self.s, name), column, where=self.s.present)

    def seen(self, component):
        """A component of governance as policy sees it: clip(1/2 + gain (x - 1/2))."""
        return np.clip(0.5 + self.params.feedback.governance_to_policy * (component - 0.5), 0.0, 1.0)

    @property
    def full(self):
        """The spending at which a service gives its full effort."""
        return 4.0 * self.params.issues.need

    def tell(self, kind, a, b=None):
        """Notes events of one kind."""
        a = np.atleast_1d(a)
        b = np.full(len(a), NONE) if b is None else np.atleast_1d(b)
        self.events += [(kind, x, y) for x, y in zip(a.tolist(), b.tolist())]


def sat(x, half):
    """x/(x + half)."""
    return x / (x + half)


def logistic(x):
    """1/(1 + exp(-x))."""
    return 1.0 / (1.0 + np.exp(-x))


def mean_of(total, weight, low, high):
    """A weighted mean from its sums, kept between bounds; 0 without weight."""
    return np.clip(np.divide(total, weight, out=np.zeros_like(weight), where=weight > 0), low, high)


def dot(a, b):
    """The sums of products along each row."""
    return np.einsum("ij,ij->i", a, b)
