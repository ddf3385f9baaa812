//! Commands of the shell, run for a message.
