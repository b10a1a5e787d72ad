//! Describes what exists at a path.

use std::path::Path;

/// What exists at a path, in words.
pub(super) fn what(path: &Path) -> &'static str {
    if path.as_os_str().is_empty() {
        return "an empty path";
    }
    let Ok(there) = path.symlink_metadata() else { return "nothing" };
    match there.file_type() {
        kind if kind.is_dir() => "a directory",
        kind if kind.is_file() => "a file",
        kind if kind.is_symlink() && path.metadata().is_err() => "a broken link",
        kind if kind.is_symlink() => "a symbolic link",
        kind if is_pipe(kind) => "a pipe",
        _ => "a device",
    }
}

#[cfg(unix)]
fn is_pipe(kind: std::fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: std::fs::FileType) -> bool {
    false
}
