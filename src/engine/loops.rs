//! Finds an answer that goes round in circles, which small and quantised models are prone to.

/// Shortest repeated stretch, in tokens, that counts as a loop whatever its period.
const SPAN: usize = 192;
/// The repeated part must come at least this often.
const TIMES: usize = 6;
/// Longest period looked for, in tokens.
const PERIOD: usize = 128;

/// Whether the end of `tokens` is one part repeated over and over: at least six times, and for at
/// least 192 tokens. Short repetitions (table rules, zeros in data) stay allowed.
pub fn looping<T: PartialEq>(tokens: &[T]) -> bool {
    (1..=PERIOD).any(|period| {
        let span = SPAN.max(period * TIMES);
        tokens.len() >= span && {
            let end = &tokens[tokens.len() - span..];
            end[period..] == end[..span - period]
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_over_and_over_is_a_loop() {
        let sentence: Vec<u32> = (0..37).collect();
        let mut text: Vec<u32> = (1000..1100).collect();
        for _ in 0..TIMES {
            assert!(!looping(&text));
            text.extend(&sentence);
        }
        assert!(looping(&text));
        text.push(7777);
        assert!(!looping(&text));
    }

    #[test]
    fn a_table_rule_or_a_row_of_zeros_is_none() {
        assert!(!looping(&[0u32; 150]));
        assert!(looping(&[0u32; 192]));
        assert!(!looping(&(0..5000u32).collect::<Vec<_>>()));
    }
}
