//! Fuzzy ranking of words, for all pickers.
