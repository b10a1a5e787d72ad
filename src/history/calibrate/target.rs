//! What is to be met: patterns of the record of one or several scenarios, and outcomes with a value that the user gives,
//! with the distance of a simulation from them.

use super::error::CalibrationError;
use super::wanted::Wanted;
use super::world::World;
use crate::history::of_run::Frame;
use crate::history::patterns::{Pattern, Scale, Value, measure_some, patterns};
use crate::record::Outcomes;

/// The largest distance that a single pattern counts (standard errors of the record). A pattern that a simulation lacks
/// counts as much, so that no particle gains by having no wars at all.
pub(crate) const MOST: f64 = 10.0;
/// The seed of the intervals of the record, as in `takvin history compare`.
const SEED: u64 = 1;

/// Patterns of the record, of each scenario within its window and among its states, and wanted outcomes of its runs.
pub(crate) struct Target {
    /// The scenarios, in the order given.
    pub worlds: Vec<World>,
    /// All patterns and outcomes: those of the first scenario in the order asked for, then those of the second, and so on.
    pub aims: Vec<Aim>,
    /// The wanted outcomes, the same in every scenario.
    pub wanted: Vec<Wanted>,
}

/// A pattern of a scenario, or a wanted outcome of its runs.
pub(crate) struct Aim {
    /// The number of the scenario.
    pub world: usize,
    /// The key of the pattern, or the name of the outcome.
    pub key: String,
    /// The scale on which it is compared.
    pub scale: Scale,
    /// Its value in the record, or the wanted value, with a 95 % interval.
    pub record: Value,
}

/// A scenario that is to be held against its record.
pub(crate) struct Held<'a> {
    /// The name of the scenario.
    pub name: String,
    /// The rows that a run is measured on.
    pub frame: Frame,
    /// The outcome measures of its runs.
    pub outcomes: &'a Outcomes,
}

impl Target {
    /// The patterns at some places of the registry and the wanted outcomes, for each scenario. Later years than those of a
    /// frame are never read.
    ///
    /// # Errors
    /// Returns an error if the record of a scenario does not have any of them, or its runs do not have an outcome.
    pub(crate) fn new(scenarios: Vec<Held<'_>>, places: &[usize], wanted: &[Wanted]) -> Result<Self, CalibrationError> {
        let all: Vec<&'static Pattern> = patterns().collect();
        let mut target = Self { worlds: Vec::new(), aims: Vec::new(), wanted: wanted.to_vec() };
        for (number, Held { name, frame, outcomes }) in scenarios.into_iter().enumerate() {
            let values = measure_some(&frame.record, places, Some(SEED));
            let mut world = World { name, frame, places: Vec::new(), outcomes: Vec::new(), left_out: Vec::new() };
            for (&place, record) in places.iter().zip(values) {
                let Pattern { key, scale, .. } = *all[place];
                // Without a standard error or a value on its scale it has no distance from itself, and cannot judge.
                if record.distance(scale, record.value) == 0.0 {
                    world.places.push(place);
                    target.aims.push(Aim { world: number, key: key.to_owned(), scale, record });
                } else {
                    world.left_out.push(key);
                }
            }
            for outcome in wanted {
                world.outcomes.push(outcome.place(&world.name, outcomes)?);
                let (key, record) = (outcome.name.clone(), outcome.value());
                target.aims.push(Aim { world: number, key, scale: Scale::Plain, record });
            }
            if world.aims() == 0 {
                let ((from, to), patterns) = (world.years(), world.left_out.join(", "));
                return Err(CalibrationError::NothingToCompare { scenario: world.name, from, to, patterns });
            }
            target.worlds.push(world);
        }
        Ok(target)
    }

    /// The name of a pattern or an outcome as a column: its key; after the name of its scenario if there are several.
    pub(crate) fn label(&self, aim: &Aim) -> String {
        match &self.worlds[..] {
            [_] => aim.key.clone(),
            several => format!("{}.{}", several[aim.world].name, aim.key),
        }
    }

    /// The windows in words: the years; after the name of the scenario if there are several.
    pub(crate) fn windows(&self) -> String {
        let years = |world: &World| format!("{}–{}", world.years().0, world.years().1);
        match &self.worlds[..] {
            [only] => years(only),
            several => {
                let all: Vec<String> = several.iter().map(|world| format!("{} {}", world.name, years(world))).collect();
                all.join(", ")
            }
        }
    }

