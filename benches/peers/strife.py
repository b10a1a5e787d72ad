"""Disputes, wars, alliances and citizens abroad (docs/odd.md, sections 7.7 to 7.8.1).

Hazards of all pairs are arrays. The few disputes and wars that go on in a round are taken by index, and wars one by one.
"""

from math import prod

import numpy as np

import streams
from abroad import (CALM, CONFRONT, COOPERATE, CRISIS, DISPUTE, MEDIATION, SEVERITY, WAR, camps, crowd, nationals)
from worlds import CLEARED, LEAST, MOST, NONE, sat


def both(matrix, i, j, value):
    """Stores what a pair shares."""
    matrix[i, j] = matrix[j, i] = value


def mean_ties(p, i, j):
    """T of some pairs."""
    return (p.trade[i, j] + p.people[i, j] + p.security[i, j]) / 3


class Weather:
    """What heats and cools some pairs, and the diplomacy at work between them."""

    def __init__(self, w, i, j, third):
        s, p, q = w.s, w.p, w.params.disputes
        self.q = q
        sides = ((i, j), (j, i))
        self.confronts = [p.act[side] == CONFRONT for side in sides]
        severity = [SEVERITY[p.instrument[side]] * confronts for side, confronts in zip(sides, self.confronts)]
        self.blows = [p.effort[side] * of for side, of in zip(sides, severity)]
        self.coercion = np.maximum(*severity)
        mediates = np.logical_or(*((p.act[side] == COOPERATE) & (p.instrument[side] == MEDIATION) for side in sides))
        gap = np.abs(s.power[i] - s.power[j]) / (s.power[i] + s.power[j] + 1e-12)
        diplomacy = q.cool_diplomacy * 0.5 * (s.diplomacy[i] + s.diplomacy[j])
        others, alone = 1 - q.cool_third * third, 1 - q.organisation * np.sqrt(s.organised[i] * s.organised[j])
        self.heat = sum(self.blows) * (1 + q.rivalry * p.rivalry[i, j]) * (1 - q.parity * gap)
        self.cool = ((1 - diplomacy) * (1 - q.cool_ties * np.sqrt(mean_ties(p, i, j)))
                     * (1 - q.cool_values * s.system[i] * s.system[j]) * others * alone)
        talks = 1 - np.sqrt(p.people[i, j] * s.civil_capacity[i] * s.civil_capacity[j])
        # What is missing to full diplomacy: of the two sides, of third parties, of civic bodies, of the organisation.
        self.missing = [1 - np.minimum(1, diplomacy * np.where(mediates, 2, 1)), others, talks, alone]
        self.diplomacy = self.without(None)
        self.settles = self.settling(self.diplomacy)

    def without(self, absent):
        """D without one part."""
        return 1 - prod(x for k, x in enumerate(self.missing) if k != absent)

    def settling(self, diplomacy):
        """The probability of a settlement by agreement."""
        return diplomacy * (1 - self.q.deadlock * self.coercion * (1 - diplomacy))


def ask_third_parties(w, i, j):
    """The diplomacy of third parties in some pairs, where none has been asked yet. Returns it for all of them."""
    s, p = w.s, w.p
    new = p.third[i, j] < 0
    a, b = i[new], j[new]
    if len(a):
        ties = (p.trade + p.people + p.security) / 3
        strikes = p.act.T == CONFRONT
        part = s.diplomacy * np.minimum(ties[a], ties[b]) * ~(strikes[a] | strikes[b]) * s.present
        w.sums["mediated"] += part.sum(0)
        both(p.third, a, b, sat(part.sum(1) * crowd(w, a, b), 1.0))
    return p.third[i, j]


def room(p, i, j):
    """How far rivalry can grow: by what the two contest."""
    return p.contest[i, j] * (1 - p.rivalry[i, j])


