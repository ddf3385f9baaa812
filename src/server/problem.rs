//! Errors on their way out: status and body.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::error::{Error, Kind};
use crate::wire::Fault;

/// An error on its way out as HTTP.
pub(super) struct Problem {
    error: Error,
    status: StatusCode,
}

impl Problem {
    /// An error with this status instead of the usual one of its kind.
    pub(super) fn with(status: StatusCode, error: Error) -> Problem {
        Problem { error, status }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let status = match error.kind() {
            Kind::Usage | Kind::Fit | Kind::Schema => StatusCode::BAD_REQUEST,
            Kind::Refused => StatusCode::FORBIDDEN,
            Kind::Network => StatusCode::BAD_GATEWAY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem { error, status }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let fault = Fault::new(&self.error, self.status.as_u16());
        (self.status, Json(fault)).into_response()
    }
}
