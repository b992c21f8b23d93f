//! A case as one row of a list.

use crate::domain::case::Case;
use crate::tui::widget::table::Column;
use crate::words::Words;

pub const COLUMNS: &[Column] = &[
    Column { title: "column-tracking", least: 17, grow: 0, from: 0 },
    Column { title: "column-name", least: 20, grow: 3, from: 0 },
    Column { title: "column-request", least: 9, grow: 1, from: 0 },
    Column { title: "column-occupation", least: 18, grow: 2, from: 100 },
    Column { title: "column-person", least: 12, grow: 0, from: 110 },
    Column { title: "column-touched", least: 17, grow: 0, from: 0 },
];

/// The cells of a case, in the order of [`COLUMNS`].
pub fn cells(case: &Case, words: &Words) -> Vec<String> {
    vec![
        words.tracking(&case.tracking),
        case.intake.applicant.full_name(),
        words.choice(case.intake.request.kind),
        case.intake.certificate.occupation.title.clone(),
        words.masked(&case.intake.applicant.id),
        words.moment(case.touched.wall_ms),
    ]
}
