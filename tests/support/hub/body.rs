//! How the bytes of an answer go out: in pieces, at a pace, whole or spoiled on the way.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use axum::body::{Body, Bytes};
use tokio::time::{Instant, sleep_until};

use super::file::Content;
use super::net::Conn;
use super::shared::Shared;

/// The most bytes that go out at once.
const PIECE: u64 = 128 * 1024;

/// Pieces per second when the pace is limited.
const BEATS: u64 = 20;

/// What follows the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The end of the answer.
    Clean,
    /// The end of the connection.
    Close,
    /// A reset of the connection.
    Reset,
    /// Nothing, and the connection stays.
    Stall,
}

/// A part of some bytes, and what happens to it on the way.
#[derive(Clone, Debug)]
pub(super) struct Payload {
    pub(super) content: Content,
    pub(super) part: Range<u64>,
    /// `org/name/path` of the file the bytes are counted for.
    pub(super) counted: Option<String>,
    /// The place, in the content, of the byte that is changed.
    pub(super) spoilt: Option<u64>,
    /// Bytes per second, 0 for as many as possible.
    pub(super) rate: u64,
    pub(super) end: End,
}

impl Payload {
    pub(super) fn all(content: Content) -> Payload {
        let part = 0..content.size();
        Payload { content, part, counted: None, spoilt: None, rate: 0, end: End::Clean }
    }

    pub(super) fn len(&self) -> u64 {
        self.part.end - self.part.start
    }

    /// The body that sends it.
    pub(super) fn body(mut self, shared: &Arc<Shared>, conn: Conn) -> Body {
        let common = shared.rate.load(Relaxed);
        if self.counted.is_some() && self.rate == 0 {
            self.rate = common;
        }
        let file = match &self.content {
            Content::Memory(_) => None,
            Content::Disk { path, .. } => {
                let mut file = fs::File::open(path).unwrap();
                file.seek(SeekFrom::Start(self.part.start)).unwrap();
                Some(file)
            }
        };
        let shared = Arc::clone(shared);
        let flow = Flow { at: self.part.start, payload: self, file, shared, conn, started: Instant::now() };
        Body::from_stream(futures_util::stream::unfold(flow, Flow::next))
    }
}

/// A payload under way.
struct Flow {
    payload: Payload,
    file: Option<fs::File>,
    at: u64,
    shared: Arc<Shared>,
    conn: Conn,
    started: Instant,
}

impl Flow {
    async fn next(mut self) -> Option<(io::Result<Bytes>, Flow)> {
        let left = self.payload.part.end - self.at;
        if left == 0 {
            return self.finish().await;
        }
        let rate = self.payload.rate;
        let size = if rate == 0 { PIECE.min(left) } else { (rate / BEATS).clamp(1, PIECE).min(left) };
        if rate > 0 {
            let done = self.at - self.payload.part.start;
            sleep_until(self.started + Duration::from_secs_f64(done as f64 / rate as f64)).await;
        }
        let piece = self.piece(size);
        if let Some(key) = &self.payload.counted {
            *self.shared.log().sent.entry(key.clone()).or_default() += size;
        }
        self.at += size;
        Some((Ok(piece), self))
    }

    fn piece(&mut self, size: u64) -> Bytes {
        let mut piece = match (&self.payload.content, &mut self.file) {
            (Content::Memory(bytes), _) => bytes.slice(self.at as usize..(self.at + size) as usize),
            (Content::Disk { .. }, file) => {
                let mut piece = vec![0; size as usize];
                file.as_mut().unwrap().read_exact(&mut piece).unwrap();
                piece.into()
            }
        };
        let spoilt = self.payload.spoilt.and_then(|place| place.checked_sub(self.at)).filter(|&at| at < size);
        if let Some(at) = spoilt {
            let mut changed = piece.to_vec();
            changed[at as usize] ^= 0x55;
            piece = changed.into();
        }
        piece
    }

    async fn finish(self) -> Option<(io::Result<Bytes>, Flow)> {
        match self.payload.end {
            End::Clean => return None,
            End::Stall => std::future::pending().await,
            End::Close => self.conn.flush().await,
            End::Reset => {
                self.conn.flush().await;
                self.conn.reset();
            }
        }
        Some((Err(io::Error::other("cut")), self))
    }
}
