//! The part of a long text that is nearest to a gap, within so many tokens.

/// Lines of a step: the text in front of a gap begins at one of these. If it began as early as it can, nearly every
/// letter that is typed would move its beginning, and nothing that was read could be used again.
const STEP: usize = 32;

/// Bytes of a token beyond which a text is not looked at.
const TOKEN: usize = 16;

/// Says how many tokens a text has.
pub(super) type Count<'a> = dyn Fn(&str) -> usize + 'a;

/// The end of `text` with at most `budget` tokens: from one step on, or from a line on where not even a step fits, or
/// from a character on where not even a line does.
pub(super) fn tail<'a>(text: &'a str, budget: usize, count: &Count) -> &'a str {
    let lines: Vec<usize> = starts(text);
    let steps: Vec<usize> = lines.iter().copied().step_by(STEP).collect();
    let whole = back(text, &steps, budget, count);
    if whole < text.len() || text.is_empty() {
        return &text[whole..];
    }
    let some = back(text, &lines, budget, count);
    if some < text.len() {
        return &text[some..];
    }
    let last = lines.last().copied().unwrap_or(0);
    &text[squeeze(&text[last..], budget, count, Side::End) + last..]
}

/// The beginning of `text` with at most `budget` tokens: whole lines, or as many characters as fit of the first.
pub(super) fn head<'a>(text: &'a str, budget: usize, count: &Count) -> &'a str {
    let (mut end, mut left) = (0, budget);
    for line in text.split_inclusive('\n') {
        let Some(rest) = fitting(line, left, count).and_then(|tokens| left.checked_sub(tokens)) else {
            break;
        };
        (end, left) = (end + line.len(), rest);
    }
    if end > 0 || text.is_empty() {
        return &text[..end];
    }
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    &first[..squeeze(first, budget, count, Side::Start)]
}

/// Where lines begin.
fn starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1).filter(|&at| at < text.len());
    std::iter::once(0).chain(ends).collect()
}

/// The first of `starts` from which what follows fits; the end of the text if none does.
fn back(text: &str, starts: &[usize], budget: usize, count: &Count) -> usize {
    let (mut from, mut left) = (text.len(), budget);
    for &start in starts.iter().rev() {
        let part = &text[start..from];
        let Some(rest) = fitting(part, left, count).and_then(|tokens| left.checked_sub(tokens)) else {
            break;
        };
        (from, left) = (start, rest);
    }
    from
}

/// The tokens of a text, unless it is far too long to be counted.
fn fitting(text: &str, budget: usize, count: &Count) -> Option<usize> {
    (text.len() <= budget.saturating_mul(TOKEN)).then(|| count(text))
}

/// Which side of a text is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// Where a line is cut so that one side of it fits.
fn squeeze(line: &str, budget: usize, count: &Count, side: Side) -> usize {
    let most = budget.saturating_mul(TOKEN).saturating_add(1);
    let chars = line.char_indices().map(|(at, _)| at);
    // How much is kept grows along these.
    let cuts: Vec<usize> = match side {
        Side::Start => chars.chain([line.len()]).take(most).collect(),
        Side::End => [line.len()].into_iter().chain(chars.rev()).take(most).collect(),
    };
    let kept = |cut: usize| if side == Side::Start { &line[..cut] } else { &line[cut..] };
    let fitting = cuts.partition_point(|&cut| count(kept(cut)) <= budget);
    cuts.get(fitting.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words and line ends.
    fn words(text: &str) -> usize {
        text.split_whitespace().count() + text.matches('\n').count()
    }

    #[test]
    fn what_fits_stays_whole() {
        for text in ["", "a", "a b\nc d\n", "\n\n\n", "x\r\ny"] {
            assert_eq!(tail(text, 100, &words), text);
            assert_eq!(head(text, 100, &words), text);
        }
    }

    #[test]
    fn the_nearest_whole_lines_are_kept() {
        assert_eq!(head("a b\nc d\ne\n", 6, &words), "a b\nc d\n");
        assert_eq!(tail("a b\nc d\ne f", 5, &words), "c d\ne f");
        assert_eq!(tail("a b\nc d\n", 3, &words), "c d\n");
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_between_characters() {
        let bytes = |text: &str| text.len();
        assert_eq!(head("سلام عليكم", 5, &bytes), "سل");
        assert_eq!(tail("x\nسلام", 3, &bytes), "م");
        assert_eq!((head("abc", 0, &bytes), tail("abc", 0, &bytes)), ("", ""));
    }

    #[test]
    fn typing_seldom_moves_the_beginning() {
        let mut text = String::new();
        let (mut moved, mut last) = (0, 0);
        for line in 0..400 {
            for word in 0..5 {
                text.push_str(&format!("w{line}_{word} "));
                let start = text.len() - tail(&text, 600, &words).len();
                moved += usize::from(start != last);
                last = start;
            }
            text.push('\n');
        }
        assert!(last > 0 && moved <= 400 / STEP, "{moved}");
    }

    proptest! {
        #[test]
        fn both_ends_fit_at_bounds_of_lines_or_characters(text in "[aب你 \n]{0,200}", budget in 0usize..80) {
            for count in [&words as &Count, &|text: &str| text.len()] {
                let end = tail(&text, budget, count);
                prop_assert!(text.ends_with(end) && count(end) <= budget);
                let start = text.len() - end.len();
                let last = text.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
                prop_assert!(start == 0 || text[..start].ends_with('\n') || start >= last);
                let begin = head(&text, budget, count);
                prop_assert!(text.starts_with(begin) && count(begin) <= budget);
                let first = text.find('\n').map_or(text.len(), |at| at + 1);
                prop_assert!(begin.len() == text.len() || begin.ends_with('\n') || begin.len() <= first);
            }
        }
    }
}
