//! When to try again: growing pauses, and the pauses that a hub asks for.

use std::time::Duration;

use reqwest::header::HeaderMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// The longest pause of our own.
const LONGEST: Duration = Duration::from_secs(60);
/// The longest pause a hub can ask for; more is an error that names it.
pub const PATIENCE: Duration = Duration::from_secs(900);
/// Attempts in a row that bring nothing: for a transfer that others wait for, and for a question at
/// whose failure somebody sits and waits.
const ATTEMPTS: (u32, u32) = (6, 4);

/// Counts attempts that brought nothing.
#[derive(Debug)]
pub struct Pace {
    failed: u32,
    most: u32,
}

impl Pace {
    /// For a transfer.
    pub fn patient() -> Pace {
        Pace { failed: 0, most: ATTEMPTS.0 }
    }

    /// For a question.
    pub fn brief() -> Pace {
        Pace { failed: 0, most: ATTEMPTS.1 }
    }

    /// Something came: the count starts again.
    pub fn progress(&mut self) {
        self.failed = 0;
    }

    /// An attempt failed: how long to wait before the next; `None` when enough were made.
    pub fn pause(&mut self) -> Option<Duration> {
        self.failed += 1;
        let seconds = 1_u64 << (self.failed - 1).min(6);
        // After half of a second a broken connection is often there again.
        let pause =
            if self.failed == 1 { Duration::from_millis(500) } else { Duration::from_secs(seconds / 2) };
        (self.failed < self.most).then(|| pause.min(LONGEST))
    }
}

/// How long a hub asks to wait: `RateLimit: "api";r=0;t=55`, or `Retry-After` in seconds or as a date.
pub fn wanted(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let limit = text("ratelimit").and_then(|text| {
        let fields = text.split([';', ',']).map(str::trim);
        fields.filter_map(|field| field.strip_prefix("t=")).find_map(|seconds| seconds.parse().ok())
    });
    let after = || {
        let text = text("retry-after")?.trim();
        text.parse::<u64>().ok().or_else(|| {
            let date = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok()?;
            u64::try_from((date - OffsetDateTime::now_utc()).whole_seconds().max(0)).ok()
        })
    };
    limit.or_else(after).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn pauses_grow_end_and_start_again_after_progress() {
        let mut pace = Pace::patient();
        let pauses: Vec<Duration> = std::iter::from_fn(|| pace.pause()).collect();
        assert!(pauses.is_sorted() && pauses.len() == 5, "{pauses:?}");
        pace.progress();
        assert_eq!(pace.pause(), Some(pauses[0]));
    }

    #[test]
    fn a_wanted_pause_is_read_in_each_of_its_forms() {
        let seconds = |name, value: &str| wanted(&headers(name, value)).map(|pause| pause.as_secs());
        assert_eq!(seconds("ratelimit", "\"api\";r=0;t=55"), Some(55));
        assert_eq!(seconds("retry-after", "120"), Some(120));
        assert_eq!(seconds("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"), Some(0));
        assert_eq!(seconds("retry-after", "soon"), None);
        let later = OffsetDateTime::now_utc() + Duration::from_secs(90);
        let date = later.format(&Rfc2822).unwrap().replace("+0000", "GMT");
        assert!((80..=90).contains(&seconds("retry-after", &date).unwrap()), "{date}");
    }
}
