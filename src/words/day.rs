//! The day of work in words: its name, what it came to, its closing slip.

use super::Words;
use crate::domain::date::JalaliDate;
use crate::domain::day::Totals;
use crate::domain::office::Office;
use crate::text::paper;

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
        let amount = totals.amount();
        lines.push(self.with("day-amount", &[("amount", self.rial(amount)), ("words", self.rial_in_words(amount))]));
        lines
    }

    /// What an inspection found to hold.
    pub fn verified(&self, events: u64, days: u64, heads: u64, head: &[u8; 32]) -> String {
        let args = [
            ("events", self.number(events)),
            ("days", self.number(days)),
            ("heads", self.number(heads)),
            ("head", self.head(head)),
        ];
        self.with("audit-holds", &args)
    }

    /// The head of a chain as it is written down and compared: groups of four hex digits.
    pub fn head(&self, head: &[u8; 32]) -> String {
        let groups: Vec<String> =
            head[..16].chunks(2).map(|pair| pair.iter().map(|byte| format!("{byte:02x}")).collect()).collect();
        crate::text::ltr(&groups.join("-"))
    }

    /// The slip of a closed day. Whoever keeps it can prove later that nothing before it was changed.
    pub fn day_slip(&self, day: JalaliDate, totals: &Totals, chain: (u64, &[u8; 32]), office: &Office) -> String {
        let rule = super::paper::RULE.to_owned();
        let mut lines = self.letterhead(office);
        lines.extend([rule.clone(), self.say("paper-day-close"), self.day(day), rule.clone()]);
        lines.extend(self.totals(totals));
        lines.extend([
            rule,
            self.with("paper-day-head", &[("number", self.number(chain.0))]),
            self.head(chain.1),
            self.say("paper-day-keep"),
            String::new(),
            self.say("paper-signature"),
        ]);
        paper(&(lines.join("\n") + "\n"))
    }
}
