//! A switch for every mechanism that a claim of the theory rests on.
//!
//! Switching a mechanism off sets its weights to 0 before a run begins ([`super::Params::effective`]). Mechanisms whose
//! weight would always be 1 have none: the step that holds them reads the switch. No draw moves when a switch changes.

use serde::{Deserialize, Serialize};

/// The properties of one switch.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// The name below `[parameters.switches]` of a scenario.
    pub name: &'static str,
    /// The claims of the theory that rest on the mechanism.
    pub claims: &'static str,
    /// What the mechanism does.
    pub meaning: &'static str,
    /// The parameters that are 0 while the mechanism is off.
    pub zeroes: &'static [&'static str],
}

macro_rules! switches {
    ($( $name:ident $claims:literal $meaning:literal [$($path:literal),*]; )+) => {
        /// Mechanisms that are on. All are by default.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Switches { $( #[doc = $meaning] pub $name: bool, )+ }

        impl Default for Switches {
            fn default() -> Self { Self { $( $name: true, )+ } }
        }

        /// Every switch, in the order of the round.
        pub const SWITCHES: &[Switch] = &[ $( Switch {
            name: stringify!($name), claims: $claims, meaning: $meaning, zeroes: &[$($path),*],
        }, )+ ];

        impl Switches {
            /// On or off, in the order of [`SWITCHES`].
            pub fn states(&self) -> Vec<bool> { vec![ $( self.$name, )+ ] }

            /// Turns a mechanism on or off by name. Returns false if it does not exist.
            pub fn set(&mut self, name: &str, on: bool) -> bool {
                $( if name == stringify!($name) { self.$name = on; return true; } )+
                false
            }
        }
    };
}

/// 1 for a mechanism that is on, 0 for one that is off.
#[inline(always)]
pub(super) fn on(switch: bool) -> f64 {
    if switch { 1.0 } else { 0.0 }
}

