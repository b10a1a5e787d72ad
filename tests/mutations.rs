//! Scenarios and directories of results with anything changed in them: an error, or the same tables and figures, and no panic.
//!
//! `cargo test` tries a few. `TAKVIN_MUTATIONS=10000 cargo test --test tests mutations::` tries this number of scenarios, and a fifth as many
//! directories. A failure prints its number: `TAKVIN_MUTATION=17` tries that alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::common::place::{Place, WORLD, wait_for};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use takvin::model::params::PARAMETERS;
use takvin::model::states::COLUMNS;
use takvin::record::{Kind, RunRecord};
use takvin::scenario::load_text;

/// Longest that a scenario or a command may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Numbers that are easily forgotten.
const NUMBERS: [&str; 34] = [
    "nan",
    "-nan",
    "inf",
    "-inf",
    "1e308",
    "-1e308",
    "1e400",
    "5e-324",
    "-5e-324",
    "1e-310",
    "-0.0",
    "0",
    "0.0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "100",
    "0.5",
    "1.5",
    "1.0000000000000002",
    "0.9999999999999999",
    "-1.0",
    "255",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "99999999999999999999",
    "0x7fff_ffff",
    "1e9",
    "1e-6",
];
/// Values of other types.
const VALUES: [&str; 14] = [
    "\"\"",
    "\"word\"",
    "true",
    "false",
    "[]",
    "{}",
    "[1, \"a\"]",
    "1979-05-27",
    "07:32:00",
    "{ a = { b = [1, 2] } }",
    "[[], [[]]]",
    "\"Arda\"",
    "\"parameters.feedback.threat\"",
    "\"1e999\"",
];
/// Words that are seldom written.
const WORDS: [&str; 12] = [
    "é",
    "日本",
    "\u{202e}cba",
    "\u{200b}",
    "😀",
    "\u{feff}",
    "\0",
    "\u{301}",
    "a\u{301}\u{301}\u{301}",
    "\u{10ffff}",
    "\\u0000",
    "\t\r\n",
];

const GENERATED: &str = "[run]\nrounds = 4\nseed = 3\nreplicates = 2\n[generator]\ncount = 5\nworld = \"per-replicate\"\n\
    [reach]\nkind = \"coordinates\"\nscale = 0.5\n[states.Arda]\nwealth = 2.0\n[parameters.feedback]\nthreat = 0.4\n\
    [events.blow]\nat = 2\ndo = \"shock\"\nstate = \"Arda\"\nvariable = \"support\"\nby = -0.3\n\
    [record]\npairs = true\nevery = 1\n";
const SWEPT: &str = "title = \"Swept\"\n[run]\nrounds = 3\nreplicates = 2\n[states]\nA = { system = 0.1, military = 0.3 }\n\
    B = {}\nC = { enters = 2, leaves = 3 }\n[sweep]\n[[sweep.vary]]\npath = \"parameters.feedback.threat\"\nvalues = [0.0, 0.5]\n";

const PEERS: &str = "[states.A]\nsystem = 0.9\n[states.B]\nsystem = 0.9\n";

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Keeps a failure, and prints it at once: many mutations take long.
fn note(failures: &mut Vec<String>, failure: String) {
    println!("{failure}");
    failures.push(failure);
}

/// The numbers to try: a range, or the number of a failure.
fn numbers(default: u64, scale: u64) -> std::ops::Range<u64> {
    match number("TAKVIN_MUTATION") {
        Some(one) => one..one + 1,
        None => 0..number("TAKVIN_MUTATIONS").map_or(default, |many| many / scale),
    }
}

fn pick<'a, T: ?Sized>(random: &mut ChaCha8Rng, from: &[&'a T]) -> &'a T {
    from[random.random_range(0..from.len())]
}

