//! Every variant has its message in every language, and no message is there for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pishkhan::domain::Choice;
use pishkhan::domain::acts::kind::ActKind;
use pishkhan::domain::event::Event;
use pishkhan::domain::flaw::{FieldError, FieldWarning};
use pishkhan::domain::question::Question;
use pishkhan::domain::refusal::Refusal;
use pishkhan::form::all::every_form;
use pishkhan::form::intake::YesNo;
use pishkhan::form::{Answers, Kind};
use pishkhan::tui::keys::KEYS;
use pishkhan::words::{Lang, Words};

use crate::world::form_context;

fn lists() -> Vec<(&'static str, Vec<&'static str>)> {
    fn of<T: Choice>() -> (&'static str, Vec<&'static str>) {
        (T::KIND, T::ALL.iter().map(|choice| choice.id()).collect())
    }
    use pishkhan::domain::{
        acts, certificate, documents, event, fees, lineage, office, operator, person, rulebook, stage, visit,
    };
    vec![
        of::<acts::kind::ActKind>(),
        of::<stage::Flag>(),
        of::<stage::Stage>(),
        of::<certificate::RequestKind>(),
        of::<certificate::RequestReason>(),
        of::<certificate::CertificateMedium>(),
        of::<certificate::FieldCluster>(),
        of::<certificate::ExamKind>(),
        of::<documents::DocumentKind>(),
        of::<documents::Presentation>(),
        of::<documents::Condition>(),
        of::<documents::Reading>(),
        of::<documents::VerdictKind>(),
        of::<event::SlipKind>(),
        of::<fees::PaymentMethod>(),
        of::<fees::ReferenceKind>(),
        of::<fees::TariffNote>(),
        of::<lineage::LineageReason>(),
        of::<office::OfficeKind>(),
        of::<office::OfficeLevel>(),
        of::<operator::Role>(),
        of::<person::PersonIdKind>(),
        of::<person::Gender>(),
        of::<person::Education>(),
        of::<person::MilitaryStatus>(),
        of::<rulebook::Provenance>(),
        of::<visit::RequestMedium>(),
        of::<visit::InPersonReason>(),
        of::<visit::Venue>(),
        of::<Question>(),
        of::<YesNo>(),
    ]
}

/// Every id that the program can ask for by building it.
fn built_ids() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (kind, choices) in lists() {
        ids.extend(choices.iter().map(|id| format!("{kind}-{id}")));
    }
    ids.extend(FieldError::examples().iter().map(|flaw| format!("flaw-{}", flaw.code())));
    ids.extend(FieldWarning::ALL.iter().map(|caution| format!("caution-{}", caution.code())));
    ids.extend(Refusal::examples().iter().map(|refusal| format!("refusal-{}", refusal.code())));
    ids.extend(Event::CODES.iter().map(|code| format!("event-{code}")));
    ids.extend(KEYS.iter().map(|key| format!("key-{}", key.help)));
    for form in every_form() {
        for field in form.fields {
            ids.insert(format!("field-{}", field.id));
            ids.extend(field.section.map(|section| format!("section-{section}")));
            if let Kind::Choice(list) = field.kind {
                ids.extend((list.ids)().iter().map(|id| format!("{}-{id}", list.kind)));
            }
        }
    }
    for code in [
        "not-ours",
        "in-use",
        "not-writable",
        "newer",
        "damaged",
        "missing",
        "disk",
        "unreadable",
        "asset",
        "disk-full",
        "read-only",
        "too-large",
        "no-random",
        "not-hashed",
        "index-not-built",
    ] {
        ids.insert(format!("trouble-{code}"));
    }
    ids.extend((0..7).map(|day| format!("weekday-{day}")));
    ids.extend((1..=12).map(|month| format!("month-{month}")));
    for form in every_form() {
        if Words::new(Lang::En).has(&format!("title-{}", form.id)) {
            ids.insert(format!("title-{}", form.id));
        }
    }
    ids.insert("form-intake".into());
    ids.insert("form-fee".into());
    ids
}

/// Every id that stands in the source as it is.
fn literal_ids(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the source").flatten() {
        let path = entry.path();
        if path.is_dir() {
            literal_ids(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            found.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
}

struct Messages {
    /// Id (or id.attribute) → the variables it uses.
    uses: BTreeMap<String, BTreeSet<String>>,
}

fn messages(lang: Lang) -> Messages {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut at = String::new();
    for line in lang.source().lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (head, value) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
        let id = match head.trim().strip_prefix('.') {
            Some(attribute) => format!("{at}.{attribute}"),
            None => {
                at = head.trim().to_owned();
                at.clone()
            }
        };
        let variables =
            value.split('$').skip(1).map(|rest| rest.split([' ', '}']).next().unwrap_or_default().to_owned());
        assert!(uses.insert(id.clone(), variables.collect()).is_none(), "{id} stands there twice");
    }
    Messages { uses }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_values() {
    assert_eq!(messages(Lang::Fa).uses, messages(Lang::En).uses);
}

#[test]
fn every_variant_has_its_message_and_every_message_its_use() {
    let mut literals = BTreeSet::new();
    literal_ids(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut literals);
    let built = built_ids();
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for id in &built {
            assert!(words.has(id), "{lang:?}: {id} has no message");
        }
        for id in messages(lang).uses.keys().filter(|id| !id.contains('.')) {
            let trouble = id.strip_prefix("trouble-").is_some_and(|code| literals.contains(code));
            assert!(built.contains(id) || literals.contains(id) || trouble, "{lang:?}: nothing says {id}");
        }
    }
}

#[test]
fn what_goes_wrong_is_told_with_what_to_do_next() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for flaw in FieldError::examples() {
            assert!(!words.flaw(&flaw).next.is_empty(), "{flaw:?}");
        }
        for refusal in Refusal::examples() {
            let sentence = words.refusal(&refusal);
            assert!(!sentence.next.is_empty(), "{refusal:?}");
            assert!(!sentence.whole().contains('{'), "{refusal:?}: {}", sentence.whole());
        }
        for question in Question::ALL {
            assert!(!words.question(*question, None).next.is_empty(), "{question:?}");
        }
        for caution in FieldWarning::ALL {
            assert!(!words.caution(caution).next.is_empty(), "{caution:?}");
        }
    }
}

#[test]
fn no_form_offers_what_it_then_refuses() {
    let rules = pishkhan::catalog::load(None).expect("assets");
    let world = form_context(&rules, 1);
    for form in every_form() {
        for field in form.fields {
            if let Kind::Choice(list) = field.kind {
                for id in (list.ids)() {
                    let draft: Answers = [(field.id, id)].into_iter().collect();
                    assert_eq!(form.bind(draft, &world).finding(field.id), None, "{} {id}", field.id);
                }
            }
        }
    }
}

#[test]
fn every_act_takes_the_answers_of_its_example() {
    let rules = pishkhan::catalog::load(None).expect("assets");
    let world = form_context(&rules, 3);
    for act in ActKind::ALL {
        let Some(form) = pishkhan::form::acts::form(*act) else { continue };
        let answers: Answers = form.sample.iter().copied().collect();
        let answered = form.spec.bind(answers, &world);
        let faults: Vec<_> = answered.findings().iter().filter(|fault| fault.blocks()).cloned().collect();
        assert_eq!(faults, [], "{act:?}");
        assert_eq!(form.act_of(&answered).map(|made| made.kind()), Ok(*act));
    }
}
