//! The forms of what happens after the counter.

use super::intake::required_if;
use super::small::{PASSPHRASE, nothing_across};
use super::{Draft, Fault, Field, Kind, Need, PAST_DAY, PLAIN, Spec, World, list_of, spec};
use crate::domain::acts::ActKind;
use crate::domain::centre::{
    Collector, CollectorKind, DuplicateDecision, InquiryAnswer, InquiryBy, InquiryResult, InquiryWay, Objection,
    OriginalFate, Produced,
};
use crate::domain::choices;
use crate::domain::date::JalaliDate;
use crate::domain::flaw::Flaw;
use crate::domain::review::CentreAct;
use crate::domain::tracking::TrackingCode;
use crate::text::normalize::canonical;

static INQUIRY_BY: super::ChoiceList = list_of::<InquiryBy>();
static INQUIRY_WAY: super::ChoiceList = list_of::<InquiryWay>();
static INQUIRY_RESULT: super::ChoiceList = list_of::<InquiryResult>();
static ORIGINAL_FATE: super::ChoiceList = list_of::<OriginalFate>();
static COLLECTOR: super::ChoiceList = list_of::<CollectorKind>();
static DUPLICATE: super::ChoiceList = list_of::<DuplicateDecision>();
static STATED: super::ChoiceList = list_of::<Stated>();

choices! {
    /// Something without which nothing is handed over: it is stated, or the form is not taken.
    Stated, "stated", { Yes = "yes" }
}

pub(super) const REASON: Field = Field { id: "reason", max: 200, ..PLAIN };

const UNTIL: Field = Field {
    id: "until",
    kind: Kind::Date,
    max: 10,
    full: 8,
    check: |text, _, world| match JalaliDate::parse(text)? < world.today {
        true => Err(Flaw::DateInPast),
        false => Ok(None),
    },
    ..PLAIN
};

pub(super) const SERIAL: Field = Field {
    id: "serial",
    kind: Kind::Code,
    max: 20,
    check: |text, _, _| match text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        true if text.ends_with(|c: char| c.is_ascii_digit()) => Ok(None),
        _ => Err(Flaw::CodeShape),
    },
    ..PLAIN
};

pub(super) const COUNT: Field = Field {
    id: "count",
    kind: Kind::Code,
    max: 5,
    check: |text, _, _| match text.parse::<u32>() {
        Ok(1..=50_000) => Ok(None),
        _ => Err(Flaw::NotDigits),
    },
    ..PLAIN
};

/// A paper or an answer, or the case as a whole in words.
const SUBJECT: Field = Field { id: "objection-about", kind: Kind::Pick(super::Pick::Subject), ..PLAIN };

/// The code of a case, with its check digit.
pub(super) const TRACKING: Field = Field {
    id: "",
    kind: Kind::Code,
    max: 20,
    check: |text, _, _| TrackingCode::parse(text).map(|_| None).ok_or(Flaw::CodeShape),
    ..PLAIN
};

fn of_representative(draft: &Draft, _: &World) -> Need {
    required_if(draft.choice("collector") == Some(CollectorKind::Representative))
}

