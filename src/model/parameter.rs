//! The definition of parameters: path, value, unit, range, meaning; and the macro that makes structs and a table from
//! one definition.

/// The properties of one parameter.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Parameter {
    /// `group.name`, the dotted path below `[parameters]` of a scenario.
    pub path: &'static str,
    /// The default value.
    pub default: f64,
    /// The lowest allowed value.
    pub low: f64,
    /// The highest allowed value.
    pub high: f64,
    /// The unit, in words.
    pub unit: &'static str,
    /// Where the default comes from.
    pub origin: Origin,
    /// The meaning, in one sentence.
    pub meaning: &'static str,
}

/// Where the default of a parameter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The record of 1946 to 1975, with the pattern that set it.
    History(&'static str),
    /// A publication.
    Source(&'static str),
    /// A scale or a unit that could be another without any other result.
    Convention(&'static str),
    /// Plausible, and nothing more.
    Guess(&'static str),
}

impl Origin {
    /// The kind of origin in one word.
    pub fn kind(self) -> &'static str {
        match self {
            Self::History(_) => "history",
            Self::Source(_) => "source",
            Self::Convention(_) => "convention",
            Self::Guess(_) => "guess",
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::History(of) | Self::Source(of) | Self::Convention(of) | Self::Guess(of)) = self;
        f.write_str(self.kind())?;
        if of.is_empty() { Ok(()) } else { write!(f, ": {of}") }
    }
}

/// A value that its parameter does not allow, or a path that is not a parameter.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParamError {
    /// The value is not finite or outside the range.
    #[error("{path} = {value}; must be in [{low}, {high}] ({unit})")]
    OutOfRange {
        /// The path of the parameter.
        path: &'static str,
        /// The refused value.
        value: f64,
        /// The lowest allowed value.
        low: f64,
        /// The highest allowed value.
        high: f64,
        /// The unit of the parameter.
        unit: &'static str,
    },
    /// The parameter does not exist.
    #[error("the parameter `{0}` does not exist")]
    Unknown(String),
}

macro_rules! parameters {
    ($( $(#[doc = $about:literal])+ $group:ident: $Group:ident {
        $( $name:ident = $default:literal in [$low:literal, $high:literal], $unit:literal, $origin:ident $(($of:literal))?, $meaning:literal; )+
    } )+) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $Group { $( #[doc = $meaning] pub $name: f64, )+ }
            impl Default for $Group {
                fn default() -> Self { Self { $( $name: $default as f64, )+ } }
            }
        )+

        /// All parameters of the model, one struct per mechanism, and the switches.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct Params {
            $( $(#[doc = $about])+ pub $group: $Group, )+
            /// Mechanisms that are on.
            pub switches: Switches,
        }

        /// Every parameter, in the order of the round.
        pub const PARAMETERS: &[Parameter] = &[ $( $( Parameter {
            path: concat!(stringify!($group), ".", stringify!($name)),
            default: $default as f64, low: $low as f64, high: $high as f64,
            unit: $unit, origin: crate::parameter::Origin::$origin(concat!("" $(, $of)?)), meaning: $meaning,
        }, )+ )+ ];

        /// Every group of parameters with its subject.
        pub const GROUPS: &[(&str, &str)] = &[ $( (stringify!($group), concat!($($about),+)), )+ ];

        impl Params {
            /// All values, in the order of [`PARAMETERS`].
            pub fn values(&self) -> Vec<f64> { vec![ $( $( self.$group.$name, )+ )+ ] }
            fn values_mut(&mut self) -> Vec<&mut f64> { vec![ $( $( &mut self.$group.$name, )+ )+ ] }
        }
    };
}

pub(super) use parameters;

impl Parameter {
    /// Checks that the value is finite and within the range.
    ///
    /// # Errors
    /// Returns an error if it is not.
    pub fn check(&self, value: f64) -> Result<(), ParamError> {
        if value.is_finite() && (self.low..=self.high).contains(&value) {
            return Ok(());
        }
        let Self { path, low, high, unit, .. } = *self;
        Err(ParamError::OutOfRange { path, value, low, high, unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_allowed_if_it_is_finite_and_within_its_range() {
        let parameter = Parameter {
            path: "group.name",
            default: 0.5,
            low: 0.0,
            high: 2.0,
            unit: "share",
            origin: Origin::Guess(""),
            meaning: "a test",
        };
        for value in [0.0, 0.5, 2.0] {
            assert_eq!(parameter.check(value), Ok(()));
        }
        for value in [-0.1, 2.1, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(parameter.check(value).is_err(), "{value}");
        }
    }
}
