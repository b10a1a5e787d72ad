//! How matters become security issues, and how issues end (A4, A5, C6–C10, C17, C18).
//!
//! Real matters arise from pressure; command systems add spurious ones. Civic and state bodies find them. Where
//! persuasion is needed, society and state must both be convinced. This is slow for weak or spurious cases and fast for
//! real existential ones, and it brings consensus. Command is fast if authority is high, whatever the case, and stalls
//! if authority is lost. Consensus, authority, fit of instrument and resources let state bodies resolve issues. Civic
//! bodies and firms provide by separate capacities, but hardly in the military and political sectors. Issues whose
//! threat has faded leave the security agenda if authority is high enough. The rest waits: beyond what bodies can work
//! on they get in each other's way, so that resolution has a ceiling. The backlog is the time that this work takes.
//!
//! ```text
//! pressure   military threat_i;  political 1 − (1 − subversion)(1 − insurgency);  economic (want + sanctioned)/2 + neglect_matters · neglect_economic;
//!            societal background + neglect_matters (fear + neglect_societal);
//!            environmental background + neglect_matters · neglect_environmental                             each clipped to [0, 1]
//! strength_k military threat_i;  else existential_other · pressure_k;  0 for spurious matters
//! fit_k      military 1;  else v̂ + φ · fit_other
//! resources_k = min(1, (spending_k + spend_emergency · S_k/S) · 2 rich_i/need)          no emergency part if S = 0
//! spending   military spend_military; political spend_regime + spend_diplomacy;
//!            economic spend_economic + spend_facilitation; societal, environmental their own       (shares of the round before)
//! consensus  = min(1, ŝ · support · (1 + helpers · knowledge_benefit))
//! carried    = authority (1 − popular_base + popular_base · popular_base_i)                       popular_base_i: the regime's base (`citizens`)
//! will       = (consensus + ŝ · authority + (1 − ŝ) carried)/2
//! quick      = 1 − command_rivalry (1 − max(threat_i, rivalry))                                   rivalry of the round before
//! spheres'   = (1 − spheres + spheres · authority)(1 − spheres + spheres · support)               the formal and the informal sphere
//! work_k     = fit_k · will · resources_k + othersᵖ (civil_capacity · v̂² · a_k + private_capacity · v̂² · b_k)
//!              (a, b) = (coreᵖ, coreᵖ) military, political;  (½, 1) economic;  (1, ½) societal, environmental
//! free       = capacity/(capacity + S)
//! ```
//!
//! Equations as in docs/odd.md, section 7.3.
//! The flows themselves are the two tables of that section. ŝ, v̂: securitisation and provision as policy sees them; φ: force used
//! at home; S_k: securitised issues of sector k, S of all. The mean of work_k is the pace.
//! backlog = √t/(√t + √backlog_half),  t = securitised/(capacity · pace + 1e-9): rounds of work that wait, after the flows.

use pulp::NullaryFnOnce;