switches! {
    noise "" "chance: off means that every uniform is 0.5, every normal 0, and a choice takes the best option" [];
    learning "A8 C15" "leaders learn of others' policy and power" ["knowledge.learning"];
    bent_reports "B1.1" "closed states bend reports toward their discourse, hostile or rosy" ["knowledge.bend"];
    report_error "A8 B1.1" "reports err where diplomacy is weak" ["knowledge.noise"];
    self_image "A8" "bent reports inflate a state's image of its own power" ["knowledge.vanity"];
    channel_diplomatic "B1.6" "leaders learn from their diplomats" [];
    channel_intelligence "B1.6" "leaders learn from intelligence services" ["knowledge.intelligence"];
    channel_media "B1.6" "leaders learn from media" ["knowledge.media"];
    fatigue "A7" "beliefs relax when neither side acts" ["knowledge.fatigue"];
    campaigns "D5" "rivals persuade others that one is a danger" ["knowledge.campaign"];
    shared_discourse "D4" "the discourses of partners approach each other" ["knowledge.shared_discourse"];
    threat_settling "B2.1" "diplomacy and age speed the decline of threats" ["threat.diplomacy", "threat.ageing"];
    commitments "C7" "threats to allies count as one's own and bring additional matters" ["threat.commitment"];
    spurious_issues "C6" "command systems put up issues that are not a threat" ["issues.spurious_rate"];
    command "A4 C6 C8" "securitisation by command" [];
    quickened_command "B1.4" "threats and rivals quicken command" ["issues.command_rivalry"];
    popular_base "D6" "command needs a popular base of the regime" ["issues.popular_base"];
    persuasion "A4 C6 C17" "securitisation by persuasion" [];
    two_spheres "D7" "persuasion needs the formal and the informal sphere together" ["issues.spheres"];
    refusal_of_cases "A4 C8" "weak cases are refused where persuasion is needed, and files closed where authority can" ["issues.refuse"];
    civic_detection "C6 C10" "civic bodies find matters" ["issues.detect_civic"];
    helpers "C6" "the goodwill of others helps to resolve issues" ["issues.helpers"];
    neglect "B1.4" "neglected sectors bring forth matters and slow growth" ["issues.neglect_matters", "economy.drag"];
    desecuritisation "C18" "issues leave the security agenda when their threat has faded and authority can say so" ["issues.desecuritise"];
    domestic_force "C9" "force is used at home where no other means are at hand" ["issues.force_domestic"];
    civic_provision "A5 C10" "civic bodies provide security" [];
    private_provision "A5 C10" "firms provide security" [];
    emergency_budget "A4 B1.4" "emergency takes from welfare, facilitation and aid" ["budget.emergency"];
    human_needs "A2" "spending answers want and fear, by meaning" ["budget.need", "budget.fear"];
    society "D11" "states whose referent is society spend on it" ["budget.society"];
    aid "C5" "states help other nations once threat has faded" ["budget.aid"];
    aid_against_threat "D2" "states help those that their enemy threatens" ["budget.aid_threat"];
    cover "A3" "spending keeps losses from the regime and from citizens" ["welfare.cover"];
    citizens_losses "A3 C11" "what citizens lose takes from support" ["welfare.support_loss"];
    national_goals "C11" "a budget apart from the citizens' takes from support" ["welfare.support_goals"];
    public_opinion "D10" "the public has an image of the world, and a gap to the rulers' takes from support" ["welfare.support_image"];
    regime_losses "A3" "what the regime loses takes from authority" ["welfare.authority_loss"];
    backlog_crisis "C8" "a backlog feeds regime security and moves governance" ["budget.regime_backlog", "constitution.securitisation_emergency"];
    class_protection "B2.7" "regimes protect their nationals abroad by class" ["citizens.opponent_gap"];
    incidents "B2.7 B4.5" "incidents harm nationals abroad" ["citizens.incident"];
    opposition "D8" "opponents take up arms, with help from outside" ["citizens.opposition"];
    nationals "B4.5" "grievances over nationals press to confront" ["choice.nationals"];
    removal_by_vote "C14" "rulers are voted out" ["rulers.vote"];
    coups "C14" "rulers fall by coup" ["rulers.coup"];
    collapses "C14" "rules collapse" ["rulers.collapse", "rulers.defeat"];
    opportunity "B3.1 B3.3" "opportunity draws cooperation" ["choice.opportunity"];
    goodwill "A8 C2" "believed goodwill draws cooperation" ["choice.goodwill"];
    blockage "C2" "closed governance blocks cooperation" ["choice.blockage"];
    consolidation "C13" "a like ruler offers consolidation" ["choice.consolidation"];
    alarm "B1.2" "perceived threat draws confrontation" ["choice.alarm"];
    regime_need "B1.3 B1.4" "regimes under backlog seek enemies" ["choice.regime"];
    shared_values "B3.4" "shared and alien values draw states together and apart" ["choice.affinity", "choice.alien", "disputes.cool_values"];
    institutions "B3.4" "institutional ties restrain participatory pairs" ["choice.institutions"];
    interdependence "B3.4 B4.4" "ties that would be lost restrain, and cool disputes" ["choice.cost_ties", "disputes.cool_ties"];
    order "A9" "unlike stances toward the order part states: some would overturn it, others keep it" ["choice.order"];
    order_instruments "A9" "the stance toward the order colours the instruments" ["instruments.order"];
    zero_sum "B1.5" "blocs and rivals gain by each other's loss" ["choice.zero_sum"];
    deterrence "B2.4" "arms and allies of the target deter" ["choice.deterrence"];
    weariness "B2.4" "recent confrontation wearies" ["choice.weariness"];
    attention "B3.3" "attention to counterparts is limited" ["choice.attention_price"];
    mediation "B2.2 B2.5" "states negotiate where a dispute is open" ["instruments.mediation", "choice.initiative"];
    coercion_deadlock "B2.5" "coercion without diplomacy deadlocks, and makes rivals" ["disputes.deadlock"];
    lasting_agreements "B2.3" "settlements relieve rivalry, as far as diplomacy made them" ["disputes.rivalry_relief"];
    crisis_diplomacy "B2.2" "the two sides' diplomacy cools and settles disputes" ["disputes.cool_diplomacy"];
    third_parties "B2.2" "third parties' diplomacy cools and settles disputes" ["disputes.cool_third"];
    organisation "D9" "an organisation of states cools and mediates disputes of its members" ["disputes.organisation"];
    coalitions "B2.3 B2.8" "third states aid a side at war, by earlier ties" ["wars.join"];
    isolation_of_enemies "B2.3" "third states that join turn from the enemy" [];
    collapse_in_war "B2.3" "a side whose rule at home has failed gives up the war" ["wars.collapse"];
    conquest "B2.6" "a victor may conquer" ["wars.conquest"];
    return_of_states "B2.6" "conquered states may return" ["wars.free"];
    concessions "B2.6" "the weaker side concedes when coerced, and the defeated loses autonomy" ["wars.concede"];
    proxies "B1.2" "rivals fight in third states" ["wars.proxy"];
    rivalry "B1.3" "repeated disputes make lasting rivals" ["disputes.rivalry_step", "disputes.rivalry"];
    alliances "B3.2" "alliances form" ["alliances.negotiation", "alliances.aggregation", "alliances.effect_on_threat", "alliances.polarisation", "alliances.likeness"];
    alliance_negotiation "B3.2" "capable diplomacy makes alliances" ["alliances.negotiation"];
    alliance_aggregation "B3.2" "powers that add up make alliances" ["alliances.aggregation"];
    alliance_threat "B3.2" "a shared threat makes alliances" ["alliances.effect_on_threat"];
    alliance_polarisation "B3.2" "a divided world makes alliances" ["alliances.polarisation"];
    tariffs "B3.6" "tariffs keep trade out" ["trade.tariff"];
    diversion "B3.6" "trade lost to partners' higher tariffs is looked for elsewhere" [];
    comparative_advantage "B3.1" "gains from trade follow complementarity" [];
    unequal_gains "B3.5" "the richer side takes the larger part of the gains" ["trade.unequal"];
    breadth_of_actors "C4" "breadth needs civic bodies beside the states" [];
    civic_ties "C16" "civic bodies and firms begin ties without their states" ["provision.ties"];
    civic_talks "C16" "civic bodies talk where states quarrel" [];
    breadth "C4" "breadth of ties raises gains and lowers costs" ["ties.breadth"];
    facilitation "B4.1" "citizens begin ties where states facilitate them" ["ties.facilitation"];
    trade_growth "B3.1" "trade makes growth" ["economy.trade"];
    people_growth "B4.2" "citizens' ties make growth and power" ["economy.people", "economy.power_smart"];
    hardening "B1.3" "threat and rivalry raise the rank of security bodies" ["economy.rank_danger"];
    means "C12" "growth and resolution give authority, wealth the means to resolve" ["economy.growth_counts", "economy.authority_resolution"];
    policy_to_governance "C1 C3" "policy makes governance: all four functions" ["feedback.knowledge", "feedback.threat", "feedback.opportunity", "feedback.facilitation", "feedback.system"];
    governance_to_policy "C2 C3" "governance makes policy" ["feedback.governance_to_policy"];
    components_apart "A1" "each component of governance follows separate pressures" [];
    citizens_turn_referent "B4.3" "citizens' ties turn the referent to individuals" ["constitution.referent_ties"];
    ideas_of_partners "D4" "meaning follows that of partners" ["constitution.meaning_partners"];
    system_pull "A6" "the political system pulls governance" ["constitution.pull_meaning", "constitution.pull_referent", "constitution.pull_securitisation", "constitution.pull_provision"];
    system_drift "A6" "the system follows governance" ["system.drift"];
    diffusion "C3" "neighbours' systems spread: a rival explanation" ["system.diffusion", "rulers.neighbours", "rulers.wave"];
    development "C3" "wealth keeps open systems open: a rival explanation" ["system.development", "rulers.poor"];
    transitions "C14" "coups and collapses move the system" [];
}
