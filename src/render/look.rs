//! What layout needs to know about where the text will stand.

use std::sync::Arc;

use super::highlight::Highlighter;
use super::theme::Theme;

/// A theme, a width and the colours of code.
#[derive(Clone, Debug)]
pub struct Look {
    /// Looks by role.
    pub theme: Arc<Theme>,
    /// Columns of a row; 0 counts as 1.
    pub width: u16,
    /// Colours code.
    pub code: Highlighter,
}

impl Look {
    /// Whether text laid out for `other` can stay as it is.
    pub fn same(&self, other: &Look) -> bool {
        let theme = Arc::ptr_eq(&self.theme, &other.theme) || self.theme == other.theme;
        self.width == other.width && theme
    }

    /// Columns of a row, at least one.
    pub fn cols(&self) -> usize {
        usize::from(self.width.max(1))
    }
}
