//! `events.csv`: one row per event, in order of occurrence.

use super::labels::Labels;
use super::table::Field;
use super::words::EventKind;
use crate::model::Event;

/// The columns of `events.csv`.
pub(crate) fn fields() -> Vec<Field> {
    let kinds = EventKind::NAMES.join(", ");
    let mut fields = super::common_fields();
    fields.extend([
        Field::word("kind", format!("kind of the event: {kinds}"), &EventKind::NAMES),
        Field::label("a", "the state that does it or is affected"),
        Field::label("b", "the other state; missing if only one state is involved"),
        Field::label("what", "sector of issues, instrument that began a dispute, or name of an intervention"),
        Field::number("age", "rounds", "previous duration of what ended or changed"),
        Field::number("value", "by kind", "size, by kind: height of a threat, number of issues, jump of the system, grievance, gravity, autonomy conceded"),
    ]);
    fields
}

/// One row of `events.csv`, after the columns that all tables begin with.
pub(crate) fn row(event: &Event, labels: &Labels) -> [f64; 6] {
    [
        labels.kind(event.kind),
        labels.state(event.a.0),
        event.b.map_or(f64::NAN, |b| labels.state(b.0)),
        labels.what(event),
        event.age.map_or(f64::NAN, f64::from),
        event.value.unwrap_or(f64::NAN),
    ]
}
