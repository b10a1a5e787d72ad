"""What Mesa's states have toward each other, and how they know, choose and act (docs/odd.md, 7.2 and 7.5 to 7.6.1)."""

from math import exp, sqrt

import streams
from abroad import (
    ABSTAIN, ALLIANCE, CALM, CONFRONT, COOPERATE, COVERT, FACILITATION, FORCE, INSTRUMENTS, MEDIATION, SANCTIONS, SHOW,
    TRADE, WAR,
)
from mesa_states import State, clip, mean_of, sat
from worlds import MOST, NONE

SEVERITY = {SANCTIONS: 0.4, COVERT: 0.4, SHOW: 0.7, FORCE: 1.0}
LAYER = {FACILITATION: 1, TRADE: 0, ALLIANCE: 2, MEDIATION: 1, SANCTIONS: 0, COVERT: 1, SHOW: 2, FORCE: None}


class Relation:
    """What two states share."""

    def __init__(self, trade, people, security, complementarity, rivalry):
        self.trade, self.people, self.security = trade, people, security
        self.complementarity, self.rivalry, self.contest = complementarity, rivalry, 0.0
        self.alliance, self.stage, self.stage_age, self.third = False, CALM, 0, -1.0

    def ties(self):
        """The mean of the three layers."""
        return (self.trade + self.people + self.security) / 3

    def breadth(self):
        """How evenly ties are spread over their layers."""
        total, squares = 3 * self.ties(), self.trade ** 2 + self.people ** 2 + self.security ** 2
        return clip((total * total / squares - 1) / 2) if squares > 0 else 0.0

    def clear(self):
        """Everything between the two ends."""
        self.trade = self.people = self.security = self.rivalry = self.contest = 0.0
        self.alliance, self.stage, self.stage_age, self.third = False, CALM, 0, -1.0


class View:
    """What one state has toward another."""

    def __init__(self, me, other, relation):
        self.me, self.other, self.relation, self.mirror = me, other, relation, None
        self.reach, self.posture, self.belief, self.believed_power = 1.0, 0.0, 0.0, 0.0
        self.clear()

    def clear(self):
        """Everything between the two ends, but reach and believed power."""
        self.posture = self.belief = self.threat = self.threat_peak = self.effort = self.grievance = self.aid = 0.0
        self.threat_age, self.act, self.instrument = 0, ABSTAIN, getattr(self, "instrument", 0)

    def salience(self):
        """How much the other matters."""
        of = self.relation
        return self.reach * (sat(self.believed_power, 1) + of.ties() + max(of.rivalry, of.stage / 3))

    def severity(self):
        """The severity of a confrontation; 0 without one."""
        return SEVERITY[self.instrument] if self.act == CONFRONT else 0.0

    def nationals(self):
        """The press of a grievance over nationals, by one's own power over the other's."""
        outweighed = self.believed_power / (self.believed_power + self.me.self_image + 1e-12)
        return self.me.model.params.choice.nationals * self.grievance * 2 * (1 - outweighed)


