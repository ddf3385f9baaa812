//! The engine: what stands between an OpenAI request and llama.cpp.
