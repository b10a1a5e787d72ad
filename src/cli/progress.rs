//! Progress on long work: drawn on standard error, on a terminal only.

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

/// Long work with its rate and the time left.
pub struct Work {
    bar: ProgressBar,
    begun: std::time::Instant,
    first: u64,
}

impl Work {
    /// So many things of a kind.
    pub fn new(all: u64, of: &str, quiet: bool) -> Self {
        Self { bar: bar(all, of, quiet), begun: std::time::Instant::now(), first: 0 }
    }
    /// So many were done before.
    pub fn begin_at(&mut self, done: u64) {
        self.first = done;
        self.bar.set_position(done);
    }
    /// So many more are done.
    pub fn done(&mut self, more: u64) {
        self.bar.inc(more);
    }
    /// The end.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
