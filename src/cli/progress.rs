//! Progress of long work, on standard error: a bar on a terminal, otherwise a line from time to time.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::print;

/// Long work of many items with weights: the number done, the rate, and the time left.
///
/// ```text
/// time left = time so far · (1 − share) / share        share = weight done / weight of all
/// ```
///
/// Items that were done before do not count as work or time.
pub(crate) struct Work {
    bar: ProgressBar,
    count: Arc<Count>,
    _lines: Option<Lines>,
}

/// The work done.
struct Count {
    of: String,
    begun: Instant,
    /// The work done before.
    first: AtomicU64,
    done: AtomicU64,
    all: AtomicU64,
    message: Mutex<String>,
}

/// The times of lines: the first after a while, each later line after twice the time so far, at the end at even
/// intervals.
#[derive(Clone, Copy)]
struct Schedule {
    first: Duration,
    longest: Duration,
}

/// A night of eight hours gives about fifty lines.
const USUAL: Schedule = Schedule { first: Duration::from_secs(10), longest: Duration::from_mins(10) };

/// Work whose items have equal weights.
pub(crate) fn bar(all: u64, of: &str, quiet: bool) -> Work {
    Work::new(all, all, of, quiet)
}

impl Work {
    /// Work of this number of items of a kind, with this total weight. Quiet work does not show anything.
    pub(crate) fn new(all: u64, weight: u64, of: &str, quiet: bool) -> Self {
        let say = |line: String| print::aside(format_args!("{line}"));
        let lines = (!quiet && !print::aside_is_a_terminal()).then_some(USUAL);
        Self::with(all, weight, of, quiet, lines, say)
    }

    fn with(
        all: u64,
        weight: u64,
        of: &str,
        quiet: bool,
        lines: Option<Schedule>,
        say: impl Fn(String) + Send + 'static,
    ) -> Self {
        let [first, done] = [0, 0].map(AtomicU64::new);
        let (begun, all, message) = (Instant::now(), AtomicU64::new(all), Mutex::default());
        let count = Arc::new(Count { of: of.to_owned(), begun, first, done, all, message });
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(weight), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {percent:>3} %  {things}  {rate}{left}{note}") {
            let [things, rate, left, note] = [(); 4].map(|()| Arc::clone(&count));
            // If the template is not valid, the default bar is used.
            let style = style
                .with_key("things", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let (done, all) = things.things();
                    let _ = write!(out, "{done}/{all} {}", things.of);
                })
                .with_key("rate", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let _ = write!(out, "{} {}/s", rate.rate(), rate.of);
                })
                .with_key("left", move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let share = state.pos() as f64 / state.len().unwrap_or(0) as f64;
                    if let Some(time) = time_left(left.begun.elapsed(), share) {
                        let _ = write!(out, "  {} left", spell(time));
                    }
                })
                .with_key("note", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let message = note.message();
                    let _ = if message.is_empty() { Ok(()) } else { write!(out, "  {message}") };
                });
            bar.set_style(style);
        }
        let lines = lines.map(|schedule| {
            let (bar, count) = (bar.clone(), Arc::clone(&count));
            Lines::begin(schedule, move || {
                if !bar.is_finished() {
                    say(count.line(bar.position() as f64 / bar.length().unwrap_or(0) as f64));
                }
            })
        });
        Self { bar, count, _lines: lines }
    }

    /// This number of items was done before.
    pub(crate) fn begin_at(&self, done: u64) {
        self.count.first.store(done, Ordering::Relaxed);
    }

    /// Adds finished work of this weight; from any thread.
    pub(crate) fn add(&self, weight: u64) {
        self.bar.inc(weight);
    }

    /// Adds this number of finished items. Their weight is added by [`Work::add`].
    pub(crate) fn done(&self, things: u64) {
        self.count.done.fetch_add(things, Ordering::Relaxed);
    }

    /// Adds this number of finished items of weight 1.
    pub(crate) fn inc(&self, things: u64) {
        // The bar is drawn when weight is added, and shows the items done by then.
        self.done(things);
        self.add(things);
    }

    /// A text shown beside the numbers.
    pub(crate) fn set_message(&self, message: impl Into<String>) {
        *self.count.message.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = message.into();
    }

    /// This number of items, with this total weight, will not be done.
    pub(crate) fn leave_out(&self, things: u64, weight: u64) {
        self.count.all.fetch_sub(things, Ordering::Relaxed);
        let all = self.bar.length().unwrap_or(0);
        self.bar.set_length(all.saturating_sub(weight).max(self.bar.position()));
    }

    /// Ends the progress and removes the bar.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Count {
    /// The number done, and the number in all.
    fn things(&self) -> (u64, u64) {
        let (first, done) = (self.first.load(Ordering::Relaxed), self.done.load(Ordering::Relaxed));
        (first + done, self.all.load(Ordering::Relaxed))
    }

    fn rate(&self) -> String {
        three_digits(self.done.load(Ordering::Relaxed) as f64 / self.begun.elapsed().as_secs_f64())
    }

    fn message(&self) -> String {
        self.message.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The progress as one line, as in "120 of 800 runs, 12.0/s, 57 s left".
    fn line(&self, share: f64) -> String {
        let (done, all) = self.things();
        let mut line = format!("{done} of {all} {}", self.of);
        match time_left(self.begun.elapsed(), share) {
            Some(time) => {
                let _ = write!(line, ", {}/s, {} left", self.rate(), spell(time));
            }
            None => {
                let _ = write!(line, " after {}", spell(self.begun.elapsed()));
            }
        }
        let message = self.message();
        if !message.is_empty() {
            let _ = write!(line, ", {message}");
        }
        line
    }
}

