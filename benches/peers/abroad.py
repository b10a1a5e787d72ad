"""Knowing, choosing, ties and proxies: what states do to each other before disputes (docs/odd.md, 7.2 and 7.5 to 7.6.1).

Matrices: row i, column j is what i has toward j. A state's sum over its counterparts is a sum along its row.
"""

import numpy as np

import streams
from home import aid
from worlds import MOST, NONE, dot, mean_of, sat

ABSTAIN, COOPERATE, CONFRONT = 0, 1, 2
CALM, DISPUTE, CRISIS, WAR = range(4)
INSTRUMENTS = ("facilitation", "trade", "alliance", "mediation", "sanctions", "covert", "show", "force")
FACILITATION, TRADE, ALLIANCE, MEDIATION, SANCTIONS, COVERT, SHOW, FORCE = range(8)
SEVERITY = np.array([0, 0, 0, 0, 0.4, 0.4, 0.7, 1.0])
# The layer that an instrument builds or aims at: trade, people, security; force aims at all.
LAYER = np.array([1, 0, 2, 1, 0, 1, 2, 3], np.int8)
# How far an instrument cuts each layer.
AIMS = np.where((LAYER == np.arange(3)[:, None]) | (LAYER == 3), 1.0, 1 / 3)


def salience(w):
    """How much each counterpart matters: reach (sat(p, 1) + T + max(rivalry, stage/3))."""
    p = w.p
    ties = (p.trade + p.people + p.security) * (1 / 3)
    return p.reach * (sat(p.believed_power, 1.0) + ties + np.maximum(p.rivalry, p.stage / 3))


def crowd(w, i, j):
    """What two states have of attention for each other."""
    return np.sqrt(w.s.focus[i] * w.s.focus[j])


def camps(w, of):
    """The leader of the bloc of some states, which may be none."""
    return np.where(of == NONE, NONE, w.s.bloc[of])


