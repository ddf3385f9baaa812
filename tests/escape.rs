//! Commands that try to get out of the sandbox, to read secrets, or to go on for ever: none may.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot prepare its files fails")]

#[path = "escape/stage.rs"]
mod stage;

use std::fs;
use std::time::{Duration, Instant};

use qwill::code::sandbox::{self, Network, Verdict};
use qwill::code::shell::End;
use stage::{Stage, gone};

/// Says that nothing was tried where the kernel has no Landlock.
macro_rules! stage {
    () => {
        match Stage::new() {
            Some(stage) => stage,
            None => {
                println!("no Landlock here: nothing is tried");
                return;
            }
        }
    };
}

/// Commands that write outside of the workspace in some way; each must fail, and leave all as it was.
const WRITES: &[&str] = &[
    "echo x > ../outside/new",
    "echo x >> ../outside/file",
    "echo x > $OUTSIDE/new",
    "echo x > $OUTSIDE/file",
    ": > $OUTSIDE/file",
    "truncate -s 0 $OUTSIDE/file",
    "dd if=/dev/null of=$OUTSIDE/file",
    "ln -s $OUTSIDE link && echo x > link/new",
    "ln -s $OUTSIDE/file link && echo x > link",
    "ln -s ../outside dir && rm dir/file",
    "ln $OUTSIDE/file hard && echo x > hard",
    "echo x > /proc/self/root$OUTSIDE/new",
    "echo x > /proc/self/cwd/../outside/new",
    "echo x > /proc/$PPID/root$OUTSIDE/new",
    "echo x > /proc/1/root$OUTSIDE/new",
    "cd / && echo x > .$OUTSIDE/new",
    "chmod 777 $OUTSIDE/file",
    "chown 1234 $OUTSIDE/file",
    "touch $OUTSIDE/file",
    "touch -d '2001-01-01' $OUTSIDE/file",
    "mv $OUTSIDE/file taken",
    "mv $OUTSIDE moved",
    "echo x > here && mv here $OUTSIDE/new",
    "cp -f /etc/hostname $OUTSIDE/new",
    "mkdir $OUTSIDE/dir",
    "mkfifo $OUTSIDE/fifo",
    "rm -rf $OUTSIDE",
    "rmdir $OUTSIDE/empty",
    "setfattr -n user.x -v y $OUTSIDE/file",
    "mknod disk b 254 0 && head -c 1 disk",
    "mount --bind $OUTSIDE here",
    "unshare -Um true",
    "unshare -Ur sh -c 'mount -o remount,rw /; echo x > $OUTSIDE/new'",
    "mount -o remount,rw / ; echo x > $OUTSIDE/new",
    "umount .git && echo x > .git/config",
    "sed -i s/a/b/ $OUTSIDE/file",
    "perl -e 'open(F, \">$ENV{OUTSIDE}/new\") or exit 1'",
    "echo x > .git/hooks/pre-commit",
    "echo x >> .git/config",
    "git config core.pager evil",
    "mv .git old && mkdir .git",
    "rm -rf .git",
    "chmod 777 .git/config",
    "ln .git/config hard && echo x > hard",
    "mv ../work ../moved",
    "echo x > sub/.git",
];

#[test]
fn nothing_outside_and_no_git_is_written() {
    let stage = stage!();
    let before = stage.state();
    for command in WRITES {
        let outcome = stage.run(&format!("export OUTSIDE={}\n{command}", stage.path("outside").display()));
        assert_ne!(outcome.end, End::Exit(0), "{command}: {}", outcome.text);
        assert_ne!(outcome.end, End::Late, "{command}");
        assert_eq!(stage.state(), before, "{command}: {}", outcome.text);
    }
}

#[test]
fn the_same_commands_write_where_nothing_holds_them() {
    let harmless =
        |command: &&&str| !["mount", "unshare", "mknod", "chown"].iter().any(|word| command.contains(word));
    for command in WRITES.iter().filter(harmless).take(12) {
        let stage = stage!();
        let before = stage.state();
        stage.free(&format!("export OUTSIDE={}\n{command}", stage.path("outside").display()));
        assert_ne!(stage.state(), before, "{command}");
    }
}

