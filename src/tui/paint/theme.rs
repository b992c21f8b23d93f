//! Styles by what they mean. Every one is told apart without colour too.

use ratatui::style::{Color, Modifier, Style};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Off where `NO_COLOR` is set (no-color.org).
    pub colour: bool,
}

impl Theme {
    pub fn from_env() -> Theme {
        Theme { colour: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
    }

    fn with(self, colour: Color, modifier: Modifier) -> Style {
        let style = Style::new().add_modifier(modifier);
        if self.colour { style.fg(colour) } else { style }
    }

    pub fn plain(self) -> Style {
        Style::new()
    }

    pub fn bar(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The field in which is typed.
    pub fn input(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// The other place at which the caret stands, where the direction changes.
    pub fn second_caret(self) -> Style {
        self.with(Color::Cyan, Modifier::UNDERLINED | Modifier::BOLD | Modifier::REVERSED | Modifier::DIM)
    }

    pub fn quiet(self) -> Style {
        self.with(Color::DarkGray, Modifier::empty())
    }

    pub fn good(self) -> Style {
        self.with(Color::Green, Modifier::BOLD)
    }

    pub fn warn(self) -> Style {
        self.with(Color::Yellow, Modifier::empty())
    }

    pub fn bad(self) -> Style {
        self.with(Color::Red, Modifier::BOLD)
    }

    pub fn section(self) -> Style {
        self.with(Color::Cyan, Modifier::BOLD)
    }
}
