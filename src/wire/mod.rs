//! The OpenAI chat-completions protocol as client and server both speak it, with llama-server's extras.

mod chunk;
mod fault;
mod fill;
mod guide;
mod paired;
mod request;
mod status;

pub use chunk::{
    Choice, Chunk, Completion, Delta, Progress, Timings, ToolDelta, ToolDeltaFunction, Usage, Whole,
};
pub use fault::{Fault, FaultBody};
pub use fill::{Extra, Filled, Infill, LIMIT};
pub use guide::{Guide, Quote};
pub use paired::paired;
pub use request::{
    ChatRequest, Content, Function, Message, Part, Role, Sampling, Stops, Tool, ToolCall, ToolFunction,
};
pub use status::{EXPECT, Expect, Identity, Status};