def know(w):
    """Reports, beliefs, threats (7.2)."""
    s, p, k, t = w.s, w.p, w.params.knowledge, w.params.threat
    o = w.seen(s.securitisation)
    diplomats, services, media = s.diplomacy, k.intelligence * s.security_rank, k.media * o * s.civil_capacity
    all_ = diplomats + services + media
    some = np.where(all_ > 0, all_, 1.0)
    bend = k.bend * (2 * (1 - 0.5 * (o + s.system)) + s.security_rank) / 3
    bent = np.minimum(1, np.where(all_ > 0, ((diplomats + services) * bend + media * k.bend * (1 - o)) / some, bend))
    worst = k.worst_case * services / some
    learning = k.learning * (1 + 2 * (1 - (1 - diplomats) * (1 - services) * (1 - media))) / 3

    acts = p.act != ABSTAIN
    watched = acts | (p.threat_age > 0)
    dark = (1 - services) * (1 - media)
    blind = np.where(watched, ((1 - diplomats) * dark)[:, None], ((1 - k.aside * diplomats) * dark)[:, None])
    error, power_error = streams.errors(w.draws.of_sides(streams.REPORTS))
    # A rival speaks against the column's state; its own camp does not listen, and the rival's camp listens most.
    me, camp = np.arange(w.n)[:, None], s.bloc[:, None]
    heard = np.where(camp == camps(w, s.accuser), 1.0, 0.5)
    heard[(s.accuser == me) | (camp == s.bloc)] = 0
    seems = p.posture.T - worst[:, None] - heard * (k.campaign * s.accused)
    report = (1 - bent)[:, None] * (seems + k.noise * blind * error)
    report += bent[:, None] * 0.5 * (p.belief + s.discourse[:, None])
    quiet = ~(acts | acts.T)
    p.belief = np.clip(p.belief + learning[:, None] * (report - p.belief) - k.fatigue * quiet * p.belief, -1, 1)
    power_report = np.maximum(0, s.power * (1 + k.noise * blind * power_error))
    p.believed_power += learning[:, None] * (power_report - p.believed_power)

    hostile, good = np.maximum(0, -p.belief), np.maximum(0, p.belief)
    own = s.self_image + t.allied_help * s.allied_power
    stimulus = np.minimum(1, hostile * (p.believed_power / (p.believed_power + own[:, None] + 1e-12)) * p.reach)
    gap = stimulus - p.threat
    decline = (t.decline * (1 + t.diplomacy * s.diplomacy))[:, None] * (1 + t.ageing * 0.1 * p.threat_age)
    p.threat = p.threat + gap * np.where(gap > 0, t.onset, np.minimum(1, decline))
    begins = (p.threat_age == 0) & (p.threat >= t.open)
    ends = (p.threat_age > 0) & (p.threat < t.open / 2)
    lasts = begins | (p.threat_age > 0) & ~ends
    p.threat_age = np.where(lasts, p.threat_age + 1, 0)
    p.threat_peak = np.where(begins, p.threat, np.where(lasts, np.maximum(p.threat_peak, p.threat), 0))
    for kind, which in (("threat_begun", begins), ("threat_ended", ends)):
        w.tell(kind, *np.nonzero(which))

    reach, matters = p.reach.sum(1), salience(w)
    salient = matters.sum(1)
    share = s.power[:, None] / (s.power[:, None] + s.power + 1e-12)
    burden = np.where(p.alliance, share, 0)
    belief_mean = mean_of(dot(p.reach, p.belief), reach, -1, 1)
    w.put(
        self_image=s.self_image + learning * (s.power * (1 + k.vanity * bent) - s.self_image),
        told_diplomatic=np.where(all_ > 0, diplomats / some, 0), told_intelligence=np.where(all_ > 0, services / some, 0),
        told_media=np.where(all_ > 0, media / some, 0), belief_mean=belief_mean,
        belief_error=mean_of(dot(p.reach, np.abs(p.belief - p.posture.T)), reach, 0, 2),
        power_error=mean_of(dot(p.reach, np.abs(p.believed_power - s.power)), reach, 0, MOST),
        neighbours_system=mean_of(p.reach @ s.system, reach, 0, 1),
        goodwill=mean_of(dot(matters, good), salient, 0, 1), hostility=mean_of(dot(matters, hostile), salient, 0, 1),
        commitment=burden.sum(1),
    )
    of_allies = sat(t.commitment * (burden @ s.threat_own), 1.0)
    adjust, shared = w.params.economy.adjust, k.shared_discourse
    w.put(discourse=s.discourse + adjust * ((1 - shared) * belief_mean + shared * s.partners_discourse - s.discourse))
    free = o * s.civil_capacity
    shown = free * mean_of(dot(p.reach, p.posture.T), reach, -1, 1) + (1 - free) * s.discourse
    greatest = p.threat.max(1)
    w.put(public_image=s.public_image + adjust * (shown - s.public_image),
          threat_own=1 - (1 - greatest) * (1 - mean_of(dot(matters, p.threat), salient, 0, 1)),
          main_threat=np.where(greatest > 0, p.threat.argmax(1), NONE))
    w.put(threat=np.clip(1 - (1 - s.threat_own) * (1 - of_allies), 0, 1))


