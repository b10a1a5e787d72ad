//! Every parameter of the theory, defined once: path, value, unit, range and meaning.
//!
//! The `parameters!` table below is the single definition. The structs that the mechanisms read, the defaults
//! file, the `takvin defaults` table, the JSON Schema and the table in `docs/odd.md` all come from it.
//!
//! Rates are per round. A gain or weight of 0 turns its mechanism off; [`super::switches`] does so by name.

use serde::{Deserialize, Serialize};

use super::parameter::parameters;
pub use super::parameter::{ParamError, Parameter};
use super::switches::Switches;

parameters! {
    /// The loop's arrows: policy to governance, with one gain per function of foreign policy, and governance to policy.
    feedback: Feedback {
        knowledge = 1.0 in [0, 3], "multiplier", "strength with which what policy made known (B1) moves governance; 0 cuts the channel";
        threat = 1.0 in [0, 3], "multiplier", "strength with which threats met or provoked (B2) move governance; 0 cuts the channel";
        opportunity = 1.0 in [0, 3], "multiplier", "strength with which opportunities won or lost (B3) move governance; 0 cuts the channel";
        facilitation = 0.15 in [0, 3], "multiplier", "strength with which citizens' foreign relations (B4) move governance; 0 cuts the channel";
        system = 1.0 in [0, 3], "multiplier", "how far what policy brings at home (wealth, authority, support, backlog, rank) moves rulers and the political system; 0 cuts the way";
        governance_to_policy = 1.0 in [0, 2], "multiplier", "how far governance departs from 0.5 in the eyes of policy; 0 makes every state decide as one at 0.5";
    }
    /// How a state knows its environment: reports, what bends them, and belief.
    knowledge: Knowledge {
        diplomatic = 1.0 in [0, 1], "share", "what the diplomatic channel of a full foreign service makes clear (B1.6)";
        intelligence = 0.5 in [0, 1], "share", "what the intelligence channel of services of full rank makes clear (B1.6)";
        media = 0.4 in [0, 1], "share", "what free media make clear where civic bodies are at full capacity (B1.6)";
        beside = 0.65 in [0, 1], "share", "accuracy of diplomats on power relative to intent, and of intelligence services on intent relative to power";
        worst_case = 0.16 in [0, 2], "posture units", "how much more hostile others look in the reports of intelligence services";
        learning = 0.5 in [0, 1], "share per round", "how fast belief moves to the reports where all is clear";
        learning_floor = 0.35 in [0, 1], "share", "part of learning that remains without any channel";
        noise = 0.25 in [0, 2], "posture units", "standard deviation of the error of a posture report without any channel";
        aside = 0.42 in [0, 1], "share", "part of diplomacy's clarity that remains toward a state that one left aside in the round before (B3.3)";
        power_noise = 0.3 in [0, 2], "share of power", "standard deviation of the error of a power report without any channel";
        bend_closure = 0.55 in [0, 1], "share", "how much a wholly closed state bends its reports toward the discourse";
        bend_rank = 0.25 in [0, 1], "share", "how much security bodies of full rank bend reports further";
        bend_media = 0.8 in [0, 1], "share", "how much media bend their reports where command is all";
        image_own = 0.5 in [0, 1], "share", "part of the dominant image of a state that is the present belief about it; the rest is the discourse";
        power_bias = 0.5 in [0, 2], "share of power", "how much a bent, hostile image inflates the other's power (a rosy one deflates it)";
        bend_most = 0.95 in [0, 1], "share", "most that reports can be bent";
        vanity = 1.5 in [0, 2], "share of power", "how much bent reports inflate the image of one's own power";
        fatigue = 0.05 in [0, 1], "share per round", "how fast belief relaxes to 0 where neither side acts toward the other";
        discourse_rate = 0.12 in [0, 1], "share per round", "how fast the discourse moves to the mean belief";
    }
    /// Threats with onset, peak and end, and the effect of commitments to others.
    threat: Threat {
        onset = 0.5 in [0, 1], "share per round", "how fast a threat rises to its stimulus";
        decline = 0.25 in [0, 1], "share per round", "how fast a threat falls to its stimulus, before diplomacy and age";
        diplomacy = 1.3 in [0, 5], "multiplier", "how much full diplomacy speeds the decline";
        ageing = 0.7 in [0, 5], "multiplier per 10 rounds", "how much age speeds the decline";
        dispute = 0.16 in [0, 3], "multiplier per stage", "how much each stage of a dispute adds to the stimulus";
        open = 0.15 in [0.01, 1], "threat", "level at which a threat counts as begun";
        close = 0.08 in [0, 1], "threat", "level below which a begun threat counts as ended";
        half = 1.0 in [0.01, 20], "threat", "sum of threats that fills half of the perceived-threat scale";
        allied_help = 0.5 in [0, 1], "share", "part of the allies' power counted as one's own against a threat";
        commitment = 0.5 in [0, 5], "multiplier", "how much threats to allies count as one's own, by the share of the burden borne";
    }
    /// Issues: how matters arise, are found, securitised and resolved.
    issues: IssueRates {
        real_rate = 1.1 in [0, 50], "matters per round and sector", "real matters that arise in a sector under full pressure";
        spurious_rate = 8.1 in [0, 50], "matters per round", "spurious matters that a wholly command-driven, regime-centred state puts up";
        commitment_matters = 1.0 in [0, 10], "multiplier", "how much each ally's worth of commitments multiplies external matters (C7)";
        background = 0.15 in [0, 1], "pressure", "pressure in the societal and environmental sectors without any neglect";
        subversion_half = 0.12 in [0.01, 50], "severity", "covert action suffered, mean by salience, that fills half of the subversion scale";
        neglect_matters = 0.8 in [0, 5], "pressure", "pressure that full neglect adds in its sector";
        detect_state = 0.35 in [0, 1], "probability per round", "detection of a matter by state bodies at full attention";
        narrow_view = 0.25 in [0, 1], "share", "part of state bodies' attention to economic, societal and environmental matters that the narrowest meaning leaves";
        detect_civic = 0.45 in [0, 1], "probability per round", "detection of a matter by civic bodies at full capacity and openness";
        command = 1.0 in [0, 1], "probability per round", "securitisation by command at full authority";
        command_rivalry = 0.6 in [0, 1], "share", "part of command that needs a threat or a rival (B1.4)";
        persuade_fast = 0.98 in [0, 1], "probability per round", "securitisation by persuasion of a fully existential, real matter";
        persuade_slow = 0.04 in [0, 1], "probability per round", "securitisation by persuasion of a weak or spurious matter";
        existential_other = 0.25 in [0, 1], "share", "how existential a matter outside the military sector can be, against a military one";
        refuse = 0.6 in [0, 1], "probability per round", "refusal of a weak case where persuasion is needed";
        refuse_authority = 1.0 in [0, 1], "share", "part of refusals that needs authority: without it no file is closed (C8)";
        ordinary = 0.23 in [0, 1], "probability per round", "solution of a political matter by ordinary politics in a participatory state";
        resolve = 1.0 in [0, 1], "probability per round", "resolution of a securitised matter with consensus, authority, fit and resources all full";
        consensus_weight = 0.42 in [0, 1], "share", "part of resolution that rests on consensus; the rest rests on authority";
        helpers = 1.5 in [0, 3], "multiplier", "how much the goodwill of others adds to consensus in resolution";
        fit_force = 0.9 in [0, 1], "share", "fit of a one-dimensional state's instruments to military issues";
        fit_other = 0.15 in [0, 1], "share", "fit of force to all other issues (C9)";
        force_domestic = 1.0 in [0, 1], "share", "cases outside the military sector met with force where no other means are at hand (C9)";
        force_half = 6.0 in [0.1, 1000], "cases", "cases met with force at home that fill half of the scale of repression";
        desecuritise = 0.35 in [0, 1], "probability per round", "issues leaving the security agenda at full authority once their threat has faded (C18)";
        fear_matters = 0.6 in [0, 5], "pressure", "pressure that full fear of citizens adds in the societal sector";
        need = 0.1 in [0.001, 1], "budget share", "share of the budget at which a sector's issues have all the resources they can use";
        means = 1.0 in [0, 1], "share", "part of these resources that follows wealth per head (C12)";
        spurious_resolve = 0.25 in [0, 1], "multiplier", "resolution of a spurious issue against a real one: nothing is there to be solved";
        emergency_half = 4.0 in [0.1, 100], "issues per round", "acceptances a round that fill half of the emergency scale";
        backlog_half = 4.0 in [0.1, 1000], "rounds", "rounds of work waiting at which half of the backlog scale is full";
        capacity = 12.0 in [0.1, 1000], "issues per round", "security issues that the bodies of a state can work on in a round before they get in each other's way";
    }
    /// Provision by civic bodies and firms besides the state, with separate capacities.
    provision: Provision {
        civic = 0.5 in [0, 1], "probability per round", "resolution of a securitised societal or environmental matter by civic bodies at full capacity and provision (A5)";
        private = 0.5 in [0, 1], "probability per round", "resolution of a securitised economic matter by firms at full capacity and provision (A5)";
        beside = 0.3 in [0, 1], "share", "what civic bodies and firms do in the other welfare sectors against their own";
        core = 0.05 in [0, 1], "share", "what they do in the military and political sectors, which stay with the state";
        warning = 0.5 in [0, 5], "multiplier", "how much more convincing a real matter is when civic bodies of full capacity raised it (C10)";
        private_rate = 0.06 in [0, 1], "share per round", "how fast the capacity of firms moves";
        civic_ties = 0.005 in [0, 1], "share per round", "ties of people that civic bodies of full capacity begin without their states (C16)";
        private_ties = 0.0065 in [0, 1], "share per round", "ties of trade that firms of full capacity begin without their states (C16)";
        talks = 1.0 in [0, 1], "share", "diplomacy at work in a dispute by talks between civic bodies of full capacity and ties (C16)";
    }
    /// The budget: weights of its heads before they are made shares of one.
    budget: Budget {
        burden = 0.2 in [0, 1], "share of wealth", "what a state spends on security in the widest sense";
        military = 0.3 in [0.001, 5], "weight", "military spending without any threat";
        military_threat = 2.3 in [0, 10], "weight", "what full perceived threat adds to military spending";
        military_provision = 0.5 in [0, 5], "weight", "what one-dimensional provision adds to military spending";
        diplomacy = 0.25 in [0.001, 5], "weight", "diplomacy at full provision";
        facilitation = 0.4 in [0.001, 5], "weight", "help to citizens' and firms' foreign relations at full referent";
        welfare = 1.0 in [0.001, 5], "weight", "economic, societal and environmental security together at full meaning and referent";
        regime = 0.6 in [0.001, 5], "weight", "regime security where the referent is the regime";
        regime_backlog = 3.5 in [0, 10], "multiplier", "what a full backlog adds to regime security";
        enough = 0.12 in [0.001, 1], "budget share", "spending at which a welfare sector is not neglected";
        emergency = 0.6 in [0, 1], "share", "part of welfare, facilitation and aid that full emergency takes for its own agenda (A4)";
        need = 2.2 in [0, 10], "multiplier", "what full want or fear adds to spending in its sector, at full meaning (A2)";
        fear_military = 0.25 in [0, 10], "weight", "what full fear adds to military spending where meaning is narrowest (A2)";
        fear_regime = 1.0 in [0, 10], "multiplier", "what full fear adds to regime security";
        aid = 0.25 in [0, 5], "weight", "help to other nations at full meaning and referent, once threat has faded (C5)";
    }
    /// Whose security: freedom from want and fear, and the losses of citizens and the regime if both cannot be covered.
    welfare: Welfare {
        want_rate = 0.2 in [0, 1], "share per round", "how fast want moves to what wealth per head makes it";
        fear_rate = 0.3 in [0, 1], "share per round", "how fast fear moves to what causes it";
        relief = 2.0 in [0, 20], "multiplier", "how much faster want and fear fade where their sector is fully paid for";
        aid_worth = 5.0 in [0, 100], "multiplier", "worth of aid to those in want, against wealth of the country";
        fear_strife = 0.27 in [0, 5], "fear", "fear that war brings";
        fear_subversion = 0.4 in [0, 5], "fear", "fear that full subversion brings";
        fear_repression = 0.5 in [0, 5], "fear", "fear that full repression brings (C9)";
        need_regime = 0.15 in [0.001, 1], "budget share", "spending that covers the regime";
        need_citizens = 0.45 in [0.001, 1], "budget share", "spending that covers the citizens";
        cover = 0.8 in [0, 1], "share", "part of a danger that full cover keeps off";
        gap_rate = 0.15 in [0, 1], "share per round", "how fast the gap between the two moves to the losses of the round";
        support_loss = 2.0 in [0, 10], "logit", "what full loss of citizens takes from support (A3)";
        support_goals = 1.0 in [0, 10], "logit", "what a budget wholly apart from the citizens' takes from support (C11)";
        authority_loss = 1.0 in [0, 10], "logit", "what full loss of the regime takes from authority (A3)";
    }
    /// Citizens by class, at home and abroad.
    citizens: Citizens {
        class_rate = 0.1 in [0, 1], "share per round", "how fast citizens change class";
        incident = 0.04 in [0, 1], "probability per round", "an incident to nationals abroad at full ties of people in a country at ease";
        exile = 1.0 in [0, 10], "multiplier", "how many more opponents than others live abroad where the referent is the regime";
        neutral_gap = 0.6 in [0, 2], "share", "what neutrals lack of protection where the referent is the regime (B2.7)";
        opponent_gap = 1.3 in [0, 2], "share", "what opponents lack of it; above 1 the service threatens them (B2.7)";
        support_harm = 1.5 in [0, 10], "logit", "what harm to nationals abroad takes from support";
        grievance = 0.8 in [0, 1], "share", "room that a grave incident takes toward full grievance, where the state cares";
        grievance_fade = 0.3 in [0, 1], "share per round", "fading of a grievance over nationals";
    }
    /// Removal of rulers by vote, by coup and by collapse; the large transitions of the system.
    rulers: Rulers {
        vote = 0.5 in [0, 1], "probability per round", "removal by vote in a wholly participatory system without any support (C14)";
        vote_referent = 0.2 in [0, 1], "share", "room that a removal by vote takes toward a referent of citizens";
        honeymoon = 0.3 in [0, 1], "share", "room that a removal by vote takes toward full support";
        coup = 2.0 in [0, 20], "per round", "coups of a state of middling score: times y²(1 − y)³, which is at most 0.035";
        coup_referent = 0.15 in [0, 1], "share", "part of the referent that a coup takes from citizens";
        coup_rank = 0.3 in [0, 1], "share", "room that a coup takes toward full rank of security bodies";
        collapse = 0.03 in [0, 1], "per round", "collapses of a state of middling score: times (1 − y)(1 + 2y)";
        collapse_defeat = 0.3 in [0, 1], "probability", "collapse of a closed rule after a defeat in war";
        collapse_cost = 0.1 in [0, 5], "log wealth", "wealth that a collapse costs";
        weakness = 1.0 in [0, 10], "logit", "what a rule without authority and support adds to coups and collapses";
        backlog = 0.5 in [0, 10], "logit", "what a full backlog adds to coups and collapses";
        poor = 1.0 in [0, 10], "logit", "what want of wealth adds to coups";
        rank = 1.0 in [0, 10], "logit", "what full rank of security bodies adds to coups and takes from openings";
        ripe = 1.0 in [0, 10], "logit", "what governance more open than the system adds to openings and takes from coups";
        neighbours = 1.5 in [0, 10], "logit", "what open neighbours add to openings and take from coups";
        wave = 0.5 in [0, 1], "share", "part of the chance of a collapse that follows the wave of openings in the world";
        wave_fade = 0.4 in [0, 1], "share per round", "how fast a wave fades";
        jump = 0.07 in [0, 1], "system units", "mean jump of the system at a coup or collapse beyond .05";
    }
    /// The choice toward each counterpart: cooperate, abstain (utility 0) or confront.
    choice: Choice {
        temperature = 1.0 in [0.05, 10], "utility", "spread of the quantal choice; small is nearly always the best act";
        cooperate = -0.75 in [-10, 10], "utility", "cooperation with nothing for or against it";
        confront = -3.2 in [-10, 10], "utility", "confrontation with nothing for or against it";
        opportunity = 1.9 in [0, 10], "utility", "opportunity (complementarity and the other's wealth), by meaning";
        goodwill = 2.15 in [0, 10], "utility", "believed posture of the other toward oneself";
        embedded = 1.2 in [0, 10], "utility", "existing ties";
        affinity = 1.15 in [0, 10], "utility", "shared political values";
        consolidation = 1.1 in [0, 10], "utility", "what a like ruler offers a regime, and an open one takes from it (C13)";
        inside_bloc = 1.0 in [0, 10], "utility", "cooperation by ideology inside a bloc (B1.5)";
        blockage = 0.5 in [0, 10], "utility", "refusal and intellectual blockage of closed governance (C2)";
        alarm = 6.0 in [0, 20], "utility", "perceived threat from the other";
        regime = 4.0 in [0, 10], "utility", "regime consolidation through an enemy, where the referent is the regime or a backlog presses";
        regime_floor = 0.15 in [0, 1], "share", "part of regime consolidation that needs no backlog";
        alien = 0.79 in [0, 10], "utility", "alien political values: a threat to the ruler, or to the order";
        revisionism = 0.8 in [0, 10], "utility", "wish to overturn the order, toward those who uphold it";
        order_affinity = 1.2 in [0, 10], "utility", "what unlike stances toward the order take from cooperation (A9)";
        order_keeping = 0.6 in [0, 10], "utility", "wish of those who accept the order to check those who would overturn it (A9)";
        zero_sum = 2.0 in [0, 10], "utility", "the other's loss as one's gain: rivals and opposed blocs, where meaning is narrow (B1.5)";
        contest = 3.5 in [0, 10], "utility", "what the two contest (territory, or the order)";
        momentum = 1.2 in [0, 10], "utility", "momentum of an open dispute, by its stage (war 1)";
        cost_arms = 1.3 in [0, 10], "utility", "cost that the target's believed power imposes (B2.4)";
        cost_allies = 1.0 in [0, 10], "utility", "cost that the target's allies impose (B2.4)";
        cost_ties = 1.0 in [0, 10], "utility", "ties that confrontation would lose (B2.4, B3.4 interdependence, B4.4)";
        institutions = 0.91 in [0, 10], "utility", "institutional ties between two participatory states (B3.4)";
        prudence = 0.6 in [0, 10], "utility", "the other means that capable diplomacy and smart provision offer";
        weariness = 1.6 in [0, 10], "utility", "weariness of recent confrontation and its price";
        remote = 5.0 in [0, 20], "utility", "what distance takes from any act toward a state at no reach";
        nationals = 5.5 in [0, 20], "utility", "a grievance over nationals abroad, toward one of equal power (B4.5)";
        initiative = 1.2 in [0, 10], "utility", "initiative of capable, smart diplomacy where a dispute is open (B2.2)";
        effort = 0.3 in [0, 1], "effort", "effort of an act without any capacity; capacity adds the rest";
        attention = 8.0 in [0.5, 1000], "salience", "salience of counterparts that a state of mean power has attention for: pairs in a greater crowd have fewer disputes, alliances and incidents each";
        attention_share = 0.6 in [0.01, 2], "share", "part of the relations that matter that a middling foreign service can attend to";
        attention_price = 2.0 in [0, 10], "utility", "what each full load of attention beyond that takes from any act";
        attention_rate = 0.4 in [0.01, 1], "share per round", "how fast strain follows the load";
    }
    /// The instrument of an act: weights of a proportional choice.
    instruments: Instruments {
        facilitation = 1.0 in [0, 10], "weight", "facilitation, by referent";
        trade = 1.0 in [0, 10], "weight", "trade, by opportunity";
        alliance = 1.2 in [0, 10], "weight", "alliance, by the threat felt and by shared enemies";
        mediation = 2.0 in [0, 10], "weight", "mediation and negotiation where a dispute is open, by diplomacy";
        sanctions = 1.0 in [0, 10], "weight", "isolation and sanctions, by provision and by the trade there is to cut";
        covert = 0.7 in [0, 10], "weight", "covert or proxy action, by closure";
        show = 1.0 in [0, 10], "weight", "military threat, by the dispute's stage and one-dimensional provision";
        force = 1.6 in [0, 10], "weight", "force, in a dispute, by its stage and one-dimensional provision";
        order = 1.0 in [0, 10], "multiplier", "how much reformists lean to mediation and sanctions, and revisionists to covert action and force (A9)";
        severity_sanctions = 0.35 in [0, 1], "severity", "hostility of sanctions";
        severity_covert = 0.45 in [0, 1], "severity", "hostility of covert action";
        severity_show = 0.7 in [0, 1], "severity", "hostility of a military threat";
        severity_force = 1.0 in [0, 1], "severity", "hostility of force";
    }
    /// Ties in three layers, and posture, which sums up acts.
    ties: Ties {
        posture_rate = 0.3 in [0, 1], "share per round", "how fast posture moves to an act";
        posture_fade = 0.06 in [0, 1], "share per round", "how fast posture fades where a state abstains";
        build = 0.12 in [0, 1], "share per round", "growth of ties under mutual cooperation at full effort";
        focus = 0.6 in [0, 1], "share", "part of that growth that goes to the layer of the instrument used; the rest is spread";
        facilitation = 0.033 in [0, 1], "share per round", "ties that citizens begin where both states facilitate them fully and have few others within reach (B4.1)";
        fade = 0.03 in [0, 1], "share per round", "fading of unattended ties";
        cut_other = 0.3 in [0, 1], "share", "part of a cut that reaches the layers an instrument does not aim at";
        cut = 0.35 in [0, 1], "share per round", "ties cut by confrontation of full severity";
        gain = 1.0 in [0, 10], "gain", "opportunity won by mutual cooperation of full effort and complementarity";
        breadth_gain = 0.75 in [0, 5], "multiplier", "what full breadth adds to the gains of cooperation (C4)";
        breadth_saving = 0.5 in [0, 1], "share", "part of the cost of cooperation that full breadth saves (C4)";
        breadth_actors = 0.4 in [0, 1], "share", "part of breadth that needs civic bodies beside the states (C4)";
        refusal = 0.3 in [0, 5], "loss", "loss of an offer that is refused or met with confrontation";
        price = 0.6 in [0, 5], "loss", "price of one's own confrontation of full severity";
        half = 0.12 in [0.005, 50], "gain", "sum over counterparts that fills half of a memory's scale";
    }
    /// Tariffs, comparative advantage and diverted trade.
    trade: Trade {
        tariff_rate = 0.1 in [0, 1], "share per round", "how fast tariffs move to what policy wants";
        tariff_narrow = 0.31 in [0, 1], "tariff", "tariffs of the narrowest meaning after full losses";
        tariff_retaliation = 0.3 in [0, 1], "share", "part of the tariffs met abroad that is answered in kind";
        effect = 1.0 in [0, 1], "share", "how far tariffs keep trade out";
        tariff_cut = 0.1 in [0, 1], "share per round", "trade ties that two full tariffs cut";
        divert = 1.0 in [0, 1], "share", "trade lost to partners' higher tariffs that is looked for elsewhere (B3.6)";
        advantage = 1.0 in [0, 1], "share", "how far gains from trade follow complementarity (B3.1)";
        unequal = 0.4 in [0, 1], "share", "how far the richer side takes the larger part of the gains (B3.5)";
    }
    /// Alliances (a discrete fact) and blocs: the reasons why they form, by term, and why they end.
    alliances: Alliances {
        form = 0.95 in [0, 1], "probability per round", "forming at full security ties and terms that add up to 1";
        negotiation = 0.26 in [0, 1], "weight", "capable diplomacy of both (B3.2)";
        aggregation = 0.6 in [0, 1], "weight", "powers that add up against what threatens (B3.2)";
        effect_on_threat = 0.75 in [0, 1], "weight", "a threat that both share (B3.2)";
        polarisation = 0.95 in [0, 1], "weight", "a world divided in two, and neither on the other side (B3.2)";
        many = 8.0 in [0.1, 1000], "allies", "allies that a foreign service can keep up; with as many, new ones are a quarter as likely";
        likeness = 0.25 in [0, 1], "weight", "like political systems";
        consolidation = 0.15 in [0, 1], "weight", "a like ruler who consolidates one's own (C13)";
        gain = 0.1 in [0, 1], "weight", "what the other's economy offers (C13)";
        holding = 0.5 in [0, 1], "share", "part of endings that capable diplomacy of both prevents (B3.2)";
        threshold = 0.12 in [0, 1], "security ties", "security ties below which no alliance forms";
        end = 0.3 in [0, 1], "probability per round", "ending at full hostility or no security ties";
        idle = 0.016 in [0, 1], "probability per round", "ending without any cause but time";
        security = 0.08 in [0, 1], "share per round", "security ties that an alliance keeps up";
    }
    /// Disputes with stages, war and settlements; the slow rivalry of a pair.
    disputes: Disputes {
        onset = 4.0 in [0, 10], "probability per round and heat", "onset without cooling";
        mutual = 0.5 in [0, 10], "multiplier", "heat that both sides confronting adds";
        rivalry = 11.7 in [0, 100], "multiplier", "how much full rivalry adds to heat";
        parity = 0.55 in [0, 1], "share", "part of heat that unequal power takes away";
        cool_diplomacy = 0.6 in [0, 1], "share", "heat that full diplomacy of both sides takes away (B2.2)";
        cool_ties = 0.5 in [0, 1], "share", "heat that full ties take away";
        cool_values = 0.77 in [0, 1], "share", "heat that two fully participatory systems take away";
        cool_third = 0.9 in [0, 1], "share", "heat that full diplomacy of third parties takes away (B2.2)";
        third_half = 2.5 in [0.01, 50], "diplomacy", "third parties' diplomacy, weighted by ties, that fills half of its scale";
        sudden = 0.8 in [0, 1], "probability", "a dispute beginning as a crisis, with force";
        escalate = 0.6 in [0, 10], "probability per round and heat", "a dispute becoming a crisis";
        war = 0.02 in [0, 10], "probability per round and heat", "a crisis becoming a war when sure of victory";
        settle = 0.95 in [0, 1], "probability per round", "settlement by full diplomacy";
        settle_floor = 0.05 in [0, 1], "share", "part of settlement that needs no diplomacy";
        deadlock = 0.9 in [0, 1], "share", "part of settlement that coercion without diplomacy blocks (B2.5)";
        deadlock_rivalry = 0.6 in [0, 1], "share per round", "room toward full rivalry that full coercion without diplomacy takes in an open dispute (B2.5)";
        lapse = 0.86 in [0, 1], "probability per round", "a dispute lapses without a settlement when neither side confronts";
        rivalry_dispute = 0.44 in [0, 1], "share", "room that a dispute's onset takes toward full rivalry";
        rivalry_war = 0.4 in [0, 1], "share", "room that a war's onset takes toward full rivalry";
        contest_begin = 0.002 in [0, 1], "probability per round", "two states of full reach begin to contest something that lasts";
        contest_fade = 0.01 in [0, 1], "share per round", "how fast a contest fades";
        stake = 0.8 in [0, 1], "share", "part of the growth of rivalry that needs something contested";
        rivalry_decay = 0.03 in [0, 1], "share per round", "decay of rivalry";
        rivalry_relief = 0.4 in [0, 1], "share", "rivalry that a settlement by full diplomacy takes away (B2.3)";
    }
    /// Endings of wars, joining states, the cost of defeat, and proxy struggles.
    wars: Wars {
        victory = 0.25 in [0, 1], "probability per round", "a war ending by the victory of a side wholly superior";
        collapse = 0.11 in [0, 1], "probability per round", "a side without authority and support giving up a long war";
        exhaustion = 4.0 in [0.1, 100], "rounds", "length of a war at which that hazard has half of its full size";
        frozen = 0.06 in [0, 1], "probability per round and year of war", "a war freezing into a dispute";
        conquest = 0.23 in [0, 1], "probability", "a victory becoming a conquest: a wholly superior revisionist over a state without friends (B2.6)";
        annexed = 0.6 in [0, 1], "share", "wealth and population of a conquered state that go over to the conqueror";
        spoils = 0.05 in [0, 1], "share", "wealth that a defeated state pays the victor";
        concede = 0.15 in [0, 1], "share", "autonomy that the weaker side of a dispute settled under full coercion concedes, without diplomacy (B2.6)";
        return_base = 0.01 in [0, 1], "probability per round", "a conquered state returning";
        return_weak = 0.08 in [0, 1], "probability per round", "what a conqueror without authority adds to that";
        return_free = 0.5 in [0, 1], "probability per round", "a conquered state returning when its conqueror has left the world";
        join = 0.8 in [0, 1], "probability", "a third state of close ties aiding a side that goes to war, before its diplomacy (B2.8)";
        join_allied = 3.0 in [0, 20], "multiplier", "how much more an ally is drawn in than a friend of like ties";
        aid = 0.5 in [0, 1], "share", "power that a third state adds to the side it aids";
        isolate = 0.7 in [0, 1], "share", "how far third states that join turn from the enemy, in posture and trade (B2.3)";
        proxy = 0.15 in [0, 10], "multiplier", "covert action between rivals that is fought out in a third state besides (B1.2)";
        proxy_rivalry = 0.3 in [0, 1], "rivalry", "rivalry from which on rivals fight in third states";
    }
    /// Wealth, population, arms, foreign service, authority and support.
    economy: Economy {
        growth = 0.01 in [-0.2, 0.2], "log wealth per round", "growth with no trade and no burden";
        trade = 0.02 in [0, 1], "log wealth per round", "growth that full trade ties add (B3.1)";
        people = 0.012 in [0, 1], "log wealth per round", "growth that full ties of people add (B4.2)";
        ties_half = 0.4 in [0.005, 50], "ties", "ties, mean by salience, that fill half of the scale";
        arms_drag = 0.02 in [0, 1], "log wealth per round", "growth that a wholly military budget costs";
        neglect_drag = 0.01 in [0, 1], "log wealth per round", "growth that full neglect of the welfare sectors costs";
        sanctions = 0.03 in [0, 1], "log wealth per round", "growth that sanctions of full effort by all of the trade cost";
        war = 0.06 in [0, 1], "log wealth per round", "growth that a war costs";
        catch_up = 0.015 in [0, 1], "share per round", "pull of wealth per head to the world's mean";
        population = 0.015 in [-0.1, 0.1], "log population per round", "population growth of a poor state";
        transition = 0.012 in [0, 0.1], "log population per round", "population growth lost as wealth per head rises";
        arms_rounds = 5.0 in [0.1, 50], "rounds", "rounds of military spending that a stock of arms holds";
        arms_rate = 0.12 in [0, 1], "share per round", "how fast arms move to what spending keeps up";
        war_arms = 0.08 in [0, 1], "share per round", "arms that a war uses up";
        power_arms = 0.45 in [0, 1], "share", "part of power that rests on arms";
        power_wealth = 0.4 in [0, 1], "share", "part of power that rests on wealth";
        power_smart = 0.6 in [0, 1], "share", "part of power that ties and diplomacy add to wealth, by provision (B4.2, C9)";
        diplomacy_rate = 0.08 in [0, 1], "share per round", "how fast the foreign service moves to what is spent on it";
        diplomacy_half = 0.06 in [0.001, 1], "budget share", "spending that keeps up a service of half capacity";
        purge = 0.5 in [0, 1], "share", "part of the foreign service that full closure under full security rank wears down";
        authority_rate = 0.1 in [0, 1], "share per round", "how fast authority moves to performance";
        authority_base = 0.4 in [-5, 5], "logit", "authority with nothing for or against it";
        authority_growth = 12.0 in [0, 50], "per log wealth", "what growth adds to authority (C12)";
        authority_resolution = 0.37 in [0, 10], "logit", "what resolving issues adds to authority";
        authority_backlog = 0.21 in [0, 10], "logit", "what a full backlog takes from authority (C8)";
        authority_defeat = 1.5 in [0, 10], "logit", "what a fresh defeat takes from authority";
        authority_support = 1.2 in [0, 10], "logit", "what support adds to authority";
        support_rate = 0.15 in [0, 1], "share per round", "how fast support moves to what citizens got";
        support_base = 0.4 in [-5, 5], "logit", "support with nothing for or against it";
        support_growth = 8.0 in [0, 50], "per log wealth", "what growth adds to support";
        support_welfare = 1.5 in [0, 10], "logit", "what welfare and facilitation spending add to support";
        support_war = 1.0 in [0, 10], "logit", "what war takes from support";
        support_rally = 0.6 in [0, 10], "logit", "what full perceived threat adds to support";
        rank_rate = 0.1 in [0, 1], "share per round", "how fast the rank of security bodies moves";
        rank_threat = 2.4 in [0, 10], "logit", "what perceived threat adds to the rank of security bodies (B1.3)";
        rank_rivalry = 1.5 in [0, 10], "logit", "what rivalry adds to the rank of security bodies (B1.3)";
        rank_provision = 2.0 in [0, 10], "logit", "what one-dimensional provision adds to the rank of security bodies";
        rank_base = -1.5 in [-10, 10], "logit", "rank of security bodies with nothing else";
        civil_rate = 0.06 in [0, 1], "share per round", "how fast civil capacity moves";
        neglect_rate = 0.15 in [0, 1], "share per round", "how fast neglect of a sector builds up and heals";
        autonomy_rate = 0.03 in [0, 1], "share per round", "how fast lost autonomy comes back";
        defeat = 0.3 in [0, 1], "share", "autonomy lost by a defeat";
    }
    /// The effect of this round's policy on governance, through slow memories: the loop's first arrow.
    constitution: Constitution {
        memory = 7.0 in [1, 50], "rounds", "span of the memories of what the four functions brought";
        belief_half = 0.05 in [0.01, 50], "posture units", "goodwill or hostility known, mean by salience, that fills half of a memory if there is little of the other";
        apart = 1.0 in [0, 1], "share", "how far each component follows separate pressures; 0: all follow their mean (A1)";
        gain = 0.8 in [0, 10], "logit", "weight of benefits less harms in every component";
        tradition = 1.0 in [0, 1], "share", "how far a state's own tradition keeps its governance where it began, in the world in which it began";
        tradition_fade = 0.01 in [0, 1], "share per round", "how fast traditions fade";
        meaning_rate = 0.06 in [0, 1], "share per round", "how fast meaning moves to its target";
        referent_rate = 0.05 in [0, 1], "share per round", "how fast the referent moves to its target";
        securitisation_rate = 0.08 in [0, 1], "share per round", "how fast securitisation moves to its target";
        provision_rate = 0.07 in [0, 1], "share per round", "how fast provision moves to its target";
        meaning_opportunity = 1.6 in [0, 5], "weight", "opportunities won widen meaning";
        meaning_loss = 0.8 in [0, 5], "weight", "opportunities lost narrow meaning";
        meaning_threat = 1.7 in [0, 5], "weight", "existential threat narrows meaning";
        meaning_partners = 2.0 in [0, 5], "weight", "meaning follows that of partners, by ties";
        meaning_want = 0.8 in [0, 5], "weight", "want narrows meaning";
        meaning_rivalry = 0.4 in [0, 5], "weight", "rivalry narrows meaning";
        referent_ties = 2.2 in [0, 5], "weight", "citizens' ties move the referent to individuals (B4.3)";
        referent_closure = 0.4 in [0, 5], "weight", "confrontation by one's own state moves the referent to the regime";
        referent_rivalry = 0.4 in [0, 5], "weight", "the regime's need of rivals moves the referent to the regime (B1.4)";
        securitisation_goodwill = 1.8 in [0, 5], "weight", "goodwill known makes for persuasion";
        securitisation_hostility = 2.0 in [0, 5], "weight", "hostility known makes for command";
        securitisation_emergency = 0.23 in [0, 5], "weight", "felt emergency and backlog make for command";
        securitisation_settled = 0.6 in [0, 5], "weight", "threats that policy has settled make for persuasion";
        provision_gains = 1.4 in [0, 5], "weight", "gains of cooperation make provision smart";
        provision_wealth = 0.0 in [-5, 5], "weight", "wealth per head makes provision smart (C12)";
        provision_war = 1.0 in [0, 5], "weight", "disputes and war make provision military";
        provision_rivalry = 1.12 in [0, 5], "weight", "rivalry makes provision military (B1.3)";
        provision_rank = 0.9 in [0, 5], "weight", "security bodies of rank make provision military";
        pull_meaning = 1.0 in [0, 5], "logit", "pull of the political system on meaning";
        pull_referent = 2.4 in [0, 5], "logit", "pull of the political system on the referent";
        pull_securitisation = 3.2 in [0, 5], "logit", "pull of the political system on securitisation";
        pull_provision = 1.2 in [0, 5], "logit", "pull of the political system on provision: military provision is a separate axis";
        base_meaning = 0.7 in [-5, 5], "logit", "meaning with nothing for or against it";
        base_referent = 1.1 in [-5, 5], "logit", "referent with nothing for or against it";
        base_securitisation = 1.0 in [-5, 5], "logit", "securitisation with nothing for or against it";
        base_provision = 0.9 in [-5, 5], "logit", "provision with nothing for or against it";
        noise = 0.12 in [0, 2], "logit", "standard deviation of the yearly change of a tradition";
    }
    /// The political system, slow.
    system: SystemRates {
        drift = 0.0008 in [0, 1], "share per round", "how fast the system moves to governance (our addition; 0 turns it off)";
        diffusion = 0.001 in [0, 1], "share per round", "pull of the neighbours' systems, S-shaped: a rival explanation";
        development = 0.0005 in [0, 1], "per round", "pull of wealth per head toward participation: a rival explanation";
        noise = 0.005 in [0, 0.2], "system units", "size of the yearly noise of the system";
    }
}

