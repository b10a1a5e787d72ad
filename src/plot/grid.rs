//! Small multiples: panels in rows and columns that share their axes.

use super::font::width;
use super::page::{Page, Rect, Side, shorten, wrap};
use super::panel::{Axis, Panel};
use super::theme::size;

/// Rows and columns of panels.
pub(super) struct Grid {
    body: Rect,
    rows: usize,
    columns: usize,
}

/// The space for the names of rows and of the axis, and for values as long as 1.1e300.
const LEFT: f64 = 160.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 66.0;
/// The beginning of the name of the vertical axis.
const UPWARD: &str = "upward:";
/// Half the width of the name of the horizontal axis.
const NAME_ACROSS: f64 = 70.0;
/// The height of the names of columns.
const NAMELESS: f64 = 36.0;
/// Wide enough for the years at the ends of two neighbours, and for the values at the ends of two rows.
const GAP: (f64, f64) = (58.0, 34.0);

impl Grid {
    /// The least height of a body with this number of rows of a height.
    pub(super) fn height(rows: usize, row: f64) -> f64 {
        TOP + rows as f64 * row + (rows.max(1) - 1) as f64 * GAP.1 + BOTTOM
    }

    /// The height of a row; lower if there are many rows.
    pub(super) fn row(rows: usize) -> f64 {
        match rows {
            0..=1 => 420.0,
            2 => 300.0,
            3..=4 => 220.0,
            5..=8 => 170.0,
            _ => 130.0,
        }
    }

    /// The least height of a body whose panels have titles and whose columns do not have names.
    pub(super) fn height_titled(rows: usize, row: f64) -> f64 {
        Self::height(rows, row) - NAMELESS
    }

    /// A grid inside such a body.
    pub(super) fn titled(body: Rect, rows: usize, columns: usize) -> Self {
        Self::new(Rect { top: body.top - NAMELESS, ..body }, rows, columns)
    }

    /// A grid inside a body.
    pub(super) fn new(body: Rect, rows: usize, columns: usize) -> Self {
        Self { body, rows, columns }
    }

    /// Two grids of one column side by side, with the same rows. Each has the name of its column and of its vertical
    /// axis.
    pub(super) fn halves<'n>(
        page: &Page<'_>,
        body: Rect,
        rows: &[&'n str],
        named: [(&'n str, &'n str); 2],
        across: &str,
    ) -> [Self; 2] {
        let middle = f64::midpoint(body.left, body.right);
        let bodies = [Rect { right: middle - 10.0, ..body }, Rect { left: middle + 10.0, ..body }];
        let grids = bodies.map(|body| Self::new(body, rows.len(), 1));
        grids[0].name_rows(page, rows.iter().copied());
        for (grid, (column, up)) in grids.iter().zip(named) {
            grid.name_columns(page, [column]);
            grid.name_up(page, up);
            grid.name_across(page, across);
        }
        grids
    }

    fn inside(&self) -> Rect {
        let Rect { left, top, right, bottom } = self.body;
        Rect::new(left + LEFT, top + TOP, right, bottom - BOTTOM)
    }

    /// Names the rows, at the left.
    pub(super) fn name_rows<'n>(&self, page: &Page<'_>, names: impl IntoIterator<Item = &'n str>) {
        for (row, name) in names.into_iter().enumerate() {
            let rect = self.rect(row, 0);
            let room = rect.height() + 0.8 * GAP.1;
            let middle = f64::midpoint(rect.top, rect.bottom);
            if width(name, size::PANEL, true) <= room {
                page.upward(name, (self.body.left + 10.0, middle), page.bold(size::PANEL, Side::Middle));
                continue;
            }
            // A long name is written smaller and in two lines before it is shortened.
            let letters = 0.8 * size::PANEL;
            let mut lines = wrap(name, letters, true, room).into_iter();
            let (first, rest) = (lines.next().unwrap_or_default(), lines.collect::<Vec<_>>().join(" "));
            let second = shorten(&rest, letters, true, room);
            let middle_of_lines = self.body.left + 10.0;
            let apart = if second.is_empty() { 0.0 } else { 0.6 * letters };
            page.upward(&first, (middle_of_lines - apart, middle), page.bold(letters, Side::Middle));
            page.upward(&second, (middle_of_lines + apart, middle), page.bold(letters, Side::Middle));
        }
    }

    /// Names the columns, above them.
    pub(super) fn name_columns<'n>(&self, page: &Page<'_>, names: impl IntoIterator<Item = &'n str>) {
        for (column, name) in names.into_iter().enumerate() {
            let rect = self.rect(0, column);
            let name = shorten(name, size::PANEL, true, rect.width() + 0.8 * GAP.0);
            page.text(&name, (rect.left, self.body.top + 18.0), page.bold(size::PANEL, Side::Start));
        }
    }

    /// Names the vertical axis of all panels, with its unit. The name is at the foot, so that it is not read as the
    /// name of a row.
    pub(super) fn name_up(&self, page: &Page<'_>, name: &str) {
        let inside = self.inside();
        let room = f64::midpoint(inside.left, inside.right) - self.body.left - NAME_ACROSS;
        let lead = width(UPWARD, size::LABEL, false) + 8.0;
        let name = shorten(name, size::LABEL, false, room - lead);
        let at = |x: f64| (self.body.left + x, self.body.bottom - 12.0);
        page.text(UPWARD, at(0.0), page.faint(size::LABEL, Side::Start));
        page.text(&name, at(lead), page.ink(size::LABEL, Side::Start));
    }

    /// Names the horizontal axis of all panels, with its unit.
    pub(super) fn name_across(&self, page: &Page<'_>, name: &str) {
        let inside = self.inside();
        let at = (f64::midpoint(inside.left, inside.right), self.body.bottom - 12.0);
        page.text(name, at, page.ink(size::LABEL, Side::Middle));
    }

    /// The rectangle of a panel.
    pub(super) fn rect(&self, row: usize, column: usize) -> Rect {
        self.inside().cell((row, self.rows), (column, self.columns), GAP)
    }

    /// The rectangle of the nth of a number of panels, row by row, each with space for a title.
    pub(super) fn panel_of<'p, 'a>(&self, page: &'p Page<'a>, n: usize, all: usize, x: Axis, y: Axis) -> Panel<'p, 'a> {
        let (row, column) = (n / self.columns, n % self.columns);
        let rect = self.rect(row, column);
        let panel = Panel::new(page, Rect { top: rect.top + 40.0, ..rect }, x, y);
        if column == 0 {
            panel.label_up();
        }
        // The panel is in the last row.
        if n + self.columns >= all {
            panel.label_across();
        }
        panel
    }

    /// A panel. The values of its axes are at the left and lower edges of the grid, or at every panel if the vertical
    /// axes differ.
    pub(super) fn panel<'p, 'a>(
        &self,
        page: &'p Page<'a>,
        (row, column): (usize, usize),
        x: Axis,
        y: Axis,
    ) -> Panel<'p, 'a> {
        let panel = Panel::new(page, self.rect(row, column), x, y);
        if column == 0 {
            panel.label_up();
        }
        if row + 1 == self.rows {
            panel.label_across();
        }
        panel
    }
}
