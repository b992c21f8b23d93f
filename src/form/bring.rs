//! «چه بیاورم؟»: which papers and which fee, asked before anybody is taken in.

use super::fields::{nothing_across, required_if};
use super::intake::{OCCUPATION, YesNo};
use super::{Answers, BoundForm, Field, FormContext, Kind, Need, PLAIN, Spec, list_of};
use crate::domain::Choice;
use crate::domain::certificate::{FieldCluster, RequestKind};
use crate::domain::documents::Facts;
use crate::domain::person::{Education, Gender, MilitaryStatus};
use crate::domain::rulebook::Rulebook;
use crate::domain::visit::Venue;

static REQUEST_KIND: super::ChoiceList = list_of::<RequestKind>();
static CLUSTER: super::ChoiceList = list_of::<FieldCluster>();
static GENDER: super::ChoiceList = list_of::<Gender>();
static MILITARY: super::ChoiceList = list_of::<MilitaryStatus>();
static EDUCATION: super::ChoiceList = list_of::<Education>();
static VENUE: super::ChoiceList = list_of::<Venue>();
static YES_NO: super::ChoiceList = list_of::<YesNo>();

/// «چه بیاورم؟»: nothing that says who asks.
pub static BRING: Spec = Spec { id: "bring", fields: &BRING_FIELDS, across: nothing_across };

static BRING_FIELDS: [Field; 9] = [
    Field { id: "request-kind", kind: Kind::Choice(&REQUEST_KIND), ..PLAIN },
    OCCUPATION,
    Field { id: "occupation-starred", kind: Kind::Choice(&YES_NO), need: unlisted, ..PLAIN },
    Field { id: "occupation-prerequisite", kind: Kind::Choice(&YES_NO), need: unlisted, ..PLAIN },
    Field {
        id: "cluster",
        kind: Kind::Choice(&CLUSTER),
        propose: |draft, world| Some(world.rules.occupation(draft.get("occupation"))?.cluster.id().into()),
        ..PLAIN
    },
    Field { id: "gender", kind: Kind::Choice(&GENDER), ..PLAIN },
    Field {
        id: "military",
        kind: Kind::Choice(&MILITARY),
        need: |draft, _| required_if(draft.choice("gender") == Some(Gender::Male)),
        ..PLAIN
    },
    Field { id: "education", kind: Kind::Choice(&EDUCATION), ..PLAIN },
    Field { id: "venue", kind: Kind::Choice(&VENUE), propose: |_, _| Some(Venue::Counter.id().into()), ..PLAIN },
];

fn unlisted(draft: &Answers, world: &FormContext) -> Need {
    let code = draft.get("occupation");
    required_if(world.rules.occupation(code).is_none() && !code.is_empty())
}

/// What decides about papers and fee, of answers to [`BRING`] with nothing wrong in them.
pub fn facts(form: &BoundForm, rules: &Rulebook) -> Option<(Facts, RequestKind, FieldCluster)> {
    let listed = rules.occupation(form.get("occupation"));
    let flag = |of_list: Option<bool>, id| of_list.unwrap_or(form.choice(id) == Some(YesNo::Yes));
    let facts = Facts {
        starred: flag(listed.map(|listed| listed.occupation.starred), "occupation-starred"),
        prerequisite: flag(listed.map(|listed| listed.occupation.prerequisite), "occupation-prerequisite"),
        gender: form.choice("gender")?,
        military: form.choice("military"),
        education: form.choice("education"),
        venue: form.choice("venue")?,
    };
    Some((facts, form.choice("request-kind")?, form.choice("cluster")?))
}
