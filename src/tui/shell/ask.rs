//! What a screen asks of the desk, and what the desk asks back.

use super::Shell;
use crate::desk::command::{Command, Overrides, Reply};
use crate::domain::event::Event;
use crate::domain::own::Own;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::tracking::TrackingCode;
use crate::form::Answers;
use crate::tui::screen::{Notice, Route, route};

impl Shell {
    pub(super) fn ask(&mut self, command: Command) {
        let asked = command.clone();
        let reply = self.desk.perform(command);
        if let Reply::Refused(Refusal::Asks { question, other }) = reply {
            return self.put_question(asked, question, other);
        }
        if let Reply::Refused(refusal @ Refusal::DayNotOpen { .. }) = &reply {
            // What was typed stays below, and is asked again once the day is open.
            self.notice = Some(Notice::bad(&self.words.refusal(refusal)));
            return self.go(Route::Day);
        }
        if let Reply::Done(done) = &reply {
            let (words, rules) = (&self.words, self.desk.rules());
            let text = |slip, case: &_, office: &_, witness: &_| words.slip(slip, case, office, rules, witness);
            let written = self.desk.keep_slips(done, text);
            if let Err(error) = written {
                let sentence = words.system_error("slip-not-written", &[("error", error.to_string())]);
                self.notice = Some(Notice::bad(&sentence));
            }
        }
        let was_set =
            |recorded: &&Own| matches!(recorded.event, Event::ClockWentBack { .. } | Event::ClockJumped { .. });
        if let Reply::Done(done) = &reply
            && let Some(recorded) = done.events.iter().find(was_set)
        {
            self.notice = Some(Notice::warn(self.words.event(recorded)));
        }
        let kept = self.notice.take();
        let step = self.with_top(|screen, cx| screen.receive(reply, cx));
        self.apply(step);
        // A slip that was not written, or a clock that went back, outweighs what the screen has to say.
        self.notice = kept.or(self.notice.take());
    }

    fn put_question(&mut self, command: Command, question: Question, other: Option<TrackingCode>) {
        let told = self.words.question(question, other.as_ref()).whole();
        let (route, told) = match (question, answers_of(&command), &other) {
            // Both requests side by side, before anybody says that they are two.
            (Question::CertificateHasOpenCase, Some(mine), Some(other)) => {
                (Route::CompareNew { answers: mine.clone(), other: other.clone() }, Some(told))
            }
            // A supervisor signs at the act, whoever is signed in.
            _ if question.needs_supervisor() => (Route::Approval, Some(told)),
            _ => (Route::Rule(question, other), None),
        };
        match route::open(route, &self.context()) {
            Ok(screen) => {
                self.notice = told.map(Notice::warn);
                self.pending = Some((command, question));
                self.stack.push(screen);
            }
            Err(notice) => self.notice = Some(notice),
        }
    }

    /// Asks the desk again, with the answer.
    pub(super) fn agree(&mut self, answers: Option<Answers>) {
        let Some((mut command, question)) = self.pending.take() else { return };
        self.stack.pop();
        if let Some(consent) = consent_of(&mut command) {
            consent.agreed.push(question);
            match answers {
                Some(answers) if question.needs_supervisor() => consent.supervisor = Some(answers),
                Some(answers) => consent.decision = answers.get("distinct-reason").to_owned(),
                None => {}
            }
        }
        self.ask(command);
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "nothing is asked before any other command")]
fn consent_of(command: &mut Command) -> Option<&mut Overrides> {
    match command {
        Command::Open { consent, .. }
        | Command::Correct { consent, .. }
        | Command::Judge { consent, .. }
        | Command::ConfirmPayment { consent, .. }
        | Command::Act { consent, .. }
        | Command::AdoptRules { consent, .. }
        | Command::RotateKeys { consent, .. }
        | Command::CloseDay { consent, .. } => Some(consent),
        _ => None,
    }
}

/// What is about to be kept as the answers of a case.
fn answers_of(command: &Command) -> Option<&Answers> {
    if let Command::Open { answers, .. } | Command::Correct { answers, .. } = command { Some(answers) } else { None }
}
