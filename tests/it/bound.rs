//! A form that is filled in answer by answer says at every step what one bound to the same answers says.

use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::money::Rial;
use pishkhan::domain::rulebook::Rulebook;
use pishkhan::form::all::every_form;
use pishkhan::form::{Answers, BoundForm, Field, FormContext, Kind, Spec};
use pishkhan::words::Lang;
use proptest::prelude::*;

use crate::world::crowd::{LARGE, seat};
use crate::world::inside::desk;
use crate::world::made_up_id;

/// Right, wrong, odd and untidy answers, most of which another answer has a say in.
const TYPED: &[&str] = &[
    "",
    "  ",
    "یزد",
    " علي  رضا ",
    "John",
    "civh",
    "۱۴۰۰/۱۱/۰۳",
    "1405/11/03",
    "1499/01/01",
    "1370/4/12",
    "411",
    " ۴ ۱ ۱ ",
    "60000",
    "3-01",
    "۷-۲۲/۱",
    "B-411",
    "09120001000",
    "1458710000",
    "999000111222",
    "correct horse",
    "another horse",
    "mobile",
];

fn context(rules: &Rulebook, (day, due, counted): (u8, u64, bool)) -> FormContext<'_> {
    let today = JalaliDate::new(1405, 9, day).expect("a day");
    let till = if counted { Some(Rial::new(1)) } else { None };
    let till = pishkhan::domain::day::Till { cash: till, slips: None };
    let (due, bank) = (Some(Rial::new(due)), counted.then_some("ملی"));
    FormContext { rules, today, due, blank: counted.then_some("B-1"), bank, till }
}

/// One of the answers that a row may get.
fn answer(field: &Field, which: usize) -> String {
    match field.kind {
        Kind::Choice(list) => {
            let ids = (list.ids)();
            ids.get(which % (ids.len() + 1)).map_or_else(String::new, |id| format!(" {id}"))
        }
        _ if field.id == "national-id" && which.is_multiple_of(2) => made_up_id(1),
        _ => TYPED[which % TYPED.len()].to_owned(),
    }
}

/// All that a form says.
fn said(form: &BoundForm) -> Vec<String> {
    let row = |field: &Field| {
        let (id, asked) = (field.id, form.is_asked(field.id));
        let (required, complete) = (form.is_required(id), form.is_complete(id));
        format!("{id} {asked} {required} {complete} {:?} {:?} {:?}", form.get(id), form.proposal(id), form.finding(id))
    };
    let rows = form.spec().fields.iter().map(row);
    rows.chain([format!("{:?} {:?} {:?}", form.findings(), form.answers(), form.typed())]).collect()
}

fn steps() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    prop::collection::vec((0..64_usize, 0..64_usize, any::<bool>()), 1..40)
}

fn around() -> impl Strategy<Value = (u8, u64, bool)> {
    (1..=3_u8, prop_oneof![Just(600_000_u64), Just(60_000)], any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_answer_that_changes_is_checked_with_all_that_depend_on_it(steps in steps(), first in around(), then in around()) {
        let rules = pishkhan::catalog::load(None).expect("the shipped assets are right");
        let forms: Vec<&'static Spec> = every_form().into_iter().filter(|form| !form.fields.is_empty()).collect();
        for spec in forms {
            let cx = context(&rules, first);
            let mut form = spec.bind(Answers::default(), &cx);
            for (at, which, settles) in &steps {
                let field = &spec.fields[at % spec.fields.len()];
                form.set(field.id, &answer(field, *which), &cx);
                if *settles {
                    form.settle(field.id);
                }
                prop_assert_eq!(said(&form), said(&spec.bind(form.typed().clone(), &cx)), "{}", spec.id);
            }
            let later = context(&rules, then);
            form.renew(&later);
            prop_assert_eq!(said(&form), said(&spec.bind(form.typed().clone(), &later)), "{}", spec.id);
        }
    }
}

/// Two objections, and from the passphrase back over both of them before the form is given in.
#[test]
fn an_answer_that_is_only_passed_stays_what_it_was() {
    let (data, mut seat) = seat(Lang::En, LARGE);
    seat.sign_in("mina", "staple battery").keys("<F3>C-5<Enter><F2>r");
    seat.keys("Mobile<Enter>علت یک<Enter>Address<Enter>علت دو<Enter><Enter><Enter>staple battery");
    seat.keys("<Up><Up><Up><Up><Up><Up><F2>");
    let clock = seat.clock.clone();
    seat.close();
    let found = desk(data.path(), &clock).find("C-5", 2).expect("it is read");
    let about = found.iter().flat_map(|case| &case.objections).map(|objection| objection.about.as_str());
    assert_eq!(about.collect::<Vec<_>>(), ["mobile", "address"]);
}
