//! What a calibration says, in words and as JSON.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::cli::print::{self, counted, number, plain, table};
use crate::history::calibrate::{Aim, ArmResults, Calibration, Line, MODEL, Plan, Word, World, inside};
use crate::scenario::Scenario;

/// A null model comes as near as the model if its tolerance is at most this many times the model's.
const AS_NEAR: f64 = 1.05;

/// With a smaller effective sample size, 95 % quantiles rest on two or three particles.
const FEW: f64 = 100.0;

/// The results of a calibration.
pub(super) struct Page<'a> {
    pub scenarios: &'a [Scenario],
    pub plan: &'a Plan,
    pub calibration: &'a Calibration,
    pub directory: &'a Path,
}

#[derive(Serialize)]
pub(super) struct Json<'a> {
    scenario: &'a str,
    from: i32,
    to: i32,
    scenarios: Vec<ScenarioJson<'a>>,
    particles: u32,
    runs: u32,
    seed: u64,
    directory: String,
    arms: Vec<ArmJson<'a>>,
}

#[derive(Serialize)]
struct ScenarioJson<'a> {
    scenario: &'a str,
    from: i32,
    to: i32,
    patterns: usize,
}

#[derive(Serialize)]
struct ArmJson<'a> {
    arm: &'a str,
    tolerance: f64,
    effective_sample_size: f64,
    simulations: u64,
    new_runs: usize,
    new_distance: f64,
    inside: usize,
    kept_inside: usize,
    patterns: Vec<PatternJson<'a>>,
    parameters: Vec<ParameterJson<'a>>,
}

#[derive(Serialize)]
struct PatternJson<'a> {
    scenario: &'a str,
    pattern: &'a str,
    record: [f64; 3],
    runs: [f64; 3],
    inside: Option<bool>,
    kept_runs: [f64; 3],
    kept_inside: Option<bool>,
}

#[derive(Serialize)]
struct ParameterJson<'a> {
    parameter: &'a str,
    prior: [f64; 2],
    log: bool,
    plain: LineJson,
    adjusted: Option<LineJson>,
}

#[derive(Serialize)]
struct LineJson {
    mean: f64,
    sd: f64,
    quantiles: [f64; 5],
    width: f64,
    distance: f64,
    identified: &'static str,
}

impl LineJson {
    fn of(line: &Line) -> Self {
        let Line { mean, deviation, quantiles, identified, word } = *line;
        let (width, distance) = (identified.width, identified.distance);
        Self { mean, sd: deviation, quantiles, width, distance, identified: word.word() }
    }
}

