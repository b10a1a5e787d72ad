//! Numbers as text: the fewest digits that read back to the same number, without an exponent, as `{}` writes them.

use std::io::Write as _;

/// Appends a number. Negative zero is written as zero.
#[inline]
pub(super) fn push_number(text: &mut Vec<u8>, value: f64) {
    // Adding 0 turns negative zero into zero.
    let value = value + 0.0;
    // Most cells that are not fractions are 0, 1 or another digit.
    if value == f64::from(value as u8) && value < 10.0 {
        text.push(b'0' + value as u8);
    } else if (1e-4..1e11).contains(&value.abs()) && !is_coarse(value) {
        text.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    } else {
        push_unusual(text, value);
    }
}

/// Returns true if a number below 1e11 is a multiple of 2⁻²⁵.
///
/// Only such a number may lie halfway between two candidates for its fewest digits. The standard library rounds up
/// then, zmij to even.
fn is_coarse(value: f64) -> bool {
    let scaled = value * f64::from(1 << 25);
    (scaled as i64) as f64 == scaled
}

/// A number that may have an exponent, end with `.0`, or lie halfway between two candidates.
#[inline(never)]
fn push_unusual(text: &mut Vec<u8>, value: f64) {
    let mut buffer = zmij::Buffer::new();
    let digits = buffer.format(value);
    let may_be_halfway = digits.len() > 16 && (value.abs() >= 1e11 || is_coarse(value));
    match digits.split_once('e') {
        Some((digits, exponent)) if !may_be_halfway && exponent.starts_with('-') => {
            let zeros = exponent[1..].parse::<usize>().unwrap_or(1) - 1;
            let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
            text.extend_from_slice(sign.as_bytes());
            text.extend_from_slice(b"0.");
            text.resize(text.len() + zeros, b'0');
            let (first, rest) = digits.split_once('.').unwrap_or((digits, "0"));
            text.extend_from_slice(first.as_bytes());
            text.extend_from_slice(if rest == "0" { "" } else { rest }.as_bytes());
        }
        None if !may_be_halfway => {
            text.extend_from_slice(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
        }
        _ => {
            let written = write!(text, "{value}");
            debug_assert!(written.is_ok(), "writing to memory cannot fail");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_as_the_standard_library_does() {
        let same = |value: f64| {
            let mut text = Vec::new();
            push_number(&mut text, value);
            assert_eq!(String::from_utf8(text).unwrap(), format!("{}", value + 0.0));
        };
        let mut bits = 1u64;
        let mut next = || {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            bits
        };
        for value in [0.0, 1.0, 9.0, 9.5, 10.0, 255.0, 256.0, 1e-5, 1e11, 1e16, 1e22, 0.1 + 0.2, f64::MAX, 5e-324] {
            same(value);
            same(-value);
        }
        same(f64::INFINITY);
        for _ in 0..100_000 {
            let any = f64::from_bits(next());
            if !any.is_nan() {
                same(any);
            }
            let share = (next() >> 11) as f64 / (1u64 << 53) as f64;
            same(share);
            same(-share * 1e-6);
            // Few binary places: whole numbers, and numbers halfway between two candidates.
            let (places, length) = (next() % 60, next() % 53);
            same((next() >> 11 >> length) as f64 / (1u64 << places) as f64);
            same((next() % 100_000) as f64 / 1000.0);
            same(2f64.powi((next() % 2000) as i32 - 1000));
        }
        // 2⁻²⁵, where rounding to even would give a last digit of 2.
        let mut text = Vec::new();
        push_number(&mut text, 2f64.powi(-25));
        assert_eq!(text, b"0.000000029802322387695313");
    }
}
