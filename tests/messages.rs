//! What is said when the command is used wrongly: it names the value, and what to do.

use crate::common::place::Place;

#[test]
fn each_mistake_has_its_message() {
    let place = Place::new();
    let with = |name: &str, text: &str| std::fs::write(place.path(name), text).unwrap();
    with(
        "unnamed.toml",
        "[states.A]\n[states.B]\n[events.e]\ndo = \"policy\"\nstates = []\nact = \"cooperate\"\nat = 1\n",
    );
    with("nopair.toml", "[states.A]\n[states.B]\n[[pairs]]\nbetween = [[], \"A\"]\n");
    with("nameless.toml", "[states.A]\ngroup = \"\"\n");
    with("baseless.toml", "base = \"\"\n[states.A]\n");
    with("many.toml", "[generator]\ncount = 100000\n");
    with("long.toml", "[run]\nrounds = 100000\n[record]\npairs = true\n[generator]\ncount = 40\n");
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
    let kept = "a/checkpoint-3.bin";
    let slips: &[(&[&str], &[&str])] = &[
        (&["run", "world.toml", "--seed", "-1"], &["'-1'", "--seed", "whole number from 0 to"]),
        (&["run", "world.toml", "--rounds", "-1"], &["'-1'", "--rounds", "whole number from 1 to"]),
        (&["run", "world.toml", "--rounds", "2000000"], &["--rounds", "from 1 to 1000000"]),
        (&["run", "world.toml", "--checkpoint", "-3"], &["'-3'", "--checkpoint"]),
        (&["run", "world.toml", "--force"], &["--out"]),
        (&["run", "world.toml", "--set", "base=spiral"], &["base", "cannot be overridden"]),
        (&["run", "world.toml", "--set", "pairs.7.posture=0.1"], &["pairs has 1 entries", "numbered from 0"]),
        (&["run", "--from", kept, "--set", "states.Arda.meaning=0.9"], &["states.Arda.meaning", "past", "event"]),
        (&["run", "--from", "."], &["not a plain file"]),
        (&["run", "unnamed.toml"], &["unnamed.toml:5", "no state is named"]),
        (&["run", "nopair.toml"], &["nopair.toml:4", "no state is named"]),
        (&["run", "nameless.toml"], &["nameless.toml:2", "group without a name"]),
        (&["run", "baseless.toml"], &["baseless.toml:1", "the path is empty"]),
        (&["run", "many.toml"], &["many.toml:2", "GiB", "limit"]),
        (&["run", "long.toml"], &["long.toml:4", "780 pairs over 100000 rounds", "GiB", "record.every"]),
        (&["explain", "world.toml", "--state", "Adra", "--round", "1"], &["did you mean `Arda`", "Bera, Ciro"]),
        (&["explain", "world.toml", "--state", "Dora", "--round", "1"], &["not in the world", "states.csv"]),
        (&["explain", "world.toml", "--state", "Arda", "--round", "-1"], &["'-1'", "--round"]),
    ];
    for (arguments, words) in slips {
        let said = place.fails(2, arguments);
        for word in *words {
            assert!(said.contains(word), "{word} in {said}");
        }
    }
    assert!(!place.path("output").exists());
    place.succeeds(&["run", "--from", kept, "--set", "states.Arda.leaves=7", "--quiet"]);
}

#[test]
fn a_slip_of_the_command_line_gets_a_plain_answer() {
    let place = Place::new();
    let explain =
        |rest: &[&'static str]| [&["explain", "world.toml", "--state", "Arda", "--toward", "Bera"], rest].concat();
    let slips: &[(&[&str], &[&str])] = &[
        (&["rnu"], &["similar subcommand exists: 'run'"]),
        (
            &["watch", "world.toml", "--threads", "4"],
            &["--threads is an option of takvin run", "one run, which uses one thread"],
        ),
        (&["check", "world.toml", "--seed", "4"], &["--seed is an option of takvin run", "not of this command"]),
        (&["run", "world.toml", "--set", "states.Adra.meaning=1"], &["the state \"Adra\"; did you mean \"Arda\"?"]),
        (&explain(&["--year", "1990"]), &["--year 1990", "years 1991 to 1998"]),
        (&explain(&["--year", "1999"]), &["--year 1999", "years 1991 to 1998"]),
        (&explain(&["--year", "nan"]), &["--year NaN", "years 1991 to 1998"]),
        (&explain(&["--year", "1992", "--round", "2"]), &["--round", "cannot be used with"]),
        (&explain(&[]), &["--round"]),
    ];
    for (arguments, words) in slips {
        let said = place.fails(2, arguments);
        for word in *words {
            assert!(said.contains(word), "{word} in {said}");
        }
    }
    let by_round = place.succeeds(&explain(&["--round", "3", "--json"]));
    assert_eq!(place.succeeds(&explain(&["--year", "1993", "--json"])), by_round);
    assert_eq!(place.succeeds(&explain(&["--year", "1993.9", "--json"])), by_round);
}

#[test]
fn a_checkpoint_made_up_with_a_right_sum_is_refused_or_runs() {
    use sha2::{Digest, Sha256};
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "4", "--quiet"]);
    let whole = std::fs::read(place.path("a/checkpoint-4.bin")).unwrap();
    // The runs are in the second half, after the text of the scenario.
    let sum = whole.len() - 32;
    for (number, at) in (sum / 3..sum).step_by(sum / 90).enumerate() {
        let mut bytes = whole[..sum].to_vec();
        bytes[at] ^= 1 << (number % 8);
        let made_up = Sha256::digest(&bytes);
        bytes.extend_from_slice(&made_up);
        std::fs::write(place.path("made-up.bin"), bytes).unwrap();
        let output = place.run(&["run", "--from", "made-up.bin", "--quiet"]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 2)), "byte {at}: {error}");
    }
}
