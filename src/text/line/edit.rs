//! Editing one line: a logical buffer with a selection, and every step taken back and forth.

use std::ops::Range;

use zeroize::Zeroize;

use crate::chars::is_format;
use crate::layout::graphemes;
use crate::normalize;

/// Which neighbour the caret leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Affinity {
    /// The character before it.
    Before,
    /// The character after it.
    #[default]
    After,
}

/// How many steps can be taken back.
const STEPS: usize = 200;

/// What a change was; changes of one kind in a row are one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Typing,
    Erasing,
    /// Stands by itself.
    Whole,
}

/// A line that is being typed.
///
/// ```
/// use pishkhan_text::line::Edit;
///
/// let mut edit = Edit::new("ab", 10);
/// edit.insert('c');
/// edit.select_all();
/// assert_eq!(edit.cut().as_deref(), Some("abc"));
/// edit.undo();
/// assert_eq!(edit.text(), "abc");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    text: String,
    pub(super) caret: usize,
    pub(super) affinity: Affinity,
    /// The other end of the selection.
    pub(super) anchor: Option<usize>,
    /// The most characters it takes.
    max: usize,
    /// Nothing of it is kept aside: no steps to take back, nothing to copy.
    secret: bool,
    past: Vec<(String, usize)>,
    future: Vec<(String, usize)>,
    /// The kind of the last change, while the caret has not been moved since.
    last: Option<Change>,
}

impl Drop for Edit {
    /// What was typed does not stay in memory.
    fn drop(&mut self) {
        self.text.zeroize();
        for (text, _) in self.past.iter_mut().chain(&mut self.future) {
            text.zeroize();
        }
    }
}

impl Edit {
    /// A line with this text, the caret at its end.
    pub fn new(text: &str, max: usize) -> Edit {
        let mut edit = Edit::default();
        edit.text.push_str(text);
        (edit.caret, edit.affinity, edit.max) = (text.len(), Affinity::Before, max);
        edit
    }

    /// A passphrase: it cannot be copied, and no earlier state of it is kept.
    ///
    /// ```
    /// use pishkhan_text::line::Edit;
    ///
    /// let mut edit = Edit::secret(20);
    /// assert!(edit.insert('a'));
    /// edit.select_all();
    /// assert_eq!((edit.copy(), edit.undo(), edit.text()), (None, false, "a"));
    /// ```
    pub fn secret(max: usize) -> Edit {
        let mut edit = Edit::new("", max);
        edit.secret = true;
        edit
    }

    /// All of the text, in logical order.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret's offset in bytes; always where a grapheme begins, or at the end.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// Characters typed so far.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// No further character fits.
    pub fn is_full(&self) -> bool {
        self.len() >= self.max
    }

