//! Lists on paper: whom to call, what to ask the civil registry; and the letter for the sealed envelope.

use super::Words;
use super::paper::RULE;
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::documents::not_shown;
use crate::domain::office::Office;
use crate::domain::rulebook::Rulebook;
use crate::text::paper;

impl Words {
    /// The people to be called: those whose papers are waited for, and those who have not fetched their certificate.
    pub fn reminders(
        &self,
        (lacking, lying): (&[Case], &[Case]),
        office: &Office,
        rules: &Rulebook,
        today: JalaliDate,
    ) -> String {
        let mut lines = self.letterhead(office);
        lines.extend([RULE.to_owned(), self.say("title-reminders"), self.day(today), RULE.to_owned()]);
        lines.push(self.with("reminders-lacking", &[("count", self.number(lacking.len()))]));
        for case in lacking {
            lines.push(self.whom(case));
            lines.extend(case.deadline.map(|until| {
                let id = if until < today { "reminders-overdue" } else { "reminders-until" };
                self.with(id, &[("day", self.date(until))])
            }));
            let list = rules.checklist_of(&case.intake);
            let missing = not_shown(&list, &case.verdicts);
            let named = missing.map(|row| self.choice(row.document)).chain(self.objections(&case.objections));
            lines.extend(named.map(|item| self.with("paper-item", &[("item", item)])));
        }
        lines.push(RULE.to_owned());
        lines.push(self.with("reminders-lying", &[("count", self.number(lying.len()))]));
        for case in lying {
            lines.push(self.whom(case));
            let since = self.date(JalaliDate::at(case.touched.wall_ms));
            let args = [("stage", self.choice(case.stage)), ("day", since)];
            lines.push(self.with("reminders-since", &args));
        }
        paper(&(lines.join("\n") + "\n"))
    }

    /// Whose case it is, and where the person is reached.
    fn whom(&self, case: &Case) -> String {
        let applicant = &case.intake.applicant;
        let mobile = applicant.mobile.as_deref().map_or_else(|| self.say("empty"), |mobile| self.code(mobile));
        let args = [("tracking", self.tracking(&case.tracking)), ("name", applicant.full_name()), ("mobile", mobile)];
        self.with("reminders-whom", &args)
    }

    /// What the civil registry is asked: the particulars of each person, the number in full.
    pub fn inquiries(&self, cases: &[Case], today: JalaliDate) -> String {
        let mut lines = vec![self.say("title-ask-inquiries"), self.day(today), RULE.to_owned()];
        for case in cases {
            let applicant = &case.intake.applicant;
            let args = [
                ("tracking", self.tracking(&case.tracking)),
                ("id", self.code(applicant.id.digits())),
                ("name", applicant.full_name()),
                ("father", applicant.father_name.clone()),
                ("birth", self.date(applicant.birth)),
            ];
            lines.push(self.with("inquiries-line", &args));
        }
        lines.extend([RULE.to_owned(), self.say("inquiries-next")]);
        paper(&(lines.join("\n") + "\n"))
    }

    /// What was done and looked at, a line each.
    pub fn trail(&self, told: &[String]) -> String {
        match told {
            [] => self.say("audit-none"),
            told => {
                let count = self.with("trail-count", &[("count", self.number(told.len()))]);
                std::iter::once(&count).chain(told).map(String::as_str).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// What goes into the envelope; shown once.
    pub fn recovery_slip(&self, sign_in: &str, code: &str) -> String {
        let lines = [
            self.with("recovery-for", &[("sign-in", sign_in.to_owned())]),
            String::new(),
            self.code(code),
            String::new(),
            self.say("recovery-keep"),
        ];
        lines.join("\n")
    }
}
