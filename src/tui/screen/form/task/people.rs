//! Tasks about who works here: set-up, signing in, operators, recovery, handing over.

use super::FormTask;
use crate::desk::command::{Command, Overrides};
use crate::desk::demo;
use crate::form::{Spec, day, people, setup, sign_in};
use crate::tui::screen::{Context, Notice, Paper, Route, Step};

/// The first start.
pub fn set_up(cx: &Context) -> FormTask {
    let command = |answers, _| Command::Found { answers, sample: false };
    FormTask::asking(&setup::SETUP, cx.words.say("title-setup"), command)
        .told([cx.words.say("setup-preface")])
        .then(|_, _, _| Step::Replace(Route::SelfCheck { first_start: true }))
}

/// Whoever works here says who they are.
pub fn sign_in(cx: &Context) -> FormTask {
    let words = cx.words;
    let office = cx.desk.office();
    let sample = office.is_some_and(|office| office.sample).then(|| {
        let args = [
            ("name", words.code(demo::SIGN_IN)),
            ("reviewer", words.code(demo::REVIEWER)),
            ("passphrase", words.code(demo::PASSPHRASE)),
        ];
        words.with("demo-sign-in", &args)
    });
    let task =
        FormTask::asking(&sign_in::SIGN_IN_FORM, words.say("title-sign-in"), |answers, _| Command::SignIn { answers })
            .told(office.map(|office| office.name.clone()).into_iter().chain(sample))
            .then(|_, _, _| Step::Replace(Route::Home));
    FormTask { signs_in: true, forgets_passphrase: true, ..task }
}

/// A locked screen.
pub fn unlock(cx: &Context) -> FormTask {
    let command = |answers, _| Command::SignIn { answers };
    let task = FormTask::asking(&sign_in::SIGN_IN_FORM, cx.words.say("title-locked"), command)
        .told([cx.words.say("locked-preface")]);
    FormTask { is_modal: true, signs_in: true, forgets_passphrase: true, ..task }
}

/// The envelope was opened.
pub fn recover(cx: &Context) -> FormTask {
    FormTask::asking(&sign_in::RECOVER, cx.words.say("title-recover"), |answers, _| Command::Recover { answers })
        .told([cx.words.say("recover-preface")])
        // The question for the passphrase lies below, whether of a sign-in or of a locked screen.
        .then(|_, _, cx| Step::Back.then(Step::SignedIn).then(Step::Say(Notice::good(cx.words.say("recovered")))))
}

/// Another operator is admitted.
pub fn enrol(cx: &Context) -> FormTask {
    FormTask::asking(&people::ENROL, cx.words.say("title-enrol"), |answers, _| Command::Enrol { answers })
}

/// Suspended, let in again, another role, another passphrase.
pub fn operator(form: &'static Spec, cx: &Context) -> FormTask {
    let title = cx.words.say(&format!("title-{}", form.id));
    FormTask::asking(form, title, move |answers, _| Command::ChangeOperator { form, answers }).then(|_, done, cx| {
        let said = if done.reseal {
            Notice::warn(cx.words.say("reseal-offered"))
        } else {
            Notice::good(cx.words.say("saved"))
        };
        Step::BackSaying(said)
    })
}

/// A second supervisor stands behind an account.
pub fn confirm_operator(cx: &Context) -> FormTask {
    let command = |answers, _| Command::ConfirmOperator { answers };
    let task = FormTask::asking(&people::CONFIRM, cx.words.say("title-confirm-operator"), command)
        .told([cx.words.say("confirm-operator-preface")]);
    FormTask { forgets_passphrase: true, ..task }
}

/// A code for the sealed envelope.
pub fn issue_recovery(cx: &Context) -> FormTask {
    let command = |answers, _| Command::IssueRecovery { answers };
    FormTask::asking(&people::RECOVERY, cx.words.say("title-issue-recovery"), command)
        .told([cx.words.say("issue-recovery-preface")])
        .then(|form, done, cx| {
            let sign_in = cx.words.code(&form.get("sign-in").to_lowercase());
            // The desk gives the code with every one that it makes.
            let code = done.code.unwrap_or_default();
            let text = cx.words.recovery_slip(&sign_in, &code);
            Step::Replace(Route::Paper(Paper::shown(cx.words.say("title-issue-recovery"), text)))
        })
}

/// The desk signs with another key from here on.
pub fn rotate_keys(cx: &Context) -> FormTask {
    FormTask::asking(&sign_in::SIGN, cx.words.say("title-rotate-keys"), |answers, _| Command::RotateKeys {
        answers,
        consent: Overrides::default(),
    })
    .told([cx.words.say("rotate-keys-preface")])
    .then_told()
}

/// Whoever comes next signs in at the desk of whoever goes.
pub fn hand_over(cx: &Context) -> FormTask {
    let task =
        FormTask::asking(&day::HAND_OVER, cx.words.say("title-hand-over"), |answers, _| Command::HandOver { answers })
            .told([cx.words.say("hand-over-preface")])
            .then(|_, _, cx| {
                // Whoever took over is signed in.
                let name = cx.desk.operator().map_or_else(String::new, |operator| operator.name.clone());
                Step::BackSaying(Notice::good(cx.words.with("handed-over", &[("name", name)])))
            });
    FormTask { forgets_passphrase: true, ..task }
}
