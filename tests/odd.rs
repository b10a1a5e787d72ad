//! The page of the model says what the code does: which columns feed nothing, and the same equations as the headers of the
//! files. `TAKVIN_BLESS=1 cargo test --test tests odd::` copies the page's equations into the headers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use takvin::model::World;
use takvin::model::round::{STEPS, hold, step, step_until};
use takvin::model::states::COLUMNS;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn page() -> String {
    std::fs::read_to_string(root().join("docs/odd.md")).unwrap()
}

/// Names of columns in a paragraph that begins with some words; `a_…` means all that begin with `a_`.
fn named(beginning: &str) -> BTreeSet<&'static str> {
    let page = page();
    let paragraph = page.split("\n\n").find(|part| part.starts_with(beginning)).expect("the paragraph");
    let paragraph = paragraph.split("The same holds").next().unwrap();
    let words: Vec<&str> = paragraph.split('`').skip(1).step_by(2).collect();
    let is_named = |name: &str| {
        words.iter().any(|word| word.strip_suffix('…').map_or(*word == name, |start| name.starts_with(start)))
    };
    let unknown = words.iter().find(|word| {
        let start = word.trim_end_matches('…');
        !COLUMNS.iter().any(|column| column.name.starts_with(start))
    });
    assert!(unknown.is_none(), "no such column: {unknown:?}");
    COLUMNS.iter().filter(|column| column.default.is_none()).map(|column| column.name).filter(|n| is_named(n)).collect()
}

/// The world as it is after a round whose first steps are done, and another round.
fn go_on(mut world: World, done: usize) -> World {
    for (_, step) in &STEPS[done..] {
        step(&mut world);
        hold(&mut world);
    }
    step(&mut world);
    world
}

/// A world after the first steps of a round, and what becomes of it.
struct Moment {
    done: usize,
    now: World,
    later: World,
}

/// Does another value of a column change anything later but the columns left out?
fn feeds(moment: &Moment, column: usize, left_out: &BTreeSet<usize>) -> bool {
    let mut world = moment.now.clone();
    let range = &COLUMNS[column];
    for cell in world.states.column_mut(column).unwrap() {
        *cell = if range.high > 2.0 { *cell + 1.0 } else { 0.5 * (*cell + range.high) };
    }
    let mut later = go_on(world, moment.done);
    for &at in left_out.iter().chain([&column]) {
        let clean = moment.later.states.columns()[at].to_vec();
        *later.states.column_mut(at).unwrap() = clean;
    }
    (later.states, later.pairs, later.issues)
        != (moment.later.states.clone(), moment.later.pairs.clone(), moment.later.issues.clone())
}