use super::draws::{Drawn, Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::issues::{Agenda, Flow, Issues, KINDS, Kind, Origin, SECTORS, StateIssues, Truth};
use super::math::{at_most, saturate, share};
use super::params::{IssueRates, Params};
use super::states::States;
use super::switches::on;
use super::vectors::widest;

const MILITARY: usize = 0;

/// Step 3: a round of every state's issues.
pub fn update(
    states: &mut States,
    issues: &mut Issues,
    params: &Params,
    draws: RoundDraws,
    words: &mut Words,
    events: &mut Vec<Event>,
) {
    for i in 0..states.present.len() {
        if !states.present[i] {
            continue;
        }
        let words = draws.next(Purpose::Issues, i, states.present.len(), |_| Flow::COUNT, words);
        let mut mine = issues.of(i);
        mine.age();
        let conditions = Conditions::read(states, i, params, &mine);
        let pace = conditions.by_all.iter().sum::<f64>() / 5.0;
        let mut tally = Tally { pace, ..Tally::default() };
        arise_and_be_found(&mut mine, &conditions, &params.issues, words, &mut tally);
        let due = expect(&mut mine, &conditions, &params.issues, words);
        tally.forced = forced(&mine, &conditions);
        for number in bits(due) {
            move_on(&mut mine, Kind::ALL[number], &conditions, &mut tally);
        }
        tally.count(&mine);
        tally.store(states, i, &params.issues);
        for sector in 0..SECTORS.len() {
            for (kind, count) in [
                (EventKind::IssuesAccepted, tally.accepted_by_sector[sector]),
                (EventKind::IssuesResolved, tally.resolved_by_sector[sector]),
            ] {
                if count > 0 {
                    events.push(Event::new(kind, StateId(i as u32)).with_number(sector).with_value(f64::from(count)));
                }
            }
        }
    }
}

/// The values that a state's matters depend on in this round.
struct Conditions {
    pressure: [f64; 5],
    strength: [f64; 5],
    force: f64,
    fit: [f64; 5],
    will: f64,
    resources: [f64; 5],
    by_state: [f64; 5],
    /// The share of it that is force used at home.
    by_force: [f64; 5],
    by_civic: [f64; 5],
    by_firms: [f64; 5],
    by_all: [f64; 5],
    claim_of_command: f64,
    openness: f64,
    /// Persuasion of the formal and of the informal sphere together.
    persuade: f64,
    command: f64,
    spurious: f64,
    commitment: f64,
    authority: f64,
    civic: f64,
    attention: [f64; 5],
}

impl Conditions {
    fn read(s: &States, i: usize, params: &Params, mine: &StateIssues<'_>) -> Self {
        let p = &params.issues;
        let neglect = [s.neglect_economic[i], s.neglect_societal[i], s.neglect_environmental[i]];
        let pressure = [
            s.threat[i],
            1.0 - (1.0 - s.subversion[i]) * (1.0 - s.insurgency[i]),
            0.5 * (s.want[i] + s.sanctioned[i]) + p.neglect_matters * neglect[0],
            p.background + p.neglect_matters * (s.fear[i] + neglect[1]),
            p.background + p.neglect_matters * neglect[2],
        ]
        .map(share);
        let mut strength = pressure.map(|x| p.existential_other * x);
        strength[MILITARY] = s.threat[i];
        let seen = |x: f64| params.feedback.seen(x);
        let (meaning, referent, provision) = (seen(s.meaning[i]), seen(s.referent[i]), seen(s.provision[i]));
        let force = p.force_domestic * (1.0 - provision);
        let mut by_force = [force * p.fit_other; 5];
        let mut fit = by_force.map(|part| provision + part);
        (fit[MILITARY], by_force[MILITARY]) = (1.0, 0.0);
        let spending = [
            s.spend_military[i],
            s.spend_regime[i] + s.spend_diplomacy[i],
            s.spend_economic[i] + s.spend_facilitation[i],
            s.spend_societal[i],
            s.spend_environmental[i],
        ];
        let securitised: [f64; 5] = std::array::from_fn(|sector| f64::from(mine.securitised(sector)));
        let all = securitised.iter().sum::<f64>();
        let emergency = securitised.map(|n| if all > 0.0 { s.spend_emergency[i] * n / all } else { 0.0 });
        let open = seen(s.securitisation[i]);
        let quick = 1.0 - p.command_rivalry * (1.0 - s.threat[i].max(s.rivalry[i]));
        let means = if params.switches.means { 2.0 * s.rich[i] } else { 1.0 };
        let resources: [f64; 5] = std::array::from_fn(|k| ((spending[k] + emergency[k]) * means / p.need).min(1.0));
        let spurious = (1.0 - open) * (1.0 - referent) * 0.5 * (1.0 - s.discourse[i]);
        let consensus = (open * s.support[i] * (1.0 + p.helpers * s.knowledge_benefit[i])).min(1.0);
        let carried = s.authority[i] * (1.0 - p.popular_base + p.popular_base * s.popular_base[i]);
        let will = 0.5 * (consensus + open * s.authority[i] + (1.0 - open) * carried);
        let by_state: [f64; 5] = std::array::from_fn(|k| fit[k] * will * resources[k]);
        let [by_civic, by_firms] = work_of_others(s, i, provision, params);
        // If meaning is narrow, state bodies look for military and political matters first.
        let broad = 0.5 * (1.0 + meaning);
        let convinced = |sphere: f64| 1.0 - p.spheres + p.spheres * sphere;
        Self {
            pressure,
            strength,
            force,
            fit,
            will,
            resources,
            by_state,
            by_force: std::array::from_fn(|k| if fit[k] > 0.0 { by_force[k] / fit[k] } else { 0.0 }),
            by_civic,
            by_firms,
            by_all: std::array::from_fn(|k| by_state[k] + by_civic[k] + by_firms[k]),
            claim_of_command: spurious,
            openness: open,
            persuade: on(params.switches.persuasion) * open * convinced(s.authority[i]) * convinced(s.support[i]),
            command: on(params.switches.command) * (1.0 - open) * carried * quick,
            spurious: p.spurious_rate * spurious,
            commitment: 1.0 + params.threat.commitment * s.commitment[i],
            authority: s.authority[i],
            civic: p.detect_civic * s.civil_capacity[i] * open,
            attention: [1.0, 1.0, broad, broad, broad].map(|x| p.detect_state * x),
        }
    }
}

/// The speed at which a state accepts matters and resolves issues; for a look into a round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    /// Probability that persuasion makes a fully existential matter accepted.
    pub persuasion: f64,
    /// Probability that command makes any matter accepted.
    pub command: f64,
    /// Consensus and authority behind resolution.
    pub will: f64,
    /// Unresolved security issues, by sector.
    pub unresolved: [f64; 5],
    /// How well the means of state bodies fit, by sector.
    pub fit: [f64; 5],
    /// Means of state bodies, by sector.
    pub resources: [f64; 5],
    /// Probability that state bodies, civic bodies and firms resolve an issue, by sector.
    pub resolve: [[f64; 5]; 3],
    /// Probability that a real issue leaves the security agenda because its threat has faded, by sector.
    pub fades: [f64; 5],
}

