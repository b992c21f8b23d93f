pub mod catalog;
pub mod desk;
pub mod domain;
pub mod form;
pub mod record;
pub mod store;
pub mod text;
