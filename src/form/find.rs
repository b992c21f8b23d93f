//! Finding a case.

use super::fields::spec;
use super::{Field, PLAIN};

spec!(FIND, "find", [Field { id: "query", max: 60, ..PLAIN }]);
