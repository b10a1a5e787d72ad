//! Progress on long work: drawn on standard error, on a terminal only.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{FormattedDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

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

/// Long work of many things that may weigh more or less: how many are done, how many a second, and the time left.
///
/// ```text
/// time left = time so far · (1 − share) / share        share = weight done / weight of all
/// ```
///
/// Things that were done before count neither as work nor as time.
pub struct Work {
    bar: ProgressBar,
    count: Arc<Count>,
}

/// What is done of it.
struct Count {
    begun: Instant,
    /// Done before the work began.
    first: AtomicU64,
    done: AtomicU64,
    all: AtomicU64,
}

impl Work {
    /// So many things of a kind are to be done, of so much weight together.
    pub fn new(all: u64, weight: u64, of: &str, quiet: bool) -> Self {
        let [first, done] = [0, 0].map(AtomicU64::new);
        let count = Arc::new(Count { begun: Instant::now(), first, done, all: AtomicU64::new(all) });
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(weight), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {percent:>3} %  {things}  {rate}{left}") {
            let of = of.to_owned();
            let of_things = of.clone();
            let (things, rate, left) = (Arc::clone(&count), Arc::clone(&count), Arc::clone(&count));
            // What cannot be drawn is not drawn.
            let style = style
                .with_key("things", move |_: &ProgressState, out: &mut dyn Write| {
                    let (first, done) = (things.first.load(Ordering::Relaxed), things.done.load(Ordering::Relaxed));
                    let _ = write!(out, "{}/{} {of_things}", first + done, things.all.load(Ordering::Relaxed));
                })
                .with_key("rate", move |_: &ProgressState, out: &mut dyn Write| {
                    let (done, seconds) = (rate.done.load(Ordering::Relaxed), rate.begun.elapsed().as_secs_f64());
                    let _ = write!(out, "{} {of}/s", three_digits(done as f64 / seconds));
                })
                .with_key("left", move |state: &ProgressState, out: &mut dyn Write| {
                    let share = state.pos() as f64 / state.len().unwrap_or(0) as f64;
                    if let Some(time) = time_left(left.begun.elapsed(), share) {
                        let _ = write!(out, "  {} left", FormattedDuration(time));
                    }
                });
            bar.set_style(style);
        }
        Self { bar, count }
    }

    /// So many things were done before.
    pub fn begin_at(&self, done: u64) {
        self.count.first.store(done, Ordering::Relaxed);
    }

    /// Work of so much weight is done; from any thread.
    pub fn add(&self, weight: u64) {
        self.bar.inc(weight);
    }

    /// So many more things are done; their weight is told by [`Work::add`].
    pub fn done(&self, things: u64) {
        self.count.done.fetch_add(things, Ordering::Relaxed);
    }

    /// So many things, of so much weight together, need not be done after all.
    pub fn leave_out(&self, things: u64, weight: u64) {
        self.count.all.fetch_sub(things, Ordering::Relaxed);
        let all = self.bar.length().unwrap_or(0);
        self.bar.set_length(all.saturating_sub(weight).max(self.bar.position()));
    }

    /// The end: the bar goes.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Time left by the share of the work that is done; none where nothing is done yet, at the end, and beyond a century.
fn time_left(so_far: Duration, share: f64) -> Option<Duration> {
    const CENTURY: f64 = 100.0 * 365.25 * 86_400.0;
    let seconds = so_far.as_secs_f64() * (1.0 - share) / share;
    (share > 0.0 && (0.5..=CENTURY).contains(&seconds)).then(|| Duration::from_secs_f64(seconds))
}

/// A rate in about three digits.
fn three_digits(rate: f64) -> String {
    let places = if rate >= 99.95 {
        0
    } else if rate >= 9.995 {
        1
    } else {
        2
    };
    format!("{rate:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_goes_by_the_share_of_the_work() {
        let minute = Duration::from_mins(1);
        assert_eq!(time_left(minute, 0.25), Some(Duration::from_mins(3)));
        for unknown in [0.0, f64::NAN, 1e-12, 1.0] {
            assert_eq!(time_left(minute, unknown), None);
        }
    }

    #[test]
    fn rates_have_about_three_digits() {
        assert_eq!([0.0, 0.256, 9.999, 12.34, 1234.5].map(three_digits), ["0.00", "0.26", "10.0", "12.3", "1234"]);
    }

    #[test]
    fn large_and_small_things_count_by_their_weight() {
        let work = Work::new(3, 110, "runs", true);
        work.add(10);
        work.done(1);
        assert_eq!((work.bar.position(), work.bar.length()), (10, Some(110)));
        work.leave_out(1, 60);
        assert_eq!((work.bar.length(), work.count.all.load(Ordering::Relaxed)), (Some(50), 2));
        work.leave_out(1, 60);
        assert_eq!(work.bar.length(), Some(10));
    }
}