impl Schedule {
    /// The time until the next line, by the time since the beginning.
    fn wait(self, so_far: Duration) -> Duration {
        if so_far.is_zero() { self.first } else { so_far.min(self.longest) }
    }
}

/// Prints lines from time to time until it is dropped.
struct Lines {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Lines {
    fn begin(schedule: Schedule, say: impl Fn() + Send + 'static) -> Self {
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || {
            let mut so_far = Duration::ZERO;
            loop {
                let wait = schedule.wait(so_far);
                if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                so_far += wait;
                say();
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A duration for people.
pub(crate) fn spell(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        ..10.0 => format!("{seconds:.1} s"),
        10.0..120.0 => format!("{seconds:.0} s"),
        120.0..7200.0 => format!("{:.0} min", seconds / 60.0),
        7200.0..172_800.0 => format!("{:.1} h", seconds / 3600.0),
        _ => format!("{:.0} days", seconds / 86_400.0),
    }
}

/// The time left, by the share of the work done. Returns `None` at the start, at the end, and above a century.
fn time_left(so_far: Duration, share: f64) -> Option<Duration> {
    const CENTURY: f64 = 100.0 * 365.25 * 86_400.0;
    let seconds = so_far.as_secs_f64() * (1.0 - share) / share;
    (share > 0.0 && (0.5..=CENTURY).contains(&seconds)).then(|| Duration::from_secs_f64(seconds))
}

/// A rate with about three digits.
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
    fn lines_come_soon_at_first_and_then_at_even_intervals() {
        let (mut so_far, mut times) = (Duration::ZERO, Vec::new());
        for _ in 0..10 {
            so_far += USUAL.wait(so_far);
            times.push(so_far.as_secs());
        }
        assert_eq!(times, [10, 20, 40, 80, 160, 320, 640, 1240, 1840, 2440]);
    }

    #[test]
    fn work_tells_how_far_it_is_until_it_ends() {
        let said = Arc::new(Mutex::new(Vec::new()));
        let lines = Arc::clone(&said);
        let soon = Schedule { first: Duration::from_millis(20), longest: Duration::from_millis(20) };
        let work = Work::with(800, 800, "runs", true, Some(soon), move |line| lines.lock().unwrap().push(line));
        let last = || said.lock().unwrap().last().cloned();
        let until = |wanted: &dyn Fn(&str) -> bool| {
            let begun = Instant::now();
            while !last().is_some_and(|line| wanted(&line)) {
                assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", last());
                std::thread::sleep(Duration::from_millis(5));
            }
        };
        until(&|line| line.starts_with("0 of 800 runs after 0."));
        work.inc(1);
        work.set_message("± 0.1");
        until(&|line| line.starts_with("1 of 800 runs, ") && line.ends_with(" left, ± 0.1") && line.contains("/s, "));
        work.end();
        drop(work);
        let count = said.lock().unwrap().len();
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(said.lock().unwrap().len(), count, "nothing may be printed after the end");
    }

    #[test]
    fn durations_are_spelt_in_their_own_unit() {
        let spelt = [0.25, 57.4, 300.0, 9000.0, 1e6].map(|seconds| spell(Duration::from_secs_f64(seconds)));
        assert_eq!(spelt, ["0.2 s", "57 s", "5 min", "2.5 h", "12 days"]);
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