    /// The patterns of several runs of a scenario: of each pattern the mean on its scale over the runs that have it there.
    /// A pattern that none has there keeps the value of the first, such as a rate of 0.
    pub(super) fn of_runs(&self, world: usize, runs: &[Vec<f64>]) -> Vec<f64> {
        if let [only] = runs {
            return only.clone();
        }
        let of = |(k, scale): (usize, Scale)| {
            let scaled: Vec<f64> = runs.iter().map(|run| scale.of(run[k])).filter(|value| !value.is_nan()).collect();
            let mean = scaled.iter().sum::<f64>() / scaled.len() as f64;
            if scaled.is_empty() { runs.first().map_or(f64::NAN, |run| run[k]) } else { scale.back(mean) }
        };
        let aims = self.aims.iter().filter(|aim| aim.world == world);
        aims.map(|aim| aim.scale).enumerate().map(of).collect()
    }

    /// The distance of a simulation from the record in one pattern, with its sign: standard errors of the record, at most
    /// [`MOST`]. So far is also a value that does not exist on the scale, as a rate of 0. NaN if the simulation lacks the
    /// pattern.
    pub(crate) fn apart(&self, k: usize, value: f64) -> f64 {
        let Aim { scale, record, .. } = &self.aims[k];
        // Every scale rises with its values.
        let sign = if value < record.value { -1.0 } else { 1.0 };
        let size = record.distance(*scale, value);
        if size.is_nan() { f64::NAN } else { sign * size.min(MOST) }
    }

