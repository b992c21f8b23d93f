//! Help: the keys of the screen below, what each does, and why one does nothing now.

use crate::text::series;
use crate::tui::keys::{self, Action, Press, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Screen, Step};
use crate::tui::widget::cursor::Cursor;

pub struct HelpScreen {
    lines: Vec<(String, String, Option<String>)>,
    cursor: Cursor,
}

const KEYS: u16 = 24;

impl HelpScreen {
    pub fn about(screen: &dyn Screen, cx: &Context) -> HelpScreen {
        // What is asked first when something goes wrong and is told over the telephone.
        let version =
            cx.version.map(|version| cx.words.with("help-version", &[("version", crate::text::ltr(version))]));
        let lines = keys::of_scopes(screen.scopes())
            .map(|key| {
                let names: Vec<String> = key.presses.iter().map(|press: &Press| press.name()).collect();
                let told = cx.words.say(&format!("key-{}", key.help));
                (series(&names, " / "), told, screen.hindrance(key.action, cx))
            })
            .chain(version.map(|told| (String::new(), told, None)))
            .collect();
        HelpScreen { lines, cursor: Cursor::default() }
    }
}

impl Screen for HelpScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Slip, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.say("title-help")
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(Action::Back | Action::Open | Action::Help) => Step::Back,
            Input::Action(action) => {
                self.cursor.moved(action, self.lines.len(), usize::from(cx.body.h));
                Step::Stay
            }
            Input::Char(_) | Input::Paste(_) | Input::Click { .. } | Input::Drag { .. } => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, _: &Context) {
        let theme = canvas.theme;
        let first = self.cursor.first_shown(usize::from(area.h), self.lines.len());
        let mut rest = area;
        for (at, (keys, told, hindrance)) in self.lines.iter().enumerate().skip(first) {
            if rest.h == 0 {
                break;
            }
            let style = if at == self.cursor.at { theme.selected() } else { theme.plain() };
            canvas.text(rest.first(KEYS), &crate::text::ltr(keys), style);
            let mut place = rest.after(KEYS + 1);
            let used = canvas.paragraph(place, told, if hindrance.is_some() { theme.quiet() } else { theme.plain() });
            place = place.below(used);
            let more = hindrance.as_ref().map_or(0, |why| canvas.paragraph(place, why, theme.warn()));
            rest = rest.below((used + more).max(1));
        }
    }
}
