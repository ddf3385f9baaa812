//! `qwill search`: models on the hub, and which of their files fit this machine.

use clap::Args;
use serde_json::{Value as Json, json};

use super::bar::Bar;
use super::out::{self, Output, Quiet};
use super::{machine, table, wait};
use crate::config::Config;
use crate::error::Result;
use crate::models::catalog::Catalog;
use crate::models::files;
use crate::models::fit::{Machine, Verdict};
use crate::models::gguf;
use crate::models::hub::{Client, Gate, Hit};
use crate::models::library;
use crate::models::meter::Meter;
use crate::models::recommend::{guess, judge};
use crate::render::width::width;
use crate::tell;

/// The arguments of `search`.
#[derive(Clone, Debug, Args)]
pub(super) struct Search {
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u8).range(1..=100))]
    limit: u8,
    #[command(flatten)]
    network: super::NetworkArg,
}

/// Quantisations that are shown where there is no room for all.
const USUAL: [&str; 2] = ["Q4_K_M", "Q8_0"];
/// Columns for quantisations; a name that leaves fewer stands on a line of its own.
const NARROW: usize = 30;

impl Search {
    /// Prints what was found; nothing is no failure.
    ///
    /// # Errors
    /// [`crate::error::Kind::Network`] with what the hub says, [`crate::error::Kind::Refused`] offline.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let catalog = library::catalog(config)?;
        let meter = Meter::default();
        let client = Client::new(&self.network.apply(&config.hub), &meter)?;
        let text = self.text.join(" ");
        let mut bar = Bar::new(&meter, Quiet::No);
        let search =
            async { client.search(&text, usize::from(self.limit)).await.map_err(|fault| fault.error) };
        let hits = wait(bar.watch(search))?;
        let machine = if hits.is_empty() { Machine::default() } else { machine() };
        let rows: Vec<Row> = hits.into_iter().map(|hit| Row::new(hit, &catalog, &machine)).collect();
        let mut output = Output::new();
        if self.json {
            output.text(&Json::from_iter(rows.iter().map(Row::json)).to_string())?;
            return output.end();
        }
        if rows.is_empty() {
            out::notice(&tell!("cmd-search-none", text = text), Quiet::No);
            out::hint(&tell!("cmd-search-none-hint"));
            return Ok(());
        }
        let columns = out::columns(std::io::stdout());
        output.text(&shown(&rows, columns).join("\n"))?;
        output.end()?;
        if columns.is_some() {
            out::line(&tell!("cmd-search-marks"));
        }
        Ok(())
    }
}

/// What the engine can do with a repository's models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Support {
    /// The hub does not say what they are.
    Unknown,
    /// Their architecture is known.
    Yes,
    /// It is not.
    No,
}

/// A repository that was found.
struct Row {
    hit: Hit,
    support: Support,
    /// The quantisations there are, the smallest first.
    quants: Vec<Quant>,
}

/// A quantisation, and how large it is and whether it fits, where that can be told.
struct Quant {
    name: String,
    guess: Option<(u64, Verdict)>,
}

impl Row {
    fn new(hit: Hit, catalog: &Catalog, machine: &Machine) -> Row {
        let support = match hit.arch.as_deref() {
            None | Some("") => Support::Unknown,
            Some(arch) if gguf::knows(arch) => Support::Yes,
            Some(_) => Support::No,
        };
        let models = hit.files.iter().filter(|file| files::is_model(file));
        let mut names: Vec<String> = models.filter_map(files::quant).collect();
        let bits = |name: &str| files::bits(name).unwrap_or_default();
        names.sort_by(|a, b| bits(a).total_cmp(&bits(b)).then_with(|| a.cmp(b)));
        names.dedup();
        let known = catalog.of_repo(hit.repo.as_str());
        let guess = |name: &str| {
            let known = known.and_then(|model| judge(model, name, machine));
            let (bytes, fit) = known.or_else(|| guess(hit.parameters?, hit.context, name, machine))?;
            Some((bytes, fit.verdict))
        };
        let quants = names.into_iter().map(|name| Quant { guess: guess(&name), name }).collect();
        Row { hit, support, quants }
    }

