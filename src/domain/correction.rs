//! What a correction of the intake lets fall of what was said before.

use super::choices;
use super::visit::Intake;

choices! {
    /// What was about the answers as they read before, and so falls with them.
    Lapse, "lapse", {
        /// What was seen of the identity papers, and the registry's answers.
        Identity = "identity",
        /// What was seen of every paper, and the registry's answers.
        Everything = "everything",
    }
}

impl Lapse {
    /// What falls when these answers become those: who it is, which certificate it is about, what is asked for. Of
    /// anything else nothing does.
    pub fn between(before: &Intake, after: &Intake) -> Option<Lapse> {
        if before.request.kind != after.request.kind {
            return Some(Lapse::Everything);
        }
        let who = |intake: &Intake| {
            let applicant = intake.applicant.clone();
            let names = (applicant.given_name, applicant.family_name, applicant.father_name);
            (applicant.id, names, applicant.birth, applicant.gender, applicant.booklet)
        };
        let which = |intake: &Intake| {
            let certificate = &intake.certificate;
            (certificate.number.clone(), certificate.occupation.clone())
        };
        (who(before) != who(after) || which(before) != which(after)).then_some(Lapse::Identity)
    }
}
