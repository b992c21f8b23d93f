//! What a form is filled in for: each task is one value that says all of it.
//!
//! A new task is a function here that makes such a value, and a [`crate::tui::screen::Route`] to it.

pub mod case;
pub mod office;
pub mod people;

use uuid::Uuid;

use crate::desk::command::{Command, Done};
use crate::domain::money::Rial;
use crate::form::answers::Draft;
use crate::form::{Answers, BoundForm, FormContext, Spec};
use crate::tui::screen::{Context, Notice, Step};

/// What submitting the answers does; the id is that of their draft, if they are kept as one.
type Submit = Box<dyn Fn(&BoundForm, Option<Uuid>, &Context) -> Step>;
/// What comes after the desk has done it.
type Finish = Box<dyn Fn(&BoundForm, Done, &Context) -> Step>;

/// One thing that a form is filled in for: its questions, what is told of it, what it does, what comes after.
pub struct FormTask {
    pub spec: &'static Spec,
    pub title: String,
    /// What stands above the questions.
    pub preface: Vec<String>,
    pub submit: Submit,
    pub done: Finish,
    /// What is due, where a payment is asked about.
    pub due: Option<Rial>,
    /// The answers before anything is typed.
    pub known: Answers,
    /// The question that is asked first; empty for the first of the form.
    pub at: String,
    /// The answers are kept as a draft at every field left.
    pub is_kept: bool,
    /// The draft that it goes on with.
    pub kept: Option<Draft>,
    /// It cannot be left without an answer.
    pub is_modal: bool,
    /// Whoever fills it in says who they are, and may have forgotten the passphrase.
    pub signs_in: bool,
    /// A passphrase that was refused is not left standing.
    pub forgets_passphrase: bool,
    /// What the desk knows of a person or a certificate is told as soon as it is named.
    pub recalls: bool,
}

impl FormTask {
    /// A form whose answers lead to a step.
    fn new(
        spec: &'static Spec,
        title: String,
        submit: impl Fn(&BoundForm, Option<Uuid>, &Context) -> Step + 'static,
    ) -> FormTask {
        FormTask {
            spec,
            title,
            preface: Vec::new(),
            submit: Box::new(submit),
            // The screen below shows what it led to.
            done: Box::new(|_, _, cx| Step::BackSaying(Notice::good(cx.words.say("saved")))),
            due: None,
            known: Answers::default(),
            at: String::new(),
            is_kept: false,
            kept: None,
            is_modal: false,
            signs_in: false,
            forgets_passphrase: false,
            recalls: false,
        }
    }

    /// A form whose answers are asked of the desk.
    fn asking(
        spec: &'static Spec,
        title: String,
        command: impl Fn(Answers, Option<Uuid>) -> Command + 'static,
    ) -> FormTask {
        FormTask::new(spec, title, move |form, id, _| Step::ask(command(form.typed().clone(), id)))
    }

    /// A form with which a question of the desk is answered.
    fn agreeing(spec: &'static Spec, title: String) -> FormTask {
        FormTask::new(spec, title, |form, _, _| Step::Agree(Some(form.typed().clone())))
    }

    fn told(self, preface: impl IntoIterator<Item = String>) -> FormTask {
        FormTask { preface: preface.into_iter().collect(), ..self }
    }

    fn then(self, done: impl Fn(&BoundForm, Done, &Context) -> Step + 'static) -> FormTask {
        FormTask { done: Box::new(done), ..self }
    }

    /// Back, with what was done by it, as a history tells it.
    fn then_told(self) -> FormTask {
        self.then(|_, done, cx| {
            let told = done.main_event().map_or_else(|| cx.words.say("saved"), |own| cx.words.event(own));
            Step::BackSaying(Notice::good(told))
        })
    }

    /// What its questions may look at.
    pub fn world<'a>(&self, cx: &'a Context) -> FormContext<'a> {
        FormContext { due: self.due, ..cx.desk.world() }
    }
}