def decide(w):
    """Act, instrument and effort toward each counterpart (7.5)."""
    s, p, c, q = w.s, w.p, w.params.choice, w.params.instruments
    m, r, o, v = (w.seen(x) for x in (s.meaning, s.referent, s.securitisation, s.provision))
    y, rho, full = s.system, s.revisionism, w.full
    market = w.market = 2 * s.wealth / (s.wealth + s.wealth[s.present].mean())
    members = np.bincount(s.bloc[s.present], minlength=w.n)
    in_bloc = members[s.bloc] > 1
    same = in_bloc[:, None] & (s.bloc[:, None] == s.bloc)
    opposed = in_bloc[:, None] & in_bloc & ~same
    open_, height = p.stage > CALM, p.stage / 3
    ties = (p.trade + p.people + p.security) * (1 / 3)
    unlike = np.abs(y[:, None] - y)
    fixed = -c.remote * (1 - p.reach) - (c.attention_price * np.maximum(0, s.strain - 1))[:, None]
    initiative = c.initiative * s.diplomacy * v

    cooperate = (
        (c.cooperate - c.blockage * (1 - (m + r + o + v) / 4))[:, None] + fixed
        + (c.opportunity * m)[:, None] * p.complementarity * market + c.goodwill * p.belief + c.embedded * ties
        + c.affinity * (1 - 2 * unlike) - c.order * np.abs(rho[:, None] - rho)
        + np.outer(c.consolidation * (1 - r) * (1 - y), 1 - 2 * y) + c.zero_sum / 2 * same + initiative[:, None] * open_)
    strength = p.believed_power + w.params.threat.allied_help * s.allied_power
    image = s.self_image[:, None] + 1e-12
    confront = (
        (c.confront - initiative / 2 - c.weariness * sat(s.severity, w.params.ties.half))[:, None] + fixed
        + c.alarm * p.threat + (0.5 * c.regime * (1 - r) * (0.25 + 0.75 * s.backlog))[:, None] * (1 - p.belief)
        + c.alien * unlike * ((1 - y)[:, None] + np.outer(y, rho))
        + c.order * (np.outer(rho, 1 - rho) + np.outer(1 - rho, rho))
        + (c.zero_sum * (1 - m))[:, None] * np.where(opposed, 1, p.rivalry) + c.contest * p.contest + c.momentum * height
        + nationals(w, p.grievance, p.believed_power, image)
        - c.deterrence * strength / (strength + image) - c.cost_ties * ties - c.institutions * np.outer(y, y) * p.people)

    u = streams.uniform(w.draws.of_sides(streams.ACTS))
    if w.noise:
        gives, strikes = (np.exp(np.clip(x, -708, 708)) for x in (cooperate, confront))
        x = u * (gives + 1 + strikes)
        act = np.where(x < gives, COOPERATE, np.where(x < gives + 1, ABSTAIN, CONFRONT))
        u = np.where(act == COOPERATE, x / gives, (x - gives - 1) / strikes)
    else:
        act = np.where((cooperate >= 0) & (cooperate >= confront), COOPERATE, np.where(confront > 0, CONFRONT, ABSTAIN))
    act[p.reach == 0] = ABSTAIN
    p.act = act.astype(np.int8)
    gives, acts = act == COOPERATE, act != ABSTAIN

    # The weights of the four instruments of an act, only where a state acts.
    enemy = camps(w, s.main_threat)
    reforms, overturns, blunt = 1 + q.order * 4 * rho * (1 - rho), 1 + q.order * rho, 1 - v / 2
    i, j = np.nonzero(gives)
    friends = p.alliance[i, j] | (enemy[i] == enemy[j]) & (enemy[i] != NONE)
    mediates = (q.mediation * s.diplomacy * reforms)[i]
    p.instrument[i, j] = pick(w, p.stage[i, j] == WAR, u[i, j], [
        r[i], p.complementarity[i, j] * market[j], friends * s.threat[i], open_[i, j] * mediates])
    i, j = np.nonzero(act == CONFRONT)
    sigma = height[i, j]
    p.instrument[i, j] = SANCTIONS + pick(w, p.stage[i, j] == WAR, u[i, j], [
        (0.5 + v[i]) * (0.5 + p.trade[i, j]) * reforms[i], (1 - o[i]) * (1 + s.insurgency[j]) * overturns[i],
        (1 + sigma) * blunt[i], 1.5 * sigma * blunt[i] * overturns[i]])

    w.broad = breadth(p) * (0.5 + 0.25 * (s.civil_capacity[:, None] + s.civil_capacity))
    capacity = s.autonomy * (s.diplomacy + np.minimum(1, (s.spend_diplomacy + s.spend_facilitation) / full)) / 2
    strikes = np.minimum(1, 0.3 + 0.7 * s.autonomy * np.minimum(1, s.spend_military / full))
    eased = np.minimum(1, 0.3 + 0.7 * (capacity[:, None] / np.maximum(0.05, 1 - w.params.ties.breadth * w.broad)))
    p.effort = np.where(gives, eased, strikes[:, None]) * acts

    w.matters = salience(w)
    part = dot(w.matters, acts) / np.maximum(1e-12, w.matters.sum(1))
    i, j = np.nonzero(acts)
    counts = np.bincount(i * 8 + p.instrument[i, j], minlength=8 * w.n).reshape(w.n, 8).T
    relation = np.where(p.rivalry >= 0.25, 1, np.where(p.belief < 0, 2, 0))[i, j]
    efforts = np.bincount(i * 3 + relation, p.effort[i, j], 3 * w.n).reshape(w.n, 3).T
    w.put(strain=part / (0.25 + 0.5 * s.diplomacy), load=acts.sum(1), effort_aligned=efforts[0], effort_rivals=efforts[1],
          effort_hostile=efforts[2], **{f"acts_{name}": of for name, of in zip(INSTRUMENTS, counts)})