#[test]
fn a_user_who_is_not_root_is_held_as_well() {
    let stage = stage!();
    if !stage.give_away() {
        println!("nobody else can run the program here: nothing is tried");
        return;
    }
    let before = stage.state();
    for command in WRITES {
        let outcome = stage.other(&format!("export OUTSIDE={}\n{command}", stage.path("outside").display()));
        let held = outcome.held.unwrap();
        if held.loose.is_some() && about_git(command) {
            continue;
        }
        assert_ne!(outcome.end, End::Exit(0), "{command}: {}", outcome.text);
        assert_eq!(stage.state(), before, "{command}: {}", outcome.text);
    }
    for command in READS {
        let outcome = stage.other(&format!(
            "export HOME={} PARENT=1 FILE=0 HIDDEN={}\n{command}",
            stage.path("home").display(),
            stage.path("hidden").display()
        ));
        let loose = outcome.held.is_some_and(|held| held.loose.is_some());
        assert!(loose || !outcome.text.contains("open-sesame"), "{command}: {}", outcome.text);
    }
}

#[test]
fn a_system_that_gives_no_mounts_still_holds_files() {
    let stage = stage!();
    let limit = "exec unshare -Ur sh -c 'echo 0 > /proc/sys/user/max_mnt_namespaces && exec \"$0\" \"$@\"' \"$0\" \"$@\"";
    if !stage.wrap(limit) {
        println!("mounts cannot be taken away here: nothing is tried");
        return;
    }
    let before = stage.state();
    let outcome = stage.other("id -u; echo x > ../outside/file; cat ../home/.ssh/id_rsa; echo x > file");
    let held = outcome.held.unwrap();
    assert!(held.loose.is_some() && held.landlock > 0 && held.unfiltered.is_none(), "{held:?}");
    assert!(held.bare.iter().any(|path| path.ends_with("work/.git")), "{held:?}");
    assert!(outcome.text.starts_with("0\n") && !outcome.text.contains("open-sesame"), "{}", outcome.text);
    assert_eq!((outcome.end, stage.state()), (End::Exit(0), before));
}

/// Whether a command is about `.git`, which Landlock alone does not guard.
fn about_git(command: &str) -> bool {
    command.contains(".git") || command.contains("git config")
}

#[test]
fn landlock_alone_keeps_files_outside_from_being_written() {
    let stage = stage!();
    let before = stage.state();
    let marks = ["chmod", "chown", "touch", "setfattr"];
    let alone = |command: &&&str| !about_git(command) && !marks.iter().any(|mark| command.starts_with(mark));
    for command in WRITES.iter().filter(alone) {
        let outcome = stage.alone(&format!("export OUTSIDE={}\n{command}", stage.path("outside").display()));
        assert!(!matches!(outcome.end, End::Exit(0) | End::Late), "{command}: {}", outcome.text);
        assert_eq!(stage.state(), before, "{command}: {}", outcome.text);
    }
}

#[test]
fn what_landlock_alone_does_not_guard_is_said() {
    let stage = stage!();
    let held = stage.alone("true").held.unwrap();
    assert!(held.loose.is_some());
    for path in ["work/.git", "work/.env", "work/sub/server.pem"] {
        assert!(held.bare.contains(&stage.path(path).canonicalize().unwrap()), "{path}: {held:?}");
    }
    for command in ["cat $HOME/.ssh/id_rsa $HOME/.netrc", "cat $HIDDEN", "ln $HOME/.ssh/id_rsa x; cat x"] {
        let [home, hidden] = ["home", "hidden/token"].map(|name| stage.path(name));
        let outcome = stage.alone(&format!("HOME={} HIDDEN={}\n{command}", home.display(), hidden.display()));
        assert!(!outcome.text.contains("open-sesame"), "{command}: {}", outcome.text);
    }
}

