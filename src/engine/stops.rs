//! Stop texts: they end an answer wherever they appear, also across tokens, and are not part of it.

/// Watches the answer for stop texts, holding back only what could become one.
#[derive(Debug)]
pub struct Stops {
    stops: Vec<String>,
    held: String,
}

impl Stops {
    /// A watch for these texts; empty ones are ignored.
    pub fn new(mut stops: Vec<String>) -> Stops {
        stops.retain(|stop| !stop.is_empty());
        Stops { stops, held: String::new() }
    }

    /// Adds new text; returns what is safe to show, and whether a stop text was met.
    pub fn push(&mut self, text: &str) -> (String, Hit) {
        if self.stops.is_empty() {
            return (text.to_owned(), Hit::None);
        }
        self.held.push_str(text);
        if let Some(at) = self.stops.iter().filter_map(|stop| self.held.find(stop.as_str())).min() {
            self.held.truncate(at);
            return (std::mem::take(&mut self.held), Hit::Stop);
        }
        let keep = self.stops.iter().map(|stop| overlap(&self.held, stop)).max().unwrap_or(0);
        let rest = self.held.split_off(self.held.len() - keep);
        (std::mem::replace(&mut self.held, rest), Hit::None)
    }

    /// What was held back when the answer ends without a stop text.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.held)
    }
}

/// Whether a stop text was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// Not yet.
    None,
    /// The answer ends here.
    Stop,
}

/// Length of the longest end of `text` that begins `stop`, in bytes.
fn overlap(text: &str, stop: &str) -> usize {
    let longest = text.len().min(stop.len() - 1);
    (1..=longest)
        .rev()
        .find(|&n| stop.is_char_boundary(n) && text.as_bytes().ends_with(&stop.as_bytes()[..n]))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(stops: &[&str], pieces: &[&str]) -> (String, Hit) {
        let mut watch = Stops::new(stops.iter().map(ToString::to_string).collect());
        let mut out = String::new();
        for piece in pieces {
            let (text, hit) = watch.push(piece);
            out.push_str(&text);
            if hit == Hit::Stop {
                return (out, hit);
            }
        }
        out.push_str(&watch.finish());
        (out, Hit::None)
    }

    #[test]
    fn a_stop_across_pieces_ends_the_answer() {
        assert_eq!(run(&["END"], &["one E", "N", "D two"]), ("one ".into(), Hit::Stop));
        assert_eq!(run(&["END"], &["one E", "N", "d"]), ("one ENd".into(), Hit::None));
        assert_eq!(run(&["قف"], &["a ق", "ف b"]), ("a ".into(), Hit::Stop));
    }

    #[test]
    fn the_earliest_of_several_wins() {
        assert_eq!(run(&["c", "b"], &["abc"]), ("a".into(), Hit::Stop));
        assert_eq!(run(&["", "aab"], &["aa", "ab"]), ("a".into(), Hit::Stop));
    }

    proptest! {
        #[test]
        fn every_split_gives_what_the_whole_gives(text in "[abc]{0,24}", stop in "[abc]{1,4}", cut in 0usize..24) {
            let cut = cut.min(text.len());
            let want = match text.find(&stop) {
                Some(at) => (text[..at].to_string(), Hit::Stop),
                None => (text.clone(), Hit::None),
            };
            prop_assert_eq!(run(&[&stop], &[&text[..cut], &text[cut..]]), want);
        }
    }
}
