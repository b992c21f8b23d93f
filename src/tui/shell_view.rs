//! What is drawn around every screen: the bar above, the notice and the legend below.

use ratatui::buffer::Buffer;

use super::canvas::{Area, Canvas, Side};
use super::keys;
use super::screen::{Context, Screen, Tone};
use super::shell::{LEAST, LEGEND, NOTICE, Shell};

impl Shell {
    /// Draws everything; returns where the cursor belongs.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<(u16, u16)> {
        self.size = (buffer.area.width, buffer.area.height);
        let mut canvas = Canvas::new(buffer, self.pen, self.theme);
        let whole = canvas.area();
        if whole.w < LEAST.0 || whole.h < LEAST.1 {
            let args = [("width", self.words.number(LEAST.0)), ("height", self.words.number(LEAST.1))];
            canvas.paragraph(whole, &self.words.with("too-small", &args), self.theme.plain());
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
        self.legend(&mut canvas, foot.below(NOTICE), top.as_ref(), &cx);
        cursor
    }

    fn header(&self, canvas: &mut Canvas, whole: Area, top: &dyn Screen, cx: &Context) {
        let bar = self.theme.bar();
        canvas.fill(whole.top(1), bar);
        let title = format!("{} | {}", self.words.say("program"), top.title(cx));
        let place = whole.top(1).after(1);
        let mut end = Vec::new();
        if self.desk.office().is_some_and(|office| office.sample) {
            end.push(self.words.say("header-sample"));
        }
        if let Some(operator) = self.desk.operator() {
            end.push(crate::text::isolate(&operator.name));
        }
        end.push(self.words.moment(self.desk.now_ms()));
        let end = end.join(" · ");
        let end_w = canvas.measure(&end).min(place.w / 2);
        canvas.text(place.first(place.w.saturating_sub(end_w + 2)), &title, bar);
        canvas.line(place.after(place.w - 1 - end_w).first(end_w), &end, bar, Side::End);
    }

    /// Only the keys that do something now.
    fn legend(&self, canvas: &mut Canvas, area: Area, top: &dyn Screen, cx: &Context) {
        let mut place = area.after(1);
        let (mut row, right) = (0, area.w.saturating_sub(1));
        canvas.fill(area, self.theme.plain());
        for key in keys::of_scopes(top.scopes()).filter(|key| key.legend) {
            if top.hindrance(key.action, cx).is_some() {
                continue;
            }
            let id = format!("key-{}", key.help);
            let told = self.words.attribute(&id, "short", &[]).unwrap_or_else(|| self.words.say(&id));
            let press = crate::text::ltr(&key.presses[0].name());
            let (press_w, told_w) = (canvas.measure(&press), canvas.measure(&told));
            if place.x + press_w + told_w + 1 > right {
                row += 1;
                place = area.below(row).after(1);
            }
            if place.h == 0 {
                return;
            }
            canvas.text(place.first(press_w), &press, self.theme.title());
            canvas.text(place.after(press_w + 1).first(told_w), &told, self.theme.quiet());
            place = place.after(press_w + told_w + 3);
        }
    }
}
