//! One stream of deltas from whatever engine answers.