/// The pace of a state in a world before this step.
pub fn pace(states: &States, issues: &mut Issues, params: &Params, i: usize) -> Pace {
    let mine = issues.of(i);
    let now = Conditions::read(states, i, params, &mine);
    let p = &params.issues;
    Pace {
        persuasion: now.persuade,
        command: now.command,
        will: now.will,
        unresolved: std::array::from_fn(|sector| f64::from(mine.securitised(sector))),
        fit: now.fit,
        resources: now.resources,
        resolve: [now.by_state, now.by_civic, now.by_firms],
        fades: now.pressure.map(|pressure| p.desecuritise * now.authority * (1.0 - pressure).powi(2)),
    }
}

/// Resolution by civic bodies and by firms, by sector (A5).
fn work_of_others(s: &States, i: usize, provision: f64, params: &Params) -> [[f64; 5]; 2] {
    let (p, switches) = (&params.provision, &params.switches);
    let smart = p.others * provision * provision; // a state leaves room to others only late
    let civic = on(switches.civic_provision) * s.civil_capacity[i] * smart;
    let private = on(switches.private_provision) * s.private_capacity[i] * smart;
    [
        [p.core, p.core, 0.5, 1.0, 1.0].map(|part| civic * part),
        [p.core, p.core, 1.0, 0.5, 0.5].map(|part| private * part),
    ]
}