#[test]
fn a_home_that_is_the_workspace_keeps_its_secrets() {
    let stage = stage!();
    let mut request =
        stage.request("cat .ssh/id_rsa .netrc .config/gh/hosts.yml; cat notes; echo x > .ssh/id_rsa");
    request.dir = stage.path("home");
    request.rule.as_mut().unwrap().root = stage.path("home");
    let before = stage.state();
    let outcome = stage.finish(&request);
    if outcome.held.unwrap().loose.is_none() {
        assert!(outcome.text.contains("notes") && !outcome.text.contains("open-sesame"), "{}", outcome.text);
        assert_eq!(stage.state(), before);
    }
}

/// Commands that show the secret if they can.
const READS: &[&str] = &[
    "cat $HOME/.ssh/id_rsa",
    "ln -s $HOME/.ssh/id_rsa link; cat link",
    "ln -s $HOME/.ssh dir; cat dir/id_rsa",
    "ln $HOME/.ssh/id_rsa hard; cat hard",
    "cp -r $HOME/.ssh copy; cat copy/*",
    "mv $HOME/.ssh moved; cat moved/*",
    "cat /proc/self/root$HOME/.ssh/id_rsa",
    "cat /proc/$PPID/root$HOME/.ssh/id_rsa",
    "cat /proc/1/root$HOME/.ssh/id_rsa",
    "cat $HOME/.netrc $HOME/.config/gh/hosts.yml",
    "grep -r open-sesame $HOME",
    "tar cf - $HOME | tr -d '\\0'",
    "cat .env",
    "cat sub/.env.local sub/server.pem",
    "cat $(pwd -P)/.env /proc/self/cwd/.env",
    "mv .env x; cat x",
    "ln .env x; cat x",
    "cp .env x; cat x",
    "rm -f .env; cat .env",
    "umount .env; cat .env",
    "grep -r open-sesame .",
    "cat /proc/$PARENT/environ | tr '\\0' '\\n'",
    "cat /proc/$PPID/environ | tr '\\0' '\\n'",
    "cat /proc/$PARENT/fd/$FILE",
    "cat /proc/*/environ | tr '\\0' '\\n'",
    "cat $HIDDEN",
    "env",
];

#[test]
fn no_secret_is_read() {
    let stage = stage!();
    let home = stage.path("home");
    let mut secret = fs::File::open(home.join(".ssh/id_rsa")).unwrap();
    for command in READS {
        let outcome = stage.run(&format!(
            "export HOME={} PARENT={} FILE={} HIDDEN={}\n{command}",
            home.display(),
            std::process::id(),
            std::os::fd::AsRawFd::as_raw_fd(&secret),
            stage.path("hidden").display(),
        ));
        assert!(!outcome.text.contains("open-sesame"), "{command}: {}", outcome.text);
        assert_ne!(outcome.end, End::Late, "{command}");
    }
    // The secret is there, and whoever is not held reads it.
    let text = std::io::read_to_string(&mut secret).unwrap();
    assert!(text.contains("open-sesame"));
    assert!(stage.free("cat .env sub/.env.local").text.contains("open-sesame"));
}

#[test]
fn what_is_no_secret_is_read_and_the_workspace_is_written() {
    let stage = stage!();
    let outcome = stage.run(
        "set -e; cat .env.example; cat /etc/hostname > /dev/null; ls / > /dev/null; mkdir -p a/b; echo x > a/b/c; \
         mv a/b/c new; ln new hard; ln -s new soft; chmod +x new; touch new; echo y >> soft; rm -r a; mkfifo pipe; \
         echo t > $TMPDIR/t; mktemp > /dev/null; cat $TMPDIR/t; [ ! -e /dev/shm ] || echo s > /dev/shm/qwill-test; git status --short | head -1",
    );
    assert_eq!(outcome.end, End::Exit(0), "{}", outcome.text);
    assert!(outcome.text.starts_with("sample\nt\n"), "{}", outcome.text);
    assert_eq!(fs::read_to_string(stage.path("work/new")).unwrap(), "x\ny\n");
    assert!(!std::path::Path::new("/dev/shm/qwill-test").exists());
}

