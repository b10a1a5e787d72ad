//! Yearly series of variables, and reach by year.

use takvin::model::interventions::Change;
use takvin::model::states::COLUMNS;
use takvin::model::{World, round};
use takvin::scenario::{Scenario, load_text};

use super::{Column, Place, history, spelt, write_parquet};

/// The interventions of a series or of reach by year: name, rounds, state, what and value.
fn changes(scenario: &Scenario) -> Vec<String> {
    let names = &scenario.setup.names;
    let name = |state: takvin::model::StateId| &names[state.index()];
    let of = |i: &takvin::model::Intervention| {
        let what = match i.change {
            Change::Clamp { state, variable, value } => format!("{} {} = {value}", name(state), COLUMNS[variable].name),
            Change::Shock { state, variable, amount } => {
                format!("{} {} + {amount}", name(state), COLUMNS[variable].name)
            }
            Change::ClampPair { state, with, variable, value } => {
                format!("{} and {} {} = {value}", name(state), name(with), variable.name())
            }
            Change::ShockPair { state, with, variable, amount } => {
                format!("{} and {} {} + {amount}", name(state), name(with), variable.name())
            }
            Change::Reach { state, toward, value } => format!("{} reaches {} {value}", name(state), name(toward)),
            _ => "other".to_owned(),
        };
        format!("{} {}-{}: {what}", i.name, i.from, i.until)
    };
    scenario.setup.interventions.iter().map(of).collect()
}

const DATED: &str =
    "[run]\nrounds = 6\nstart_year = 1945\n[states.A]\ncode = 2\n[states.B]\ngroup = \"x\"\n[states.C]\n";

#[test]
fn a_series_holds_a_variable_until_the_next_row() {
    let place = Place::new(&[
        ("w.toml", &format!("{DATED}[series.economy]\nfrom = [\"e.csv\", \"f.csv\"]\n")),
        ("e.csv", "state,year,wealth,support\n2,1944,1.5,\nA,1947,2,0.7\nA,1948,2,\nA,1950,,\nA,1951,4,\nA,1952,9,\n"),
        ("f.csv", "state,year,wealth\nB,1946,3\nB,1944,7\n"),
    ]);
    let scenario = place.loaded();
    let wanted = [
        "economy 1-1: A wealth = 1.5",
        "economy 2-4: A wealth = 2",
        "economy 6-6: A wealth = 4",
        "economy 2-2: A support = 0.7",
        "economy 1-6: B wealth = 3",
    ];
    assert_eq!(changes(&scenario), wanted);
    let warnings = scenario.warnings();
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].message.contains("series.economy: 1 row after the last round, which is 6, is left out"),
        "{}",
        warnings[0]
    );
    assert_eq!((warnings[0].file.ends_with("e.csv"), warnings[0].line), (true, 7));
    let mut world = World::new(&scenario.setup, 1, 0);
    let held: Vec<f64> = (1..=6)
        .map(|_| {
            round::step(&mut world);
            world.states.wealth[0]
        })
        .collect();
    assert_eq!((held[0], &held[1..4], held[5]), (1.5, &[2.0; 3][..], 4.0));
    assert!(held[4] != 2.0 && held[4] != 4.0, "free in 1950");
    let again = load_text("r.toml", &scenario.resolved(), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(spelt(&scenario), spelt(&again));
    assert_eq!(history(&scenario), history(&again));
}

