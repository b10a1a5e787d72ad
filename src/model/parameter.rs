//! What a parameter is: path, value, unit, range, meaning; the macro that makes structs and a table of one definition.

/// What a reader, a schema or a table needs to know of one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// `group.name`, the dotted path below `[parameters]` of a scenario.
    pub path: &'static str,
    /// Value when a scenario says nothing.
    pub default: f64,
    /// Lowest allowed value.
    pub low: f64,
    /// Highest allowed value.
    pub high: f64,
    /// Unit, in words.
    pub unit: &'static str,
    /// Meaning, one sentence.
    pub meaning: &'static str,
}

/// A value that its parameter does not allow, or a path that no parameter has.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParamError {
    /// The value is not finite or lies outside the range.
    #[error("{path} = {value}; must be in [{low}, {high}] ({unit})")]
    OutOfRange {
        /// Path of the parameter.
        path: &'static str,
        /// The refused value.
        value: f64,
        /// Lowest allowed value.
        low: f64,
        /// Highest allowed value.
        high: f64,
        /// Unit of the parameter.
        unit: &'static str,
    },
    /// No parameter has this path.
    #[error("there is no parameter `{0}`")]
    Unknown(String),
}

macro_rules! parameters {
    ($( $(#[doc = $about:literal])+ $group:ident: $Group:ident {
        $( $name:ident = $default:literal in [$low:literal, $high:literal], $unit:literal, $meaning:literal; )+
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
            unit: $unit, meaning: $meaning,
        }, )+ )+ ];

        /// Every group of parameters with what it is about.
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
    /// Is the value finite and within the range?
    ///
    /// # Errors
    /// It is not.
    pub fn check(&self, value: f64) -> Result<(), ParamError> {
        if value.is_finite() && (self.low..=self.high).contains(&value) {
            return Ok(());
        }
        let Self { path, low, high, unit, .. } = *self;
        Err(ParamError::OutOfRange { path, value, low, high, unit })
    }
}
