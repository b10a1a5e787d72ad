//! Signals: an orderly stop, signals that were ignored from the beginning, limits of the system, readers that go away.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::common::place::{Place, signal, wait_for};

/// A sweep that takes minutes.
const LONG: &str =
    "sweep world.toml --rounds 400 --runs 2000 --vary parameters.feedback.threat=0,1 --threads 1 --out s";

/// A shell that becomes the command. Tests that run in the background may ignore signals, which it must not.
fn shell(place: &Place, script: &str) -> Child {
    let mut command = if cfg!(target_os = "linux") {
        let mut command = Command::new("env");
        command.args(["--default-signal", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command
        .args(["-c", &script.replace("takvin", env!("CARGO_BIN_EXE_takvin"))])
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn ended(mut child: Child) -> Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            panic!("it did not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn a_signal_stops_a_sweep_in_order() {
    for name in ["INT", "TERM", "HUP"] {
        let place = Place::new();
        let child = shell(&place, &format!("exec takvin {LONG}"));
        wait_for(&place.path("s/unfinished/journal"));
        signal(&child, name);
        let output = ended(child);
        assert_eq!(output.status.code(), Some(130), "{name}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // Stopped before the first run ended, it has nothing to save.
        assert!(said.contains("stopped") && said.contains("of 4000 runs are saved in s"), "{name}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_stays_ignored() {
    for name in ["HUP", "INT"] {
        let place = Place::new();
        let mut child = shell(&place, &format!("trap '' {name}; exec takvin {LONG}"));
        wait_for(&place.path("s/unfinished/journal"));
        signal(&child, name);
        std::thread::sleep(Duration::from_millis(500));
        assert!(child.try_wait().unwrap().is_none(), "{name} stopped it");
        signal(&child, "TERM");
        assert_eq!(ended(child).status.code(), Some(130), "{name}");
    }
}

#[test]
fn two_interrupts_at_once_count_as_one() {
    let place = Place::new();
    let child = shell(&place, &format!("exec takvin {LONG}"));
    wait_for(&place.path("s/unfinished/journal"));
    signal(&child, "STOP");
    signal(&child, "INT");
    signal(&child, "CONT");
    signal(&child, "INT");
    let output = ended(child);
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stderr).contains("runs are saved in s"));
}

#[test]
fn a_second_interrupt_ends_the_process_at_once() {
    let place = Place::new();
    let child = shell(&place, &format!("exec takvin {LONG}"));
    wait_for(&place.path("s/unfinished/journal"));
    signal(&child, "INT");
    std::thread::sleep(Duration::from_millis(400));
    // It may have ended by now.
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).output();
    let status = ended(child).status;
    // The orderly stop may have been faster.
    assert!(status.signal() == Some(2) || status.code() == Some(130), "{status:?}");
}

#[test]
fn a_limit_of_file_sizes_is_reported_like_a_full_disk() {
    let place = Place::new();
    let child = shell(&place, "ulimit -f 20; exec takvin run world.toml --rounds 300 --runs 30 --out r");
    let output = ended(child);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{:?}: {said}", output.status);
    assert!(said.contains("File too large"), "{said}");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let place = Place::new();
    let child = shell(&place, "takvin defaults | head -n 1; takvin list | true");
    let output = ended(child);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
