//! Which variables of the environment a command that nobody has read must not get.

use std::ffi::OsString;

/// Variables that lead to agents, daemons and displays, or that make a shell run more than it was told.
const NAMES: [&str; 18] = [
    "BASH_ENV",
    "CONTAINER_HOST",
    "DISPLAY",
    "DOCKER_CONFIG",
    "DOCKER_HOST",
    "ENV",
    "GIT_ASKPASS",
    "GNUPGHOME",
    "GPG_AGENT_INFO",
    "KUBECONFIG",
    "NETRC",
    "PROMPT_COMMAND",
    "SSH_AGENT_PID",
    "SSH_ASKPASS",
    "SSH_AUTH_SOCK",
    "SUDO_ASKPASS",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
];

/// How names begin that belong to accounts.
const BEGIN: [&str; 6] = ["AWS_", "AZURE_", "BASH_FUNC_", "DBUS_", "GOOGLE_APPLICATION_", "VAULT_"];

/// How names of secrets end.
const END: [&str; 7] = ["_AUTH", "_COOKIE", "_KEY", "_PASS", "_PAT", "_PWD", "_TOKEN"];

/// What stands somewhere in names of secrets.
const PART: [&str; 6] = ["CREDENTIAL", "PASSPHRASE", "PASSWD", "PASSWORD", "PRIVATE_KEY", "SECRET"];

/// The names of all variables that are set here and look like secrets, or lead to a program that has some.
pub fn secrets() -> Vec<OsString> {
    let secret = |(name, value): &(OsString, OsString)| {
        is_secret(&name.to_string_lossy()) || has_password(&value.to_string_lossy())
    };
    std::env::vars_os().filter(secret).map(|(name, _)| name).collect()
}

/// Whether a variable of this name is kept from commands.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    NAMES.contains(&name.as_str())
        || ["TOKEN", "APIKEY", "PGPASSWORD"].contains(&name.as_str())
        || BEGIN.iter().any(|begin| name.starts_with(begin))
        || END.iter().any(|end| name.ends_with(end))
        || PART.iter().any(|part| name.contains(part))
}

/// Whether the value is an address with a password in it: `postgres://me:word@host`.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in
            ["HF_TOKEN", "OPENAI_API_KEY", "AWS_PROFILE", "db_password", "SSH_AUTH_SOCK", "MY_SECRET_2"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "PATH",
            "HOME",
            "LANG",
            "KEYBOARD",
            "CARGO_HOME",
            "PWD",
            "OLDPWD",
            "RUSTFLAGS",
            "XDG_RUNTIME_DIR",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_seen() {
        assert!(has_password("postgres://me:word@host/db"));
        assert!(
            !has_password("https://host/a:b@c") && !has_password("https://me@host") && !has_password("a:b@c")
        );
    }
}