impl Feedback {
    /// A component of governance as policy sees it: ½ + gain · (x − ½), within [0, 1].
    pub fn seen(&self, component: f64) -> f64 {
        super::math::share(0.5 + self.governance_to_policy * (component - 0.5))
    }
}

impl Params {
    /// The spending at which a service, facilitation or arms give their full effort [budget share]: 4 · `issues.need`.
    pub fn full_spending(&self) -> f64 {
        4.0 * self.issues.need
    }

    /// The value at a dotted path, switches excluded.
    pub fn get(&self, path: &str) -> Option<f64> {
        let at = PARAMETERS.iter().position(|p| p.path == path)?;
        Some(self.values()[at])
    }

    /// Sets the value at a dotted path.
    ///
    /// # Errors
    /// Returns an error if the path is unknown, or if the value is not finite or out of range.
    pub fn set(&mut self, path: &str, value: f64) -> Result<(), ParamError> {
        let at = PARAMETERS.iter().position(|p| p.path == path).ok_or_else(|| ParamError::Unknown(path.to_owned()))?;
        PARAMETERS[at].check(value)?;
        *self.values_mut()[at] = value;
        Ok(())
    }

    /// Checks that every value is within its range.
    ///
    /// # Errors
    /// Returns an error for the first value that is not.
    pub fn check(&self) -> Result<(), ParamError> {
        PARAMETERS.iter().zip(self.values()).try_for_each(|(p, v)| p.check(v))
    }

    /// The parameters as the mechanisms read them: parameters of a mechanism that is off have their neutral value.
    #[must_use]
    pub fn effective(&self) -> Self {
        let mut params = self.clone();
        for (switch, on) in super::switches::SWITCHES.iter().zip(self.switches.states()) {
            if !on {
                for path in switch.zeroes {
                    let at = PARAMETERS.iter().position(|p| p.path == *path);
                    if let Some(at) = at {
                        *params.values_mut()[at] = 0.0;
                    }
                }
            }
        }
        params
    }
}
