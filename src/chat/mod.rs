//! Messages, and prompts composed from what the user gave.
