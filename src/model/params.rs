//! Every parameter of the theory, defined once: path, value, range, unit, origin of the value, and meaning.
//!
//! The `parameters!` table below is the single definition. The structs that the mechanisms read, the defaults
//! file, the `takvin defaults` table, the JSON Schema and the table in `docs/odd.md` all come from it.
//!
//! The origin of a value is `History` (set by the record of 1946 to 1975, with the pattern), `Source` (taken from a
//! publication), `Convention` (a scale or a unit) or `Guess` (plausible, and nothing more).
//!
//! Rates are per round. A gain or weight of 0 turns its mechanism off; [`super::switches`] does so by name.

use serde::{Deserialize, Serialize};

use super::parameter::parameters;
pub use super::parameter::{Origin, ParamError, Parameter};
use super::switches::Switches;

parameters! {
    /// The loop's arrows: policy to governance, with one gain per function of foreign policy, and governance to policy.
    feedback: Feedback {
        knowledge = 1.0 in [0, 3], "multiplier", Convention("1 is the model as it is"), "strength with which what policy made known (B1) moves governance; 0 cuts the channel";
        threat = 1.0 in [0, 3], "multiplier", Convention("1 is the model as it is"), "strength with which threats met or provoked (B2) move governance; 0 cuts the channel";
        opportunity = 1.0 in [0, 3], "multiplier", Convention("1 is the model as it is"), "strength with which opportunities won or lost (B3) move governance; 0 cuts the channel";
        facilitation = 1.0 in [0, 3], "multiplier", Convention("1 is the model as it is"), "strength with which citizens' foreign relations (B4) move governance; 0 cuts the channel";
        system = 1.0 in [0, 3], "multiplier", Convention("1 is the model as it is"), "how far what policy brings at home (wealth, authority, support, backlog, rank) moves rulers and the political system; 0 cuts the way";
        governance_to_policy = 1.0 in [0, 2], "multiplier", Convention("1 is the model as it is"), "how far governance departs from 0.5 in the eyes of policy; 0 makes every state decide as one at 0.5";
    }
    /// How a state knows its environment: reports, what bends them, belief, and the image of the public.
    knowledge: Knowledge {
        intelligence = 0.5 in [0, 1], "share", Guess, "what the intelligence channel of services of full rank makes clear, where diplomats of a full foreign service make all clear (B1.6)";
        media = 0.4 in [0, 1], "share", Guess, "what free media make clear where civic bodies are at full capacity (B1.6)";
        worst_case = 0.16 in [0, 2], "posture units", Guess, "how much more hostile others look in the reports of intelligence services";
        learning = 0.5 in [0, 1], "share per round", Guess, "how fast belief moves to the reports where all is clear; a third of it needs no channel";
        noise = 0.27 in [0, 2], "posture units, share of power", Guess, "standard deviation of the error of a report on posture or on power without any channel";
        aside = 0.42 in [0, 1], "share", Guess, "part of diplomacy's clarity that remains toward a state that one left aside in the round before (B3.3)";
        bend = 0.8 in [0, 1], "share", Guess, "how far a wholly closed state whose security bodies have full rank bends its reports toward the discourse (B1.1)";
        vanity = 1.5 in [0, 2], "share of power", Guess, "how much bent reports inflate the image of one's own power";
        fatigue = 0.05 in [0, 1], "share per round", Guess, "how fast belief relaxes to 0 where neither side acts toward the other";
        campaign = 0.3 in [0, 2], "posture units", Guess, "how much more hostile a state looks to others when a rival of full means accuses it (D5)";
        shared_discourse = 0.3 in [0, 1], "share", Guess, "part of the discourse that follows the discourse of partners, by ties (D4)";
    }
    /// Threats with onset, peak and end, and the effect of commitments to others.
    threat: Threat {
        onset = 0.5 in [0, 1], "share per round", Guess, "how fast a threat rises to its stimulus";
        decline = 0.25 in [0, 1], "share per round", Guess, "how fast a threat falls to its stimulus, before diplomacy and age";
        diplomacy = 1.3 in [0, 5], "multiplier", Guess, "how much full diplomacy speeds the decline";
        ageing = 0.7 in [0, 5], "multiplier per 10 rounds", Guess, "how much age speeds the decline";
        open = 0.15 in [0.01, 1], "threat", Convention("what counts as a threat in the record; it ends below half of it"), "level at which a threat counts as begun";
        allied_help = 0.5 in [0, 1], "share", Guess, "part of the allies' power counted as one's own against a threat";
        commitment = 0.5 in [0, 5], "multiplier", Guess, "how much each ally's worth of commitments adds to threat felt, by the share of the burden borne, and to matters (C7)";
    }
    /// Issues: how matters arise, are found, securitised and resolved.
    issues: IssueRates {
        real_rate = 1.1 in [0, 50], "matters per round and sector", Convention("the unit of issues"), "real matters that arise in a sector under full pressure";
        spurious_rate = 3.0 in [0, 50], "matters per round", Guess, "spurious matters that a wholly command-driven, regime-centred state puts up (C6)";
        background = 0.15 in [0, 1], "pressure", Guess, "pressure in the societal and environmental sectors without any neglect";
        neglect_matters = 0.7 in [0, 5], "pressure", Guess, "pressure that full neglect adds in its sector, and full fear in the societal one";
        detect_state = 0.35 in [0, 1], "probability per round", Guess, "detection of a matter by state bodies at full attention";
        detect_civic = 0.45 in [0, 1], "probability per round", Guess, "detection of a matter by civic bodies at full capacity and openness (C6)";
        command_rivalry = 0.6 in [0, 1], "share", Guess, "part of command that needs a threat or a rival (B1.4)";
        popular_base = 0.5 in [0, 1], "share", Guess, "part of command, and of the authority behind resolution, that needs a popular base of the regime (D6)";
        spheres = 0.6 in [0, 1], "share", Guess, "part of persuasion that needs the formal sphere (authority) and the informal one (support) together (D7)";
        existential_other = 0.25 in [0, 1], "share", Guess, "how existential a matter outside the military sector can be, against a military one";
        refuse = 0.6 in [0, 1], "probability per round", Guess, "refusal of a weak case where persuasion is needed, at full authority (C8)";
        ordinary = 0.23 in [0, 1], "probability per round", Guess, "solution of a political matter by ordinary politics in a participatory state";
        helpers = 1.5 in [0, 3], "multiplier", Guess, "how much the goodwill of others adds to consensus in resolution (C6)";
        fit_other = 0.15 in [0, 1], "share", Guess, "fit of force to all issues but military ones (C9)";
        force_domestic = 1.0 in [0, 1], "share", Guess, "cases outside the military sector met with force where no other means are at hand (C9)";
        desecuritise = 0.35 in [0, 1], "probability per round", Guess, "issues leaving the security agenda at full authority once their threat has faded (C18)";
        need = 0.1 in [0.001, 1], "budget share", Guess, "spending at which a sector is not neglected and its issues have all the resources they can use";
        spurious_resolve = 0.25 in [0, 1], "multiplier", Guess, "resolution of a spurious issue against a real one: nothing is there to be solved";
        backlog_half = 4.0 in [0.1, 1000], "rounds", Convention("the scale of the backlog"), "rounds of work waiting at which half of the backlog scale is full";
        capacity = 12.0 in [0.1, 1000], "issues per round", Convention("issues come in the unit of real_rate"), "security issues that the bodies of a state can work on in a round before they get in each other's way";
    }
    /// Provision by civic bodies and firms besides the state.
    provision: Provision {
        others = 0.5 in [0, 1], "probability per round", Guess, "resolution of a matter of their own by civic bodies (societal, environmental) and firms (economic) at full capacity and provision (A5)";
        core = 0.05 in [0, 1], "share", Guess, "what they do in the military and political sectors, which stay with the state";
        ties = 0.006 in [0, 1], "share per round", Guess, "ties of people and of trade that civic bodies and firms of full capacity begin without their states (C16)";
    }
    /// The budget: weights of its heads before they are made shares of one. Welfare at full meaning and referent has weight 1.
    budget: Budget {
        burden = 0.2 in [0, 1], "share of wealth", Guess, "what a state spends on security in the widest sense";
        military = 0.3 in [0, 5], "weight", Guess, "military spending without any threat";
        military_threat = 2.3 in [0, 10], "weight", Guess, "what full perceived threat adds to military spending";
        military_provision = 0.5 in [0, 5], "weight", Guess, "what one-dimensional provision adds to military spending";
        diplomacy = 0.25 in [0.001, 5], "weight", Guess, "diplomacy at full provision";
        facilitation = 0.4 in [0, 5], "weight", Guess, "help to citizens' and firms' foreign relations at full referent";
        society = 0.5 in [0, 5], "weight", Guess, "societal security where the referent is society, between the regime and individuals (D11)";
        regime = 0.6 in [0, 5], "weight", Guess, "regime security where the referent is the regime";
        regime_backlog = 3.5 in [0, 10], "multiplier", Guess, "what a full backlog adds to regime security";
        emergency = 0.6 in [0, 1], "share", Guess, "part of welfare, facilitation and aid that full emergency takes for its own agenda (A4)";
        need = 2.2 in [0, 10], "multiplier", Guess, "what full want or fear adds to spending in its sector, at full meaning (A2)";
        fear = 0.4 in [0, 10], "weight", Guess, "what full fear adds to military spending where meaning is narrowest, and to regime security where the referent is the regime (A2)";
        aid = 0.25 in [0, 5], "weight", Guess, "help to other nations in want at full meaning and referent, once threat has faded (C5)";
        aid_threat = 0.3 in [0, 5], "weight", Guess, "help to states that one's own enemy threatens, at full meaning and threat (D2)";
    }
    /// Whose security: freedom from want and fear, and the losses of citizens, society and the regime if all cannot be covered.
    welfare: Welfare {
        rate = 0.25 in [0, 1], "share per round", Guess, "how fast want, fear and grievances move to what causes them";
        violence = 0.3 in [0, 5], "fear", Guess, "fear that war brings, and that full subversion brings";
        repression = 0.5 in [0, 5], "fear", Guess, "fear that full repression brings (C9)";
        cover = 0.8 in [0, 1], "share", Guess, "part of a danger that full cover keeps off";
        support_loss = 2.0 in [0, 10], "logit", Guess, "what full loss of citizens, or of society where it is the referent, takes from support (A3, D11)";
        support_goals = 1.0 in [0, 10], "logit", Guess, "what a budget wholly apart from the citizens' takes from support (C11)";
        support_image = 1.0 in [0, 10], "logit", Guess, "what a full gap between the public's image of the world and the rulers' takes from support (D10)";
        authority_loss = 1.0 in [0, 10], "logit", Guess, "what full loss of the regime takes from authority (A3)";
    }
    /// Citizens by class, at home and abroad, and the armed among those who oppose the regime.
    citizens: Citizens {
        incident = 0.04 in [0, 1], "probability per round", Guess, "an incident to nationals abroad at full ties of people in a country at ease";
        opponent_gap = 1.3 in [0, 2], "share", Guess, "what opponents lack of protection abroad where the referent is the regime, neutrals half of it; above 1 the service threatens them (B2.7)";
        opposition = 0.4 in [0, 5], "multiplier", Guess, "how far opponents of a rule without authority take up arms, more with repression and with help from outside (D8)";
    }
    /// Removal of rulers by vote, by coup and by collapse; the large transitions of the system.
    rulers: Rulers {
        vote = 0.5 in [0, 1], "probability per round", Guess, "removal by vote in a wholly participatory system without any support (C14)";
        succession = 0.25 in [0, 1], "share", Guess, "room by which a new ruler moves what the old one left: support and referent after a vote, referent and rank of security bodies after a coup";
        coup = 0.072 in [0, 1], "probability per round", History("the calibration, .036 to .24; .06 by falls of the system by more than .05, by its level, in a state without an upheaval"), "coups of a middling state of the system most in danger, 4/11 (Hegre et al. 2001)";
        collapse = 0.022 in [0, 1], "probability per round", History("the calibration, .0095 to .0275; .028 by rises of the system by more than .05, by its level"), "collapses of a middling state of the lowest system: times (1 − y)²(1 + 10y)";
        defeat = 0.3 in [0, 1], "probability", Guess, "collapse of a closed rule after a defeat in war";
        weakness = 0.6 in [0, 10], "logit", Guess, "what a rule without authority and support, under a full backlog and an armed opposition, adds to coups and collapses";
        poor = 3.0 in [0, 20], "logit", History("falls of the system by wealth per head and level: 3 at the best fit"), "what want of wealth adds to coups, the more the more open the system is: rich open systems hardly fall";
        rank = 1.5 in [0, 10], "logit", Guess, "what full rank of security bodies adds to coups and takes from openings";
        ripe = 0.5 in [0, 10], "logit", History("changes of the system from the world of 1946"), "what governance more open than the system adds to openings and takes from coups";
        neighbours = 1.0 in [0, 10], "logit", History("openings by the systems of neighbours"), "what open neighbours add to openings and take from coups";
        wave = 0.15 in [0, 0.9], "openings per opening", History("openings of a year: their variance over their mean is .96, which allows .2 at most"), "openings elsewhere that an opening brings about in the years after it";
        jump = 0.62 in [0, 2], "log units", History("sizes of changes above .05: half above .086, a tenth above .20"), "spread of the jump at a collapse: .05 · (1 − u)^(−jump); a coup takes up to four fifths";
    }
    /// The choice toward each counterpart: cooperate, abstain (utility 0) or confront. Chance adds a standard logistic error.
    choice: Choice {
        cooperate = -0.9 in [-10, 10], "utility", Guess("the calibration does not identify it; at -0.9 one closed state in eight has a cooperative policy"), "cooperation with nothing for or against it";
        confront = -3.6 in [-10, 10], "utility", History("the calibration to 20 patterns in two worlds, inside its interval"), "confrontation with nothing for or against it";
        opportunity = 2.5 in [0, 10], "utility", Guess, "opportunity (complementarity and the other's wealth), by meaning";
        goodwill = 0.9 in [0, 10], "utility", Guess, "believed posture of the other toward oneself";
        embedded = 1.2 in [0, 10], "utility", Guess, "existing ties";
        affinity = 1.15 in [0, 10], "utility", Guess, "shared political values";
        consolidation = 1.1 in [0, 10], "utility", Guess, "what a like ruler offers a regime, and an open one takes from it (C13)";
        initiative = 1.2 in [0, 10], "utility", Guess, "capable, smart diplomacy: for cooperation where a dispute is open, and half of it against confrontation (B2.2)";
        blockage = 1.5 in [0, 10], "utility", Guess("so that closed states seldom cooperate, and then with a reason"), "refusal and intellectual blockage of closed governance (C2)";
        alarm = 4.0 in [0, 20], "utility", Guess, "perceived threat from the other";
        regime = 3.0 in [0, 10], "utility", Guess, "regime consolidation through an enemy, where the referent is the regime and a backlog presses";
        alien = 1.6 in [0, 10], "utility", Guess, "alien political values: a threat to the ruler, or to the order";
        order = 0.8 in [0, 10], "utility", Guess, "unlike stances toward the international order: against cooperation, and for confrontation by those who would overturn it and those who keep it (A9)";
        zero_sum = 2.0 in [0, 10], "utility", Guess, "the other's loss as one's gain: rivals and opposed blocs, where meaning is narrow; half of it for cooperation inside a bloc (B1.5)";
        contest = 7.0 in [0, 20], "utility", History("disputes and systems of 1946 to 1975, by hand; the calibration leaves it open"), "what the two contest (territory, or the order)";
        momentum = 1.2 in [0, 10], "utility", Guess, "momentum of an open dispute, by its stage (war 1)";
        deterrence = 2.0 in [0, 10], "utility", Guess, "cost that the target's believed power and its allies impose (B2.4)";
        cost_ties = 0.2 in [0, 10], "utility", History("odds of a dispute between allies"), "ties that confrontation would lose (B2.4, B3.4 interdependence, B4.4)";
        institutions = 3.0 in [0, 10], "utility", Guess, "institutional ties between two participatory states (B3.4)";
        weariness = 1.6 in [0, 10], "utility", Guess, "weariness of recent confrontation and its price";
        remote = 4.0 in [0, 20], "utility", History("the calibration to 20 patterns in two worlds, inside its interval"), "what distance takes from any act toward a state at no reach";
        nationals = 5.5 in [0, 20], "utility", Guess, "a grievance over nationals abroad, toward one of equal power (B4.5)";
        attention = 8.0 in [0.5, 1000], "salience, allies", Guess, "salience of counterparts that a state of mean power has attention for, and half of the allies that it can keep up: in a greater crowd pairs have fewer disputes and incidents each";
        attention_price = 1.2 in [0, 10], "utility", Guess, "what each full load of attention beyond that of the foreign service takes from any act";
    }
    /// The instrument of an act: a proportional choice. Weights that are not here are 1.
    instruments: Instruments {
        mediation = 2.0 in [0, 10], "weight", Guess, "mediation and negotiation where a dispute is open, by diplomacy";
        order = 1.0 in [0, 10], "multiplier", Guess, "how much reformists lean to mediation and sanctions, and revisionists to covert action and force (A9)";
    }
    /// Ties in three layers, and posture, which sums up acts.
    ties: Ties {
        posture_rate = 0.2 in [0, 1], "share per round", Guess, "how fast posture moves to an act";
        build = 0.12 in [0, 1], "share per round", Guess, "growth of ties under mutual cooperation at full effort: half in the layer of the instrument, the rest spread";
        facilitation = 0.033 in [0, 1], "share per round", Guess, "ties that citizens begin where both states facilitate them fully and have few others within reach (B4.1)";
        fade = 0.03 in [0, 1], "share per round", Guess, "fading of unattended ties; posture fades twice as fast";
        cut = 0.35 in [0, 1], "share per round", Guess, "ties cut by confrontation of full severity: all in the layer aimed at, a third of it in the others";
        breadth = 0.6 in [0, 1], "share", Guess, "what full breadth adds to the gains of cooperation, and saves of its cost (C4)";
        price = 0.6 in [0, 5], "loss", Guess, "price of one's own confrontation of full severity; an offer met with confrontation loses half of it";
        half = 0.1 in [0.005, 50], "mean by salience", Convention("the scale of what is felt"), "gains, losses, severity, subversion, goodwill or hostility, mean by salience, that fill half of a scale";
    }
    /// Tariffs, comparative advantage and diverted trade.
    trade: Trade {
        tariff = 0.4 in [0, 1], "tariff", Guess, "tariffs of the narrowest meaning after full losses";
        cut = 0.1 in [0, 1], "share per round", Guess, "trade ties that two full tariffs cut";
        unequal = 0.4 in [0, 1], "share", Guess, "how far the richer side takes the larger part of the gains (B3.5)";
    }
    /// Alliances (a discrete fact) and blocs: the reasons why they form, by term, and why they end.
    alliances: Alliances {
        negotiation = 0.8 in [0, 1], "weight", History("defence pacts, per 1,000 pairs"), "capable diplomacy of both (B3.2)";
        aggregation = 0.9 in [0, 1], "weight", Guess, "powers that add up against what threatens (B3.2)";
        effect_on_threat = 1.0 in [0, 1], "weight", Guess, "a threat that both share (B3.2)";
        polarisation = 1.0 in [0, 1], "weight", Guess, "a world divided in two, and neither on the other side (B3.2)";
        likeness = 0.9 in [0, 1], "weight", History("defence pacts, per 1,000 pairs"), "like political systems";
        idle = 0.016 in [0, 1], "probability per round", History("yearly chance that an alliance ends"), "ending without any cause but time, and without diplomacy of both to hold it";
    }
    /// Disputes with stages, war and settlements; the slow rivalry of a pair; the organisation of states.
    disputes: Disputes {
        onset = 6.0 in [0, 20], "probability per round and heat", History("disputes and systems of 1946 to 1975, by hand; the calibration leaves it open"), "onset without cooling";
        rivalry = 16.0 in [0, 100], "multiplier", History("disputes and systems of 1946 to 1975, by hand; the calibration leaves it open"), "how much full rivalry adds to heat";
        parity = 0.55 in [0, 1], "share", History("disputes by the ratio of capabilities: .71 per unit of its logarithm"), "part of heat that unequal power takes away";
        cool_diplomacy = 0.35 in [0, 1], "share", Guess, "heat that full diplomacy of both sides takes away (B2.2)";
        cool_ties = 0.2 in [0, 1], "share", History("odds of a dispute between allies"), "heat that full ties take away";
        cool_values = 0.9 in [0, 1], "share", History("odds of a dispute of two democracies"), "heat that two fully participatory systems take away";
        cool_third = 0.4 in [0, 1], "share", Guess, "heat that full diplomacy of third parties takes away (B2.2)";
        organisation = 0.3 in [0, 1], "share", Guess, "heat that an organisation of all states takes away between full members, and diplomacy that it lends them (D9)";
        sudden = 0.75 in [0, 1], "probability", History("81 % of disputes reach some use of force"), "a dispute beginning as a crisis, with force, or becoming one in a round of confrontation";
        war = 0.011 in [0, 10], "probability per round and heat", History("disputes and systems of 1946 to 1975, by hand; the calibration leaves it open"), "a crisis becoming a war when sure of victory";
        deadlock = 0.6 in [0, 1], "share", Guess, "part of settlement that coercion without diplomacy blocks, and room toward full rivalry that it takes in a round (B2.5)";
        lapse = 0.86 in [0, 1], "probability per round", History("length of disputes"), "a dispute lapses without a settlement when neither side confronts";
        rivalry_step = 0.5 in [0, 1], "share", History("rivals of a state"), "room that the onset of a dispute, and that of a war, takes toward full rivalry, as far as something is contested";
        contest_begin = 0.006 in [0, 1], "probability per round", History("disputes and systems of 1946 to 1975, by hand; the calibration leaves it open"), "two states of full reach begin to contest something that lasts";
        contest_fade = 0.015 in [0, 1], "share per round", History("yearly chance that a rivalry ends"), "how fast a contest fades";
        rivalry_decay = 0.03 in [0, 1], "share per round", Guess("about 3 % a year"), "decay of rivalry where nothing is contested";
        rivalry_relief = 0.1 in [0, 1], "share", History("yearly chance that a rivalry ends"), "rivalry and contest that a settlement by full diplomacy takes away (B2.3)";
    }
    /// Endings of wars, joining states, the cost of defeat, and proxy struggles.
    wars: Wars {
        victory = 0.12 in [0, 1], "probability per round", Guess, "a war ending by the victory of a side wholly superior";
        collapse = 0.04 in [0, 1], "probability per round", Guess, "a side without authority and support giving up a long war";
        frozen = 0.02 in [0, 1], "probability per round and year of war", Guess, "a war freezing into a dispute";
        conquest = 0.9 in [0, 1], "probability", Guess, "a victory becoming a conquest: a wholly superior revisionist over a state without friends (B2.6)";
        concede = 0.15 in [0, 1], "share", Guess, "autonomy that the weaker side of a dispute settled under full coercion concedes, without diplomacy; a defeat costs twice as much (B2.6)";
        free = 0.04 in [0, 1], "probability per round", Guess, "a conquered state returning from a conqueror of middling authority; if the conqueror has left the world it returns at once";
        join = 0.8 in [0, 1], "probability, share", Guess, "a third state of full ties aiding a side that goes to war, before its diplomacy; and how far those that join turn from the enemy, in posture and trade (B2.3, B2.8)";
        proxy = 0.3 in [0, 10], "multiplier", Guess, "covert action of full rivals that is fought out in a third state besides (B1.2)";
    }
    /// Wealth, population, arms, foreign service, authority and support.
    economy: Economy {
        growth = 0.01 in [-0.2, 0.2], "log wealth per round", Guess, "growth with no trade and no burden";
        trade = 0.02 in [0, 1], "log wealth per round", Guess, "growth that full trade ties add (B3.1)";
        people = 0.012 in [0, 1], "log wealth per round", Guess, "growth that full ties of people add (B4.2)";
        ties_half = 0.4 in [0.005, 50], "ties", Convention("the scale of ties"), "ties, mean by salience, that fill half of the scale";
        drag = 0.015 in [0, 1], "log wealth per round", Guess, "growth that a wholly military budget costs, and full neglect of the welfare sectors";
        sanctions = 0.1 in [0, 1], "log wealth per round", Guess, "growth that sanctions of full effort by all of the trade cost";
        war = 0.06 in [0, 1], "log wealth per round", Guess, "growth that a war costs, and a full armed opposition";
        catch_up = 0.015 in [0, 1], "share per round", Source("Barro & Sala-i-Martin 1992: about 2 % a year"), "pull of wealth per head to the world's mean";
        population = 0.018 in [-0.1, 0.1], "log population per round", History("growth of population"), "population growth of the poorest state; it falls to 0 as wealth per head rises";
        adjust = 0.1 in [0, 1], "share per round", Guess, "how fast stocks move to what keeps them up: arms, foreign service, authority, support, rank, capacities, classes, neglect, discourse, tariffs, membership, autonomy";
        power_arms = 0.45 in [0, 1], "share", Guess, "part of power that rests on arms; the rest rests on wealth";
        power_smart = 0.6 in [0, 1], "share", Guess, "part of power that ties and diplomacy add to wealth, by provision (B4.2, C9)";
        purge = 0.5 in [0, 1], "share", Guess, "part of the foreign service that full closure under full security rank wears down";
        base = 0.4 in [-5, 5], "logit", Guess, "authority and support with nothing for or against them";
        growth_counts = 10.0 in [0, 50], "per log wealth", Guess, "what growth adds to authority and support (C12)";
        authority_resolution = 0.4 in [0, 10], "logit", Guess, "what resolving issues adds to authority, and what leaving them takes from it (C8)";
        authority_support = 1.2 in [0, 10], "logit", Guess, "what support adds to authority";
        support_welfare = 1.5 in [0, 10], "logit", Guess, "what welfare and facilitation spending add to support";
        support_war = 1.0 in [0, 10], "logit", Guess, "what war takes from support";
        rank_danger = 2.0 in [0, 10], "logit", Guess, "what perceived threat and rivalry each add to the rank of security bodies (B1.3)";
        rank_provision = 2.0 in [0, 10], "logit", Guess, "what one-dimensional provision adds to the rank of security bodies";
        rank_base = -1.5 in [-10, 10], "logit", Guess, "rank of security bodies with nothing else";
    }
    /// The effect of this round's policy on governance, through slow memories: the loop's first arrow.
    constitution: Constitution {
        memory = 7.0 in [1, 50], "rounds", Convention("a memory of 5 to 10 rounds"), "span of the memories of what the four functions brought";
        rate = 0.4 in [0, 1], "share per round", History("changes of the proxies in five years, and with those of the system"), "how fast a component of governance moves to its target";
        tradition_fade = 0.01 in [0, 1], "share per round", History("autocorrelation of the system over ten years"), "how fast traditions fade";
        noise = 0.2 in [0, 2], "logit", History("changes of the proxies in five years"), "standard deviation of the yearly change of a tradition";
        meaning_opportunity = 1.0 in [0, 5], "logit", Guess, "opportunities won against those lost widen meaning";
        meaning_threat = 1.36 in [0, 5], "logit", Guess, "existential threat narrows meaning";
        meaning_partners = 0.24 in [0, 5], "logit", Guess, "meaning follows that of partners, by ties (D4)";
        meaning_want = 0.64 in [0, 5], "logit", Guess, "want narrows meaning";
        referent_ties = 0.27 in [0, 5], "logit", Guess, "citizens' ties move the referent to individuals, confrontation by one's own state to the regime (B4.3)";
        rivalry = 0.32 in [0, 5], "logit", Guess, "rivalry narrows meaning, and moves the referent to the regime, which needs rivals (B1.4)";
        securitisation_knowledge = 1.5 in [0, 5], "logit", Guess, "goodwill known makes for persuasion, hostility known for command";
        securitisation_emergency = 0.18 in [0, 5], "logit", Guess, "felt emergency and backlog make for command";
        securitisation_settled = 0.48 in [0, 5], "logit", Guess, "threats that policy has settled make for persuasion";
        provision_gains = 1.12 in [0, 5], "logit", Guess, "gains of cooperation make provision smart";
        provision_war = 0.8 in [0, 5], "logit", Guess, "disputes, war and threat make provision military";
        provision_rivalry = 0.9 in [0, 5], "logit", Guess, "rivalry makes provision military (B1.3)";
        provision_rank = 0.72 in [0, 5], "logit", Guess, "security bodies of rank make provision military";
        pull_meaning = 1.0 in [0, 5], "logit", History("regression of the proxies on the system, 1970 to 1975"), "pull of the political system on meaning";
        pull_referent = 2.4 in [0, 5], "logit", History("regression of the proxies on the system, 1970 to 1975"), "pull of the political system on the referent";
        pull_securitisation = 3.2 in [0, 5], "logit", History("regression of the proxies on the system, 1970 to 1975"), "pull of the political system on securitisation";
        pull_provision = 1.2 in [0, 5], "logit", History("regression of the proxies on the system, 1970 to 1975"), "pull of the political system on provision: military provision is a separate axis";
        base = 0.9 in [-5, 5], "logit", History("regression of the proxies on the system, 1970 to 1975"), "a component with nothing for or against it";
    }
    /// The political system, slow.
    system: SystemRates {
        drift = 0.0014 in [0, 1], "share per round", History("disputes and systems of 1946 to 1975, by hand; the calibration leaves it open"), "how fast the system moves to governance (our addition; 0 turns it off)";
        diffusion = 0.001 in [0, 1], "share per round", History("changes of the system from the world of 1946"), "pull of the neighbours' systems, S-shaped: a rival explanation";
        development = 0.025 in [0, 1], "per round", History("yearly changes of the system up to .05, by its level and wealth per head: .035, standard error .006"), "how far wealth per head consolidates participation, and want wears it down: a rival explanation";
        noise = 0.004 in [0, 0.2], "system units", History("yearly changes of the system below .05"), "size of the yearly noise of the system";
    }
}

impl Feedback {
    /// A component of governance as policy sees it: ½ + gain · (x − ½), within [0, 1].
    #[inline]
    pub fn seen(&self, component: f64) -> f64 {
        super::math::share(0.5 + self.governance_to_policy * (component - 0.5))
    }
}

impl Params {
    /// The spending at which a service, facilitation or arms give their full effort [budget share]: 4 · `issues.need`.
    #[inline]
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
