//! Shaping: which form of each letter stands where (Unicode standard, section 9.2).

use crate::chars::{Props, Unit, forms};

/// Gives every letter the form that its neighbours ask for.
pub(crate) fn join(units: &mut [Unit], ligate: bool) {
    // The letter whose form waits for what follows it, and whether it joins to what is before it.
    let mut waiting: Option<(usize, bool)> = None;
    let mut open = false;
    for i in 0..units.len() {
        let props = units[i].props;
        if props.has(Props::TRANSPARENT) {
            continue;
        }
        let joins = open && props.has(Props::JOINS_PREVIOUS);
        if let Some((letter, before)) = waiting.take() {
            give_form(units, letter, i, before, joins, ligate);
        }
        if props.has(Props::LETTER) {
            waiting = Some((i, joins));
        }
        open = props.has(Props::JOINS_NEXT);
    }
    if let Some((letter, before)) = waiting {
        give_form(units, letter, letter, before, false, ligate);
    }
}

/// Gives the letter at `i` its form; `next` is what follows it, looking through marks.
fn give_form(units: &mut [Unit], i: usize, next: usize, before: bool, after: bool, ligate: bool) {
    let props = units[i].props;
    if props.has(Props::SWALLOWED) {
        return;
    }
    if ligate && after && props.has(Props::LAM) && units[next].props.has(Props::ALEF) {
        let apart = units[i + 1..next].iter().any(|unit| unit.props.has(Props::FORMAT));
        if let Some(sign) = units[next].draw.filter(|_| !apart).and_then(|alef| forms::lam_alef(alef, before)) {
            units[i].draw = Some(sign);
            units[next].draw = None;
            units[next].props = units[next].props.with(Props::SWALLOWED);
            return;
        }
    }
    if props.has(Props::HEH_HAMZA) {
        units[i].draw = Some(forms::heh(before));
    } else if let Some(form) = props.forms().and_then(|found| forms::form(found, before, after)) {
        units[i].draw = Some(form);
    }
}
