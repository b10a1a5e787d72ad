//! The keys and their effects.

use std::ops::ControlFlow;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::app::{App, Mode, PANELS, Panel, SPEEDS};

/// The number of rows that PageUp and PageDown move.
const PAGE: isize = 10;

/// The number of steps by which a key moves a parameter while Shift is held.
const LARGE: f64 = 5.0;

/// Every key with its effect, for the help.
pub(crate) const KEYS: [(&str, &str); 14] = [
    ("space", "pause, continue"),
    ("s  →", "one round and pause (→ outside the parameters)"),
    ("+  -", "faster, slower"),
    ("tab", "next panel (shift: previous panel)"),
    ("↑ ↓", "choose; PageUp, PageDown, Home, End as well"),
    ("← →  [ ]", "in the parameters: one step down, one step up"),
    ("shift ← →  { }", "five steps"),
    ("e  enter", "type a value; toggles a switch"),
    ("0", "back to the initial value"),
    ("/", "find parameters by name or meaning; esc: all"),
    ("r", "begin again, with the present parameters"),
    ("w", "sparklines of the whole run or of its last rounds"),
    ("?", "this help"),
    ("q  esc", "leave; prints commands that repeat the run"),
];

impl App {
    /// Carries out a key. Breaks if the key ends the program.
    pub fn press(&mut self, key: KeyEvent) -> ControlFlow<()> {
        if key.kind == KeyEventKind::Release {
            return ControlFlow::Continue(());
        }
        self.message = None;
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            let leave = matches!(key.code, KeyCode::Char('c' | 'd'));
            return if leave { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        }
        match std::mem::replace(&mut self.mode, Mode::Look) {
            Mode::Look => return self.look(key),
            Mode::Help => {}
            Mode::Filter => self.type_filter(key.code),
            Mode::Type(text) => self.type_value(text, key.code),
        }
        ControlFlow::Continue(())
    }

    fn look(&mut self, key: KeyEvent) -> ControlFlow<()> {
        let steers = self.panel == Panel::Parameters;
        let large = if key.modifiers.contains(KeyModifiers::SHIFT) { LARGE } else { 1.0 };
        match key.code {
            KeyCode::Char('q') => return ControlFlow::Break(()),
            KeyCode::Esc if self.filter.is_empty() => return ControlFlow::Break(()),
            KeyCode::Esc => self.look_for(String::new()),
            KeyCode::Char(' ') if self.course.is_over() => self.step(),
            KeyCode::Char(' ') => self.paused = !self.paused,
            KeyCode::Left if steers => self.nudge(-large),
            KeyCode::Right if steers => self.nudge(large),
            KeyCode::Char('[') if steers => self.nudge(-1.0),
            KeyCode::Char(']') if steers => self.nudge(1.0),
            KeyCode::Char('{') if steers => self.nudge(-LARGE),
            KeyCode::Char('}') if steers => self.nudge(LARGE),
            KeyCode::Char('e') | KeyCode::Enter if steers => self.begin_typing(),
            KeyCode::Char('0') if steers => self.give_back(),
            KeyCode::Char('s') | KeyCode::Right => {
                self.paused = true;
                self.step();
            }
            KeyCode::Char('+' | '=') => self.speed = (self.speed * 2.0).min(SPEEDS.1),
            KeyCode::Char('-' | '_') => self.speed = (self.speed / 2.0).max(SPEEDS.0),
            KeyCode::Tab => self.turn(1),
            KeyCode::BackTab => self.turn(PANELS.len() - 1),
            KeyCode::Up | KeyCode::Char('k') => self.choose(-1),
            KeyCode::Down | KeyCode::Char('j') => self.choose(1),
            KeyCode::PageUp => self.choose(-PAGE),
            KeyCode::PageDown => self.choose(PAGE),
            KeyCode::Home => self.choose(isize::MIN),
            KeyCode::End => self.choose(isize::MAX),
            KeyCode::Char('/') => {
                self.panel = Panel::Parameters;
                self.mode = Mode::Filter;
            }
            KeyCode::Char('r') => self.restart(),
            KeyCode::Char('w') => self.whole = !self.whole,
            KeyCode::Char('?' | 'h') => self.mode = Mode::Help,
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn nudge(&mut self, steps: f64) {
        if let Some(knob) = self.knob() {
            self.set(knob.stepped(knob.value(self.course.params()), steps));
        }
    }

    fn give_back(&mut self) {
        if let Some(knob) = self.knob() {
            self.set(knob.value(self.course.given()));
        }
    }

    fn begin_typing(&mut self) {
        let Some(knob) = self.knob() else { return };
        if knob.switch().is_some() {
            self.set(1.0 - knob.value(self.course.params()));
        } else {
            self.mode = Mode::Type(String::new());
        }
    }

    fn type_value(&mut self, mut text: String, key: KeyCode) {
        match key {
            KeyCode::Esc => return,
            KeyCode::Enter if text.trim().is_empty() => return,
            KeyCode::Enter => {
                match self.knob().map(|knob| knob.read(&text)) {
                    Some(Ok(value)) => self.set(value),
                    Some(Err(refused)) => self.message = Some(refused),
                    None => {}
                }
                return;
            }
            KeyCode::Backspace => drop(text.pop()),
            KeyCode::Char(typed) => text.push(typed),
            _ => {}
        }
        self.mode = Mode::Type(text);
    }

    fn type_filter(&mut self, key: KeyCode) {
        let mut text = self.filter.clone();
        match key {
            KeyCode::Esc => return self.look_for(String::new()),
            KeyCode::Enter => return,
            KeyCode::Backspace => drop(text.pop()),
            KeyCode::Char(typed) => text.push(typed),
            KeyCode::Up => self.choose(-1),
            KeyCode::Down => self.choose(1),
            _ => {}
        }
        self.mode = Mode::Filter;
        if text != self.filter {
            self.look_for(text);
        }
    }
}
