//! The guide's commands and snippets run as they stand, and print what it shows. `TAKVIN_BLESS=1` renews what it shows.
//!
//! Python is `TAKVIN_PYTHON`, or else `python3`. Where Python's packages, R or GNU parallel are not there, their snippets are
//! left out and that is said, unless `TAKVIN_OUTSIDE=required`, as in `.ci/run`. What is for Slurm is tried by hand:
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

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide.md")
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

/// Programs that the snippets need, as far as they are there.
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
        let has_packages = works(&python, &["-c", "import pandas, polars, pyarrow, networkx"]);
        let here = Path::new(env!("CARGO_BIN_EXE_takvin")).parent().unwrap().to_owned();
        let old = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([here].into_iter().chain(std::env::split_paths(&old))).unwrap();
        let python = has_packages.then_some(python);
        Self { python, r: works("Rscript", &["--version"]), parallel: works("parallel", &["--version"]), path }
    }

    /// Runs a snippet; none where what it needs is not there.
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
            (other, _) => panic!("nobody knows how to run a block of {other}"),
        };
        let same_everywhere = [("LC_ALL", "C.UTF-8"), ("PYTHONUTF8", "1"), ("COLUMNS", "80")];
        Some(command.current_dir(place).env("PATH", &self.path).envs(same_everywhere).output().unwrap())
    }
}

/// Is what was said what is shown? A shown line that ends in … leaves open how it goes on.
fn agrees(shown: &str, said: &str) -> bool {
    let line = |(shown, said): (&str, &str)| match shown.strip_suffix('…') {
        Some(begin) => said.starts_with(begin),
        None => shown == said,
    };
    shown.lines().count() == said.lines().count() && shown.lines().zip(said.lines()).all(line)
}

#[test]
fn every_snippet_of_the_guide_runs_and_prints_what_is_shown() {
    let text = std::fs::read_to_string(page()).unwrap();
    let (blocks, outside) = (blocks(&text), Outside::look());
    let place = tempfile::tempdir().unwrap();
    let (mut wrong, mut renewed, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (block, next) in blocks.iter().zip(blocks.iter().skip(1).map(Some).chain([None])) {
        // What takes minutes stands as it is typed at a console; `docs/refresh` runs it to draw its figure.
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
        if snippet.contains("sbatch ") {
            continue;
        }
        let line = text[..block.from].lines().count();
        let Some(output) = outside.run(&block.language, snippet, place.path()) else {
            left_out.push(format!("{} in line {line}", block.language));
            continue;
        };
        let [said, complaint] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(output.status.success(), "docs/guide.md, line {line}:\n{snippet}\n{complaint}");
        let said: String = said.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        let shown = next.filter(|next| next.language == "text" && text[block.until..next.from].lines().count() <= 3);
        match shown {
            Some(shown) if agrees(&text[shown.from..shown.until], &said) => {}
            Some(shown) => {
                wrong.push(format!("line {line} prints\n{said}not\n{}", &text[shown.from..shown.until]));
                renewed.push((shown.from..shown.until, said));
            }
            None => assert!(said.is_empty(), "docs/guide.md, line {line}: nothing is shown of what it prints:\n{said}"),
        }
    }
    if !left_out.is_empty() {
        let words = format!("not run, since its program or packages are not here: {}", left_out.join(", "));
        let required = std::env::var("TAKVIN_OUTSIDE").is_ok_and(|value| value == "required");
        assert!(!required, "docs/guide.md: {words}");
        writeln!(std::io::stderr(), "docs/guide.md: {words}").unwrap();
    }
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        let mut text = text;
        for (range, said) in renewed.into_iter().rev() {
            text.replace_range(range, &said);
        }
        std::fs::write(page(), text).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "docs/guide.md (TAKVIN_BLESS=1 cargo test --test tests guide::): {}", wrong.join("\n"));
}
