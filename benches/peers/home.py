"""The steps of a round that each state takes alone: arrays over states (docs/odd.md, sections 7.1, 7.3, 7.4, 7.8.2 to 7.11).

All mechanisms are on, as by default; switches are not read.
"""

import numpy as np

import streams
from worlds import NONE, SECTORS, logistic, sat

UNNOTICED, POLITICAL, SECURITISED = range(3)
# The first number of each flow of issues, by kind or by sector.
ACCEPT, REFUSE, SOLVE, RESOLVE, ARISE, PUT_UP, FIND_BELOW, FIND_ABOVE, DESECURITISE = 0, 20, 40, 60, 80, 85, 90, 95, 100
KINDS = np.arange(20)
SECTOR_OF, SPURIOUS, ABOVE = KINDS // 4, KINDS // 2 % 2, KINDS % 2
AGES = np.arange(32)


def developed(w):
    """How rich a state is, as far as its policy may count."""
    part = min(1.0, w.params.feedback.system)
    return part * w.s.rich + (1 - part) * w.s.endowment


def governance(s):
    """The mean of the four components."""
    return (s.meaning + s.referent + s.securitisation + s.provision) / 4.0


def remove_rulers(w):
    """Votes, coups and collapses (7.1)."""
    s, p, f = w.s, w.params.rulers, w.params.feedback
    y, g = s.system, governance(w.s)
    weak = f.system * p.weakness * (s.backlog + s.insurgency - s.authority - s.support + 0.5)
    rank = f.system * p.rank * (s.security_rank - 0.5)
    ripe = p.ripe * min(1.0, f.governance_to_policy) * (g - y) + p.neighbours * (s.neighbours_system - 0.5)
    poor = p.poor * y * (0.5 - developed(w))
    vote = p.vote * y * y * np.clip(0.5 + f.system * (0.5 - s.support), 0, 1)
    seized = (y * 11 / 4) ** 4 * ((1 - y) * 11 / 7) ** 7
    coup = np.minimum(0.5, p.coup * seized * np.exp(weak + rank + poor + 1.1 * s.upheaval - ripe))
    opens = (1 - y) * (1 - y) * (1 + 10 * y)
    collapse = np.minimum(0.5, p.collapse * opens * np.exp(weak - rank + ripe) + p.wave * (1 - y) * s.openings)
    collapse += min(1.0, f.system) * p.defeat * ((1 - y) * (s.defeats > 0) + (s.given_up > 0))
    u = streams.uniform(w.draws.of_states(streams.RULERS)[:, 0])
    voted = s.present & (u < vote)
    seizes = s.present & ~voted & (u < vote + coup)
    falls = s.present & ~voted & ~seizes & (u < vote + coup + collapse)
    removed = voted | seizes | falls

    hazard = np.where(seizes, coup, np.where(falls, collapse, 1.0))
    left = np.where(seizes | falls, (u - vote - np.where(falls, coup, 0.0)) / hazard, 0.0)
    jump = np.minimum(0.6, 0.05 * np.exp(-p.jump * np.log(1 - left + 1e-9)))
    after = np.where(seizes, y * (1 - 0.8 * left), np.where(falls, np.clip(y + jump, 0, 1), y))
    moved = after - y
    new = p.succession
    w.put(
        system=after,
        support=np.where(voted, s.support + new * (1 - s.support), np.where(falls, 0.5, s.support)),
        referent=np.where(voted, s.referent + new * (1 - s.referent), np.where(seizes, s.referent * (1 - new), s.referent)),
        authority=np.where(seizes, 0.5 * (s.authority + 0.5), np.where(falls, 0.5 * s.authority, s.authority)),
        security_rank=np.where(seizes, s.security_rank + new * (1 - s.security_rank), s.security_rank),
        discourse=np.where(removed, 0.5 * s.discourse, s.discourse),
        removals=removed, tenure=np.where(removed, 0.0, s.tenure) + 1,
        upheaval=np.where(np.abs(moved) >= 0.05, 1.0, 0.9 * s.upheaval),
    )
    w.put(openings=0.5 * (s.openings + (moved > 0).sum() / max(1, s.present.sum())))
    for kind, who in (("voted_out", voted), ("coup", seizes), ("rule_collapsed", falls), ("transition", moved != 0)):
        if who.any():
            w.tell(kind, np.flatnonzero(who))


