//! Where models come from and where they lie, by the variables that the other tools use too.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Places, path, var};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The hub that holds the truth about its files, whoever mirrors it.
const ORIGIN: &str = "https://huggingface.co";
/// The second source.
const MODELSCOPE: &str = "https://modelscope.cn";
/// How long a transfer may stand still.
const STALL: Duration = Duration::from_secs(30);

/// How models are fetched and where they are kept.
#[derive(Clone, Debug)]
pub struct Hub {
    /// Address that requests go to, without a slash at the end.
    pub endpoint: String,
    /// Address of the hub itself; another one than `endpoint` when that is a mirror.
    pub origin: String,
    /// Address of ModelScope.
    pub modelscope: String,
    /// The hub's token, for `endpoint` only.
    pub token: Option<Secret>,
    /// The variable that the token comes from, if it is not the file.
    pub token_var: Option<&'static str>,
    /// Where the hub's tools keep the token.
    pub token_file: PathBuf,
    /// ModelScope's token.
    pub modelscope_token: Option<Secret>,
    /// The cache that the hub's tools and llama.cpp share.
    pub cache: PathBuf,
    /// Whether the network may be used.
    pub network: Network,
    /// How long a transfer may stand still before it is tried again.
    pub stall: Duration,
}

/// Whether the network may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// By the commands that are for it.
    Allowed,
    /// `HF_HUB_OFFLINE` or `--offline`: no socket is opened.
    Off,
}

/// Kinds of hubs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// HuggingFace's, and its mirrors.
    Hub,
    /// ModelScope.
    ModelScope,
}

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text`, without the space around it; `None` when nothing is left.
    pub fn new(text: &str) -> Option<Secret> {
        Some(text.trim()).filter(|text| !text.is_empty()).map(|text| Secret(text.to_owned()))
    }

    /// The text, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Hub {
    /// Where names without a source are fetched from.
    pub fn usual(&self) -> Service {
        if is_scope(&self.endpoint) { Service::ModelScope } else { Service::Hub }
    }

    /// Reads `HF_*`, `LLAMA_CACHE`, `MODEL_ENDPOINT` and `MODELSCOPE_*`, in the order of precedence
    /// that llama.cpp and the hub's Python library have.
    ///
    /// # Errors
    /// An address that is none.
    pub(super) fn find(places: &Places) -> Result<Hub> {
        let near = match (path("XDG_CACHE_HOME"), std::env::home_dir()) {
            (Some(dir), _) if dir.is_absolute() => dir,
            (_, Some(home)) if home.is_absolute() => home.join(".cache"),
            _ => places.cache.clone(),
        };
        let home = path("HF_HOME").unwrap_or_else(|| near.join("huggingface"));
        let cache = ["LLAMA_CACHE", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"].into_iter().find_map(path);
        let token_file = path("HF_TOKEN_PATH").unwrap_or_else(|| home.join("token"));
        let token_var = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"].into_iter().find(|name| var(name).is_some());
        let token = token_var.and_then(var).or_else(|| std::fs::read_to_string(&token_file).ok());
        let off = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "LLAMA_ARG_OFFLINE"].into_iter().any(set);
        let endpoint = ["MODEL_ENDPOINT", "HF_ENDPOINT"].into_iter().find_map(var);
        let endpoint = address(endpoint.as_deref().unwrap_or(ORIGIN))?;
        // llama.cpp's users name ModelScope where a hub is named; it has an interface of its own.
        let scope =
            var("MODELSCOPE_ENDPOINT").or_else(|| Some(endpoint.clone()).filter(|text| is_scope(text)));
        Ok(Hub {
            endpoint,
            origin: address(var("QWILL_HUB").as_deref().unwrap_or(ORIGIN))?,
            modelscope: address(scope.as_deref().unwrap_or(MODELSCOPE))?,
            token: token.as_deref().and_then(Secret::new).filter(|_| !set("HF_HUB_DISABLE_IMPLICIT_TOKEN")),
            token_var,
            token_file: absolute(&token_file),
            modelscope_token: var("MODELSCOPE_API_TOKEN").as_deref().and_then(Secret::new),
            cache: absolute(&cache.unwrap_or_else(|| home.join("hub"))),
            network: if off { Network::Off } else { Network::Allowed },
            stall: var("HF_HUB_DOWNLOAD_TIMEOUT")
                .and_then(|text| text.parse().ok())
                .filter(|seconds: &u64| *seconds > 0)
                .map_or(STALL, Duration::from_secs),
        })
    }
}

/// Where other programs keep their models; none of the directories need exist.
#[derive(Clone, Debug, Default)]
pub struct Stores {
    /// Roots with `manifests` and `blobs`.
    pub ollama: Vec<PathBuf>,
    /// Roots with `PUBLISHER/REPO/FILE.gguf`.
    pub lmstudio: Vec<PathBuf>,
    /// Flat directories of llama.cpp before it shared the hub's cache.
    pub llamacpp: Vec<PathBuf>,
}

impl Stores {
    /// Reads `OLLAMA_MODELS`, LM Studio's pointer file, and the usual places.
    pub(super) fn find() -> Stores {
        let home = std::env::home_dir().filter(|home| home.is_absolute());
        let at = |under: &str| home.iter().map(|home| home.join(under)).collect::<Vec<_>>();
        let ollama = match path("OLLAMA_MODELS") {
            Some(dir) => vec![dir],
            None => [at(".ollama/models"), vec!["/usr/share/ollama/.ollama/models".into()]].concat(),
        };
        let pointer =
            at(".lmstudio-home-pointer").first().and_then(|file| std::fs::read_to_string(file).ok());
        let mut lmstudio = at(".lmstudio/models");
        lmstudio.extend(at(".cache/lm-studio/models"));
        if let Some(dir) = pointer.as_deref().map(str::trim).filter(|dir| !dir.is_empty()) {
            lmstudio.insert(0, Path::new(dir).join("models"));
        }
        let mut llamacpp = at(".cache/llama.cpp");
        llamacpp.extend(at("Library/Caches/llama.cpp"));
        llamacpp.extend(path("LLAMA_CACHE"));
        Stores { ollama, lmstudio, llamacpp }
    }
}

/// A variable that says yes, as the hub's Python library reads it.
fn set(name: &str) -> bool {
    var(name).is_some_and(|value| ["1", "on", "yes", "true"].contains(&value.to_ascii_lowercase().as_str()))
}

fn is_scope(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or(address).trim_start_matches("www.");
    host.starts_with("modelscope.")
}

fn address(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/');
    if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(text.to_owned());
    }
    Err(Error::new(Kind::Usage, tell!("config-hub", url = text)).hint(tell!("config-hub-hint")))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
