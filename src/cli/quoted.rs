//! Words of a command line as a shell takes them.

use crate::scenario::printable::is_unsafe;

/// A word as a shell takes it whole.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains(is_unsafe) {
        // So that it stays on its line, and nothing in it is obeyed where it is shown.
        format!("$'{}'", word.replace('\\', "\\\\").replace('\'', "\\'").chars().map(shown).collect::<String>())
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A character as it is written between `$'` and `'`.
fn shown(c: char) -> String {
    match c {
        '\n' => "\\n".to_owned(),
        c if is_unsafe(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word_on_one_line() {
        let words =
            [("a/b.toml", "a/b.toml"), ("", "''"), ("it's", "'it'\\''s'"), ("a\n|\u{1b}'b", "$'a\\n|\\u001b\\'b'")];
        for (word, wanted) in words {
            assert_eq!(quoted(word), wanted);
        }
    }
}
