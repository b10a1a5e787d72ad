//! What is printed when the command is used wrongly: it names the value, and what to do.

use crate::common::place::{Place, WORLD};

#[test]
fn values_of_options() {
    let place = Place::new();
    let session = place.session(
        "rnu
        run
        run nothing.toml
        run world.toml --seed -1
        run world.toml --seed 99999999999999999999
        run world.toml --rounds -1
        run world.toml --rounds 0
        run world.toml --rounds 2000000
        run world.toml --runs -1
        run world.toml --threads 100000
        run world.toml --noise maybe
        run world.toml --checkpoint -3
        run world.toml --checkpoint 9
        run world.toml --force
        watch world.toml --threads 4
        watch world.toml --speed 0
        check world.toml --seed 4
        list --show nothing
        defaults nothing-like-this
        man nothing
        completions nothing",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
}

#[test]
fn values_of_set() {
    let place = Place::new();
    let session = place.session(
        "run world.toml --set nonsense
        run world.toml --set parameters.feedback.threat=99
        run world.toml --set base=spiral
        run world.toml --set pairs.7.posture=0.1
        run world.toml --set states.Adra.meaning=1",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
}

#[test]
fn scenarios_that_cannot_run() {
    let place = Place::new();
    let with = |name: &str, text: &str| std::fs::write(place.path(name), text).unwrap();
    with("misspelt.toml", "[run]\nroundz = 3\n[states.A]\n[states.B]\n");
    with(
        "unnamed.toml",
        "[states.A]\n[states.B]\n[events.e]\ndo = \"policy\"\nstates = []\nact = \"cooperate\"\nat = 1\n",
    );
    with("nopair.toml", "[states.A]\n[states.B]\n[[pairs]]\nbetween = [[], \"A\"]\n");
    with("nameless.toml", "[states.A]\ngroup = \"\"\n");
    with("baseless.toml", "base = \"\"\n[states.A]\n");
    with("many.toml", "[generator]\ncount = 100000\n");
    with("long.toml", "[run]\nrounds = 100000\n[record]\npairs = true\n[generator]\ncount = 40\n");
    let files = place.names(".");
    let session = place.session(
        "run misspelt.toml
        run unnamed.toml
        run nopair.toml
        run nameless.toml
        run baseless.toml
        run many.toml
        run long.toml
        check misspelt.toml world.toml",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), files);
}

#[test]
fn explain() {
    let place = Place::new();
    let session = place.session(
        "explain world.toml --state Arda --round 9
        explain world.toml --state Arda --round 0
        explain world.toml --state Arda --round -1
        explain world.toml --state Adra --round 1
        explain world.toml --state Dora --round 3
        explain world.toml --state Arda --toward Arda --round 3
        explain world.toml --state Arda --round 3 --run 2
        explain world.toml --state Arda
        explain world.toml --state Arda --year 1990
        explain world.toml --state Arda --year 1999
        explain world.toml --state Arda --year nan
        explain world.toml --state Arda --year 1992 --round 2
        explain . --state Arda --round 3",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
}

#[test]
fn checkpoints() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
    std::fs::write(place.path("other.toml"), WORLD.replace("Ciro", "Cora")).unwrap();
    let mut bytes = std::fs::read(place.path("a/checkpoint-3.bin")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(place.path("damaged.bin"), bytes).unwrap();
    let session = place.session(
        "run --from world.toml
        run --from nothing.bin
        run --from .
        run --from damaged.bin
        run --from a/checkpoint-3.bin other.toml
        run --from a/checkpoint-3.bin --rounds 3
        run --from a/checkpoint-3.bin --runs 3
        run --from a/checkpoint-3.bin --set states.Arda.meaning=0.9",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["a", "damaged.bin", "other.toml", "world.toml"]);
    place.succeeds(&["run", "--from", "a/checkpoint-3.bin", "--set", "states.Arda.leaves=7", "--quiet"]);
}

#[test]
fn places_that_cannot_be_written() {
    let place = Place::new();
    std::fs::write(place.path("file"), "").unwrap();
    let session = place.session(
        "run world.toml --out file
        run world.toml --out file/below
        new no/such/folder/mine.toml
        new world.toml",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["file", "world.toml"]);
    assert_eq!(place.read("world.toml"), WORLD);
}

#[test]
fn checkpoints_with_a_forged_checksum_are_refused_or_run() {
    use sha2::{Digest, Sha256};
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "4", "--quiet"]);
    let whole = std::fs::read(place.path("a/checkpoint-4.bin")).unwrap();
    // The runs are in the second half, after the text of the scenario.
    let sum = whole.len() - 32;
    let (mut refused, mut run) = (0, 0);
    for (number, at) in (sum / 3..sum).step_by(sum / 90).enumerate() {
        let mut bytes = whole[..sum].to_vec();
        bytes[at] ^= 1 << (number % 8);
        let forged = Sha256::digest(&bytes);
        bytes.extend_from_slice(&forged);
        std::fs::write(place.path("forged.bin"), bytes).unwrap();
        let output = place.run(&["run", "--from", "forged.bin", "--quiet"]);
        match output.status.code() {
            Some(0) => run += 1,
            Some(2) => refused += 1,
            code => panic!("byte {at}: {code:?}, {}", String::from_utf8_lossy(&output.stderr)),
        }
    }
    assert!(refused > 5 && run > 5 && refused + run >= 60, "{refused} refused, {run} run");
}
