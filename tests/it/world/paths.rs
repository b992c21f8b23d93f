//! What the files of a crate name: a reader of Rust that knows paths, imports and what is handed on, and no more.
//!
//! It reads words and not lines, so that it makes no difference how an import is broken or grouped, and that
//! nothing in a comment or a string is taken for a path.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module by its path below the root of its crate, as in `tui::screen::case`; the root itself is empty.
pub type Module = Vec<String>;

/// One name that a `use` brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Import {
    path: Vec<String>,
    /// What it is called here; `*` for everything.
    name: String,
    /// It is for others too.
    handed_on: bool,
}

/// One file, read.
#[derive(Debug, Default)]
struct File {
    imports: Vec<Import>,
    /// Every other path, and the name of each macro that is called.
    paths: Vec<Vec<String>>,
    defined: BTreeSet<String>,
    /// Types, and what is called: names that stand alone.
    alone: BTreeSet<String>,
    /// A module that is written inside the file would be one without a file of its own.
    inline: Option<String>,
}

/// The files of a crate.
#[derive(Debug, Default)]
pub struct Crate {
    files: BTreeMap<Module, File>,
}

impl Crate {
    /// Reads every file below the folder of a crate's root but what lies in these folders.
    pub fn below(root: &Path, but: &[&str]) -> Crate {
        fn read(folder: &Path, at: &Module, but: &[&str], found: &mut Crate) {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
                let mut inner = at.clone();
                if path.is_dir() {
                    if !but.contains(&name.as_str()) {
                        inner.push(name);
                        read(&path, &inner, &[], found);
                    }
                } else if let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "main") {
                    inner.extend((!["mod", "lib"].contains(&stem)).then(|| stem.to_owned()));
                    found.add(inner, &fs::read_to_string(&path).expect("UTF-8"));
                }
            }
        }
        let mut found = Crate::default();
        read(root, &Vec::new(), but, &mut found);
        found
    }

    /// A crate of files that are given by module and text.
    pub fn of(files: &[(&str, &str)]) -> Crate {
        let mut found = Crate::default();
        for (module, code) in files {
            found.add(module.split("::").filter(|step| !step.is_empty()).map(str::to_owned).collect(), code);
        }
        found
    }

    fn add(&mut self, module: Module, code: &str) {
        self.files.insert(module, File::read(&words(code)));
    }

    pub fn modules(&self) -> impl Iterator<Item = &Module> {
        self.files.keys()
    }

    /// Modules that are written inside of a file, by the file and their name.
    pub fn inline(&self) -> Vec<String> {
        let told = |(module, file): (&Module, &File)| Some(format!("{}: {}", module.join("::"), file.inline.clone()?));
        self.files.iter().filter_map(told).collect()
    }

    /// Every path of a file, as it is written there; groups are taken apart.
    pub fn paths(&self, module: &Module) -> impl Iterator<Item = &[String]> {
        let file = &self.files[module];
        file.imports.iter().map(|import| &import.path).chain(&file.paths).map(Vec::as_slice)
    }

    /// The files that a file leads to: what it names, by `use` or in passing. What is handed on by a module is
    /// looked for where it comes from; that a module hands on what is below it, and does not use, leads nowhere.
    pub fn led_to(&self, module: &Module) -> BTreeSet<Module> {
        let file = &self.files[module];
        let mut found = BTreeSet::new();
        for import in &file.imports {
            let to = self.found(&import.path, module, Some(import), 0);
            let only_on = import.handed_on && !file.alone.contains(&import.name);
            found.extend(to.filter(|to| !(only_on && to.starts_with(module))));
        }
        found.extend(file.paths.iter().filter_map(|path| self.found(path, module, None, 0)));
        found.remove(module);
        found
    }

    /// The file in which a path ends; `None` if it is none of ours. `of` is the import whose path it is, which
    /// cannot stand for its own beginning.
    fn found(&self, path: &[String], from: &Module, of: Option<&Import>, depth: usize) -> Option<Module> {
        // An import that goes round in a circle of names is none.
        if depth > 16 {
            return None;
        }
        if let Some(path) = absolute(path, from) {
            return self.down(Vec::new(), &path, depth);
        }
        let (first, rest) = path.split_first()?;
        if self.files.contains_key(&below(from, first)) {
            return self.down(below(from, first), rest, depth);
        }
        let imports = || self.files[from].imports.iter().filter(|import| Some(*import) != of);
        if let Some(import) = imports().find(|import| import.name == *first) {
            return self.found(&[&import.path, rest].concat(), from, Some(import), depth + 1);
        }
        // What is brought in by a star, if it is there.
        let by_star = |import: &Import| {
            let at = self.found(&import.path, from, Some(import), depth + 1)?;
            let known = self.files.contains_key(&below(&at, first)) || self.has(&at, first);
            known.then(|| self.down(at, path, depth + 1))?
        };
        if let Some(to) = imports().filter(|import| import.name == "*").find_map(by_star) {
            return Some(to);
        }
        // A macro is known in everything below where it is defined.
        let around = (0..from.len()).rev().map(|length| from[..length].to_vec());
        around
            .filter(|_| rest.is_empty())
            .find(|module| self.files.get(module).is_some_and(|file| file.defined.contains(&format!("{first}!"))))
    }

    fn has(&self, at: &Module, name: &str) -> bool {
        let file = &self.files[at];
        file.defined.contains(name) || file.imports.iter().any(|import| import.name == name)
    }

    /// Goes down from a module, and over to where a name comes from that is handed on.
    fn down(&self, mut at: Module, path: &[String], depth: usize) -> Option<Module> {
        let mut last = self.files.contains_key(&at).then(|| at.clone());
        for (done, step) in path.iter().enumerate() {
            let next = below(&at, step);
            if self.files.contains_key(&next) {
                at = next;
                last = Some(at.clone());
                continue;
            }
            let Some(file) = self.files.get(&at) else { return last };
            if file.defined.contains(step) || file.defined.contains(&format!("{step}!")) {
                return last;
            }
            let rest = &path[done + 1..];
            if let Some(import) = file.imports.iter().find(|import| import.handed_on && import.name == *step) {
                return self.found(&[&import.path, rest].concat(), &at, Some(import), depth + 1);
            }
            let by_star = file.imports.iter().filter(|import| import.handed_on && import.name == "*");
            let mut over = by_star.filter_map(|import| self.found(&import.path, &at, Some(import), depth + 1));
            return match over.find(|over| self.has(over, step)) {
                Some(over) => self.down(over, &path[done..], depth + 1),
                None => last,
            };
        }
        last
    }
}

