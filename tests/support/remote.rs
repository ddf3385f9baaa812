//! An OpenAI-compatible engine of the test's own, on loopback, that says what it is told to say.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;

/// What was asked of it: the `Authorization` header and the body.
pub type Asked = Arc<Mutex<Vec<(Option<String>, serde_json::Value)>>>;

/// The engine; it ends with the test's process.
pub struct Remote {
    pub address: SocketAddr,
    pub asked: Asked,
}

/// Serves on a loopback port until the test's process ends.
pub fn serve(app: Router) -> SocketAddr {
    let (tell, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, app).await.unwrap();
        });
    });
    address.recv().unwrap()
}

/// Answers every request with this status and these body pieces; a piece `"!"` breaks the connection.
pub fn remote(status: u16, pieces: &[&str]) -> Remote {
    let asked = Asked::default();
    let state = (Arc::clone(&asked), status, pieces.iter().map(ToString::to_string).collect::<Vec<_>>());
    let app = Router::new().route("/v1/chat/completions", post(answer)).with_state(Arc::new(state));
    Remote { address: serve(app), asked }
}

type Script = Arc<(Asked, u16, Vec<String>)>;

async fn answer(State(script): State<Script>, headers: HeaderMap, body: Bytes) -> Response {
    let key = headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    script.0.lock().unwrap().push((key, serde_json::from_slice(&body).unwrap()));
    let pieces: Vec<Result<String, std::io::Error>> = (script.2.iter())
        .map(|piece| if piece == "!" { Err(std::io::Error::other("broken")) } else { Ok(piece.clone()) })
        .collect();
    // A pause lets the server send what it has before the next piece, or the break, comes.
    let paced = tokio_stream::StreamExt::then(tokio_stream::iter(pieces), |piece| async {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        piece
    });
    let body = Body::from_stream(paced);
    Response::builder().status(StatusCode::from_u16(script.1).unwrap()).body(body).unwrap()
}

impl Remote {
    /// The lines of `config.toml` that name it `lab`.
    pub fn config(&self) -> String {
        format!(
            "[engine.lab]\nurl = \"http://{}/v1\"\nkey_env = \"LAB_KEY\"\nmodels = [\"big\"]\n",
            self.address
        )
    }
}
