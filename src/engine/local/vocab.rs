//! The loaded model's vocabulary: segments to tokens, tokens to bytes, and what was generated before.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::sync::Arc;

use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token_type::LlamaTokenAttr;
use llama_cpp_2::vocab::LlamaVocab;

use crate::engine::guide::{self, Form};
use crate::engine::template::Segment;
use crate::models::tokenizer::Special;

/// Answers whose exact tokens are remembered.
const ANSWERS: usize = 256;

/// Tokenises prompts, so that an answer that comes back gets the very tokens it was made of: text
/// tokenised anew can differ from what the model chose, and would not match the KV cache.
pub(super) struct Vocab<'m> {
    vocab: LlamaVocab<'m>,
    answers: VecDeque<(String, Vec<LlamaToken>)>,
    /// What guides need to know of the tokens; it takes memory and time that most models never need.
    forms: OnceCell<Arc<guide::Vocab>>,
}

impl<'m> Vocab<'m> {
    pub(super) fn new(model: &'m LlamaModel) -> Vocab<'m> {
        Vocab { vocab: model.vocab(), answers: VecDeque::new(), forms: OnceCell::new() }
    }

    /// The tokens of a prompt, with the begin-of-text token if the model wants one and it is not there.
    pub(super) fn prompt(&self, segments: &[Segment]) -> Vec<LlamaToken> {
        let mut tokens = Vec::new();
        for segment in segments {
            match segment {
                Segment::Markup(text) => tokens.extend(self.tokens(text, Special::Parse)),
                Segment::Raw(text) => match self.answers.iter().find(|answer| answer.0 == *text) {
                    Some((_, exact)) => tokens.extend(exact),
                    None => tokens.extend(self.tokens(text, Special::Plain)),
                },
                Segment::Token(id) => tokens.push(LlamaToken(*id as i32)),
            }
        }
        if self.vocab.should_add_bos() && tokens.first() != Some(&self.vocab.bos()) {
            tokens.insert(0, self.vocab.bos());
        }
        tokens
    }

    pub(super) fn tokens(&self, text: &str, special: Special) -> Vec<LlamaToken> {
        self.vocab.tokenize(text.as_bytes(), false, special == Special::Parse)
    }

    /// Remembers the exact tokens of an answer: those of its tail, then those generated.
    pub(super) fn remember(&mut self, tail: &str, raw: &str, generated: &[LlamaToken]) {
        let mut exact = self.tokens(tail, Special::Parse);
        exact.extend_from_slice(generated);
        self.answers.retain(|answer| answer.0 != raw);
        self.answers.truncate(ANSWERS - 1);
        self.answers.push_front((raw.to_owned(), exact));
    }

    /// Whether the token ends the answer, by the vocabulary.
    pub(super) fn ends(&self, token: LlamaToken) -> bool {
        self.vocab.is_eog(token)
    }

    /// The token's bytes, appended to `piece`. Control tokens are left out, user-defined ones such as
    /// `<think>` are text.
    pub(super) fn piece(&self, token: LlamaToken, piece: &mut Vec<u8>) {
        self.vocab.token_to_piece_into(token, piece, false, None);
    }

    /// All tokens as guides know them, made when they are first asked for.
    pub(super) fn forms(&self) -> Arc<guide::Vocab> {
        let make = || Arc::new(guide::Vocab::new(self.vocab.tokens().map(|token| self.form(token))));
        self.forms.get_or_init(make).clone()
    }

    /// The bytes of a token as they reach the answer's text, which is what a guide has to follow, and its form.
    fn form(&self, token: LlamaToken) -> (Vec<u8>, Form) {
        let mut piece = Vec::new();
        self.piece(token, &mut piece);
        let tag = piece.starts_with(b"<") && piece.ends_with(b">") && piece.len() > 2;
        let form = if self.ends(token) {
            Form::Control
        } else if tag && self.vocab.attr(token).0.contains(LlamaTokenAttr::UserDefined) {
            Form::Tag
        } else {
            Form::Plain
        };
        (piece, form)
    }

    /// Number of tokens.
    pub(super) fn size(&self) -> i32 {
        self.vocab.n_tokens()
    }
}

/// The text of a token in full, control tokens too; empty for a token that is none.
pub(super) fn text(vocab: &LlamaVocab<'_>, token: LlamaToken) -> String {
    if token.0 < 0 || token.0 >= vocab.n_tokens() {
        return String::new();
    }
    String::from_utf8_lossy(&vocab.token_to_piece(token, true, None)).into_owned()
}
