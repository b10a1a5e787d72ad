//! Passes the commit, compiler and platform of the build to the program. Never fails: values that cannot be found out
//! are missing in the manifest.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    for git_file in ["HEAD", "logs/HEAD"] {
        if let Some(path) = output("git", &["rev-parse", "--git-path", git_file]) {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    if let Some(commit) = commit() {
        println!("cargo:rustc-env=TAKVIN_COMMIT={commit}");
    }
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    if let Some(version) = output(&rustc, &["--version"]) {
        println!("cargo:rustc-env=TAKVIN_TOOLCHAIN={version}");
    }
    if let Ok(target) = std::env::var("TARGET") {
        println!("cargo:rustc-env=TAKVIN_PLATFORM={target}");
    }
}

/// The commit of this package's repository, with `-dirty` if tracked files have changed since.
fn commit() -> Option<String> {
    // A package unpacked inside another repository must not use the commit of that repository.
    let tracked = output("git", &["ls-files", "build.rs"])?;
    if tracked != "build.rs" {
        return None;
    }
    let commit = output("git", &["rev-parse", "HEAD"])?;
    let dirty = Command::new("git").args(["diff", "--quiet", "HEAD"]).status().is_ok_and(|status| !status.success());
    Some(if dirty { format!("{commit}-dirty") } else { commit })
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.lines().next()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