/// A place in a text between two characters.
fn boundary(random: &mut ChaCha8Rng, text: &str) -> usize {
    let mut at = random.random_range(0..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The words of a text of which every character is of a kind, each with its first byte.
fn tokens(text: &str, is_part: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let words = text.split(|character| !is_part(character)).filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect()
}

fn replaced(text: &str, at: usize, length: usize, by: &str) -> String {
    format!("{}{by}{}", &text[..at], &text[at + length..])
}

/// A text with one thing changed, and what that is.
fn mutated_text(text: &str, others: &[&str], random: &mut ChaCha8Rng) -> (String, String) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = random.random_range(0..lines.len().max(1));
    let with_lines = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        if !lines.is_empty() {
            change(&mut lines);
        }
        lines.concat()
    };
    match random.random_range(0..16) {
        0 => {
            let mut bytes = text.as_bytes().to_vec();
            if bytes.is_empty() {
                return (String::new(), "nothing".into());
            }
            let (at, bit) = (random.random_range(0..bytes.len()), random.random_range(0..8));
            bytes[at] ^= 1 << bit;
            (String::from_utf8_lossy(&bytes).into_owned(), format!("bit {bit} of byte {at}"))
        }
        1 => (with_lines(&|lines| drop(lines.remove(line))), format!("line {line} removed")),
        2 => (with_lines(&|lines| lines.insert(line, lines[line].clone())), format!("line {line} twice")),
        3 => {
            let other = random.random_range(0..lines.len().max(1));
            (with_lines(&|lines| lines.swap(line, other)), format!("lines {line} and {other} swapped"))
        }
        4 => {
            let at = boundary(random, text);
            (text[..at].to_owned(), format!("cut at {at}"))
        }
        5..=8 => {
            let is_number = |word: &str| word.chars().any(|c| c.is_ascii_digit()) && word.parse::<f64>().is_ok();
            let found = tokens(text, |c| c.is_ascii_alphanumeric() || "._-+".contains(c));
            let found: Vec<_> = found.into_iter().filter(|(_, word)| is_number(word)).collect();
            if found.is_empty() {
                return (text.to_owned(), "nothing".into());
            }
            let (at, word) = found[random.random_range(0..found.len())];
            let by = pick(random, &NUMBERS);
            (replaced(text, at, word.len(), by), format!("`{word}` at {at} is {by}"))
        }
        9 | 10 => {
            let found = tokens(text, |c| c.is_alphanumeric() || c == '_');
            if found.is_empty() {
                return (text.to_owned(), "nothing".into());
            }
            let (at, word) = found[random.random_range(0..found.len())];
            let (_, by) = found[random.random_range(0..found.len())];
            (replaced(text, at, word.len(), by), format!("`{word}` at {at} is `{by}`"))
        }
        11 => {
            let Some(equals) = lines.get(line).and_then(|line| line.find('=')) else {
                return (text.to_owned(), "nothing".into());
            };
            let by = if random.random() { pick(random, &VALUES) } else { pick(random, &NUMBERS) };
            let changed = format!("{} {by}\n", &lines[line][..=equals]);
            (with_lines(&|lines| lines[line].clone_from(&changed)), format!("line {line} has the value {by}"))
        }
        12 => {
            let (at, by) = (boundary(random, text), pick(random, &WORDS));
            (replaced(text, at, 0, by), format!("{by:?} at {at}"))
        }
        13 => {
            let depth = [3, 60, 200, 20_000][random.random_range(0..4usize)];
            let key = if random.random() { "x" } else { "parameters" };
            let nested = match random.random_range(0..3) {
                0 => format!("{key} = {}{}\n", "[".repeat(depth), "]".repeat(depth)),
                1 => format!("{key} = {}1{}\n", "{ a = ".repeat(depth), " }".repeat(depth)),
                _ => format!("[{key}{}]\n", ".a".repeat(depth)),
            };
            (with_lines(&|lines| lines.insert(line, nested.clone())), format!("{depth} levels at line {line}"))
        }
        14 => {
            // A table with its lines, once more.
            let heads: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with('[')).collect();
            if heads.is_empty() {
                return (text.to_owned(), "nothing".into());
            }
            let at = random.random_range(0..heads.len());
            let section = heads[at]..heads.get(at + 1).copied().unwrap_or(lines.len());
            (format!("{text}\n{}", lines[section.clone()].concat()), format!("lines {section:?} twice"))
        }
        _ => {
            let other: Vec<&str> = pick(random, others).split_inclusive('\n').collect();
            let theirs = other[random.random_range(0..other.len())];
            (with_lines(&|lines| lines.insert(line, theirs.to_owned())), format!("{theirs:?} at line {line}"))
        }
    }
}

