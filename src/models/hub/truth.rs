//! Whose word the hashes are: a mirror delivers bytes, and the hub itself says what they must be.

use std::collections::HashMap;
use std::time::Duration;

use super::call::Tries;
use super::fault::{Cure, Fault};
use super::{Client, Digest, Listing};
use crate::error::{Error, Kind};
use crate::models::id::Source;
use crate::tell;

/// How long the hub is waited for; where it is blocked, nothing answers at all.
const PATIENCE: Duration = Duration::from_secs(4);

/// Compares a mirror's listing with the hub's own, if the hub can be reached, and takes the hub's
/// hashes. Leaves a notice in the listing where the mirror's word is all there is.
///
/// # Errors
/// The mirror contradicts the hub.
pub(super) async fn settle(client: &Client, listing: &mut Listing) -> Result<(), Fault> {
    let (endpoint, origin) = (&client.hub.endpoint, &client.hub.origin);
    if listing.source != Source::Hub || endpoint == origin {
        return Ok(());
    }
    let mut asking = client.clone();
    // The token is the endpoint's; and the hub is asked once, because a mirror is often there for a
    // reason.
    asking.hub.token = None;
    asking.tries = Tries::One;
    let answer = tokio::time::timeout(PATIENCE, asking.tree_once(origin, listing)).await;
    let hub = host(origin);
    match answer {
        Ok(Ok(truth)) => compare(listing, &truth, &host(endpoint), &hub),
        Ok(Err(fault)) if fault.cure == Cure::Revision => {
            let error = Error::new(Kind::Network, tell!("fetch-refused", path = listing.repo.as_str()))
                .why(tell!(
                    "hub-unknown-commit",
                    mirror = host(endpoint),
                    commit = &listing.commit,
                    hub = &hub
                ))
                .hint(tell!("hub-mirror-hint"));
            Err(Fault::fatal(error))
        }
        Ok(Err(fault)) if fault.cure == Cure::Repo => {
            notice(listing, tell!("hub-hidden", hub = &hub, mirror = host(endpoint)));
            Ok(())
        }
        Ok(Err(_)) | Err(_) => {
            notice(listing, tell!("hub-unreached", hub = &hub, mirror = host(endpoint)));
            Ok(())
        }
    }
}

fn notice(listing: &mut Listing, what: String) {
    for file in &mut listing.files {
        // A mirror that leaves out the hash of a model still tells an id, which is that of a pointer.
        if matches!(file.digest, Digest::Git(_)) && file.path.to_ascii_lowercase().ends_with(".gguf") {
            file.digest = Digest::Unknown;
        }
    }
    listing.notice = Some(what);
}

fn compare(
    listing: &mut Listing,
    truth: &HashMap<String, (u64, Digest)>,
    mirror: &str,
    hub: &str,
) -> Result<(), Fault> {
    for file in &mut listing.files {
        let Some((bytes, digest)) = truth.get(&file.path) else { continue };
        // A mirror that leaves out the hash of the contents still names the pointer's id.
        let told = std::mem::discriminant(digest) == std::mem::discriminant(&file.digest);
        let same = *bytes == file.bytes && (!told || *digest == file.digest);
        if !same {
            let says = |host: &str, bytes: u64, digest: &Digest| match digest.hex() {
                Some(hash) => tell!("hub-says", host = host, bytes = bytes.to_string(), hash = hash),
                None => tell!("hub-says-bytes", host = host, bytes = bytes.to_string()),
            };
            let error = Error::new(Kind::Network, tell!("hub-differs", path = &file.path, mirror = mirror))
                .why(says(hub, *bytes, digest))
                .why(says(mirror, file.bytes, &file.digest))
                .hint(tell!("hub-mirror-hint"));
            return Err(Fault::fatal(error));
        }
        if *digest != Digest::Unknown {
            file.digest = digest.clone();
        }
    }
    Ok(())
}

impl Client {
    /// The hub's own files of the same commit.
    async fn tree_once(
        &self,
        origin: &str,
        listing: &Listing,
    ) -> Result<HashMap<String, (u64, Digest)>, Fault> {
        let files = self.tree(origin, &listing.repo, &listing.commit).await?;
        Ok(files.into_iter().map(|file| (file.path, (file.bytes, file.digest))).collect())
    }
}

/// The host of an address, for people.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |parts| parts.1);
    rest.split('/').next().unwrap_or(rest).to_owned()
}