/// The flows of a state's issues in this round.
#[derive(Default)]
struct Tally {
    arisen: u32,
    found_civic: u32,
    found_state: u32,
    found_age: [u32; 2],
    accepted: [u32; 2],
    acceptance_age: [u32; 2],
    accepted_military: u32,
    acceptance_age_military: u32,
    desecuritised: u32,
    refused: u32,
    solved: u32,
    resolved: u32,
    resolution_age: u32,
    political: u32,
    securitised: [u32; 2],
    accepted_by_sector: [u32; 5],
    resolved_by_sector: [u32; 5],
    by_state: [f64; 5],
    by_civic: [f64; 5],
    by_firms: [f64; 5],
    forced: f64,
    forced_solved: f64,
    /// Mean chance that an issue is resolved in the round.
    pace: f64,
}

impl Tally {
    fn store(&self, s: &mut States, i: usize, p: &IssueRates) {
        let stock = f64::from(self.securitised[0] + self.securitised[1]);
        s.arisen[i] = f64::from(self.arisen);
        s.found_civic[i] = f64::from(self.found_civic);
        s.found_state[i] = f64::from(self.found_state);
        s.found_age_civic[i] = f64::from(self.found_age[0]);
        s.found_age_state[i] = f64::from(self.found_age[1]);
        s.accepted_military[i] = f64::from(self.accepted_military);
        s.acceptance_age_military[i] = f64::from(self.acceptance_age_military);
        s.desecuritised[i] = f64::from(self.desecuritised);
        self.store_matrix(s, i);
        s.forced_home[i] = self.forced;
        s.forced_home_solved[i] = self.forced_solved;
        s.repression[i] = saturate(self.forced, 0.5 * p.capacity);
        s.accepted_real[i] = f64::from(self.accepted[0]);
        s.accepted_spurious[i] = f64::from(self.accepted[1]);
        s.acceptance_age_real[i] = f64::from(self.acceptance_age[0]);
        s.acceptance_age_spurious[i] = f64::from(self.acceptance_age[1]);
        s.refused[i] = f64::from(self.refused);
        s.settled_ordinary[i] = f64::from(self.solved);
        s.resolved[i] = f64::from(self.resolved);
        s.resolution_age[i] = f64::from(self.resolution_age);
        s.perceived[i] = f64::from(self.political) + stock;
        s.securitised[i] = stock;
        s.securitised_spurious[i] = f64::from(self.securitised[1]);
        s.emergency[i] = saturate(f64::from(self.accepted[0] + self.accepted[1]), 0.5 * p.capacity);
        // The root keeps states apart whose queues differ a hundredfold.
        let waiting = (stock / (p.capacity * self.pace + 1e-9)).sqrt();
        s.backlog[i] = waiting / (waiting + p.backlog_half.sqrt());
    }

    /// The issues on both agendas after the moves.
    fn count(&mut self, mine: &StateIssues<'_>) {
        self.political = mine.on(Agenda::Political).iter().sum();
        for four in mine.on(Agenda::Securitised).as_chunks::<4>().0 {
            self.securitised[0] += four[0] + four[1];
            self.securitised[1] += four[2] + four[3];
        }
    }

    /// The resolved issues by sector and actor: the matrix of provision.
    fn store_matrix(&self, s: &mut States, i: usize) {
        let cells = [
            (&mut s.state_military, &mut s.civic_military, &mut s.private_military),
            (&mut s.state_political, &mut s.civic_political, &mut s.private_political),
            (&mut s.state_economic, &mut s.civic_economic, &mut s.private_economic),
            (&mut s.state_societal, &mut s.civic_societal, &mut s.private_societal),
            (&mut s.state_environmental, &mut s.civic_environmental, &mut s.private_environmental),
        ];
        for (sector, (state, civic, private)) in cells.into_iter().enumerate() {
            (state[i], civic[i], private[i]) = (self.by_state[sector], self.by_civic[sector], self.by_firms[sector]);
        }
    }
}

