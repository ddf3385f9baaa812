//! The listeners: connections with a number that can be flushed to the last byte, reset or hung up.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::ask::{Ask, Host};
use super::fault::{self, Act};
use super::reply::Reply;
use super::shared::Shared;
use super::{api, resolve, scope};

/// The longest form that is read.
const FORM: usize = 1 << 20;

/// Serves one host until the runtime ends.
pub(super) async fn listen(shared: Arc<Shared>, host: Host, listener: std::net::TcpListener) {
    listener.set_nonblocking(true).unwrap();
    let port = Port(TcpListener::from_std(listener).unwrap());
    let app = Router::new().fallback(serve).with_state((shared, host));
    axum::serve(port, app.into_make_service_with_connect_info::<Conn>()).await.unwrap();
}

async fn serve(
    State((shared, host)): State<(Arc<Shared>, Host)>,
    ConnectInfo(conn): ConnectInfo<Conn>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, FORM).await.unwrap_or_default();
    let ask = Ask::new(host, &parts, &body, &shared.sites.prefix);
    let number = shared.log().begin(ask.log(parts.uri.path(), conn.number()));
    let mut reply = match host {
        Host::Hub => api::answer(&shared, &ask),
        Host::Cdn => resolve::cdn(&shared, &ask),
        Host::ModelScope => scope::answer(&shared, &ask),
    };
    let act = fault::take(&mut shared.faults.lock().unwrap(), &ask, &reply);
    match act {
        Some(Act::Mute) => std::future::pending().await,
        Some(Act::Hangup) => {
            conn.0.dead.store(true, SeqCst);
            return Reply::text(500, "never seen").send(&ask, &shared, conn);
        }
        Some(act) => reply.suffer(act, &parts.uri.to_string()),
        None => {}
    }
    if host == Host::Hub {
        reply = reply.header("X-Request-Id", &format!("Root=1-{number:08x}"));
    }
    shared.log().end(number, reply.status);
    reply.send(&ask, &shared, conn)
}

/// A connection, as its answers see it.
#[derive(Clone, Debug)]
pub(super) struct Conn(Arc<Wire>);

#[derive(Debug, Default)]
struct Wire {
    number: u64,
    flushes: AtomicU64,
    flushed: Notify,
    /// Closed with a reset instead of a farewell.
    reset: AtomicBool,
    /// Nothing goes out any more.
    dead: AtomicBool,
}

impl Conn {
    fn new() -> Conn {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Conn(Arc::new(Wire { number: NEXT.fetch_add(1, SeqCst), ..Wire::default() }))
    }

    fn number(&self) -> u64 {
        self.0.number
    }

    /// Waits until everything written so far is with the system: the server flushes while a body waits.
    pub(super) async fn flush(&self) {
        let mark = self.0.flushes.load(SeqCst);
        while self.0.flushes.load(SeqCst) == mark {
            self.0.flushed.notified().await;
        }
    }

    /// Lets the connection end with a reset.
    pub(super) fn reset(&self) {
        self.0.reset.store(true, SeqCst);
    }
}

impl Connected<IncomingStream<'_, Port>> for Conn {
    fn connect_info(stream: IncomingStream<'_, Port>) -> Conn {
        stream.remote_addr().clone()
    }
}

struct Port(TcpListener);

impl Listener for Port {
    type Io = Line;
    type Addr = Conn;

    async fn accept(&mut self) -> (Line, Conn) {
        let (stream, _) = Listener::accept(&mut self.0).await;
        stream.set_nodelay(true).unwrap();
        let conn = Conn::new();
        (Line { stream, conn: conn.clone() }, conn)
    }

    fn local_addr(&self) -> io::Result<Conn> {
        Ok(Conn::new())
    }
}

/// A TCP connection that tells when it is flushed.
struct Line {
    stream: TcpStream,
    conn: Conn,
}

impl Line {
    fn alive(&self) -> io::Result<()> {
        let dead = self.conn.0.dead.load(SeqCst);
        if dead { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.conn.0.reset.load(SeqCst) {
            _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.alive()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.alive()?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(cx);
        if done.is_ready() {
            self.conn.0.flushes.fetch_add(1, SeqCst);
            self.conn.0.flushed.notify_one();
        }
        done
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // A farewell would come before the reset.
        if self.conn.0.reset.load(SeqCst) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
