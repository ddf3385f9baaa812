//! Model files on this machine: headers, names, the starter.

pub mod gguf;
pub mod name;
pub mod starter;
pub mod tokenizer;
