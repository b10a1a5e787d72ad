//! What is varied and what is compared: the options, checked, and the lists that stand in for them.

use serde::Deserialize;

use super::error::CalibrationError;
use crate::analysis::abc::Parameter;
use crate::history::nulls::NULLS;
use crate::history::patterns::{Pattern, patterns};
use crate::model::params::PARAMETERS;
use crate::scenario::suggest::{did_you_mean, listed};

/// The default parameters and patterns, as a commented file.
pub const DEFAULTS: &str = include_str!("default.toml");
/// The name of the scenario as it is, without a mechanism off.
pub const MODEL: &str = "model";
/// All arms, as a word.
const ALL: &str = "all";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    parameter: Vec<DefaultParameter>,
    pattern: Vec<DefaultPattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultParameter {
    path: String,
    low: f64,
    high: f64,
    log: bool,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultPattern {
    key: String,
    #[serde(rename = "why")]
    _why: String,
}

/// The defaults; a test reads them.
fn defaults() -> Defaults {
    toml::from_str(DEFAULTS).unwrap_or(Defaults { parameter: Vec::new(), pattern: Vec::new() })
}

/// The parameters of some `--vary PATH=LOW,HIGH[,log]`, or the default ones. A path may begin with `parameters.`.
///
/// # Errors
/// Returns an error if a path is not that of a parameter, is given twice, or its bounds are not within its range.
pub(crate) fn parameters(given: &[String]) -> Result<Vec<Parameter>, CalibrationError> {
    let mut chosen: Vec<Parameter> = Vec::new();
    for text in given {
        let parameter = parameter(text)?;
        if chosen.iter().any(|there| there.name == parameter.name) {
            return Err(CalibrationError::Twice(parameter.name));
        }
        chosen.push(parameter);
    }
    if given.is_empty() {
        let of = |p: DefaultParameter| Parameter { name: p.path, low: p.low, high: p.high, log: p.log };
        chosen = defaults().parameter.into_iter().map(of).collect();
    }
    Ok(chosen)
}

fn parameter(text: &str) -> Result<Parameter, CalibrationError> {
    let form = || CalibrationError::Form(text.to_owned());
    let (path, bounds) = text.split_once('=').ok_or_else(form)?;
    let path = path.trim();
    let path = path.strip_prefix("parameters.").unwrap_or(path);
    let parts: Vec<&str> = bounds.split(',').map(str::trim).collect();
    let (low, high, log) = match parts[..] {
        [low, high] => (low, high, false),
        [low, high, "log"] => (low, high, true),
        _ => return Err(form()),
    };
    let number = |text: &str| text.parse::<f64>().map_err(|_| form());
    let (low, high) = (number(low)?, number(high)?);
    let known = PARAMETERS.iter().find(|known| known.path == path).ok_or_else(|| {
        let hint = did_you_mean(path, PARAMETERS.iter().map(|known| known.path));
        CalibrationError::UnknownParameter { given: text.to_owned(), path: path.to_owned(), hint }
    })?;
    let wrong = |problem: String| CalibrationError::Bounds { path: path.to_owned(), low, high, problem };
    if known.check(low).is_err() || known.check(high).is_err() {
        return Err(wrong(format!("bounds must be in [{}, {}] ({})", known.low, known.high, known.unit)));
    }
    if low >= high {
        return Err(wrong("the first bound must be below the second".to_owned()));
    }
    if log && low <= 0.0 {
        return Err(wrong("on the log scale the first bound must be above 0".to_owned()));
    }
    Ok(Parameter { name: path.to_owned(), low, high, log })
}

/// The places in the registry of the patterns with these keys, each once, or of the default ones.
///
/// # Errors
/// Returns an error if a pattern does not exist. The error suggests the nearest key.
pub(crate) fn places(given: &[String]) -> Result<Vec<usize>, CalibrationError> {
    let defaults: Vec<String> =
        if given.is_empty() { defaults().pattern.into_iter().map(|pattern| pattern.key).collect() } else { Vec::new() };
    let mut places = Vec::new();
    for key in given.iter().chain(&defaults).map(|key| key.trim()) {
        let place = patterns().position(|pattern| pattern.key == key).ok_or_else(|| {
            let all = || patterns().map(|pattern: &Pattern| pattern.key);
            let (hint, known) = (did_you_mean(key, all()), all().collect::<Vec<_>>().join(", "));
            CalibrationError::UnknownPattern { key: key.to_owned(), hint, known }
        })?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places)
}

/// The arms of these names, in the order of all arms, each by its number: 0 for the model, and from 1 on the null
/// models. `all` means all; without names it is the model alone.
///
/// # Errors
/// Returns an error if an arm does not exist. The error suggests the nearest name.
pub(crate) fn arms(given: &[String]) -> Result<Vec<usize>, CalibrationError> {
    let names: Vec<&str> = std::iter::once(MODEL).chain(NULLS.iter().map(|null| null.name)).collect();
    let mut chosen = Vec::new();
    for name in given.iter().map(|name| name.trim()) {
        if name == ALL {
            chosen.extend(0..names.len());
            continue;
        }
        let at = names.iter().position(|there| *there == name).ok_or_else(|| {
            let known = || names.iter().copied().chain([ALL]);
            let (hint, known) = (did_you_mean(name, known()), listed(known()));
            CalibrationError::UnknownArm { name: name.to_owned(), hint, known }
        })?;
        chosen.push(at);
    }
    if given.is_empty() {
        chosen.push(0);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn the_defaults_are_twelve_parameters_and_twenty_patterns_that_exist() {
        let chosen = parameters(&[]).unwrap();
        assert_eq!((chosen.len(), places(&[]).unwrap().len()), (12, 20));
        for p in chosen {
            let log = if p.log { ",log" } else { "" };
            assert_eq!(parameters(&[format!("{}={},{}{log}", p.name, p.low, p.high)]).unwrap()[0].high, p.high);
            let known = PARAMETERS.iter().find(|known| known.path == p.name).unwrap();
            assert!(p.low < known.default && known.default < p.high, "{}: the default is outside", p.name);
        }
    }

    #[test]
    fn bounds_are_read_and_checked() {
        let read = |text: &str| parameters(&texts(&[text]));
        let p = read("parameters.disputes.onset=0.5, 2,log").unwrap().remove(0);
        assert_eq!((p.name.as_str(), p.low, p.high, p.log), ("disputes.onset", 0.5, 2.0, true));
        let refused = |text: &str| read(text).unwrap_err().to_string();
        assert!(refused("disputes.onset").contains("as in disputes.onset=0.2,5,log"));
        assert!(refused("disputes.onset=1").contains("write a path and its bounds"));
        assert!(refused("disputes.onset=1,2,lin").contains("write a path and its bounds"));
        assert!(refused("disputes.onset=1,x").contains("write a path and its bounds"));
        assert!(refused("disputes.onst=1,2").contains("did you mean `disputes.onset`?"));
        assert!(refused("disputes.onset=1,21").contains("bounds must be in [0, 20]"));
        assert!(refused("disputes.onset=2,1").contains("the first bound must be below the second"));
        assert!(refused("disputes.onset=0,1,log").contains("above 0"));
        assert!(refused("disputes.onset=NaN,1").contains("bounds must be in"));
        let twice = parameters(&texts(&["disputes.onset=1,2", "disputes.onset=1,3"])).unwrap_err();
        assert_eq!(twice, CalibrationError::Twice("disputes.onset".to_owned()));
    }

    #[test]
    fn patterns_and_arms_are_found_once_and_by_their_nearest_name() {
        let twice = texts(&["rivalry_ends", "rivals_per_state", "rivalry_ends"]);
        assert_eq!(places(&twice).unwrap().len(), 2);
        assert!(places(&texts(&["rivalry_end"])).unwrap_err().to_string().contains("did you mean `rivalry_ends`?"));
        assert_eq!(arms(&[]).unwrap(), [0]);
        assert_eq!(arms(&texts(&["all"])).unwrap(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(arms(&texts(&["both_cut", "model", "both_cut"])).unwrap(), [0, 3]);
        assert!(arms(&texts(&["both_cuts"])).unwrap_err().to_string().contains("did you mean `both_cut`?"));
    }
}
