//! pishkhan (پیشخوان): a counter desk for renewing and replacing skill certificates.
//!
//! One idea carries it: a case is the set of its events. Everything that happens is an immutable event in
//! a journal on disk; cases, lists and searches are folded from it.
//!
//! # Code map
//! In the order to read it in. A folder names only folders of its last column (`tests/it/tidy.rs`), and no
//! file leads back to itself (`tests/it/circles.rs`).
//!
//! | folder | what it is | may name |
//! | --- | --- | --- |
//! | [`domain`] | the service, pure: what a request is, what is asked for it, what may happen next (`acts::decide`), what the events so far amount to (`case`, `history`), whether the rules allowed them (`replay`) | nothing of ours |
//! | [`text`] | Persian on a grid, from a logical string to cells of a terminal: a crate of its own in `src/text` | nothing of ours |
//! | [`form`] | questions as data, a row each; answers, checks, findings | `domain` `text` |
//! | [`words`] | every sentence that a person reads, in two languages | `domain` `form` `text` |
//! | [`catalog`] | the files of `assets/`, checked when they are loaded | `domain` |
//! | [`record`] | domain to bytes and back, versioned | `domain` `form` |
//! | [`store`] | the journal (the truth) and sled (its index); encryption, proof, backup | `domain` `form` `record` `text` |
//! | [`desk`] | everything an operator can do, with the clock and the disk | `domain` `form` `catalog` `store` `text` |
//! | [`tui`] | how the desk looks | `domain` `form` `words` `desk` `text` |
//! | [`cli`] | the same without a terminal: JSON in, JSON out | as `tui`, and `tui` |
//!
//! Each foreign library has one home: `sled` in store, `bincode` in record, `ratatui` and `crossterm` in tui,
//! the system clock in `desk/clock.rs`; `serde` stays with what is stored (record), the assets (catalog) and what
//! scripts read and write (cli). Deliberately absent: a network, a global that changes, a thread that changes state.
//!
//! # The way of one answer, from key to disk and back
//! 1. `tui::session` reads a key; `tui::shell` finds its row in `tui::keys` and gives the front screen an
//!    `Input`. A form's line is a `text::line::Edit`.
//! 2. The form is bound to its answers (`form::BoundForm`): the answer that changed is cleaned and checked by its
//!    row, with the parsers of `domain`, and what looks across answers looks again; what is wrong is a
//!    `Finding`, which `words` turns into a sentence. What is typed so far goes to the disk as a draft
//!    (`Step::Keep`, `store::drafts`).
//! 3. Saved with F2, the screen asks the desk: `Step::Ask(Command::Open { .. })`, `Desk::perform`. The desk
//!    asks who may do it and whether the day is open, and binds the form once more, for it trusts no screen and
//!    no script; `form::intake::parse` makes the domain's value of it, or gives every finding at once.
//! 4. `Act::look_up` asks the records, `domain::acts::decide` gives a `Decision` (events, and questions
//!    that were answered) or a `Refusal`. A `Refusal::Asks` comes back as a screen with a question.
//! 5. `Desk::commit` appends the events: `Store::append` gives each its envelope, `record::link` its bytes
//!    and its place in the chain, `Journal::append` encrypts, writes and syncs. **Now it is saved.**
//! 6. The index follows in memory (`store::index::update`); should it fail, the act stands all the same.
//! 7. `Reply::Done` goes to `Screen::receive`, which names a `Route`; `tui::screen::route` reads the case from
//!    the index, `words` makes sentences of its values, `text` lays them out, `tui::paint` sends the cells.
//!
//! # The way of one event, from journal to queue
//! 1. `Store::open` reads the whole journal: segments, checksums, decryption, and at the end the acknowledged tip
//!    (`store::journal`). Up to the mark of the index `Chain::pass` follows the envelopes and gives only what belongs to
//!    no case, to `store::own_line`; what people and desk amount to comes from there.
//! 2. Behind the mark `Chain::follow` takes the act apart; `record::recorded_of` holds the body against the digest in the
//!    envelope. An event that a newer program wrote is `Event::Foreign`, an erased one `Event::Erased`.
//! 3. `index::update` folds it into its case: `Case::fold` where it goes on from all that is known, else
//!    `domain::history::fold` over the set of the case's events. `index::keys` says under what it is found.
//! 4. `Desk::queue` asks `Store::at_stage`; `QueueScreen` draws.
//!
//! # What always holds
//! | invariant | kept by | tried by |
//! | --- | --- | --- |
//! | saved means on the disk, before anyone is told | `Journal::append` | `power`, `cuts`, `crash`, `failing`, `full` |
//! | nothing is written behind a loss: the journal is held against its tip and the index's mark at every opening | `Journal::scan` | `acknowledged` |
//! | nothing is acknowledged that nobody finds again: lock and journal are the files that were opened | `Journal::append` | `acknowledged` |
//! | a change of the whole folder is finished or undone by whoever comes next, and only as it was proved | `upkeep::swap` | `swapped`, `cuts` |
//! | the journal is the truth; the index can be thrown away at any time | `store::open` | `store`, `folder`, `model` |
//! | whoever was handed a slip can prove what was on record then | `Desk::witness`, `store::audit` | `witness` |
//! | a key signs only if the key before signed for it; where none did, it is named | `store::audit` | `lineages` |
//! | nothing is overwritten, and what was changed is found and named | `journal::chain`, `store::audit` | `audit`, `folder` |
//! | a backup is on the device before it counts, and nothing of a stranger's is touched by it | `store::upkeep::backup` | `backup`, `restore`, `stick` |
//! | a case is the fold of a set: order, gaps and repetitions make no difference | `domain::history` | `causal` |
//! | who is who comes from the journal and never from the index; what the index holds beside it is named by `check` | `store::own_line`, `index::comparing` | `whois` |
//! | people, day, blanks and clock are folded from the folder's own line and nothing else | the type `domain::own::Own` | the compiler, `lineages` |
//! | what was doubted stays doubted until a supervisor lifts it; what falls with a correction falls | `case::Case`, `acts::correct` | `doubts` |
//! | a receipt is used once, also when its case is erased | `domain::receipts`, `index::keys` | `receipts` |
//! | deciding is pure, so that it can be asked again | `domain::acts`, `domain::replay` | `properties`, `replay` |
//! | bytes are never the domain's types; every folder opens for ever | `record` | `lexicon`, `golden` |
//! | what a newer program wrote is carried, told and never folded wrong | `record` | `newer` |
//! | two folders that go on from one copy do so in lineages of their own; one lineage continued twice is found | `store::life` | `lineages`, `causal` |
//! | a question that is asked has an answer that is kept; one that nobody asked is refused | `form` | `kept`, `strangers` |
//! | nobody looks without a trace: what cannot be noted is not shown | `desk::audit`, `desk::reader`, `store::audit` | `looking` |
//! | nothing that was typed steers a terminal | `cli::print`, `text` | `typed` |
//! | nothing is invented: what the form leaves open stays open, what cannot be read is told as that | `domain::rulebook`, `tui::screen` | `assets`, `unread` |
//! | who may decide does so with a second person behind the account | `domain::account`, `domain::replay` | `accounts` |
//! | what the people of a case decide among themselves is flagged, as they were then | `domain::backing` | `among` |
//! | wrong secrets are counted before they are looked at, for whom they are | `store::tries` | `guessing` |
//! | every sentence is there in every language | `words` | `words`, `screens` |
//!
//! # Where do I add …
//! *(c)*: the compiler asks for it; *(t)*: a test does; the rest nobody does.
//!
//! **A form field** (of the intake): the part in its struct of `domain` · its row in `FIELDS` of
//! `form/intake/mod.rs` · `build` *(c)* and the way back, `answers` or `particulars` *(t: kept)*, in
//! `form/intake/build.rs` · its stored shape in `record/v4/shapes.rs` *(c)*, where the shape before keeps only its way
//! into the domain, so that the compiler finds the rows of `record/v4/events.rs` and `record/v4/cache.rs` that
//! wrote it; `From` in `record/v3/shapes.rs` *(c)*; `FORMAT` in `store/index/mod.rs` one higher, so that an index of
//! before is built again (nobody asks) · `field-…` in both `assets/locales/*.ftl` *(t: words)* · its answer in `intake` of
//! `tests/it/world/people.rs`, its part in `tests/it/world/one_of_each.rs` *(c)*, where the examples of before stay without
//! it and a new one has it; in `tests/it/lexicon.rs` what was frozen is then only read · the scripts that type the
//! form, `type_intake_to` in `tests/it/world/terminal.rs` first *(t: life, hurried)*, the README's count of keys *(t:
//! keystrokes)*, the pictures of the form *(t: screens)*. The help of `act` lists it by itself.
//!
//! **An act**: its file in `domain/acts/` · in `domain/acts/mod.rs` its line in `acts!` and its event in `apply` and
//! `told` *(c)* · its name in `domain/acts/kind.rs` *(c)* · its event in `domain/event.rs`, with rows in
//! `domain/event_kind.rs` *(c)* and `record/v4/events.rs` *(c)* · its form in `form/acts.rs` *(c)* · `act-…`, `event-…`
//! and its fields in both `.ftl` *(t: words)* · `tests/it/acts/….toml` *(t: scenarios)* · an example in
//! `tests/it/world/one_of_each.rs` and its bytes in `tests/it/data/lexicon` *(t: lexicon)* · whether it makes a
//! difference beside another one: `commutes` in `domain/history.rs`, where it does unless that says no.
//!
//! **A screen**: its file and `mod` line in `tui/screen/` · a variant of `Route` in `tui/screen/step.rs` and its arm
//! in `tui/screen/route.rs` *(c)* · in `tui/keys.rs` a `Scope`, its rows and new `Action`s · a row that leads to it ·
//! `title-…`, and `key-…` *(t: words)*, in both `.ftl` · the README's table, and the name of the scope in
//! `tests/it/readme.rs` *(c, t)* · its picture in `tests/it/screens.rs` *(t, of any that changed)*.
//!
//! **A document rule**: a row in `assets/documents.toml`, if paper and condition are known. A new verdict has to be
//! offered in `verdicts` of `domain/documents.rs` (nobody asks). A new paper:
//! `DocumentKind` in `domain/documents.rs`, `document-…` in both `.ftl` *(t: words)*. A new condition: `Condition` and
//! `demand` *(c)* there, `Facts` *(c)* if it asks for a new fact, `condition-…` in both `.ftl` *(t: words)*. In
//! each case a scenario in `tests/it/rules/`.
//!
//! **A slip**: `SlipKind` in `domain/event.rs` · its text in `words/paper.rs` *(c)* · the act that issues it · its stage
//! in `SLIPS` of `domain/acts/issue_slip.rs`, so that it can be printed again · `slip-…` and its sentences in both
//! `.ftl` *(t: words)* · `tests/it/acts/issue-slip-….toml`.
//!
//! **A part of an event, or a version of the record**: [`record`] says it; `tests/it/data/lexicon` and a golden
//! folder freeze it *(t: lexicon, golden)*. An answer of a closed list needs nothing: it is stored by its id.
//!
//! **A language**: `Lang` and `ALL` in `words/mod.rs`, with every match below it *(c)* · its message file in
//! `assets/locales/` *(t: words, as far as ids are built; for the rest hold it against the others there)* · amounts in
//! words in `words/numbers.rs` · `LANGS` in `cli/options.rs` · the service card: `tui/screen/reading/card.rs` *(c)*,
//! `CardRow` in `domain/rulebook.rs`, `catalog/rows.rs`, `assets/service.toml` · its pictures in `tests/it/screens.rs` · README.
//!
//! # Glossary
//! One term, one meaning, one identifier; the service's own word where it has one.
//!
//! - **Act** (کار): what an operator asks to be done to a case, `acts::Act`; its **rule** says at which stages and by
//!   which roles. A **command** is what a screen or a script asks of the desk, among them acts.
//! - **Access log**: who looked at what and was refused what, `AccessEntry`, a stream of its own beside the journal, on
//!   the disk before the answer; `AccessHead` is how far it reached. On disk it is called `views/`.
//! - **Account**: an operator as the events have it.
//! - **Admission**: whether an account that was made or changed decides at once or **waits**; a second supervisor
//!   **confirms** it (تأیید حساب), or the next day does where there is none.
//! - **Answers**: what was typed into a form, by the ids of its fields, `form::Answers`. A **draft** (پیش‌نویس) is answers
//!   that are not saved yet, kept on disk, `form::answers::Draft`.
//! - **Blank** (برگهٔ خام): numbered paper for a certificate, counted by `stock`.
//! - **Blind index**: in an encrypted folder, index keys are keyed hashes of what is looked for, `index::blinding`.
//! - **Bound form**: a form with its answers as typed and as stored, and what is found of each, `form::BoundForm`.
//! - **Body**: the bytes of an event, for which its envelope holds a salted digest: it can be erased, and the chain holds.
//! - **Case** (پرونده): one request of one person, the fold of its events; its **tracking code** (کد رهگیری) is its public name.
//! - **Chain** (زنجیره): envelopes, each with the hash of the one before. Its **head** (سر زنجیره) is number and hash of its
//!   last event, signed at the close of a day, `Event::HeadSigned`; a **written head** is one that somebody wrote down.
//!   The heads of a case (`case::Head`) are its last events in each lineage.
//! - **Commit**: to append the events of one act, all or none, `Desk::commit`.
//! - **Conflict**: two acts that neither saw the other and that cannot both hold, `case::Conflict`.
//! - **Descent**: the lineages that one folder was in, one after another.
//! - **Desk** (میز): a data folder with an operator at work in it.
//! - **Doubt**: a paper of a person is suspected to be forged, or the registry did not agree, and no supervisor has lifted
//!   it; `Case::doubted`. A **mark** is the worst that was said of a paper, until it is lifted.
//! - **Encrypted folder** (پوشهٔ مهر و موم): one whose files take a key; people read "sealed". The **vault** encrypts and
//!   decrypts; a **key slot** holds the key wrapped for one operator, or for the recovery code. To **reseal** is to
//!   give it another key and another code.
//! - **Envelope**: what is known of an event beside what it says: who, when, where it stands. Never the paper one, which
//!   is the **sealed envelope** of a recovery code (کد بازیابی).
//! - **Event** (رویداد): what happened. A **recorded event** is one with its envelope, `Recorded`; `Stored` are its bytes.
//! - **Finding**: what is wrong with an answer (`FieldError`, it blocks) or odd about it (`FieldWarning`).
//! - **Flush**: to bring to the disk what may wait, `flush_waiting`; what may not wait is synced when it is written.
//! - **Foreign event**: one that a newer program wrote, carried as it is.
//! - **Form** (فرم): a list of fields, `form::Spec`; a **form task** is what a form is filled in for on a screen.
//! - **Four eyes**: whoever is **involved** in a case does not decide on it; what a supervisor let pass waits for a
//!   second look (بازبینی), `LookAgain`.
//! - **Generation**: one state of a folder in its place of backups; its **manifest** says what it holds, its **voucher** who
//!   wrote that.
//! - **Hold**: a folder held by one program alone: its lock, and the newest segment locked, `store::hold`.
//! - **Identity**: the file that says whose folder it is, `pishkhan.store`.
//! - **Index**: sled, made from the journal. Its **table** keeps changes back in memory (write-back cache); an **update**
//!   is what an act changes in it; its **mark**, stored as **watermark**, is how far it follows the journal.
//! - **Inquiry** (استعلام): the civil registry is asked about a person.
//! - **Integrity check** (scrub): the whole folder read once more while the desk goes on, `upkeep::scrub`.
//! - **Journal** (دفتر ثبت): every act in order, in files called **segments**. A **record** is one act's bytes in it.
//! - **Lineage** (تبار): one life of one data folder; an event is known by lineage and number, `EventKey`. It **begins** at
//!   the founding, or where a copy goes on. **Fork**: one lineage that was continued twice.
//! - **Own event**: one of the folder's own descent, `own::Own`; what the desk itself amounts to is folded from these.
//! - **Override**: an answer to a question of the rules, or a supervisor's signature, that came with an act, `Overrides`.
//! - **Question**: what the rules leave to a person. **Refusal**: why an act is not done.
//! - **Recast**: corrected in what it is about (whom, which certificate, what is asked for) after something was seen; the
//!   **lapse** says what falls with it, `correction::Lapse`.
//! - **Related cases**: others of the same person or on the same certificate; a **duplicate** (تکراری) is judged.
//! - **Role**: clerk (متصدی), reviewer (کارشناس بررسی), supervisor (سرپرست), inspector (بازرس).
//! - **Route**: where an operator can go; **screen**: what is there; **scope**: which keys it knows.
//! - **Rulebook**: everything that comes from `assets/`, with one digest that events name.
//! - **Salvage**: what a damaged folder still holds.
//! - **Site**: an office, by its code; **place** (`store::place`): a data folder with what opens it.
//! - **Slip** (برگه): paper that is handed out: receipt (رسید), list of lacking papers, referral, delivery.
//! - **Stage** (مرحله): where a case stands.
//! - **Tip**: number and checksum of the last acknowledged record, `journal::tip`; its file is called `head`.
//! - **Verdict**: what was said of one paper (مدرک).
//! - **Witness** (گواه): what stands at the foot of every slip, `audit::Witness`: number and head of the chain as of the act
//!   that issued it, and the **fingerprint** of the key that signs for the desk, its first 16 hex digits. What of it
//!   somebody types later is **written**: `Written`.
//!
//! # Decisions
//! Each stands beside what it binds, under "Decisions": [`record`] (bytes), [`store`] (journal and index), `store/life.rs`
//! (lineages), [`domain::history`] (sets of events), [`tui`] (screens), [`text`] (the grid).

pub mod catalog;
pub mod cli;
pub mod desk;
pub mod domain;
pub mod form;
pub mod record;
pub mod store;
pub mod tui;
pub mod words;

pub use pishkhan_text as text;

/// The version of this program and the commit that it was built from, where that is known: `0.1.0 (c669b0e 2026-11-20)`.
pub const VERSION: &str = env!("PISHKHAN_VERSION");
