//! How fast `qwill pull` fetches, as ratios to curl from the same server within one run:
//! `cargo bench --bench fetch`, with the megabytes of the file as an argument (`-- 200`; else 1000).
#![allow(clippy::unwrap_used, reason = "a bench that cannot work ends with a panic")]
#![allow(clippy::print_stdout, reason = "it prints its figures")]
#![allow(dead_code, reason = "it uses a part of what the tests need")]

#[path = "../tests/support"]
mod support {
    pub mod gguf;
    pub mod hub;
}

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use support::gguf::{F32, Tensor, tiny_qwen3};
use support::hub::Hub;

const RUNS: usize = 5;
/// Bytes per second of each connection where the server is the slow part.
const RATE: u64 = 50_000_000;
const REPO: &str = "org/repo";
const FILE: &str = "model-F32.gguf";

/// A way to the file.
#[derive(Clone, Copy, Debug)]
enum Way {
    Curl,
    /// And its hash afterwards, as pull has it too.
    CurlSum,
    /// `qwill pull` over so many connections.
    Pull(u8),
}

const WAYS: [Way; 4] = [Way::Curl, Way::CurlSum, Way::Pull(1), Way::Pull(4)];

impl Way {
    fn name(self) -> String {
        match self {
            Way::Curl => "curl".into(),
            Way::CurlSum => "curl, then sha256sum".into(),
            Way::Pull(1) => "qwill pull, 1 connection".into(),
            Way::Pull(count) => format!("qwill pull, {count} connections"),
        }
    }
}

fn main() {
    for tool in ["curl", "sha256sum"] {
        if Command::new(tool).arg("--version").stdout(Stdio::null()).status().is_err() {
            println!("left out: there is no {tool} to compare with");
            return;
        }
    }
    let megabytes = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(1000);
    let bench = Bench::new(megabytes);
    for rate in [0, RATE] {
        bench.hub.rate(rate);
        let pace = match rate {
            0 => "as fast as the server can".to_owned(),
            rate => format!("{} MB/s for each connection", rate / 1_000_000),
        };
        println!("\n{} MB, {pace}", bench.size / 1_000_000);
        bench.compare();
    }
}

/// A server with one file, and a place for what is fetched.
struct Bench {
    dir: tempfile::TempDir,
    hub: Hub,
    size: u64,
}

impl Bench {
    fn new(megabytes: u64) -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("source.gguf");
        write(&source, megabytes * 1_000_000);
        let hub = Hub::start();
        hub.repo(REPO).file_at(FILE, &source).commit();
        Bench { size: fs::metadata(&source).unwrap().len(), dir, hub }
    }

    /// Runs all ways by turns and prints the speed of each, and the ratios of pull to the others.
    fn compare(&self) {
        let mut speeds = WAYS.map(|_| Vec::new());
        for run in 0..=RUNS {
            let mut turn: Vec<usize> = (0..WAYS.len()).collect();
            // The order changes, so that a machine that gets slower or faster favours none.
            if run % 2 == 1 {
                turn.reverse();
            }
            for way in turn {
                let speed = self.speed(WAYS[way]);
                // The first run only warms the caches.
                if run > 0 {
                    speeds[way].push(speed);
                }
            }
        }
        for (way, speeds) in WAYS.iter().zip(&speeds) {
            report(&format!("{}, MB/s", way.name()), speeds.clone(), 0);
        }
        for pull in 2..WAYS.len() {
            for other in 0..2 {
                let ratios = speeds[pull].iter().zip(&speeds[other]).map(|(one, other)| one / other);
                let what = format!("{} / {}", WAYS[pull].name(), WAYS[other].name());
                report(&what, ratios.collect(), 2);
            }
        }
    }

    /// Fetches the file once; gives megabytes per second, from the start of the program to its end.
    fn speed(&self, way: Way) -> f64 {
        let place = self.dir.path().join("fetched");
        fs::create_dir(&place).unwrap();
        let start = Instant::now();
        let path = match way {
            Way::Curl => self.curl(&place),
            Way::CurlSum => {
                let path = self.curl(&place);
                output(self.command("sha256sum", &place).arg(&path));
                path
            }
            Way::Pull(connections) => self.pull(&place, connections),
        };
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(fs::metadata(path).unwrap().len(), self.size);
        fs::remove_dir_all(&place).unwrap();
        self.size as f64 / 1e6 / seconds
    }

    fn curl(&self, place: &Path) -> PathBuf {
        let path = place.join(FILE);
        let url = format!("{}/{REPO}/resolve/main/{FILE}", self.hub.endpoint());
        output(self.command("curl", place).args(["-sSfL", "-o"]).arg(&path).arg(url));
        path
    }

    fn pull(&self, place: &Path, connections: u8) -> PathBuf {
        let mut command = self.command(env!("CARGO_BIN_EXE_qwill"), place);
        command.args(["pull", REPO, "--quiet", "--connections", &connections.to_string()]);
        PathBuf::from(output(&mut command).trim_end())
    }

    /// A program in an environment that has nothing of the developer's, a proxy for one.
    fn command(&self, program: &str, place: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", place).env("QWILL_HOME", place);
        command.env("HF_ENDPOINT", self.hub.endpoint()).env("QWILL_HUB", self.hub.endpoint());
        command.env("HF_HUB_CACHE", place.join("hub")).stdin(Stdio::null()).stderr(Stdio::inherit());
        command
    }
}

/// What a program that must succeed writes to standard output.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// A small model with one more tensor that makes the file as long as it should be.
fn write(path: &Path, size: u64) {
    const ROW: u64 = 1 << 20;
    let mut model = tiny_qwen3(1);
    let rows = size.div_ceil(ROW * 4);
    let (name, dims) = ("filler.weight".to_owned(), vec![ROW, rows]);
    model.tensors.push(Tensor { name, dims, kind: F32, bytes: Vec::new(), offset: None });
    let mut file = File::create(path).unwrap();
    file.write_all(&model.bytes()).unwrap();
    // Numbers that do not repeat soon (xorshift, Marsaglia 2003), in case anything on the way compresses.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut row = Vec::with_capacity(ROW as usize * 4);
    for _ in 0..rows {
        row.clear();
        for _ in 0..ROW / 2 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            row.extend_from_slice(&state.to_le_bytes());
        }
        file.write_all(&row).unwrap();
    }
}

fn report(what: &str, mut figures: Vec<f64>, digits: usize) {
    figures.sort_by(f64::total_cmp);
    let (low, high) = (figures[0], figures[figures.len() - 1]);
    let median = figures[figures.len() / 2];
    println!("{what:<52} median {median:.digits$}  min {low:.digits$}  max {high:.digits$}");
}
