//! Whose word the hashes are: a mirror delivers bytes, and the hub itself says what they must be.

use std::collections::HashMap;
use std::time::Duration;

use super::call::Tries;
use super::fault::{Cure, Fault};
use super::{Client, Digest, Listing};
use crate::error::{Error, Kind};
use crate::models::id::Source;

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
            let error = Error::new(Kind::Network, format!("will not fetch {}", listing.repo))
                .why(format!(
                    "{} names the commit {}, which {hub} does not know",
                    host(endpoint),
                    listing.commit
                ))
                .hint("use another mirror");
            Err(Fault::fatal(error))
        }
        Ok(Err(fault)) if fault.cure == Cure::Repo => {
            notice(listing, &format!("{hub} does not show this repository"), &host(endpoint));
            Ok(())
        }
        Ok(Err(_)) | Err(_) => {
            notice(listing, &format!("{hub} cannot be reached"), &host(endpoint));
            Ok(())
        }
    }
}

fn notice(listing: &mut Listing, why: &str, mirror: &str) {
    for file in &mut listing.files {
        // A mirror that leaves out the hash of a model still tells an id, which is that of a pointer.
        if matches!(file.digest, Digest::Git(_)) && file.path.to_ascii_lowercase().ends_with(".gguf") {
            file.digest = Digest::Unknown;
        }
    }
    listing.notice = Some(format!("{why}: the checksums are the word of {mirror} alone"));
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
            let known = |digest: &Digest| digest.hex().unwrap_or("unknown").to_owned();
            let error = Error::new(Kind::Network, format!("will not fetch {} from {mirror}", file.path))
                .why(format!("{hub} says {} bytes, {}", bytes, known(digest)))
                .why(format!("{mirror} says {} bytes, {}", file.bytes, known(&file.digest)))
                .hint("use another mirror");
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