fn arise_and_be_found(
    mine: &mut StateIssues<'_>,
    now: &Conditions,
    p: &IssueRates,
    words: Drawn<'_>,
    tally: &mut Tally,
) {
    let kind = |sector, truth, origin| Kind { sector, truth, origin };
    let hidden = |sector| kind(sector, Truth::Real, Origin::Below);

    let abroad = |sector| if sector < 3 { now.commitment } else { 1.0 };
    let arise = std::array::from_fn::<_, 5, _>(|sector| p.real_rate * now.pressure[sector] * abroad(sector));
    for sector in bits(mine.carry(Flow::Arise, &arise, words)) {
        let arisen = mine.due(Flow::Arise, sector);
        mine.add(hidden(sector), Agenda::Unnoticed, arisen);
        tally.arisen += arisen;
    }
    for sector in bits(mine.carry(Flow::PutUp, &[0.2 * now.spurious; 5], words)) {
        let put_up = mine.due(Flow::PutUp, sector);
        mine.add(kind(sector, Truth::Spurious, Origin::Above), Agenda::Political, put_up);
        tally.found_state += put_up;
    }

    let unnoticed: [f64; 5] = std::array::from_fn(|sector| f64::from(mine.count(hidden(sector), Agenda::Unnoticed)));
    for sector in bits(mine.carry(Flow::FindBelow, &unnoticed.map(|matters| matters * now.civic), words)) {
        let found = mine.due(Flow::FindBelow, sector);
        let to = (hidden(sector), Agenda::Political);
        let (found, ages) = mine.take(hidden(sector), Agenda::Unnoticed, found, Some(to));
        (tally.found_civic, tally.found_age[0]) = (tally.found_civic + found, tally.found_age[0] + ages);
    }
    let by_state: [f64; 5] = std::array::from_fn(|sector| unnoticed[sector] * now.attention[sector]);
    for sector in bits(mine.carry(Flow::FindAbove, &by_state, words)) {
        let found = mine.due(Flow::FindAbove, sector);
        let to = (kind(sector, Truth::Real, Origin::Above), Agenda::Political);
        let (found, ages) = mine.take(hidden(sector), Agenda::Unnoticed, found, Some(to));
        (tally.found_state, tally.found_age[1]) = (tally.found_state + found, tally.found_age[1] + ages);
    }
}

/// The numbers of the bits that are set.
fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let number = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        number
    })
}

/// The expected number of each kind that moves, by the agendas before any move. Returns the kinds of which some are due
/// to move, a bit each.
fn expect(mine: &mut StateIssues<'_>, now: &Conditions, rates: &IssueRates, words: Drawn<'_>) -> u32 {
    widest(Expecting { mine, now, rates, words })
}

struct Expecting<'a, 'i> {
    mine: &'a mut StateIssues<'i>,
    now: &'a Conditions,
    rates: &'a IssueRates,
    words: Drawn<'a>,
}

impl NullaryFnOnce for Expecting<'_, '_> {
    type Output = u32;

    #[inline(always)]
    fn call(self) -> u32 {
        let Self { mine, now, rates: p, words } = self;
        let (political, securitised) =
            (mine.on(Agenda::Political).map(f64::from), mine.on(Agenda::Securitised).map(f64::from));
        let strength = by_kind(now.strength, [0.0; 5]);

        let accept = each(|k| political[k] * at_most(strength[k] * now.persuade + now.command, 1.0));
        let mut due = mine.carry(Flow::Accept, &accept, words);

        let refuse = each(|k| political[k] * now.openness * p.refuse * (1.0 - strength[k]) * now.authority);
        due |= mine.carry(Flow::Refuse, &refuse, words);

        let ordinary = by_kind([p.ordinary * now.openness * now.authority; 5], [0.0; 5]);
        let solve = each(|k| political[k] * ordinary[k]);
        due |= mine.carry(Flow::Solve, &solve, words);

        // Beyond what they can work on, bodies get in each other's way: a queue, whose throughput has a ceiling.
        let free = p.capacity / (p.capacity + securitised.iter().sum::<f64>());
        let by_all = by_kind(now.by_all, now.by_all.map(|work| work * p.spurious_resolve));
        let resolve = each(|k| securitised[k] * at_most(by_all[k] * free, 1.0));
        due |= mine.carry(Flow::Resolve, &resolve, words);

        let claim = by_kind(now.pressure, [now.claim_of_command; 5]);
        let desecuritise =
            each(|k| securitised[k] * p.desecuritise * now.authority * ((1.0 - claim[k]) * (1.0 - claim[k])));
        due | mine.carry(Flow::Desecuritise, &desecuritise, words)
    }
}

