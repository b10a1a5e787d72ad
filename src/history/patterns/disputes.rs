//! Patterns of militarised disputes: how often, between whom, how far, and what goes with them.

use super::measure::{Measure, Of, Pick, flag, mean, per_thousand, trend};
use super::pattern::{Pattern, Scale};
use crate::analysis::moments::Moments;
use crate::history::panel::Panel;

/// The hostility from which on force is used.
const FORCE: f64 = 4.0;

/// Rows of pairs to which a condition applies, with an outcome: the condition reads the row's variables by name.
macro_rules! pairs {
    ($statistic:expr, [$($name:ident),+], $row:expr) => {
        Measure::Sums { of: Of::Pairs, statistic: $statistic, pick: |panel| {
            $( let $name = panel.pairs.column(stringify!($name))?; )+
            let row: fn($( pairs!(@number $name) ),+) -> Option<(f64, f64)> = $row;
            Some(Box::new(move |at| row($( $name[at] ),+)))
        } }
    };
    (@number $name:ident) => { f64 };
}

/// The outcome of a pair that counts.
fn given(counts: bool, onset: f64) -> Option<(f64, f64)> {
    (counts && !onset.is_nan()).then_some((1.0, onset))
}

/// A group and an outcome, both known.
fn known(x: f64, y: f64) -> Option<(f64, f64)> {
    (!x.is_nan() && !y.is_nan()).then_some((x, y))
}

