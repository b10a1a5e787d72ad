//! Progress on long work: drawn on standard error, on a terminal only.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many things of a kind; hidden where nothing but errors is to be printed.
pub fn bar(all: u64, of: &str, quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(all), target);
    let template = format!("{{bar:40}} {{percent:>3}} %  {{pos}}/{{len}} {of}  {{msg}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// Long work of many runs, with its rate and the time left.
///
/// The time left is worked out from the whole of the work so far, not from the last moments: runs may cost differently, and
/// each counts by its cost.
pub struct Work {
    bar: ProgressBar,
    of: &'static str,
    begun: Instant,
    /// Runs done now.
    runs: u64,
    /// Cost of each run; the same for all where there are none.
    costs: Option<Vec<u64>>,
    /// Runs of each entry of `costs`.
    each: u64,
    /// Cost of the runs that were done before, of those that are done now, and of all.
    before: u64,
    now: u64,
    all: u64,
}

impl Work {
    /// So many runs, or other pieces of work; `of` is what they are called.
    pub fn new(runs: u64, of: &'static str, quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(runs), target);
        let template = format!("{{bar:40}} {{percent:>3}} %  {{pos}}/{{len}} {of}  {{msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self { bar, of, begun: Instant::now(), runs: 0, costs: None, each: 1, before: 0, now: 0, all: runs }
    }

    /// Says what runs cost next to one another: `costs` of groups of so many runs each, in order.
    #[must_use]
    pub fn weighed(mut self, costs: Option<Vec<u64>>, each: u64) -> Self {
        if let Some(costs) = costs {
            self.all = costs.iter().sum::<u64>() * each;
            (self.costs, self.each) = (Some(costs), each.max(1));
        }
        self
    }

    /// So many runs were done before.
    #[must_use]
    pub fn after(mut self, runs: u64) -> Self {
        self.before = (0..runs).map(|run| self.cost(run)).sum();
        self.bar.set_position(runs);
        self
    }

    fn cost(&self, run: u64) -> u64 {
        let of = |costs: &Vec<u64>| costs.get((run / self.each) as usize).copied().unwrap_or(1);
        self.costs.as_ref().map_or(1, of)
    }

    /// The next run is done.
    pub fn done(&mut self) {
        self.now += self.cost(self.bar.position());
        self.bar.inc(1);
        self.runs += 1;
        if self.bar.is_hidden() {
            return;
        }
        let gone = self.begun.elapsed().as_secs_f64();
        let left = gone * (self.all.saturating_sub(self.before + self.now)) as f64 / self.now.max(1) as f64;
        let rate = self.runs as f64 / gone.max(1e-3);
        let left = humantime::format_duration(Duration::from_secs(left.round() as u64));
        self.bar.set_message(format!("{rate:.0} {}/s  {left} left", self.of));
    }

    /// The end, or a stop.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_count_by_what_they_cost() {
        let mut work = Work::new(6, "runs", true).weighed(Some(vec![1, 10, 100]), 2).after(1);
        assert_eq!((work.before, work.all), (1, 222));
        (0..2).for_each(|_| work.done());
        assert_eq!(work.now, 11);
        let plain = Work::new(6, "runs", true).after(4);
        assert_eq!((plain.before, plain.all), (4, 6));
    }
}
