//! What is said at the end: what was watched, what was changed, and the commands that do it again as tables.

use std::fmt::Write;

use super::course::Course;
use super::knobs::{Change, Knob};
use super::words::rounds;
use crate::cli::quoted::quoted;

/// The scenario and the options that were given, as `takvin run` takes them.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Scenario as it was given.
    pub scenario: String,
    /// Options, each with its value.
    pub options: Vec<String>,
}

/// A few lines about a run that was watched; tables would go below `directory`.
pub fn farewell(course: &Course, given: &Given, directory: &str) -> String {
    let (scenario, round) = (&course.scenario, course.world.round);
    let title = if scenario.title.is_empty() { &scenario.name } else { &scenario.title };
    let mut text = format!("Watched {title}, run {}, up to round {round} of {}.\n", course.run, scenario.run.rounds);
    // A change at the end has no round to hold in.
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
        "The same as tables, to its end:\n"
    } else {
        "The same as tables, to its end, changes included:\n"
    });
    for command in commands(course, given, &began, &changes, directory) {
        let _ = writeln!(text, "  {command}");
    }
    if course.run > 0 {
        let _ = writeln!(text, "What you saw is run {} of these.", course.run);
    }
    text
}

/// The commands: one to the first change, one from each change to the next.
fn commands(course: &Course, given: &Given, began: &[(Knob, f64)], changes: &[Change], directory: &str) -> Vec<String> {
    let mut command = format!("takvin run {}", quoted(&given.scenario));
    let began: Vec<String> = began.iter().map(|(knob, value)| knob.option(*value)).collect();
    // `--noise` may be given once; of several `--set` the last holds.
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
