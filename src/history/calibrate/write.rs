//! Writes the results of a calibration.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use super::arm::Arm;
use super::judge::{Check, Line};
use super::plan::Plan;
use super::results::{Calibration, scenario_files};
use super::tables::fields;
use super::target::Aim;
use crate::history::nulls::NULLS;
use crate::output::csv_tables::{self, Rows};
use crate::output::of_history::Calibrated;
use crate::output::{OutputError, table_file, write_whole};

type Cell = Cow<'static, str>;

fn number(value: f64) -> Cell {
    Rows::number(value)
}

fn yes_or_no(yes: bool) -> Cell {
    if yes { "yes" } else { "no" }.into()
}

fn write_table(place: &Path, name: &str, calibrated: &Calibrated, rows: Rows) -> Result<(), OutputError> {
    let mut bytes = csv_tables::head(&fields(name, calibrated));
    bytes.extend(rows.into_bytes());
    write_whole(&place.join(table_file(name)), &bytes)
}

/// Writes all files but the particles and the new runs. `calibrated` is that of the plan.
pub(super) fn all(
    calibration: &Calibration,
    plan: &Plan,
    calibrated: &Calibrated,
    place: &Path,
) -> Result<(), OutputError> {
    kept(calibration, calibrated, place)?;
    posterior(calibration, plan, place)?;
    check(calibration, plan, calibrated, place)?;
    generations(calibration, place)?;
    for (number, world) in plan.target.worlds.iter().enumerate() {
        let [base, file] = scenario_files(number, &world.name);
        scenario(calibration, plan, &base, &place.join(file))?;
    }
    Ok(())
}

/// `kept.csv`.
fn kept(calibration: &Calibration, calibrated: &Calibrated, place: &Path) -> Result<(), OutputError> {
    let mut rows = Rows::new();
    for arm in &calibration.arms {
        let total: f64 = arm.kept.iter().map(|particle| particle.weight).sum();
        for particle in &arm.kept {
            let lead: [Cell; 3] =
                [arm.name.into(), particle.generation.to_string().into(), particle.number.to_string().into()];
            let numbers = particle.values.iter().copied().chain([particle.distance, particle.weight / total]);
            rows.row(lead.into_iter().chain(numbers.map(number)));
        }
    }
    write_table(place, "kept", calibrated, rows)
}

/// `posterior.csv`.
fn posterior(calibration: &Calibration, plan: &Plan, place: &Path) -> Result<(), OutputError> {
    let mut rows = Rows::new();
    for arm in &calibration.arms {
        for (lines, is_adjusted) in [(&arm.plain, false), (&arm.adjusted, true)] {
            for (parameter, line) in plan.parameters.iter().zip(lines) {
                let Line { mean, deviation, quantiles, identified, word } = line;
                let lead: [Cell; 3] = [arm.name.into(), parameter.name.clone().into(), yes_or_no(is_adjusted)];
                let scale: Cell = if parameter.log { "log" } else { "linear" }.into();
                let numbers = [*mean, *deviation].into_iter().chain(*quantiles);
                rows.row(
                    lead.into_iter()
                        .chain([number(parameter.low), number(parameter.high), scale])
                        .chain(numbers.map(number))
                        .chain([number(identified.width), number(identified.distance), word.word().into()]),
                );
            }
        }
    }
    write_table(place, "posterior", &Calibrated::default(), rows)
}

/// `check.csv`.
fn check(calibration: &Calibration, plan: &Plan, calibrated: &Calibrated, place: &Path) -> Result<(), OutputError> {
    let mut rows = Rows::new();
    for arm in &calibration.arms {
        for (k, Aim { world, key, record, .. }) in plan.target.aims.iter().enumerate() {
            let cells = |check: &Check| {
                let inside = check.inside.map_or(Cell::default(), yes_or_no);
                [number(check.median), number(check.low), number(check.high), inside]
            };
            let mut lead: Vec<Cell> = vec![arm.name.into()];
            if let [_, _, ..] = plan.target.worlds[..] {
                lead.push(plan.target.worlds[*world].name.clone().into());
            }
            lead.push(key.clone().into());
            let numbers = [record.value, record.low, record.high].map(number);
            let (new, kept) = (cells(&arm.check[k]), cells(&arm.check_of_kept[k]));
            rows.row(lead.into_iter().chain(numbers).chain(new).chain(kept));
        }
    }
    write_table(place, "check", calibrated, rows)
}

/// `generations.csv`.
fn generations(calibration: &Calibration, place: &Path) -> Result<(), OutputError> {
    let mut rows = Rows::new();
    for arm in &calibration.arms {
        for (at, generation) in arm.generations.iter().enumerate() {
            let lead: [Cell; 2] = [arm.name.into(), (at + 1).to_string().into()];
            let numbers = [generation.tolerance, generation.acceptance, generation.effective];
            rows.row(lead.into_iter().chain(numbers.map(number)).chain([generation.simulations.to_string().into()]));
        }
    }
    write_table(place, "generations", &Calibrated::default(), rows)
}

/// The means of the posterior of the first arm as a scenario, based on a scenario beside it.
fn scenario(calibration: &Calibration, plan: &Plan, base: &str, path: &Path) -> Result<(), OutputError> {
    let (Some(results), Some(arm)) = (calibration.arms.first(), plan.arms.first()) else { return Ok(()) };
    let mut text = format!(
        "# Means of the posterior of {}, calibrated to {} (kept particles, not adjusted).\n\
         # One point cannot stand for a posterior: parameters that the data do not identify are near the middle of their prior.\n\
         base = {}\n",
        arm.name,
        plan.target.windows(),
        toml::Value::from(base),
    );
    let mut lines: Vec<(&str, &str, String)> = Vec::new();
    for (parameter, line) in plan.parameters.iter().zip(&results.plain) {
        let (group, name) = parameter.name.split_once('.').unwrap_or(("", &parameter.name));
        if line.mean.is_finite() {
            // The mean of values within the bounds may miss them by rounding.
            lines.push((group, name, format!("{:?}", line.mean.clamp(parameter.low, parameter.high))));
        }
    }
    lines.extend(off(arm).iter().map(|switch| ("switches", *switch, "false".to_owned())));
    // Stable: the order within a group is that of the parameters.
    lines.sort_by_key(|(group, ..)| *group);
    for (at, (group, name, value)) in lines.iter().enumerate() {
        if at == 0 || lines[at - 1].0 != *group {
            let _ = write!(text, "\n[parameters.{group}]\n");
        }
        let _ = writeln!(text, "{name} = {value}");
    }
    write_whole(path, text.as_bytes())
}

/// The switches that an arm turns off.
fn off(arm: &Arm) -> &'static [&'static str] {
    arm.number.checked_sub(1).map_or(&[], |null| NULLS[null].off)
}
