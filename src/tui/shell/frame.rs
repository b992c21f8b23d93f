//! What is drawn around every screen: the bar above, the notice and the legend below.

use super::{LEAST, LEGEND, NOTICE, Shell};
use crate::desk::Room;
use crate::tui::keys::{self, Action};
use crate::tui::paint::canvas::{Area, Canvas, Side};
use crate::tui::paint::page::Page;
use crate::tui::screen::{Context, Screen, Tone};

impl Shell {
    /// Draws everything; returns where the cursor belongs.
    pub fn draw(&mut self, page: &mut Page) -> Option<(u16, u16)> {
        self.size = page.size();
        let mut canvas = Canvas::new(page, self.layout, self.theme);
        let whole = canvas.area();
        if whole.w < LEAST.0 || whole.h < LEAST.1 {
            let args = [("width", self.words.number(LEAST.0)), ("height", self.words.number(LEAST.1))];
            canvas.paragraph(whole, &self.words.with("too-small", &args), self.theme.plain());
            self.legend.clear();
            return None;
        }
        if self.blank {
            self.legend.clear();
            return None;
        }
        let cx = self.context();
        let top = self.stack.last()?;
        self.header(&mut canvas, whole, top.as_ref(), &cx);
        top.view(&mut canvas, self.body(), &cx);
        let cursor = canvas.cursor;
        let foot = whole.bottom(NOTICE + LEGEND);
        if let Some(notice) = &self.notice {
            let style = match notice.tone {
                Tone::Good => self.theme.good(),
                Tone::Warn => self.theme.warn(),
                Tone::Bad => self.theme.bad(),
            };
            let mark = match notice.tone {
                Tone::Good => "✓",
                Tone::Warn => "!",
                Tone::Bad => "×",
            };
            canvas.text(foot.after(1).first(1), mark, style);
            canvas.paragraph(foot.top(NOTICE).after(3), &notice.text, style);
        }
        let legend = self.draw_legend(&mut canvas, foot.below(NOTICE), top.as_ref(), &cx);
        self.legend = legend;
        cursor
    }

    fn header(&self, canvas: &mut Canvas, whole: Area, top: &dyn Screen, cx: &Context) {
        let bar = self.theme.bar();
        canvas.fill(whole.top(1), bar);
        let title =
            self.words.with("header-title", &[("program", self.words.say("program")), ("title", top.title(cx))]);
        let place = whole.top(1).after(1);
        let mut end = Vec::new();
        if self.desk.office().is_some_and(|office| office.sample) {
            end.push(self.words.say("header-sample"));
        }
        let megabytes = |bytes: u64| [("megabytes", self.words.number(bytes / (1024 * 1024)))];
        match self.desk.room() {
            Room::Enough => {}
            Room::Low(left) => end.push(self.words.with("header-disk-low", &megabytes(left))),
            Room::Reserve(left) => end.push(self.words.with("header-disk-reserve", &megabytes(left))),
            Room::None => end.push(self.words.say("header-disk-full")),
        }
        if let Some(operator) = self.desk.operator() {
            end.push(operator.name.clone());
        }
        end.push(self.words.moment(self.desk.now_ms()));
        let end = crate::text::series(&end, " · ");
        let end_w = canvas.measure(&end).min(place.w.saturating_sub(canvas.measure(&title) + 3).max(place.w / 2));
        canvas.text(place.first(place.w.saturating_sub(end_w + 2)), &title, bar);
        canvas.line(place.after(place.w - 1 - end_w).first(end_w), &end, bar, Side::End);
    }

    /// Only the keys that do something now; returns where each stands.
    fn draw_legend(&self, canvas: &mut Canvas, area: Area, top: &dyn Screen, cx: &Context) -> Vec<(Area, Action)> {
        let (mut place, mut row, right) = (area.after(1), 0, area.w.saturating_sub(1));
        let mut drawn = Vec::new();
        for key in keys::of_scopes(top.scopes()).filter(|key| key.legend) {
            if top.hindrance(key.action, cx).is_some() {
                continue;
            }
            let id = format!("key-{}", key.help);
            let told = self.words.attribute(&id, "short", &[]).unwrap_or_else(|| self.words.say(&id));
            let press = crate::text::ltr(&key.presses[0].name());
            let press_w = canvas.measure(&press);
            let w = press_w + 1 + canvas.measure(&told);
            if place.x + w > right {
                row += 1;
                place = area.below(row).after(1);
            }
            if place.h == 0 {
                break;
            }
            canvas.text(place.first(press_w), &press, self.theme.title());
            canvas.text(place.first(w).after(press_w + 1), &told, self.theme.quiet());
            drawn.push((place.first(w).top(1), key.action));
            place = place.after(w + 2);
        }
        drawn
    }

    /// The key of the legend at this place of the screen.
    pub(super) fn legend_at(&self, x: u16, y: u16) -> Option<Action> {
        self.legend.iter().find(|(place, _)| place.has(x, y)).map(|(_, action)| *action)
    }
}
