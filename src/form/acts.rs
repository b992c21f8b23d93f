//! What each act asks before it is done: one row an act.

use super::fields::{COMING_DAY, PASSPHRASE, PAST_DAY, REASON, SERIAL, TRACKING, required_if, spec};
use super::sign_in::SIGN;
use super::{Answers, BoundForm, Field, FormContext, Kind, Need, PLAIN, Pick, Spec, list_of};
use crate::domain::acts::kind::ActKind;
use crate::domain::acts::{
    Act, AnswerInquiry, Approve, AskInquiry, CancelFee, ConfirmDirect, Deliver, IssueCertificate, JudgeDuplicate,
    LookAgain, Note, OrderErasure, RecordRefund, Reject, Reopen, Return, ReturnUncollected, SetDeadline, WaiveFee,
};
use crate::domain::choices;
use crate::domain::collector::{Collector, CollectorKind};
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::flaw::FieldError;
use crate::domain::inquiry::{InquiryAnswer, InquiryBy, InquiryResult, InquiryWay};
use crate::domain::objection::Objection;
use crate::domain::produced::{OriginalFate, Produced};
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

/// The act, or the field without whose answer there is none.
type Built = Result<Act, &'static str>;
/// Fields and answers.
type Sample = &'static [(&'static str, &'static str)];

/// The form of one act.
#[derive(Debug, Clone, Copy)]
pub struct ActForm {
    pub act: ActKind,
    /// Its questions; without any it is done at once.
    pub spec: &'static Spec,
    /// Answers that it takes, as an example for whoever writes scripts.
    pub sample: Sample,
    /// The act of these answers, or the field whose answer is missing.
    build: fn(&BoundForm) -> Built,
}

impl ActForm {
    /// The act that these answers to its form ask for.
    ///
    /// # Errors
    /// What keeps the form from being taken, all at once.
    pub fn act_of(&self, form: &BoundForm) -> Result<Act, Vec<super::Finding>> {
        form.validate()?;
        (self.build)(form).map_err(|field| vec![super::Finding::flaw(field, FieldError::Required)])
    }

    /// It is done without a question.
    pub fn asks_nothing(&self) -> bool {
        self.spec.fields.is_empty()
    }

    /// Whoever decides types the passphrase once more.
    pub fn is_signed(&self) -> bool {
        self.spec.field("passphrase").is_some()
    }
}

/// The form of an act; `None` for those that have a screen of their own.
pub fn form(act: ActKind) -> Option<ActForm> {
    let (spec, sample, build): (&'static Spec, Sample, fn(&BoundForm) -> Built) = match act {
        ActKind::ConfirmDirect => (&NOTHING, &[], |_| Ok(Act::ConfirmDirect(ConfirmDirect))),
        ActKind::WaiveFee => (&NOTHING, &[], |_| Ok(Act::WaiveFee(WaiveFee))),
        ActKind::Approve => (&SIGN, &[SIGNED], |_| Ok(Act::Approve(Approve))),
        ActKind::SetDeadline => (&SET_DEADLINE, &[("until", "1405/10/01")], deadline),
        ActKind::AskInquiry => (&ASK_INQUIRY, &[("inquiry-by", "agency"), ("inquiry-way", "hand")], inquiry),
        ActKind::AnswerInquiry => {
            (&ANSWER_INQUIRY, &[("inquiry-result", "match"), ("inquiry-on", "1405/09/02")], answer)
        }
        ActKind::Return => (&RETURN, &[("objection-about", "…"), ("objection-reason", "…"), SIGNED], returned),
        ActKind::Reject => (&REJECT, &[GIVEN, SIGNED], |form| Ok(Act::Reject(Reject { reason: reason(form) }))),
        ActKind::IssueCertificate => (&ISSUE, &[("serial", "B-000123"), ("original-fate", "surrendered")], certificate),
        ActKind::Deliver => {
            (&DELIVER, &[("collector", "holder"), ("identity-seen", "yes"), ("signed-for", "yes")], delivery)
        }
        ActKind::ReturnUncollected => {
            (&WITH_REASON, &[GIVEN], |form| Ok(Act::ReturnUncollected(ReturnUncollected { reason: reason(form) })))
        }
        ActKind::Reopen => (&WITH_REASON, &[GIVEN], |form| Ok(Act::Reopen(Reopen { reason: reason(form) }))),
        ActKind::CancelFee => (&WITH_REASON, &[GIVEN], |form| Ok(Act::CancelFee(CancelFee { reason: reason(form) }))),
        ActKind::RecordRefund => (&REFUND, &[("refund-reference", "…"), ("refund-on", "1405/09/03")], refund),
        ActKind::OrderErasure => (&ERASURE, &[("order", "court, number, day"), SIGNED], |form| {
            Ok(Act::OrderErasure(OrderErasure { order: text(form, "order") }))
        }),
        ActKind::LookAgain => (&LOOK_AGAIN, &[("second-look", "what was found")], |form| {
            Ok(Act::LookAgain(LookAgain { note: text(form, "second-look") }))
        }),
        ActKind::Note => (&NOTE, &[("note", "…")], |form| Ok(Act::Note(Note { text: text(form, "note") }))),
        ActKind::JudgeDuplicate => {
            (&JUDGE_DUPLICATE, &[("other-case", "00012-01-00003-3"), ("duplicate", "distinct"), GIVEN], duplicate)
        }
        ActKind::Open
        | ActKind::Correct
        | ActKind::Judge
        | ActKind::CloseDocuments
        | ActKind::ConfirmPayment
        | ActKind::ConfirmNothingDue
        | ActKind::IssueSlip
        | ActKind::Withdraw => return None,
    };
    Some(ActForm { act, spec, sample, build })
}

