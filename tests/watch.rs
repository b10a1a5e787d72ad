//! `takvin watch`: a run on the terminal, and keys that change it.

use std::ops::ControlFlow;

use crate::common::place::{Place, WORLD};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use takvin::cli::watch::app::{App, Mode, PANELS, Panel};
use takvin::cli::watch::course::Course;
use takvin::cli::watch::farewell::{Given, farewell};
use takvin::cli::watch::screen;
use takvin::model::World;
use takvin::scenario::{self, Scenario};
use takvin::{batch, output};

fn load(name: &str, overrides: &[(&str, &str)]) -> Scenario {
    let overrides: Vec<_> = overrides.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    scenario::load(name.as_ref(), &overrides).unwrap()
}

fn small() -> Scenario {
    scenario::load_text("world", WORLD, &[]).unwrap()
}

fn watched(scenario: Scenario) -> App {
    let mut app = App::new(Course::new(scenario, 0).unwrap(), &[], 4.0);
    app.paused = true;
    app
}

fn key(app: &mut App, code: KeyCode) -> ControlFlow<()> {
    app.press(KeyEvent::new(code, KeyModifiers::NONE))
}

/// Types characters, one key each.
fn keys(app: &mut App, text: &str) {
    for typed in text.chars() {
        assert_eq!(key(app, KeyCode::Char(typed)), ControlFlow::Continue(()), "{typed}");
    }
}

/// Chooses a parameter by filter.
fn choose(app: &mut App, filter: &str) {
    keys(app, "/");
    app.look_for(String::new());
    keys(app, filter);
    let _ = key(app, KeyCode::Enter);
}

fn on_screen(app: &App, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| screen::draw(app, frame)).unwrap();
    terminal.backend().to_string()
}

/// Everything that later rounds depend on.
fn bytes(world: &World) -> Vec<u8> {
    postcard::to_stdvec(world).unwrap()
}

fn to_the_end(app: &mut App) {
    while !app.course.is_over() {
        app.step();
    }
}

#[test]
fn a_watched_run_is_the_run_that_would_be_written() {
    for run in [0, 2] {
        let scenario = load("cold-war", &[("run.rounds", "12"), ("run.shortened", "true")]);
        let record = batch::run_one(&scenario, run).unwrap();
        let mut app = App::new(Course::new(scenario, run).unwrap(), &[], 4.0);
        let (mut governance, mut policy, mut threat) = (Vec::new(), Vec::new(), Vec::new());
        let (mut means, mut authoritarian, mut wars) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            on_screen(&app, 120, 40);
            let states = &app.course.world.states;
            for i in (0..states.present.len()).filter(|&i| states.present[i]) {
                governance.push(states.governance[i]);
                policy.push(states.policy[i]);
                threat.push(if app.course.world.round == 0 { f64::NAN } else { states.threat[i] });
            }
            let overview = &app.course.overview;
            means.push(overview.mean);
            authoritarian.push(overview.basins[0]);
            wars.push(overview.at(takvin::model::pairs::Stage::War) as f64);
            if app.course.is_over() {
                break;
            }
            app.step();
        }
        assert_eq!(governance, record.states.column("governance").collect::<Vec<_>>());
        assert_eq!(policy, record.states.column("policy").collect::<Vec<_>>());
        let recorded = record.states.column("threat");
        assert!(threat.iter().zip(recorded).all(|(a, b)| *a == b || (a.is_nan() && b.is_nan())));
        assert_eq!(means, record.world.column("governance_mean").collect::<Vec<_>>());
        assert_eq!(authoritarian, record.world.column("authoritarian").collect::<Vec<_>>());
        assert_eq!(wars, record.world.column("wars_open").collect::<Vec<_>>());
    }
}

#[test]
fn the_printed_commands_repeat_a_run_with_changed_parameters() {
    let place = Place::new();
    let mut app = watched(small());
    choose(&mut app, "feedback.opportunity");
    let _ = key(&mut app, KeyCode::Right);
    keys(&mut app, "sss");
    choose(&mut app, "feedback.threat");
    keys(&mut app, "e0.25");
    let _ = key(&mut app, KeyCode::Enter);
    choose(&mut app, "switches.aid");
    keys(&mut app, "e");
    keys(&mut app, "ss");
    choose(&mut app, "switches.noise");
    keys(&mut app, "e");
    to_the_end(&mut app);

    let (said, world) = repeated(&place, &app, "world.toml", &[]);
    let commands: Vec<&str> = said.lines().filter(|line| line.contains("takvin run")).collect();
    assert!(
        commands[0].contains("--set parameters.feedback.opportunity=1.1"),
        "changed before the first round: {said}"
    );
    assert!(
        commands[1].contains("--set parameters.feedback.threat=0.25 --set parameters.switches.aid=false"),
        "{said}"
    );
    assert!(commands[2].contains("--noise off"), "{said}");
    assert_eq!(bytes(&world), bytes(&app.course.world));
    let reader = output::RunReader::open(&place.path("again/3")).unwrap();
    let states = reader.table("states").unwrap();
    assert_eq!(states.column("governance").last(), app.course.world.states.governance.last().copied());
}

