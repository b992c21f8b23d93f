//! Assets: the form, the documents, the tariff, the occupations, the places.
//!
//! Shipped inside the program; an office puts its own files into a folder and
//! names it with `--assets`. A file that is not right is refused whole, with its
//! line and what to do; nothing is half-loaded.

pub mod rows;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::Choice;
use crate::domain::certificate::{FieldCluster, Occupation, RequestKind, parse_occupation_code};
use crate::domain::documents::{DocumentRow, Reading};
use crate::domain::fees::TariffRow;
use crate::domain::rule_file::RuleFile;
use crate::domain::rulebook::{Bank, Listed, Rulebook};

/// An asset that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct BadAsset {
    pub file: String,
    /// From 1; 0 where the trouble is with the whole file.
    pub line: usize,
    /// What is wrong, in English: it speaks of the file's syntax.
    pub problem: String,
}

impl BadAsset {
    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        vec![("file", self.file.clone()), ("line", self.line.to_string()), ("problem", self.problem.clone())]
    }
}

/// A file by its name, with the text that is shipped.
type Asset = (&'static str, &'static str);

const SERVICE: Asset = ("service.toml", include_str!("../../assets/service.toml"));
const DOCUMENTS: Asset = ("documents.toml", include_str!("../../assets/documents.toml"));
const TARIFF: Asset = ("tariff.toml", include_str!("../../assets/tariff.toml"));
const OCCUPATIONS: Asset = ("occupations.csv", include_str!("../../assets/occupations.csv"));
const PLACES: Asset = ("places.toml", include_str!("../../assets/places.toml"));
const BANKS: Asset = ("banks.toml", include_str!("../../assets/banks.toml"));
const SAMPLE: Asset = ("sample/cases.toml", include_str!("../../assets/sample/cases.toml"));

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ServiceFile {
    validity_months: u16,
    #[serde(default = "line_78")]
    requests_per_span: u16,
    card: Vec<rows::Card>,
}