/// What is wrong with the tables of a run.
fn is_sound(record: &RunRecord, may_be_missing: &BTreeSet<(&'static str, String)>) -> Result<(), String> {
    for (name, table) in record.tables() {
        for (row, cells) in table.rows().enumerate() {
            for (field, &cell) in table.fields().iter().zip(cells) {
                let problem = |what: &str| Err(format!("{name}, row {row}, {}: {cell} {what}", field.name));
                if cell.is_infinite() {
                    return problem("is not finite");
                }
                if cell.is_nan() {
                    if !may_be_missing.contains(&(name, field.name.to_string())) {
                        return problem("is missing");
                    }
                    continue;
                }
                if field.kind == Kind::Label && table.word(cell).is_none() {
                    return problem("is not a word");
                }
                let is_column = |column: &&takvin::model::states::Column| name == "states" && column.name == field.name;
                let parameter = PARAMETERS.iter().find(|parameter| name == "runs" && parameter.path == field.name);
                let (low, high) = match COLUMNS.iter().find(is_column) {
                    Some(column) => (column.low, column.high),
                    None if parameter.is_some() => parameter.map(|parameter| (parameter.low, parameter.high)).unwrap(),
                    None if field.unit == "share" || field.unit == "probability" => (0.0, 1.0),
                    None => (f64::MIN, f64::MAX),
                };
                if cell < low - 1e-9 || cell > high + 1e-9 {
                    return problem("is out of its bounds");
                }
            }
        }
    }
    Ok(())
}

/// Columns of the tables of sound scenarios in which some cell is missing.
fn missing_columns(record: &RunRecord) -> impl Iterator<Item = (&'static str, String)> {
    record.tables().flat_map(|(name, table)| {
        let fields = table.fields().iter().enumerate();
        let missing = fields.filter(|(at, _)| table.rows().any(|row| row[*at].is_nan()));
        missing.map(|(_, field)| (name, field.name.to_string())).collect::<Vec<_>>()
    })
}

/// Parameters at the ends of their ranges and close to them.
fn any_parameters(random: &mut ChaCha8Rng) -> Vec<(String, String)> {
    let mut set = Vec::new();
    for _ in 0..random.random_range(0..6) {
        let parameter = &PARAMETERS[random.random_range(0..PARAMETERS.len())];
        let (low, high) = (parameter.low, parameter.high);
        let values = [low, high, low + 5e-324, low + 1e-300, low.next_up(), high.next_down(), f64::midpoint(low, high)];
        let value = values[random.random_range(0..values.len())];
        set.push((format!("parameters.{}", parameter.path), format!("{value:?}")));
    }
    set
}

/// Prints and ends the process when a scenario takes too long.
fn watch(begun: &'static AtomicU64, epoch: Instant) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let begun = Duration::from_millis(begun.load(Ordering::Relaxed));
            if epoch.elapsed() > begun + PATIENCE {
                eprintln!("a scenario takes too long: see {LAST}");
                std::process::exit(3);
            }
        }
    });
}

/// The scenario under way, for the case that it ends the process.
const LAST: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/mutation.toml");
static PANIC: Mutex<String> = Mutex::new(String::new());

