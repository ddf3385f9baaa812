//! Rule L2 of UAX #9: a row in the order of the screen.

/// The indices of a row's parts from left to right, by their levels (rule L2).
pub fn visual(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let Some(highest) = levels.iter().copied().max() else { return order };
    let Some(lowest) = levels.iter().copied().filter(|level| level % 2 == 1).min() else { return order };
    for level in (lowest..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let run = order[at..].iter().take_while(|&&index| levels[index] >= level).count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_are_turned_from_the_highest_level_down() {
        assert_eq!(visual(&[0, 0, 0]), [0, 1, 2]);
        assert_eq!(visual(&[1, 1, 1]), [2, 1, 0]);
        assert_eq!(visual(&[0, 1, 1, 0]), [0, 2, 1, 3]);
        assert_eq!(visual(&[1, 2, 2, 1]), [3, 1, 2, 0]);
        assert_eq!(visual(&[]), [0; 0]);
    }

    proptest! {
        #[test]
        fn every_part_stands_once_and_as_the_library_has_it(levels in prop::collection::vec(0u8..6, 0..40)) {
            let own = visual(&levels);
            let known: Vec<_> = levels.iter().map(|&level| unicode_bidi::Level::new(level).unwrap()).collect();
            prop_assert_eq!(&own, &unicode_bidi::BidiInfo::reorder_visual(&known));
            let mut all = own;
            all.sort_unstable();
            prop_assert_eq!(all, (0..levels.len()).collect::<Vec<_>>());
        }
    }
}
