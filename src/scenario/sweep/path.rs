//! Paths that may vary. A path that does not exist is refused with the nearest that does.

use super::super::check::join;
use super::super::fields;
use super::super::node::{Node, Value, parse};
use super::super::problems::{ProblemKind, Problems};
use super::super::shape::Shape;
use super::super::sources::{Place, Source, Sources};
use super::super::suggest::{listed, nearest};

/// Sections that no axis may change, with the reason.
const APART: [(&str, &str); 4] = [
    ("run.seed", "replicates have the same seed at every point, so that points can be compared pair by pair"),
    ("run.replicates", "every point has the same number; give --runs, or --until"),
    ("record", "it changes what is written, not what happens; see --trajectories and --every"),
    ("sweep", "a sweep cannot vary itself"),
];

/// The keys of a path that the scenario has, and the type of its value.
pub(super) fn path(
    written: &str,
    place: Place,
    root: &Node,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<(Vec<String>, Shape)> {
    let Some(keys) = keys(written, sources) else {
        let help = "write keys with dots between them, as in parameters.feedback.threat";
        problems.add(ProblemKind::Syntax, place, format!("`{written}` is not a path"), help);
        return None;
    };
    for (apart, why) in APART {
        if keys.iter().map(String::as_str).zip(apart.split('.')).filter(|(a, b)| a == b).count()
            == apart.split('.').count()
        {
            problems.add(ProblemKind::Conflict, place, format!("{written} cannot vary: {why}"), "");
            return None;
        }
    }
    let mut shape = fields::root();
    let mut here = Some(root);
    let mut so_far = String::new();
    for key in &keys {
        let known: Vec<String> = match leading(shape) {
            Shape::Table(fields) => fields.iter().map(|field| field.key.to_owned()).collect(),
            Shape::Named(_) => match here.map(|node| &node.value) {
                Some(Value::Table(table)) => table.entries.iter().map(|entry| entry.key.clone()).collect(),
                _ => Vec::new(),
            },
            Shape::List(_) => match here.map(|node| &node.value) {
                Some(Value::List(items)) => (0..items.len()).map(|number| number.to_string()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let inner = known.contains(key).then(|| shape.inner(key)).flatten();
        let Some(inner) = inner else {
            no_such_path(written, &so_far, key, &known, place, problems);
            return None;
        };
        shape = inner;
        here = match here.map(|node| &node.value) {
            Some(Value::Table(table)) => table.get(key),
            Some(Value::List(items)) => key.parse().ok().and_then(|at: usize| items.get(at)),
            _ => None,
        };
        so_far = join(&so_far, key);
    }
    // Of several shapes an axis takes the plain one.
    if let Shape::Either(shapes) = shape
        && let Some(first) = shapes.first()
    {
        shape = first;
    }
    if matches!(shape, Shape::Number { .. } | Shape::Whole { .. } | Shape::Flag | Shape::Choice(_)) {
        return Some((keys, shape.clone()));
    }
    let (message, help) = (
        format!("{written} cannot vary: it is {}", shape.describe()),
        "give the path of a number, of true or false, or of a choice",
    );
    problems.add(ProblemKind::WrongType, place, message, help);
    None
}

/// Of several shapes, the one with keys in it.
fn leading(shape: &Shape) -> &Shape {
    match shape {
        Shape::Either(shapes) => {
            let table = shapes.iter().find(|shape| matches!(shape, Shape::Table(_) | Shape::List(_)));
            table.unwrap_or(shape)
        }
        other => other,
    }
}

fn no_such_path(written: &str, so_far: &str, key: &str, known: &[String], place: Place, problems: &mut Problems) {
    if problems.is_full() {
        return problems.count();
    }
    let near = nearest(key, known.iter().map(String::as_str)).map(|near| join(so_far, near));
    let elsewhere = || {
        let paths: Vec<String> =
            crate::model::params::PARAMETERS.iter().map(|parameter| format!("parameters.{}", parameter.path)).collect();
        let ending = |path: &&String| path.rsplit('.').next() == written.rsplit('.').next();
        let same = paths.iter().find(ending);
        same.cloned().or_else(|| nearest(written, paths.iter().map(String::as_str)).map(str::to_owned))
    };
    let hint = near.or_else(elsewhere).map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
    let help = match (known.is_empty(), so_far) {
        (true, "") => String::new(),
        (true, so_far) => format!("the scenario does not have entries in {so_far}"),
        (false, "") => format!("a path begins with one of {}", listed(known.iter().map(String::as_str))),
        (false, so_far) => format!("{so_far} has {}", listed(known.iter().map(String::as_str))),
    };
    problems.add(ProblemKind::UnknownKey, place, format!("the path `{written}` does not exist{hint}"), help);
}

/// The keys of a dotted path, by TOML's rules.
pub(in super::super) fn keys(written: &str, sources: &mut Sources) -> Option<Vec<String>> {
    if written.contains(['\n', '\r', '=', '#', '[']) {
        return None;
    }
    let source = sources.add(Source::of_text(written, format!("{written} = 0")));
    let mut table = parse(source, sources, &mut Problems::default())?;
    let mut keys = Vec::new();
    loop {
        let entry = table.entries.pop()?;
        keys.push(entry.key);
        match entry.node.value {
            Value::Table(inner) => table = inner,
            _ => return Some(keys),
        }
    }
}

/// The keys of a path, or `None` if the text is not a path.
pub(crate) fn keys_of(text: &str) -> Option<Vec<String>> {
    keys(text, &mut Sources::default())
}

/// A path in canonical form, so that different spellings of it are recognised; `None` if it is not a path.
pub(crate) fn spelt(text: &str) -> Option<String> {
    keys(text, &mut Sources::default()).map(|keys| written(&keys))
}

/// Keys as one dotted path, with quotes if a key needs them.
pub(super) fn written(keys: &[String]) -> String {
    keys.iter().fold(String::new(), |path, key| join(&path, key))
}
