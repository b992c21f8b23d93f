//! Rules are adopted: from which day on, and by whom.

use super::Field;
use super::fields::{COMING_DAY, PASSPHRASE, spec};

spec!(
    ADOPT_RULES,
    "adopt-rules",
    [Field { id: "effective", propose: |_, world| Some(world.today.to_string()), ..COMING_DAY }, PASSPHRASE]
);