#[test]
fn a_series_may_add_and_may_be_restricted_or_left_out() {
    let with = |more: &str| {
        let place = Place::new(&[
            ("w.toml", &format!("{DATED}[series.aid]\nfrom = \"e.csv\"\nhow = \"add\"\n{more}")),
            ("e.csv", "state,round,wealth\nA,0,9\nA,1,0.5\nB,2,-0.25\nC,2,1\nA,7,1\n"),
        ]);
        place.loaded()
    };
    let all = with("");
    assert_eq!(changes(&all), ["aid 1-1: A wealth + 0.5", "aid 2-2: B wealth + -0.25", "aid 2-2: C wealth + 1"]);
    let said: Vec<String> = all.warnings().iter().map(|warning| warning.message.clone()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(changes(&with("states = [\"2\", \"group:x\"]\n")).len(), 2);
    assert!(changes(&with("enabled = false\n")).is_empty());
    let toml = format!("{DATED}[series.aid]\nhow = \"add\"\nrows = [{{ state = \"A\", year = 1946, wealth = 0.5 }}]\n");
    let written = load_text("w.toml", &toml, &[]).unwrap();
    assert_eq!(changes(&written), ["aid 1-1: A wealth + 0.5"]);
    let off = [("series.aid.enabled".to_owned(), "false".to_owned())];
    assert!(changes(&load_text("w.toml", &toml, &off).unwrap()).is_empty());
}

/// A and B meet, and A and C; B and C do not.
const APART: &str = "[reach]\nkind = \"contiguity\"\nneighbours = [[\"A\", \"B\"], [\"A\", \"C\"]]\n";

#[test]
fn a_series_of_pairs_holds_both_sides_until_the_next_row() {
    let place = Place::new(&[
        ("w.toml", &format!("{DATED}{APART}[series.ties]\nfrom = \"t.csv\"\n")),
        (
            "t.csv",
            "a,b,year,trade,rivalry\nB,2,1944,0.5,\nA,B,1947,0.75,0.25\nB,A,1948,,0.25\nB,C,1946,1,1\nA,C,1952,1,1\n",
        ),
    ]);
    let scenario = place.loaded();
    let wanted =
        ["ties 1-1: A and B trade = 0.5", "ties 2-2: A and B trade = 0.75", "ties 2-6: A and B rivalry = 0.25"];
    assert_eq!(changes(&scenario), wanted);
    let said: Vec<String> = scenario.warnings().iter().map(|warning| warning.message.clone()).collect();
    assert_eq!(
        said,
        [
            "series.ties: 1 row after the last round, which is 6, is left out",
            "series.ties: 1 row of two states that do not form a pair is left out"
        ]
    );
    let mut world = World::new(&scenario.setup, 1, 0);
    let trade: Vec<f64> = (1..=6)
        .map(|_| {
            round::step(&mut world);
            world.pairs.trade[0]
        })
        .collect();
    assert_eq!(trade[..2], [0.5, 0.75]);
    assert!(trade[2] != 0.75, "free in 1948");
    assert_eq!(world.pairs.rivalry[0], 0.25);
    let again = load_text("r.toml", &scenario.resolved(), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(spelt(&scenario), spelt(&again));
    assert_eq!(history(&scenario), history(&again));
}

#[test]
fn a_series_without_states_is_of_all_states_or_all_pairs() {
    let with = |more: &str, csv: &str| {
        let place =
            Place::new(&[("w.toml", &format!("{DATED}{APART}[series.w]\nfrom = \"w.csv\"\n{more}")), ("w.csv", csv)]);
        changes(&place.loaded())
    };
    let both = with("", "year,trade,wealth\n1946,0.5,2\n1949,0.25,\n");
    let wanted = [
        "w 1-3: A wealth = 2",
        "w 1-3: B wealth = 2",
        "w 1-3: C wealth = 2",
        "w 1-3: A and B trade = 0.5",
        "w 4-6: A and B trade = 0.25",
        "w 1-3: A and C trade = 0.5",
        "w 4-6: A and C trade = 0.25",
    ];
    assert_eq!(both, wanted);
    let some = with("how = \"add\"\nstates = [\"A\", \"C\"]\n", "round,trade\n2,-0.5\n");
    assert_eq!(some, ["w 2-2: A and C trade + -0.5"]);
    let pair = with("states = [\"A\", \"C\"]\n", "a,b,round,people\nA,B,1,1\nC,A,1,0.5\n");
    assert_eq!(pair, ["w 1-6: A and C people = 0.5"]);
}

#[test]
fn a_pair_is_held_only_while_both_states_are_in_the_world() {
    let text = "[run]\nrounds = 5\n[states.A]\n[states.B]\nleaves = 3\n[series.t]\nrows = [{ round = 1, trade = 0.5 }]\n\
        [series.r]\nhow = \"add\"\nrows = [{ a = \"A\", b = \"B\", round = 2, rivalry = 2 }, { a = \"A\", b = \"B\", round = 4, rivalry = 1 }]\n";
    let wrong = load_text("w.toml", text, &[]).unwrap_err().to_string();
    assert!(wrong.contains("series.r.rivalry = 2; must be in [-1, 1]"), "{wrong}");
    let scenario = load_text("w.toml", &text.replace("rivalry = 2", "rivalry = 1"), &[]).unwrap();
    let mut world = World::new(&scenario.setup, 1, 0);
    let seen: Vec<(f64, f64)> = (1..=4)
        .map(|_| {
            round::step_until(&mut world, 1);
            let seen = (world.pairs.trade[0], world.pairs.rivalry[0]);
            world.round -= 1;
            round::step(&mut world);
            seen
        })
        .collect();
    assert_eq!((seen[0].0, seen[1]), (0.5, (0.5, 1.0)));
    assert_eq!(seen[2..], [(0.0, 0.0); 2]);
}

#[test]
fn series_of_pairs_that_cannot_be() {
    let series = |csv: &str| {
        Place::new(&[("w.toml", &format!("{DATED}[series.e]\nfrom = \"e.csv\"\n")), ("e.csv", csv)]).complaints()
    };
    let toml = |text: &str| Place::new(&[("w.toml", &format!("{DATED}{text}"))]).complaints();
    let said = [
        series("a,year,trade\nA,1946,1\n"),
        series("a,b,trade\nA,B,1\n"),
        series("a,b,state,year,trade\nA,B,C,1946,1\n"),
        series("a,b,year,trade\nA,D,1946,1\nA,A,1946,1\nA,,1946,1\n"),
        series("a,b,year,trade\nA,B,1946,1\nB,A,1946,1\n"),
        series("a,b,year,trade\nA,B,1946,1.5\n"),
        series("a,b,year,wealth\nA,B,1946,1\n"),
        series("state,year,trade\nA,1946,1\n"),
        series("year,trade,wealth\n1946,2,-1\n1946,1,1\n"),
        toml(
            "[series.e]\nrows = [{ a = \"A\", year = 1946, trade = 1 }, { state = \"A\", a = \"A\", b = \"B\", year = 1946 }]\n",
        ),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn reach_changes_from_year_to_year() {
    let place = Place::new(&[
        (
            "w.toml",
            &format!("{DATED}[reach]\nkind = \"contiguity\"\nneighbours = [[\"A\", \"B\"]]\nyears = \"r.csv\"\n"),
        ),
        (
            "r.csv",
            "a,b,year,reach\nA,B,1940,0.3\nB,2,1945,0.4\nA,B,1948,0.6\nA,B,1949,0.6\nC,A,1947,0.9\nC,A,1999,0.1\n",
        ),
    ]);
    let scenario = place.loaded();
    let start: Vec<_> = scenario.setup.pairs.iter().map(|pair| (pair.states, pair.reach)).collect();
    assert_eq!(start, [((0, 1), [0.4; 2]), ((0, 2), [0.0; 2])]);
    let wanted = [
        "reach.years 3-3: A reaches B 0.6",
        "reach.years 3-3: B reaches A 0.6",
        "reach.years 2-2: A reaches C 0.9",
        "reach.years 2-2: C reaches A 0.9",
    ];
    assert_eq!(changes(&scenario), wanted);
    assert_eq!(scenario.warnings().len(), 1);
    let mut world = World::new(&scenario.setup, 1, 0);
    for wanted in [[0.4, 0.0], [0.4, 0.9], [0.6, 0.9], [0.6, 0.9]] {
        round::step(&mut world);
        assert_eq!([world.pairs.reach[0], world.pairs.reach[1]], wanted.map(|reach| [reach; 2]));
    }
    let again = load_text("r.toml", &scenario.resolved(), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(spelt(&scenario), spelt(&again));
}

#[test]
fn series_and_reach_in_parquet() {
    let text = |ending: &str| format!("{DATED}[series.e]\nfrom = \"e.{ending}\"\n[reach]\nyears = [\"r.{ending}\"]\n");
    let csv = Place::new(&[
        ("w.toml", &text("csv")),
        ("e.csv", "state,year,wealth\nA,1946,1.5\nA,1947,\n"),
        ("r.csv", "a,b,year,reach\nA,B,1948,0.5\n"),
    ]);
    let parquet = Place::new(&[("w.toml", &text("parquet"))]);
    let wealth = Column::Numbers(&[Some(1.5), None]);
    write_parquet(
        &parquet.path("e.parquet"),
        &[("state", Column::Words(&["A", "A"])), ("year", Column::Wholes(&[1946, 1947])), ("wealth", wealth)],
    );
    let [a, b] = [Column::Words(&["A"]), Column::Words(&["B"])];
    let (year, reach) = (Column::Wholes(&[1948]), Column::Numbers(&[Some(0.5)]));
    write_parquet(&parquet.path("r.parquet"), &[("a", a), ("b", b), ("year", year), ("reach", reach)]);
    assert_eq!(spelt(&csv.loaded()), spelt(&parquet.loaded()));
}

#[test]
fn series_and_reach_by_year_that_cannot_be() {
    let series = |more: &str, csv: &str| {
        Place::new(&[("w.toml", &format!("{DATED}[series.e]\nfrom = \"e.csv\"\n{more}")), ("e.csv", csv)]).complaints()
    };
    let reach = |csv: &str| {
        Place::new(&[("w.toml", &format!("{DATED}[reach]\nyears = \"r.csv\"\n")), ("r.csv", csv)]).complaints()
    };
    let toml = |text: &str| Place::new(&[("w.toml", &format!("{DATED}{text}"))]).complaints();
    let said = [
        series("", "state,wealth\nA,1\n"),
        series("", "state,year,round,wealth\nA,1946,1,1\n"),
        series("", "state,year,welth\nA,1946,1\n"),
        series("", "state,year,wealth\nD,1946,1\nA,1946,-1\nA,soon,1\nB,,1\n"),
        series("", "state,year,wealth\nD,1946,1\nA,1946,-1\n"),
        series("", "state,year,wealth\nA,1946,1\n2,1946,2\n"),
        series("how = \"ad\"\n", "state,year,wealth\nA,1946,1\n"),
        series("states = \"D\"\n", "state,year,wealth\nA,1946,1\n"),
        series("rows = []\n", "state,year,wealth\nA,1946,1\n"),
        series("how = \"add\"\n", "state,year,support\nA,1946,1.5\n"),
        toml("[series.e]\n"),
        toml("[series.e]\nfrom = \"none.csv\"\n"),
        toml(
            "[series.e]\nrows = [{ state = \"A\", wealth = 1 }, { year = 1946, wealth = 1 }, { state = \"A\", year = 1946, round = 1 }]\n",
        ),
        reach("a,b,year\nA,B,1946\n"),
        reach("a,b,year,reach\nA,B,1946,2\nA,A,1946,0.5\nA,D,1946,0.5\n"),
        reach("a,b,year,reach\nA,B,1946,\n"),
        reach("a,b,year,reach\nA,B,1946,0.5\nB,A,1946,0.6\n"),
        toml("[reach]\nyears = 3\n"),
        toml("[reach]\nyears = [{ a = \"A\", reach = 0.5 }]\n"),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn sources_may_name_columns_of_a_series() {
    let text = format!(
        "{DATED}[series.e]\nrows = [{{ state = \"A\", year = 1946, wealth = 1 }}]\n[sources]\n\"series.e.wealth\" = \"x\"\nseries.e = \"y\"\n"
    );
    assert!(load_text("w.toml", &text, &[]).is_ok());
    let said = load_text("w.toml", &text.replace("series.e.wealth", "series.e.welth"), &[]).unwrap_err().to_string();
    assert!(said.contains("the nearest is `series.e.wealth`"), "{said}");
}