fn below(module: &[String], step: &str) -> Module {
    [module, &[step.to_owned()]].concat()
}

/// A path from the root on, whether or not anything of ours is there; `None` if it does not say how it goes there.
pub fn absolute(path: &[String], from: &Module) -> Option<Vec<String>> {
    let mut steps = path.iter().peekable();
    let mut at: Module = match steps.peek()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => from.clone(),
        _ => return None,
    };
    if *steps.peek()? != "super" {
        steps.next();
    }
    while steps.next_if(|step| *step == "super").is_some() {
        at.pop();
    }
    at.extend(steps.cloned());
    Some(at)
}

impl File {
    fn read(words: &[String]) -> File {
        let mut file = File::default();
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let mut at = 0;
        while at < words.len() {
            let is_name = word(at).starts_with(|c: char| c.is_alphabetic() || c == '_');
            match word(at) {
                // `impl Trait + use<'a>` is no import.
                "use" if word(at + 1) != "<" => {
                    let handed_on = is_public(&words[..at]);
                    at += 1;
                    tree(words, &mut at, Vec::new(), handed_on, &mut file.imports);
                    continue;
                }
                // Who may see something is no way to it.
                "pub" if word(at + 1) == "(" && (word(at + 2) == "in" || word(at + 3) == ")") => {
                    at += words[at..].iter().position(|word| word == ")").unwrap_or(0);
                }
                "mod" if word(at + 2) == "{" => file.inline = Some(word(at + 1).to_owned()),
                "macro_rules" => {
                    file.defined.insert(format!("{}!", word(at + 2)));
                }
                "struct" | "enum" | "fn" | "trait" | "const" | "static" | "type" | "union" => {
                    file.defined.insert(word(at + 1).to_owned());
                }
                name if is_name && word(at + 1) == "!" => file.paths.push(vec![name.to_owned()]),
                name if is_name && word(at + 1) == "::" && (at == 0 || word(at - 1) != "::") => {
                    let mut path = vec![name.to_owned()];
                    while word(at + 1) == "::" && word(at + 2).starts_with(|c: char| c.is_alphabetic() || c == '_') {
                        path.push(word(at + 2).to_owned());
                        at += 2;
                    }
                    file.paths.push(path);
                }
                name if is_name && !(at > 0 && [".", "::"].contains(&word(at - 1))) => {
                    let stands = name.starts_with(char::is_uppercase) || word(at + 1) == "(";
                    file.alone.extend(stands.then(|| name.to_owned()));
                }
                _ => {}
            }
            at += 1;
        }
        file
    }
}

