//! Settings that the program writes into the user's file because the user chose them on the screen.

use std::fs;

use super::Places;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Writes `key = "value"` (or a bare `true`, `false`) into `config.toml`; every other line stays as it is.
///
/// # Errors
/// The file cannot be read or written, or it would not be valid any more.
pub fn keep(places: &Places, key: &str, value: &str) -> Result<()> {
    let path = places.config.join("config.toml");
    let wrong = || tell!("config-keep", key = key, path = path.display().to_string());
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).context(Kind::Other, wrong()),
    };
    let text = with(&text, key, value);
    toml::from_str::<super::File>(&text)
        .map_err(|error| Error::new(Kind::Usage, wrong()).why(error.message()))?;
    fs::create_dir_all(&places.config).context(Kind::Other, wrong())?;
    let beside = path.with_extension(format!("toml.{}", std::process::id()));
    let done = fs::write(&beside, text).and_then(|()| fs::rename(&beside, &path));
    if done.is_err() {
        _ = fs::remove_file(&beside);
    }
    done.context(Kind::Other, wrong())
}

/// The text with the key set above the first table.
fn with(text: &str, key: &str, value: &str) -> String {
    let value = if matches!(value, "true" | "false") {
        value.to_owned()
    } else {
        toml::Value::from(value).to_string()
    };
    let line = format!("{key} = {value}");
    let mut lines: Vec<&str> = text.lines().collect();
    let tables = lines.iter().position(|line| line.trim_start().starts_with('[')).unwrap_or(lines.len());
    let is_key = |line: &&str| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    match lines[..tables].iter().position(is_key) {
        Some(at) => lines[at] = &line,
        None => {
            let blank = tables > 0 && lines[tables - 1].trim().is_empty() && tables < lines.len();
            lines.insert(tables - usize::from(blank), &line);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_takes_the_place_of_the_old_one_and_nothing_else() {
        let file = "# mine\nmodel = \"qwen3:4b\"  # small\ntheme = \"dark\"\n\n[keys]\ntheme = [\"f2\"]\n";
        let text = with(file, "theme", "light");
        assert_eq!(text, file.replace("theme = \"dark\"", "theme = \"light\""));
        let text = with(file, "vim", "true");
        assert_eq!(text, file.replace("\n\n[keys]", "\nvim = true\n\n[keys]"));
        assert_eq!(with("", "theme", "my \"own\""), "theme = 'my \"own\"'\n");
        assert_eq!(with("[keys]\n", "vim", "false"), "vim = false\n[keys]\n");
    }
}