/// Loads a scenario, with some parameters set, and runs two rounds; says whether it was run.
fn load_and_run(
    name: &str,
    text: &str,
    set: &[(String, String)],
    may_be_missing: &BTreeSet<(&'static str, String)>,
) -> Result<bool, String> {
    // Thousands of states are allowed and take minutes.
    let table: toml::Table = toml::from_str(text).unwrap_or_default();
    let count = table.get("generator").and_then(|generator| generator.get("count")).and_then(toml::Value::as_integer);
    if count.is_some_and(|count| (200..1_000_000).contains(&count)) {
        return Ok(false);
    }
    match load_text(name, text, &[]) {
        Ok(scenario) => drop((scenario.warnings(), scenario.render_warnings(false))),
        Err(errors) => drop((errors.located(), errors.to_string())),
    }
    let two = [("run.rounds", "2"), ("run.replicates", "2"), ("run.shortened", "true")];
    let two = two.map(|(path, value)| (path.to_owned(), value.to_owned()));
    let Ok(scenario) = load_text(name, text, &[&two[..], set].concat()) else { return Ok(false) };
    if scenario.setup.names.len() > 100 || scenario.setup.pairs.len() > 3000 {
        return Ok(false);
    }
    let again = load_text(name, &scenario.resolved(), &[]).map_err(|errors| format!("resolved: {errors}"))?;
    if again.resolved() != scenario.resolved() {
        return Err("the resolved scenario resolves to another one".into());
    }
    let Ok(record) = takvin::batch::run_one(&scenario, 1) else { return Ok(false) };
    is_sound(&record, may_be_missing).map(|()| true)
}

#[test]
fn mutated_scenarios() {
    static BEGUN: AtomicU64 = AtomicU64::new(u64::MAX / 2);
    let (epoch, mut failures, mut run) = (Instant::now(), Vec::new(), 0);
    let small = [("world", WORLD), ("generated", GENERATED), ("swept", SWEPT)];
    let texts: Vec<(&str, &str)> = small
        .into_iter()
        .chain(takvin::scenario::shipped().iter().map(|shipped| (shipped.name, shipped.text)))
        .collect();
    let others: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    let mut may_be_missing = BTreeSet::new();
    // The smallest worlds do not have pairs, or pairs of democracies.
    let tiny =
        ["[states.A]\n", "[states.A]\nsystem = 0.1\n[states.B]\nsystem = 0.1\n", "[states.A]\nenters = 3\n", PEERS];
    for (name, text) in texts.iter().copied().chain(tiny.map(|text| ("tiny", text))) {
        for rounds in ["0", "2", "12"] {
            let set = [("run.rounds", rounds), ("run.shortened", "true")];
            let set = set.map(|(path, value)| (path.to_owned(), value.to_owned()));
            let Ok(scenario) = load_text(name, text, &set) else { continue };
            may_be_missing.extend(missing_columns(&takvin::batch::run_one(&scenario, 0).unwrap()));
        }
    }
    watch(&BEGUN, epoch);
    std::panic::set_hook(Box::new(|panic| *PANIC.lock().unwrap() = panic.to_string()));
    for seed in numbers(400, 1) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let (name, text) = texts[random.random_range(0..texts.len())];
        let (mut text, mut changes) = (text.to_owned(), Vec::new());
        for _ in 0..random.random_range(0..3) {
            let (changed, what) = mutated_text(&text, &others, &mut random);
            text = changed;
            changes.push(what);
        }
        let set = any_parameters(&mut random);
        changes.extend(set.iter().map(|(path, value)| format!("{path} = {value}")));
        std::fs::write(LAST, &text).unwrap();
        BEGUN.store(epoch.elapsed().as_millis() as u64, Ordering::Relaxed);
        match catch_unwind(AssertUnwindSafe(|| load_and_run(name, &text, &set, &may_be_missing))) {
            Ok(Ok(was_run)) => run += u64::from(was_run),
            Ok(Err(problem)) => note(&mut failures, format!("{seed}: {name}, {changes:?}: {problem}")),
            Err(_) => note(&mut failures, format!("{seed}: {name}, {changes:?}: {}", PANIC.lock().unwrap())),
        }
        let took = epoch.elapsed().as_millis() as u64 - BEGUN.load(Ordering::Relaxed);
        if took > 10_000 {
            note(&mut failures, format!("{seed}: {name}, {changes:?}: it takes {took} ms"));
        }
    }
    BEGUN.store(u64::MAX / 2, Ordering::Relaxed);
    drop(std::panic::take_hook());
    let tried = numbers(400, 1).count() as u64;
    println!("{tried} scenarios, {run} of them run, {} failures", failures.len());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    // Were all refused, the tables would not be tried; were none, nothing that is wrong.
    assert!(tried < 100 || (tried / 5..tried * 4 / 5).contains(&run), "{run} of {tried} were run");
}