/// A number for each kind of issue.
#[inline(always)]
fn each(of: impl Fn(usize) -> f64) -> [f64; KINDS] {
    let mut each = [0.0; KINDS];
    for (kind, one) in each.iter_mut().enumerate() {
        *one = of(kind);
    }
    each
}

/// For each kind of issue the number of its sector, real or spurious.
#[inline(always)]
fn by_kind(real: [f64; 5], spurious: [f64; 5]) -> [f64; KINDS] {
    let mut each = [0.0; KINDS];
    for (sector, four) in each.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        *four = [real[sector], real[sector], spurious[sector], spurious[sector]];
    }
    each
}

/// Force used at home, against issues of every sector but the military, before any is resolved.
fn forced(mine: &StateIssues<'_>, now: &Conditions) -> f64 {
    let home = mine.on(Agenda::Securitised).iter().skip(KINDS / SECTORS.len());
    home.fold(0.0, |forced, issues| forced + f64::from(*issues) * now.force)
}

/// Moves the due issues of a kind, the oldest first.
fn move_on(mine: &mut StateIssues<'_>, kind: Kind, now: &Conditions, tally: &mut Tally) {
    let Kind { sector, truth, .. } = kind;
    let real = truth == Truth::Real;
    let accepted = mine.due(Flow::Accept, kind.number());
    if accepted > 0 {
        let (moved, ages) = mine.take(kind, Agenda::Political, accepted, Some((kind, Agenda::Securitised)));
        tally.accepted[truth as usize] += moved;
        tally.acceptance_age[truth as usize] += ages;
        tally.accepted_by_sector[sector] += moved;
        if real && sector == MILITARY {
            tally.accepted_military += moved;
            tally.acceptance_age_military += ages;
        }
    }

    let refused = mine.due(Flow::Refuse, kind.number());
    if refused > 0 {
        // The origin of a refused matter is forgotten, and a refused spurious matter disappears.
        let back = (Kind { origin: Origin::Below, ..kind }, Agenda::Unnoticed);
        tally.refused += mine.take(kind, Agenda::Political, refused, real.then_some(back)).0;
    }

    let solved = mine.due(Flow::Solve, kind.number());
    if solved > 0 {
        tally.solved += mine.take(kind, Agenda::Political, solved, None).0;
    }

    let resolved = mine.due(Flow::Resolve, kind.number());
    if resolved > 0 {
        let (moved, ages) = mine.take(kind, Agenda::Securitised, resolved, None);
        tally.resolved += moved;
        tally.resolution_age += ages;
        tally.resolved_by_sector[sector] += moved;
        // Each actor has its part in the resolved issues.
        let each = f64::from(moved) / now.by_all[sector].max(1e-12);
        tally.by_state[sector] += each * now.by_state[sector];
        tally.by_civic[sector] += each * now.by_civic[sector];
        tally.by_firms[sector] += each * now.by_firms[sector];
        let by_force = f64::from(moved) * now.by_force[sector] * now.by_state[sector];
        tally.forced_solved += by_force / now.by_all[sector].max(1e-12);
    }

    let faded = mine.due(Flow::Desecuritise, kind.number());
    if faded > 0 {
        tally.desecuritised += mine.take(kind, Agenda::Securitised, faded, Some((kind, Agenda::Political))).0;
    }
}

#[cfg(test)]
mod tests;
