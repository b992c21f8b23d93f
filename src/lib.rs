pub mod catalog;
pub mod domain;
pub mod form;
pub mod record;
pub mod store;
pub mod text;
