//! A slip as it will be on paper, or any text to be read.

use crate::domain::audit::Witness;
use crate::domain::case::Case;
use crate::domain::event::SlipKind;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Paper, Screen, Step};
use crate::tui::widget::cursor::Cursor;

pub struct SlipScreen {
    content: Content,
    top: Cursor,
}

enum Content {
    /// With how far the record reached when it was opened, which the act that issues a slip does.
    Slip(Box<Case>, SlipKind, Witness),
    Paper(Paper),
}

impl SlipScreen {
    pub fn of(case: Case, slip: SlipKind, witness: Witness) -> SlipScreen {
        SlipScreen { content: Content::Slip(Box::new(case), slip, witness), top: Cursor::default() }
    }

    pub fn paper(paper: Paper) -> SlipScreen {
        SlipScreen { content: Content::Paper(paper), top: Cursor::default() }
    }

    fn body(&self, cx: &Context) -> String {
        match (&self.content, cx.desk.office()) {
            (Content::Paper(paper), _) => paper.text.clone(),
            (Content::Slip(case, slip, witness), Some(office)) => {
                cx.words.slip(*slip, case, office, cx.desk.rules(), witness)
            }
            (Content::Slip(..), None) => String::new(),
        }
    }
}

impl Screen for SlipScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Slip, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        match &self.content {
            Content::Slip(_, slip, _) => cx.words.choice(*slip),
            Content::Paper(paper) => paper.title.clone(),
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        match input {
            Input::Action(Action::Back) => Step::Back,
            Input::Action(action) => {
                let lines = self.body(cx).lines().count();
                self.top.moved(action, lines, usize::from(cx.body.h));
                Step::Stay
            }
            Input::Char(_) | Input::Paste(_) | Input::Click { .. } | Input::Drag { .. } => Step::Stay,
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let mut rest = area;
        let path = match &self.content {
            Content::Slip(case, slip, _) => Some(cx.desk.slip_path(case, *slip)),
            Content::Paper(paper) => paper.file.clone().map(Some),
        };
        if let Some(path) = path {
            let told = match path {
                Some(path) => cx.words.with("slip-file", &[("path", crate::text::ltr(&path.display().to_string()))]),
                None => cx.words.say("slip-sealed"),
            };
            rest.h -= canvas.paragraph(area.bottom(2), &told, canvas.theme.quiet()).max(2);
        }
        let body = self.body(cx);
        let lines: Vec<&str> = body.lines().skip(self.top.at).collect();
        let rows: usize = lines.iter().map(|line| canvas.rows(line, rest.w)).sum();
        if rows > usize::from(rest.h) {
            canvas.text(rest.bottom(1), &cx.words.say("slip-more"), canvas.theme.warn());
            rest.h -= 1;
        }
        for line in lines {
            if rest.h == 0 {
                break;
            }
            rest = rest.below(canvas.paragraph(rest, line, canvas.theme.plain()));
        }
    }
}