#[test]
fn columns_that_feed_nothing_are_marked_and_no_others() {
    let mut setup = crate::common::middling(6);
    for pair in [1, 3, 6, 8, 10, 12, 14] {
        setup.pairs[pair].stage = takvin::model::pairs::Stage::War;
    }
    // Two blocs that stay, and much that is rare elsewhere.
    for pair in &mut setup.pairs {
        pair.alliance = [(0, 1), (2, 3)].contains(&pair.states);
        pair.ties = [0.5, 0.1, 0.4];
        if pair.states.1 == 5 {
            (pair.stage, pair.posture, pair.rivalry) = (takvin::model::pairs::Stage::Dispute, [-0.8; 2], 0.8);
        }
    }
    let often = [
        ("wars.concede", 1.0),
        ("choice.confront", -2.0),
        ("disputes.organisation", 1.0),
        ("disputes.onset", 1.0),
        ("disputes.cool_diplomacy", 0.4),
        ("disputes.deadlock", 0.0),
        ("alliances.idle", 0.0),
        ("alliances.polarisation", 1.0),
        ("feedback.system", 0.5),
    ];
    for (path, value) in often {
        setup.params.set(path, value).unwrap();
    }
    let mut moments = Vec::new();
    let rare = ["disputes", "wars", "alliances"].map(|name| STEPS.iter().position(|(step, _)| *step == name).unwrap());
    for seed in 0..80 {
        let mut world = World::new(&setup, seed, 0);
        for _ in 0..=seed % 9 {
            step(&mut world);
        }
        let all: Vec<usize> = (0..STEPS.len()).collect();
        for &done in if seed < 8 { &all } else { rare.as_slice() } {
            let mut now = world.clone();
            step_until(&mut now, done);
            let later = go_on(now.clone(), done);
            moments.push(Moment { done, now, later });
        }
    }
    let derived: Vec<usize> = (0..COLUMNS.len()).filter(|&at| COLUMNS[at].default.is_none()).collect();
    // What changes only a column that feeds nothing feeds nothing either.
    let mut recorded = BTreeSet::new();
    loop {
        let found: BTreeSet<usize> =
            derived.iter().copied().filter(|&at| !moments.iter().any(|moment| feeds(moment, at, &recorded))).collect();
        if found == recorded {
            break;
        }
        recorded = found;
    }
    let names = |wanted: &dyn Fn(&usize) -> bool| -> BTreeSet<&str> {
        derived.iter().filter(|at| wanted(at)).map(|&at| COLUMNS[at].name).collect()
    };
    let (fed, only_recorded) = (names(&|at| !recorded.contains(at)), names(&|at| recorded.contains(at)));
    let said = format!("only recorded: {only_recorded:?}\nread: {fed:?}");
    assert_eq!(named("**Only recorded**"), only_recorded, "{said}");
    assert_eq!(named("Worked out in each round"), fed, "{said}");
}

/// Blocks of equations of a part of the page, in order, as one text.
fn blocks(part: &str) -> String {
    let blocks: Vec<&str> = part.split("```text\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect();
    blocks.join("\n\n")
}

/// The equations in the header of a file; `None` if it does not have any.
fn header_block(code: &str) -> Option<(usize, usize)> {
    let start = code.find("//! ```text\n")? + "//! ```text\n".len();
    let length = code[start..].find("//! ```\n")?;
    Some((start, start + length))
}

#[test]
fn equations_in_the_headers_of_files_are_those_of_the_page() {
    let page = page();
    let model = root().join("src/model");
    let (mut checked, mut wrong) = (0, Vec::new());
    let files = [model.clone(), model.join("policy")];
    let files =
        files.iter().flat_map(|directory| std::fs::read_dir(directory).unwrap()).map(|entry| entry.unwrap().path());
    let mut headers: BTreeSet<PathBuf> = files
        .filter(|path| path.is_file() && header_block(&std::fs::read_to_string(path).unwrap()).is_some())
        .collect();
    for part in page.split("\n### ").skip(1) {
        let (title, body) = part.split_once('\n').unwrap();
        let body = body.split("\n## ").next().unwrap();
        for file in title.split('`').skip(1).step_by(2) {
            let path = model.join(file);
            if file.starts_with("src/") {
                assert!(root().join(file).exists(), "{title}: no {file}");
                continue;
            }
            let code = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{title}: {file}: {error}"));
            let section = title.split(' ').next().unwrap();
            assert!(code.contains(&format!("section {section}")), "{} does not name section {section}", path.display());
            headers.remove(&path);
            let Some((start, end)) = header_block(&code) else { continue };
            let wanted: String =
                blocks(body).lines().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
            checked += 1;
            if code[start..end] == wanted {
                continue;
            }
            if std::env::var_os("TAKVIN_BLESS").is_some() {
                std::fs::write(&path, format!("{}{wanted}{}", &code[..start], &code[end..])).unwrap();
            } else {
                wrong.push(file.to_owned());
            }
        }
    }
    assert!(headers.is_empty(), "no section of the page has the equations of {headers:?}");
    assert!(checked >= 8, "equations are not found: {checked}");
    assert!(wrong.is_empty(), "the header is not the page's: {wrong:?}; TAKVIN_BLESS=1 cargo test --test tests odd::");
}
