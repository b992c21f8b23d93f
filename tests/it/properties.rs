//! What holds for any sequence of acts and any bytes.

use pishkhan::catalog;
use pishkhan::domain::Choice;
use pishkhan::domain::acts::context::ActContext;
use pishkhan::domain::acts::{
    Act, CloseDocuments, ConfirmNothingDue, ConfirmPayment, Correct, IssueSlip, Judge, Open, Withdraw, decide,
};
use pishkhan::domain::case::Case;
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::documents::{DocumentKind, Verdict, VerdictKind};
use pishkhan::domain::event::{CaseId, Envelope, Event, Moment, Recorded, SlipKind};
use pishkhan::domain::fees::{Payment, PaymentMethod};
use pishkhan::domain::lineage::Lineage;
use pishkhan::domain::money::Rial;
use pishkhan::domain::operator::Role;
use pishkhan::domain::question::Question;
use pishkhan::domain::tracking::TrackingCode;
use pishkhan::record::kept::{decode, encode};
use pishkhan::record::v4::envelope::event_id;
use pishkhan::record::{self, Stored};
use pishkhan::store::journal::segment;
use proptest::prelude::*;
use uuid::Uuid;

use crate::world::{intake_value, person};

fn acts() -> impl Strategy<Value = Act> {
    let day = JalaliDate::new(1405, 9, 1).expect("a day");
    let verdicts = (0..DocumentKind::ALL.len(), 0..VerdictKind::ALL.len(), any::<bool>());
    let judge = verdicts.prop_map(|(document, kind, told)| {
        let verdict = Verdict { kind: VerdictKind::ALL[kind], text: told.then(|| "x".to_owned()) };
        Act::Judge(Judge { document: DocumentKind::ALL[document], verdict })
    });
    let pay = prop_oneof![Just(1_000_000_u64), Just(100_000), Just(1_000_001), Just(5)].prop_map(move |amount| {
        let payment = Payment {
            method: PaymentMethod::Gateway,
            bank: "x".into(),
            order_code: Some("1".into()),
            trace_number: None,
            reference_number: None,
            paid_on: day,
            amount: Rial::new(amount),
        };
        Act::ConfirmPayment(ConfirmPayment { payment })
    });
    let correct = (any::<bool>(), any::<bool>()).prop_map(|(renewal, named)| {
        let mut intake = intake_value();
        if renewal {
            intake.request.kind = Choice::from_id("renewal").expect("a kind");
        }
        Act::Correct(Correct { intake: Box::new(intake), reason: if named { "x".into() } else { String::new() } })
    });
    prop_oneof![
        6 => judge,
        2 => Just(Act::CloseDocuments(CloseDocuments)),
        2 => pay,
        1 => Just(Act::ConfirmNothingDue(ConfirmNothingDue)),
        1 => correct,
        1 => (0..SlipKind::ALL.len()).prop_map(|at| Act::IssueSlip(IssueSlip { slip: SlipKind::ALL[at] })),
        1 => Just(Act::Withdraw(Withdraw { reason: "x".into() })),
    ]
}

pub fn recorded(event: Event, at: u64) -> Recorded {
    let moment = Moment { wall_ms: 1_763_800_000_000 + i64::try_from(at).expect("small"), boot: 1, mono_ms: at };
    let envelope = Envelope {
        id: Uuid::from_u128(1),
        case: Some(CaseId(Uuid::nil())),
        case_version: 0,
        site: "00123".into(),
        desk: "01".into(),
        lineage: Lineage(Uuid::nil()),
        number: at,
        also: Vec::new(),
        operator: Some(person("sara")),
        approver: None,
        moment,
        program: None,
        rules: None,
        access: None,
        digest: [0; 32],
        previous: [0; 32],
    };
    Recorded { envelope, event }
}

proptest! {
    #[test]
    fn any_acts_fold_to_a_case_and_money_is_confirmed_once(list in proptest::collection::vec((acts(), any::<bool>()), 0..40)) {
        let rules = catalog::load(None).expect("assets");
        let open = Act::Open(Open { tracking: TrackingCode::new("123", "1", 1), intake: Box::new(intake_value()) });
        let (mut case, mut at, mut corrected) = (None, 0, false);
        for (act, by_supervisor) in std::iter::once((open, true)).chain(list) {
            let day = JalaliDate::new(1405, 9, 1).expect("a day");
            let cx = ActContext {
                agreed: Question::ALL.to_vec(),
                approver: by_supervisor.then(|| person("parvin")),
                ..ActContext::new(day, person("sara"), Role::Clerk)
            };
            let Ok(decision) = decide(case.as_ref(), &act, &rules, &cx) else { continue };
            prop_assert_eq!(decide(case.as_ref(), &act, &rules, &cx), Ok(decision.clone()), "the same again");
            let events = decision.into_events("x");
            prop_assert!(!events.is_empty(), "what is done leaves an event");
            for event in events {
                at += 1;
                let before: Option<Case> = case.clone();
                let event = recorded(event, at);
                case = Case::fold(case, &event);
                let now = case.as_ref().expect("a case stays one");
                prop_assert_eq!(u64::from(now.version), at);
                if let (Some(before), Event::FeeSettled { settlement }) = (&before, &event.event) {
                    let again = before.settlement.as_ref() == Some(settlement);
                    prop_assert!(before.settlement.is_none() || again || corrected, "paid twice without a correction");
                    corrected = false;
                }
                corrected |= matches!(event.event, Event::Corrected { .. });
            }
        }
    }

    #[test]
    fn what_is_encoded_is_decoded(list in proptest::collection::vec(acts(), 1..6), salt in any::<[u8; 16]>()) {
        for act in list {
            let Act::Judge(Judge { document, verdict }) = act else { continue };
            let event = recorded(Event::DocumentJudged { document, verdict }, 7);
            let (kept, stored, hash) = record::link(event.envelope, event.event, salt, [3; 32]).expect("small");
            let (read, again) = record::recorded_of(&stored, Lineage(Uuid::nil())).expect("whole");
            let id = event_id(kept.envelope.moment.wall_ms, kept.envelope.key());
            let named = Envelope { id, ..kept.envelope };
            prop_assert_eq!((read, again), (Recorded { envelope: named, event: kept.event.clone() }, hash));
            let bytes = encode(&kept.event).expect("small");
            prop_assert_eq!(decode::<Event>(&bytes).expect("whole"), kept.event);
        }
    }

    /// An event's own bytes carry no checksum: the digest in its envelope vouches for its body, and the
    /// journal's record or the index's entry for both.
    #[test]
    fn no_flipped_bit_is_read(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let event = recorded(Event::Withdrawn { reason: "x".into() }, 7);
        let (_, stored, _) = record::link(event.envelope, event.event, [5; 16], [3; 32]).expect("small");
        let whole = encode(&stored).expect("small");
        let mut bytes = whole.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(decode::<Stored>(&bytes).is_err());
        let (mut frame, _) = segment::record(1, &[0; 16], &whole);
        let at = at.min(frame.len() - 1);
        frame[at] ^= 1 << bit;
        prop_assert!(segment::read(&frame, 0).is_none());
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<Event>(&bytes);
        let _ = decode::<Envelope>(&bytes);
        let _ = decode::<Stored>(&bytes);
        let _ = segment::read(&bytes, 0);
        let _ = segment::Header::read(&bytes);
        let _ = segment::any_record_behind(&bytes, 0);
    }
}
