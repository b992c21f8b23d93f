//! What the desk can be asked without changing anything.

use std::collections::BTreeSet;

use super::Desk;
use crate::domain::acts::context::Records;
use crate::domain::acts::kind::ActKind;
use crate::domain::audit::{Accessed, LONGEST_NOTED};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::{CaseId, Recorded};
use crate::domain::fees::TariffRow;
use crate::domain::money::Rial;
use crate::domain::person::Applicant;
use crate::domain::stage::Stage;
use crate::domain::tracking::TrackingCode;
use crate::form::Answers;
use crate::form::answers::Draft;
use crate::store::error::ReadError;
use crate::store::upkeep::backup::{self, BackupError};
use crate::text::normalize::{canonical, compact};

/// No screen shows more of one stage.
const MOST_SHOWN: usize = 200;
/// No list of related cases is longer.
const MOST_RELATED: usize = 50;
/// What the rules ask about is looked for among all cases: whoever fills a list must not hide what stands behind it.
const ALL: usize = usize::MAX;

/// One stage of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueGroup {
    pub stage: Stage,
    /// All cases at this stage, shown or not.
    pub count: usize,
    pub cases: Vec<Case>,
}

/// The unfinished cases and today's others, newest first within each stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Intakes that were begun and not registered.
    pub drafts: Vec<Draft>,
    /// There are more of them, which could not be read.
    pub drafts_unread: bool,
    /// Decided by one office on its own work, and not looked at by anybody else yet.
    pub second_looks: Vec<Case>,
    pub groups: Vec<QueueGroup>,
    /// So many cases stand in no list: only a newer program can read how they were opened.
    pub unread_cases: usize,
}

impl Desk {
    pub fn queue(&self) -> Result<Queue, ReadError> {
        use crate::domain::Choice;
        let today = self.today();
        let mut groups = Vec::new();
        for stage in Stage::ALL {
            let mut cases = self.store.at_stage(*stage, MOST_SHOWN)?;
            if !stage.is_open() {
                cases.retain(|case| JalaliDate::at(case.touched.wall_ms) == today);
            }
            groups.push(QueueGroup { stage: *stage, count: self.store.count(*stage)?, cases });
        }
        let second_looks = if ActKind::LookAgain.is_for(self.role()) {
            self.store.four_eyes_override(MOST_SHOWN)?
        } else {
            Vec::new()
        };
        let (drafts, drafts_unread) = self.drafts_read();
        let unread_cases = self.store.unread_cases()?;
        Ok(Queue { drafts, drafts_unread, second_looks, groups, unread_cases })
    }

    /// What was begun and can be read, newest first; and whether there is something that cannot be read any more.
    pub fn drafts_read(&self) -> (Vec<Draft>, bool) {
        self.store.drafts().read()
    }

    /// What was begun and can be read, newest first.
    pub fn drafts(&self) -> Vec<Draft> {
        self.drafts_read().0
    }

    pub fn case(&self, id: CaseId) -> Result<Option<Case>, ReadError> {
        self.store.case(id)
    }

    /// The events of a case, first to last.
    pub fn history(&self, id: CaseId) -> Result<Vec<Recorded>, ReadError> {
        self.store.history(id)
    }

    /// What is looked for where somebody types this, and what is noted of it: nothing that is not seen, and no more
    /// than is noted.
    pub fn query(typed: &str) -> String {
        canonical(typed).chars().take(LONGEST_NOTED).collect()
    }

