//! Signals: an orderly stop of long work, and a limit of file sizes that is an error and not the end.
//!
//! SIGINT (Ctrl-C), SIGTERM and SIGHUP set [`CANCEL`]. A second Ctrl-C ends the process at once. A signal that was ignored
//! when the process began stays ignored, as SIGHUP under `nohup` and SIGINT in a background job of a script. Which
//! signals are ignored is known on Linux only; elsewhere none counts as ignored.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};

use anyhow::Context;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Set when somebody wants the command to stop.
pub static CANCEL: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

#[cfg(unix)]
const STOPPING: [i32; 3] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const STOPPING: [i32; 2] = [SIGINT, SIGTERM];

/// Lets signals set [`CANCEL`] from now on.
///
/// # Errors
/// A handler cannot be installed.
pub fn stop_in_order() -> anyhow::Result<()> {
    let ignored = std::fs::read_to_string("/proc/self/status").map_or(0, |status| ignored(&status));
    for signal in STOPPING.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0) {
        let install = || {
            // Handlers run in the order of their installation, so the first Ctrl-C finds the flag still unset.
            if signal == SIGINT {
                flag::register_conditional_default(signal, Arc::clone(&CANCEL))?;
            }
            flag::register(signal, Arc::clone(&CANCEL))
        };
        install().context("could not install the Ctrl-C handler")?;
    }
    Ok(())
}

/// Makes a write beyond the limit of file sizes (`ulimit -f`) fail like one on a full disk, where it would otherwise end
/// the process.
pub fn survive_file_size_limit() {
    // If it cannot be installed, the limit ends the process as before.
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// The signals that a process ignores, a bit each, from the text of `/proc/self/status`.
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
