//! The commands and snippets of the tutorial and the how-to pages run as they are, each page in a separate directory, and
//! print what the pages show. `TAKVIN_BLESS=1` renews what they show.
//!
//! Python is `TAKVIN_PYTHON`, or else `python3`. If Python's packages, R or GNU parallel are missing, their snippets are
//! left out and the test reports it, unless `TAKVIN_OUTSIDE=required`, as in `.ci/run`. Slurm is tried by hand with
//! `docs/cluster/try-slurm.sh`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A fenced block of the page: the word after the fence, and the text, from where to where.
struct Block {
    language: String,
    from: usize,
    until: usize,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The tutorial and every how-to page.
fn pages() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("docs/howto")).unwrap();
    let mut pages: Vec<_> =
        entries.map(|entry| format!("docs/howto/{}", entry.unwrap().file_name().into_string().unwrap())).collect();
    pages.push("docs/tutorial.md".to_owned());
    pages.sort();
    pages
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if let Some(language) = line.strip_prefix("```") {
            if open {
                blocks.last_mut().unwrap().until = at;
            } else {
                blocks.push(Block { language: language.trim().to_owned(), from: next, until: next });
            }
            open = !open;
        }
        at = next;
    }
    assert!(!open, "a block is not closed");
    blocks
}

/// What a line for the shell may begin with.
const COMMANDS: [&str; 5] = ["takvin ", "for i in 1 2 3 4; do takvin ", "parallel takvin ", "timeout ", "cmp "];

/// The programs that the snippets need and that are installed.
struct Outside {
    python: Option<String>,
    r: bool,
    parallel: bool,
    path: std::ffi::OsString,
}

