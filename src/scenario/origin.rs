//! The source of a scenario, and the files that belong to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::problems::{Problem, ProblemKind};
use super::shipped;
use super::sources::Source;
use super::suggest::nearest;

/// The longest scenario file. A device file would not end.
const LONGEST_FILE: u64 = 1 << 28;
/// The source of a scenario.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// A file.
    File(PathBuf),
    /// A shipped scenario.
    Shipped(&'static shipped::Shipped),
    /// A text in memory, with a name.
    Text {
        /// Its name in messages.
        name: String,
        /// The text.
        text: String,
    },
}

impl Origin {
    /// The file at this path, or the shipped scenario of this name if the file does not exist.
    pub(super) fn find(path: &Path) -> Self {
        if !path.is_file()
            && let Some(shipped) = path.to_str().and_then(shipped::find)
        {
            return Self::Shipped(shipped);
        }
        Self::File(path.to_owned())
    }

    /// The file's stem, or the shipped name.
    pub(super) fn short_name(&self) -> String {
        let path = match self {
            Self::File(path) => path.as_path(),
            Self::Shipped(shipped) => Path::new(shipped.name),
            Self::Text { name, .. } => Path::new(name),
        };
        path.file_stem().map_or_else(|| "scenario".to_owned(), |s| s.to_string_lossy().into_owned())
    }

    /// An identifier that is the same for the same scenario, however it is named.
    pub(super) fn identity(&self) -> String {
        match self {
            Self::File(path) => fs::canonicalize(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned(),
            Self::Shipped(shipped) => format!("shipped:{}", shipped.name),
            Self::Text { name, .. } => format!("text:{name}"),
        }
    }

    /// Reads its text.
    ///
    /// # Errors
    /// As [`read_file`].
    pub(super) fn read(&self) -> Result<Source, Problem> {
        match self {
            Self::Shipped(shipped) => Ok(Source::of_text(format!("scenarios/{}.toml", shipped.name), shipped.text)),
            Self::Text { name, text } => Ok(Source::of_text(name.as_str(), text.as_str())),
            Self::File(path) => read_file(path, || shipped_names(path)),
        }
    }
}

/// Reads a text file that belongs to a scenario. `if_missing` is the help if it cannot be opened.
///
/// # Errors
/// Returns an error if it is missing, not a plain file, too long, or not UTF-8.
pub(super) fn read_file(path: &Path, if_missing: impl FnOnce() -> String) -> Result<Source, Problem> {
    check_file(path, if_missing)?;
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|e| refuse(format!("cannot read {shown}: {e}"), String::new()))?;
    let text = decode(bytes).map_err(|(what, from)| {
        let help = format!(
            "save the file as UTF-8 (in Excel: \"CSV UTF-8\"), or convert it: iconv -f {from} -t UTF-8 FILE > NEW_FILE"
        );
        refuse(format!("{shown}{what}"), help)
    })?;
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
    Ok(Source { directory: Some(path.parent().unwrap_or(Path::new("")).to_owned()), ..Source::of_text(shown, text) })
}

/// A file that cannot be read.
pub(super) fn refuse(message: String, help: String) -> Problem {
    Problem { kind: ProblemKind::Unreadable, place: None, message, help }
}

/// Checks a file that belongs to a scenario before it is read. `if_missing` is the help if it does not exist.
///
/// # Errors
/// Returns an error if it is missing, not a plain file, or too long.
pub(super) fn check_file(path: &Path, if_missing: impl FnOnce() -> String) -> Result<(), Problem> {
    let shown = path.display();
    if path.as_os_str().is_empty() {
        return Err(refuse("the path is empty".into(), "give the path of a file".into()));
    }
    let about = fs::metadata(path).map_err(|e| refuse(format!("cannot read {shown}: {e}"), if_missing()))?;
    if path.join("manifest.toml").is_file() {
        let help = format!(
            "that is a directory of results; its scenario is {}; takvin plot DIR --against OTHER compares two runs",
            path.join("scenario.toml").display()
        );
        return Err(refuse(format!("{shown} is not a scenario"), help));
    }
    if !about.is_file() {
        return Err(refuse(format!("{shown} is not a plain file"), "give the path of a scenario file".into()));
    }
    if about.len() > LONGEST_FILE {
        return Err(refuse(format!("{shown} is longer than {LONGEST_FILE} bytes"), String::new()));
    }
    Ok(())
}

/// Help for a scenario file that does not exist.
fn shipped_names(path: &Path) -> String {
    let with_ending = path.with_extension("toml");
    if path.extension().is_none() && with_ending.is_file() {
        return format!("did you mean {}?", with_ending.display());
    }
    let names: Vec<&str> = shipped::shipped().iter().map(|s| s.name).collect();
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
    let hint = nearest(stem, names.iter().copied()).map_or(String::new(), |n| format!("did you mean `{n}`? "));
    format!("{hint}shipped scenarios are {}", names.join(", "))
}

/// The text of a file, or its encoding in words and as `iconv` names it.
fn decode(bytes: Vec<u8>) -> Result<String, (String, &'static str)> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err((": not UTF-8 text but UTF-16".into(), "UTF-16"));
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..at].split(|b| *b == b'\n').count();
        let byte = e.as_bytes()[at];
        let what = format!(
            ":{line}: not UTF-8 text: byte 0x{byte:02X}; a text with letters such as é is then most often in Latin-1 or \
             Windows-1252"
        );
        (what, "WINDOWS-1252")
    })
}