def settled(w, i, j, now, u):
    """Relieves rivalries, and credits those who made the settlements."""
    p, relief = w.p, 1 - w.params.disputes.rivalry_relief * now.diplomacy
    both(p.rivalry, i, j, p.rivalry[i, j] * relief)
    both(p.contest, i, j, p.contest[i, j] * relief)
    for name, credit in (("settlements", np.ones(len(i))), ("settled_by_third", u >= now.settling(now.without(1))),
                         ("settled_by_civic", u >= now.settling(now.without(2)))):
        w.sums[name] += np.bincount(i, credit, w.n) + np.bincount(j, credit, w.n)


def calm(w, i, j):
    """Ends what is open between two states."""
    for matrix, value in ((w.p.stage, CALM), (w.p.stage_age, 0), (w.p.third, -1), (w.p.aid, 0)):
        both(matrix, i, j, value)


def pick(now, which):
    """The weather of some of the pairs only."""
    part = object.__new__(Weather)
    part.q, part.coercion, part.diplomacy = now.q, now.coercion[which], now.diplomacy[which]
    part.missing = [x[which] for x in now.missing]
    return part


def organise(w):
    """Membership in the organisation of all states, and its weight."""
    s = w.s
    wanted = (1 - s.revisionism) * (0.5 + 0.5 * s.diplomacy)
    w.put(membership=s.membership + w.params.economy.adjust * (wanted - s.membership))
    power = s.power[s.present].sum()
    weight = (s.membership * s.power)[s.present].sum() / power if power > 0 else 0.0
    w.put(organised=weight * s.membership)


def disputes(w):
    """Disputes begin, escalate or ease (7.7)."""
    p, q, low, high = w.p, w.params.disputes, w.low, w.high
    w.sums = {name: np.zeros(w.n) for name in (
        "settlements", "settled_by_third", "settled_by_civic", "mediated", "concessions", "defeats", "given_up", "joined",
        "coalition")}
    organise(w)
    p.rivalry *= 1 - q.rivalry_decay * (1 - p.contest)
    p.contest *= 1 - q.contest_fade
    chance = q.contest_begin * p.reach[low, high] * p.reach[high, low] * crowd(w, low, high)
    u = streams.uniform(w.draws.of_pairs(streams.DISPUTES, 2))
    begins = np.flatnonzero(u < chance)
    i, j = low[begins], high[begins]
    both(p.contest, i, j, np.maximum(p.contest[i, j], u[begins] / chance[begins]))

    u_end, u_climb = (streams.uniform(w.draws.of_pairs(streams.DISPUTES, k)) for k in (0, 1))
    stage, confronts = p.stage[low, high], (p.act[low, high] == CONFRONT) | (p.act[high, low] == CONFRONT)
    w.at_war = (low[stage == WAR], high[stage == WAR])
    begin(w, np.flatnonzero((stage == CALM) & confronts), u_end, u_climb)
    go_on(w, np.flatnonzero((stage == DISPUTE) | (stage == CRISIS)), u_end, u_climb)


def begin(w, calm_pairs, u_end, u_climb):
    """Disputes begin between pairs that are calm and of which a side confronts."""
    s, p, q = w.s, w.p, w.params.disputes
    i, j = w.low[calm_pairs], w.high[calm_pairs]
    now = Weather(w, i, j, 0.0)
    starts = u_end[calm_pairs] < q.onset * now.heat * now.cool * crowd(w, i, j)
    i, j, (first, second) = i[starts], j[starts], (blow[starts] for blow in now.blows)
    crisis = u_climb[calm_pairs][starts] < q.sudden
    both(p.stage, i, j, np.where(crisis, CRISIS, DISPUTE))
    both(p.stage_age, i, j, 1)
    both(p.rivalry, i, j, p.rivalry[i, j] + q.rivalry_step * room(p, i, j))
    later = np.where(first == second, s.power[j] > s.power[i], second > first)
    w.begun = np.where(later, j, i), np.where(later, i, j)
    w.tell("dispute_begun", *w.begun)
    w.tell("crisis_begun", *(side[crisis] for side in w.begun))