    /// Cases by tracking code, person's number, certificate number or name, whichever it is; as [`Desk::query`] has it.
    pub fn find(&self, typed: &str, limit: usize) -> Result<Vec<Case>, ReadError> {
        let query = &Desk::query(typed);
        let code = compact(query);
        if code.is_empty() {
            return Ok(Vec::new());
        }
        let digits: String = code.chars().filter(|c| *c != '-').collect();
        let mut found = Vec::new();
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            if let Some(tracking) = TrackingCode::parse(&digits) {
                found.extend(self.store.by_tracking(tracking.digits())?);
            }
            let padded = if (8..=9).contains(&digits.len()) { format!("{digits:0>10}") } else { digits };
            found.extend(self.store.by_person(&padded, limit)?);
        }
        found.extend(self.store.by_certificate(&code, limit)?);
        found.extend(self.store.by_name(query, limit)?);
        let mut seen = BTreeSet::new();
        found.retain(|case| seen.insert(case.id));
        found.truncate(limit);
        Ok(found)
    }

    /// The case with this tracking code, with or without dashes.
    pub fn by_tracking(&self, code: &str) -> Result<Option<Case>, ReadError> {
        match TrackingCode::parse(&compact(code)) {
            Some(tracking) => Ok(self.store.by_tracking(tracking.digits())?.pop()),
            None => Ok(None),
        }
    }

    /// The particulars of a person as the last case has them. Whoever asks has seen who it is.
    pub fn person(&self, digits: &str) -> Result<Option<Applicant>, ReadError> {
        let cases = self.store.by_person(digits, ALL)?;
        let Some(last) = cases.into_iter().max_by_key(|case| case.touched.wall_ms) else { return Ok(None) };
        self.log_access(Accessed::Known { case: last.id })?;
        Ok(Some(last.intake.applicant))
    }

    /// Another case on this certificate that is not finished.
    pub fn open_case_on(&self, number: &str, except: Option<CaseId>) -> Result<Option<TrackingCode>, ReadError> {
        let cases = self.store.by_certificate(number, ALL)?;
        let open = cases.into_iter().find(|case| case.stage.is_open() && Some(case.id) != except);
        Ok(open.map(|case| case.tracking))
    }

    /// Another case in which the person of this one is doubted: a paper is suspected, or the registry did not agree.
    pub fn doubted_in(&self, case: &Case) -> Result<Option<TrackingCode>, ReadError> {
        self.doubts_about(case.intake.applicant.id.digits(), case.id)
    }

    /// Other cases of the same person or on the same certificate, the last touched first.
    pub fn related(&self, case: &Case) -> Result<Vec<Case>, ReadError> {
        let (applicant, certificate) = (&case.intake.applicant, &case.intake.certificate);
        let mut found = self.store.by_person(applicant.id.digits(), ALL)?;
        found.extend(self.store.by_certificate(&certificate.number, ALL)?);
        let mut seen = BTreeSet::from([case.id]);
        found.retain(|other| seen.insert(other.id));
        found.sort_by_key(|other| std::cmp::Reverse(other.touched.wall_ms));
        found.truncate(MOST_RELATED);
        Ok(found)
    }

    /// How many cases this person opened within the last month, three months and year, but for one case: the
    /// spans of which the form leaves open which one it means (line 78).
    pub fn visit_frequency(&self, digits: &str, except: Option<CaseId>) -> Result<[usize; 3], ReadError> {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        let (now, cases) = (self.now_ms(), self.store.by_person(digits, ALL)?);
        let opened: Vec<i64> =
            cases.iter().filter(|case| Some(case.id) != except).map(|case| now - case.opened.wall_ms).collect();
        let within = |days: i64| opened.iter().filter(|age| **age < days * DAY_MS).count();
        Ok([30, 91, 365].map(within))
    }

    /// The tariff row that holds for this case today.
    pub fn tariff(&self, case: &Case) -> Option<&TariffRow> {
        let (kind, cluster) = (case.intake.request.kind, case.intake.certificate.cluster);
        self.rules().tariff_row(kind, cluster, self.today())
    }

    /// What this case costs today, if anything is stated.
    pub fn due(&self, case: &Case) -> Option<Rial> {
        self.tariff(case)?.amount
    }

    /// The case opened last, of those touched last at each stage.
    pub(super) fn newest_case(&self) -> Result<Option<CaseId>, ReadError> {
        use crate::domain::Choice;
        let mut found = Vec::new();
        for stage in Stage::ALL {
            found.extend(self.store.at_stage(*stage, 1)?);
        }
        Ok(found.into_iter().max_by_key(|case| case.opened.wall_ms).map(|case| case.id))
    }

    /// One answer of the case opened last, to be repeated.
    pub fn repeated(&self, id: &str) -> Result<String, ReadError> {
        let answer = self.last_answers()?.get(id).to_owned();
        if let Some(case) = self.last_opened.filter(|_| !answer.is_empty()) {
            self.log_access(Accessed::Known { case })?;
        }
        Ok(answer)
    }

    /// The answers of the case opened last, which show nothing as long as they are not repeated.
    pub fn last_answers(&self) -> Result<Answers, ReadError> {
        let last = match self.last_opened {
            Some(id) => self.case(id)?,
            None => None,
        };
        Ok(last.map_or_else(Answers::default, |case| crate::form::intake::answers(&case.intake)))
    }

    /// How many days ago the desk was last backed up; `None` if it never was.
    pub fn backup_age(&self) -> Result<Option<i64>, BackupError> {
        let made = backup::last(self.folder())?;
        Ok(made.map(|made| (self.now_ms() - made).max(0) / (24 * 60 * 60 * 1000)))
    }

    /// How many events there are: the number of the chain's head.
    pub fn chain_length(&self) -> u64 {
        self.store.last().number
    }

    /// The head of the chain.
    pub fn chain_head(&self) -> [u8; 32] {
        self.store.last().hash
    }
}
