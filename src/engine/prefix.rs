//! How much of the KV cache the next prompt can keep.

/// Number of cached tokens to keep: the common prefix of `cached` and `prompt`, but never the whole
/// prompt, because the logits of its last token must be computed again.
pub fn keep<T: PartialEq>(cached: &[T], prompt: &[T]) -> usize {
    let common = cached.iter().zip(prompt).take_while(|(a, b)| a == b).count();
    common.min(prompt.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::keep;

    #[test]
    fn the_last_token_is_always_decoded_again() {
        assert_eq!(keep(&[1, 2, 3], &[1, 2, 3]), 2);
        assert_eq!(keep(&[1, 2, 3, 4], &[1, 2, 3]), 2);
        assert_eq!(keep(&[1, 2], &[1, 2, 3]), 2);
        assert_eq!(keep(&[1, 9], &[1, 2, 3]), 1);
        assert_eq!(keep(&[], &[1]), 0);
        assert_eq!(keep::<u8>(&[1], &[]), 0);
    }
}