#[test]
fn the_printed_commands_repeat_events_and_drawn_states() {
    let given = ["--rounds", "12", "--seed", "9"];
    for (name, run) in [("cold-war", 0), ("middle-world", 2), ("spiral", 1)] {
        let place = Place::new();
        let overrides = [("run.rounds", "12"), ("run.shortened", "true"), ("run.seed", "9")];
        let mut app = App::new(Course::new(load(name, &overrides), run).unwrap(), &[], 4.0);
        for filter in ["feedback.threat", "knowledge.learning", "disputes.deadlock"] {
            keys(&mut app, "sss");
            choose(&mut app, filter);
            keys(&mut app, "[[");
        }
        to_the_end(&mut app);
        assert_eq!(app.course.changes.len(), 3);
        let (said, world) = repeated(&place, &app, name, &given);
        assert_eq!(bytes(&world), bytes(&app.course.world), "{name}: {said}");
    }
}

/// The closing text of a watched run, and the world after the printed commands.
fn repeated(place: &Place, app: &App, scenario: &str, options: &[&str]) -> (String, World) {
    let directory = place.path("again").display().to_string();
    let options = options.iter().map(|option| (*option).to_owned()).collect();
    let said = farewell(&app.course, &Given { scenario: scenario.to_owned(), options }, &directory);
    let commands: Vec<&str> = said.lines().map(str::trim).filter(|line| line.starts_with("takvin ")).collect();
    let rounds = app.course.scenario.run.rounds.to_string();
    for (number, command) in commands.iter().enumerate() {
        let mut words: Vec<&str> = command.split_whitespace().skip(1).chain(["--quiet"]).collect();
        if number + 1 == commands.len() {
            words.extend(["--checkpoint", &rounds]); // the whole state at the end, to compare
        }
        place.succeeds(&words);
    }
    let saved = std::fs::read(place.path(&format!("again/{}/checkpoint-{rounds}.bin", commands.len()))).unwrap();
    let saved = batch::Checkpoint::read(saved).unwrap().run(app.course.run as usize).unwrap();
    (said, saved.world)
}

#[test]
fn a_run_without_changes_is_repeated_by_one_command() {
    let mut app = App::new(Course::new(small(), 1).unwrap(), &[], 4.0);
    app.step();
    let given = Given { scenario: "my world.toml".to_owned(), options: vec!["--seed 7".to_owned()] };
    let said = farewell(&app.course, &given, "output/watched");
    assert!(said.contains("Watched Four, run 1, up to round 1 of 8."), "{said}");
    assert!(said.contains("takvin run 'my world.toml' --seed 7 --runs 2\n"), "{said}");
}

#[test]
fn the_printed_commands_put_a_change_after_the_option_it_changes() {
    let place = Place::new();
    let given = [("run.noise", "false"), ("parameters.feedback.threat", "2")];
    let overrides = given.map(|(path, value)| (path.to_owned(), value.to_owned()));
    let mut app = watched(scenario::load_text("world", WORLD, &overrides).unwrap());
    choose(&mut app, "switches.noise");
    keys(&mut app, "]");
    choose(&mut app, "feedback.threat");
    keys(&mut app, "[");
    keys(&mut app, "sss]");
    to_the_end(&mut app);
    let options = ["--set parameters.feedback.threat=2", "--noise off"];
    let (said, world) = repeated(&place, &app, "world.toml", &options);
    assert_eq!(bytes(&world), bytes(&app.course.world), "{said}");
}