class Conditions:
    """What the matters of every state depend on in this round; the second axis is the sector."""

    def __init__(self, w):
        s, p, v, t = w.s, w.params.issues, w.params.provision, w.params.threat
        m, r, o, smart = w.seen(s.meaning), w.seen(s.referent), w.seen(s.securitisation), w.seen(s.provision)
        self.open = o
        self.pressure = np.clip(np.stack([
            s.threat,
            1 - (1 - s.subversion) * (1 - s.insurgency),
            0.5 * (s.want + s.sanctioned) + p.neglect_matters * s.neglect_economic,
            p.background + p.neglect_matters * (s.fear + s.neglect_societal),
            p.background + p.neglect_matters * s.neglect_environmental,
        ], 1), 0, 1)
        self.strength = p.existential_other * self.pressure
        self.strength[:, 0] = s.threat
        self.force = p.force_domestic * (1 - smart)
        by_force = np.repeat((self.force * p.fit_other)[:, None], 5, 1)
        fit = smart[:, None] + by_force
        fit[:, 0], by_force[:, 0] = 1, 0
        self.by_force = np.divide(by_force, fit, out=np.zeros_like(fit), where=fit > 0)
        spending = np.stack([s.spend_military, s.spend_regime + s.spend_diplomacy, s.spend_economic + s.spend_facilitation,
                             s.spend_societal, s.spend_environmental], 1)
        waiting = w.totals[:, SECURITISED].reshape(-1, 5, 4).sum(2).astype(float)
        self.all = waiting.sum(1)
        emergency = s.spend_emergency[:, None] * waiting / np.maximum(1, self.all)[:, None]
        resources = np.minimum(1, (spending + emergency) * (2 * s.rich)[:, None] / p.need)
        self.claim = (1 - o) * (1 - r) * 0.5 * (1 - s.discourse)
        consensus = np.minimum(1, o * s.support * (1 + p.helpers * s.knowledge_benefit))
        carried = s.authority * (1 - p.popular_base + p.popular_base * s.popular_base)
        will = 0.5 * (consensus + o * s.authority + (1 - o) * carried)
        quick = 1 - p.command_rivalry * (1 - np.maximum(s.threat, s.rivalry))
        spheres = [1 - p.spheres + p.spheres * x for x in (s.authority, s.support)]
        self.persuade, self.command = o * spheres[0] * spheres[1], (1 - o) * carried * quick
        self.by_state = fit * will[:, None] * resources
        others = v.others * smart * smart
        self.by_civic = np.outer(s.civil_capacity * others, [v.core, v.core, 0.5, 1, 1])
        self.by_firms = np.outer(s.private_capacity * others, [v.core, v.core, 1, 0.5, 0.5])
        self.work = self.by_state + self.by_civic + self.by_firms
        self.abroad = 1 + t.commitment * s.commitment
        self.civic = p.detect_civic * s.civil_capacity * o
        broad = 0.5 * (1 + m)
        self.attention = p.detect_state * np.stack([np.ones(w.n), np.ones(w.n), broad, broad, broad], 1)


def by_kind(real, spurious):
    """A number for each kind of issue, from one for each sector."""
    return np.where(SPURIOUS, np.repeat(spurious, 4, 1), np.repeat(real, 4, 1))


def due(w, flow, expected, words):
    """The whole issues that a flow moves: their rows of states and kinds or sectors, and their numbers."""
    carry = w.carried[:, flow:flow + expected.shape[1]]
    carry += expected * (2 * streams.uniform(words[:, flow:flow + expected.shape[1]]))
    whole = np.floor(carry)
    carry -= whole
    rows, at = np.nonzero(whole)
    return rows, at, whole[rows, at].astype(np.int32)


def take(w, rows, agenda, kinds, many, to=None):
    """Takes the oldest issues off an agenda, and puts them where `to` says. Returns their number and their ages."""
    if not len(rows):
        return many, many
    cells = w.issues[rows, agenda, kinds][:, ::-1]
    older = np.cumsum(cells, 1) - cells
    taken = np.clip(many[:, None] - older, 0, cells)[:, ::-1]
    number = taken.sum(1, dtype=np.int32)
    w.issues[rows, agenda, kinds] -= taken
    w.totals[rows, agenda, kinds] -= number
    if to is not None:
        w.issues[rows, to[0], to[1]] += taken
        w.totals[rows, to[0], to[1]] += number
    return number, taken @ AGES


def add(w, rows, agenda, kinds, many):
    """Adds new matters of age 0."""
    w.issues[rows, agenda, kinds, 0] += many
    w.totals[rows, agenda, kinds] += many