/// Results in a directory, and what reads or resumes them.
struct Results {
    /// Commands that make them, separated by semicolons.
    made: &'static str,
    /// A command that is killed when this number of chunks is saved.
    killed: Option<(&'static str, u64)>,
    /// The directory in which a file is changed.
    directory: &'static str,
    /// Commands of which some are tried.
    commands: &'static [&'static str],
}

const READ: &[&str] = &[
    "plot a --image svg",
    "plot a --figure drift,world --image svg",
    "report a -q",
    "explain a --state Arda --round 2",
    "export a --format parquet --force -q",
    "export a --format gexf -q",
    "run world.toml --out a -q --pairs --checkpoint 4",
    "run world.toml --out a -q --pairs --force",
    "run --from a/checkpoint-4.bin --out later -q",
    "plot a --against a2 --figure drift --image svg",
];
const SWEEP: &str = "sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --out s -q";
const SHARD: &str =
    "sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 1/2 --out p -q";
const LOOP: &str = "loop world.toml --quick --replicates 2 --rounds 12 --only half-life --out l -q";
const CLAIMS: &str = "claims --only C1 --replicates 2 --world world.toml --out c -q";
const RESULTS: [Results; 10] = [
    Results {
        made: "run world.toml --out a -q --pairs --checkpoint 4; run world.toml --out a2 -q --seed 9",
        killed: None,
        directory: "a",
        commands: READ,
    },
    Results {
        made: "",
        killed: Some(("run world.toml --rounds 30 --runs 40 --pairs=2 --checkpoint 4 --out a", 5)),
        directory: "a",
        commands: &[
            "run world.toml --rounds 30 --runs 40 --pairs=2 --checkpoint 4 --out a -q",
            "plot a --image svg",
            "report a -q",
            "explain a --state Arda --round 2",
            "export a --format parquet -q",
        ],
    },
    Results {
        made: SWEEP,
        killed: None,
        directory: "s",
        commands: &[
            SWEEP,
            "plot s --image svg",
            "plot s --outcome war_rate --image svg",
            "sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --runs 3 --extend --out s -q",
            "sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --format parquet --out s -q",
        ],
    },
    Results {
        made: "",
        killed: Some(("sweep world.toml --rounds 9 --vary parameters.feedback.threat=0..2/40 --out s", 5)),
        directory: "s",
        commands: &[
            "sweep world.toml --rounds 9 --vary parameters.feedback.threat=0..2/40 --out s -q",
            "plot s --image svg",
            "sweep world.toml --rounds 9 --vary parameters.feedback.threat=0..2/40 --format parquet --out s -q",
        ],
    },
    Results {
        made: "sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 1/2 --out p -q; \
               sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 2/2 --out r -q",
        killed: None,
        directory: "p",
        commands: &["merge p r --out m -q", "merge r p --format parquet --out m -q", "plot p --image svg", SHARD],
    },
    Results {
        made: "compare world.toml --set parameters.feedback.threat=1 --rounds 6 --out c -q",
        killed: None,
        directory: "c",
        commands: &[
            "plot c --image svg",
            "report c -q",
            "compare world.toml --set parameters.feedback.threat=1 --rounds 6 --out c -q",
            "compare world.toml --set parameters.feedback.threat=1 --rounds 6 --out c --force -q",
        ],
    },
    Results { made: LOOP, killed: None, directory: "l", commands: &["plot l --image svg", "report l -q", LOOP] },
    Results {
        made: "batch world.toml spiral --rounds 4 --runs 2 --out b -q",
        killed: None,
        directory: "b",
        commands: &[
            "batch world.toml spiral --rounds 4 --runs 2 --out b -q",
            "batch world.toml spiral --rounds 4 --runs 2 --out b --force -q",
            "plot b/world --image svg",
        ],
    },
    Results {
        made: "run world.toml --out a -q",
        killed: Some(("run world.toml --rounds 30 --runs 40 --out a --force", 5)),
        directory: "a",
        commands: &[
            "run world.toml --rounds 30 --runs 40 --out a --force -q",
            "plot a --image svg",
            "export a --format parquet -q",
        ],
    },
    Results { made: CLAIMS, killed: None, directory: "c", commands: &[CLAIMS, "report c -q", "plot c --image svg"] },
];

