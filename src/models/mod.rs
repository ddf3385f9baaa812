//! Models: which there are, where they come from, what their files say, and whether they fit here.

pub mod aside;
pub mod cache;
pub mod card;
pub mod catalog;
pub mod fetch;
pub mod disk;
pub mod files;
pub mod fit;
pub mod found;
pub mod gguf;
pub mod hex;
pub mod hub;
pub mod id;
pub mod import;
pub mod library;
pub mod measured;
pub mod meter;
pub mod middle;
pub mod name;
pub mod recommend;
pub mod starter;
pub mod stores;
pub mod tokenizer;
pub mod verify;