def pick(w, at_war, u, weights):
    """The number of an instrument, in proportion to weights. At war a state negotiates, or uses force."""
    if not w.noise:
        picked = np.argmax(weights, 0)
    else:
        below = np.cumsum(weights, 0)
        picked = (below[:3] <= u * below[3]).sum(0)
        picked[below[3] == 0] = 0
    picked[at_war] = 3
    return picked


def nationals(w, grievance, power, image):
    """The press of a grievance over nationals, by one's own power over the other's."""
    return w.params.choice.nationals * grievance * 2 * (1 - power / (power + image))


def breadth(p):
    """How evenly ties are spread over their layers: ((sum t)^2 / sum t^2 - 1)/2."""
    total = p.trade + p.people + p.security
    squares = p.trade ** 2 + p.people ** 2 + p.security ** 2
    return np.clip((np.divide(total * total, squares, out=np.ones_like(total), where=squares > 0) - 1) / 2, 0, 1)


def act(w):
    """Ties, posture, gains and losses: the acts meet (7.6)."""
    s, p, q, matters = w.s, w.p, w.params.ties, w.matters
    o, part, full = 1 - s.tariff, w.params.provision.ties, w.full
    gives, strikes = p.act == COOPERATE, p.act == CONFRONT
    mutual = gives & gives.T

    # 1 Both cooperate, or ties fade.
    effort = np.minimum(p.effort, p.effort.T)
    gains = dot(matters, mutual * p.complementarity * effort * (1 + q.breadth * w.broad) * w.market)
    layer = LAYER[p.instrument]
    open_ = np.outer(o, o)
    built = q.build * effort
    ties = []
    for of, (t, fade) in enumerate(((p.trade, q.fade), (p.people, q.fade / 4), (p.security, q.fade))):
        aims = layer == of
        weight = 1 / 6 + 0.25 * (aims.astype(float) + aims.T)
        if of == 0:
            weight *= open_
        ties.append(np.where(mutual, t + built * weight * (1 - t), t - fade * t))
    trade, people, security = ties

    # 2 Citizens and firms; trade that was lost elsewhere; tariffs.
    help_ = np.sqrt(np.minimum(1, s.spend_facilitation / full))
    civic = np.sqrt(s.civil_capacity * w.seen(s.securitisation))
    firms = np.sqrt(s.private_capacity * w.seen(s.provision))
    seeks = mean_of(s.trade_lost, s.markets, 0, MOST)
    reach = 0.5 * (p.reach + p.reach.T)
    by_citizens, by_firms = part * np.outer(civic, civic), part * np.outer(firms, firms) * p.complementarity * open_
    begun = dot(reach, by_citizens * (1 - people) + by_firms * (1 - trade))
    people = people + np.minimum(1, q.facilitation * np.outer(help_, help_) + by_citizens) * reach * (1 - people)
    sought = np.outer(seeks, o)
    diverted = np.minimum(p.complementarity * (sought + sought.T), 1 - by_firms) * reach * (1 - trade)
    trade = np.minimum(1, trade + (by_firms * reach * (1 - trade) + diverted))
    kept_out = 0.5 * w.params.trade.cut * trade
    lost = dot(kept_out, np.maximum(0, s.tariff - s.tariff[:, None]))
    trade = trade - kept_out * (s.tariff[:, None] + s.tariff)

    # 3 Help to those in want, and to those that the same camp threatens.
    relief, support = aid(w, w.seen(s.meaning), w.seen(s.referent))
    given = w.params.budget.burden * s.wealth * s.spend_aid
    armed = np.divide(support, relief + support, out=np.zeros(w.n), where=relief + support > 0)
    enemy = np.where(s.present, camps(w, s.main_threat), NONE)
    threatened = np.bincount(enemy[enemy != NONE], minlength=w.n)
    sharing = np.where(enemy == NONE, 1, np.maximum(1, threatened[enemy] - 1))
    want = np.outer((1 - armed) * given / np.maximum(1, s.acts_facilitation), s.want)
    want *= gives & (p.instrument == FACILITATION)
    arms = np.outer(armed * given / sharing, s.threat)
    arms *= gives & (enemy[:, None] == enemy) & (enemy != NONE)
    missing = 1 - sat(arms, s.wealth)
    security = 1 - (1 - security) * (missing * missing.T)

    # 4 Refusals and confrontations; postures follow.
    severity = SEVERITY[p.instrument] * strikes
    blow = p.effort * severity
    refused = (gives & ~mutual) * p.effort * np.where(strikes.T, 1.0, 0.5)
    losses = q.price * dot(matters, 0.5 * refused + blow)
    covert = dot(matters, (blow * (p.instrument == COVERT)).T)
    hurt = dot(trade, (p.effort * (strikes & (p.instrument == SANCTIONS))).T)
    target = np.where(gives, 0.5 + 0.5 * p.effort, np.where(strikes, -(0.5 + 0.5 * severity), 0))
    rate = np.where(p.act == ABSTAIN, min(1, 2 * q.fade), q.posture_rate)
    p.posture = p.posture + rate * (target - p.posture)

    # 5 Ties are cut.
    for name, t, aims in (("trade", trade, AIMS[0]), ("people", people, AIMS[1]), ("security", security, AIMS[2])):
        cut = blow * aims[p.instrument]
        setattr(p, name, t * (1 - np.minimum(1, q.cut * (cut + cut.T))))

    met = matters.sum(1)
    w.put(mutual=mutual.sum(1), gains=mean_of(gains, met, 0, MOST), losses=mean_of(losses, met, 0, MOST),
          severity=mean_of(dot(matters, blow), met, 0, MOST), subversion=sat(mean_of(covert, met, 0, MOST), q.half),
          sanctioned=mean_of(hurt, hurt + p.trade.sum(1), 0, 1), ties_begun=begun, trade_lost=lost,
          trade_diverted=diverted.sum(1), aid_given=np.minimum(MOST, (want + arms).sum(1)),
          aid_against_threat=np.minimum(MOST, arms.sum(1)), aid_received=np.minimum(MOST, (want + arms).sum(0)))
    look(w)