impl<'a> Page<'a> {
    pub(super) fn json(&self) -> Json<'a> {
        let scenario = |world: &'a World| {
            let (from, to) = world.years();
            ScenarioJson { scenario: &world.name, from, to, patterns: world.aims() }
        };
        // The first is named as in the manifest, so that a calibration of one or several is read in the same way.
        let scenarios: Vec<ScenarioJson<'_>> = self.plan.target.worlds.iter().map(scenario).collect();
        let ScenarioJson { scenario, from, to, .. } = scenarios[0];
        Json {
            scenario,
            from,
            to,
            scenarios,
            particles: self.plan.effort.particles,
            runs: self.plan.effort.runs,
            seed: self.plan.effort.seed,
            directory: print::path(self.directory),
            arms: self.calibration.arms.iter().map(|arm| self.arm_json(arm)).collect(),
        }
    }

    fn arm_json(&self, arm: &'a ArmResults) -> ArmJson<'a> {
        let target = &self.plan.target;
        let patterns = target.aims.iter().enumerate().map(|(k, Aim { world, key, record, .. })| {
            let (new, kept) = (arm.check[k], arm.check_of_kept[k]);
            PatternJson {
                scenario: &target.worlds[*world].name,
                pattern: key,
                record: [record.value, record.low, record.high],
                runs: [new.median, new.low, new.high],
                inside: new.inside,
                kept_runs: [kept.median, kept.low, kept.high],
                kept_inside: kept.inside,
            }
        });
        let parameters = self.plan.parameters.iter().zip(&arm.plain).enumerate();
        let parameters = parameters.map(|(k, (parameter, line))| ParameterJson {
            parameter: &parameter.name,
            prior: [parameter.low, parameter.high],
            log: parameter.log,
            plain: LineJson::of(line),
            adjusted: arm.adjusted.get(k).map(LineJson::of),
        });
        ArmJson {
            arm: arm.name,
            tolerance: arm.last().tolerance,
            effective_sample_size: arm.last().effective,
            simulations: arm.last().simulations,
            new_runs: arm.new_runs,
            new_distance: arm.new_distance,
            inside: inside(&arm.check),
            kept_inside: inside(&arm.check_of_kept),
            patterns: patterns.collect(),
            parameters: parameters.collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let mut out = self.head();
        for arm in &self.calibration.arms {
            self.write_arm(&mut out, arm);
        }
        out += &self.against_nulls();
        let _ = writeln!(out, "\nResults in {}", self.directory.display());
        out
    }

    /// Scenarios, years and numbers.
    fn head(&self) -> String {
        let target = &self.plan.target;
        let of = |(world, scenario): (&World, &Scenario)| {
            let ((from, to), states) = (world.years(), scenario.setup.names.len());
            let (patterns, targets) = (world.aims() - target.wanted.len(), target.wanted.len());
            let patterns = (patterns > 0).then(|| counted(patterns, "pattern", "patterns"));
            let targets = (targets > 0).then(|| counted(targets, "target", "targets"));
            let met =
                format!("{} of {from}–{to}", patterns.into_iter().chain(targets).collect::<Vec<_>>().join(" and "));
            format!("{met}, {states} states\n")
        };
        let each = target.worlds.iter().zip(self.scenarios);
        if let ([world], Some(only)) = (&target.worlds[..], each.clone().next()) {
            return format!("Calibration of {} to {}", world.name, of(only));
        }
        let what = if target.wanted.is_empty() { "patterns" } else { "patterns and targets" };
        let mut out = format!("Calibration of {} scenarios to {} {what}\n", target.worlds.len(), target.aims.len());
        for (world, scenario) in each {
            let _ = write!(out, "  {}: {}", world.name, of((world, scenario)));
        }
        out
    }

    fn write_arm(&self, out: &mut String, arm: &ArmResults) {
        let last = arm.last();
        let _ = writeln!(
            out,
            "\n{}: tolerance {} standard errors of the record after {} simulations; effective sample size {:.0}",
            arm.name,
            number(last.tolerance),
            last.simulations,
            last.effective,
        );
        let target = &self.plan.target;
        let patterns = arm.check.len();
        let what = if target.wanted.is_empty() { "patterns of the record" } else { "patterns and targets" };
        let _ = writeln!(
            out,
            "check by {} new runs: {} of {patterns} {what} inside their 95 % interval ({} inside that of the kept runs); \
             median distance {} standard errors",
            arm.new_runs,
            inside(&arm.check),
            inside(&arm.check_of_kept),
            number(arm.new_distance),
        );
        let outside: Vec<String> = (target.aims.iter().zip(&arm.check))
            .filter(|(_, check)| check.inside != Some(true))
            .map(|(aim, _)| target.label(aim))
            .collect();
        if !outside.is_empty() {
            let _ = writeln!(out, "outside: {}", outside.join(", "));
        }
        if last.effective < FEW {
            out.push_str("The effective sample size is small, so quantiles are rough: give more --particles, and --simulations.\n");
        }
        let mut rows = table(["parameter", "prior", "mean", "2.5 %", "97.5 %", "adjusted", "width", ""]);
        for (k, (parameter, line)) in self.plan.parameters.iter().zip(&arm.plain).enumerate() {
            let log = if parameter.log { ", log" } else { "" };
            rows.add_row([
                parameter.name.clone(),
                format!("{} to {}{log}", parameter.low, parameter.high),
                short(line.mean),
                short(line.quantiles[0]),
                short(line.quantiles[4]),
                arm.adjusted.get(k).map_or_else(|| "–".to_owned(), |line| short(line.mean)),
                format!("{:.2}", line.identified.width),
                line.word.word().to_owned(),
            ]);
        }
        *out += &plain(&rows);
        out.push('\n');
        *out += &self.sentences(arm);
    }

    /// What the table means, a sentence for each kind of parameter.
    fn sentences(&self, arm: &ArmResults) -> String {
        let of = |word: Word| -> Vec<&str> {
            let lines = self.plan.parameters.iter().zip(&arm.plain).filter(|(_, line)| line.word == word);
            lines.map(|(parameter, _)| parameter.name.as_str()).collect()
        };
        let mut out = String::new();
        let (identified, weakly, not) = (of(Word::Identified), of(Word::Weakly), of(Word::Not));
        if !identified.is_empty() {
            let _ = writeln!(out, "The data identify {}.", identified.join(", "));
        }
        if !weakly.is_empty() {
            let _ = writeln!(out, "The data say a little about {}.", weakly.join(", "));
        }
        if !of(Word::TooFew).is_empty() {
            out += "Too few particles to say which parameters the data identify: give more --particles and --simulations.\n";
        }
        if !not.is_empty() {
            let rest = if not.len() == 1 { "its posterior is" } else { "their posteriors are" };
            let _ = writeln!(out, "The data do not identify {}: {rest} as wide as the prior.", not.join(", "));
        }
        out
    }

    /// Which null models come as near as the model; empty without the model or null models.
    fn against_nulls(&self) -> String {
        let arms = &self.calibration.arms;
        let Some(model) = arms.iter().find(|arm| arm.name == MODEL).map(|arm| arm.last().tolerance) else {
            return String::new();
        };
        let mut out = String::new();
        for null in arms.iter().filter(|arm| arm.name != MODEL) {
            let tolerance = null.last().tolerance;
            let verdict = if tolerance <= model {
                "comes nearer than the model, so these patterns do not support what it lacks"
            } else if tolerance <= AS_NEAR * model {
                "comes as near as the model, so these patterns do not support what it lacks"
            } else {
                "stays farther than the model"
            };
            let _ = writeln!(out, "\n{} {verdict}: {} against {}", null.name, number(tolerance), number(model));
        }
        out
    }
}

/// A number with three significant digits.
fn short(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let places = (2 - value.abs().log10().floor() as i32).clamp(0, 8) as usize;
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        let shown = [0.0, 0.000_912_3, -3.456, 12.34, 1234.5, f64::NAN].map(short);
        assert_eq!(shown, ["0", "0.000912", "-3.46", "12.3", "1234", "–"]);
    }
}
