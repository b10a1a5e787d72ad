//! Pieces of an expression's text: names, paths, and the arguments of a call.

use std::ops::Range;

/// The name that a text begins with: letters, digits and underscores.
pub(super) fn name(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

/// The length of the path that a text begins with: names with dots between them, some in quotes.
pub(super) fn path_length(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let length = match quoted(rest) {
            Some(length) => length,
            None => name(rest).len(),
        };
        if length == 0 {
            return end.saturating_sub(usize::from(end > 0)); // without the dot before it
        }
        end += length;
        if !text[end..].starts_with('.') {
            return end;
        }
        end += 1;
    }
}

/// The parts of a path, without quotes, each with its place in the text.
pub(super) fn parts(path: &str) -> Vec<(String, Range<usize>)> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while at < path.len() {
        let rest = &path[at..];
        let length = quoted(rest).unwrap_or_else(|| name(rest).len().max(1)).min(rest.len());
        parts.push((unquoted(&rest[..length]).to_owned(), at..at + length));
        at += length + 1;
    }
    parts
}

/// The length of a text in quotes that a text begins with; `None` if it does not begin with one that ends.
pub(super) fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].find(quote).map(|end| end + 2)
}

/// A name without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    if quoted(text) == Some(text.len()) { &text[1..text.len() - 1] } else { text }
}

/// The arguments of a call whose parenthesis opens at this byte, each with its place, and the byte after the
/// parenthesis that closes it. Returns `None` if it does not close.
pub(super) fn arguments(text: &str, open: usize) -> Option<(Vec<Range<usize>>, usize)> {
    let (mut depth, mut quote) = (0usize, None);
    let (mut arguments, mut start) = (Vec::new(), open + 1);
    for (at, c) in text[open..].char_indices().map(|(at, c)| (open + at, c)) {
        match (quote, c) {
            (Some(opened), _) => quote = quote.filter(|_| c != opened),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    arguments.push(trimmed(text, start..at));
                    return Some((arguments, at + 1));
                }
            }
            (None, ',') if depth == 1 => {
                arguments.push(trimmed(text, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    None
}

/// A place without the spaces at its ends.
pub(super) fn trimmed(text: &str, at: Range<usize>) -> Range<usize> {
    let piece = &text[at.clone()];
    let start = at.start + piece.len() - piece.trim_start().len();
    start..start + piece.trim().len()
}
