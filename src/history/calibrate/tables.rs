//! The columns of the tables of a calibration.

use crate::output::of_history::Calibrated;
use crate::record::Field;

/// The tables of a calibration. The first two grow; the others are made from them.
pub const TABLES: [&str; 6] = ["particles", "new_runs", "kept", "posterior", "check", "generations"];
/// The number of tables that grow.
pub(super) const GROWING: usize = 2;

/// The columns of a table. Those of `particles` and `kept` depend on what was varied and met.
pub fn fields(table: &str, calibrated: &Calibrated) -> Vec<Field> {
    match table {
        "particles" => particles(calibrated),
        "new_runs" => new_runs(calibrated),
        "kept" => kept(calibrated),
        "posterior" => posterior(),
        "check" => check(calibrated),
        "generations" => generations(),
        _ => Vec::new(),
    }
}

fn arm() -> Field {
    Field::label("arm", "model, or a null model")
}

/// The columns that name a particle, and its parameters.
fn particle(calibrated: &Calibrated) -> Vec<Field> {
    let mut fields = vec![
        arm(),
        Field::whole("generation", "count", "generation that proposed the particle, from 1"),
        Field::whole("number", "count", "number of the particle within its generation, from 0"),
    ];
    fields.extend(calibrated.parameters.iter().map(|parameter| {
        Field::number(parameter.path.clone(), "as the parameter", "value of the parameter of this name")
    }));
    fields
}

fn distance() -> Field {
    let meaning =
        "root mean square over all patterns of all scenarios of the distance from the record, each at most 10";
    Field::number("distance", "standard errors", meaning)
}

/// The posterior as a weighted sample.
fn kept(calibrated: &Calibrated) -> Vec<Field> {
    let mut fields = particle(calibrated);
    fields.push(distance());
    fields.push(Field::number("weight", "share", "share of the particle in the posterior of its arm"));
    fields
}

fn particles(calibrated: &Calibrated) -> Vec<Field> {
    let mut fields = particle(calibrated);
    let meaning = "value of the pattern or the outcome of this name, which is SCENARIO.NAME if there are several scenarios; of several runs their \
                   mean on the scale of the pattern";
    fields.extend(patterns(calibrated, meaning));
    fields.push(distance());
    fields
}

/// New runs with the parameters of particles that are drawn from the posterior by weight.
fn new_runs(calibrated: &Calibrated) -> Vec<Field> {
    let mut fields = particle(calibrated);
    fields.insert(1, Field::whole("run", "count", "number of the new run, from 0"));
    fields.extend(patterns(calibrated, "value of the pattern or the outcome of this name, as in particles.csv"));
    fields.push(distance());
    fields
}

fn patterns(calibrated: &Calibrated, meaning: &'static str) -> impl Iterator<Item = Field> {
    calibrated.patterns.iter().map(move |key| Field::number(key.clone(), "as the pattern", meaning))
}

fn posterior() -> Vec<Field> {
    let value = |name: &'static str, meaning: &'static str| Field::number(name, "as the parameter", meaning);
    vec![
        arm(),
        Field::label("parameter", "path below [parameters]"),
        Field::label(
            "adjusted",
            "no: the kept particles; yes: moved by regression to the values of the record, if the effective sample size is at least \
             five times the number of patterns that the particles reach",
        ),
        value("low", "lower bound of the prior"),
        value("high", "upper bound of the prior"),
        Field::label("scale", "scale on which the prior is uniform: linear or log"),
        value("mean", "mean of the posterior"),
        value("sd", "standard deviation of the posterior"),
        value("q2_5", "2.5 % quantile"),
        value("q25", "25 % quantile"),
        value("median", "median"),
        value("q75", "75 % quantile"),
        value("q97_5", "97.5 % quantile"),
        Field::number("width", "share", "central 95 % of the posterior over that of the prior, on the prior's scale"),
        Field::number(
            "distance",
            "share",
            "largest difference between the distribution functions of posterior and prior",
        ),
        Field::label(
            "identified",
            "identified, weakly, not identified, or too few particles (an effective sample size below 30)",
        ),
    ]
}

fn check(calibrated: &Calibrated) -> Vec<Field> {
    let value = |name: &'static str, meaning: &'static str| Field::number(name, "as the pattern", meaning);
    let mut fields = vec![arm()];
    if calibrated.scenarios.len() > 1 {
        fields.push(Field::label("scenario", "scenario; only if there are several"));
    }
    fields.extend([
        Field::label("pattern", "key of the pattern, or name of the outcome"),
        value("record", "value in the record; of an outcome the value of --target"),
        value("record_low", "lower end of its 95 % interval"),
        value("record_high", "upper end"),
        value("median", "median of the new runs"),
        value("low", "2.5 % quantile of the new runs"),
        value("high", "97.5 % quantile"),
        Field::label("inside", "whether the record lies between these quantiles: yes or no"),
        value(
            "kept_median",
            "median of the kept particles' runs, which are nearer to the record than new ones because they were kept for that",
        ),
        value("kept_low", "2.5 % quantile of the kept particles' runs"),
        value("kept_high", "97.5 % quantile"),
        Field::label("kept_inside", "whether the record lies between these quantiles: yes or no"),
    ]);
    fields
}

fn generations() -> Vec<Field> {
    vec![
        arm(),
        Field::whole("generation", "count", "number of the generation, from 1"),
        Field::number("tolerance", "standard errors", "distance of the farthest particle that is kept"),
        Field::number("acceptance", "share", "new particles that were closer than the tolerance before"),
        Field::number("effective_sample_size", "particles", "equally weighted particles with the same information"),
        Field::whole("simulations", "count", "simulations of the arm so far"),
    ]
}
