//! The words of deeds.

use std::fmt;

use super::super::cast::{Toward, Who};
use super::{Deed, GOVERNANCE, Rounds, Start, join};
use crate::model::pairs::{Act, Stage};

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin(who, variables, value) => {
                write!(f, "{} of {} begins at {}", named(variables), states(*who), number(*value))
            }
            Self::Hold(rounds, who, variables, value) => {
                write!(f, "{} of {} is held at {}{}", named(variables), states(*who), number(*value), when(*rounds))
            }
            Self::Keep(who, variables) => write!(f, "{} of {} is held where it begins", named(variables), states(*who)),
            Self::HoldByWealth(who, variable, share) => {
                write!(
                    f,
                    "{} of {} is held at {} of the wealth with which each begins",
                    named(&[*variable]),
                    states(*who),
                    number(*share)
                )
            }
            Self::Add(rounds, who, variable, amount) => {
                let (verb, amount) = if *amount < 0.0 { ("lowered", -amount) } else { ("raised", *amount) };
                let each = if rounds[0] == rounds[1] { "" } else { " each round" };
                write!(
                    f,
                    "{} of {} is {verb} by {}{each}{}",
                    named(&[*variable]),
                    states(*who),
                    number(amount),
                    when(*rounds)
                )
            }
            Self::Act(rounds, who, toward, act) => {
                let does = match act {
                    Act::Cooperate => "cooperate with",
                    Act::Abstain => "neither cooperate with nor confront",
                    Act::Confront => "confront",
                };
                write!(f, "{} {does} {}{}", states(*who), counterparts(*toward), when(*rounds))
            }
            Self::Use(rounds, who, toward, instrument) => {
                write!(
                    f,
                    "{} use {} toward {}{}",
                    states(*who),
                    instrument.name(),
                    counterparts(*toward),
                    when(*rounds)
                )
            }
            Self::Believe(rounds, who, about, value) => {
                write!(
                    f,
                    "what {} believe of {} is held at {}{}",
                    states(*who),
                    counterparts(*about),
                    number(*value),
                    when(*rounds)
                )
            }
            Self::Image(rounds, who, about, value) => {
                let each = if rounds[0] == rounds[1] { "a report" } else { "a report each round" };
                write!(
                    f,
                    "{each} puts what {} believe of {} at {}{}",
                    states(*who),
                    counterparts(*about),
                    number(*value),
                    when(*rounds)
                )
            }
            Self::Pairs(who, toward, starts) => {
                let starts: Vec<String> = starts.iter().map(Start::to_string).collect();
                write!(f, "{} and {} begin {}", states(*who), counterparts(*toward), starts.join(", "))
            }
            Self::Set(path, value) => write!(f, "`{path}` is {}", number(*value)),
            Self::Scale(path, factor) => write!(f, "`{path}` is {} times its value", number(*factor)),
            Self::Off(switches) => write!(f, "{} off", named(switches)),
            Self::OffFrom(round, switches) => write!(f, "{} off from round {round} on", named(switches)),
            Self::All(deeds) => f.write_str(&join(&deeds.iter().map(Self::to_string).collect::<Vec<_>>())),
            Self::Own(words, _) => f.write_str(words),
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trade(x) => write!(f, "with trade of {}", number(*x)),
            Self::People(x) => write!(f, "with ties of people of {}", number(*x)),
            Self::Security(x) => write!(f, "with security ties of {}", number(*x)),
            Self::Ties(x) => write!(f, "with all ties at {}", number(*x)),
            Self::Posture(x) => write!(f, "with postures of {}", number(*x)),
            Self::TrueBelief => f.write_str("with true beliefs"),
            Self::Rivalry(x) => write!(f, "with a rivalry of {}", number(*x)),
            Self::Contest(x) => write!(f, "with a contest of {}", number(*x)),
            Self::Complementarity(x) => write!(f, "with a complementarity of {}", number(*x)),
            Self::Allied(true) => f.write_str("allied"),
            Self::Allied(false) => f.write_str("without an alliance"),
            Self::Dispute(Stage::Calm) => f.write_str("without a dispute"),
            Self::Dispute(Stage::Dispute) => f.write_str("in a dispute"),
            Self::Dispute(Stage::Crisis) => f.write_str("in a crisis"),
            Self::Dispute(Stage::War) => f.write_str("at war"),
        }
    }
}

/// Variables by name; the four components are governance.
fn named(variables: &[&str]) -> String {
    if variables == GOVERNANCE {
        return "governance (all four components)".to_owned();
    }
    variables.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn when([from, until]: Rounds) -> String {
    match (from, until) {
        (1, u32::MAX) => String::new(),
        (from, u32::MAX) => format!(" from round {from} on"),
        (from, until) if from == until => format!(" in round {from}"),
        (from, until) => format!(" in rounds {from} to {until}"),
    }
}

fn number(x: f64) -> String {
    format!("{x}").replace('-', "−")
}

/// A group of states as the subject of a sentence.
const fn states(who: Who) -> &'static str {
    match who {
        Who::All => "all states",
        Who::Focal => "the focal states",
        Who::Partners => "the partners",
        Who::Others => "all others",
        Who::Third => "the third states",
        Who::Great => "the great powers",
        Who::Strong => "the stronger half",
        Who::Small => "the weaker half",
    }
}

const fn counterparts(toward: Toward) -> &'static str {
    match toward {
        Toward::All => "all counterparts",
        Toward::Partner => "the partner",
        Toward::AllButPartner => "all counterparts but the partner",
        Toward::Of(who) => states(who),
    }
}