def look(w):
    """The sums over ties and postures (7.6)."""
    s, p, o = w.s, w.p, 1 - w.s.tariff
    matters, volume = salience(w), p.reach * (p.trade + p.people + p.security)
    salient, ties, reach, h = matters.sum(1), volume.sum(1), p.reach.sum(1), s.wealth_per_head
    worth = matters * (p.trade * np.outer(o, o) * 2 * p.complementarity)
    lead = w.params.trade.unequal * (h[:, None] - h) / (h[:, None] + h)
    taken, all_ = dot(worth, 1 + lead), worth.sum(1)
    traded = dot(matters, p.trade)
    attention = w.params.choice.attention * np.sqrt(s.power)
    some, linked = np.where(salient > 0, salient, 1), np.where(ties > 0, ties, 1)
    w.put(
        trade_ties=mean_of(traded, salient, 0, MOST), people_ties=mean_of(dot(matters, p.people), salient, 0, MOST),
        security_ties=mean_of(dot(matters, p.security), salient, 0, MOST), surroundings=salient,
        focus=np.where(salient > 0, np.minimum(2, attention / some), 0),
        breadth=mean_of(dot(volume, breadth(p)), ties, 0, 1),
        partners_meaning=np.where(ties > 0, np.clip(volume @ s.meaning / linked, 0, 1), s.meaning),
        partners_discourse=np.where(ties > 0, np.clip(volume @ s.discourse / linked, -1, 1), s.discourse),
        policy=mean_of(dot(p.reach, p.posture), reach, -1, 1), exchange=mean_of(taken, salient, 0, MOST),
        terms_of_trade=np.where(all_ > 0, np.clip(0.5 * taken / np.where(all_ > 0, all_, 1), 0, 1), 0.5),
        tariff_met=mean_of((matters * p.trade) @ s.tariff, traded, 0, 1), markets=(p.reach * p.complementarity) @ o,
    )


def proxies(w):
    """Struggles of rivals in third states (7.6.1)."""
    s, p = w.s, w.p
    covert = np.where((p.act == CONFRONT) & (p.instrument == COVERT), p.effort, 0)
    i, j = np.nonzero(np.triu(p.rivalry * (covert + covert.T)))
    weak = (1 - s.authority) * np.minimum(p.reach[i], p.reach[j])
    k = weak.argmax(1)
    struggle = w.params.wars.proxy * p.rivalry[i, j] * (covert[i, j] + covert[j, i]) * 0.4 * (weak.max(1, initial=0) > 0)
    w.put(proxy_struggle=sat(np.bincount(k, struggle, w.n), w.params.ties.half))
    w.put(subversion=1 - (1 - s.subversion) * (1 - s.proxy_struggle))
