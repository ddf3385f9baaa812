//! `qwill pull`: fetches a model, or says which ones are right for this machine.

use std::path::{Path, PathBuf};

use clap::Args;

use super::bar::Bar;
use super::out::{self, Output, Quiet};
use super::{advise, machine, wait};
use crate::config::{Config, Network};
use crate::error::{Error, Kind, Result};
use crate::models::catalog::{Catalog, Terms};
use crate::models::fetch::{Fetch, Have, Plan};
use crate::models::fit::{self, Setup};
use crate::models::gguf::{Header, peek};
use crate::models::hub::{Client, Listing};
use crate::models::id::{Id, Name, Pick, Source, safe};
use crate::models::library::{self, CONTEXT, Library};
use crate::models::meter::Meter;
use crate::tell;

/// The arguments of `pull`.
#[derive(Clone, Debug, Args)]
pub(super) struct Pull {
    #[arg(value_name = "MODEL")]
    model: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=32))]
    connections: Option<u8>,
    #[arg(long, value_name = "REV")]
    revision: Option<String>,
    #[command(flatten)]
    network: super::NetworkArg,
    #[arg(long)]
    dry_run: bool,
    #[arg(short, long)]
    quiet: bool,
}

/// The first bytes of a file that are looked at before it is fetched; the numbers of a network stand
/// before its vocabulary, so this is more than enough.
const LOOK: u64 = 256 << 10;

impl Pull {
    /// Fetches the model and prints the path of its first file.
    ///
    /// # Errors
    /// [`Kind::Network`], [`Kind::Fit`] without room on the disk, [`Kind::Interrupted`] with all kept
    /// that came so far.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let Some(name) = &self.model else {
            let chosen = advise::choose(config)?;
            return chosen.map_or(Ok(()), |alias| Pull { model: Some(alias), ..self }.run(config));
        };
        let catalog = library::catalog(config)?;
        let parsed = Name::parse(name, &config.hub.endpoint)?;
        if parsed == Name::Starter {
            out::notice(&tell!("cmd-pull-starter"), self.quiet());
            return Ok(());
        }
        if parsed == Name::Path {
            return Err(Error::new(Kind::Usage, tell!("cmd-pull-path", name = name))
                .hint(tell!("cmd-pull-path-hint", name = name)));
        }
        let mut id = library::id(name, &catalog, config)?;
        id.revision = self.revision()?.or(id.revision);
        let hub = self.network.apply(&config.hub);
        let library = Library::open(config);
        if hub.network == Network::Off {
            return offline(name, &library, &id);
        }
        let meter = Meter::default();
        let client = Client::new(&hub, &meter)?;
        let mut bar = Bar::new(&meter, self.quiet());
        let work = Work { pull: &self, catalog: &catalog, library: &library, client: &client, id: &id };
        let path = wait(async {
            let plan = bar.watch(work.plan(&config.hub.cache)).await?;
            let free = plan.room(out::bytes)?;
            work.tell(&plan, &mut bar, free).await?;
            if self.dry_run {
                return Ok(None);
            }
            let connections = self.connections.map(usize::from);
            let fetch = Fetch { client: &client, meter: &meter, connections };
            let fetched = bar.watch(fetch.run(&plan)).await;
            fetched.map_err(|error| kept(error, &meter, name)).map(|paths| paths.into_iter().next())
        })?;
        path.map_or(Ok(()), |path| self.done(&path, config))
    }

    /// The revision that was asked for; it becomes the name of a file.
    fn revision(&self) -> Result<Option<String>> {
        match &self.revision {
            Some(text) if !safe(text) => {
                Err(Error::new(Kind::Usage, tell!("cmd-pull-revision", name = text))
                    .hint(tell!("cmd-pull-revision-hint")))
            }
            revision => Ok(revision.clone()),
        }
    }

    fn quiet(&self) -> Quiet {
        if self.quiet { Quiet::Yes } else { Quiet::No }
    }

    /// Says how the model is used now; the path goes to standard output, for scripts.
    fn done(&self, path: &Path, config: &Config) -> Result<()> {
        let name = self.model.as_deref().unwrap_or_default();
        match Header::open(path).and_then(|header| header.check()) {
            Ok(()) => {
                let here = Library::open(config).find(name, config).is_ok();
                let name = if here { name.into() } else { path.display().to_string() };
                out::notice(&tell!("cmd-ready", name = name), self.quiet());
            }
            Err(error) => out::notice(&tell!("cmd-pull-unusable", why = error.to_string()), self.quiet()),
        }
        let mut output = Output::new();
        output.text(&path.display().to_string())?;
        output.end()
    }
}

/// Everything a pull works with.
struct Work<'a> {
    pull: &'a Pull,
    catalog: &'a Catalog,
    library: &'a Library,
    client: &'a Client,
    id: &'a Id,
}

