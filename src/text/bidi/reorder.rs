//! Rule L2: from levels to the order in which things stand.

/// Which character stands where, from left to right (rule L2).
///
/// ```
/// assert_eq!(pishkhan_text::visual_order(&[0, 0, 1, 1, 0]), [0, 1, 3, 2, 4]);
/// ```
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut items: Vec<(usize, u8)> = levels.iter().copied().enumerate().collect();
    reorder(&mut items, |(_, level)| *level);
    items.into_iter().map(|(at, _)| at).collect()
}

/// Rule L2: from the highest level down to the lowest odd one, turn every run around.
pub(crate) fn reorder<T>(items: &mut [T], level: impl Fn(&T) -> u8) {
    let highest = items.iter().map(&level).max().unwrap_or(0);
    let Some(lowest) = items.iter().map(&level).filter(|level| level % 2 == 1).min() else { return };
    for least in (lowest..=highest).rev() {
        let mut at = 0;
        while at < items.len() {
            let end = at + items[at..].iter().take_while(|item| level(item) >= least).count();
            items[at..end].reverse();
            at = end.max(at + 1);
        }
    }
}
