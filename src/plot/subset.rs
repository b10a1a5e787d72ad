//! The part of a font that a text needs, as a font of its own for an SVG or a page.
//!
//! `subsetter` keeps the outlines. It writes for PDF, where a font needs no table of characters, so that table and the
//! one of line heights are added here ("The OpenType font file": <https://learn.microsoft.com/typography/opentype/spec/otff>).

use std::collections::BTreeSet;

use ab_glyph::{Font as _, FontRef};
use subsetter::GlyphRemapper;

/// The font with the letters alone. `None` if the font cannot be read.
pub(super) fn subset(font: &[u8], letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let face = FontRef::try_from_slice(font).ok()?;
    let mut glyphs = GlyphRemapper::new();
    let characters: Vec<(char, u16)> = letters
        .iter()
        .map(|&letter| (letter, face.glyph_id(letter).0))
        .filter(|&(_, glyph)| glyph != 0)
        .map(|(letter, glyph)| (letter, glyphs.remap(glyph)))
        .collect();
    let outlines = subsetter::subset(font, 0, &glyphs).ok()?;
    let characters = character_map(&characters);
    let mut tables: Vec<([u8; 4], &[u8])> = tables(&outlines).filter(|(tag, _)| tag != b"cmap").collect();
    tables.push((*b"cmap", &characters));
    tables.extend(self::tables(font).filter(|(tag, _)| tag == b"OS/2"));
    tables.sort_unstable();
    Some(assemble(&tables))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(four.try_into().ok()?) as usize)
}

/// The tables of a font, by the directory at its head: 16 bytes for each after the first 12.
fn tables(font: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let count = font.get(4..6).map_or(0, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
    (0..count).filter_map(move |table| {
        let entry = 12 + 16 * table;
        let tag = font.get(entry..entry + 4)?.try_into().ok()?;
        let (offset, length) = (number(font, entry + 8)?, number(font, entry + 12)?);
        Some((tag, font.get(offset..offset + length)?))
    })
}

/// The table `cmap` in format 12: for each character, in order, its glyph.
fn character_map(characters: &[(char, u16)]) -> Vec<u8> {
    let count = characters.len() as u32;
    // Version 0 and one encoding: platform 3, encoding 10 (all of Unicode), 12 bytes from the head of the table.
    let mut table = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
    for word in [16 + 12 * count, 0, count] {
        table.extend(word.to_be_bytes());
    }
    for &(letter, glyph) in characters {
        for word in [u32::from(letter), u32::from(letter), u32::from(glyph)] {
            table.extend(word.to_be_bytes());
        }
    }
    table
}

/// The sum of the words of four bytes, the last one filled up with zeros.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// A font of tables in the order of their tags.
fn assemble(tables: &[([u8; 4], &[u8])]) -> Vec<u8> {
    /// The sum of a whole font, and where the table `head` holds the number that makes it so.
    const WHOLE: u32 = 0xB1B0_AFBA;
    const ADJUSTMENT: usize = 8;
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let mut font = 0x0001_0000_u32.to_be_bytes().to_vec();
    for half in [count, 16 << power, power, 16 * count - (16 << power)] {
        font.extend(half.to_be_bytes());
    }
    let mut offset = font.len() + 16 * tables.len();
    let mut adjustment = None;
    let mut content = Vec::new();
    for (tag, table) in tables {
        let mut table = table.to_vec();
        if tag == b"head" && table.len() >= ADJUSTMENT + 4 {
            table[ADJUSTMENT..ADJUSTMENT + 4].fill(0);
            adjustment = Some(offset + ADJUSTMENT);
        }
        font.extend(tag);
        for word in [checksum(&table), offset as u32, table.len() as u32] {
            font.extend(word.to_be_bytes());
        }
        table.resize(table.len().next_multiple_of(4), 0);
        offset += table.len();
        content.extend(table);
    }
    font.extend(content);
    if let Some(at) = adjustment {
        let whole = WHOLE.wrapping_sub(checksum(&font));
        font[at..at + 4].copy_from_slice(&whole.to_be_bytes());
    }
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_letters_and_their_widths() {
        let whole = dejavu::sans_condensed::regular();
        let letters: BTreeSet<char> = "Aé−م".chars().collect();
        let part = subset(whole, &letters).unwrap();
        assert!(part.len() < 16_000, "{}", part.len());
        let (whole, part) = (FontRef::try_from_slice(whole).unwrap(), FontRef::try_from_slice(&part).unwrap());
        for letter in letters {
            let (before, after) = (whole.glyph_id(letter), part.glyph_id(letter));
            assert!(after.0 != 0, "{letter}");
            assert_eq!(part.h_advance_unscaled(after), whole.h_advance_unscaled(before), "{letter}");
            assert_eq!(part.outline(after).unwrap().bounds, whole.outline(before).unwrap().bounds, "{letter}");
        }
        assert_eq!(part.glyph_id('B').0, 0);
    }

    #[test]
    fn the_sum_of_a_font_is_what_the_format_wants() {
        let part = subset(dejavu::sans_condensed::bold(), &BTreeSet::from(['x'])).unwrap();
        assert_eq!(checksum(&part), 0xB1B0_AFBA);
        assert!(tables(&part).any(|(tag, _)| &tag == b"OS/2"));
    }
}