impl Outside {
    fn look() -> Self {
        let works = |program: &str, arguments: &[&str]| {
            Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
        };
        let python = std::env::var("TAKVIN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let has_packages = works(&python, &["-c", "import pandas, polars, pyarrow, networkx, SALib, ema_workbench"]);
        let here = Path::new(env!("CARGO_BIN_EXE_takvin")).parent().unwrap().to_owned();
        let old = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([here].into_iter().chain(std::env::split_paths(&old))).unwrap();
        let python = has_packages.then_some(python);
        Self { python, r: works("Rscript", &["--version"]), parallel: works("parallel", &["--version"]), path }
    }

    /// Runs a snippet, or returns `None` if a program that it needs is missing.
    fn run(&self, language: &str, snippet: &str, place: &Path) -> Option<Output> {
        let mut command = match (language, &self.python) {
            ("sh", _) if snippet.contains("parallel ") && !self.parallel => return None,
            ("sh", _) => {
                let known = |line: &str| COMMANDS.iter().any(|start| line.starts_with(start));
                assert!(snippet.lines().all(known), "only takvin is run, and what helps: {snippet}");
                let mut command = Command::new("sh");
                command.args(["-e", "-c", snippet]);
                command
            }
            ("python", Some(python)) => {
                let mut command = Command::new(python);
                command.args(["-c", snippet]);
                command
            }
            ("r", _) if self.r => {
                let mut command = Command::new("Rscript");
                std::fs::write(place.join("snippet.R"), snippet).unwrap();
                command.args(["--vanilla", "snippet.R"]);
                command
            }
            ("python" | "r", _) => return None,
            (other, _) => panic!("a block of {other} cannot be run"),
        };
        let same_everywhere = [("LC_ALL", "C.UTF-8"), ("PYTHONUTF8", "1"), ("COLUMNS", "80")];
        Some(command.current_dir(place).env("PATH", &self.path).envs(same_everywhere).output().unwrap())
    }
}

/// Returns true if the output is what is shown. A shown line that ends in … matches any line that begins like it, and a line
/// of … alone matches any number of lines.
fn agrees(shown: &str, said: &str) -> bool {
    let same = |shown: &str, said: &str| match shown.strip_suffix('…') {
        Some(begin) => said.starts_with(begin),
        None => shown == said,
    };
    let said: Vec<&str> = said.lines().collect();
    let parts: Vec<Vec<&str>> =
        shown.lines().collect::<Vec<_>>().split(|line| *line == "…").map(<[_]>::to_vec).collect();
    let mut at = 0;
    for (number, part) in parts.iter().enumerate() {
        let fits = |from: &usize| part.iter().zip(&said[*from..]).all(|(shown, said)| same(shown, said));
        let last = said.len().checked_sub(part.len()).filter(|last| *last >= at);
        let Some(last) = last else { return false };
        let found = match (number == 0, number + 1 == parts.len()) {
            (true, true) => (last == 0 && fits(&0)).then_some(0),
            (true, false) => fits(&0).then_some(0),
            (false, true) => fits(&last).then_some(last),
            (false, false) => (at..=last).find(|from| fits(from)),
        };
        let Some(from) = found else { return false };
        at = from + part.len();
    }
    true
}

#[test]
fn ellipses_in_shown_output() {
    for (shown, said, expected) in [
        ("a\nb\n", "a\nb\n", true),
        ("a\n", "a\nb\n", false),
        ("a…\nb\n", "a 17\nb\n", true),
        ("a\n…\nd\n", "a\nb\nc\nd\n", true),
        ("a\n…\nc\n…\n", "a\nb\nc\nd\n", true),
        ("a\n…\nc\n…\n", "a\nb\nd\n", false),
        ("a\n…\na\n", "a\n", false),
        ("…\nd\n", "a\nd\n", true),
        ("", "", true),
    ] {
        assert_eq!(agrees(shown, said), expected, "{shown:?} and {said:?}");
    }
}

/// What came of a page: snippets that were left out, and outputs that differ.
#[derive(Default)]
struct Tried {
    left_out: Vec<String>,
    wrong: Vec<String>,
}

/// The files and directories that a snippet names.
fn files(snippet: &str) -> impl Iterator<Item = &str> {
    let ends = ["csv", "json", "parquet", "toml"];
    let words = snippet.split(|c: char| c.is_whitespace() || "\"'(),=".contains(c));
    words.filter(move |word| word.starts_with("output/") || ends.iter().any(|end| word.ends_with(&format!(".{end}"))))
}

/// Runs the snippets of a page in their order, in a new directory.
fn try_page(page: &str, outside: &Outside) -> Tried {
    let text = std::fs::read_to_string(root().join(page)).unwrap();
    let blocks = blocks(&text);
    let place = tempfile::tempdir().unwrap();
    // Files that a snippet would have made if it had not been left out: what reads them is left out as well.
    let mut missing: Vec<String> = Vec::new();
    let (mut tried, mut renewed) = (Tried::default(), Vec::new());
    for (block, next) in blocks.iter().zip(blocks.iter().skip(1).map(Some).chain([None])) {
        // A console block takes minutes or is interactive; `docs/refresh` runs those that draw a figure.
        if block.language == "text" || block.language == "console" {
            continue;
        }
        let snippet = &text[block.from..block.until];
        if block.language == "toml" {
            let name =
                snippet.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a file has its name on top");
            std::fs::write(place.path().join(name), snippet).unwrap();
            continue;
        }
        // A table has its name in the line before.
        if block.language == "csv" {
            let mut before = text[..block.from].lines().rev().skip(1).filter(|line| !line.is_empty());
            let name =
                before.next().map(|line| line.trim_matches('`')).expect("a table has its name in the line before");
            std::fs::write(place.path().join(name), snippet).unwrap();
            continue;
        }
        if snippet.contains("sbatch ") {
            continue;
        }
        let line = text[..block.from].lines().count();
        let needs_missing = missing.iter().any(|name| snippet.contains(name.as_str()));
        let output = if needs_missing { None } else { outside.run(&block.language, snippet, place.path()) };
        let Some(output) = output else {
            tried.left_out.push(format!("{page}: {} in line {line}", block.language));
            missing.extend(files(snippet).filter(|name| !place.path().join(name).exists()).map(str::to_owned));
            continue;
        };
        let [said, complaint] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(output.status.success(), "{page}, line {line}:\n{snippet}\n{complaint}");
        let said: String = said.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        let shown = next.filter(|next| next.language == "text" && text[block.until..next.from].lines().count() <= 3);
        match shown {
            Some(shown) if agrees(&text[shown.from..shown.until], &said) => {}
            Some(shown) => {
                let shown = shown.from..shown.until;
                tried.wrong.push(format!("{page}, line {line} prints\n{said}not\n{}", &text[shown.clone()]));
                renewed.push((shown, said));
            }
            None => assert!(said.is_empty(), "{page}, line {line}: the page does not show its output:\n{said}"),
        }
    }
    if std::env::var_os("TAKVIN_BLESS").is_some() && !renewed.is_empty() {
        let mut text = text;
        for (range, said) in renewed.into_iter().rev() {
            text.replace_range(range, &said);
        }
        std::fs::write(root().join(page), text).unwrap();
        tried.wrong.clear();
    }
    tried
}

#[test]
fn snippets_print_what_the_pages_show() {
    let (pages, outside) = (pages(), Outside::look());
    let tried: Vec<Tried> = std::thread::scope(|scope| {
        let threads: Vec<_> = pages.iter().map(|page| scope.spawn(|| try_page(page, &outside))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let left_out: Vec<_> = tried.iter().flat_map(|tried| tried.left_out.iter().map(String::as_str)).collect();
    let wrong: Vec<_> = tried.iter().flat_map(|tried| tried.wrong.iter().map(String::as_str)).collect();
    if !left_out.is_empty() {
        let words = format!("not run, since its program or packages are not here: {}", left_out.join("; "));
        let required = std::env::var("TAKVIN_OUTSIDE").is_ok_and(|value| value == "required");
        assert!(!required, "{words}");
        writeln!(std::io::stderr(), "{words}").unwrap();
    }
    assert!(wrong.is_empty(), "TAKVIN_BLESS=1 cargo test --test tests guide:: renews: {}", wrong.join("\n"));
}

/// The commands of the README's own question run; what they print is not shown there.
#[test]
fn the_five_commands_of_the_readme_run() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = blocks(&text);
    let block = blocks.iter().map(|block| &text[block.from..block.until]).find(|text| text.starts_with("takvin new"));
    let snippet = block.expect("the README begins a question of one's own with `takvin new`");
    assert_eq!(snippet.lines().count(), 5);
    let place = tempfile::tempdir().unwrap();
    let output = Outside::look().run("sh", snippet, place.path()).expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for file in ["mine.toml", "output/mine/states.csv", "output/mine/figures", "output/mine/report.html"] {
        assert!(place.path().join(file).exists(), "{file}");
    }
}
