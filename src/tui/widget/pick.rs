//! Long lists: what a few typed letters may mean.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::domain::rulebook::Rulebook;
use crate::form::Pick;
use crate::form::intake::subjects;
use crate::text::normalize::{compact, search_key};
use crate::words::Words;

/// One line of a pick list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The answer that it stands for.
    pub value: String,
    pub title: String,
}

/// What the typed text may mean, the best first; everything if nothing is typed.
pub fn matches(pick: Pick, typed: &str, rules: &Rulebook, words: &Words) -> Vec<Match> {
    let all: Vec<Match> = match pick {
        Pick::Province => {
            rules.provinces.iter().map(|name| Match { value: name.clone(), title: name.clone() }).collect()
        }
        Pick::Bank => {
            rules.banks.iter().map(|bank| Match { value: bank.id.clone(), title: words.bank(&bank.id) }).collect()
        }
        Pick::Subject => subjects().map(|id| Match { value: id.to_owned(), title: words.subject(id) }).collect(),
        Pick::Occupation => rules
            .occupations
            .iter()
            .map(|listed| Match { value: listed.occupation.code.clone(), title: listed.occupation.title.clone() })
            .collect(),
    };
    let key = search_key(typed);
    if key.is_empty() {
        return all;
    }
    let code = compact(typed);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(&key, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, Match)> = all
        .into_iter()
        .filter_map(|line| {
            if line.value.starts_with(&code) {
                return Some((u32::MAX, line));
            }
            let title = search_key(&line.title);
            let score = pattern.score(Utf32Str::new(&title, &mut buffer), &mut matcher)?;
            Some((score, line))
        })
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, line)| line).collect()
}

/// The title of an answer, if it is in the list.
pub fn title(pick: Pick, value: &str, rules: &Rulebook) -> Option<String> {
    match pick {
        Pick::Province | Pick::Subject | Pick::Bank => None,
        Pick::Occupation => rules.occupation(value).map(|listed| listed.occupation.title.clone()),
    }
}
