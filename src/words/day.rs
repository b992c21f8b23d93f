//! The day of work in words: its name, what it came to, its closing slip.

use super::{Words, hex};
use crate::domain::audit::{Witness, WrittenHead};
use crate::domain::date::JalaliDate;
use crate::domain::day::Till;
use crate::domain::money::Rial;
use crate::domain::office::Office;
use crate::domain::own::Own;
use crate::domain::replay::Judged;
use crate::domain::stage::Flag;
use crate::domain::totals::Totals;
use crate::text::paper;

/// Hex digits in groups of four.
fn grouped(bytes: &[u8]) -> String {
    let groups: Vec<String> = bytes.chunks(2).map(hex).collect();
    crate::text::ltr(&groups.join("-"))
}

impl Words {
    /// A day as it is said: «یکشنبه ۱ آذر ۱۴۰۵».
    pub fn day(&self, date: JalaliDate) -> String {
        let args = [
            ("weekday", self.say(&format!("weekday-{}", date.weekday()))),
            ("day", self.number(date.day())),
            ("month", self.say(&format!("month-{}", date.month()))),
            ("year", self.number(date.year())),
        ];
        self.with("day-said", &args)
    }

    /// What a day came to, a line each.
    pub fn totals(&self, totals: &Totals) -> Vec<String> {
        let mut lines = vec![self.with(
            "day-counts",
            &[
                ("opened", self.number(totals.opened)),
                ("complete", self.number(totals.complete)),
                ("withdrawn", self.number(totals.withdrawn)),
                ("approved", self.number(totals.approved)),
                ("delivered", self.number(totals.delivered)),
            ],
        )];
        for takings in &totals.takings {
            let (operator, count) = (self.code(&takings.operator), self.number(takings.count));
            lines.push(match takings.method {
                Some(method) => self.with(
                    "day-takings",
                    &[
                        ("operator", operator),
                        ("method", self.choice(method)),
                        ("count", count),
                        ("amount", self.rial(takings.amount)),
                    ],
                ),
                None => self.with("day-nothing-due", &[("operator", operator), ("count", count)]),
            });
        }
        if totals.cancelled > 0 || totals.refunded.amount() > 0 {
            let args = [
                ("count", self.number(totals.cancelled)),
                ("amount", self.rial(totals.cancelled_amount)),
                ("refunded", self.rial(totals.refunded)),
            ];
            lines.push(self.with("day-cancelled", &args));
        }
        if totals.waived > 0 {
            let args = [("count", self.number(totals.waived)), ("amount", self.rial(totals.waived_amount))];
            lines.push(self.with("day-waived", &args));
        }
        let amount = totals.amount();
        lines.push(self.with("day-amount", &[("amount", self.rial(amount)), ("words", self.rial_in_words(amount))]));
        lines
    }

    /// What was counted in the drawer; `None` where nothing was.
    fn till(&self, id: &str, till: Till) -> Option<String> {
        let cash = till.cash.map(|cash| self.rial(cash));
        let slips = till.slips.map(|slips| self.with("till-slips", &[("count", self.number(slips))]));
        let told: Vec<String> = cash.into_iter().chain(slips).collect();
        (!told.is_empty()).then(|| self.with(id, &[("counted", self.list(&told))]))
    }

    /// The drawer in the morning and in the evening, and what is between them.
    pub fn tills(&self, (first, last): (Till, Till)) -> Vec<String> {
        let mut lines: Vec<String> =
            [self.till("till-first", first), self.till("till-last", last)].into_iter().flatten().collect();
        if let (Some(before), Some(after)) = (first.cash, last.cash)
            && before != after
        {
            let (more, less) = (before.amount().max(after.amount()), before.amount().min(after.amount()));
            let id = if after > before { "till-more" } else { "till-less" };
            lines.push(self.with(id, &[("amount", self.rial(Rial::new(more - less)))]));
        }
        if let (Some(before), Some(after)) = (first.slips, last.slips)
            && before > after
        {
            lines.push(self.with("till-slips-used", &[("count", self.number(before - after))]));
        }
        lines
    }

    /// What was counted, in one line.
    pub(super) fn counted(&self, till: Till) -> String {
        self.till("till-counted", till).unwrap_or_default()
    }

    /// How often this person came, where that is as often as the form allows in one of its spans (line 78).
    pub fn visit_frequency(&self, spans: [usize; 3], most: u16) -> Option<String> {
        let [month, season, year] = spans;
        let args = [
            ("month", self.number(month)),
            ("season", self.number(season)),
            ("year", self.number(year)),
            ("most", self.number(most)),
        ];
        (year >= usize::from(most)).then(|| self.with("person-frequency", &args))
    }

    /// What an inspection found to hold.
    pub fn verified(&self, [events, days, heads, keys]: [u64; 4], acts: Judged, head: &[u8; 32]) -> String {
        let args = [
            ("events", self.number(events)),
            ("days", self.number(days)),
            ("heads", self.number(heads)),
            ("keys", self.number(keys)),
            ("head", self.head(head)),
        ];
        let judged = [("judged", self.number(acts.judged)), ("unjudged", self.number(acts.unjudged))];
        let held = format!("{} {}", self.with("audit-holds", &args), self.with("audit-judged", &judged));
        match acts.among_themselves {
            0 => held,
            cases => format!("{held} {}", self.with("audit-among-themselves", &[("cases", self.number(cases))])),
        }
    }

    /// What was decided by people of the hands of a case, told as that.
    pub fn among_themselves(&self, event: &str) -> String {
        let flag = self.choice(Flag::AmongThemselves);
        self.with("event-flagged", &[("event", event.to_owned()), ("flag", flag)])
    }

    /// The head of a chain as it is written down and compared: groups of four hex digits.
    pub fn head(&self, head: &[u8; 32]) -> String {
        grouped(&head[..16])
    }

    /// As much of it as proves something, where there is little room.
    pub fn short_head(&self, head: &[u8; 32]) -> String {
        grouped(&head[..WrittenHead::DIGITS / 2])
    }

    /// A key by its first digits, as it is written down and compared.
    pub(super) fn fingerprint(&self, key: Option<&[u8; 32]>) -> String {
        key.map_or_else(|| "-".to_owned(), |key| self.short_head(key))
    }

    /// The slip of a closed day. Whoever keeps it can prove later that nothing before it was changed.
    pub fn day_slip(
        &self,
        day: JalaliDate,
        (totals, tills): (&Totals, Option<(Till, Till)>),
        people: &[Own],
        witness: &Witness,
        office: &Office,
    ) -> String {
        let rule = super::paper::RULE.to_owned();
        let mut lines = self.letterhead(office);
        lines.extend([rule.clone(), self.say("paper-day-close"), self.day(day), rule.clone()]);
        lines.extend(self.totals(totals));
        lines.extend(tills.into_iter().flat_map(|tills| self.tills(tills)));
        if !people.is_empty() {
            lines.extend([rule.clone(), self.say("paper-day-people")]);
            let by = |recorded: &Own| ("operator", self.code(recorded.envelope.signed_in()));
            let told = |recorded: &Own| [("told", self.event(recorded)), by(recorded)];
            lines.extend(people.iter().map(|recorded| self.with("paper-day-person", &told(recorded))));
        }
        lines.push(rule);
        lines.extend(self.witness(witness, self.head(&witness.head)));
        lines.extend([self.say("paper-day-keep"), String::new(), self.say("paper-signature")]);
        paper(&(lines.join("\n") + "\n"))
    }
}
