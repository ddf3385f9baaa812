//! Settings from defaults, files, the environment and flags; the only reader of the environment.
