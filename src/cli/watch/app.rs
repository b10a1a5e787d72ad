//! What is on the screen and what the keys have done to it: no terminal, no clock.

use super::course::Course;
use super::knobs::Knob;

/// A part of the screen that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The states.
    States,
    /// The parameters.
    Parameters,
    /// The disputes.
    Disputes,
    /// What happened.
    Events,
}

/// All panels, in the order of the tabulator.
pub const PANELS: [Panel; 4] = [Panel::States, Panel::Parameters, Panel::Disputes, Panel::Events];

/// What the keys mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To look on and to steer.
    Look,
    /// To read about the keys.
    Help,
    /// To type a filter of parameters.
    Filter,
    /// To type a value of the chosen parameter.
    Type(String),
}

/// Slowest and fastest, in rounds a second.
pub const SPEEDS: (f64, f64) = (0.25, 1024.0);

/// Longest time that is made up for: where a round takes longer than its turn, the rest is let go.
const PATIENCE_SECONDS: f64 = 0.25;

/// Everything that the screen shows.
pub struct App {
    /// The run.
    pub course: Course,
    /// Is it standing still?
    pub paused: bool,
    /// Rounds a second while it goes.
    pub speed: f64,
    /// Sparklines of the whole run rather than of its last rounds?
    pub whole: bool,
    /// The panel that has the keys.
    pub panel: Panel,
    /// What the keys mean.
    pub mode: Mode,
    /// Words that a parameter must have.
    pub filter: String,
    /// What there is to say about the last key.
    pub message: Option<String>,
    /// States in the order in which they are shown, by number.
    pub order: Vec<usize>,
    found: Vec<Knob>,
    chosen: [usize; PANELS.len()],
    due: f64,
}

impl App {
    /// A run that goes, at so many rounds a second; `first` are the states to show on top.
    pub fn new(course: Course, first: &[usize], speed: f64) -> Self {
        let mut order: Vec<usize> = Vec::with_capacity(course.names().len());
        for state in first.iter().copied().chain(0..course.names().len()) {
            // Looked for among the first alone: there may be thousands of states.
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

    /// Does the run go on by itself?
    pub fn goes(&self) -> bool {
        !self.paused && !self.course.is_over()
    }

    /// So many seconds have gone by.
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

    /// Seconds until the next round is due; none where none is.
    pub fn seconds_to_go(&self) -> Option<f64> {
        self.goes().then(|| ((1.0 - self.due) / self.speed).max(0.0))
    }

    /// Carries out one round.
    pub fn step(&mut self) {
        if self.course.is_over() {
            let rounds = self.course.scenario.run.rounds;
            self.message = Some(format!("the run is over at round {rounds}; r begins again"));
            return;
        }
        self.course.step();
        if self.course.is_over() {
            let rounds = self.course.scenario.run.rounds;
            self.message = Some(format!("the last round, {rounds}, is over; r begins again"));
        }
    }

    /// Back before the first round.
    pub fn restart(&mut self) {
        self.course.restart();
        self.due = 0.0;
        self.message = Some("from the beginning, with the parameters as they are now".to_owned());
    }

    /// Rows of a panel.
    pub fn rows(&self, panel: Panel) -> usize {
        match panel {
            Panel::States => self.order.len(),
            Panel::Parameters => self.found.len(),
            Panel::Disputes => self.course.overview.open.len(),
            Panel::Events => self.course.log.len(),
        }
    }

    /// The chosen row of a panel; what was chosen may have gone.
    pub fn chosen(&self, panel: Panel) -> usize {
        self.chosen[panel as usize].min(self.rows(panel).saturating_sub(1))
    }

    /// Moves the choice in the panel that has the keys.
    pub fn choose(&mut self, by: isize) {
        let at = self.chosen(self.panel).saturating_add_signed(by);
        self.chosen[self.panel as usize] = at.min(self.rows(self.panel).saturating_sub(1));
    }

    /// Gives the keys to the panel so many further on.
    pub fn turn(&mut self, by: usize) {
        self.panel = PANELS[(self.panel as usize + by) % PANELS.len()];
    }

    /// Parameters and switches that the filter finds.
    pub fn found(&self) -> &[Knob] {
        &self.found
    }

    /// The chosen parameter.
    pub fn knob(&self) -> Option<Knob> {
        self.found.get(self.chosen(Panel::Parameters)).copied()
    }

    /// Looks for parameters anew, and keeps the chosen one chosen if it is still there.
    pub fn look_for(&mut self, filter: String) {
        let knob = self.knob();
        self.found = Knob::all().filter(|knob| knob.is_like(&filter)).collect();
        self.filter = filter;
        let at = self.found.iter().position(|found| Some(*found) == knob);
        self.chosen[Panel::Parameters as usize] = at.unwrap_or(0);
    }

    /// Sets the chosen parameter, or says why not.
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