spec!(NOTHING, "sign", [PASSPHRASE]);
spec!(
    ASK_INQUIRY,
    "ask-inquiry",
    [
        Field { id: "inquiry-by", kind: Kind::Choice(&INQUIRY_BY), ..PLAIN },
        Field { id: "inquiry-way", kind: Kind::Choice(&INQUIRY_WAY), propose: |_, _| Some("hand".into()), ..PLAIN },
    ]
);
spec!(
    ANSWER_INQUIRY,
    "answer-inquiry",
    [
        Field { id: "inquiry-result", kind: Kind::Choice(&INQUIRY_RESULT), ..PLAIN },
        Field { id: "inquiry-on", ..PAST_DAY },
        Field { id: "inquiry-note", max: 200, need: |_, _| Need::Optional, ..PLAIN },
    ]
);
spec!(
    RETURN,
    "return",
    [
        SUBJECT,
        Field { id: "objection-reason", max: 160, ..PLAIN },
        Field { id: "objection-about-2", need: |_, _| Need::Optional, ..SUBJECT },
        Field { id: "objection-reason-2", max: 160, need: after_second, ..PLAIN },
        Field { id: "objection-about-3", need: third, ..SUBJECT },
        Field { id: "objection-reason-3", max: 160, need: after_third, ..PLAIN },
        Field { need: |_, _| Need::Optional, ..UNTIL },
        PASSPHRASE,
    ]
);
spec!(REJECT, "reject", [REASON, PASSPHRASE]);
spec!(ERASURE, "order-erasure", [Field { id: "order", max: 200, ..PLAIN }, PASSPHRASE]);
spec!(SET_DEADLINE, "set-deadline", [UNTIL]);
spec!(
    ISSUE,
    "issue-certificate",
    [
        Field { need: |_, _| Need::Optional, propose: |_, world| world.blank.map(str::to_owned), ..SERIAL },
        Field { id: "original-fate", kind: Kind::Choice(&ORIGINAL_FATE), ..PLAIN },
    ]
);
spec!(
    DELIVER,
    "deliver",
    [
        Field { id: "collector", kind: Kind::Choice(&COLLECTOR), propose: |_, _| Some("holder".into()), ..PLAIN },
        Field { id: "collector-name", kind: Kind::Name, need: of_representative, ..PLAIN },
        Field { id: "letter", need: of_representative, ..PLAIN },
        Field { id: "identity-seen", kind: Kind::Choice(&STATED), ..PLAIN },
        Field { id: "signed-for", kind: Kind::Choice(&STATED), ..PLAIN },
    ]
);
spec!(WITH_REASON, "with-reason", [REASON]);
spec!(
    JUDGE_DUPLICATE,
    "judge-duplicate",
    [
        Field { id: "other-case", ..TRACKING },
        Field { id: "duplicate", kind: Kind::Choice(&DUPLICATE), ..PLAIN },
        REASON,
    ]
);
// Before a case is opened, or its certificate is corrected: why it is another request.
spec!(DISTINCT, "distinct", [Field { id: "distinct-reason", max: 200, ..PLAIN }]);
spec!(LOOK_AGAIN, "look-again", [Field { id: "second-look", max: 200, ..PLAIN }]);
spec!(
    REFUND,
    "record-refund",
    [Field { id: "refund-reference", kind: Kind::Code, max: 30, ..PLAIN }, Field { id: "refund-on", ..PAST_DAY },]
);
fn after_second(draft: &Draft, _: &World) -> Need {
    required_if(!draft.get("objection-about-2").is_empty())
}

fn third(draft: &Draft, _: &World) -> Need {
    if draft.get("objection-about-2").is_empty() { Need::Hidden } else { Need::Optional }
}

fn after_third(draft: &Draft, _: &World) -> Need {
    required_if(!draft.get("objection-about-3").is_empty())
}

/// The form of an act, if it asks for anything.
pub fn spec(act: ActKind) -> Option<&'static Spec> {
    Some(match act {
        ActKind::AskInquiry => &ASK_INQUIRY,
        ActKind::AnswerInquiry => &ANSWER_INQUIRY,
        ActKind::Approve => &NOTHING,
        ActKind::Return => &RETURN,
        ActKind::Reject => &REJECT,
        ActKind::SetDeadline => &SET_DEADLINE,
        ActKind::IssueCertificate => &ISSUE,
        ActKind::Deliver => &DELIVER,
        ActKind::ReturnUncollected | ActKind::Reopen | ActKind::CancelFee => &WITH_REASON,
        ActKind::RecordRefund => &REFUND,
        ActKind::OrderErasure => &ERASURE,
        ActKind::JudgeDuplicate => &JUDGE_DUPLICATE,
        ActKind::LookAgain => &LOOK_AGAIN,
        _ => return None,
    })
}

/// An act behind the counter that asks for nothing.
pub fn asks_nothing(act: ActKind) -> bool {
    matches!(act, ActKind::ConfirmDirect | ActKind::WaiveFee)
}

/// Whoever decides for the centre types the passphrase once more.
pub fn is_signed(act: ActKind) -> bool {
    matches!(act, ActKind::Approve | ActKind::Return | ActKind::Reject | ActKind::OrderErasure)
}

