//! Counts tokens on a thread of its own with the tokenizer of the model's file.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::{Event, Key, Of};
use crate::error::Result;
use crate::models::gguf::Header;
use crate::models::tokenizer::{Special, Tokenizer};

/// Counts for one model after the other.
#[derive(Clone, Debug)]
pub struct Counter {
    orders: Sender<Order>,
}

enum Order {
    Model(Option<PathBuf>),
    Count(Vec<(Key, String)>),
}

impl Counter {
    /// Starts the thread; `tell` hears [`Event::Counted`] with what could be counted, and nothing of the
    /// rest.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(tell: impl Fn(Event) + Send + 'static) -> Result<Counter> {
        let (orders, inbox) = channel();
        thread::Builder::new().name("counter".into()).spawn(move || run(&inbox, &tell))?;
        Ok(Counter { orders })
    }

    /// From now on the tokens are those of this file, or nobody's.
    pub fn model(&self, path: Option<PathBuf>) {
        _ = self.orders.send(Order::Model(path));
    }

    /// Counts these texts.
    pub fn count(&self, texts: Vec<(Key, String)>) {
        _ = self.orders.send(Order::Count(texts));
    }
}

/// The tokenizer of the current model, which is read when it is first needed.
#[derive(Default)]
struct Desk {
    path: Option<PathBuf>,
    tokenizer: Option<Tokenizer>,
    texts: Vec<(Key, String)>,
}

fn run(inbox: &Receiver<Order>, tell: &impl Fn(Event)) {
    let mut desk = Desk::default();
    while let Ok(order) = inbox.recv() {
        desk.take(order);
        // Of what was typed meanwhile only the last state counts.
        inbox.try_iter().for_each(|order| desk.take(order));
        let counts = desk.count();
        if !counts.is_empty() {
            tell(Event::Counted(counts));
        }
    }
}

impl Desk {
    fn take(&mut self, order: Order) {
        match order {
            Order::Model(path) => {
                self.tokenizer = None;
                self.path = path;
            }
            Order::Count(texts) => {
                for (key, text) in texts {
                    if key.of == Of::Draft {
                        self.texts.retain(|(key, _)| key.of != Of::Draft);
                    }
                    self.texts.push((key, text));
                }
            }
        }
    }

    fn count(&mut self) -> Vec<(Key, u32)> {
        if self.tokenizer.is_none() && !self.texts.is_empty() {
            // A model that our tokenizer does not know stays estimated.
            let header = self.path.take().and_then(|path| Header::open(&path).ok());
            self.tokenizer = header.and_then(|header| Tokenizer::new(&header).ok());
        }
        let Some(tokenizer) = &self.tokenizer else {
            self.texts.clear();
            return Vec::new();
        };
        let texts = self.texts.drain(..);
        let count = |text: &str| tokenizer.encode(text, Special::Plain).ok().map(|ids| ids.len());
        let counted = texts.filter_map(|(key, text)| Some((key, count(&text)?)));
        counted.map(|(key, count)| (key, u32::try_from(count).unwrap_or(u32::MAX))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::tree::NodeId;
    use std::path::Path;

    fn key(of: Of) -> Key {
        Key { epoch: 7, of }
    }

    #[test]
    fn texts_are_counted_and_only_the_last_draft() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/qwill-starter.gguf");
        let mut desk = Desk::default();
        desk.take(Order::Model(Some(path)));
        desk.take(Order::Count(vec![(key(Of::Draft), "a".into())]));
        desk.take(Order::Count(vec![(key(Of::Text(NodeId(1))), "<|im_end|>".into())]));
        desk.take(Order::Count(vec![(key(Of::Draft), String::new())]));
        let counts = desk.count();
        assert_eq!(counts.len(), 2);
        assert!(counts[0].0.of == Of::Text(NodeId(1)) && counts[0].1 > 1, "typed text is no control token");
        assert_eq!(counts[1], (key(Of::Draft), 0));
    }

    #[test]
    fn without_a_tokenizer_nothing_is_counted_and_nothing_kept() {
        let mut desk = Desk::default();
        desk.take(Order::Model(Some("/no/such/model.gguf".into())));
        desk.take(Order::Count(vec![(key(Of::System), "x".into())]));
        assert_eq!((desk.count(), desk.texts.len()), (Vec::new(), 0));
    }
}
