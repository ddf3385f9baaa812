//! Model files on this machine: headers, names, the starter.

pub mod catalog;
pub mod found;
pub mod gguf;
pub mod id;
pub mod name;
pub mod starter;
pub mod tokenizer;
