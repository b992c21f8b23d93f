//! مدارک لازم: which papers this case needs, and what was seen of each.

use std::collections::BTreeMap;

use super::choices;
use super::person::{Education, Gender, MilitaryStatus};
use super::visit::{Intake, Venue};

choices! {
    /// The seven papers of lines 59–66, and the old certificate, which the form does not list.
    DocumentKind, "document", {
        IdentityBooklet = "identity-booklet", NationalCard = "national-card", LastDegree = "last-degree",
        MilitaryCompletion = "military-completion", PrerequisiteCertificate = "prerequisite-certificate",
        FailureCertificate = "failure-certificate", RelatedHigherDegree = "related-higher-degree",
        PreviousCertificate = "previous-certificate",
    }
}

choices! {
    /// اصل or کپی.
    Presentation, "presentation", {
        Original = "original", Copy = "copy",
        /// The form does not say which.
        Unstated = "unstated",
    }
}

choices! {
    /// What decides whether a paper is asked for.
    Condition, "condition", {
        Always = "always", Degree = "degree", MilitaryDuty = "military-duty", Prerequisite = "prerequisite",
        Starred = "starred", StarredAlternative = "starred-alternative", Optional = "optional",
    }
}

choices! {
    /// How «کپی گواهینامه پیش‌نیاز و گواهی مردودی … و یا مدرک تحصیلات عالیه مرتبط» is read.
    Reading, "reading", {
        /// Prerequisite, and (failure certificate or related degree).
        PrerequisiteAndEither = "prerequisite-and-either",
        /// (Prerequisite and failure certificate), or related degree.
        BothOrDegree = "both-or-degree",
        /// Prerequisite and failure certificate; the degree is optional.
        BothDegreeOptional = "both-degree-optional",
    }
}

/// One row of `documents.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    pub id: DocumentKind,
    pub presentation: Presentation,
    pub when: Condition,
    /// The lines of the form that ask for it, or "office".
    pub source: String,
}

/// Whether a case can go on without this paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    Required,
    /// One way among others: any one set of papers with this number is enough.
    OneOf {
        group: u8,
        set: u8,
    },
    Optional,
}

/// One row of the checklist of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub document: DocumentKind,
    pub presentation: Presentation,
    pub condition: Condition,
    pub demand: Demand,
    pub source: String,
    /// What the clerk may say of it here.
    pub verdicts: Vec<VerdictKind>,
}

choices! {
    VerdictKind, "verdict", {
        OriginalSeen = "original-seen", CopyMatches = "copy-matches", CopyTaken = "copy-taken",
        Attested = "attested", Substitute = "substitute", Missing = "missing", Refused = "refused",
        SuspectedForged = "suspected-forged", AcceptedWithout = "accepted-without",
    }
}

impl VerdictKind {
    /// It says why, or who.
    pub fn needs_text(self) -> bool {
        matches!(
            self,
            Self::Attested | Self::Substitute | Self::Refused | Self::SuspectedForged | Self::AcceptedWithout
        )
    }

    /// With it the paper counts as shown.
    pub fn satisfies(self) -> bool {
        match self {
            Self::OriginalSeen | Self::CopyMatches | Self::CopyTaken => true,
            Self::Attested | Self::Substitute | Self::AcceptedWithout => true,
            Self::Missing | Self::Refused | Self::SuspectedForged => false,
        }
    }
}

/// What the clerk said of one paper. `text` is the reason, or the official who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub kind: VerdictKind,
    pub text: Option<String>,
}

pub type Verdicts = BTreeMap<DocumentKind, Verdict>;

/// What decides about papers; «چه بیاورم؟» knows no more than this of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub starred: bool,
    pub prerequisite: bool,
    pub gender: Gender,
    pub military: Option<MilitaryStatus>,
    pub education: Option<Education>,
    pub venue: Venue,
}

impl Facts {
    pub fn of(intake: &Intake) -> Facts {
        Facts {
            starred: intake.certificate.occupation.starred,
            prerequisite: intake.certificate.occupation.prerequisite,
            gender: intake.applicant.gender,
            military: intake.applicant.military,
            education: intake.applicant.education,
            venue: intake.visit.venue,
        }
    }
}

/// The checklist for exactly these facts.
pub fn checklist(rows: &[DocumentRow], reading: Reading, facts: &Facts) -> Vec<Requirement> {
    rows.iter()
        .filter_map(|row| {
            let demand = demand(row.when, reading, facts)?;
            Some(requirement(row, demand, facts))
        })
        .collect()
}

/// The row of a checklist for this paper.
pub fn requirement(row: &DocumentRow, demand: Demand, facts: &Facts) -> Requirement {
    Requirement {
        document: row.id,
        presentation: row.presentation,
        condition: row.when,
        demand,
        source: row.source.clone(),
        verdicts: verdicts(row, facts),
    }
}