/// Whether what comes behind these words is for others too.
fn is_public(before: &[String]) -> bool {
    let at = match before.last().map(String::as_str) {
        Some(")") => before.iter().rposition(|word| word == "("),
        _ => Some(before.len()),
    };
    at.and_then(|at| before.get(at.checked_sub(1)?)).is_some_and(|word| word == "pub")
}

/// The imports of a `use`, from behind its word on: `a::{b, c::{d, e as f}}` is `a::b`, `a::c::d` and `a::c::e`.
fn tree(words: &[String], at: &mut usize, mut path: Vec<String>, handed_on: bool, found: &mut Vec<Import>) {
    let mut name = path.last().cloned().unwrap_or_default();
    while let Some(word) = words.get(*at) {
        match word.as_str() {
            "::" => {}
            "{" => {
                while words.get(*at).is_some_and(|word| word != "}") {
                    *at += 1;
                    if words.get(*at).is_some_and(|word| word != "}") {
                        tree(words, at, path.clone(), handed_on, found);
                    }
                }
                *at += 1;
                return;
            }
            "," | "}" | ";" => break,
            "*" => name = "*".to_owned(),
            "as" => {
                name = words.get(*at + 1).cloned().unwrap_or_default();
                *at += 1;
            }
            // Itself, at the end of a path.
            "self" if !path.is_empty() => {}
            step => {
                path.push(step.to_owned());
                name = step.to_owned();
            }
        }
        *at += 1;
    }
    found.push(Import { path, name, handed_on });
}

/// The words and signs of a text, without its comments, strings and characters.
fn words(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '"' => string(rest),
            '\'' => character(rest),
            'r' | 'b' | 'c' if raw(rest).is_some() => raw(rest).unwrap_or(1),
            c if c.is_alphanumeric() || c == '_' => {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                found.push(rest[..length].to_owned());
                length
            }
            ':' if rest.starts_with("::") => {
                found.push("::".to_owned());
                2
            }
            c => {
                // `$crate` is the crate.
                found.extend((!c.is_whitespace() && c != '$').then(|| c.to_string()));
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    found
}

fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A character, or the sign of a lifetime alone.
fn character(text: &str) -> usize {
    let mut after = text.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), Some(c)) => {
            let behind = 2 + c.len_utf8();
            behind + text[behind..].find('\'').map_or(0, |end| end + 1)
        }
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1,
    }
}

/// A raw string: `r#"…"#`; `None` if it is none.
fn raw(text: &str) -> Option<usize> {
    let start = text.find(|c| !"bcr".contains(c)).filter(|start| text[..*start].ends_with('r'))?;
    let signs = text[start..].len() - text[start..].trim_start_matches('#').len();
    let inside = text[start + signs..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(signs));
    Some(start + signs + 1 + inside.find(&end)? + end.len())
}
