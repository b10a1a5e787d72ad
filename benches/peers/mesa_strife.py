"""Disputes and wars of Mesa's states, pair by pair (docs/odd.md, 7.7 and 7.7.1)."""

from math import prod, sqrt

import streams
from abroad import CALM, CONFRONT, COOPERATE, CRISIS, DISPUTE, MEDIATION, WAR
from mesa_states import sat
from worlds import LEAST, MOST, NONE


class Weather:
    """What heats and cools a pair, and the diplomacy at work between its states (7.7)."""

    def __init__(self, one, two, third):
        of, a, b, q = one.relation, one.me, two.me, one.me.model.params.disputes
        self.q, sides = q, (one, two)
        self.confronts = [view.act == CONFRONT for view in sides]
        self.blows = [view.effort * view.severity() for view in sides]
        self.coercion = max(view.severity() for view in sides)
        mediates = any(view.act == COOPERATE and view.instrument == MEDIATION for view in sides)
        gap = abs(a.power - b.power) / (a.power + b.power + 1e-12)
        diplomacy = q.cool_diplomacy * 0.5 * (a.diplomacy + b.diplomacy)
        others, alone = 1 - q.cool_third * third, 1 - q.organisation * sqrt(a.organised * b.organised)
        self.heat = sum(self.blows) * (1 + q.rivalry * of.rivalry) * (1 - q.parity * gap)
        self.cool = ((1 - diplomacy) * (1 - q.cool_ties * sqrt(of.ties())) * (1 - q.cool_values * a.system * b.system)
                     * others * alone)
        talks = 1 - sqrt(of.people * a.civil_capacity * b.civil_capacity)
        self.missing = [1 - min(1, diplomacy * (2 if mediates else 1)), others, talks, alone]
        self.diplomacy = self.without(None)
        self.settles = self.settling(self.diplomacy)

    def without(self, absent):
        """D without one part."""
        return 1 - prod(x for k, x in enumerate(self.missing) if k != absent)

    def settling(self, diplomacy):
        """The probability of a settlement by agreement."""
        return diplomacy * (1 - self.q.deadlock * self.coercion * (1 - diplomacy))


def crowd(a, b):
    """What two states have of attention for each other."""
    return sqrt(a.focus * b.focus)


def room(of):
    """How far rivalry can grow: by what the two contest."""
    return of.contest * (1 - of.rivalry)


