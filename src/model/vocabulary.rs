//! Fixed vocabularies: enums whose variants have names in tables and scenarios.

/// Defines an enum with the name of every variant, in the order of their numbers.
#[macro_export]
#[doc(hidden)]
macro_rules! vocabulary {
    ($(#[$about:meta])* pub enum $type:ident { $( $(#[$of:meta])* $variant:ident = $name:literal, )+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[repr(u8)]
        pub enum $type {
            $( $(#[$of])* $variant, )+
        }

        impl $type {
            /// The names, by number.
            pub const NAMES: [&'static str; [$( $name ),+].len()] = [$( $name ),+];
            /// Every value, by number.
            pub const ALL: [Self; Self::NAMES.len()] = [$( Self::$variant ),+];

            /// The name in tables and scenarios.
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// Returns the value with this name, or `None` if the vocabulary does not have it.
            pub fn named(name: &str) -> Option<Self> {
                Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
            }
        }
    };
}
