//! `pairs.csv`: every pair of states present, both sides' values side by side.

use super::labels::Labels;
use super::table::Field;
use super::words::{Act, Instrument, Stage};
use crate::model::World;

/// What has a side: name, unit, meaning.
const SIDED: [(&str, &str, &str); 8] = [
    ("reach", "share", "how far it reaches the other"),
    ("posture", "-1 confrontational – 1 cooperative", "its posture toward the other"),
    ("belief", "-1 hostile – 1 cooperative", "its belief about the other's posture toward itself"),
    ("believed_power", "power units", "its belief about the other's power"),
    ("threat", "threat", "threat that it perceives from the other"),
    ("effort", "effort", "effort of its act; missing where it abstains"),
    ("grievance", "share", "its grievance over its nationals with the other"),
    ("aid", "power units", "power that third states add to it in the war"),
];
/// What has none.
const SHARED: [(&str, &str, &str); 5] = [
    ("trade", "share", "trade ties"),
    ("people", "share", "ties of people and institutions"),
    ("security", "share", "security ties"),
    ("complementarity", "share", "how well the two economies complement each other"),
    ("rivalry", "share", "rivalry"),
];

/// The columns of `pairs.csv`.
pub fn fields() -> Vec<Field> {
    let mut fields = super::common_fields();
    fields.push(Field::label("a", "the state that the scenario names first"));
    fields.push(Field::label("b", "the other"));
    for (name, unit, meaning) in SIDED {
        for side in ["a", "b"] {
            fields.push(Field::number(format!("{name}_{side}"), unit, format!("{side}: {meaning}")));
        }
    }
    for side in ["a", "b"] {
        fields.push(Field::word(format!("act_{side}"), format!("{side}: cooperate, abstain or confront"), &Act::NAMES));
        let meaning = format!("{side}: by which instrument");
        fields.push(Field::word(format!("instrument_{side}"), meaning, &Instrument::NAMES));
    }
    fields.extend(SHARED.map(|(name, unit, meaning)| Field::number(name, unit, meaning)));
    fields.push(Field::number(
        "third",
        "share",
        "diplomacy of third parties in the dispute; missing where none was asked",
    ));
    fields.push(Field::number("alliance", "0 or 1", "allied"));
    fields.push(Field::word("stage", "calm, dispute, crisis or war", &Stage::NAMES));
    fields.push(Field::number("stage_age", "rounds", "since the dispute began; 0 while calm"));
    fields
}

/// One row of `pairs.csv`, after what all tables begin with.
pub fn row(world: &World, pair: usize, (i, j): (usize, usize), labels: &Labels) -> Vec<f64> {
    let p = &world.pairs;
    let (before_the_first, acts) = (world.round == 0, p.act[pair]);
    let quiet = |side: usize| before_the_first || acts[side] == Act::Abstain;
    let mut row = vec![labels.state(i as u32), labels.state(j as u32)];
    for sided in [&p.reach, &p.posture, &p.belief, &p.believed_power, &p.threat] {
        row.extend(sided[pair]);
    }
    row.extend([0, 1].map(|side| if quiet(side) { f64::NAN } else { p.effort[pair][side] }));
    row.extend(p.grievance[pair]);
    row.extend(p.aid[pair]);
    for side in [0, 1] {
        row.push(if before_the_first { f64::NAN } else { labels.act(acts[side]) });
        row.push(if quiet(side) { f64::NAN } else { labels.instrument(p.instrument[pair][side]) });
    }
    row.extend([&p.trade, &p.people, &p.security, &p.complementarity, &p.rivalry].map(|c| c[pair]));
    row.push(if p.third[pair] < 0.0 { f64::NAN } else { p.third[pair] });
    row.extend([f64::from(u8::from(p.alliance[pair])), labels.stage(p.stage[pair]), f64::from(p.stage_age[pair])]);
    row
}
