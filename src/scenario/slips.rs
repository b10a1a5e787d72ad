//! Mistakes in TOML: the likely cause of a syntax error, and the remedy.

/// The remedy at a place that is not TOML. `message` is the message of the TOML parser. Empty if no remedy is known.
pub(super) fn help(message: &str, text: &str, at: usize) -> String {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let (line, before, after) = (text[start..end].trim(), &text[start..at], &text[at..end]);
    let is = |words: &str| message.contains(words);
    if is("duplicate key") {
        return of_duplicate(line);
    }
    if line.contains(['“', '”', '„', '‘', '’']) && !is("unclosed table") {
        return "write straight quotes: \" or '".to_owned();
    }
    if is("unexpected key or value") {
        return match decimal_comma(before, after) {
            Some(number) => format!("write {number}: use a decimal point, and no comma in numbers"),
            None => "write one key and one value on a line; text is in quotes".to_owned(),
        };
    }
    let names_a_state = line.starts_with('[') && line.contains(']');
    if is("unclosed table") && !names_a_state {
        return "close the header with ]".to_owned();
    }
    if is("key with no value") || is("invalid unquoted key") || is("unclosed table") {
        return of_key(line, after);
    }
    if is("must be quoted") {
        return "write text in quotes, as in title = \"My world\"".to_owned();
    }
    if is("invalid basic string") || is("invalid literal string") {
        return "close the quotes on the line on which they are opened; text of several lines is within \"\"\""
            .to_owned();
    }
    if is("unicode") || is("escape") {
        return "write \\\\ for a backslash, or the text in single quotes: 'C:\\data'".to_owned();
    }
    if is("invalid boolean") {
        return "write true or false, in lower case".to_owned();
    }
    if is("mantissa") || is("fraction") {
        return "write a digit on both sides of the point, as in 0.5".to_owned();
    }
    if is("unclosed array") {
        return "close the list with ]".to_owned();
    }
    String::new()
}

fn of_duplicate(line: &str) -> String {
    let header = line.trim_start_matches('[').trim_end_matches(']').trim();
    if header == "pairs" {
        return "write [[pairs]], with two brackets, over every entry".to_owned();
    }
    "the name of a state, an event or a key may occur only once; choose another name or combine the values".to_owned()
}

/// A key that needs quotes, or that is followed by something other than `=`.
fn of_key(line: &str, after: &str) -> String {
    if let Some(header) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
        let quoted = match header.split_once('.') {
            Some((table, name)) => format!("[{table}.{}]", in_quotes(name)),
            None => format!("[{}]", in_quotes(header)),
        };
        return format!("a name with spaces or letters beyond a to z is in quotes: {quoted}");
    }
    if after.trim_start().starts_with(':') || !line.contains('=') {
        return "write a key, = and a value, as in meaning = 0.5".to_owned();
    }
    let key = line.split('=').next().unwrap_or_default();
    format!("a name with spaces or letters beyond a to z is in quotes: {} = …", in_quotes(key))
}

fn in_quotes(name: &str) -> String {
    format!("\"{}\"", name.trim().trim_matches('"').replace('\\', "\\\\").replace('"', "\\\""))
}

/// The number that is written with a decimal comma at the end of `before` and the start of `after`.
fn decimal_comma(before: &str, after: &str) -> Option<String> {
    let whole: String = {
        let digits: Vec<char> = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        digits.into_iter().rev().collect()
    };
    let rest = after.strip_prefix(',')?;
    let part: String = rest.chars().take_while(char::is_ascii_digit).collect();
    match (whole.is_empty(), part.len()) {
        (true, _) | (_, 0) => None,
        // Three digits may also follow a thousands separator.
        (false, 3) => Some(format!("{whole}{part} or {whole}.{part}")),
        (false, _) => Some(format!("{whole}.{part}")),
    }
}