/// Files of a place by their paths; manifests without the times that they hold.
type Files = BTreeMap<String, Vec<u8>>;

fn files(place: &Place) -> Files {
    place.timeless_files(".")
}

/// Runs a command with little memory and little time; gives its exit code and what it says.
fn execute(place: &Place, command: &str) -> (Option<i32>, String, String) {
    let said = ["out", "error"].map(|name| tempfile::Builder::new().suffix(name).tempfile().unwrap());
    let [out, error] = said.each_ref().map(|file| Stdio::from(File::options().write(true).open(file.path()).unwrap()));
    let script = format!("ulimit -v 4000000; exec \"$0\" {command}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_takvin")]).env("RAYON_NUM_THREADS", "2");
    let mut child = command.current_dir(place.0.path()).stdin(Stdio::null()).stdout(out).stderr(error).spawn().unwrap();
    let begun = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            break Some(-1);
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let [out, error] = said.map(|file| String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned());
    (code, out, error)
}

/// Makes results; those that are unfinished have as many chunks as they are meant to.
fn made(results: &Results) -> Place {
    let place = Place::new();
    for command in results.made.split(';').map(str::trim).filter(|command| !command.is_empty()) {
        let (code, _, said) = execute(&place, command);
        assert_eq!(code, Some(0), "{command}: {said}");
    }
    let Some((command, chunks)) = results.killed else { return place };
    let unfinished = place.path(results.directory).join("unfinished");
    let lines = || std::fs::read_to_string(unfinished.join("journal")).unwrap_or_default().matches('\n').count() as u64;
    let mut child = Command::new(env!("CARGO_BIN_EXE_takvin"));
    child.args(command.split_whitespace()).args(["--threads", "1"]).current_dir(place.0.path());
    let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(&unfinished.join("journal"));
    while lines() < chunks + 2 {
        assert!(child.try_wait().unwrap().is_none(), "{command} ended before it could be killed");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let journal = std::fs::read_to_string(unfinished.join("journal")).unwrap();
    let kept: Vec<&str> = journal.split_inclusive('\n').take(chunks as usize + 2).collect();
    std::fs::write(unfinished.join("journal"), kept.concat()).unwrap();
    for (at, name) in kept[0].split_whitespace().enumerate() {
        let length = |line: &&str| line.split_whitespace().nth(2 * at).unwrap().parse::<u64>().unwrap();
        let part = unfinished.join(format!("{name}.part"));
        File::options().write(true).open(part).unwrap().set_len(kept[1..].iter().map(length).sum()).unwrap();
    }
    let _ = std::fs::remove_file(place.path(results.directory).join(".lock"));
    place
}

/// Changes a file, and says how.
fn mutate_file(place: &Place, name: &str, names: &[String], random: &mut ChaCha8Rng) -> String {
    let path = place.path(name);
    let bytes = std::fs::read(&path).unwrap();
    let text = String::from_utf8(bytes.clone()).ok();
    let write = |bytes: &[u8], what: String| {
        std::fs::write(&path, bytes).unwrap();
        what
    };
    match (random.random_range(0..14), text) {
        (0, _) => {
            std::fs::remove_file(&path).unwrap();
            "removed".into()
        }
        (1, _) => {
            std::fs::remove_file(&path).unwrap();
            std::fs::create_dir(&path).unwrap();
            "a directory".into()
        }
        (2, _) => {
            let other = &names[random.random_range(0..names.len())];
            write(&std::fs::read(place.path(other)).unwrap(), format!("a copy of {other}"))
        }
        (3, _) => {
            let at = random.random_range(0..=bytes.len());
            write(&bytes[..at], format!("cut at {at}"))
        }
        (4, _) => write(&[&bytes[..], b"1,2\n\xff"].concat(), "more at its end".into()),
        (5 | 6, _) | (_, None) => {
            let mut changed = bytes.clone();
            if changed.is_empty() {
                return "nothing".into();
            }
            let (at, bit) = (random.random_range(0..bytes.len()), random.random_range(0..8));
            changed[at] ^= 1 << bit;
            write(&changed, format!("bit {bit} of byte {at}"))
        }
        (7..=9, Some(text)) if name.ends_with("csv") || name.ends_with("csv.part") => {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let line = random.random_range(0..lines.len());
            let mut cells: Vec<&str> = lines[line].split(',').collect();
            let at = random.random_range(0..cells.len());
            let by = ["0", "1", "0.5", "", "nan", "1e300", "4294967295", "-1", "word", "9223372036854775807"];
            cells[at] = pick(random, &by);
            let what = format!("cell {at} of line {line} is `{}`", cells[at]);
            lines[line] = cells.join(",");
            write((lines.join("\n") + "\n").as_bytes(), what)
        }
        (_, Some(text)) => {
            let (changed, what) = mutated_text(&text, &[&text], random);
            write(changed.as_bytes(), what)
        }
    }
}

/// What is wrong with what a command did after a file was changed.
fn compare(
    place: &Place,
    changed: &Files,
    name: &str,
    command: &str,
    sound: &(Option<i32>, String, Files),
) -> Result<bool, String> {
    let (code, out, error) = execute(place, command);
    if !matches!(code, Some(0..=2)) {
        return Err(format!("{code:?} {error}"));
    }
    if (code, sound.0) != (Some(0), Some(0)) {
        return Ok(false);
    }
    let there = files(place);
    let of_manifest = name.ends_with("manifest.toml");
    // Without its manifest there is other work, or none.
    if of_manifest && !changed.contains_key(name) {
        return Ok(false);
    }
    let of_prose = name.ends_with("scenario.toml") || name.ends_with("unfinished/journal");
    if command.starts_with("explain") && !of_manifest && out != sound.1 {
        return Err(format!("it explains something else: {out}"));
    }
    let is_left_alone = |file: &String| there.get(file) == changed.get(file);
    let mut problems = Vec::new();
    for (file, bytes) in &sound.2 {
        let is_same = there.get(file) == Some(bytes) || file == name && is_left_alone(file);
        // A page shows the manifest, a figure the title of the scenario, and both how much of unfinished work is read.
        let shows = file.ends_with("report.html") || of_prose && file.contains("/figures/");
        let exempt = of_manifest && file.ends_with("manifest.toml") || (of_manifest || of_prose) && shows;
        if !is_same && !exempt {
            problems.push(file.clone());
        }
    }
    problems.extend(there.keys().filter(|file| !sound.2.contains_key(*file) && !changed.contains_key(*file)).cloned());
    if problems.is_empty() { Ok(true) } else { Err(format!("without an error, {problems:?} differ; {out} {error}")) }
}

#[test]
#[cfg(unix)]
fn mutated_results() {
    let (mut failures, mut same, mut tried) = (Vec::new(), 0, 0);
    let mut prepared: BTreeMap<usize, Place> = BTreeMap::new();
    let mut sound: BTreeMap<(usize, &str), (Option<i32>, String, Files)> = BTreeMap::new();
    for seed in numbers(60, 5) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let at = seed as usize % RESULTS.len();
        let results = &RESULTS[at];
        let place = prepared.entry(at).or_insert_with(|| made(results));
        let below = format!("{}/", results.directory);
        let names: Vec<String> = place.files(".").into_keys().filter(|name| name.starts_with(&below)).collect();
        let name = &names[random.random_range(0..names.len())];
        let mutated = place.copied();
        let what = mutate_file(&mutated, name, &names, &mut random);
        let changed = files(&mutated);
        let first = random.random_range(0..results.commands.len());
        for command in results.commands.iter().cycle().skip(first).take(2.min(results.commands.len())) {
            let sound = sound.entry((at, *command)).or_insert_with(|| {
                let copy = place.copied();
                let (code, out, _) = execute(&copy, command);
                (code, out, files(&copy))
            });
            tried += 1;
            match compare(&mutated.copied(), &changed, name, command, sound) {
                Ok(is_same) => same += u64::from(is_same),
                Err(problem) => note(&mut failures, format!("{seed}: {name}: {what}: `{command}`: {problem}")),
            }
        }
    }
    println!("{tried} commands, {same} of them without an error, {} failures", failures.len());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n\n"));
    assert!(tried < 50 || (tried / 10..tried * 9 / 10).contains(&same), "{same} of {tried} had no error");
}
