//! Text on its way to the screen.
