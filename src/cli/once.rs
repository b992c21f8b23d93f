//! Answers as a script gives them, each once: of two under one name one would be lost, and the line told that all is
//! done.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Answers by the ids of their fields.
#[derive(Debug, Clone, Default)]
pub struct Once(pub BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Once, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Once;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("answers by their names, each once")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Once, M::Error> {
                let mut answers = BTreeMap::new();
                while let Some((name, answer)) = map.next_entry()? {
                    if answers.insert(name, answer).is_some() {
                        return Err(M::Error::custom("an answer stands twice"));
                    }
                }
                Ok(Once(answers))
            }
        }

        deserializer.deserialize_map(Each)
    }
}