#[test]
fn changes_that_cancel_out() {
    let mut app = watched(small());
    keys(&mut app, "ss");
    choose(&mut app, "feedback.threat");
    keys(&mut app, "[[[");
    assert_eq!(app.course.changes.len(), 1);
    assert_eq!((app.course.changes[0].old, app.course.changes[0].new), (1.0, 0.7));
    assert!(on_screen(&app, 120, 40).contains("2 you: feedback.threat 1 → 0.7"));
    keys(&mut app, "]]]");
    assert!(app.course.changes.is_empty());
    assert!(!on_screen(&app, 120, 40).contains("you:"));
    keys(&mut app, "}0");
    assert!(app.course.changes.is_empty());
    to_the_end(&mut app);
    let mut untouched = watched(small());
    to_the_end(&mut untouched);
    assert_eq!(bytes(&app.course.world), bytes(&untouched.course.world));
}

#[test]
fn a_restart_begins_again_under_the_changed_parameters() {
    let mut app = watched(small());
    keys(&mut app, "ss");
    choose(&mut app, "feedback.threat");
    keys(&mut app, "e0.5");
    let _ = key(&mut app, KeyCode::Enter);
    keys(&mut app, "sr");
    assert_eq!((app.course.world.round, app.course.history.len()), (0, 1));
    to_the_end(&mut app);
    let overrides = [("parameters.feedback.threat".to_owned(), "0.5".to_owned())];
    let mut other = watched(scenario::load_text("world", WORLD, &overrides).unwrap());
    to_the_end(&mut other);
    assert_eq!(bytes(&app.course.world), bytes(&other.course.world));
    let said = farewell(&app.course, &Given { scenario: "world.toml".to_owned(), options: Vec::new() }, "o");
    assert!(said.contains("takvin run world.toml --set parameters.feedback.threat=0.5 --runs 1"), "{said}");
}

#[test]
fn a_value_out_of_range_is_refused_with_its_range_and_changes_nothing() {
    let mut app = watched(small());
    keys(&mut app, "s");
    choose(&mut app, "feedback.threat");
    for typed in ["99", "-1", "much", "nan"] {
        keys(&mut app, "e");
        keys(&mut app, typed);
        let _ = key(&mut app, KeyCode::Enter);
        let said = app.message.clone().unwrap();
        assert!(said.contains("must be in [0, 3]") || said.contains("not a number"), "{typed}: {said}");
        assert!(on_screen(&app, 80, 24).contains(&said.chars().take(40).collect::<String>()));
    }
    assert!(app.course.changes.is_empty());
    assert_eq!(app.course.params().feedback.threat, 1.0);
    keys(&mut app, "e2");
    let _ = key(&mut app, KeyCode::Esc);
    assert_eq!((app.course.params().feedback.threat, &app.mode), (1.0, &Mode::Look));
}

#[test]
fn arrows_stop_at_the_ends_of_a_range() {
    let mut app = watched(small());
    choose(&mut app, "feedback.threat");
    for _ in 0..30 {
        let _ = app.press(KeyEvent::new(KeyCode::Right, KeyModifiers::SHIFT));
    }
    assert_eq!(app.course.params().feedback.threat, 3.0);
    for _ in 0..80 {
        let _ = key(&mut app, KeyCode::Left);
    }
    assert_eq!(app.course.params().feedback.threat, 0.0);
}

#[test]
fn speed_and_end() {
    let mut app = watched(small());
    app.pass(10.0);
    assert!(!app.step_if_due(), "it is paused");
    keys(&mut app, " ");
    app.pass(0.24);
    assert!(!app.step_if_due());
    app.pass(0.02);
    assert!(app.step_if_due() && !app.step_if_due(), "four rounds a second");
    keys(&mut app, "++");
    app.pass(0.25);
    assert_eq!((0..9).filter(|_| app.step_if_due()).count(), 4);
    app.pass(60.0);
    assert_eq!((0..9).filter(|_| app.step_if_due()).count(), 3, "the run has eight rounds");
    assert!(app.course.is_over() && app.seconds_to_go().is_none());
    assert!(app.message.as_deref().unwrap().contains("r begins again"));
    assert!(on_screen(&app, 80, 24).contains("over"));
    keys(&mut app, "s ");
    assert_eq!(app.course.world.round, 8);
    keys(&mut app, "r");
    assert_eq!(app.course.world.round, 0);
}

#[test]
fn late_rounds_are_not_caught_up() {
    let mut app = watched(load("cold-war", &[]));
    keys(&mut app, " ");
    app.pass(1000.0);
    assert!(app.step_if_due() && !app.step_if_due());
}

/// The Cold War after twenty rounds.
fn cold_war() -> App {
    let mut app = watched(load("cold-war", &[]));
    for _ in 0..20 {
        app.step();
    }
    app
}

