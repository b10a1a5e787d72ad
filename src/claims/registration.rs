//! What was fixed before the results were seen: the file `registered.toml` holds every contrast, measure, window, direction
//! and smallest effect, the worlds, the seed and the number of replicates. Results carry its checksum.
//!
//! `TAKVIN_BLESS=1 cargo test --test tests claims::` writes the file again. That is a new registration, and the
//! verdicts made before it belong to the old one.

use toml::{Table, Value};

use super::verdict::ALPHA;
use super::{Claim, Direction, Part, Question, Smallest, WORLDS};
use crate::output::manifest::sha256;

/// The seed of the verdicts in docs/claims.md. Entries and model were never run with it before the registration.
pub const SEED: u64 = 20_261_201;
/// Paired replicates in every world.
pub const REPLICATES: u32 = 40;

/// The registered file.
pub const REGISTERED: &str = include_str!("registered.toml");

/// The SHA-256 checksum of the registered file.
pub fn checksum() -> String {
    sha256(REGISTERED.as_bytes())
}

/// Returns true if the entries are those of the registered file.
pub fn is_kept() -> bool {
    text() == REGISTERED
}

/// The file that the entries of this program make.
pub fn text() -> String {
    let mut whole = Table::new();
    whole.insert("seed".to_owned(), Value::Integer(SEED.cast_signed()));
    whole.insert("replicates".to_owned(), i64::from(REPLICATES).into());
    whole.insert("highest_p_adjusted".to_owned(), ALPHA.into());
    let world = |world: &super::worlds::World| {
        let mut entry = Table::new();
        entry.insert("name".to_owned(), world.name.into());
        entry.insert("sha256".to_owned(), sha256(world.text.as_bytes()).into());
        Value::Table(entry)
    };
    whole.insert("worlds".to_owned(), Value::Array(WORLDS.iter().map(world).collect()));
    let of =
        |claim: &'static Claim| claim.parts().map(move |(question, part)| Value::Table(entry(claim, question, part)));
    whole.insert("parts".to_owned(), Value::Array(super::all().into_iter().flat_map(of).collect()));
    format!(
        "# Registered before any of it was run: what is contrasted and measured, when, which way it should go and how far.\n\
         # Written by a test from src/claims/entries; changes made here are lost.\n\n{whole}"
    )
}

fn entry(claim: &Claim, question: Question, part: &Part) -> Table {
    let mut entry = Table::new();
    let mut set = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    set("claim", claim.id.into());
    set("question", question.name().into());
    set("part", part.name.into());
    set("treatment", part.treatment.words().into());
    set("baseline", part.baseline.words().into());
    set("without", part.ablation.words().into());
    if !part.factors.is_empty() {
        set("without_also", Value::Array(part.factors.iter().map(|factor| factor.words().into()).collect()));
    }
    set("outcome", part.outcome.words.into());
    set("rounds", Value::Array(vec![i64::from(part.outcome.from).into(), i64::from(part.outcome.until).into()]));
    set("expected", if part.expected.direction == Direction::More { "more" } else { "less" }.into());
    match part.expected.smallest {
        Smallest::Of(amount) => set("smallest", amount.into()),
        Smallest::Share(share) => set("smallest_share_of_baseline", share.into()),
    };
    entry
}
