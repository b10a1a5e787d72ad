//! The closing text: what was watched, what was changed, and the commands that repeat it as tables.

use std::fmt::Write;

use super::course::Course;
use super::knobs::{Change, Knob};
use super::words::rounds;
use crate::output::quoted::quoted;

/// The scenario and the given options, in the form for `takvin run`.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The scenario as given.
    pub scenario: String,
    /// The options, each with its value.
    pub options: Vec<String>,
}

/// The closing text. Tables would be written below `directory`.
pub fn farewell(course: &Course, given: &Given, directory: &str) -> String {
    let (scenario, round) = (&course.scenario, course.world.round);
    let title = scenario.shown_title();
    let mut text = format!("Watched {title}, run {}, up to round {round} of {}.\n", course.run, scenario.run.rounds);
    // A change after the last round has no effect.
    let changes: Vec<Change> =
        course.changes.iter().copied().filter(|change| change.round < scenario.run.rounds).collect();
    let began: Vec<(Knob, f64)> = course.changed_before().collect();
    for (knob, value) in &began {
        let before = knob.said(knob.value(course.given()));
        let _ = writeln!(text, "  from the beginning: {} {before} → {}", knob.path(), knob.said(*value));
    }
    for Change { round, knob, old, new } in &changes {
        let (path, old, new) = (knob.path(), knob.said(*old), knob.said(*new));
        let _ = writeln!(text, "  after {}: {path} {old} → {new}", rounds(*round));
    }
    text.push_str(if began.is_empty() && changes.is_empty() {
        "Commands for the same run as tables, to its end:\n"
    } else {
        "Commands for the same run as tables, to its end, with your changes:\n"
    });
    for command in commands(course, given, &began, &changes, directory) {
        let _ = writeln!(text, "  {command}");
    }
    if course.run > 0 {
        let _ = writeln!(text, "You watched run {} of these.", course.run);
    }
    text
}

/// The commands: one up to the first change, then one for each change.
fn commands(course: &Course, given: &Given, began: &[(Knob, f64)], changes: &[Change], directory: &str) -> Vec<String> {
    let mut command = format!("takvin run {}", quoted(&given.scenario));
    let began: Vec<String> = began.iter().map(|(knob, value)| knob.option(*value)).collect();
    // `--noise` may be given once. Of several `--set` the last counts.
    let noise = |option: &String| option.starts_with("--noise");
    let once = |option: &&String| !(noise(option) && began.iter().any(noise));
    for option in given.options.iter().filter(once).chain(&began) {
        let _ = write!(command, " {option}");
    }
    let _ = write!(command, " --runs {}", course.run + 1);
    let mut commands = Vec::new();
    for (number, changes) in changes.chunk_by(|a, b| a.round == b.round).enumerate() {
        let (round, here) = (changes[0].round, format!("{directory}/{}", number + 1));
        let _ = write!(command, " --checkpoint {round} --out {}", quoted(&here));
        commands.push(command);
        command = format!("takvin run --from {}", quoted(&format!("{here}/checkpoint-{round}.bin")));
        for change in changes {
            let _ = write!(command, " {}", change.knob.option(change.new));
        }
    }
    if !commands.is_empty() {
        let _ = write!(command, " --out {}", quoted(&format!("{directory}/{}", commands.len() + 1)));
    }
    commands.push(command);
    commands
}