class Neighbour(State):
    """A state among others."""

    def camp_of(self, number):
        """The leader of the bloc of a state, which may be none."""
        return NONE if number == NONE else self.model.states[number].bloc

    def know(self):
        """Reports, beliefs, threats (7.2)."""
        self.see()
        k, t, adjust = self.model.params.knowledge, self.model.params.threat, self.model.params.economy.adjust
        diplomats, services = self.diplomacy, k.intelligence * self.security_rank
        media = k.media * self.o * self.civil_capacity
        total = diplomats + services + media
        bent = k.bend * (2 * (1 - 0.5 * (self.o + self.system)) + self.security_rank) / 3
        if total > 0:
            bent = min(1, ((diplomats + services) * bent + media * k.bend * (1 - self.o)) / total)
        worst = k.worst_case * services / total if total > 0 else 0.0
        learning = k.learning * (1 + 2 * (1 - (1 - diplomats) * (1 - services) * (1 - media))) / 3
        strength = self.self_image + t.allied_help * self.allied_power
        sums, main, greatest, commitment, shared = [0.0] * 10, NONE, 0.0, 0.0, 0.0
        for view in self.near:
            they, mirror = view.other, view.mirror
            attention = 1.0 if view.act != ABSTAIN or view.threat_age > 0 else k.aside
            blind = (1 - attention * diplomats) * (1 - services) * (1 - media)
            error, power_error = (of[self.number][they.number] for of in self.model.reports)
            if they.accuser == self.number or self.bloc == they.bloc:
                heard = 0.0
            else:
                heard = 1.0 if self.bloc == self.camp_of(they.accuser) else 0.5
            seems = mirror.posture - worst - k.campaign * they.accused * heard
            report = (1 - bent) * (seems + k.noise * blind * error) + bent * 0.5 * (view.belief + self.discourse)
            tired = k.fatigue * view.belief if view.act == ABSTAIN and mirror.act == ABSTAIN else 0.0
            belief = view.belief = clip(view.belief + learning * (report - view.belief) - tired, -1, 1)
            power_report = max(0, they.power * (1 + k.noise * blind * power_error))
            power = view.believed_power = view.believed_power + learning * (power_report - view.believed_power)
            stimulus = min(1, max(0, -belief) * power / (power + strength + 1e-12) * view.reach)
            if stimulus > view.threat:
                view.threat += t.onset * (stimulus - view.threat)
            else:
                rate = t.decline * (1 + t.diplomacy * self.diplomacy) * (1 + t.ageing * view.threat_age / 10)
                view.threat -= min(1, rate) * (view.threat - stimulus)
            if view.threat_age == 0 and view.threat >= t.open:
                view.threat_age, view.threat_peak = 1, view.threat
                self.note("threat_begun", they.number)
            elif view.threat_age and view.threat < t.open / 2:
                view.threat_age, view.threat_peak = 0, 0.0
                self.note("threat_ended", they.number)
            elif view.threat_age:
                view.threat_age, view.threat_peak = view.threat_age + 1, max(view.threat_peak, view.threat)
            matters = view.salience()
            for at, x in enumerate((
                view.reach, view.reach * belief, view.reach * mirror.posture, view.reach * abs(belief - mirror.posture),
                view.reach * abs(power - they.power), view.reach * they.system, matters, matters * max(0, belief),
                matters * max(0, -belief), matters * view.threat,
            )):
                sums[at] += x
            if view.threat > greatest:
                greatest, main = view.threat, they.number
            if view.relation.alliance:
                burden = self.power / (self.power + they.power + 1e-12)
                commitment += burden
                shared += burden * they.threat_before
        reach, belief, posture, error, power_error, system, matters, good, bad, threat = sums
        self.self_image += learning * (self.power * (1 + k.vanity * bent) - self.self_image)
        self.told_diplomatic, self.told_intelligence, self.told_media = (
            x / total if total > 0 else 0.0 for x in (diplomats, services, media))
        self.belief_mean, self.belief_error = mean_of(belief, reach, -1, 1), mean_of(error, reach, 0, 2)
        self.power_error, self.neighbours_system = mean_of(power_error, reach, 0, MOST), mean_of(system, reach, 0, 1)
        self.goodwill, self.hostility = mean_of(good, matters, 0, 1), mean_of(bad, matters, 0, 1)
        image = (1 - k.shared_discourse) * self.belief_mean + k.shared_discourse * self.partners_discourse
        self.discourse += adjust * (image - self.discourse)
        free = self.o * self.civil_capacity
        shown = free * mean_of(posture, reach, -1, 1) + (1 - free) * self.discourse
        self.public_image += adjust * (shown - self.public_image)
        self.threat_own = 1 - (1 - greatest) * (1 - mean_of(threat, matters, 0, 1))
        self.main_threat, self.commitment = main, commitment
        self.threat = clip(1 - (1 - self.threat_own) * (1 - sat(t.commitment * shared, 1)))

    def in_bloc(self):
        """Whether the bloc has more than one member."""
        return self.model.members[self.bloc] > 1

    def decide(self):
        """Act, instrument and effort toward each counterpart (7.5)."""
        c, ties, full = self.model.params.choice, self.model.params.ties, self.model.full
        service = min(1, (self.spend_diplomacy + self.spend_facilitation) / full)
        gives = self.autonomy * (self.diplomacy + service) / 2
        strikes = self.autonomy * min(1, self.spend_military / full)
        counts, efforts, all_, attended = [0] * 8, [0.0] * 3, 0.0, 0.0
        strained = c.attention_price * max(0, self.strain - 1)
        for view in self.near:
            they, of = view.other, view.relation
            cooperate, confront = self.utilities(view, strained)
            u = self.model.uniform[streams.ACTS][self.number][they.number]
            if self.model.noise:
                a, b = exp(clip(cooperate, -708, 708)), exp(clip(confront, -708, 708))
                x = u * (a + 1 + b)
                if x < a:
                    view.act, u = COOPERATE, x / a
                elif x < a + 1:
                    view.act = ABSTAIN
                else:
                    view.act, u = CONFRONT, (x - a - 1) / b
            elif cooperate >= 0 and cooperate >= confront:
                view.act = COOPERATE
            else:
                view.act = CONFRONT if confront > 0 else ABSTAIN
            matters = view.salience()
            all_ += matters
            view.effort = 0.0
            if view.act == ABSTAIN:
                continue
            view.instrument = self.pick(view, u)
            if view.act == COOPERATE:
                broad = of.breadth() * (0.5 + 0.25 * (self.civil_capacity + they.civil_capacity))
                view.effort = min(1, 0.3 + 0.7 * gives / max(0.05, 1 - ties.breadth * broad))
            else:
                view.effort = min(1, 0.3 + 0.7 * strikes)
            attended += matters
            counts[view.instrument] += 1
            efforts[1 if of.rivalry >= 0.25 else 2 if view.belief < 0 else 0] += view.effort
        self.strain = attended / max(1e-12, all_) / (0.25 + 0.5 * self.diplomacy)
        self.load = sum(counts)
        self.effort_aligned, self.effort_rivals, self.effort_hostile = efforts
        for name, count in zip(INSTRUMENTS, counts):
            setattr(self, f"acts_{name}", count)

    def utilities(self, view, strained):
        """The utilities of cooperation and of confrontation."""
        c, they, of, m, r, v = self.model.params.choice, view.other, view.relation, self.m, self.r, self.v
        y, rho, ties = self.system, self.revisionism, of.ties()
        unlike = abs(y - they.system)
        same = self.in_bloc() and self.bloc == they.bloc
        opposed = self.in_bloc() and they.in_bloc() and not same
        initiative = c.initiative * self.diplomacy * v
        fixed = -c.remote * (1 - view.reach) - strained
        cooperate = (
            c.cooperate + c.opportunity * m * of.complementarity * they.market() + c.goodwill * view.belief
            + c.embedded * ties + c.affinity * (1 - 2 * unlike) - c.order * abs(rho - they.revisionism)
            + c.consolidation * (1 - r) * (1 - y) * (1 - 2 * they.system) + (c.zero_sum / 2 if same else 0)
            + (initiative if of.stage > CALM else 0) - c.blockage * (1 - (m + r + self.o + v) / 4) + fixed)
        strength = view.believed_power + self.model.params.threat.allied_help * they.allied_power
        confront = (
            c.confront + c.alarm * view.threat + c.regime * (1 - r) * (0.25 + 0.75 * self.backlog) * (1 - view.belief) / 2
            + c.alien * unlike * ((1 - y) + y * they.revisionism)
            + c.order * (rho * (1 - they.revisionism) + (1 - rho) * they.revisionism)
            + c.zero_sum * (1 - m) * (1 if opposed else of.rivalry) + c.contest * of.contest + c.momentum * of.stage / 3
            + view.nationals() - c.deterrence * strength / (strength + self.self_image + 1e-12) - c.cost_ties * ties
            - c.institutions * y * they.system * of.people - initiative / 2
            - c.weariness * sat(self.severity, self.model.params.ties.half) + fixed)
        return cooperate, confront

    def market(self):
        """The weight of the state's economy: 1 for one of mean wealth."""
        return 2 * self.wealth / (self.wealth + self.model.mean_wealth)

    def pick(self, view, u):
        """The number of the instrument, in proportion to weights."""
        q, they, of, rho, first = self.model.params.instruments, view.other, view.relation, self.revisionism, 0
        reforms, overturns, blunt = 1 + q.order * 4 * rho * (1 - rho), 1 + q.order * rho, 1 - self.v / 2
        if view.act == COOPERATE:
            friends = of.alliance or self.main_threat != NONE and self.camp_of(self.main_threat) == they.camp_of(
                they.main_threat)
            weights = [self.r, of.complementarity * they.market(), self.threat if friends else 0.0,
                       q.mediation * self.diplomacy * reforms if of.stage > CALM else 0.0]
        else:
            first, sigma = SANCTIONS, of.stage / 3
            weights = [(0.5 + self.v) * (0.5 + of.trade) * reforms, (1 - self.o) * (1 + they.insurgency) * overturns,
                       (1 + sigma) * blunt, 1.5 * sigma * blunt * overturns]
        if of.stage == WAR:
            return first + 3
        if not self.model.noise:
            return first + weights.index(max(weights))
        left, picked = u * sum(weights), 0
        for k, weight in enumerate(weights):
            if weight > 0:
                picked = k
                if left < weight:
                    break
                left -= weight
        return first + picked

    def prepare(self):
        """What the state brings to all its relations, and the sums over them (7.6)."""
        part, full = self.model.params.provision.ties, self.model.full
        relief, support = self.aid_weights(self.m, self.r)
        given = self.model.params.budget.burden * self.wealth * self.spend_aid
        armed = support / (relief + support) if relief + support > 0 else 0.0
        self.enemy = self.camp_of(self.main_threat)
        sharing = sum(other.present and other.enemy_now() == self.enemy for other in self.model.states) - 1
        self.help_ = sqrt(min(1, self.spend_facilitation / full))
        self.civic, self.firms = sqrt(self.civil_capacity * self.o), sqrt(self.private_capacity * self.v)
        self.part, self.seeks = part, mean_of(self.trade_lost, self.markets, 0, MOST)
        self.giving = (1 - armed) * given / max(1, self.acts_facilitation)
        self.arming = armed * given / (1 if self.enemy == NONE else max(1, sharing))
        self.sums = dict.fromkeys("""mutual gains losses severity covert hurt begun lost diverted given against received
            matters""".split(), 0.0)

    def enemy_now(self):
        """The camp of the main threat."""
        return self.camp_of(self.main_threat)

    def look(self):
        """The sums over ties and postures (7.6)."""
        s = dict.fromkeys("""reach posture volume breadth meaning discourse salient trade people security open taken worth
            tariffs markets""".split(), 0.0)
        for view in self.near:
            of, they, reach, matters = view.relation, view.other, view.reach, view.salience()
            volume = reach * (of.trade + of.people + of.security)
            worth = matters * of.trade * (1 - self.tariff) * (1 - they.tariff) * 2 * of.complementarity
            a, b = self.wealth_per_head, they.wealth_per_head
            for name, x in (
                ("reach", reach), ("posture", reach * view.posture), ("volume", volume), ("breadth", volume * of.breadth()),
                ("meaning", volume * they.meaning), ("discourse", volume * they.discourse), ("salient", matters),
                ("trade", matters * of.trade), ("people", matters * of.people), ("security", matters * of.security),
                ("open", of.trade), ("taken", worth * (1 + self.model.params.trade.unequal * (a - b) / (a + b))),
                ("worth", worth), ("tariffs", matters * of.trade * they.tariff),
                ("markets", reach * of.complementarity * (1 - they.tariff)),
            ):
                s[name] += x
        salient, t, volume, met = s["salient"], self.sums, s["volume"], self.sums["matters"]
        self.mutual, self.surroundings = t["mutual"], salient
        self.gains, self.losses, self.severity = (mean_of(t[x], met, 0, MOST) for x in ("gains", "losses", "severity"))
        self.subversion = sat(mean_of(t["covert"], met, 0, MOST), self.model.params.ties.half)
        self.sanctioned = mean_of(t["hurt"], t["hurt"] + s["open"], 0, 1)
        self.trade_ties, self.people_ties, self.security_ties, self.exchange = (
            mean_of(s[x], salient, 0, MOST) for x in ("trade", "people", "security", "taken"))
        attention = self.model.params.choice.attention * sqrt(self.power)
        self.focus = min(2, attention / salient) if salient > 0 else 0.0
        self.breadth = mean_of(s["breadth"], volume, 0, 1)
        self.partners_meaning = clip(s["meaning"] / volume) if volume > 0 else self.meaning
        self.partners_discourse = clip(s["discourse"] / volume, -1, 1) if volume > 0 else self.discourse
        self.policy = mean_of(s["posture"], s["reach"], -1, 1)
        self.terms_of_trade = clip(0.5 * s["taken"] / s["worth"]) if s["worth"] > 0 else 0.5
        self.tariff_met, self.markets = mean_of(s["tariffs"], s["trade"], 0, 1), s["markets"]
        self.ties_begun, self.trade_lost, self.trade_diverted = t["begun"], t["lost"], t["diverted"]
        self.aid_given, self.aid_against_threat, self.aid_received = (
            min(MOST, t[x]) for x in ("given", "against", "received"))


