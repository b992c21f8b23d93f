//! The office's own files: taken whole, or refused with file, line and what to do.

use std::fs;

use pishkhan::catalog;
use pishkhan::domain::documents::Reading;
use pishkhan::domain::rulebook::Provenance;

use crate::world::{folder, run};

fn with(name: &str, text: &str) -> Result<pishkhan::domain::rulebook::Rulebook, catalog::BadAsset> {
    let assets = folder();
    fs::write(assets.path().join(name), text).expect("an asset");
    catalog::load(Some(assets.path()))
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let shipped = include_str!("../../assets/documents.toml");
    for (name, text, line, problem) in [
        ("documents.toml", shipped.replace("reading = \"prerequisite-and-either\"", "reading = \"as-you-like\""), 8, "unknown variant"),
        ("documents.toml", format!("{shipped}\n[[document]]\nid = \"national-card\"\npresentation = \"copy\"\nwhen = \"always\"\nsource = \"62\"\n"), 60, "second time"),
        ("documents.toml", "reading = ".to_owned(), 1, ""),
        ("tariff.toml", "[[row]]\nid = \"a\"\nrequest = \"renewal\"\nclusters = []\nfrom = \"1400/01/01\"\nsource = \"office\"\nnote = \"office\"\n".to_owned(), 1, "names no cluster"),
        ("tariff.toml", "[[row]]\nid = \"a\"\nrequest = \"renewal\"\nclusters = [\"services\"]\nfrom = \"1400/13/01\"\nsource = \"office\"\nnote = \"office\"\n".to_owned(), 5, "no-such-date"),
        ("occupations.csv", "code,title,cluster,starred,prerequisite\n1-1,x,services,no,no\n1-2,y,services,maybe,no\n".to_owned(), 3, "must be yes or no"),
        ("occupations.csv", "code,title,cluster,starred,prerequisite\n1-1,x,services,no,no\n1-1,y,services,no,no\n".to_owned(), 3, "second time"),
        ("occupations.csv", "code;title\n".to_owned(), 1, "first line must read"),
        ("places.toml", "provinces = []\n".to_owned(), 0, "at least one"),
        ("service.toml", "validity-months = 0\ncard = []\n".to_owned(), 0, "between 1 and 600"),
    ] {
        let bad = with(name, &text).expect_err(name);
        assert_eq!((bad.file.as_str(), bad.line), (name, line), "{bad}");
        assert!(bad.problem.contains(problem), "{bad}");
    }
}

#[test]
fn a_bad_file_is_told_before_a_desk_is_made() {
    let (assets, data) = (folder(), folder());
    fs::write(assets.path().join("tariff.toml"), "[[row]]\nid = 1\n").expect("an asset");
    let desk = data.path().join("desk").display().to_string();
    let assets = assets.path().display().to_string();
    let (code, told) = run(&["--data", &desk, "--assets", &assets, "--lang", "en", "act"], "");
    assert_eq!(code, 3);
    assert!(told.contains("tariff.toml") && told.contains("line 2"), "{told}");
    assert!(!data.path().join("desk").exists());
}

#[test]
fn the_office_may_read_the_form_otherwise() {
    let text = include_str!("../../assets/documents.toml")
        .replace("reading = \"prerequisite-and-either\"", "reading = \"both-or-degree\"");
    assert_eq!(with("documents.toml", &text).expect("it is right").reading, Reading::BothOrDegree);
}

#[test]
fn nothing_is_invented_on_the_service_card() {
    let card = catalog::load(None).expect("assets").card;
    for row in &card {
        assert!(!row.lines.is_empty(), "{}: names no line", row.field);
        match row.provenance {
            Provenance::Blank => assert!(row.value.is_empty(), "{}: blank, yet it has a value", row.field),
            Provenance::Given => assert!(!row.value.is_empty(), "{}: given, yet empty", row.field),
            Provenance::Unknown | Provenance::Erroneous | Provenance::Office => {}
        }
        assert_eq!(row.note.is_empty(), row.note_english.is_empty(), "{}: a note in one language", row.field);
    }
    let addresses: Vec<_> = card.iter().filter(|row| row.value.starts_with("http")).collect();
    assert_eq!(addresses.len(), 5);
    let corrected: Vec<_> = addresses.iter().filter(|row| !row.corrected.is_empty()).collect();
    assert_eq!(corrected.len(), 1, "the form breaks one of them");
    assert!(corrected[0].value.contains(' ') && !corrected[0].corrected.contains(' '));
}
