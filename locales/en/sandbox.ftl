## src/code/sandbox
help-sandbox-exec = A step of starting a command; for qwill itself
sandbox-enter-failed = cannot hold the command
sandbox-run-failed = cannot run { $command }
sandbox-run-hint = `qwill code --sandbox-test` shows what holds commands here
sandbox-watch-lost = the process that watches it is gone
sandbox-scratch-failed = cannot make the files of the test
sandbox-not-here = there is none on this system
sandbox-shared = they are switched off
sandbox-no-landlock = This system has no Landlock: commands can read and write all files that you can.
sandbox-no-filter = Commands can use the network and every call of the system: no filter ({ $why }).
sandbox-landlock = Landlock { $version } keeps commands to the files that they may read and write.
sandbox-old-truncate = This Landlock is too old to keep commands from emptying files elsewhere.
sandbox-old-signals = This Landlock is too old to keep commands from ending other programs of yours.
sandbox-filter = A filter of calls keeps commands from the network and from other programs.
sandbox-mounts = Mounts of their own keep commands from .git, from secrets in the workspace, and from changing modes of other files.
sandbox-no-mounts = Commands can change .git, read secrets in the workspace, and change the modes of your other files: no mounts of their own ({ $why }).
sandbox-bare = Not guarded: { $path }

sandbox-verdict-held = held
sandbox-verdict-open = open
sandbox-verdict-untried = cannot be tried

sandbox-try-write = Write a file outside the workspace
sandbox-try-truncate = Empty a file outside the workspace
sandbox-try-mode = Change the mode of a file outside the workspace
sandbox-try-secret = Read a key in the home directory
sandbox-try-env = Read .env in the workspace
sandbox-try-link = Read a key through a hard link
sandbox-try-symlink = Write outside through a symbolic link
sandbox-try-git = Write a hook in .git
sandbox-try-network = Open a TCP connection
sandbox-try-socket = Talk to a service through its socket
sandbox-try-signal = Send a signal to qwill
sandbox-try-files = Take over an open file of qwill
sandbox-try-memory = Read the memory of qwill
sandbox-try-environment = Read the environment of qwill
sandbox-try-mount = Mount a file system
