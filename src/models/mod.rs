//! Model files on this machine: headers, names, the starter.

pub mod files;
pub mod found;
pub mod gguf;
pub mod id;
pub mod name;
pub mod starter;
pub mod stores;
pub mod tokenizer;
