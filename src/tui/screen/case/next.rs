//! How a case goes on from where it stands.

use crate::desk::command::{Command, Overrides, Seen};
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::stage::Stage;
use crate::form::{Answers, acts};
use crate::tui::screen::{Context, Route, Step};

/// To where this case goes on, if this operator has something left to do.
pub fn next_step(case: &Case, cx: &Context) -> Option<Step> {
    let act = next_act(case.stage).filter(|act| may(*act, cx))?;
    Some(match case.stage {
        Stage::Documents | Stage::Deficient | Stage::Referred => Step::Go(Route::Documents(case.id)),
        Stage::Fee => match cx.desk.tariff(case).map(|row| row.amount) {
            Some(None) => Step::Go(Route::NothingDue(case.id)),
            _ => Step::Go(Route::Fee(case.id)),
        },
        Stage::AwaitingCentre => Step::Go(Route::Review(case.id)),
        Stage::Production
        | Stage::Delivery
        | Stage::Uncollected
        | Stage::Delivered
        | Stage::Rejected
        | Stage::Withdrawn => act_step(case, act),
    })
}

/// The act by which a case goes on from here, whoever does it.
pub fn next_act(stage: Stage) -> Option<ActKind> {
    Some(match stage {
        Stage::Documents | Stage::Deficient | Stage::Referred => ActKind::Judge,
        Stage::Fee => ActKind::ConfirmPayment,
        Stage::AwaitingCentre => ActKind::Approve,
        Stage::Production => ActKind::IssueCertificate,
        Stage::Delivery | Stage::Uncollected => ActKind::Deliver,
        Stage::Delivered | Stage::Rejected | Stage::Withdrawn => return None,
    })
}

/// Whether the operator's role has this act.
pub fn may(act: ActKind, cx: &Context) -> bool {
    act.is_for(cx.desk.role())
}

/// To the form in which an act is asked about, or the act itself where nothing is to be asked.
pub fn act_step(case: &Case, act: ActKind) -> Step {
    let seen = Seen::of(case);
    match acts::form(act) {
        Some(form) if form.asks_nothing() => {
            let (answers, consent) = (Answers::default(), Overrides::default());
            Step::ask(Command::Act { seen, form, answers, consent })
        }
        Some(form) => Step::Go(Route::Act(seen, form)),
        None => Step::Stay,
    }
}