fn demand(when: Condition, reading: Reading, facts: &Facts) -> Option<Demand> {
    use Condition as C;
    let asked = match when {
        C::Always | C::Optional => true,
        C::Degree => match facts.education {
            Some(Education::None) => false,
            Some(_) => true,
            None => !facts.venue.is_special(),
        },
        C::MilitaryDuty => facts.gender == Gender::Male && facts.military != Some(MilitaryStatus::NotSubject),
        C::Prerequisite => facts.prerequisite,
        C::Starred | C::StarredAlternative => facts.starred,
    };
    if !asked {
        return None;
    }
    // The prerequisite and the failure certificate stand together as the first way.
    let both = Demand::OneOf { group: 0, set: 0 };
    let degree = Demand::OneOf { group: 0, set: 1 };
    Some(match (when, reading) {
        (C::Optional, _) | (C::StarredAlternative, Reading::BothDegreeOptional) => Demand::Optional,
        (C::Starred, Reading::BothDegreeOptional) => Demand::Required,
        (C::Starred, _) => both,
        (C::StarredAlternative, _) => degree,
        (C::Prerequisite, Reading::BothOrDegree) if facts.starred => both,
        _ => Demand::Required,
    })
}

/// Copies of the identity papers must not be taken, so they cannot be said to have been.
fn verdicts(row: &DocumentRow, facts: &Facts) -> Vec<VerdictKind> {
    let mut offered = match row.presentation {
        Presentation::Original => vec![VerdictKind::OriginalSeen],
        Presentation::Copy => vec![VerdictKind::CopyMatches, VerdictKind::CopyTaken],
        Presentation::Unstated => {
            vec![VerdictKind::OriginalSeen, VerdictKind::CopyMatches, VerdictKind::CopyTaken]
        }
    };
    if facts.venue.is_special() {
        offered.push(VerdictKind::Attested);
    }
    // The form names completion of service only; anything else is a supervisor's decision.
    if row.when == Condition::MilitaryDuty && facts.military != Some(MilitaryStatus::Completed) {
        offered.push(VerdictKind::Substitute);
    }
    offered.extend([VerdictKind::Missing, VerdictKind::Refused, VerdictKind::SuspectedForged]);
    // A supervisor may let a case go on without it.
    offered.push(VerdictKind::AcceptedWithout);
    offered
}

/// The papers that are asked for and were not shown, whether or not another would do instead.
pub fn not_shown<'a>(list: &'a [Requirement], verdicts: &'a Verdicts) -> impl Iterator<Item = &'a Requirement> {
    let shown = |row: &Requirement| said(row, verdicts).is_some_and(VerdictKind::satisfies);
    list.iter().filter(move |row| row.demand != Demand::Optional && !shown(row))
}

/// Where the papers of a case stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Complete,
    /// Nobody has said anything of these yet.
    Unjudged(Vec<DocumentKind>),
    /// These are to be brought; of a choice, every paper that would help is named.
    Deficient(Vec<DocumentKind>),
    Suspect(Vec<DocumentKind>),
}

/// What was said of the paper of this row, if it may be said of it here: what was attested in a prison is not seen at
/// a counter, and counts there as if nobody had said anything.
fn said(row: &Requirement, verdicts: &Verdicts) -> Option<VerdictKind> {
    verdicts.get(&row.document).map(|verdict| verdict.kind).filter(|kind| row.verdicts.contains(kind))
}

/// Weighs the verdicts against the checklist.
pub fn standing(list: &[Requirement], verdicts: &Verdicts) -> Standing {
    let kind =
        |document: &DocumentKind| list.iter().find(|row| row.document == *document).and_then(|row| said(row, verdicts));
    let shown = |document: &DocumentKind| kind(document).is_some_and(VerdictKind::satisfies);
    let documents = || list.iter().map(|row| row.document);
    let suspect: Vec<_> = documents().filter(|d| kind(d) == Some(VerdictKind::SuspectedForged)).collect();
    if !suspect.is_empty() {
        return Standing::Suspect(suspect);
    }
    let lacking = |row: &&Requirement| match row.demand {
        Demand::Required => !shown(&row.document),
        Demand::Optional => false,
        Demand::OneOf { group, .. } => !shown(&row.document) && !group_shown(list, group, &shown),
    };
    let lacking: Vec<DocumentKind> = list.iter().filter(lacking).map(|row| row.document).collect();
    let unjudged: Vec<_> = lacking.iter().copied().filter(|d| kind(d).is_none()).collect();
    match (lacking.is_empty(), unjudged.is_empty()) {
        (true, _) => Standing::Complete,
        (false, false) => Standing::Unjudged(unjudged),
        (false, true) => Standing::Deficient(lacking),
    }
}

/// Some set of the group is shown whole.
fn group_shown(list: &[Requirement], wanted: u8, shown: &impl Fn(&DocumentKind) -> bool) -> bool {
    let mut sets: BTreeMap<u8, bool> = BTreeMap::new();
    for row in list {
        if let Demand::OneOf { group, set } = row.demand
            && group == wanted
        {
            *sets.entry(set).or_insert(true) &= shown(&row.document);
        }
    }
    sets.values().any(|whole| *whole)
}

impl DocumentKind {
    /// Copies of it are forbidden (circular of 1399): it is looked at, and given back.
    pub fn is_identity(self) -> bool {
        matches!(self, DocumentKind::IdentityBooklet | DocumentKind::NationalCard)
    }
}
