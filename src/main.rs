//! The `takvin` command.

fn main() {}
