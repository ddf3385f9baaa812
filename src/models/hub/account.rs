//! Whose token it is.

use reqwest::Url;

use super::call::{Call, is_private};
use super::fault::Cure;
use super::{Client, reply};
use crate::config::Secret;
use crate::error::{Error, Kind, Result};
use crate::models::id::Source;
use crate::tell;

impl Client {
    /// Refuses a hub whose connection others can read, to which no token goes.
    ///
    /// # Errors
    /// [`Kind::Refused`].
    pub fn trusted(&self) -> Result<()> {
        if Url::parse(&self.hub.endpoint).is_ok_and(|url| is_private(&url)) {
            return Ok(());
        }
        Err(Error::new(Kind::Refused, tell!("hub-token-refused", url = &self.hub.endpoint))
            .why(tell!("hub-plain"))
            .hint(tell!("hub-plain-hint")))
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// The hub does not know it; [`Client::trusted`].
    pub async fn whoami(&self, token: &Secret) -> Result<String> {
        self.trusted()?;
        let mut asking = self.clone();
        asking.hub.token = Some(token.clone());
        let url = self.at(&self.hub.endpoint, &["api", "whoami-v2"], &[]).map_err(|fault| fault.error)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let what = tell!("hub-account");
        let call = Call { url, source: Source::Hub, range: None, what: &what, page: None };
        match asking.json::<reply::Who>(&call).await {
            Ok(answer) => Ok(answer.name),
            // Mirrors leave out the header that tells a wrong token from a missing repository.
            Err(fault) if matches!(fault.cure, Cure::Token | Cure::Repo) => {
                Err(Error::new(Kind::Network, tell!("hub-token-bad", host = &host))
                    .hint(tell!("hub-token-bad-hint", url = self.tokens_page())))
            }
            Err(fault) => Err(fault.error),
        }
    }

    /// The web page where tokens are made.
    pub fn tokens_page(&self) -> String {
        format!("{}/settings/tokens", self.hub.endpoint)
    }
}
