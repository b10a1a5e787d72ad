//! Signals: an orderly stop of long work, and a limit of file sizes that gives an error instead of ending the process.
//!
//! SIGINT (Ctrl-C), SIGTERM and SIGHUP set [`CANCEL`]. A second Ctrl-C ends the process at once, unless it comes together
//! with the first: `timeout` sends its signal to the process and to its group. A signal that was ignored when the process
//! began stays ignored, as SIGHUP under `nohup` and SIGINT in a background job of a script. Which signals are ignored is
//! known on Linux only; elsewhere none counts as ignored.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};

use anyhow::Context;

/// Set when the command must stop.
pub(super) static CANCEL: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Makes signals set [`CANCEL`] from now on.
pub(super) fn stop_in_order() -> anyhow::Result<()> {
    install().context("could not install the Ctrl-C handler")
}

#[cfg(unix)]
fn install() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use std::sync::atomic::Ordering;
    use std::time::{Duration, Instant};
    /// Within this time after the first, a second signal is part of the same wish.
    const TOGETHER: Duration = Duration::from_millis(300);

    let ignored = std::fs::read_to_string("/proc/self/status").map_or(0, |status| ignored(&status));
    let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let mut signals = signal_hook::iterator::Signals::new(wanted)?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut first: Option<Instant> = None;
        for signal in signals.forever() {
            CANCEL.store(true, Ordering::Relaxed);
            if signal == SIGINT && first.is_some_and(|first| first.elapsed() > TOGETHER) {
                // If the process survives this, the next Ctrl-C tries again.
                let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
            }
            first.get_or_insert_with(Instant::now);
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn install() -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    for signal in [SIGINT, SIGTERM] {
        // Handlers run in the order of their installation, so the first Ctrl-C finds the flag still unset.
        flag::register_conditional_default(signal, Arc::clone(&CANCEL))?;
        flag::register(signal, Arc::clone(&CANCEL))?;
    }
    Ok(())
}

/// Makes a write beyond the limit of file sizes (`ulimit -f`) fail as on a full disk. Without this, it would end the
/// process.
pub(super) fn survive_file_size_limit() {
    // If it cannot be installed, the limit ends the process.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// The signals that a process ignores, one bit each, from the text of `/proc/self/status`.
#[cfg(any(unix, test))]
fn ignored(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_the_bits_of_the_mask() {
        // SIGHUP is 1 and SIGPIPE 13.
        let mask = ignored("Name:\ttakvin\nSigBlk:\t0000000000000002\nSigIgn:\t0000000000001001\nSigCgt:\t0\n");
        assert_eq!((mask & 1, mask >> 12 & 1, mask >> 1 & 1), (1, 1, 0));
        assert_eq!((ignored(""), ignored("SigIgn:\tx\n")), (0, 0));
    }
}
