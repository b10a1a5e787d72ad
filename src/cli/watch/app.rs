//! The state of the screen and the effects of keys, without a terminal or a clock.

use super::course::Course;
use super::knobs::Knob;

/// A panel of the screen that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The states.
    States,
    /// The parameters.
    Parameters,
    /// The disputes.
    Disputes,
    /// The events.
    Events,
}

/// All panels, in the order of the tab key.
pub const PANELS: [Panel; 4] = [Panel::States, Panel::Parameters, Panel::Disputes, Panel::Events];

/// The mode of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Watching and control.
    Look,
    /// The help on keys.
    Help,
    /// Typing a filter of parameters.
    Filter,
    /// Typing a value of the chosen parameter.
    Type(String),
}

/// The slowest and the fastest speed, in rounds a second.
pub const SPEEDS: (f64, f64) = (0.25, 1024.0);

/// The longest delay that is made up for. If a round takes longer than its turn, the rest is dropped.
const PATIENCE_SECONDS: f64 = 0.25;

/// The content of the screen.
pub struct App {
    /// The run.
    pub course: Course,
    /// Whether the run is paused.
    pub paused: bool,
    /// The speed in rounds a second.
    pub speed: f64,
    /// Whether sparklines show the whole run rather than its last rounds.
    pub whole: bool,
    /// The panel with the focus.
    pub panel: Panel,
    /// The mode of the keys.
    pub mode: Mode,
    /// The words that a parameter must contain.
    pub filter: String,
    /// The message about the last key.
    pub message: Option<String>,
    /// The numbers of the states in the order shown.
    pub order: Vec<usize>,
    found: Vec<Knob>,
    chosen: [usize; PANELS.len()],
    due: f64,
}

impl App {
    /// A run at this speed in rounds a second. `first` are the states to show on top.
    pub fn new(course: Course, first: &[usize], speed: f64) -> Self {
        let mut order: Vec<usize> = Vec::with_capacity(course.names().len());
        for state in first.iter().copied().chain(0..course.names().len()) {
            // Searched only in `first`, because there may be thousands of states.
            if !order[..order.len().min(first.len())].contains(&state) {
                order.push(state);
            }
        }
        Self {
            course,
            paused: false,
            speed: speed.clamp(SPEEDS.0, SPEEDS.1),
            whole: false,
            panel: Panel::States,
            mode: Mode::Look,
            filter: String::new(),
            message: None,
            order,
            found: Knob::all().collect(),
            chosen: [0; PANELS.len()],
            due: 0.0,
        }
    }

    /// Returns true if the run advances by itself.
    pub fn goes(&self) -> bool {
        !self.paused && !self.course.is_over()
    }

    /// Advances the clock by this number of seconds.
    pub fn pass(&mut self, seconds: f64) {
        let most = (self.speed * PATIENCE_SECONDS).max(1.0);
        self.due = if self.goes() { (self.due + self.speed * seconds).min(most) } else { 0.0 };
    }

    /// Carries out the next round if its time has come.
    pub fn step_if_due(&mut self) -> bool {
        let due = self.goes() && self.due >= 1.0;
        if due {
            self.due -= 1.0;
            self.step();
        }
        due
    }

    /// The seconds until the next round is due; `None` if none is.
    pub fn seconds_to_go(&self) -> Option<f64> {
        self.goes().then(|| ((1.0 - self.due) / self.speed).max(0.0))
    }

    /// Carries out one round.
    pub fn step(&mut self) {
        if self.course.is_over() {
            let rounds = self.course.scenario.run.rounds;
            self.message = Some(format!("the run ended at round {rounds}; r begins again"));
            return;
        }
        self.course.step();
        if self.course.is_over() {
            let rounds = self.course.scenario.run.rounds;
            self.message = Some(format!("the last round, {rounds}, has ended; r begins again"));
        }
    }

    /// Returns to the time before the first round.
    pub fn restart(&mut self) {
        self.course.restart();
        self.due = 0.0;
        self.message = Some("from the beginning, with the present parameters".to_owned());
    }

    /// The number of rows of a panel.
    pub fn rows(&self, panel: Panel) -> usize {
        match panel {
            Panel::States => self.order.len(),
            Panel::Parameters => self.found.len(),
            Panel::Disputes => self.course.overview.open.len(),
            Panel::Events => self.course.log.len(),
        }
    }

    /// The chosen row of a panel. The chosen item may have disappeared.
    pub fn chosen(&self, panel: Panel) -> usize {
        self.chosen[panel as usize].min(self.rows(panel).saturating_sub(1))
    }

    /// Moves the choice in the panel with the focus.
    pub fn choose(&mut self, by: isize) {
        let at = self.chosen(self.panel).saturating_add_signed(by);
        self.chosen[self.panel as usize] = at.min(self.rows(self.panel).saturating_sub(1));
    }

    /// Moves the focus by this number of panels.
    pub fn turn(&mut self, by: usize) {
        self.panel = PANELS[(self.panel as usize + by) % PANELS.len()];
    }

    /// The parameters and switches that the filter finds.
    pub fn found(&self) -> &[Knob] {
        &self.found
    }

    /// The chosen parameter.
    pub fn knob(&self) -> Option<Knob> {
        self.found.get(self.chosen(Panel::Parameters)).copied()
    }

    /// Searches the parameters again, and keeps the choice if it is still found.
    pub fn look_for(&mut self, filter: String) {
        let knob = self.knob();
        self.found = Knob::all().filter(|knob| knob.is_like(&filter)).collect();
        self.filter = filter;
        let at = self.found.iter().position(|found| Some(*found) == knob);
        self.chosen[Panel::Parameters as usize] = at.unwrap_or(0);
    }

    /// Sets the chosen parameter, or reports why it cannot.
    pub fn set(&mut self, value: f64) {
        let Some(knob) = self.knob() else { return };
        let before = knob.value(self.course.params());
        let said = match self.course.change(knob, value) {
            Err(refused) => refused,
            Ok(()) if before == value => format!("{} is {}", knob.path(), knob.said(value)),
            Ok(()) => {
                let (path, from) = (knob.path(), self.course.world.round + 1);
                format!("{path} {} → {} from round {from} on", knob.said(before), knob.said(value))
            }
        };
        self.message = Some(said);
    }
}
