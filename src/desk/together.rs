//! What is done to many cases together: approved, asked about.

use super::Desk;
use super::command::{Done, Overrides, Reply};
use crate::domain::acts::kind::ActKind;
use crate::domain::acts::{Act, Approve, AskInquiry};
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::inquiry::{InquiryBy, InquiryWay};
use crate::domain::stage::Stage;
use crate::form::{Answers, sign_in};
use crate::store::error::ReadError;

/// No more are approved at once.
const MOST_TOGETHER: usize = 200;

impl Desk {
    /// The cases that wait for the centre, of which nothing is to be asked and which did not go through
    /// the operator's own hands.
    pub fn clean(&self) -> Result<Vec<Case>, ReadError> {
        let mut clean = Vec::new();
        for case in self.store.at_stage(Stage::AwaitingCentre, MOST_TOGETHER)? {
            if self.is_clean(&case)? {
                clean.push(case);
            }
        }
        Ok(clean)
    }

    /// Whether this case, which waits for the centre, is one of those.
    pub fn is_clean(&self, case: &Case) -> Result<bool, ReadError> {
        let others = self.myself().is_none_or(|person| !case.involves(&person));
        // The flags tell of open inquiries, of doubts and of corrections too.
        if !(others && self.flags(case).is_empty() && case.objections.is_empty()) {
            return Ok(false);
        }
        if self.doubted_in(case)?.is_some() {
            return Ok(false);
        }
        // A reviewer looks at two requests for one certificate side by side.
        Ok(self.open_case_on(&case.intake.certificate.number, Some(case.id))?.is_none())
    }

    /// Each is an act of its own, with its own event; one passphrase signs for all of them.
    pub(super) fn approve_clean(&mut self, answers: Answers) -> Result<Reply, Reply> {
        self.allows(ActKind::Approve)?;
        self.sign_again(&self.check(&sign_in::SIGN, answers)?)?;
        let mut done = Done::default();
        for case in self.clean()? {
            self.one_of_many(&case, &Act::Approve(Approve), &mut done)?;
        }
        Ok(Reply::Done(Box::new(done)))
    }

    /// Does to one case what is done to many together. One of which the rules say no is left, and the others go on.
    fn one_of_many(&mut self, case: &Case, act: &Act, done: &mut Done) -> Result<(), Reply> {
        let replied = match self.decide_and_commit(Some(case), act, &Overrides::default(), case.version) {
            Err(Reply::Refused(_)) => {
                done.left.push(case.tracking.clone());
                return Ok(());
            }
            replied => replied?,
        };
        if let Reply::Done(one) = replied {
            // A list that lacks a case because it could not be read would say something else than it does.
            done.together.extend(match one.case {
                None => self.store.case(case.id)?,
                read => read,
            });
            done.events.extend(one.events);
        }
        Ok(())
    }

    /// A list for the civil registry, carried there by hand: every case that waits is asked about, and on the list
    /// are all that were asked about so and not answered, however often it is made.
    pub(super) fn ask_inquiries(&mut self) -> Result<Reply, Reply> {
        let act = Act::AskInquiry(AskInquiry { by: InquiryBy::Agency, way: InquiryWay::Batch });
        let mut waiting = self.store.at_stage(Stage::AwaitingCentre, MOST_TOGETHER)?;
        let asked =
            |case: &Case| case.inquiry().is_some_and(|asked| asked.way == InquiryWay::Batch && asked.answer.is_none());
        waiting.retain(|case| case.inquiry().is_none() || asked(case));
        waiting.sort_by_key(|case| case.id);
        let mut done = Done::default();
        for case in waiting {
            // The registry needs the number in full.
            self.log_access(Accessed::Revealed { case: case.id })?;
            if asked(&case) {
                done.together.push(case);
            } else {
                self.one_of_many(&case, &act, &mut done)?;
            }
        }
        Ok(Reply::Done(Box::new(done)))
    }
}