def go_on(w, open_pairs, u_end, u_climb):
    """Disputes that are open settle, lapse or climb."""
    s, p, q = w.s, w.p, w.params.disputes
    i, j, u_end, u_climb = w.low[open_pairs], w.high[open_pairs], u_end[open_pairs], u_climb[open_pairs]
    both(p.stage_age, i, j, p.stage_age[i, j] + 1)
    now = Weather(w, i, j, ask_third_parties(w, i, j))
    confronts = now.confronts[0] | now.confronts[1]
    agreed = u_end < now.settles
    lapsed = ~agreed & ~confronts & (u_end < now.settles + q.lapse)
    lasts = ~agreed & ~lapsed
    settled(w, i[agreed], j[agreed], pick(now, agreed), u_end[agreed])
    concede(w, i[agreed], j[agreed], now.coercion[agreed])
    for kind, which in (("dispute_settled", agreed), ("dispute_lapsed", lapsed)):
        calm(w, i[which], j[which])
        w.tell(kind, i[which], j[which])
    a, b = i[lasts], j[lasts]
    both(p.rivalry, a, b, p.rivalry[a, b] + q.deadlock * now.coercion[lasts] * (1 - now.diplomacy[lasts]) * room(p, a, b))
    stage = p.stage[i, j]
    climbs = lasts & (stage == DISPUTE) & confronts & (u_climb < q.sudden)
    odds = np.maximum(*(np.where(side, s.self_image[me] / (s.self_image[me] + p.believed_power[me, other] + 1e-12), 0)
                        for side, me, other in zip(now.confronts, (i, j), (j, i))))
    fights = lasts & (stage == CRISIS) & (u_climb < q.war * now.heat * now.cool * (2 * odds) ** 2)
    for kind, which, to in (("crisis_begun", climbs, CRISIS), ("war_begun", fights, WAR)):
        a, b = i[which], j[which]
        both(p.stage, a, b, to)
        both(p.third, a, b, -1)
        w.tell(kind, a, b)
    a, b = w.new_wars = i[fights], j[fights]
    both(p.rivalry, a, b, p.rivalry[a, b] + q.rivalry_step * room(p, a, b))


def concede(w, i, j, coercion):
    """The weaker side of a settlement under coercion loses autonomy, pair by pair, since a later pair sees it."""
    s, sums = w.s, w.sums
    strength = s.power + s.allied_power
    for a, b, used in zip(i, j, coercion):
        strong, weak = (b, a) if strength[a] < strength[b] else (a, b)
        gap = (strength[strong] - strength[weak]) / (strength[strong] + strength[weak] + 1e-12)
        share = w.params.wars.concede * used * gap * (1 - s.diplomacy[weak] * s.breadth[weak])
        if share > 0:
            sums["concessions"][weak] += s.autonomy[weak] * share
            s.autonomy[weak] *= 1 - share
            w.tell("concession", weak, strong)


def wars(w):
    """Wars go on or end, and coalitions form (7.7.1)."""
    i, j = w.at_war
    if len(i):
        words = w.draws.of_rows(streams.WARS, i.astype(np.uint64) << np.uint64(32) | j.astype(np.uint64), 2)
        for a, b, u in zip(i, j, streams.uniform(words)):
            # A conquest among the wars before may have made it void.
            if w.p.stage[a, b] == WAR:
                fight(w, a, b, *u)
    i, j = w.new_wars
    if len(i):
        me, enemy = np.stack([i, j], 1).reshape(-1), np.stack([j, i], 1).reshape(-1)
        streams_of = me.astype(np.uint64) << np.uint64(32) | enemy.astype(np.uint64)
        words = w.draws.of_rows(streams.COALITIONS, streams_of, w.n - 1)
        for a, b, u in zip(me, enemy, streams.uniform(words)):
            if w.p.stage[a, b] == WAR:
                gather_coalition(w, a, b, u)
    count(w)
    w.put(**w.sums)


