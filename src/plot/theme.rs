//! The style of figures: sizes, colours, dashes. One place for all of them.
//!
//! Colours are those of Okabe and Ito (2008), which colour-blind readers can distinguish. Lines that share a panel also
//! differ in their dashes, and points in their shape.

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    #[must_use]
    /// A mixture with another colour, by a share in [0, 1].
    pub fn toward(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// As `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// The lengths of dash and gap in design units; `None` for a solid line.
pub type Dash = Option<(i32, i32)>;

/// The dashes of the lines of a panel, in order.
pub const DASHES: [Dash; 4] = [None, Some((14, 8)), Some((5, 6)), Some((24, 8))];

/// Sizes of letters in design units (a figure is 1,800 wide; at 200 per inch 25 units are 9 points).
pub mod size {
    /// The title.
    pub const TITLE: f64 = 36.0;
    /// The subtitle, below the title.
    pub const SUBTITLE: f64 = 24.0;
    /// Names of panels, rows and columns.
    pub const PANEL: f64 = 25.0;
    /// Ticks, axes, direct labels.
    pub const LABEL: f64 = 22.0;
    /// Notes at the foot, crowded labels.
    pub const NOTE: f64 = 20.0;
}

/// A set of colours.
#[derive(Debug)]
pub struct Theme {
    /// The name.
    pub name: &'static str,
    /// The background.
    pub paper: Colour,
    /// Text and axes.
    pub ink: Colour,
    /// Secondary text.
    pub faint: Colour,
    /// Grid lines.
    pub grid: Colour,
    /// For items of a kind: states, components, functions.
    pub palette: [Colour; 8],
    /// A scale with a middle: low end (confrontation), middle, high end (cooperation).
    pub diverging: [Colour; 3],
    /// A scale from little to much.
    pub sequential: [Colour; 3],
}

const OKABE_ITO: [Colour; 8] = [
    Colour(0, 114, 178),
    Colour(213, 94, 0),
    Colour(0, 158, 115),
    Colour(204, 121, 167),
    Colour(230, 159, 0),
    Colour(86, 180, 233),
    Colour(110, 110, 110),
    Colour(150, 120, 0),
];

/// The themes, the default first.
pub const THEMES: [Theme; 3] = [
    Theme {
        name: "light",
        paper: Colour(255, 255, 255),
        ink: Colour(30, 32, 36),
        faint: Colour(95, 100, 108),
        grid: Colour(228, 230, 234),
        palette: OKABE_ITO,
        diverging: [Colour(178, 72, 0), Colour(246, 246, 246), Colour(0, 98, 160)],
        sequential: [Colour(250, 250, 250), Colour(86, 160, 213), Colour(8, 40, 92)],
    },
    Theme {
        name: "dark",
        paper: Colour(24, 26, 30),
        ink: Colour(236, 238, 240),
        faint: Colour(172, 177, 184),
        grid: Colour(56, 60, 66),
        palette: [
            Colour(86, 180, 233),
            Colour(240, 130, 50),
            Colour(40, 190, 145),
            Colour(222, 150, 190),
            Colour(240, 190, 60),
            Colour(140, 205, 245),
            Colour(165, 165, 165),
            Colour(205, 180, 90),
        ],
        diverging: [Colour(240, 130, 50), Colour(44, 47, 52), Colour(86, 180, 233)],
        sequential: [Colour(30, 32, 37), Colour(45, 115, 175), Colour(205, 230, 250)],
    },
    // For print, in colour or in grey: black letters, and neighbours in the palette that differ in lightness.
    Theme {
        name: "print",
        paper: Colour(255, 255, 255),
        ink: Colour(0, 0, 0),
        faint: Colour(60, 60, 60),
        grid: Colour(222, 222, 222),
        palette: [
            Colour(0, 0, 0),
            Colour(213, 94, 0),
            Colour(0, 82, 140),
            Colour(230, 159, 0),
            Colour(0, 120, 85),
            Colour(204, 121, 167),
            Colour(90, 90, 90),
            Colour(86, 180, 233),
        ],
        diverging: [Colour(166, 60, 0), Colour(255, 255, 255), Colour(0, 70, 120)],
        sequential: [Colour(255, 255, 255), Colour(130, 150, 175), Colour(0, 16, 48)],
    },
];

impl Default for &'static Theme {
    fn default() -> Self {
        &THEMES[0]
    }
}

impl Theme {
    /// A theme by its name.
    pub fn named(name: &str) -> Option<&'static Self> {
        THEMES.iter().find(|theme| theme.name == name)
    }

    /// The colour of the nth item of a kind.
    pub fn nth(&self, n: usize) -> Colour {
        self.palette[n % self.palette.len()]
    }

    /// The colour of a value on a scale with a middle, -1 to 1.
    pub fn diverge(&self, value: f64) -> Colour {
        let [low, middle, high] = self.diverging;
        middle.toward(if value < 0.0 { low } else { high }, value.abs())
    }

    /// The colour of a value on a scale from little to much, 0 to 1.
    pub fn grade(&self, value: f64) -> Colour {
        let [low, middle, high] = self.sequential;
        if value < 0.5 { low.toward(middle, 2.0 * value) } else { middle.toward(high, 2.0 * value - 1.0) }
    }

    /// The colour of governance, 0 authoritarian to 1 participatory.
    pub fn governance(&self, value: f64) -> Colour {
        self.diverge(2.0 * value - 1.0)
    }

    /// The colour of text on a background: dark on light, light on dark.
    pub fn on(&self, ground: Colour) -> Colour {
        let light = |c: Colour| 0.299 * f64::from(c.0) + 0.587 * f64::from(c.1) + 0.114 * f64::from(c.2);
        let (paper, ink) = (light(self.paper), light(self.ink));
        if (light(ground) - ink).abs() > (light(ground) - paper).abs() { self.ink } else { self.paper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_reach_their_ends_and_letters_stand_out() {
        for theme in &THEMES {
            assert_eq!(theme.diverge(-1.0), theme.diverging[0]);
            assert_eq!(theme.diverge(1.0), theme.diverging[2]);
            assert_eq!(theme.grade(0.0), theme.sequential[0]);
            assert_eq!(theme.grade(1.0), theme.sequential[2]);
            assert_eq!(theme.on(theme.paper), theme.ink);
            assert_eq!(theme.on(theme.ink), theme.paper);
        }
    }
}