impl Work<'_> {
    /// Asks the hub and chooses the files.
    async fn plan(&self, root: &Path) -> Result<Plan> {
        let listing = match self.client.listing(self.id).await {
            Ok(listing) => listing,
            Err(fault) => return Err(self.client.explained(fault, self.id).await),
        };
        let repo = listing.repo.as_str().to_owned();
        let seed = |path: &str| self.catalog.seed(&repo, path).and_then(|file| file.sha256.clone());
        let plan = |listing: Listing, pick: &Pick| Plan::new(root, listing, pick, &seed, &self.library.found);
        // The catalog's usual quantisation may have been renamed since.
        let usual = self.catalog.of_repo(&repo).map(|model| Pick::Quant(model.quant.clone()));
        if usual.as_ref() != Some(&self.id.pick) {
            return plan(listing, &self.id.pick);
        }
        plan(listing.clone(), &self.id.pick).or_else(|_| plan(listing, &Pick::Usual))
    }

    /// Says what is going to be fetched, before its first byte.
    async fn tell(&self, plan: &Plan, bar: &mut Bar, free: Option<u64>) -> Result<()> {
        let fit = bar.watch(self.fit(plan)).await?;
        let quiet = self.pull.quiet();
        if quiet == Quiet::Yes {
            return Ok(());
        }
        let listing = &plan.listing;
        let commit = listing.commit.get(..7).unwrap_or(&listing.commit);
        let parts = [plan.quant.as_deref(), listing.licence.as_deref()].into_iter().flatten();
        let facts = parts.chain([commit]).collect::<Vec<_>>().join(" · ");
        let source = if listing.source == Source::ModelScope { "ModelScope: " } else { "" };
        out::line(&format!("{source}{}  {facts}", listing.repo));
        for item in &plan.items {
            let here = match &item.have {
                Have::Nothing => String::new(),
                Have::Part(part) => tell!("cmd-pull-part", bytes = out::bytes(*part)),
                Have::Here => tell!("cmd-pull-here"),
                Have::Elsewhere { store, .. } => tell!("cmd-pull-elsewhere", store = store.title()),
            };
            let line = format!("  {:>7}  {}  {here}", out::bytes(item.file.bytes), item.file.path);
            out::line(line.trim_end());
        }
        let (bytes, cache) = (format!("{:>7}", out::bytes(plan.to_fetch())), &self.client.settings().cache);
        let total = match free.map(out::bytes) {
            Some(free) => {
                tell!("cmd-pull-total-free", bytes = bytes, free = free, path = cache.display().to_string())
            }
            None => tell!("cmd-pull-total", bytes = bytes),
        };
        out::line(&format!("  {total}"));
        out::line(&fit);
        if let Some(notice) = &listing.notice {
            out::notice(notice, quiet);
            self.doubt(plan);
        }
        self.licence(plan);
        Ok(())
    }

    /// Where a mirror's word is all there is, what the catalog remembers is said too.
    fn doubt(&self, plan: &Plan) {
        for item in &plan.items {
            let known = self.catalog.seed(plan.listing.repo.as_str(), &item.file.path);
            let known = known.and_then(|file| file.sha256.as_deref());
            if known.is_some_and(|known| item.file.digest.hex() != Some(known)) {
                out::notice(&tell!("cmd-pull-doubt", path = &item.file.path), self.pull.quiet());
            }
        }
    }

    /// Looks at the first bytes of the model and says whether it will fit.
    async fn fit(&self, plan: &Plan) -> Result<String> {
        let Some(first) = plan.items.first() else { return Ok(String::new()) };
        let file = &first.file;
        let path = PathBuf::from(&file.path);
        let here = file.digest.hex().map(|hash| plan.folder.blob(hash)).filter(|_| first.have == Have::Here);
        let bytes = match here {
            Some(blob) => read_start(&blob)?,
            None => self.client.start(&plan.listing, file, LOOK).await.map_err(|fault| fault.error)?,
        };
        let peek = peek(&path, &bytes, file.bytes)?;
        let Some(shape) = fit::shape(&peek) else {
            return Ok(tell!("cmd-pull-unsaid"));
        };
        let ctx = if shape.trained > 0 { CONTEXT.min(shape.trained) } else { CONTEXT };
        let fit = fit::judge(fit::need(&shape, plan.weights(), Setup::new(ctx)), &machine());
        Ok(super::fit_line(&fit, ctx))
    }

    fn licence(&self, plan: &Plan) {
        let known = self.catalog.of_repo(plan.listing.repo.as_str()).map(|model| model.licence.clone());
        let free = ["apache-2.0", "mit"];
        let tag = plan.listing.licence.clone().or(known.as_ref().map(|licence| licence.tag().to_owned()));
        let Some(tag) = tag.filter(|tag| !free.contains(&tag.as_str())) else { return };
        let page = self.client.page(plan.listing.source, &plan.listing.repo);
        let text = match known.map(|licence| licence.terms()) {
            Some(Terms::NonCommercial) => tell!("cmd-pull-licence-private", licence = tag, page = page),
            _ => tell!("cmd-pull-licence", licence = tag, page = page),
        };
        out::notice(&text, self.pull.quiet());
    }
}

fn read_start(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LOOK).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Without the network a model is here or it is not.
fn offline(name: &str, library: &Library, id: &Id) -> Result<()> {
    let Some(found) = library.of_id(id) else {
        return Err(Error::new(Kind::Refused, tell!("cmd-pull-cannot", name = name))
            .why(tell!("cmd-pull-off"))
            .hint(tell!("cmd-offline-hint")));
    };
    let mut output = Output::new();
    output.text(&found.path().display().to_string())?;
    output.end()
}

/// What came so far stays, and the user is told.
fn kept(error: Error, meter: &Meter, name: &str) -> Error {
    let (done, total) = meter.figures();
    if error.kind() != Kind::Interrupted {
        return error;
    }
    if done > 0 {
        let (done, total) = (out::bytes(done), out::bytes(total));
        out::notice(&tell!("cmd-pull-kept", done = done, total = total, name = name), Quiet::No);
    }
    error
}