def securitise(w):
    """A round of every state's issues (7.3). The limit of 60,000 issues of a kind is left out."""
    s, p, n = w.s, w.params.issues, w.n
    w.issues[..., 31] += w.issues[..., 30]
    w.issues[..., 1:31] = w.issues[..., :30].copy()
    w.issues[..., 0] = 0
    now, words = Conditions(w), w.draws.of_states(streams.ISSUES)

    def count(rows, numbers):
        return np.bincount(rows, numbers, n)

    here = s.present[:, None]
    pressed = p.real_rate * now.pressure
    pressed[:, :3] *= now.abroad[:, None]
    rows, k, arisen = due(w, ARISE, pressed * here, words)
    add(w, rows, UNNOTICED, 4 * k, arisen)
    w.put(arisen=count(rows, arisen))
    claims = np.repeat((0.2 * (p.spurious_rate * now.claim))[:, None], 5, 1)
    rows, k, claimed = due(w, PUT_UP, claims * here, words)
    add(w, rows, POLITICAL, 4 * k + 3, claimed)
    found_state = count(rows, claimed)
    hidden = w.totals[:, UNNOTICED, ::4].astype(float)
    rows, k, found = due(w, FIND_BELOW, hidden * now.civic[:, None], words)
    found, ages = take(w, rows, UNNOTICED, 4 * k, found, (POLITICAL, 4 * k))
    w.put(found_civic=count(rows, found), found_age_civic=count(rows, ages))
    rows, k, found = due(w, FIND_ABOVE, hidden * now.attention, words)
    found, ages = take(w, rows, UNNOTICED, 4 * k, found, (POLITICAL, 4 * k + 1))
    w.put(found_state=found_state + count(rows, found), found_age_state=count(rows, ages))

    # All five flows are worked out before any of them moves.
    political, waiting = w.totals[:, POLITICAL].astype(float), w.totals[:, SECURITISED].astype(float)
    none = np.zeros((n, 5))
    strength = by_kind(now.strength, none)
    held = 1 - by_kind(now.pressure, np.repeat(now.claim[:, None], 5, 1))
    free = (p.capacity / (p.capacity + now.all))[:, None]
    o, authority = now.open[:, None], s.authority[:, None]
    ordinary = by_kind(np.repeat(p.ordinary * o * authority, 5, 1), none)
    accept = due(w, ACCEPT, political * np.minimum(1, strength * now.persuade[:, None] + now.command[:, None]), words)
    refuse = due(w, REFUSE, political * o * p.refuse * (1 - strength) * authority, words)
    solve = due(w, SOLVE, political * ordinary, words)
    resolve = due(w, RESOLVE, waiting * np.minimum(1, by_kind(now.work, now.work * p.spurious_resolve) * free), words)
    fade = due(w, DESECURITISE, waiting * p.desecuritise * authority * (held * held), words)
    forced = waiting[:, 4:].sum(1) * now.force

    rows, k, many = accept
    many, ages = take(w, rows, POLITICAL, k, many, (SECURITISED, k))
    accepted = count(rows, many)
    for name, of in (("real", SPURIOUS[k] == 0), ("spurious", SPURIOUS[k] == 1)):
        w.put(**{f"accepted_{name}": count(rows, many * of), f"acceptance_age_{name}": count(rows, ages * of)})
    arms = (SPURIOUS[k] == 0) & (SECTOR_OF[k] == 0)
    w.put(accepted_military=count(rows, many * arms), acceptance_age_military=count(rows, ages * arms))
    w.tell("issues_accepted", *distinct(rows, SECTOR_OF[k], many))
    rows, k, many = refuse
    refused, real = np.zeros(n), SPURIOUS[k] == 0
    # Matters of both origins go to the same place, so each origin goes by itself.
    for which, back in ((real & (ABOVE[k] == 0), True), (real & (ABOVE[k] == 1), True), (~real, False)):
        to = (UNNOTICED, 4 * SECTOR_OF[k[which]]) if back else None
        refused += count(rows[which], take(w, rows[which], POLITICAL, k[which], many[which], to)[0])
    w.put(refused=refused)
    rows, k, many = solve
    w.put(settled_ordinary=count(rows, take(w, rows, POLITICAL, k, many)[0]))
    rows, k, many = resolve
    many, ages = take(w, rows, SECURITISED, k, many)
    w.put(resolved=count(rows, many), resolution_age=count(rows, ages))
    w.tell("issues_resolved", *distinct(rows, SECTOR_OF[k], many))
    done = np.bincount(rows * 5 + SECTOR_OF[k], many, 5 * n).reshape(n, 5) / np.maximum(1e-12, now.work)
    for actor, part in (("state", now.by_state), ("civic", now.by_civic), ("private", now.by_firms)):
        w.put(**{f"{actor}_{sector}": (done * part)[:, at] for at, sector in enumerate(SECTORS)})
    rows, k, many = fade
    w.put(desecuritised=count(rows, take(w, rows, SECURITISED, k, many, (POLITICAL, k))[0]))

    stock, capacity = w.totals[:, SECURITISED].sum(1), 0.5 * p.capacity
    queue = np.sqrt(stock / (p.capacity * now.work.mean(1) + 1e-9))
    w.put(securitised=stock, securitised_spurious=w.totals[:, SECURITISED, SPURIOUS == 1].sum(1),
          perceived=w.totals[:, POLITICAL].sum(1) + stock, emergency=sat(accepted, capacity),
          backlog=queue / (queue + np.sqrt(p.backlog_half)), forced_home=forced, repression=sat(forced, capacity),
          forced_home_solved=(done * now.by_force * now.by_state).sum(1))