/// In an example, a reason, and the passphrase of whoever decides.
const GIVEN: (&str, &str) = ("reason", "…");
const SIGNED: (&str, &str) = ("passphrase", "…");

fn deadline(form: &BoundForm) -> Built {
    Ok(Act::SetDeadline(SetDeadline { until: form.day("until")? }))
}

fn inquiry(form: &BoundForm) -> Built {
    let (by, way) = (form.picked("inquiry-by")?, form.picked("inquiry-way")?);
    Ok(Act::AskInquiry(AskInquiry { by, way }))
}

fn answer(form: &BoundForm) -> Built {
    let (result, on) = (form.picked("inquiry-result")?, form.day("inquiry-on")?);
    let answer = InquiryAnswer { result, on, note: text(form, "inquiry-note") };
    Ok(Act::AnswerInquiry(AnswerInquiry { answer }))
}

fn returned(form: &BoundForm) -> Built {
    Ok(Act::Return(Return { objections: objections(form), until: form.day("until").ok() }))
}

fn certificate(form: &BoundForm) -> Built {
    let produced = Produced { serial: form.given("serial"), original: form.picked("original-fate")? };
    Ok(Act::IssueCertificate(IssueCertificate { produced }))
}

fn delivery(form: &BoundForm) -> Built {
    let (name, letter) = (text(form, "collector-name"), text(form, "letter"));
    let collector = Collector { kind: form.picked("collector")?, name, letter };
    Ok(Act::Deliver(Deliver { collector }))
}

fn refund(form: &BoundForm) -> Built {
    // A code may have letters of any keyboard; these are kept in one spelling.
    let (reference, on) = (canonical(form.get("refund-reference")), form.day("refund-on")?);
    Ok(Act::RecordRefund(RecordRefund { reference, on }))
}

fn duplicate(form: &BoundForm) -> Built {
    let other = TrackingCode::parse(form.get("other-case")).ok_or("other-case")?;
    let decision = form.picked("duplicate")?;
    Ok(Act::JudgeDuplicate(JudgeDuplicate { other, decision, reason: reason(form) }))
}

fn reason(form: &BoundForm) -> String {
    text(form, "reason")
}

fn text(form: &BoundForm, id: &str) -> String {
    form.get(id).to_owned()
}

fn objections(form: &BoundForm) -> Vec<Objection> {
    let pairs = [
        ("objection-about", "objection-reason"),
        ("objection-about-2", "objection-reason-2"),
        ("objection-about-3", "objection-reason-3"),
    ];
    let found = pairs.map(|(about, reason)| Objection { about: text(form, about), reason: text(form, reason) });
    found.into_iter().filter(|objection| !objection.reason.is_empty()).collect()
}

const UNTIL: Field = Field { id: "until", ..COMING_DAY };

/// A paper or an answer, or the case as a whole in words.
const SUBJECT: Field = Field { id: "objection-about", kind: Kind::Pick(Pick::Subject), ..PLAIN };

fn of_representative(draft: &Answers, _: &FormContext) -> Need {
    required_if(draft.choice("collector") == Some(CollectorKind::Representative))
}

fn after_second(draft: &Answers, _: &FormContext) -> Need {
    required_if(!draft.get("objection-about-2").is_empty())
}

fn third(draft: &Answers, _: &FormContext) -> Need {
    if draft.get("objection-about-2").is_empty() { Need::Hidden } else { Need::Optional }
}

fn after_third(draft: &Answers, _: &FormContext) -> Need {
    required_if(!draft.get("objection-about-3").is_empty())
}

spec!(NOTHING, "nothing", []);
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
spec!(NOTE, "note", [Field { id: "note", max: 200, ..PLAIN }]);
spec!(LOOK_AGAIN, "look-again", [Field { id: "second-look", max: 200, ..PLAIN }]);
spec!(
    REFUND,
    "record-refund",
    [Field { id: "refund-reference", kind: Kind::Code, max: 30, ..PLAIN }, Field { id: "refund-on", ..PAST_DAY }]
);

// Of acts that have a screen of their own.
spec!(
    /// Before a case is opened, or its certificate is corrected: why it is another request.
    DISTINCT,
    "distinct",
    [Field { id: "distinct-reason", max: 200, ..PLAIN }]
);
spec!(
    /// The reason of a verdict, or the official who holds the paper.
    VERDICT_TEXT,
    "verdict-text",
    [Field { id: "verdict-reason", max: 120, ..PLAIN }]
);
spec!(WITHDRAW, "withdraw", [Field { id: "withdraw-reason", max: 200, ..PLAIN }]);
