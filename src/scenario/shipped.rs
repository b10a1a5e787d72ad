//! The scenarios that come with the program, compiled in so that an installed command has them.

/// A shipped scenario.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// The name, without directory and extension.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        const SHIPPED: &[Shipped] = &[
            $( Shipped { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) }, )+
        ];
    };
}

shipped!(
    "cold-war",
    "middle-east",
    "middle-world",
    "spiral",
    "opening",
    "hegemon",
    "small-state",
    "small-state-twin",
    "lost-authority",
    "lost-authority-twin",
    "closing",
    "closing-twin",
    "nationals",
    "nationals-twin",
    "three-blocs",
    "three-blocs-twin",
);

/// Every scenario that comes with the program.
pub fn shipped() -> &'static [Shipped] {
    SHIPPED
}

/// Finds a scenario by `cold-war`, `cold-war.toml` or `scenarios/cold-war.toml`.
pub(super) fn find(name: &str) -> Option<&'static Shipped> {
    let name = name.strip_prefix("./").unwrap_or(name);
    let name = name.strip_prefix("scenarios/").unwrap_or(name);
    let name = name.strip_suffix(".toml").unwrap_or(name);
    SHIPPED.iter().find(|s| s.name == name)
}