def distinct(rows, sectors, many):
    """The states with issues that moved, once for each sector."""
    moved = many > 0
    return (np.unique(rows[moved] * 5 + sectors[moved]) // 5,)


def aid(w, meaning, referent):
    """The weights of relief and of support against the enemy."""
    p, threat = w.params.budget, w.s.threat
    return (p.aid * meaning * referent * (1 - threat) ** 2, p.aid_threat * meaning * threat * (w.s.main_threat != NONE))


def budget(w):
    """The budget by head (7.4)."""
    s, p = w.s, w.params.budget

    def shares(m, r, v):
        def welfare(felt):
            return (m + r) / 6 * (1 + p.need * m * felt)

        weights = np.stack(np.broadcast_arrays(
            p.military + p.military_threat * s.threat + p.military_provision * (1 - v) + p.fear * s.fear * (1 - m),
            p.diplomacy * (0.5 + 0.5 * v),
            p.facilitation * r,
            welfare(s.want), welfare(s.fear) + p.society * 4 * r * (1 - r) / 3, welfare(0.0),
            sum(aid(w, m, r)),
            (1 - r) * (p.regime * (1 + p.regime_backlog * s.backlog) + p.fear * s.fear)))
        return weights / weights.sum(0)

    own = shares(w.seen(s.meaning), w.seen(s.referent), w.seen(s.provision))
    conflict = 0.5 * np.abs(own - shares(1.0, 1.0, 1.0)).sum(0)
    taken = p.emergency * s.emergency
    spend = own.copy()
    spend[2:7] *= 1 - taken
    heads = ("military", "diplomacy", "facilitation", "economic", "societal", "environmental", "aid", "regime")
    w.put(goal_conflict=conflict, spend_emergency=taken * own[2:7].sum(0),
          **{f"spend_{head}": part for head, part in zip(heads, spend)})
    for at, name in enumerate(("neglect_economic", "neglect_societal", "neglect_environmental")):
        now = getattr(s, name)
        missing = np.maximum(0, 1 - spend[3 + at] / w.params.issues.need)
        w.put(**{name: now + w.params.economy.adjust * (missing - now)})


def set_tariffs(w):
    """Tariffs of the round (7.6)."""
    s, p = w.s, w.params
    target = p.trade.tariff * (1 - w.seen(s.meaning)) * (0.5 + 0.5 * sat(s.losses, p.ties.half))
    w.put(tariff=s.tariff + p.economy.adjust * (target - s.tariff))


def neglect(s):
    """The mean neglect of the three sectors."""
    return (s.neglect_economic + s.neglect_societal + s.neglect_environmental) / 3


def welfare(w):
    """Want, fear and losses (7.8.2)."""
    s, p, need = w.s, w.params.welfare, w.params.issues.need

    def moved(now, target, spend):
        quick = np.where(target < now, 1 + np.minimum(1, spend / need), 1.0)
        return now + np.minimum(1, p.rate * quick) * (target - now)

    def left(danger, spend, full):
        return danger * (1 - p.cover * np.minimum(1, spend / full))

    violence = p.violence * (s.strife + s.subversion + s.insurgency) + p.repression * s.repression
    w.put(want=moved(s.want, 1 / (1 + (s.wealth + s.aid_received) / s.population), s.spend_economic),
          fear=moved(s.fear, np.clip(violence, 0, 1), s.spend_societal))
    spent = s.spend_economic + s.spend_societal + s.spend_environmental + s.spend_facilitation
    unrest = 1 - (1 - s.subversion) * (1 - s.insurgency)
    w.put(citizen_loss=left((s.want + s.fear + neglect(s)) / 3, spent, 4 * need),
          society_loss=left((s.fear + s.repression + s.neglect_societal) / 3, s.spend_societal, need),
          regime_loss=left((s.opponents + unrest + s.backlog) / 3, s.spend_regime, 2 * need))
    w.put(gap=s.gap + w.params.economy.adjust * (s.citizen_loss - s.regime_loss - s.gap))


def account(w):
    """Wealth, arms, authority, support and power (7.9)."""
    s, p, whose, need = w.s, w.params.economy, w.params.welfare, w.params.issues.need
    o, smart, referent = w.seen(s.securitisation), w.seen(s.provision), w.seen(s.referent)
    here = s.present
    mean_per_head = s.wealth[here].sum() / s.population[here].sum() if here.any() else 1.0
    growth = (p.growth + p.trade * sat(s.exchange, p.ties_half) + p.people * sat(s.people_ties, p.ties_half)
              + np.log(1 + s.aid_received / s.wealth) - p.drag * (s.spend_military + neglect(s))
              - p.sanctions * s.sanctioned - p.war * ((s.wars > 0) + s.insurgency)
              + p.catch_up * np.log(mean_per_head / (s.wealth / s.population)))
    w.put(growth=growth, wealth=np.clip(s.wealth * np.exp(growth), 1e-6, 1e9),
          population=np.clip(s.population * np.exp(p.population * (1 - s.rich)), 1e-6, 1e9))

    def follow(name, target):
        now = getattr(s, name)
        w.put(**{name: now + p.adjust * (target - now)})

    follow("military", s.wealth * s.spend_military)
    follow("diplomacy", sat(s.spend_diplomacy, need / 2) * (1 - p.purge * (1 - o) * s.security_rank))
    cases = s.resolved + s.securitised
    resolution = np.where(cases > 0, s.resolved / np.maximum(1, cases), 0.5)
    follow("authority", logistic(
        p.base + p.growth_counts * growth + p.authority_resolution * (2 * resolution - 1)
        + p.authority_support * (2 * s.support - 1) - whose.authority_loss * s.regime_loss))
    spent = s.spend_economic + s.spend_societal + s.spend_environmental + s.spend_facilitation
    lost = s.citizen_loss + 2 * referent * (1 - referent) * (s.society_loss - s.citizen_loss)
    follow("support", logistic(
        p.base + p.growth_counts * growth + p.support_welfare * (2 * np.minimum(1, 2 * spent) - 1)
        - p.support_war * s.strife - whose.support_loss * lost - whose.support_goals * s.goal_conflict
        - whose.support_image * 0.5 * np.abs(s.public_image - s.belief_mean)))
    follow("security_rank", logistic(
        p.rank_base + p.rank_danger * (s.threat + s.rivalry) + p.rank_provision * (1 - 2 * smart)))
    follow("civil_capacity", o * (0.5 + 0.5 * s.support))
    follow("private_capacity", smart * (0.5 + 0.5 * s.rich))
    follow("autonomy", 1.0)
    w.put(autonomy=s.autonomy * max(0.0, 1 - 2 * w.params.wars.concede) ** s.defeats)
    measure_power(w)


def measure_power(w):
    """Power, of mean 1, and wealth per head against that of the world."""
    s, p, here = w.s, w.params.economy, w.s.present

    def mean(column):
        total = column[here].sum() / max(1, here.sum())
        return total if total > 0 else 1.0

    smart = w.seen(s.provision) * 0.5 * (s.diplomacy + sat(s.people_ties, p.ties_half))
    wealth = mean(s.wealth)
    power = p.power_arms * s.military / mean(s.military) + s.wealth / wealth * (1 - p.power_arms + p.power_smart * smart)
    power = np.where(here, power, 0.0)
    s.power = power / mean(power)
    s.wealth_per_head = s.wealth / s.population
    s.rich = sat(s.wealth_per_head, wealth / mean(s.population))


def remember(w, rate=None):
    """The eight memories move to what the round brought (7.10)."""
    s, half, ties = w.s, w.params.ties.half, w.params.economy.ties_half
    rate = 1 / w.params.constitution.memory if rate is None else rate
    for name, now in (
        ("knowledge_benefit", sat(s.goodwill, s.hostility + 2 * half)),
        ("knowledge_harm", sat(s.hostility, s.goodwill + 2 * half)),
        ("threat_benefit", sat(s.settlements, 1)),
        ("threat_harm", np.maximum(s.threat, s.strife)),
        ("opportunity_benefit", sat(s.gains, s.losses + 2 * half)),
        ("opportunity_harm", sat(s.losses, s.gains + 2 * half)),
        ("facilitation_benefit", sat(s.people_ties, ties)),
        ("facilitation_harm", sat(s.severity, half)),
    ):
        memory = getattr(s, name)
        w.put(**{name: memory + rate * (now - memory)})


def pressures(w):
    """The pressure on each component by knowledge, threat, opportunity and facilitation: component, function, state."""
    s, p, f, none = w.s, w.params.constitution, w.params.feedback, np.zeros(w.n)
    rivalry = p.rivalry * s.rivalry
    return np.stack([
        [none, -p.meaning_threat * s.threat_harm - rivalry,
         p.meaning_opportunity * (s.opportunity_benefit - s.opportunity_harm) - p.meaning_want * s.want,
         p.meaning_partners * (s.partners_meaning - s.meaning)],
        [none, -rivalry, none, p.referent_ties * (s.facilitation_benefit - s.facilitation_harm)],
        [p.securitisation_knowledge * (s.knowledge_benefit - s.knowledge_harm),
         p.securitisation_settled * s.threat_benefit - p.securitisation_emergency * (s.emergency + s.backlog), none, none],
        [none, -p.provision_war * (s.strife + s.threat_harm) - p.provision_rivalry * s.rivalry
         - p.provision_rank * s.security_rank, p.provision_gains * s.opportunity_benefit, none],
    ]) * np.array([f.knowledge, f.threat, f.opportunity, f.facilitation])[:, None]


def asked(w, pressure):
    """The logit that each component is asked to have, without its tradition."""
    p = w.params.constitution
    pulls = np.array([p.pull_meaning, p.pull_referent, p.pull_securitisation, p.pull_provision])
    return pressure.sum(1) + np.outer(pulls, 2 * w.s.system - 1) + p.base


def traditions(s):
    """What keeps each component where the state began."""
    return np.stack([s.tradition_meaning, s.tradition_referent, s.tradition_securitisation, s.tradition_provision])


def note_traditions(w, who):
    """The traditions of some states: what keeps each component at rest now."""
    s = w.s
    now = np.clip(np.stack([s.meaning, s.referent, s.securitisation, s.provision]), 0.02, 0.98)
    noted = np.clip(np.log(now / (1 - now)) - asked(w, pressures(w)), -10, 10)
    for name, tradition in zip(("meaning", "referent", "securitisation", "provision"), noted):
        getattr(s, f"tradition_{name}")[who] = tradition[who]


def constitute(w):
    """Governance and the political system move (7.11)."""
    s, p, q, f = w.s, w.params.constitution, w.params.system, w.params.feedback
    z = streams.error(w.draws.of_states(streams.CONSTITUTION)).T
    pressure, old, theta = pressures(w), np.stack([s.meaning, s.referent, s.securitisation, s.provision]), traditions(s)
    new = np.clip(old + p.rate * (logistic(asked(w, pressure) + theta) - old), 0, 1)
    theta = np.clip(theta * (1 - p.tradition_fade) + p.noise * z[:4], -10, 10)
    y, near = s.system, s.neighbours_system
    drift = q.drift * min(1.0, f.governance_to_policy) * (old.mean(0) - y)
    diffusion = q.diffusion * (near * near / (near * near + (1 - near) * (1 - near)) - y)
    development = q.development * y * (1 - y) * (developed(w) - 0.4)
    after = np.clip(y + drift + diffusion + development + q.noise * z[4] * np.abs(z[4]), 0, 1)
    w.put(system=after, system_drift=drift, system_diffusion=diffusion, system_development=development)
    names = ("meaning", "referent", "securitisation", "provision")
    w.put(**dict(zip(names, new)), **{f"tradition_{name}": of for name, of in zip(names, theta)})
    functions = ("knowledge", "threat", "opportunity", "facilitation")
    w.put(**{f"pressure_{function}": of for function, of in zip(functions, pressure.mean(0))})
    s.governance = governance(s)
