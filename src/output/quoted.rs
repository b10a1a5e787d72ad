//! Quotes arguments of a command line for a shell.

use crate::scenario::printable::is_unsafe;

/// An argument that a shell reads as one word.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains(is_unsafe) {
        // Escaped, so that it stays on one line and a terminal does not interpret it.
        format!("$'{}'", word.replace('\\', "\\\\").replace('\'', "\\'").chars().map(shown).collect::<String>())
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A character as written between `$'` and `'`.
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