#[test]
fn screens() {
    let mut app = cold_war();
    insta::assert_snapshot!("screen_120x40", on_screen(&app, 120, 40));
    insta::assert_snapshot!("screen_80x24", on_screen(&app, 80, 24));
    let _ = key(&mut app, KeyCode::Tab);
    assert!(on_screen(&app, 80, 24).contains("feedback.knowledge: 0 – 3; given 1"));
    keys(&mut app, "?");
    insta::assert_snapshot!("screen_of_help", on_screen(&app, 80, 24));
    keys(&mut app, "q");
    assert_eq!(app.mode, Mode::Look, "any key closes the help");
}

#[test]
fn a_small_terminal_shows_one_panel_and_the_tabulator_the_next() {
    let mut app = cold_war();
    let mut screens = String::new();
    for panel in PANELS {
        assert_eq!(app.panel, panel);
        screens.extend([format!("{panel:?}\n{}\n", on_screen(&app, 40, 12))]);
        let _ = key(&mut app, KeyCode::Tab);
    }
    insta::assert_snapshot!("screens_40x12", screens);
    assert_eq!(app.panel, Panel::States);
    let _ = key(&mut app, KeyCode::BackTab);
    assert_eq!(app.panel, Panel::Events);
}

#[test]
fn no_terminal_is_too_small_to_draw_on() {
    let mut app = watched(small());
    for mode in [Mode::Look, Mode::Help, Mode::Filter, Mode::Type("0.5".to_owned())] {
        app.mode = mode;
        for panel in PANELS {
            app.panel = panel;
            for width in [1, 2, 3, 9, 20, 40, 70, 99, 100, 300] {
                for height in [1, 2, 3, 4, 5, 7, 12, 16, 28, 90] {
                    on_screen(&app, width, height);
                }
            }
        }
        app.step();
    }
}

#[test]
fn a_filter_finds_parameters_and_switches_by_name_or_meaning() {
    let mut app = watched(small());
    let all = app.found().len();
    keys(&mut app, "/b1.6 diplomat");
    assert_eq!(app.panel, Panel::Parameters);
    let found: Vec<String> = app.found().iter().map(|knob| knob.path()).collect();
    assert_eq!(found, ["knowledge.intelligence"]);
    assert!(on_screen(&app, 80, 24).contains("/b1.6 diplomat"));
    let _ = key(&mut app, KeyCode::Enter);
    keys(&mut app, "]");
    let _ = key(&mut app, KeyCode::Esc);
    assert_eq!(app.found().len(), all);
    assert_eq!(app.knob().unwrap().path(), "knowledge.intelligence", "it stays chosen");
    keys(&mut app, "/no such thing");
    let _ = key(&mut app, KeyCode::Enter);
    keys(&mut app, "[]{}e0");
    assert!(on_screen(&app, 80, 24).contains("no parameter matches"));
}

#[test]
fn a_parameter_says_which_switch_holds_it_at_0() {
    let mut app = watched(small());
    choose(&mut app, "switches.learning");
    let _ = key(&mut app, KeyCode::Left);
    choose(&mut app, "knowledge.learning");
    assert!(on_screen(&app, 120, 40).contains("0 while switch learning is off"));
}

#[test]
fn named_states_come_first() {
    let mut app = App::new(Course::new(load("cold-war", &[]), 0).unwrap(), &[5, 1, 5], 4.0);
    assert_eq!(app.order[..4], [5, 1, 0, 2]);
    assert_eq!(app.order.len(), app.course.names().len());
    let _ = key(&mut app, KeyCode::End);
    let last = app.course.names().last().unwrap();
    assert!(on_screen(&app, 80, 24).contains(last.as_str()));
    let _ = key(&mut app, KeyCode::PageUp);
    let _ = key(&mut app, KeyCode::Home);
    assert_eq!(app.chosen(Panel::States), 0);
}

#[test]
fn q_escape_and_control_c_leave() {
    let mut app = watched(small());
    assert_eq!(key(&mut app, KeyCode::Char('q')), ControlFlow::Break(()));
    assert_eq!(key(&mut app, KeyCode::Esc), ControlFlow::Break(()));
    app.mode = Mode::Type("1".to_owned());
    assert_eq!(app.press(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)), ControlFlow::Break(()));
}

#[test]
fn a_terminal_is_needed() {
    let place = Place::new();
    let session = place.session(
        "watch world.toml
        watch world.toml --states Adra
        watch nothing.toml",
    );
    insta::assert_snapshot!(session);
}