/// For an office's file that was written before there was such a line.
fn line_78() -> u16 {
    2
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentsFile {
    reading: rows::ById<Reading>,
    document: Vec<toml::Spanned<rows::Document>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TariffFile {
    row: Vec<toml::Spanned<rows::Tariff>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacesFile {
    provinces: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BanksFile {
    bank: Vec<toml::Spanned<rows::BankRow>>,
}

/// The files as shipped, with those of `folder` in place of those of the same name.
///
/// # Errors
/// [`BadAsset`] of a file that cannot be read.
pub fn files(folder: Option<&Path>) -> Result<Vec<RuleFile>, BadAsset> {
    let file = |asset: Asset| Ok(RuleFile { name: asset.0.to_owned(), text: text(folder, asset)? });
    [SERVICE, DOCUMENTS, TARIFF, OCCUPATIONS, PLACES, BANKS].into_iter().map(file).collect()
}

/// The rules of these files. One that is not among them is taken as it is shipped: there was none when they were
/// adopted.
///
/// # Errors
/// [`BadAsset`] of a file that is not right.
pub fn rulebook(files: &[RuleFile]) -> Result<Rulebook, BadAsset> {
    let text = |asset: Asset| files.iter().find(|file| file.name == asset.0).map_or(asset.1, |file| &file.text);
    let service: ServiceFile = parse(SERVICE.0, text(SERVICE))?;

    if !(1..=600).contains(&service.validity_months) {
        return Err(bad(SERVICE.0, 0, "validity-months must be between 1 and 600"));
    }
    let (reading, documents) = documents(text(DOCUMENTS))?;
    let tariff = tariff(text(TARIFF))?;
    let (occupations, occupations_are_sample) = occupations(text(OCCUPATIONS))?;
    let places: PlacesFile = parse(PLACES.0, text(PLACES))?;
    if places.provinces.is_empty() {
        return Err(bad(PLACES.0, 0, "provinces must name at least one province"));
    }
    let banks = banks(text(BANKS))?;
    Ok(Rulebook {
        validity_months: service.validity_months,
        requests_per_span: service.requests_per_span,
        reading,
        documents,
        tariff,
        occupations,
        occupations_are_sample,
        provinces: places.provinces,
        banks,
        card: service.card.into_iter().map(|row| row.0).collect(),
        digest: digest(files),
    })
}

/// The rules of the files in a folder, see [`files`].
///
/// # Errors
/// As both.
pub fn load(folder: Option<&Path>) -> Result<Rulebook, BadAsset> {
    rulebook(&files(folder)?)
}

/// What the sample desk is filled with, as shipped.
pub fn sample() -> Result<rows::Sample, BadAsset> {
    parse(SAMPLE.0, SAMPLE.1)
}

/// That something in it cannot be done at a desk.
pub fn bad_sample(problem: String) -> BadAsset {
    bad(SAMPLE.0, 0, problem)
}

/// One digest of all these files: each one's name and text, in this order.
fn digest(files: &[RuleFile]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("pishkhan rules 1");
    for part in files.iter().flat_map(|file| [&file.name, &file.text]) {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes()).update(part.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

fn bad(file: &str, line: usize, problem: impl Into<String>) -> BadAsset {
    BadAsset { file: file.to_owned(), line, problem: problem.into() }
}

/// No file of the rules is longer.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The bytes of a plain file: a pipe or a device may never come to an end.
fn plain(path: &Path) -> io::Result<Vec<u8>> {
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
    if !fs::metadata(path)?.is_file() {
        return refused("it is no plain file");
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST { refused("it is too long") } else { Ok(bytes) }
}

fn text(folder: Option<&Path>, (name, shipped): Asset) -> Result<String, BadAsset> {
    let Some(path) = folder.map(|folder| folder.join(name)).filter(|path| path.exists()) else {
        return Ok(shipped.to_owned());
    };
    let bytes = plain(&path).map_err(|error| bad(name, 0, error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
        bad(name, line + 1, "this line is not UTF-8; save the file as UTF-8")
    })?;
    // Office programs on Windows put a byte order mark in front.
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, BadAsset> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| line_of(text, span.start));
        bad(file, line, error.message())
    })
}

fn documents(text: &str) -> Result<(Reading, Vec<DocumentRow>), BadAsset> {
    let file: DocumentsFile = parse(DOCUMENTS.0, text)?;
    let mut seen = BTreeSet::new();
    for row in &file.document {
        let id = row.get_ref().0.id;
        if !seen.insert(id) {
            let problem = format!("document \"{}\" stands here a second time; take one out", id.id());
            return Err(bad(DOCUMENTS.0, line_of(text, row.span().start), problem));
        }
    }
    Ok((file.reading.0, file.document.into_iter().map(|row| row.into_inner().0).collect()))
}

fn banks(text: &str) -> Result<Vec<Bank>, BadAsset> {
    let file: BanksFile = parse(BANKS.0, text)?;
    let mut seen = BTreeSet::new();
    for row in &file.bank {
        let bank = &row.get_ref().0;
        let problem = match () {
            () if bank.id.is_empty() || bank.name.is_empty() || bank.english.is_empty() => {
                "a bank has an id and a name in both languages".to_owned()
            }
            () if !seen.insert(bank.id.clone()) => {
                format!("bank \"{}\" stands here a second time; take one out", bank.id)
            }
            () => continue,
        };
        return Err(bad(BANKS.0, line_of(text, row.span().start), problem));
    }
    Ok(file.bank.into_iter().map(|row| row.into_inner().0).collect())
}

fn tariff(text: &str) -> Result<Vec<TariffRow>, BadAsset> {
    let file: TariffFile = parse(TARIFF.0, text)?;
    let lines: Vec<usize> = file.row.iter().map(|row| line_of(text, row.span().start)).collect();
    let rows: Vec<TariffRow> = file.row.into_iter().map(|row| row.into_inner().into()).collect();
    let mut seen = BTreeSet::new();
    for (row, line) in rows.iter().zip(lines) {
        if row.clusters.is_empty() {
            return Err(bad(TARIFF.0, line, format!("row \"{}\" names no cluster", row.id)));
        }
        if row.amount.is_some_and(|amount| amount.amount() == 0) {
            let problem =
                format!("row \"{}\" has the amount 0; leave the amount out to say that none is stated", row.id);
            return Err(bad(TARIFF.0, line, problem));
        }
        for cluster in &row.clusters {
            if !seen.insert((row.request, *cluster, row.from)) {
                let problem =
                    format!("row \"{}\": cluster \"{}\" has a row from this day already", row.id, cluster.id());
                return Err(bad(TARIFF.0, line, problem));
            }
        }
    }
    for request in RequestKind::ALL {
        for cluster in FieldCluster::ALL {
            if !rows.iter().any(|row| row.request == *request && row.clusters.contains(cluster)) {
                let problem = format!(
                    "no row for {} in {}; add one, without an amount if none is stated",
                    request.id(),
                    cluster.id()
                );
                return Err(bad(TARIFF.0, 0, problem));
            }
        }
    }
    Ok(rows)
}

const OCCUPATION_COLUMNS: [&str; 5] = ["code", "title", "cluster", "starred", "prerequisite"];

fn occupations(text: &str) -> Result<(Vec<Listed>, bool), BadAsset> {
    let file = OCCUPATIONS.0;
    let sample = text.starts_with("#sample");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| bad(file, 1, error.to_string()))?;
    if *headers != OCCUPATION_COLUMNS[..] {
        let problem = format!("the first line must read: {}", OCCUPATION_COLUMNS.join(","));
        return Err(bad(file, 1 + usize::from(sample), problem));
    }
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, |position| position.line());
            bad(file, usize::try_from(line).unwrap_or(0), error.to_string())
        })?;
        let line = usize::try_from(record.position().map_or(0, csv::Position::line)).unwrap_or(0);
        let yes = |column: usize| match &record[column] {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(bad(file, line, format!("{}: \"{other}\" must be yes or no", OCCUPATION_COLUMNS[column]))),
        };
        let code = parse_occupation_code(&record[0])
            .map_err(|_| bad(file, line, "the code takes digits, / and -, at most 24"))?;
        let cluster = FieldCluster::from_id(&record[2]).filter(|_| !record[1].is_empty()).ok_or_else(|| {
            let problem = "title must not be empty; cluster is services, culture-art, industry or agriculture";
            bad(file, line, problem)
        })?;
        if !seen.insert(code.clone()) {
            return Err(bad(file, line, format!("the code {code} stands here a second time")));
        }
        let title = record[1].to_owned();
        let occupation = Occupation { code, title, starred: yes(3)?, prerequisite: yes(4)? };
        found.push(Listed { occupation, cluster });
    }
    Ok((found, sample))
}