def fight(w, a, b, u, u_conquest):
    """One round of one war."""
    s, p, q, sums = w.s, w.p, w.params.wars, w.sums
    age = p.stage_age[a, b] + 1
    both(p.stage_age, a, b, age)
    i, j = np.array([a]), np.array([b])
    now = Weather(w, i, j, ask_third_parties(w, i, j))
    strength = s.power[a] + p.aid[a, b], s.power[b] + p.aid[b, a]
    total = strength[0] + strength[1] + 1e-12
    for me, other in ((a, b), (b, a)):
        sums["coalition"][me] = max(sums["coalition"][me], min(MOST, p.aid[me, other] / (s.power[me] + 1e-12)))
    below = now.settles[0]
    if u < below:
        settled(w, i, j, now, np.array([u]))
        calm(w, a, b)
        w.tell("war_settled", a, b)
        return
    surrender = {me: q.collapse * (1 - s.authority[me]) * (1 - s.support[me]) * age / (age + 4) for me in (a, b)}
    sides = ((b, a), (a, b)) if not w.noise and surrender[b] > surrender[a] else ((a, b), (b, a))
    for loser, winner in sides:
        below += surrender[loser]
        if u < below:
            sums["given_up"][loser] += 1
            w.tell("war_collapse", winner, loser)
            win(w, winner, loser, u_conquest)
            return
    victory = q.victory * abs(strength[0] - strength[1]) / total
    if u < below + victory:
        first = (u - below) / victory < strength[0] / total if w.noise else strength[0] > strength[1]
        win(w, *((a, b) if first else (b, a)), u_conquest)
    elif u < below + victory + q.frozen * age:
        both(p.stage, a, b, DISPUTE)
        both(p.aid, a, b, 0)
        w.tell("war_frozen", a, b)


def win(w, winner, loser, u):
    """The war is won, and the loser perhaps conquered."""
    s, p = w.s, w.p
    strength = [s.power[me] + p.aid[me, other] for me, other in ((winner, loser), (loser, winner))]
    friend = s.present & (p.act[:, loser] != CONFRONT)
    friend[winner] = False
    friends = (s.power * (p.trade[loser] + p.people[loser] + p.security[loser]) / 3)[friend].sum()
    chance = (w.params.wars.conquest * max(0, strength[0] - strength[1]) / (strength[0] + strength[1] + 1e-12)
              * (0.5 + 0.5 * s.revisionism[winner]) * (1 - s.system[winner] * s.system[loser])
              * (1 - sat(friends, s.power[winner] + 1e-12)))
    calm(w, winner, loser)
    w.tell("war_won", winner, loser)
    w.sums["defeats"][loser] += 1
    if u < chance:
        s.conqueror[loser] = winner
        for k, column in enumerate((s.wealth, s.population)):
            annexed = s.annexed[loser, k] = 0.5 * column[loser]
            column[winner] = min(MOST, column[winner] + annexed)
            column[loser] = max(LEAST, column[loser] - annexed)
        s.military[loser] = 0
        w.tell("state_conquered", winner, loser)
        leave(w, loser)


def leave(w, i):
    """A state leaves the world: its pairs are cleared, and its issues forgotten."""
    w.s.present[i] = False
    void = np.flatnonzero(w.p.stage[i] > CALM)
    w.tell("dispute_void", np.full(len(void), i), void)
    clear(w, i)
    w.p.reach[i] = w.p.reach[:, i] = 0
    w.issues[i] = w.totals[i] = w.carried[i] = 0


def clear(w, i):
    """Everything between a state and the others ends."""
    for name in CLEARED:
        matrix = getattr(w.p, name)
        matrix[i] = matrix[:, i] = 0
    w.p.third[i] = w.p.third[:, i] = -1