    /// The distance of a simulation from the record.
    ///
    /// ```text
    /// D = √(mean over all patterns of all scenarios of min(d, 10)²)    d: the distance in one pattern; 10 if it is missing
    /// ```
    pub(crate) fn distance(&self, values: &[f64]) -> f64 {
        let square = |(k, value): (usize, &f64)| {
            let apart = self.apart(k, *value);
            if apart.is_nan() { MOST * MOST } else { apart * apart }
        };
        (values.iter().enumerate().map(square).sum::<f64>() / self.aims.len() as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Controls, begin, carry_out};
    use crate::history::panel::{Panel, Rows};
    use crate::record::Chronicle;
    use crate::scenario::load_text;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    const YEARS: std::ops::RangeInclusive<i32> = 1950..=1980;

    /// The rows of six states that are neighbours of each other, without any value but that.
    fn bare() -> Panel {
        let years = || YEARS.collect::<Vec<i32>>();
        let units = |all: Vec<[u32; 2]>| {
            let rows = all.iter().flat_map(|unit| years().into_iter().map(|year| (*unit, year)));
            let (units, years): (Vec<[u32; 2]>, Vec<i32>) = rows.unzip();
            Rows::new(units, years)
        };
        let states = units((0..6).map(|a| [a, a]).collect());
        let mut pairs = units((0..6).flat_map(|a| (a + 1..6).map(move |b| [a, b])).collect());
        for (name, value) in [("contiguity", 1.0), ("distance", 0.0), ("relevant", 1.0)] {
            pairs.set(name, vec![value; pairs.len()]);
        }
        let codes = Arc::new((0..6).map(|state| format!("S{state}")).collect::<Vec<_>>());
        Panel { names: Arc::clone(&codes), codes, states, pairs }
    }

    fn a_run() -> Chronicle {
        let state = |k: u32| format!("[states.S{k}]\nsystem = {}\n", 0.2 + 0.1 * f64::from(k));
        let states = (0..6).map(state).collect::<Vec<_>>().concat();
        let text = format!("run.rounds = 30\nrun.start_year = 1950\nparameters.disputes.onset = 5.0\n{states}");
        let mut scenario = load_text("s", &text, &[]).unwrap();
        scenario.record.chronicle = true;
        let never = AtomicBool::new(false);
        let controls = Controls { threads: 1, cancel: &never, progress: &|| {}, checkpoint: None };
        carry_out(&scenario, begin(&scenario, 3).unwrap(), &controls).unwrap().record.chronicle.unwrap()
    }

    /// The target of a run that is the record, in one scenario for each last year.
    fn target_of(
        run: &Chronicle,
        keys: &[&str],
        last_years: &[i32],
        wanted: &[Wanted],
    ) -> Result<Target, CalibrationError> {
        let numbers: Vec<Option<u32>> = (0..6).map(Some).collect();
        let record = Frame::new(&bare(), &numbers, YEARS).panel(run);
        let places: Vec<usize> =
            keys.iter().map(|key| patterns().position(|pattern| pattern.key == *key).unwrap()).collect();
        let outcomes = Outcomes::default();
        let held = |last: &i32| {
            let frame = Frame::new(&record, &numbers, *YEARS.start()..=*last);
            Held { name: format!("to_{last}"), frame, outcomes: &outcomes }
        };
        Target::new(last_years.iter().map(held).collect(), &places, wanted)
    }

    fn target(run: &Chronicle, keys: &[&str]) -> Target {
        target_of(run, keys, &[*YEARS.end()], &[]).unwrap()
    }

    const KEYS: [&str; 3] = ["mid_onset_per1000_all", "share_onsets_force", "autocorr_polyarchy_lag1"];

    #[test]
    fn a_run_scored_against_itself_has_distance_0() {
        let run = a_run();
        let target = target(&run, &KEYS);
        let values = target.worlds[0].patterns_of(&run);
        assert_eq!(values, target.aims.iter().map(|aim| aim.record.value).collect::<Vec<_>>());
        assert_eq!(target.distance(&values), 0.0);
        assert_eq!(target.of_runs(0, std::slice::from_ref(&values)), values);
    }

    #[test]
    fn distances_are_capped_and_what_is_missing_counts_most() {
        let run = a_run();
        // All of them are at a distance of 0, which has no logarithm.
        let target = target(&run, &[&KEYS[..], &["rivals_km"]].concat());
        assert_eq!((target.aims.len(), &target.worlds[0].left_out[..]), (3, &["rivals_km"][..]));
        let mut values = target.worlds[0].patterns_of(&run);
        values[0] = f64::NAN;
        assert!((target.distance(&values) - (100.0f64 / 3.0).sqrt()).abs() < 1e-12);
        values[0] = 1e9;
        assert_eq!(
            (target.apart(0, values[0]), target.apart(0, 0.0)),
            (10.0, -10.0),
            "a rate of 0 is as low as can be"
        );
        let Value { value, low, high, .. } = target.aims[0].record;
        // On the scale of logarithms the standard error is the interval's width over 3.92.
        let error = (high / low).ln() / 3.92;
        assert!((target.apart(0, value * (2.0 * error).exp()) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn several_runs_are_averaged_on_the_scale_of_the_pattern() {
        let target = target(&a_run(), &KEYS);
        let two = target.of_runs(0, &[vec![2.0, 0.1, 0.5], vec![8.0, 0.3, f64::NAN]]);
        assert!((two[0] - 4.0).abs() < 1e-12, "the geometric mean of rates");
        assert!((two[1] - 0.2).abs() < 1e-12 && (two[2] - 0.5).abs() < 1e-12, "a missing value is left out");
        assert_eq!(target.of_runs(0, &[vec![0.0; 3], vec![0.0; 3]]), [0.0; 3]);
    }

    #[test]
    fn the_distance_is_over_all_patterns_of_all_scenarios() {
        let run = a_run();
        let keys = [&KEYS[..], &["rivals_km"]].concat();
        let (long, short) =
            (target_of(&run, &keys, &[1980], &[]).unwrap(), target_of(&run, &KEYS[..2], &[1965], &[]).unwrap());
        let both = target_of(&run, &keys, &[1980, 1965], &[]).unwrap();
        let labels: Vec<String> = both.aims.iter().map(|aim| both.label(aim)).collect();
        let expected = KEYS.map(|key| format!("to_1980.{key}")).into_iter();
        assert_eq!(labels, expected.chain(KEYS.map(|key| format!("to_1965.{key}"))).collect::<Vec<_>>());
        assert_eq!(long.label(&long.aims[0]), KEYS[0], "one scenario");
        assert_eq!(both.worlds.iter().map(World::years).collect::<Vec<_>>(), [(1950, 1980), (1950, 1965)]);
        assert_eq!(both.worlds[1].left_out, ["rivals_km"]);

        // Values that are off the record of each scenario, the last of them missing: it counts 10.
        let off = |k: usize| 1.1 * both.aims[k].record.value;
        let values = [off(0), off(1), off(2), off(3), off(4), f64::NAN];
        let (of_long, of_short) = (long.distance(&values[..3]), short.distance(&values[3..5]));
        assert!(of_long > 0.0 && of_short > 0.0 && of_long != of_short);
        let by_hand = ((3.0 * of_long.powi(2) + 2.0 * of_short.powi(2) + 100.0) / 6.0).sqrt();
        assert!((both.distance(&values) - by_hand).abs() < 1e-12, "{} {by_hand}", both.distance(&values));
        let of_runs = both.of_runs(1, &[vec![2.0, 0.1, 0.5], vec![8.0, 0.3, f64::NAN]]);
        assert!((of_runs[0] - 4.0).abs() < 1e-12 && (of_runs[2] - 0.5).abs() < 1e-12);

        let nothing = target_of(&run, &["rivals_km"], &[1980], &[]).err().unwrap().to_string();
        assert!(nothing.contains("from 1950 to 1980 for to_1980: rivals_km"), "{nothing}");
    }
}