/// Every pattern of disputes, in the order of the table.
#[rustfmt::skip] // a pattern in as few lines as it takes
pub(super) const PATTERNS: &[Pattern] = &[
    Pattern { key: "mid_onset_per1000_all", words: "disputes begun per 1,000 pair-years, all pairs", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset], |onset| given(true, onset)) },
    Pattern { key: "mid_onset_per1000_relevant", words: "… relevant pairs (contiguous to 400 miles, or a great power)", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, relevant], |onset, relevant| given(relevant == 1.0, onset)) },
    Pattern { key: "mid_onset_per1000_other", words: "… pairs that are not relevant", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, relevant], |onset, relevant| given(relevant == 0.0, onset)) },
    Pattern { key: "mid_onset_per1000_land", words: "… land neighbours", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, contiguity], |onset, contiguity| given(contiguity == 1.0, onset)) },
    Pattern { key: "mid_onset_per1000_rel_AA", words: "… relevant, both authoritarian", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, relevant, democracies], |onset, relevant, d| given(relevant == 1.0 && d == 0.0, onset)) },
    Pattern { key: "mid_onset_per1000_land_AA", words: "… land neighbours, both authoritarian", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, contiguity, democracies], |onset, contiguity, d| given(contiguity == 1.0 && d == 0.0, onset)) },
    Pattern { key: "mid_onset_per1000_rel_AD", words: "… relevant, one democratic", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, relevant, democracies], |onset, relevant, d| given(relevant == 1.0 && d == 1.0, onset)) },
    Pattern { key: "mid_onset_per1000_land_AD", words: "… land neighbours, one democratic", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, contiguity, democracies], |onset, contiguity, d| given(contiguity == 1.0 && d == 1.0, onset)) },
    Pattern { key: "mid_onset_per1000_rel_DD", words: "… relevant, both democratic", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, relevant, democracies], |onset, relevant, d| given(relevant == 1.0 && d == 2.0, onset)) },
    Pattern { key: "mid_onset_per1000_land_DD", words: "… land neighbours, both democratic", scale: Scale::Log,
        measure: pairs!(per_thousand, [onset, contiguity, democracies], |onset, contiguity, d| given(contiguity == 1.0 && d == 2.0, onset)) },
    Pattern { key: "or_joint_dem_raw_rel", words: "odds ratio of onset, both democratic against others, relevant", scale: Scale::Log,
        measure: pairs!(Moments::odds_ratio, [onset, relevant, democracies], |onset, relevant, d|
            if relevant == 1.0 && !d.is_nan() { known(flag(d == 2.0), onset) } else { None }) },
    Pattern { key: "or_land_contig_raw", words: "odds ratio of onset, land neighbours against distant pairs", scale: Scale::Log,
        measure: pairs!(Moments::odds_ratio, [onset, contiguity], |onset, contiguity|
            if contiguity == 0.0 || contiguity == 1.0 { known(contiguity, onset) } else { None }) },
    Pattern { key: "rr_recurrence10_rel", words: "chance of onset after one in ten years over that after none, relevant", scale: Scale::Log,
        measure: pairs!(Moments::ratio, [onset, relevant, past], |onset, relevant, past| if relevant == 1.0 { known(past, onset) } else { None }) },
    Pattern { key: "p_onset_given_past10", words: "yearly chance of onset after one in ten years, relevant", scale: Scale::Log,
        measure: pairs!(mean, [onset, relevant, past], |onset, relevant, past| given(relevant == 1.0 && past == 1.0, onset)) },
    Pattern { key: "rr_rivalry_rel", words: "chance of onset in a rivalry over that in none, relevant", scale: Scale::Log,
        measure: pairs!(Moments::ratio, [onset, relevant, rivalry], |onset, relevant, rivalry| if relevant == 1.0 { known(rivalry, onset) } else { None }) },
    Pattern { key: "share_onsets_force", words: "share of disputes that see force", scale: Scale::Share,
        measure: pairs!(mean, [onset, hostility_a, hostility_b], |onset, a, b| given(onset == 1.0, flag(a.max(b) >= FORCE))) },
    Pattern { key: "share_onsets_fatal", words: "share of disputes with a death", scale: Scale::Share,
        measure: pairs!(mean, [onset, fatality], |onset, fatality| given(onset == 1.0, flag(fatality > 0.0))) },
    Pattern { key: "logit_or_jd", words: "odds ratio of onset by regression: both democratic", scale: Scale::Log, measure: Measure::OddsRatio(0) },
    Pattern { key: "logit_or_cont", words: "… land neighbours", scale: Scale::Log, measure: Measure::OddsRatio(1) },
    Pattern { key: "logit_or_lncap", words: "… log ratio of capabilities", scale: Scale::Log, measure: Measure::OddsRatio(2) },
    Pattern { key: "logit_or_ally", words: "… allied for defence", scale: Scale::Log, measure: Measure::OddsRatio(3) },
    Pattern { key: "logit_or_maj", words: "… a great power", scale: Scale::Log, measure: Measure::OddsRatio(4) },
    Pattern { key: "war_onset_per1000_relevant", words: "wars begun per 1,000 relevant pair-years", scale: Scale::Log,
        measure: pairs!(per_thousand, [war_onset, relevant], |war, relevant| given(relevant == 1.0, war)) },
    Pattern { key: "trend_disputes", words: "disputes begun per pair-year: last third of the years over the middle third", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: Moments::ratio, pick: |panel| trend(panel, "onset") } },
    Pattern { key: "dispute_years", words: "years from the beginning of a dispute to the last year in which one goes on", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |panel| spell(panel, "onset", "ongoing") } },
    Pattern { key: "war_years", words: "years that a war lasts between two states", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |panel| spell(panel, "war_onset", "war_ongoing") } },
];

/// The number of consecutive years, from each beginning on, in which it goes on; those that reach the last year of the
/// pair are left out, because their end is not known.
fn spell<'a>(panel: &'a Panel, begins: &str, goes_on: &str) -> Option<Pick<'a>> {
    let (onset, ongoing) = (panel.pairs.column(begins)?, panel.pairs.column(goes_on)?);
    Some(Box::new(move |row| {
        if onset[row] != 1.0 {
            return None;
        }
        let mut years = 1;
        loop {
            let later = panel.pairs.later(row, years)?;
            if ongoing[later] != 1.0 || onset[later] == 1.0 {
                return Some((1.0, years as f64));
            }
            years += 1;
        }
    }))
}