#[test]
fn the_list_of_what_may_be_written_is_kept() {
    let stage = stage!();
    let mut request = stage.request("echo x > ../outside/new && echo y > ../home/new");
    request.rule.as_mut().unwrap().write.push(stage.path("outside"));
    let outcome = stage.finish(&request);
    assert_ne!(outcome.end, End::Exit(0));
    assert_eq!(fs::read_to_string(stage.path("outside/new")).unwrap(), "x\n");
    assert!(!stage.path("home/new").exists());
}

/// Commands that open connections; `PORT` listens.
const CONNECTS: &[&str] = &[
    "echo x > /dev/tcp/127.0.0.1/$PORT",
    "echo x > /dev/udp/127.0.0.1/$PORT",
    "python3 -c 'import socket,os; socket.create_connection((\"127.0.0.1\", int(os.environ[\"PORT\"])))'",
    "python3 -c 'import socket; socket.socket(socket.AF_INET6)'",
    "python3 -c 'import socket; socket.socket(socket.AF_UNIX)'",
    "python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'",
    "curl -s -m 5 http://127.0.0.1:$PORT",
    "ping -c 1 -W 1 127.0.0.1",
];

#[test]
fn there_is_no_network() {
    let stage = stage!();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let free = stage.free(&format!("export PORT={port}\n{}", CONNECTS[0]));
    assert!(free.end == End::Exit(0) && listener.accept().is_ok(), "it does not listen: {}", free.text);
    for command in CONNECTS {
        let outcome = stage.run(&format!("export PORT={port}\n{command}"));
        assert!(!matches!(outcome.end, End::Exit(0) | End::Late), "{command}: {}", outcome.text);
        assert!(listener.accept().is_err(), "{command} came through");
    }
}

#[test]
fn a_network_that_is_granted_is_there_and_sockets_with_a_path_are_not() {
    let stage = stage!();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(stage.path("work/socket")).unwrap();
    let port = listener.local_addr().unwrap().port();
    let ours = env!("CARGO_BIN_EXE_qwill");
    let mut request = stage.request(&format!(
        "echo x > /dev/tcp/127.0.0.1/{port} && echo through; {ours} sandbox-exec try socket socket && echo escaped"
    ));
    request.rule.as_mut().unwrap().network = Network::Granted;
    let outcome = stage.finish(&request);
    assert!(outcome.text.contains("through") && !outcome.text.contains("escaped"), "{}", outcome.text);
}

/// Commands that would go on; each has to be over soon after its two seconds.
const LONG: &[&str] = &[
    "sleep 1000",
    "sleep 1000 & sleep 1000 & wait",
    "trap '' TERM HUP INT; while :; do sleep 1; done",
    "setsid sleep 1000 & setsid sh -c 'trap \"\" TERM; sleep 1000; sleep 1000' & sleep 1000",
    "kill -STOP $$",
    "exec vi new-file",
    "yes",
    "cat /dev/zero",
    "(setsid sh -c 'setsid sh -c \"sleep 1000; :\" & :' &) ; sleep 1000",
];

#[test]
fn what_goes_on_is_ended_with_all_that_it_started() {
    let stage = stage!();
    for command in LONG {
        let mut request = stage.request(&format!("echo $$ > id; {command}"));
        request.time = Duration::from_secs(1);
        let start = Instant::now();
        let outcome = stage.finish(&request);
        // An editor that is not there, or that sees that nobody is, ends by itself.
        let early = command.contains("vi ") && matches!(outcome.end, End::Exit(_));
        assert!(early || outcome.end == End::Late, "{command}: {:?} {}", outcome.end, outcome.text.len());
        assert!(start.elapsed() < Duration::from_secs(20), "{command} took {:?}", start.elapsed());
        assert!(outcome.text.len() <= request.bytes + 100, "{command}");
        assert_eq!(stage.left(), Vec::<String>::new(), "{command}");
    }
}

/// Commands that end and leave something behind.
const BEHIND: &[&str] = &[
    "sleep 1000 & echo started",
    "setsid sleep 1000 & echo started",
    "nohup sleep 1000 & echo started",
    "(setsid sh -c 'trap \"\" TERM HUP; setsid sleep 1000 & sleep 1000' &) ; sleep 0.3; echo started",
    "(sleep 1000 > /dev/null 2>&1 < /dev/null & ) ; echo started",
];

