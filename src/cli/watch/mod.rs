//! `takvin watch`: a run on the terminal, round by round, with keys to pause, step and change its parameters.
//!
//! | file | holds |
//! |---|---|
//! | [`course`] | the run: world, history, changes |
//! | [`app`], `keys` | what the screen shows, and what the keys do to it |
//! | [`screen`] | the drawing |
//! | [`mod@farewell`] | the closing text |

pub mod app;
pub mod course;
pub mod farewell;
pub(crate) mod history;
pub(crate) mod keys;
pub(crate) mod knobs;
pub(crate) mod overview;
pub mod screen;
pub(crate) mod words;

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;
use ratatui::crossterm::event::{self, Event};

use super::explain::find;
use super::failure::user_error;
use super::names::named;
use super::overrides::{OfScenario, OnOff};
use super::print;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::output::quoted::quoted;
use app::{App, SPEEDS};
use course::Course;
use farewell::{Given, farewell};

/// The time for rounds between two drawings.
const FRAME: Duration = Duration::from_millis(30);

/// The longest wait for a key.
const IDLE: Duration = Duration::from_millis(250);

/// Watch a run round by round, and change its parameters while it runs.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin watch cold-war\n  takvin watch cold-war --states USA,USSR --speed 2\n  \
    takvin watch mine.toml --run 3 --set parameters.feedback.threat=0\n\n\
    The run is the same as in `takvin run`, except for the changes that you make by key. At the \
    end it prints the commands that repeat the run as tables. ? shows the keys.")]
pub struct Watch {
    /// Scenario file, or name of a shipped scenario (see `takvin list`).
    scenario: PathBuf,
    /// Number of the run, from 0.
    #[arg(long, value_name = "K", allow_negative_numbers = true, default_value_t = 0, value_parser = whole::<u32>(0, 999_999))]
    run: u32,
    #[command(flatten)]
    given: OfScenario,
    /// States to show on top, in this order, separated by commas; may be repeated.
    #[arg(long, value_name = "NAMES")]
    states: Vec<String>,
    /// Speed in rounds a second, from 0.25 to 1024.
    #[arg(long, value_name = "ROUNDS", allow_negative_numbers = true, default_value_t = 4.0, value_parser = speed)]
    speed: f64,
}

impl Watch {
    /// Shows the run until the user leaves, then prints how to repeat it.
    ///
    /// # Errors
    /// Returns an error for wrong input, or if standard output is not a terminal.
    pub fn carry_out(self) -> Result<()> {
        let mut app = self.app()?;
        if !std::io::stdout().is_terminal() {
            return Err(user_error(format!(
                "watch draws on a terminal, but standard output is not one; takvin run {} writes the run as tables",
                quoted(&self.scenario.display().to_string())
            )));
        }
        signals::stop_in_order()?;
        let mut terminal = ratatui::try_init().context("could not draw on the terminal")?;
        let shown = show(&mut app, &mut terminal);
        ratatui::restore();
        shown.context("the terminal failed")?;
        print::text(&farewell(&app.course, &self.given(), &free_directory(&app.course.scenario.name)))
    }

    fn app(&self) -> Result<App> {
        let course = Course::new(super::loading::load(&self.scenario, &self.given.overrides()?)?, self.run)?;
        let states = named(&self.states, |name| course.names().iter().any(|there| there == name));
        let first = states.iter().map(|name| Ok(find(course.names(), name)?.index()));
        let first = first.collect::<Result<Vec<_>>>()?;
        Ok(App::new(course, &first, self.speed))
    }

    /// The options that `takvin run` must be given too.
    fn given(&self) -> Given {
        let mut options: Vec<String> = self.given.set.iter().map(|set| format!("--set {}", quoted(set))).collect();
        options.extend(self.given.rounds.map(|rounds| format!("--rounds {rounds}")));
        options.extend(self.given.seed.map(|seed| format!("--seed {seed}")));
        options.extend(
            self.given.noise.map(|noise| format!("--noise {}", if matches!(noise, OnOff::On) { "on" } else { "off" })),
        );
        Given { scenario: self.scenario.display().to_string(), options }
    }
}

/// Draws, waits for a key or for the next round, and repeats.
fn show(app: &mut App, terminal: &mut ratatui::DefaultTerminal) -> std::io::Result<()> {
    let mut clock = Instant::now();
    while !CANCEL.load(Ordering::Relaxed) {
        terminal.draw(|frame| screen::draw(app, frame))?;
        let wait = app.seconds_to_go().map_or(IDLE, |seconds| Duration::from_secs_f64(seconds).min(IDLE));
        let mut heard = event::poll(wait)?;
        while heard {
            if let Event::Key(key) = event::read()?
                && app.press(key) == ControlFlow::Break(())
            {
                return Ok(());
            }
            heard = event::poll(Duration::ZERO)?;
        }
        app.pass(clock.elapsed().as_secs_f64());
        clock = Instant::now();
        // At any speed keys are read and the screen is drawn.
        while clock.elapsed() < FRAME && app.step_if_due() {}
    }
    Ok(())
}

/// A directory that does not exist yet, for the tables of the printed commands.
fn free_directory(name: &str) -> String {
    let first = format!("output/{name}-watched");
    let more = (2u32..).map(|number| format!("{first}-{number}"));
    std::iter::once(first.clone()).chain(more).find(|path| !Path::new(path).exists()).unwrap_or(first)
}

/// Parses a speed.
fn speed(text: &str) -> Result<f64, String> {
    let (low, high) = SPEEDS;
    let speed = text.parse().ok().filter(|speed| (low..=high).contains(speed));
    speed.ok_or_else(|| format!("must be a number of rounds a second from {low} to {high}"))
}
