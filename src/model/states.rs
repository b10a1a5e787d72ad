//! States as columns: one `Vec<f64>` per variable, one row per state, declared once.
//!
//! The `columns!` table is the single definition: the columns of `states.csv`, the variables that a scenario may give,
//! shock or clamp, and the tables in the documentation come from it. Values have 64 bits, because there are few states
//! and everything that governance remembers passes through these columns.

use serde::{Deserialize, Serialize};

/// The properties of one column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name, in tables and scenarios.
    pub name: &'static str,
    /// The default initial value; `None` for a value that a round computes.
    pub default: Option<f64>,
    /// The lowest value.
    pub low: f64,
    /// The highest value.
    pub high: f64,
    /// The unit, in words.
    pub unit: &'static str,
    /// The meaning, in one sentence.
    pub meaning: &'static str,
}

/// The number that means no state.
pub const NO_STATE: u32 = u32::MAX;

macro_rules! columns {
    (variables { $( $name:ident = $default:literal in [$low:literal, $high:literal], $unit:literal, $meaning:literal; )+ }
     derived { $( $derived:ident in [$dlow:literal, $dhigh:literal], $dunit:literal, $dmeaning:literal; )+ }) => {
        /// All states, column by column.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct States {
            /// Whether the state is in the world now.
            pub present: Vec<bool>,
            /// The variables that the scenario gives the state, one bit each by their number in [`COLUMNS`].
            pub given: Vec<u64>,
            /// The number of the state that leads the state's bloc: the end of its chain of strongest allies, or
            /// itself.
            pub bloc: Vec<u32>,
            /// The number of the state that threatens most, or [`NO_STATE`].
            pub main_threat: Vec<u32>,
            /// The number of the rival that accuses the state before others, or [`NO_STATE`].
            pub accuser: Vec<u32>,
            /// The number of the state that has conquered the state, or [`NO_STATE`].
            pub conqueror: Vec<u32>,
            /// The wealth and population that the conqueror holds of the state.
            pub annexed: Vec<[f64; 2]>,
            $( #[doc = $meaning] pub $name: Vec<f64>, )+
            $( #[doc = $dmeaning] pub $derived: Vec<f64>, )+
        }

        /// Every column of numbers: first the variables that a scenario may set, then the values that a round computes.
        pub const COLUMNS: &[Column] = &[
            $( Column { name: stringify!($name), default: Some($default as f64), low: $low as f64, high: $high as f64,
                unit: $unit, meaning: $meaning }, )+
            $( Column { name: stringify!($derived), default: None, low: $dlow as f64, high: $dhigh as f64,
                unit: $dunit, meaning: $dmeaning }, )+
        ];

        impl States {
            /// This number of states, all present, with the default of every variable.
            pub fn new(count: usize) -> Self {
                Self {
                    present: vec![true; count],
                    given: vec![0; count],
                    bloc: (0..count as u32).collect(),
                    main_threat: vec![NO_STATE; count],
                    accuser: vec![NO_STATE; count],
                    conqueror: vec![NO_STATE; count],
                    annexed: vec![[0.0; 2]; count],
                    $( $name: vec![$default as f64; count], )+
                    $( $derived: vec![0.0; count], )+
                }
            }

            /// All columns of numbers, in the order of [`COLUMNS`].
            pub fn columns(&self) -> [&[f64]; COLUMNS.len()] {
                [ $( &self.$name, )+ $( &self.$derived, )+ ]
            }

            /// One column of numbers, by its index in [`COLUMNS`].
            pub fn column_mut(&mut self, at: usize) -> Option<&mut Vec<f64>> {
                let mut left = at;
                $( if left == 0 { return Some(&mut self.$name); } left -= 1; )+
                $( if left == 0 { return Some(&mut self.$derived); } left -= 1; )+
                let _ = left;
                None
            }
        }
    };
}

columns! {
    variables {
        meaning = 0.5 in [0, 1], "0 authoritarian – 1 participatory", "what security is: survival of the state (0) to emancipation (1)";
        referent = 0.5 in [0, 1], "0 authoritarian – 1 participatory", "whose security: the regime (0) to individuals (1)";
        securitisation = 0.5 in [0, 1], "0 authoritarian – 1 participatory", "how issues become security issues: command (0) to persuasion (1)";
        provision = 0.5 in [0, 1], "0 authoritarian – 1 participatory", "how security is provided: military monopoly (0) to smart power (1)";
        system = 0.5 in [0, 1], "0 authoritarian – 1 participatory", "the political system, slow";
        revisionism = 0.2 in [0, 1], "share", "stance toward the international order: accept (0), reform, overturn (1)";
        wealth = 1.0 in [1e-6, 1e9], "wealth units (1: a typical state)", "output of the economy in a round";
        population = 1.0 in [1e-6, 1e9], "population units (1: a typical state)", "inhabitants";
        military = 0.2 in [0, 1e9], "wealth units", "arms: what spending has built up";
        diplomacy = 0.5 in [0, 1], "share", "capacity of the foreign service";
        authority = 0.5 in [0, 1], "share", "credibility and effectiveness of those who govern";
        support = 0.5 in [0, 1], "share", "popular support of the policy";
        security_rank = 0.3 in [0, 1], "share", "weight of military and security bodies in reports, budget and choice";
        civil_capacity = 0.4 in [0, 1], "share", "capacity of non-state actors in security";
        discourse = 0.0 in [-1, 1], "-1 hostile – 1 rosy", "dominant image of the world";
        autonomy = 1.0 in [0, 1], "share", "freedom from others' will; lost by defeat";
        strain = 0.0 in [0, 1e6], "full loads of attention", "relations attended to over those that the service can attend to; above 1 every act gets dearer";
        neglect_economic = 0.0 in [0, 1], "share", "neglect of economic security, built up over rounds";
        neglect_societal = 0.0 in [0, 1], "share", "neglect of societal security, built up over rounds";
        neglect_environmental = 0.0 in [0, 1], "share", "neglect of environmental security, built up over rounds";
        knowledge_benefit = 0.0 in [0, 1], "memory", "goodwill known, remembered";
        knowledge_harm = 0.0 in [0, 1], "memory", "hostility known, remembered";
        threat_benefit = 0.0 in [0, 1], "memory", "threats and disputes that policy settled, remembered";
        threat_harm = 0.0 in [0, 1], "memory", "threat, disputes and war, remembered";
        opportunity_benefit = 0.0 in [0, 1], "memory", "gains of cooperation, remembered";
        opportunity_harm = 0.0 in [0, 1], "memory", "offers refused and the price of confrontation, remembered";
        facilitation_benefit = 0.0 in [0, 1], "memory", "citizens' ties, remembered";
        facilitation_harm = 0.0 in [0, 1], "memory", "own confrontation, which closes citizens in, remembered";
        private_capacity = 0.4 in [0, 1], "share", "capacity of firms in security";
        want = 0.5 in [0, 1], "share", "what citizens go without: 0 is freedom from want";
        fear = 0.1 in [0, 1], "share", "violence that citizens have to fear: 0 is freedom from fear";
        tariff = 0.1 in [0, 1], "share", "tariffs: how far the state keeps trade out";
        gap = 0.0 in [-1, 1], "-1 only the regime loses – 1 only citizens lose", "losses of citizens minus losses of the regime, smoothed";
        insiders = 0.25 in [0, 1], "share", "citizens who live by the regime";
        opponents = 0.25 in [0, 1], "share", "citizens who oppose it; the rest are neutral";
        public_image = 0.0 in [-1, 1], "-1 hostile – 1 rosy", "image of the world that the public has";
        insurgency = 0.0 in [0, 1], "share", "opponents in arms";
        upheaval = 0.0 in [0, 1], "share", "how lately the political system changed at a stroke: 1 in the round, fading over ten";
        membership = 0.5 in [0, 1], "share", "how far the state takes part in the organisation of all states";
    }
    derived {
        power in [0, 1e9], "power units (1: the mean of states)", "comprehensive power";
        self_image in [0, 1e9], "power units", "own power as the state believes it to be";
        wealth_per_head in [0, 1e15], "wealth units per population unit", "wealth over population";
        rich in [0, 1], "share", "wealth per head against that of the world: one half at its mean";
        growth in [-100, 100], "log wealth per round", "growth of wealth in the round";
        governance in [0, 1], "0 authoritarian – 1 participatory", "mean of the four components, for summaries only";
        policy in [-1, 1], "-1 confrontational – 1 cooperative", "mean posture toward others, weighted by reach";
        belief_mean in [-1, 1], "-1 hostile – 1 cooperative", "mean belief about others' posture, weighted by reach";
        belief_error in [0, 2], "posture units", "mean absolute gap between belief and the other's posture, weighted by reach";
        power_error in [0, 1e9], "power units", "mean absolute gap between believed and true power, weighted by reach";
        goodwill in [0, 1e9], "posture units", "believed goodwill of others, mean by salience";
        hostility in [0, 1e9], "posture units", "believed hostility of others, mean by salience";
        told_diplomatic in [0, 1], "share", "share of what leaders learn that comes from diplomats";
        told_intelligence in [0, 1], "share", "part that comes from intelligence services";
        told_media in [0, 1], "share", "part that comes from media";
        threat_own in [0, 1], "share", "threats perceived against oneself: the worst and their mean by salience";
        commitment in [0, 1e9], "allies", "sum over allies of the share of the burden borne: the reach of commitments";
        threat in [0, 1], "share", "perceived threat, including commitments";
        tradition_meaning in [-10, 10], "logit", "what keeps meaning where the state began";
        tradition_referent in [-10, 10], "logit", "what keeps the referent where the state began";
        tradition_securitisation in [-10, 10], "logit", "what keeps securitisation where the state began";
        tradition_provision in [-10, 10], "logit", "what keeps provision where the state began";
        endowment in [0, 1], "share", "wealth per head against that of the world when the state entered";
        openings in [0, 1], "share of states, smoothed", "states of late whose system a collapse opened";
        focus in [0, 2], "multiplier", "attention over what matters around the state, at most 2";
        partners_discourse in [-1, 1], "-1 hostile – 1 rosy", "discourse of partners, weighted by ties";
        organised in [0, 1], "share", "how far the organisation of all states binds the state: its membership, and the power of all members";
        accused in [0, 1], "share", "how far a rival accuses the state before others: rivalry, by the rival's diplomacy and power";
        popular_base in [0, 1], "share", "popular base of the regime: insiders, and half of the neutral";
        society_loss in [0, 1], "share", "danger to communities that spending did not prevent";
        partners_meaning in [0, 1], "0 authoritarian – 1 participatory", "meaning of partners, weighted by ties";
        surroundings in [0, 1e9], "salience", "sum of salience: how much there is to attend to";
        neighbours_system in [0, 1], "0 authoritarian – 1 participatory", "mean political system of others, weighted by reach";
        rivalry in [0, 1], "share", "strongest rivalry, by reach";
        allied_power in [0, 1e9], "power units", "power of the allies";
        subversion in [0, 1], "share", "covert action suffered in the last round";
        sanctioned in [0, 1], "share", "sanctions suffered in the last round, by the trade they could cut";
        strife in [0, 1], "share", "disputes by stage, the sharpest (war 1)";
        perceived in [0, 1e6], "issues", "political and securitised matters together";
        securitised in [0, 1e6], "issues", "unresolved security issues";
        securitised_spurious in [0, 1e6], "issues", "unresolved security issues that are not a threat";
        arisen in [0, 1e6], "issues per round", "real matters that arose";
        found_civic in [0, 1e6], "issues per round", "matters found first by civic bodies";
        found_state in [0, 1e6], "issues per round", "matters found first by state bodies, and spurious ones put up by command";
        found_age_civic in [0, 1e6], "rounds, summed over issues", "ages of the real matters found first by civic bodies";
        found_age_state in [0, 1e6], "rounds, summed over issues", "ages of the real matters found first by state bodies";
        accepted_real in [0, 1e6], "issues per round", "real matters securitised";
        accepted_spurious in [0, 1e6], "issues per round", "spurious matters securitised";
        acceptance_age_real in [0, 1e6], "rounds, summed over issues", "ages of the real matters securitised this round";
        acceptance_age_spurious in [0, 1e6], "rounds, summed over issues", "ages of the spurious matters securitised this round";
        accepted_military in [0, 1e6], "issues per round", "real military matters securitised";
        acceptance_age_military in [0, 1e6], "rounds, summed over issues", "ages of the real military matters securitised this round";
        desecuritised in [0, 1e6], "issues per round", "issues that left the security agenda unsolved, their threat faded";
        refused in [0, 1e6], "issues per round", "cases refused";
        settled_ordinary in [0, 1e6], "issues per round", "political matters solved by ordinary politics";
        resolved in [0, 1e6], "issues per round", "security issues resolved";
        resolution_age in [0, 1e6], "rounds, summed over issues", "ages of the security issues resolved this round";
        state_military in [0, 1e6], "issues per round", "military security issues resolved by state bodies";
        civic_military in [0, 1e6], "issues per round", "military security issues resolved by civic bodies";
        private_military in [0, 1e6], "issues per round", "military security issues resolved by firms";
        state_political in [0, 1e6], "issues per round", "political security issues resolved by state bodies";
        civic_political in [0, 1e6], "issues per round", "political security issues resolved by civic bodies";
        private_political in [0, 1e6], "issues per round", "political security issues resolved by firms";
        state_economic in [0, 1e6], "issues per round", "economic security issues resolved by state bodies";
        civic_economic in [0, 1e6], "issues per round", "economic security issues resolved by civic bodies";
        private_economic in [0, 1e6], "issues per round", "economic security issues resolved by firms";
        state_societal in [0, 1e6], "issues per round", "societal security issues resolved by state bodies";
        civic_societal in [0, 1e6], "issues per round", "societal security issues resolved by civic bodies";
        private_societal in [0, 1e6], "issues per round", "societal security issues resolved by firms";
        state_environmental in [0, 1e6], "issues per round", "environmental security issues resolved by state bodies";
        civic_environmental in [0, 1e6], "issues per round", "environmental security issues resolved by civic bodies";
        private_environmental in [0, 1e6], "issues per round", "environmental security issues resolved by firms";
        forced_home in [0, 1e6], "cases per round", "cases outside the military sector met with force";
        forced_home_solved in [0, 1e6], "cases per round", "cases outside the military sector that force solved";
        repression in [0, 1], "share", "force used at home";
        emergency in [0, 1], "share", "felt emergency: acceptances of the round";
        backlog in [0, 1], "share", "unresolved security issues";
        spend_military in [0, 1], "budget share", "military spending";
        spend_diplomacy in [0, 1], "budget share", "spending on the foreign service";
        spend_facilitation in [0, 1], "budget share", "spending on citizens' and firms' foreign relations";
        spend_economic in [0, 1], "budget share", "spending on economic security";
        spend_societal in [0, 1], "budget share", "spending on societal security";
        spend_environmental in [0, 1], "budget share", "spending on environmental security";
        spend_regime in [0, 1], "budget share", "spending on regime security";
        spend_aid in [0, 1], "budget share", "help to other nations";
        spend_emergency in [0, 1], "budget share", "taken from welfare, facilitation and aid for the emergency agenda";
        goal_conflict in [0, 1], "share", "part of the budget that citizens would spend on something else";
        aid_given in [0, 1e9], "wealth units", "help given to other nations in the round";
        aid_against_threat in [0, 1e9], "wealth units", "part of it given to states that the state's own enemy threatens";
        aid_received in [0, 1e9], "wealth units", "help received from other nations in the round";
        citizen_loss in [0, 1], "share", "danger to citizens that spending did not prevent";
        regime_loss in [0, 1], "share", "danger to the regime that spending did not prevent";
        ties_begun in [0, 1e9], "ties", "ties that civic bodies and firms began in the round, without their states";
        incidents in [0, 1e6], "incidents per round", "incidents to nationals abroad";
        harm_insiders in [0, 1e6], "harm", "harm of the incidents to an affected insider";
        harm_neutrals in [0, 1e6], "harm", "harm of the incidents to an affected neutral";
        harm_opponents in [0, 1e6], "harm", "harm of the incidents to an affected opponent";
        harm_abroad in [0, 1e6], "harm", "harm to nationals abroad, over the classes that live there";
        disputes_nationals in [0, 1e6], "disputes per round", "disputes begun by the state over its nationals";
        removals in [0, 1], "removals per round", "removals of the ruler";
        load in [0, 1e6], "counterparts", "states acted toward in the round";
        effort_aligned in [0, 1e6], "effort", "effort toward states believed well disposed, except rivals (B3.3)";
        effort_rivals in [0, 1e6], "effort", "effort toward rivals, of a rivalry of 0.25 or more (B3.3)";
        effort_hostile in [0, 1e6], "effort", "effort toward states believed hostile, except rivals (B3.3)";
        acts_facilitation in [0, 1e6], "acts per round", "cooperation by facilitation";
        acts_trade in [0, 1e6], "acts per round", "cooperation by trade";
        acts_alliance in [0, 1e6], "acts per round", "cooperation in alliance";
        acts_mediation in [0, 1e6], "acts per round", "cooperation by mediation and negotiation";
        acts_sanctions in [0, 1e6], "acts per round", "confrontation by isolation and sanctions";
        acts_covert in [0, 1e6], "acts per round", "confrontation by covert or proxy action";
        acts_show in [0, 1e6], "acts per round", "confrontation by military threat";
        acts_force in [0, 1e6], "acts per round", "confrontation by force";
        mutual in [0, 1e6], "counterparts", "states with which cooperation was mutual in the round";
        gains in [0, 1e9], "gain", "opportunity won in the round, mean by salience";
        losses in [0, 1e9], "loss", "offers refused and price of confrontation in the round, mean by salience";
        severity in [0, 1e9], "severity", "confrontation dealt out in the round, by effort and severity, mean by salience";
        trade_ties in [0, 1e9], "ties", "trade ties, mean by salience";
        people_ties in [0, 1e9], "ties", "ties of people and institutions, mean by salience";
        security_ties in [0, 1e9], "ties", "security ties, mean by salience";
        exchange in [0, 1e9], "ties", "trade ties by what they bring the state: openness, complementarity, its part of the gains";
        terms_of_trade in [0, 1], "share", "the state's part of the gains from exchange, mean over partners";
        tariff_met in [0, 1], "share", "tariffs met abroad, weighted by trade";
        markets in [0, 1e9], "markets", "open markets within reach, by complementarity";
        trade_lost in [0, 1e9], "ties", "trade ties lost in the round to partners' tariffs above one's own";
        trade_diverted in [0, 1e9], "ties", "trade ties won in the round in place of those lost to tariffs";
        breadth in [0, 1], "share", "mean breadth of ties, weighted by their volume";
        allies in [0, 1e6], "allies", "alliances";
        ally_negotiation in [0, 1], "share", "capable diplomacy with allies, mean";
        ally_aggregation in [0, 1], "share", "powers that add up with allies against the main threats, mean";
        ally_threat in [0, 1], "share", "threat shared with allies, mean";
        ally_polarisation in [0, 1], "share", "division of the world behind the alliances, mean";
        disputes in [0, 1e6], "disputes", "disputes open, including wars";
        wars in [0, 1e6], "wars", "wars open";
        settlements in [0, 1e6], "disputes per round", "disputes and wars settled by agreement";
        defeats in [0, 1e6], "wars per round", "wars lost";
        given_up in [0, 1e6], "wars per round", "wars lost because the state gave up";
        concessions in [0, 1], "autonomy", "autonomy conceded in the round";
        joined in [0, 1e6], "wars per round", "wars joined as a third state";
        coalition in [0, 1e9], "own power", "power that third states add in its wars, the greatest";
        mediated in [0, 1e9], "diplomacy", "own diplomacy that stepped into disputes of others, by ties";
        settled_by_third in [0, 1e6], "disputes per round", "settlements that would have failed without third states";
        settled_by_civic in [0, 1e6], "disputes per round", "settlements that would have failed without talks between civic bodies";
        proxy_struggle in [0, 1], "share", "struggles of rivals fought out in the state";
        tenure in [0, 1e9], "rounds", "rounds that the ruler has been in office";
        pressure_knowledge in [-1000, 1000], "logit", "pressure of what policy made known on governance, mean over components";
        pressure_threat in [-1000, 1000], "logit", "pressure of threats on governance, mean over components";
        pressure_opportunity in [-1000, 1000], "logit", "pressure of opportunities on governance, mean over components";
        pressure_facilitation in [-1000, 1000], "logit", "pressure of citizens' foreign relations on governance, mean over components";
        system_drift in [-1, 1], "per round", "change of the political system in the round toward governance";
        system_diffusion in [-1, 1], "per round", "its change in the round toward the systems of neighbours";
        system_development in [-1, 1], "per round", "its change in the round by wealth per head";
    }
}

impl States {
    /// The popular base of a regime: insiders, and half of the neutral (D6).
    pub(super) fn base_of(&self, i: usize) -> f64 {
        super::math::share(0.5 * (1.0 + self.insiders[i] - self.opponents[i]))
    }
}