    fn json(&self) -> Json {
        let quant = |quant: &Quant| {
            json!({
                "quant": quant.name,
                "bytes_estimate": quant.guess.map(|guess| guess.0),
                "fit": quant.guess.map(|guess| guess.1),
            })
        };
        json!({
            "repo": self.hit.repo.as_str(),
            "downloads": self.hit.downloads,
            "changed": self.hit.changed,
            "gated": self.hit.gated == Gate::Gated,
            "parameters": self.hit.parameters,
            "arch": self.hit.arch,
            "supported": match self.support {
                Support::Unknown => Json::Null,
                Support::Yes => true.into(),
                Support::No => false.into(),
            },
            "context": self.hit.context,
            "quants": Json::from_iter(self.quants.iter().map(quant)),
        })
    }

    /// Repository, downloads and parameters.
    fn cells(&self) -> Vec<String> {
        let parameters = self.hit.parameters.map_or_else(|| "?".into(), out::count);
        vec![self.hit.repo.to_string(), short(self.hit.downloads), parameters]
    }

    /// What is to be known before it is fetched, and the quantisations, in so many columns.
    fn last(&self, columns: Option<usize>) -> String {
        let mut parts = Vec::new();
        if self.hit.gated == Gate::Gated {
            parts.push(tell!("cmd-search-gated"));
        }
        if self.support == Support::No {
            parts.push(tell!("cmd-search-newer"));
            return parts.join("  ");
        }
        let taken: usize = parts.iter().map(|mark| width(mark) + 2).sum();
        parts.push(listed(&self.quants, columns.map(|columns| columns.saturating_sub(taken))));
        parts.join("  ")
    }
}

/// The lines of all rows; none but that of a long name is longer than `columns`.
fn shown(rows: &[Row], columns: Option<usize>) -> Vec<String> {
    let head = vec![tell!("cmd-head-repository"), tell!("cmd-head-downloads"), tell!("cmd-head-params")];
    let mut cells: Vec<Vec<String>> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let widest = |at: usize| cells.iter().map(|row| width(&row[at]) + 2).max().unwrap_or(0);
    let (name, rest) = (widest(0), widest(1) + widest(2));
    // The last column stays free: terminals that draw a mark wider than others would wrap.
    let columns = columns.map(|columns| columns.saturating_sub(1));
    // A name that leaves too little stands on a line of its own.
    let last = columns.map(|columns| {
        let (beside, below) = (columns.saturating_sub(name + rest), columns.saturating_sub(rest + 2));
        if beside < NARROW { NARROW.min(below) } else { beside }
    });
    let quants =
        std::iter::once(tell!("cmd-head-quantisations")).chain(rows.iter().map(|row| row.last(last)));
    cells.iter_mut().zip(quants).for_each(|(row, quants)| row.push(quants));
    table::lines(&cells, &[1, 2], columns)
}

/// `✓ Q4_K_M  ✗ BF16`; where there is no room for all, the usual ones and the largest that fits, and
/// how many more there are.
fn listed(quants: &[Quant], columns: Option<usize>) -> String {
    if quants.is_empty() {
        return "?".into();
    }
    let mark = |quant: &Quant| quant.guess.map_or("?", |guess| guess.1.mark());
    let text = |chosen: &[&Quant]| {
        let mut all: Vec<String> =
            chosen.iter().map(|quant| format!("{} {}", mark(quant), quant.name)).collect();
        if chosen.len() < quants.len() {
            all.push(format!("+{}", quants.len() - chosen.len()));
        }
        all.join("  ")
    };
    let fits = |text: &str| columns.is_none_or(|columns| width(text) <= columns);
    let all = text(&quants.iter().collect::<Vec<_>>());
    if fits(&all) {
        return all;
    }
    let good = |quant: &&Quant, wanted: Verdict| quant.guess.is_some_and(|guess| guess.1 == wanted);
    let largest = |wanted| quants.iter().rev().find(|quant| good(quant, wanted));
    let best = largest(Verdict::Fits).or_else(|| largest(Verdict::Tight)).or(quants.first());
    // From the most worth showing to the least.
    let usual = USUAL.iter().filter_map(|name| quants.iter().find(|quant| quant.name == *name));
    let mut worth: Vec<&Quant> = Vec::new();
    for quant in best.into_iter().chain(usual) {
        if !worth.iter().any(|known| known.name == quant.name) {
            worth.push(quant);
        }
    }
    while worth.len() > 1 {
        let chosen: Vec<&Quant> =
            quants.iter().filter(|quant| worth.iter().any(|known| known.name == quant.name)).collect();
        let text = text(&chosen);
        if fits(&text) {
            return text;
        }
        worth.pop();
    }
    text(&worth)
}