def gather_coalition(w, me, enemy, u):
    """Third states join the war of `me` against `enemy`, in the order of their numbers."""
    s, p, q = w.s, w.p, w.params.wars
    others = np.flatnonzero(np.arange(w.n) != me)
    ties, against = mean_ties(p, others, me), mean_ties(p, others, enemy)
    willing = (np.minimum(1, crowd(w, me, others)) * q.join * np.where(p.alliance[others, me], ties, ties ** 2)
               * (0.5 + 0.5 * s.diplomacy[me]) * (1 - against))
    joins = ((others != enemy) & s.present[others] & (p.stage[others, me] == CALM) & ~p.alliance[others, enemy]
             & (ties > against) & (u < willing))
    k = others[joins]
    p.aid[me, enemy] += 0.5 * s.power[k].sum()
    w.sums["joined"][k] += 1
    p.posture[k, enemy] += q.join * (-1 - p.posture[k, enemy])
    both(p.trade, k, enemy, p.trade[k, enemy] * (1 - q.join))
    w.tell("ally_joined", k, np.full(len(k), me))


def count(w):
    """What is open at the end of the step: disputes, strife, rivalry and accusations."""
    s, p = w.s, w.p
    accusations = p.rivalry * (s.diplomacy * sat(s.power, 1.0))
    accused = accusations.max(1)
    s.accused, s.accuser = accused, np.where(accused > 0, accusations.argmax(1), NONE)
    s.rivalry = (p.reach * p.rivalry).max(1)
    s.disputes, s.wars = (p.stage > CALM).sum(1).astype(float), (p.stage == WAR).sum(1).astype(float)
    s.strife = p.stage.max(1) / 3


def terms(w, i, j, divided):
    """What makes two states allies (7.8)."""
    s = w.s
    of_threat = [np.where(s.main_threat[k] == NONE, 0, s.power[s.main_threat[k]]) for k in (i, j)]
    against, together = sum(of_threat), s.power[i] + s.power[j]
    linked = (s.bloc != np.arange(w.n)) | (s.allies > 0)
    opposed = linked[i] & linked[j] & (s.bloc[i] != s.bloc[j])
    enemy = camps(w, s.main_threat)
    shared = (enemy[i] == enemy[j]) & (enemy[i] != NONE)
    worst = np.maximum(s.threat[i], s.threat[j])
    return (np.sqrt(s.diplomacy[i] * s.diplomacy[j]), np.where(against > 0, worst * together / (together + against), 0),
            np.where(shared, np.sqrt(s.threat[i] * s.threat[j]), 0),
            np.where((linked[i] | linked[j]) & ~opposed, divided, 0))


def division(w):
    """How far the world is divided in two: 4 s1 s2, with the shares in power of the two greatest blocs."""
    s, here = w.s, w.s.present
    blocs = np.bincount(s.bloc[here], s.power[here], w.n)
    blocs[np.bincount(s.bloc[here], minlength=w.n) < 2] = 0
    second, first = np.sort(blocs)[-2:]
    total = s.power[here].sum()
    return 4 * (first / total) * (second / total) if total > 0 else 0.0


def alliances(w):
    """Alliances form and end (7.8)."""
    s, p, q = w.s, w.p, w.params.alliances
    divided, u = division(w), streams.uniform(w.draws.of_pairs(streams.ALLIANCES))
    low, high = w.low, w.high
    allied = p.alliance[low, high]
    meets = ~allied & (p.act[low, high] == COOPERATE) & (p.act[high, low] == COOPERATE) & (p.stage[low, high] == CALM)

    at = np.flatnonzero(allied)
    i, j = low[at], high[at]
    both(p.security, i, j, p.security[i, j] + w.params.economy.adjust * (1 - p.security[i, j]))
    hostile = np.maximum(0, -np.minimum(p.posture[i, j], p.posture[j, i]))
    ends = u[at] < q.idle * (1 - 0.5 * np.sqrt(s.diplomacy[i] * s.diplomacy[j]) + 5 * hostile ** 2)
    both(p.alliance, i[ends], j[ends], False)
    w.tell("alliance_ended", i[ends], j[ends])

    at = np.flatnonzero(meets)
    i, j = low[at], high[at]
    by = terms(w, i, j, divided)
    weight = (q.negotiation * by[0] + q.aggregation * by[1] + q.effect_on_threat * by[2] + q.polarisation * by[3]
              + q.likeness * (1 - np.abs(s.system[i] - s.system[j])))
    many = 2 * w.params.choice.attention
    space = many / (many + 0.5 * (s.allies[i] + s.allies[j]))
    forms = u[at] < space * space * np.sqrt(p.security[i, j]) * weight
    both(p.alliance, i[forms], j[forms], True)
    w.tell("alliance_formed", i[forms], j[forms])
    blocs(w)