def meet(one, two):
    """The acts of a pair take effect: ties, posture, gains and losses (7.6)."""
    of, sides, p = one.relation, (one, two), one.me.model.params
    q, a, b = p.ties, one.me, two.me
    matters = [view.salience() for view in sides]
    mutual = one.act == two.act == COOPERATE
    ties, open_, comp = [of.trade, of.people, of.security], (1 - a.tariff) * (1 - b.tariff), of.complementarity
    if mutual:
        effort = min(one.effort, two.effort)
        broad = of.breadth() * (0.5 + 0.25 * (a.civil_capacity + b.civil_capacity))
        for view, matter in zip(sides, matters):
            view.me.sums["mutual"] += 1
            view.me.sums["gains"] += matter * comp * effort * (1 + q.breadth * broad) * view.other.market()
        weights = [1 / 6 + 0.25 * ((LAYER[one.instrument] == k) + (LAYER[two.instrument] == k)) for k in range(3)]
        weights[0] *= open_
        ties = [t + q.build * effort * weight * (1 - t) for t, weight in zip(ties, weights)]
    else:
        ties = [t - fade * t for t, fade in zip(ties, (q.fade, q.fade / 4, q.fade))]

    reach = 0.5 * (one.reach + two.reach)
    by_citizens, by_firms = a.part * a.civic * b.civic, a.part * a.firms * b.firms * comp * open_
    begun = reach * (by_citizens * (1 - ties[1]) + by_firms * (1 - ties[0]))
    ties[1] += min(1, q.facilitation * a.help_ * b.help_ + by_citizens) * reach * (1 - ties[1])
    found = min(comp * (a.seeks * (1 - b.tariff) + b.seeks * (1 - a.tariff)), 1 - by_firms)
    diverted = found * reach * (1 - ties[0])
    ties[0] = min(1, ties[0] + by_firms * reach * (1 - ties[0]) + diverted)
    kept_out = 0.5 * p.trade.cut * ties[0]
    ties[0] -= kept_out * (a.tariff + b.tariff)
    for me, other in ((a, b), (b, a)):
        me.sums["begun"] += begun
        me.sums["diverted"] += diverted
        me.sums["lost"] += kept_out * max(0, other.tariff - me.tariff)

    for view in sides:
        if view.act != COOPERATE:
            continue
        me, they = view.me, view.other
        relief = me.giving * they.want if view.instrument == FACILITATION else 0.0
        support = me.arming * they.threat if me.enemy != NONE and me.enemy == they.enemy else 0.0
        me.sums["given"] += relief + support
        me.sums["against"] += support
        they.sums["received"] += relief + support
        ties[2] += sat(support, they.wealth) * (1 - ties[2])

    cut = [0.0] * 3
    for view, other, matter in zip(sides, (two, one), matters):
        sums, severity = view.me.sums, view.severity()
        sums["matters"] += matter
        blow = view.effort * severity
        if view.act == COOPERATE:
            if not mutual:
                sums["losses"] += matter * 0.5 * q.price * view.effort * (0.5 if other.act == ABSTAIN else 1)
            target, rate = 0.5 + 0.5 * view.effort, q.posture_rate
        elif view.act == ABSTAIN:
            target, rate = 0.0, min(1, 2 * q.fade)
        else:
            target, rate = -(0.5 + 0.5 * severity), q.posture_rate
            sums["losses"] += matter * q.price * blow
            sums["severity"] += matter * blow
            aim = LAYER[view.instrument]
            cut = [x + blow * (1 if aim in (None, k) else 1 / 3) for k, x in enumerate(cut)]
        view.posture += rate * (target - view.posture)
        if other.act == CONFRONT and other.instrument == COVERT:
            sums["covert"] += matter * other.effort * 0.4
        elif other.act == CONFRONT and other.instrument == SANCTIONS:
            sums["hurt"] += other.effort * ties[0]
    of.trade, of.people, of.security = (t * (1 - min(1, q.cut * x)) for t, x in zip(ties, cut))


def proxies(model):
    """Struggles of rivals in third states (7.6.1)."""
    for state in model.here:
        state.struggle = 0.0
    for one, two in model.pairs:
        covert = sum(view.effort for view in (one, two) if view.act == CONFRONT and view.instrument == COVERT)
        if one.relation.rivalry * covert > 0:
            best, where = 0.0, None
            for third in model.here:
                if third is one.me or third is two.me:
                    continue
                reach = min(one.me.views[third.number].reach, two.me.views[third.number].reach)
                if (1 - third.authority) * reach > best:
                    best, where = (1 - third.authority) * reach, third
            if where:
                where.struggle += model.params.wars.proxy * one.relation.rivalry * covert * 0.4
    for state in model.here:
        state.proxy_struggle = sat(state.struggle, model.params.ties.half)
        state.subversion = 1 - (1 - state.subversion) * (1 - state.proxy_struggle)