/// What the answers ask for; they must have been checked. `None` for acts that have no form here.
pub fn parse(act: ActKind, answers: &Draft, world: &World) -> Result<Option<CentreAct>, Vec<Fault>> {
    let empty = Draft::default();
    let clean = spec(act).map_or(empty, |spec| spec.cleaned(answers, world));
    let reason = || canonical(clean.get("reason"));
    let missing = |field| vec![Fault::flaw(field, Flaw::Required)];
    let day = |id: &'static str| JalaliDate::parse(clean.get(id)).map_err(|_| missing(id));
    let text = |id: &str| canonical(clean.get(id));
    Ok(Some(match act {
        ActKind::AskInquiry => CentreAct::AskInquiry {
            by: clean.choice("inquiry-by").ok_or_else(|| missing("inquiry-by"))?,
            way: clean.choice("inquiry-way").ok_or_else(|| missing("inquiry-way"))?,
        },
        ActKind::AnswerInquiry => CentreAct::AnswerInquiry {
            answer: InquiryAnswer {
                result: clean.choice("inquiry-result").ok_or_else(|| missing("inquiry-result"))?,
                on: day("inquiry-on")?,
                note: text("inquiry-note"),
            },
        },
        ActKind::Approve => CentreAct::Approve,
        ActKind::Return => CentreAct::Return { objections: objections(&clean), until: day("until").ok() },
        ActKind::Reject => CentreAct::Reject { reason: reason() },
        ActKind::SetDeadline => CentreAct::SetDeadline { until: day("until")? },
        ActKind::IssueCertificate => CentreAct::IssueCertificate {
            produced: Produced {
                serial: Some(clean.get("serial").to_owned()).filter(|serial| !serial.is_empty()),
                original: clean.choice("original-fate").ok_or_else(|| missing("original-fate"))?,
            },
        },
        ActKind::Deliver => CentreAct::Deliver {
            collector: Collector {
                kind: clean.choice("collector").ok_or_else(|| missing("collector"))?,
                name: text("collector-name"),
                letter: text("letter"),
            },
        },
        ActKind::ReturnUncollected => CentreAct::ReturnUncollected { reason: reason() },
        ActKind::Reopen => CentreAct::Reopen { reason: reason() },
        ActKind::CancelFee => CentreAct::CancelFee { reason: reason() },
        ActKind::RecordRefund => CentreAct::RecordRefund { reference: text("refund-reference"), on: day("refund-on")? },
        ActKind::ConfirmDirect => CentreAct::ConfirmDirect,
        ActKind::OrderErasure => CentreAct::OrderErasure { order: text("order") },
        ActKind::WaiveFee => CentreAct::WaiveFee,
        ActKind::LookAgain => CentreAct::LookAgain { note: text("second-look") },
        ActKind::JudgeDuplicate => CentreAct::JudgeDuplicate {
            other: TrackingCode::parse(clean.get("other-case")).ok_or_else(|| missing("other-case"))?,
            decision: clean.choice("duplicate").ok_or_else(|| missing("duplicate"))?,
            reason: reason(),
        },
        _ => return Ok(None),
    }))
}

fn objections(clean: &Draft) -> Vec<Objection> {
    let pairs = [
        ("objection-about", "objection-reason"),
        ("objection-about-2", "objection-reason-2"),
        ("objection-about-3", "objection-reason-3"),
    ];
    let found = pairs
        .map(|(about, reason)| Objection { about: canonical(clean.get(about)), reason: canonical(clean.get(reason)) });
    found.into_iter().filter(|objection| !objection.reason.is_empty()).collect()
}

/// Every form here.
pub fn every_form() -> [&'static Spec; 14] {
    [
        &NOTHING,
        &ASK_INQUIRY,
        &ANSWER_INQUIRY,
        &RETURN,
        &REJECT,
        &SET_DEADLINE,
        &ISSUE,
        &DELIVER,
        &WITH_REASON,
        &REFUND,
        &ERASURE,
        &JUDGE_DUPLICATE,
        &DISTINCT,
        &LOOK_AGAIN,
    ]
}