    /// The bytes that are selected: one logical range, however many pieces of the row it is.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.caret)?;
        Some(anchor.min(self.caret)..anchor.max(self.caret))
    }

    /// Types one character in the place of what is selected; false if the line is full or
    /// the character is not one to type.
    ///
    /// ```
    /// use pishkhan_text::line::Edit;
    ///
    /// let mut edit = Edit::new("", 1);
    /// assert_eq!(['\n', '\u{202E}', 'a', 'b'].map(|c| edit.insert(c)), [false, false, true, false]);
    /// ```
    pub fn insert(&mut self, c: char) -> bool {
        let shown = c == '\u{200C}' || !(c.is_control() || is_format(c));
        if !shown || self.is_full() && self.selection().is_none() {
            return false;
        }
        self.remember(if c.is_whitespace() { Change::Whole } else { Change::Typing });
        self.remove_selected();
        self.put(c.encode_utf8(&mut [0; 4]));
        true
    }

    fn put(&mut self, text: &str) {
        self.text.insert_str(self.caret, text);
        self.caret += text.len();
        self.snap_to_grapheme(Affinity::Before);
    }

    /// Puts in what was pasted, cleaned: one line, no controls, presentation forms folded.
    /// Returns how many characters did not fit.
    ///
    /// ```
    /// use pishkhan_text::line::Edit;
    ///
    /// let mut edit = Edit::new("", 3);
    /// assert_eq!(edit.paste("a\tbcd"), 2);
    /// assert_eq!(edit.text(), "a b");
    /// ```
    pub fn paste(&mut self, pasted: &str) -> usize {
        let clean = normalize::piece(pasted);
        if clean.is_empty() {
            return 0;
        }
        self.remember(Change::Whole);
        self.remove_selected();
        let room = self.max.saturating_sub(self.len());
        let fits = clean.char_indices().nth(room).map_or(clean.len(), |(at, _)| at);
        self.put(&clean[..fits]);
        clean[fits..].chars().count()
    }

    /// Replaces all of the text; earlier steps are forgotten.
    pub fn set(&mut self, text: &str) {
        let (max, secret) = (self.max, self.secret);
        *self = Edit::new(text, max);
        self.secret = secret;
    }

    /// Replaces all of the text as one step that can be taken back.
    pub fn replace(&mut self, text: &str) {
        self.remember(Change::Whole);
        self.text.zeroize();
        self.text.push_str(text);
        self.caret = text.len();
        self.snap_to_grapheme(Affinity::Before);
    }

    /// Takes away what is selected, or one code point before the caret: a mark or a ZWNJ goes alone.
    ///
    /// ```
    /// use pishkhan_text::line::Edit;
    ///
    /// // Beh with a fatha on it.
    /// let mut edit = Edit::new("\u{0628}\u{064E}", 10);
    /// edit.backspace();
    /// assert_eq!(edit.text(), "\u{0628}");
    /// ```
    pub fn backspace(&mut self) {
        let before = self.text[..self.caret].chars().next_back();
        self.erase(before.map_or(0, |c| self.caret - c.len_utf8())..self.caret);
    }

    /// Takes away what is selected, or the grapheme after the caret.
    pub fn delete(&mut self) {
        self.erase(self.caret..self.next_boundary(self.caret + 1));
    }

    /// Takes away what is selected, or everything back to the start of a word.
    pub fn erase_word(&mut self) {
        self.erase(self.word_start()..self.caret);
    }

    /// Takes away what is selected, or everything up to the end of a word.
    pub fn erase_next_word(&mut self) {
        self.erase(self.caret..self.word_end());
    }

    /// Takes away everything from the caret on.
    pub fn erase_to_end(&mut self) {
        self.anchor = None;
        self.erase(self.caret..self.text.len());
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.anchor = None;
        self.erase(0..self.text.len());
    }

    fn erase(&mut self, range: Range<usize>) {
        let range = self.selection().unwrap_or(range);
        if range.is_empty() {
            return;
        }
        self.remember(if range.len() > 4 { Change::Whole } else { Change::Erasing });
        self.text.replace_range(range.clone(), "");
        self.caret = range.start;
        self.snap_to_grapheme(Affinity::Before);
    }

    fn remove_selected(&mut self) {
        if let Some(range) = self.selection() {
            self.text.replace_range(range.clone(), "");
            self.caret = range.start;
        }
        self.anchor = None;
    }

    /// Selects everything; the caret goes to the end.
    pub fn select_all(&mut self) {
        (self.anchor, self.caret, self.affinity) = (Some(0), self.text.len(), Affinity::Before);
        self.last = None;
    }

    /// What is selected, unless the line is secret.
    pub fn copy(&self) -> Option<String> {
        let range = self.selection().filter(|_| !self.secret)?;
        Some(self.text[range].to_owned())
    }

    /// What is selected, taken out.
    pub fn cut(&mut self) -> Option<String> {
        let cut = self.copy()?;
        self.backspace();
        Some(cut)
    }

    /// Takes the last step back; false if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(state) = self.past.pop() else { return false };
        let now = self.restore(state);
        self.future.push(now);
        true
    }

    /// Takes a step again that was taken back; false if there is none.
    pub fn redo(&mut self) -> bool {
        let Some(state) = self.future.pop() else { return false };
        let now = self.restore(state);
        self.past.push(now);
        true
    }

    fn restore(&mut self, (text, caret): (String, usize)) -> (String, usize) {
        let now = (std::mem::replace(&mut self.text, text), self.caret);
        self.caret = caret;
        self.snap_to_grapheme(Affinity::Before);
        self.last = None;
        now
    }

    /// Keeps the state before a change, unless the change goes on with the one before.
    fn remember(&mut self, change: Change) {
        let goes_on = self.last == Some(change) && change != Change::Whole && self.selection().is_none();
        self.last = Some(change);
        for (mut text, _) in self.future.drain(..) {
            text.zeroize();
        }
        if self.secret || goes_on {
            return;
        }
        if self.past.len() == STEPS {
            self.past.remove(0).0.zeroize();
        }
        self.past.push((self.text.clone(), self.caret));
    }

    /// Before the caret moves: what it will cross is selected or not, and the next change is a
    /// step of its own.
    pub(super) fn set_off(&mut self, select: bool) {
        self.last = None;
        self.anchor = if select { self.anchor.or(Some(self.caret)) } else { None };
    }

    /// A change may have joined a mark to another letter: the caret stays where graphemes begin.
    fn snap_to_grapheme(&mut self, affinity: Affinity) {
        self.caret = self.next_boundary(self.caret);
        (self.affinity, self.anchor) = (affinity, None);
    }

    /// The first offset from here on at which a grapheme begins; the end is one.
    pub(super) fn next_boundary(&self, from: usize) -> usize {
        graphemes(&self.text).into_iter().find(|at| *at >= from).unwrap_or(self.text.len())
    }

    /// The last offset before this one at which a grapheme begins; the start is one.
    pub(super) fn previous_boundary(&self, from: usize) -> usize {
        graphemes(&self.text).into_iter().rfind(|at| *at < from).unwrap_or(0)
    }

    /// The start of the word before the caret, or of the one it stands in.
    pub(super) fn word_start(&self) -> usize {
        let before = self.text[..self.caret].trim_end();
        before.rfind(char::is_whitespace).map_or(0, |at| self.next_boundary(at + 1))
    }

    /// The end of the word after the caret, or of the one it stands in.
    pub(super) fn word_end(&self) -> usize {
        let blanks = self.text.len() - self.caret - self.text[self.caret..].trim_start().len();
        let from = self.caret + blanks;
        self.text[from..].find(char::is_whitespace).map_or(self.text.len(), |at| self.next_boundary(from + at))
    }
}