class Strife:
    """The part of the model that goes through disputes and wars."""

    def disputes(self):
        """Disputes begin, escalate or ease (7.7)."""
        q, self.at_war, self.new_wars, self.begun = self.params.disputes, [], [], []
        for state in self.here:
            state.tally = dict.fromkeys("""settlements settled_by_third settled_by_civic mediated concessions defeats
                given_up joined coalition""".split(), 0.0)
            wanted = (1 - state.revisionism) * (0.5 + 0.5 * state.diplomacy)
            state.membership += self.params.economy.adjust * (wanted - state.membership)
        power = sum(state.power for state in self.here)
        weight = sum(state.membership * state.power for state in self.here) / power if power > 0 else 0.0
        for state in self.here:
            state.organised = weight * state.membership
        for (one, two), u in zip(self.all_pairs, self.uniform[streams.DISPUTES]):
            of, a, b = one.relation, one.me, two.me
            if not (a.present and b.present):
                continue
            of.rivalry *= 1 - q.rivalry_decay * (1 - of.contest)
            begins = q.contest_begin * one.reach * two.reach * crowd(a, b)
            of.contest *= 1 - q.contest_fade
            if u[2] < begins:
                of.contest = max(of.contest, u[2] / begins)
            if of.stage == WAR:
                self.at_war.append((one, two))
            elif of.stage == CALM:
                self.begin(one, two, u)
            else:
                self.go_on(one, two, u)

    def begin(self, one, two, u):
        """A dispute may begin."""
        q, of = self.params.disputes, one.relation
        if one.act != CONFRONT and two.act != CONFRONT:
            return
        now = Weather(one, two, 0.0)
        if u[0] >= q.onset * now.heat * now.cool * crowd(one.me, two.me):
            return
        first, second = now.blows
        later = two.me.power > one.me.power if first == second else second > first
        beginner = two if later else one
        of.stage, of.stage_age = CRISIS if u[1] < q.sudden else DISPUTE, 1
        of.rivalry += q.rivalry_step * room(of)
        beginner.me.note("dispute_begun", beginner.other.number)
        if of.stage == CRISIS:
            beginner.me.note("crisis_begun", beginner.other.number)
        self.begun.append(beginner)

    def go_on(self, one, two, u):
        """A dispute that is open settles, lapses or climbs."""
        q, of, a, b = self.params.disputes, one.relation, one.me, two.me
        of.stage_age += 1
        now = Weather(one, two, self.ask_third_parties(one, two))
        if u[0] < now.settles:
            self.settle(one, two, now, u[0])
            self.calm(one, two)
            a.note("dispute_settled", b.number)
            self.concede(a, b, now.coercion)
            return
        if not any(now.confronts) and u[0] < now.settles + q.lapse:
            self.calm(one, two)
            a.note("dispute_lapsed", b.number)
            return
        of.rivalry += q.deadlock * now.coercion * (1 - now.diplomacy) * room(of)
        if of.stage == DISPUTE:
            if any(now.confronts) and u[1] < q.sudden:
                of.stage, of.third = CRISIS, -1.0
                a.note("crisis_begun", b.number)
            return
        odds = max(view.me.self_image / (view.me.self_image + view.believed_power + 1e-12) if confronts else 0
                   for view, confronts in zip((one, two), now.confronts))
        if u[1] < q.war * now.heat * now.cool * (2 * odds) ** 2:
            of.stage, of.third = WAR, -1.0
            of.rivalry += q.rivalry_step * room(of)
            a.note("war_begun", b.number)
            self.new_wars.append((one, two))

    def ask_third_parties(self, one, two):
        """The diplomacy of third parties, asked once for each stage of a dispute."""
        of, help_ = one.relation, 0.0
        if of.third < 0:
            for third in self.here:
                if third is one.me or third is two.me:
                    continue
                views = third.views[one.me.number], third.views[two.me.number]
                if all(view.act != CONFRONT for view in views):
                    part = third.diplomacy * min(view.relation.ties() for view in views)
                    third.tally["mediated"] += part
                    help_ += part
            of.third = sat(help_ * crowd(one.me, two.me), 1)
        return of.third

    def settle(self, one, two, now, u):
        """Relieves a rivalry, and credits those who made the settlement."""
        relief = 1 - self.params.disputes.rivalry_relief * now.diplomacy
        one.relation.rivalry *= relief
        one.relation.contest *= relief
        for state in (one.me, two.me):
            state.tally["settlements"] += 1
            state.tally["settled_by_third"] += u >= now.settling(now.without(1))
            state.tally["settled_by_civic"] += u >= now.settling(now.without(2))

    def calm(self, one, two):
        """Ends what is open between two states."""
        of = one.relation
        of.stage, of.stage_age, of.third, one.aid, two.aid = CALM, 0, -1.0, 0.0, 0.0

    def concede(self, a, b, coercion):
        """The weaker side of a settlement under coercion loses autonomy."""
        strength = [state.power + state.allied_power for state in (a, b)]
        (strong, weak), low, high = ((b, a) if strength[0] < strength[1] else (a, b)), min(strength), max(strength)
        share = self.params.wars.concede * coercion * (high - low) / (high + low + 1e-12) * (
            1 - weak.diplomacy * weak.breadth)
        if share > 0:
            weak.tally["concessions"] += weak.autonomy * share
            weak.autonomy *= 1 - share
            weak.note("concession", strong.number)

    def wars(self):
        """Wars go on or end, and coalitions form (7.7.1)."""
        for one, two in self.at_war:
            if one.relation.stage == WAR:
                row = one.me.number << 32 | two.me.number
                self.fight(one, two, *self.words(streams.WARS, row, 2))
        for one, two in self.new_wars:
            for view in (one, two):
                if view.relation.stage == WAR:
                    row = view.me.number << 32 | view.other.number
                    self.gather_coalition(view, self.words(streams.COALITIONS, row, len(self.states) - 1))
        for state in self.here:
            state.disputes = state.wars = state.strife = state.rivalry = state.accused = 0.0
            state.accuser = NONE
            for name, value in state.tally.items():
                setattr(state, name, value)
            for view in state.near:
                of, they = view.relation, view.other
                accusation = of.rivalry * they.diplomacy * sat(they.power, 1)
                if accusation > state.accused:
                    state.accused, state.accuser = accusation, they.number
                state.rivalry = max(state.rivalry, view.reach * of.rivalry)
                state.disputes += of.stage > CALM
                state.wars += of.stage == WAR
                state.strife = max(state.strife, of.stage / 3)

    def fight(self, one, two, u, u_conquest):
        """One round of one war."""
        q, of, a, b = self.params.wars, one.relation, one.me, two.me
        of.stage_age += 1
        age = of.stage_age
        now = Weather(one, two, self.ask_third_parties(one, two))
        strength = a.power + one.aid, b.power + two.aid
        total = sum(strength) + 1e-12
        for view in (one, two):
            own = min(MOST, view.aid / (view.me.power + 1e-12))
            view.me.tally["coalition"] = max(view.me.tally["coalition"], own)
        below = now.settles
        if u < below:
            self.settle(one, two, now, u)
            self.calm(one, two)
            a.note("war_settled", b.number)
            return
        surrender = [q.collapse * (1 - s.authority) * (1 - s.support) * age / (age + 4) for s in (a, b)]
        sides = [(one, surrender[0]), (two, surrender[1])]
        if not self.noise and surrender[1] > surrender[0]:
            sides.reverse()
        for loser, hazard in sides:
            below += hazard
            if u < below:
                loser.me.tally["given_up"] += 1
                loser.other.note("war_collapse", loser.me.number)
                self.win(loser.mirror, loser, u_conquest)
                return
        victory = q.victory * abs(strength[0] - strength[1]) / total
        if u < below + victory:
            first = (u - below) / victory < strength[0] / total if self.noise else strength[0] > strength[1]
            self.win(*((one, two) if first else (two, one)), u_conquest)
        elif u < below + victory + q.frozen * age:
            of.stage, one.aid, two.aid = DISPUTE, 0.0, 0.0
            a.note("war_frozen", b.number)

    def win(self, winning, losing, u):
        """The war is won, and the loser perhaps conquered."""
        winner, loser = winning.me, losing.me
        strong, weak = winner.power + winning.aid, loser.power + losing.aid
        friends = sum(view.other.power * view.relation.ties() for view in loser.near
                      if view.other is not winner and view.mirror.act != CONFRONT)
        chance = (self.params.wars.conquest * max(0, strong - weak) / (strong + weak + 1e-12)
                  * (0.5 + 0.5 * winner.revisionism) * (1 - winner.system * loser.system)
                  * (1 - sat(friends, winner.power + 1e-12)))
        self.calm(winning, losing)
        winner.note("war_won", loser.number)
        loser.tally["defeats"] += 1
        if u < chance:
            loser.conqueror, loser.annexed = winner.number, [0.5 * loser.wealth, 0.5 * loser.population]
            for name, annexed in zip(("wealth", "population"), loser.annexed):
                setattr(winner, name, min(MOST, getattr(winner, name) + annexed))
                setattr(loser, name, max(LEAST, getattr(loser, name) - annexed))
            loser.military = 0.0
            winner.note("state_conquered", loser.number)
            self.leave(loser)

    def gather_coalition(self, war, words):
        """Third states join a side at war, in the order of their numbers."""
        q, me, enemy = self.params.wars, war.me, war.other
        for view, u in zip(me.views.values(), words):
            third, of = view.other, view.relation
            if third is enemy or not third.present or of.stage > CALM:
                continue
            against = third.views[enemy.number]
            ties, other = of.ties(), against.relation.ties()
            if against.relation.alliance or ties <= other:
                continue
            close = ties if of.alliance else ties ** 2
            willing = min(1, crowd(me, third)) * q.join * close * (0.5 + 0.5 * me.diplomacy) * (1 - other)
            if u < willing:
                war.aid += 0.5 * third.power
                third.tally["joined"] += 1
                against.posture += q.join * (-1 - against.posture)
                against.relation.trade *= 1 - q.join
                third.note("ally_joined", me.number)
