//! Routes over the engine.