/// A large number as people write it: `940`, `8.2k`, `34k`, `1.2M`.
fn short(number: u64) -> String {
    if number < 1000 {
        return number.to_string();
    }
    let mut value = number as f64 / 1000.0;
    let mut units = ["k", "M", "B"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    // What would be rounded to a thousand is one of the next unit.
    while value >= 999.5
        && let Some(next) = units.next()
    {
        value /= 1000.0;
        unit = next;
    }
    if value < 9.95 { format!("{value:.1}{unit}") } else { format!("{value:.0}{unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::id::Repo;

    fn row(repo: &str, parameters: u64, names: &[&str], memory: u64) -> Row {
        let hit = Hit {
            repo: Repo::new(repo).unwrap(),
            downloads: 1_234_567,
            changed: None,
            gated: Gate::Open,
            parameters: Some(parameters),
            arch: Some("qwen3".into()),
            context: None,
            files: names.iter().map(|name| format!("x-{name}.gguf")).collect(),
        };
        let machine = Machine { memory, total: memory, devices: Vec::new() };
        Row::new(hit, &Catalog::builtin().unwrap(), &machine)
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(
            [0, 999, 1500, 9_960, 34_210, 999_499, 999_500, 1_234_567].map(short),
            ["0", "999", "1.5k", "10k", "34k", "999k", "1.0M", "1.2M"]
        );
    }

    #[test]
    fn quantisations_are_listed_once_from_small_to_large_with_what_fits() {
        let names = ["Q8_0", "Q4_K_M-00001-of-00002", "Q4_K_M-00002-of-00002", "BF16", "IQ2_M", "mmproj-F16"];
        let row = row("some/thing-GGUF", 8_000_000_000, &names[..5], 11_000_000_000);
        assert_eq!(listed(&row.quants, None), "✓ IQ2_M  ✓ Q4_K_M  ⚠ Q8_0  ✗ BF16");
        assert_eq!(listed(&row.quants, Some(30)), "✓ Q4_K_M  ⚠ Q8_0  +2");
        assert_eq!(listed(&row.quants, Some(15)), "✓ Q4_K_M  +3");
        assert_eq!(listed(&[], Some(15)), "?");
    }

    #[test]
    fn without_parameters_nothing_is_guessed() {
        let mut hit = row("some/thing-GGUF", 1, &["Q8_0"], 1).hit;
        hit.parameters = None;
        let row = Row::new(hit, &Catalog::builtin().unwrap(), &Machine::default());
        assert_eq!(listed(&row.quants, None), "? Q8_0");
        assert_eq!(row.json()["quants"][0]["bytes_estimate"], Json::Null);
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        let names = ["IQ1_S", "Q2_K", "Q3_K_M", "Q4_0", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "BF16", "F32"];
        let mut rows = vec![
            row("a/b-GGUF", 4_000_000_000, &names, 16_000_000_000),
            row("some-author/Some-Long-Name-Of-A-Model-GGUF", 40_000_000_000, &names, 16_000_000_000),
        ];
        rows[0].hit.gated = Gate::Gated;
        for width in 50..200 {
            let text = shown(&rows, Some(width)).join("\n");
            assert!(text.lines().all(|line| line.chars().count() < width), "{width}\n{text}");
            assert!(text.contains("✓") && text.contains("gated"), "{width}\n{text}");
        }
        assert!(shown(&rows, None).join("\n").contains("✗ F32"));
    }
}