#[test]
fn what_is_left_in_the_background_is_ended_and_said() {
    let stage = stage!();
    for command in BEHIND {
        let start = Instant::now();
        let outcome = stage.run(command);
        assert_eq!(outcome.end, End::Exit(0), "{command}");
        assert!(outcome.text.contains("started") && outcome.left > 0, "{command}: {outcome:?}");
        assert!(outcome.told("@output/1").contains("were stopped"), "{command}");
        assert!(start.elapsed() < Duration::from_secs(20), "{command} took {:?}", start.elapsed());
        assert_eq!(stage.left(), Vec::<String>::new(), "{command}");
    }
}

#[test]
fn a_storm_of_processes_is_ended() {
    let stage = stage!();
    let mut request = stage.request(
        "storm() { for n in 1 2 3; do if [ $1 -gt 0 ]; then storm $(($1 - 1)) & fi; done; sleep 1000; }; storm 4",
    );
    request.time = Duration::from_secs(1);
    assert_eq!(stage.finish(&request).end, End::Late);
    assert_eq!(stage.left(), Vec::<String>::new());
}

#[test]
fn a_dropped_command_is_ended() {
    let stage = stage!();
    let request = stage.request("echo $$ > id; trap '' TERM; setsid sleep 1000 & sleep 1000; sleep 1000");
    stage.drop_when(&request, || stage.path("work/id").exists());
    let start = Instant::now();
    while !stage.left().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", stage.left());
        std::thread::sleep(Duration::from_millis(20));
    }
    let id = fs::read_to_string(stage.path("work/id")).unwrap();
    assert!(gone(id.trim().parse().unwrap()));
}

/// Commands that ask somebody, who is not there.
const ASKING: &[&str] = &[
    "cat",
    "read answer; echo \"<$answer>\"",
    "bash -i < /dev/tty",
    "less .env.example",
    "git --paginate log",
    "sudo -S true",
    "su -c true",
    "ssh -o BatchMode=no nowhere",
    "python3 -c 'input()'",
    "stty -a",
];

#[test]
fn nobody_is_asked() {
    let stage = stage!();
    for command in ASKING {
        let mut request = stage.request(command);
        request.time = Duration::from_secs(15);
        let outcome = stage.finish(&request);
        assert_ne!(outcome.end, End::Late, "{command}: {}", outcome.text);
    }
}

#[test]
fn no_process_outside_is_touched() {
    let stage = stage!();
    let mut victim = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
    let id = victim.id();
    for command in ["kill", "kill -9", "kill -STOP", "kill -0"] {
        let outcome = stage.run(&format!("{command} {id}"));
        assert_ne!(outcome.end, End::Exit(0), "{command}: {}", outcome.text);
    }
    stage.run("kill -9 $PPID; kill -9 -1");
    assert!(victim.try_wait().unwrap().is_none());
    victim.kill().unwrap();
    victim.wait().unwrap();
}

#[test]
fn every_escape_of_the_test_is_held_or_cannot_be_tried() {
    let stage = stage!();
    let scratch = stage.path("scratch");
    fs::create_dir(&scratch).unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_qwill"));
    let attempts = stage.wait(sandbox::attempts(program, &scratch)).unwrap();
    let report = stage.wait(sandbox::report(program, &scratch)).unwrap();
    assert!(report.holds() && report.why().is_none(), "{report:?}");
    println!("{:#?}", report.lines());
    for attempt in &attempts {
        println!("{:?} {}", attempt.verdict, attempt.title);
        // Without mounts of its own a command can change modes and `.git`, and the report says so.
        let open = ["mode", "write", "read"].contains(&attempt.name) && !report.guards();
        assert!(attempt.verdict != Verdict::Open || open, "{attempt:?}");
    }
    let held = attempts.iter().filter(|attempt| attempt.verdict == Verdict::Held).count();
    assert!(held >= 8, "{attempts:#?}");
}