def blocs(w):
    """Allies, their power, and the leader of every bloc: the end of the chain of strongest allies."""
    s, alliance = w.s, w.p.alliance
    power = np.where(alliance, s.power, 0)
    s.allies, s.allied_power = alliance.sum(1).astype(float), power.sum(1)
    leader = np.where(power.max(1) > s.power, power.argmax(1), np.arange(w.n))
    while (leader[leader] != leader).any():
        leader = leader[leader]
    s.bloc = leader
    i, j = np.nonzero(alliance)
    for name, of in zip(("negotiation", "aggregation", "threat", "polarisation"), terms(w, i, j, division(w))):
        setattr(s, f"ally_{name}", np.bincount(i, of, w.n) / np.maximum(1, s.allies))


def citizens(w):
    """Incidents to nationals abroad, grievances, classes and insurgency (7.8.1)."""
    s, p, q, adjust = w.s, w.p, w.params.citizens, w.params.economy.adjust
    a, b = w.begun
    press = nationals(w, p.grievance[a, b], p.believed_power[a, b], s.self_image[a] + 1e-12)
    over = press > w.params.choice.alarm * p.threat[a, b]
    s.disputes_nationals = np.bincount(a[over], minlength=w.n).astype(float)
    w.tell("dispute_over_nationals", a[over], b[over])

    r = w.seen(s.referent)
    served = np.stack([1 - (1 - r) * gap for gap in (0.0, 0.5 * q.opponent_gap, q.opponent_gap)])
    service = np.minimum(1, (s.spend_diplomacy + s.spend_facilitation) / w.full)
    exposed = 1 - 0.5 * s.autonomy * (s.diplomacy + service) * served
    classes = np.stack([s.insiders, np.maximum(0, 1 - s.insiders - s.opponents), s.opponents])
    classes /= classes.sum(0)
    care = (classes * np.maximum(0, served)).sum(0)

    p.grievance *= 1 - w.params.welfare.rate
    low, high = w.low, w.high
    base = q.incident * p.people[low, high] * crowd(w, low, high)
    chance = [np.minimum(0.5, base * (0.5 + 0.5 * np.maximum(0, -p.posture[host, me]) + s.fear[host]))
              for me, host in ((low, high), (high, low))]
    u = streams.uniform(w.draws.of_pairs(streams.INCIDENTS))
    first = (base > 0) & (u < chance[0])
    second = (base > 0) & ~first & (u < chance[0] + chance[1])
    left = np.concatenate([(u[first] / chance[0][first]), (u[second] - chance[0][second]) / chance[1][second]])
    me, host = np.concatenate([low[first], high[second]]), np.concatenate([high[first], low[second]])
    gravity = 0.5 + 0.5 * left
    p.grievance[me, host] += gravity * care[me] * (1 - p.grievance[me, host])
    w.tell("incident", me, host)
    harm = np.bincount(me, gravity, w.n) * exposed
    w.put(incidents=np.bincount(me, minlength=w.n), harm_insiders=harm[0], harm_neutrals=harm[1], harm_opponents=harm[2],
          harm_abroad=(harm * classes).sum(0),
          insiders=s.insiders + adjust * (0.5 * s.support * (1 - r) - s.insiders),
          opponents=s.opponents + adjust * ((1 - s.support) * (1 - 0.5 * r) - s.opponents))
    w.put(popular_base=popular_base(s))
    armed = np.clip(q.opposition * (s.opponents * (1 - s.authority) * (0.5 + s.repression)) * (1 + 2 * s.subversion), 0, 1)
    w.put(insurgency=s.insurgency + adjust * (armed - s.insurgency))


def popular_base(s):
    """Insiders, and half of the neutral."""
    return np.clip((1 + s.insiders - s.opponents) / 2, 0, 1)
