//! Characters that are not safe to print or to use in a name, and functions that replace them.

use std::borrow::Cow;

/// Returns true for control characters, separators of lines and paragraphs, and characters that change the direction of
/// the text after them. A terminal or a reader may interpret them as commands.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Replaces every unsafe character of a text. Line breaks and tabs are kept.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    replace(text, |c| is_unsafe(c) && c != '\n' && c != '\t')
}

/// Replaces every unsafe character, so that the text is one line.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    replace(text, is_unsafe)
}

fn replace(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.contains(&is_bad) {
        Cow::Owned(text.chars().map(|c| if is_bad(c) { char::REPLACEMENT_CHARACTER } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Replaces every unsafe character of a source by others of the same length, so that places in it stay valid.
pub(crate) fn source(text: &str) -> Cow<'_, str> {
    let is_bad = |c: char| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t');
    if !text.contains(is_bad) {
        return Cow::Borrowed(text);
    }
    let other = |c: char| match c.len_utf8() {
        1 => '?',
        2 => '¿',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(|c| if is_bad(c) { other(c) } else { c }).collect())
}

/// Escapes every unsafe character of a JSON text, which has them within strings only.
pub(crate) fn json(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) && c != '\n' {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_replaced_and_letters_are_kept() {
        let bad = "a\u{1b}[31m\u{9b}2J\u{202e}b\tc\nÉ";
        assert_eq!(text(bad), "a\u{fffd}[31m\u{fffd}2J\u{fffd}b\tc\nÉ");
        assert_eq!(line(bad), "a\u{fffd}[31m\u{fffd}2J\u{fffd}b\u{fffd}c\u{fffd}É");
        assert_eq!(source(bad), "a?[31m¿2J\u{fffd}b\tc\nÉ");
        assert_eq!(source(bad).len(), bad.len());
        assert_eq!(json("\"\u{9b}\u{202e}\"\n"), "\"\\u009b\\u202e\"\n");
        assert_eq!(text("تکوین"), "تکوین");
    }
}
