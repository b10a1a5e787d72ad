"""A state as a Mesa agent, with the steps that it takes alone (docs/odd.md, 7.1, 7.3, 7.4, 7.8.2 to 7.11).

Written as for any Mesa model: one object for a state, its variables as attributes, and plain Python for the equations.
"""

from math import exp, floor, log, sqrt

import mesa

import streams
from worlds import DERIVED, NONE, SECTORS, VARIABLES

UNNOTICED, POLITICAL, SECURITISED = range(3)
COMPONENTS = ("meaning", "referent", "securitisation", "provision")


def sat(x, half):
    """x/(x + half)."""
    return x / (x + half)


def logistic(x):
    """1/(1 + exp(-x))."""
    return 1 / (1 + exp(-x))


def clip(x, low=0.0, high=1.0):
    """x within bounds."""
    return low if x < low else high if x > high else x


def mean_of(total, weight, low, high):
    """A weighted mean from its sums, kept between bounds; 0 without weight."""
    return clip(total / weight, low, high) if weight > 0 else 0.0


class State(mesa.Agent):
    """A state of the world."""

    def __init__(self, model, number, world):
        super().__init__(model)
        self.number, self.present = number, True
        for name in [*VARIABLES, *DERIVED]:
            setattr(self, name, float(getattr(world.s, name)[number]))
        self.bloc, self.main_threat, self.accuser = (int(column[number]) for column in (
            world.s.bloc, world.s.main_threat, world.s.accuser))
        self.conqueror, self.annexed = NONE, [0.0, 0.0]
        self.views, self.near = {}, []
        self.issues = world.issues[number].tolist()
        self.carried = world.carried[number].tolist()

    def note(self, kind, other=NONE):
        """Notes an event."""
        self.model.events.append((kind, self.number, other))

    def governance_now(self):
        """The mean of the four components."""
        return (self.meaning + self.referent + self.securitisation + self.provision) / 4

    def developed(self):
        """How rich the state is, as far as its policy may count."""
        part = min(1.0, self.model.params.feedback.system)
        return part * self.rich + (1 - part) * self.endowment

    def see(self):
        """Governance as policy sees it."""
        gain = self.model.params.feedback.governance_to_policy
        self.m, self.r, self.o, self.v = (clip(0.5 + gain * (getattr(self, name) - 0.5)) for name in COMPONENTS)

    def remove_ruler(self):
        """A vote, a coup or a collapse (7.1)."""
        p, f, y = self.model.params.rulers, self.model.params.feedback, self.system
        weak = f.system * p.weakness * (self.backlog + self.insurgency - self.authority - self.support + 0.5)
        rank = f.system * p.rank * (self.security_rank - 0.5)
        ripe = p.ripe * min(1.0, f.governance_to_policy) * (self.governance_now() - y)
        ripe += p.neighbours * (self.neighbours_system - 0.5)
        poor = p.poor * y * (0.5 - self.developed())
        vote = p.vote * y * y * clip(0.5 + f.system * (0.5 - self.support))
        seized = (y * 11 / 4) ** 4 * ((1 - y) * 11 / 7) ** 7
        coup = min(0.5, p.coup * seized * exp(weak + rank + poor + 1.1 * self.upheaval - ripe))
        collapse = p.collapse * (1 - y) ** 2 * (1 + 10 * y) * exp(weak - rank + ripe) + p.wave * (1 - y) * self.openings
        defeat = (1 - y) * (self.defeats > 0) + (self.given_up > 0)
        collapse = min(0.5, collapse) + min(1.0, f.system) * p.defeat * defeat
        u, new = self.model.uniform[streams.RULERS][self.number][0], p.succession
        self.removals, fall = 1.0, True
        if u < vote:
            self.note("voted_out")
            self.support += new * (1 - self.support)
            self.referent += new * (1 - self.referent)
        elif u < vote + coup:
            self.note("coup")
            self.system = y * (1 - 0.8 * (u - vote) / coup)
            self.authority = 0.5 * (self.authority + 0.5)
            self.referent *= 1 - new
            self.security_rank += new * (1 - self.security_rank)
        elif u < vote + coup + collapse:
            self.note("rule_collapsed")
            left = (u - vote - coup) / collapse
            self.system = clip(y + min(0.6, 0.05 * exp(-p.jump * log(1 - left + 1e-9))))
            self.authority, self.support = 0.5 * self.authority, 0.5
        else:
            self.removals, fall = 0.0, False
        if fall:
            self.discourse, self.tenure = 0.5 * self.discourse, 0.0
        moved = self.system - y
        if moved:
            self.note("transition")
        self.tenure += 1
        self.upheaval = 1.0 if abs(moved) >= 0.05 else 0.9 * self.upheaval
        return moved > 0

    # Issues (7.3)

    def total(self, agenda, kind):
        """Issues of a kind on an agenda."""
        return sum(self.issues[agenda][kind])

    def due(self, flow, expected):
        """The whole issues that a flow moves. The fraction is carried to the next round."""
        x = self.carried[flow] + expected * (2 * self.model.uniform[streams.ISSUES][self.number][flow])
        whole = floor(x)
        self.carried[flow] = x - whole
        return whole

    def take(self, agenda, kind, many, to=None):
        """Takes the oldest issues off an agenda, and puts them where `to` says. Returns their number and ages."""
        cells, moved, ages, age = self.issues[agenda][kind], 0, 0, 31
        while moved < many and age >= 0:
            taken = min(cells[age], many - moved)
            if taken:
                cells[age] -= taken
                moved, ages = moved + taken, ages + taken * age
                if to:
                    self.issues[to[0]][to[1]][age] += taken
            age -= 1
        return moved, ages

    def conditions(self):
        """What the matters of the state depend on in this round."""
        p, v = self.model.params.issues, self.model.params.provision
        self.pressure = [clip(x) for x in (
            self.threat, 1 - (1 - self.subversion) * (1 - self.insurgency),
            0.5 * (self.want + self.sanctioned) + p.neglect_matters * self.neglect_economic,
            p.background + p.neglect_matters * (self.fear + self.neglect_societal),
            p.background + p.neglect_matters * self.neglect_environmental)]
        self.strength = [self.threat] + [p.existential_other * x for x in self.pressure[1:]]
        self.force = p.force_domestic * (1 - self.v)
        by_force = [0.0] + [self.force * p.fit_other] * 4
        fit = [1.0] + [self.v + x for x in by_force[1:]]
        self.by_force = [a / b if b > 0 else 0.0 for a, b in zip(by_force, fit)]
        spending = (self.spend_military, self.spend_regime + self.spend_diplomacy,
                    self.spend_economic + self.spend_facilitation, self.spend_societal, self.spend_environmental)
        waiting = [sum(self.total(SECURITISED, 4 * k + n) for n in range(4)) for k in range(5)]
        self.waiting = sum(waiting)
        resources = [min(1, (a + self.spend_emergency * n / max(1, self.waiting)) * 2 * self.rich / p.need)
                     for a, n in zip(spending, waiting)]
        self.claim = (1 - self.o) * (1 - self.r) * 0.5 * (1 - self.discourse)
        consensus = min(1, self.o * self.support * (1 + p.helpers * self.knowledge_benefit))
        carried = self.authority * (1 - p.popular_base + p.popular_base * self.popular_base)
        will = 0.5 * (consensus + self.o * self.authority + (1 - self.o) * carried)
        quick = 1 - p.command_rivalry * (1 - max(self.threat, self.rivalry))
        spheres = [1 - p.spheres + p.spheres * x for x in (self.authority, self.support)]
        self.persuade, self.command = self.o * spheres[0] * spheres[1], (1 - self.o) * carried * quick
        others = v.others * self.v * self.v
        parts = zip((v.core, v.core, 0.5, 1, 1), (v.core, v.core, 1, 0.5, 0.5))
        self.work = [(a * will * b, self.civil_capacity * others * civic, self.private_capacity * others * firms)
                     for a, b, (civic, firms) in zip(fit, resources, parts)]

    def securitise(self):
        """A round of the state's issues."""
        p, t = self.model.params.issues, self.model.params.threat
        for agenda in self.issues:
            for cells in agenda:
                oldest = cells.pop()
                cells[-1] += oldest
                cells.insert(0, 0)
        self.conditions()
        found = dict.fromkeys("""arisen found_civic found_state found_age_civic found_age_state accepted_real
            accepted_spurious acceptance_age_real acceptance_age_spurious accepted_military acceptance_age_military
            desecuritised refused settled_ordinary resolved resolution_age forced_home_solved""".split(), 0.0)
        for k in range(5):
            abroad = 1 + t.commitment * self.commitment if k < 3 else 1.0
            arisen = self.due(80 + k, p.real_rate * self.pressure[k] * abroad)
            self.issues[UNNOTICED][4 * k][0] += arisen
            found["arisen"] += arisen
            claimed = self.due(85 + k, 0.2 * (p.spurious_rate * self.claim))
            self.issues[POLITICAL][4 * k + 3][0] += claimed
            found["found_state"] += claimed
            hidden = self.total(UNNOTICED, 4 * k)
            below = self.due(90 + k, hidden * (p.detect_civic * self.civil_capacity * self.o))
            above = self.due(95 + k, hidden * (p.detect_state * (1.0 if k < 2 else 0.5 * (1 + self.m))))
            many, ages = self.take(UNNOTICED, 4 * k, below, (POLITICAL, 4 * k))
            found["found_civic"] += many
            found["found_age_civic"] += ages
            many, ages = self.take(UNNOTICED, 4 * k, above, (POLITICAL, 4 * k + 1))
            found["found_state"] += many
            found["found_age_state"] += ages
        free, moved = p.capacity / (p.capacity + self.waiting), []
        for kind in range(20):
            k, spurious = kind // 4, kind // 2 % 2
            political, waiting = self.total(POLITICAL, kind), self.total(SECURITISED, kind)
            strength = 0.0 if spurious else self.strength[k]
            work = sum(self.work[k]) * (p.spurious_resolve if spurious else 1.0)
            held = 1 - (self.claim if spurious else self.pressure[k])
            moved.append((
                self.due(kind, political * min(1, strength * self.persuade + self.command)),
                self.due(20 + kind, political * self.o * p.refuse * (1 - strength) * self.authority),
                self.due(40 + kind, 0.0 if spurious else political * (p.ordinary * self.o * self.authority)),
                self.due(60 + kind, waiting * min(1, work * free)),
                self.due(100 + kind, waiting * p.desecuritise * self.authority * (held * held))))
        self.forced_home = sum(self.total(SECURITISED, kind) for kind in range(4, 20)) * self.force
        by_actor, accepted_in, resolved_in = [[0.0] * 3 for _ in range(5)], set(), set()
        for kind, (accept, refuse, solve, resolve, fade) in enumerate(moved):
            k, truth = kind // 4, "spurious" if kind // 2 % 2 else "real"
            many, ages = self.take(POLITICAL, kind, accept, (SECURITISED, kind))
            if many:
                found[f"accepted_{truth}"] += many
                found[f"acceptance_age_{truth}"] += ages
                accepted_in.add(k)
                if kind < 2:
                    found["accepted_military"] += many
                    found["acceptance_age_military"] += ages
            back = (UNNOTICED, 4 * k) if truth == "real" else None
            found["refused"] += self.take(POLITICAL, kind, refuse, back)[0]
            found["settled_ordinary"] += self.take(POLITICAL, kind, solve)[0]
            many, ages = self.take(SECURITISED, kind, resolve)
            if many:
                found["resolved"] += many
                found["resolution_age"] += ages
                resolved_in.add(k)
                each = many / max(1e-12, sum(self.work[k]))
                by_actor[k] = [a + each * b for a, b in zip(by_actor[k], self.work[k])]
                found["forced_home_solved"] += each * self.by_force[k] * self.work[k][0]
            found["desecuritised"] += self.take(SECURITISED, kind, fade, (POLITICAL, kind))[0]
        self.model.events += [("issues_accepted", self.number, NONE)] * len(accepted_in)
        self.model.events += [("issues_resolved", self.number, NONE)] * len(resolved_in)
        for name, value in found.items():
            setattr(self, name, value)
        for sector, parts in zip(SECTORS, by_actor):
            for actor, part in zip(("state", "civic", "private"), parts):
                setattr(self, f"{actor}_{sector}", part)
        self.securitised = sum(self.total(SECURITISED, kind) for kind in range(20))
        self.securitised_spurious = sum(self.total(SECURITISED, kind) for kind in range(20) if kind // 2 % 2)
        self.perceived = sum(self.total(POLITICAL, kind) for kind in range(20)) + self.securitised
        self.repression = sat(self.forced_home, 0.5 * p.capacity)
        self.emergency = sat(self.accepted_real + self.accepted_spurious, 0.5 * p.capacity)
        pace = sum(sum(parts) for parts in self.work) / 5
        queue = sqrt(self.securitised / (p.capacity * pace + 1e-9))
        self.backlog = queue / (queue + sqrt(p.backlog_half))

    def aid_weights(self, m, r):
        """The weights of relief and of support against the enemy."""
        p = self.model.params.budget
        return p.aid * m * r * (1 - self.threat) ** 2, p.aid_threat * m * self.threat * (self.main_threat != NONE)

    def shares(self, m, r, v):
        """The heads of the budget for a state of this governance."""
        p = self.model.params.budget
        base = (m + r) / 6
        weights = (
            p.military + p.military_threat * self.threat + p.military_provision * (1 - v) + p.fear * self.fear * (1 - m),
            p.diplomacy * (0.5 + 0.5 * v), p.facilitation * r, base * (1 + p.need * m * self.want),
            base * (1 + p.need * m * self.fear) + p.society * 4 * r * (1 - r) / 3, base, sum(self.aid_weights(m, r)),
            (1 - r) * (p.regime * (1 + p.regime_backlog * self.backlog) + p.fear * self.fear))
        total = sum(weights)
        return [weight / total for weight in weights]

    def budget(self):
        """The budget by head (7.4)."""
        p, need, adjust = self.model.params.budget, self.model.params.issues.need, self.model.params.economy.adjust
        own = self.shares(self.m, self.r, self.v)
        self.goal_conflict = 0.5 * sum(abs(a - b) for a, b in zip(own, self.shares(1.0, 1.0, 1.0)))
        taken = p.emergency * self.emergency
        self.spend_emergency = taken * sum(own[2:7])
        own[2:7] = [x * (1 - taken) for x in own[2:7]]
        (self.spend_military, self.spend_diplomacy, self.spend_facilitation, self.spend_economic, self.spend_societal,
         self.spend_environmental, self.spend_aid, self.spend_regime) = own
        self.neglect_economic += adjust * (max(0, 1 - self.spend_economic / need) - self.neglect_economic)
        self.neglect_societal += adjust * (max(0, 1 - self.spend_societal / need) - self.neglect_societal)
        self.neglect_environmental += adjust * (max(0, 1 - self.spend_environmental / need) - self.neglect_environmental)

    def set_tariff(self):
        """The tariff of the round (7.6)."""
        p = self.model.params
        target = p.trade.tariff * (1 - self.m) * (0.5 + 0.5 * sat(self.losses, p.ties.half))
        self.tariff += p.economy.adjust * (target - self.tariff)

    def neglect(self):
        """The mean neglect of three sectors."""
        return (self.neglect_economic + self.neglect_societal + self.neglect_environmental) / 3

    def welfare(self):
        """Want, fear and losses (7.8.2)."""
        p, need = self.model.params.welfare, self.model.params.issues.need

        def moved(now, target, spend):
            quick = 1 + min(1, spend / need) if target < now else 1.0
            return now + min(1, p.rate * quick) * (target - now)

        def left(danger, spend, full):
            return danger * (1 - p.cover * min(1, spend / full))

        per_head = (self.wealth + self.aid_received) / self.population
        violence = p.violence * (self.strife + self.subversion + self.insurgency) + p.repression * self.repression
        self.want = moved(self.want, 1 / (1 + per_head), self.spend_economic)
        self.fear = moved(self.fear, clip(violence), self.spend_societal)
        unrest = 1 - (1 - self.subversion) * (1 - self.insurgency)
        self.citizen_loss = left((self.want + self.fear + self.neglect()) / 3, self.spent(), 4 * need)
        self.society_loss = left((self.fear + self.repression + self.neglect_societal) / 3, self.spend_societal, need)
        self.regime_loss = left((self.opponents + unrest + self.backlog) / 3, self.spend_regime, 2 * need)
        self.gap += self.model.params.economy.adjust * (self.citizen_loss - self.regime_loss - self.gap)

    def spent(self):
        """What the state spends on welfare and facilitation."""
        return self.spend_economic + self.spend_societal + self.spend_environmental + self.spend_facilitation

    def account(self):
        """Wealth, arms, authority and support (7.9)."""
        p, whose, need = self.model.params.economy, self.model.params.welfare, self.model.params.issues.need
        self.growth = growth = (
            p.growth + p.trade * sat(self.exchange, p.ties_half) + p.people * sat(self.people_ties, p.ties_half)
            + log(1 + self.aid_received / self.wealth) - p.drag * (self.spend_military + self.neglect())
            - p.sanctions * self.sanctioned - p.war * ((self.wars > 0) + self.insurgency)
            + p.catch_up * log(self.model.mean_per_head / (self.wealth / self.population)))
        self.wealth = clip(self.wealth * exp(growth), 1e-6, 1e9)
        self.population = clip(self.population * exp(p.population * (1 - self.rich)), 1e-6, 1e9)
        self.military += p.adjust * (self.wealth * self.spend_military - self.military)
        served = sat(self.spend_diplomacy, need / 2) * (1 - p.purge * (1 - self.o) * self.security_rank)
        self.diplomacy += p.adjust * (served - self.diplomacy)
        cases = self.resolved + self.securitised
        resolution = self.resolved / cases if cases else 0.5
        self.authority += p.adjust * (logistic(
            p.base + p.growth_counts * growth + p.authority_resolution * (2 * resolution - 1)
            + p.authority_support * (2 * self.support - 1) - whose.authority_loss * self.regime_loss) - self.authority)
        lost = self.citizen_loss + 2 * self.r * (1 - self.r) * (self.society_loss - self.citizen_loss)
        self.support += p.adjust * (logistic(
            p.base + p.growth_counts * growth + p.support_welfare * (2 * min(1, 2 * self.spent()) - 1)
            - p.support_war * self.strife - whose.support_loss * lost - whose.support_goals * self.goal_conflict
            - whose.support_image * 0.5 * abs(self.public_image - self.belief_mean)) - self.support)
        self.security_rank += p.adjust * (logistic(
            p.rank_base + p.rank_danger * (self.threat + self.rivalry) + p.rank_provision * (1 - 2 * self.v))
            - self.security_rank)
        self.civil_capacity += p.adjust * (self.o * (0.5 + 0.5 * self.support) - self.civil_capacity)
        self.private_capacity += p.adjust * (self.v * (0.5 + 0.5 * self.rich) - self.private_capacity)
        self.autonomy += p.adjust * (1 - self.autonomy)
        self.autonomy *= max(0.0, 1 - 2 * self.model.params.wars.concede) ** self.defeats

    def remember(self):
        """The eight memories move to what the round brought (7.10)."""
        half, rate = self.model.params.ties.half, 1 / self.model.params.constitution.memory
        for name, now in (
            ("knowledge_benefit", sat(self.goodwill, self.hostility + 2 * half)),
            ("knowledge_harm", sat(self.hostility, self.goodwill + 2 * half)),
            ("threat_benefit", sat(self.settlements, 1)), ("threat_harm", max(self.threat, self.strife)),
            ("opportunity_benefit", sat(self.gains, self.losses + 2 * half)),
            ("opportunity_harm", sat(self.losses, self.gains + 2 * half)),
            ("facilitation_benefit", sat(self.people_ties, self.model.params.economy.ties_half)),
            ("facilitation_harm", sat(self.severity, half)),
        ):
            memory = getattr(self, name)
            setattr(self, name, memory + rate * (now - memory))

    def pressures(self):
        """The pressure on each component by knowledge, threat, opportunity and facilitation."""
        p, f = self.model.params.constitution, self.model.params.feedback
        rivalry = p.rivalry * self.rivalry
        return (
            (0.0, f.threat * (-p.meaning_threat * self.threat_harm - rivalry),
             f.opportunity * (p.meaning_opportunity * (self.opportunity_benefit - self.opportunity_harm)
                              - p.meaning_want * self.want),
             f.facilitation * p.meaning_partners * (self.partners_meaning - self.meaning)),
            (0.0, -f.threat * rivalry, 0.0,
             f.facilitation * p.referent_ties * (self.facilitation_benefit - self.facilitation_harm)),
            (f.knowledge * p.securitisation_knowledge * (self.knowledge_benefit - self.knowledge_harm),
             f.threat * (p.securitisation_settled * self.threat_benefit
                         - p.securitisation_emergency * (self.emergency + self.backlog)), 0.0, 0.0),
            (0.0, -f.threat * (p.provision_war * (self.strife + self.threat_harm) + p.provision_rivalry * self.rivalry
                               + p.provision_rank * self.security_rank),
             f.opportunity * p.provision_gains * self.opportunity_benefit, 0.0))

    def asked(self):
        """The logit that each component is asked to have, without its tradition."""
        p, pull = self.model.params.constitution, 2 * self.system - 1
        pulls = (p.pull_meaning, p.pull_referent, p.pull_securitisation, p.pull_provision)
        return [sum(of) + pull * each + p.base for of, each in zip(self.pressures(), pulls)]

    def note_traditions(self):
        """What keeps each component at rest now."""
        for name in COMPONENTS:
            setattr(self, f"tradition_{name}", 0.0)
        for name, asked in zip(COMPONENTS, self.asked()):
            x = clip(getattr(self, name), 0.02, 0.98)
            setattr(self, f"tradition_{name}", clip(log(x / (1 - x)) - asked, -10, 10))

    def constitute(self):
        """Governance and the political system move (7.11)."""
        p, q, f = self.model.params.constitution, self.model.params.system, self.model.params.feedback
        z, y, near = self.model.errors[self.number], self.system, self.neighbours_system
        pressures, asked, mean = self.pressures(), self.asked(), self.governance_now()
        (self.pressure_knowledge, self.pressure_threat, self.pressure_opportunity, self.pressure_facilitation) = (
            sum(of) / 4 for of in zip(*pressures))
        for name, target, error in zip(COMPONENTS, asked, z):
            now, tradition = getattr(self, name), getattr(self, f"tradition_{name}")
            setattr(self, name, clip(now + p.rate * (logistic(target + tradition) - now)))
            setattr(self, f"tradition_{name}", clip(tradition * (1 - p.tradition_fade) + p.noise * error, -10, 10))
        self.system_drift = q.drift * min(1.0, f.governance_to_policy) * (mean - y)
        self.system_diffusion = q.diffusion * (near ** 2 / (near ** 2 + (1 - near) ** 2) - y)
        self.system_development = q.development * y * (1 - y) * (self.developed() - 0.4)
        moved = self.system_drift + self.system_diffusion + self.system_development + q.noise * z[4] * abs(z[4])
        self.system = clip(y + moved)
        self.governance = self.governance_now()
