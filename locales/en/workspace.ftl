## src/code/workspace

workspace-root = cannot open the project { $path }
workspace-no-dir = it is not a directory
workspace-utf8 = its path is not UTF-8
workspace-empty = the path is empty
workspace-nul = the path { $path } holds a NUL character
workspace-home = { $path } is in the home directory, not in the project
workspace-name = { $path } leads to a name that is not UTF-8
workspace-special = { $path } is neither a file nor a directory
workspace-outside = { $path } is outside the project
workspace-link = a link leads out of it
workspace-loop = the links of { $path } lead in a circle
workspace-look = cannot look at { $path }
workspace-hint = write the path from the project's directory
workspace-missing = there is no { $path }
workspace-near = did you mean { $names }?
workspace-dir = { $path } is a directory
workspace-dir-hint = list it, or name a file in it
workspace-file = { $path } is a file
workspace-read = cannot read { $path }
workspace-large = { $path } is too large to be read ({ $size })
workspace-binary = { $path } is a binary file ({ $size })
workspace-glob = `{ $glob }` is not a pattern of file names
workspace-pattern = cannot search for `{ $pattern }`

## src/code/checkpoint

checkpoint-busy = another qwill is at work in this project
checkpoint-busy-hint = close it, or wait until it is done

## src/code/notes

notes-unread = { $name } of the project is left out
notes-cut = { $name } is longer than there is room for: { $count ->
    [one] one token at its end is left out
   *[other] { $count } tokens at its end are left out
}

## src/code/trust and src/config/code

trust-name = the path { $path } cannot be kept
trust-none = { $file } of this project is not used: you do not trust it, or it has changed since. Read it, then: qwill code --trust
rules-value = { $file } has { $key } = "{ $value }"

## src/session/check.rs

session-check-well = the check passed: { $command }
session-check-badly = the check still fails: { $command }
session-check-none = the check could not be run: { $command }

## src/code/mention

mention-left = { $path } is not shown to the model
mention-secret = it may hold secrets
mention-cut = { $path } is longer than there is room for: the model sees its beginning

## src/code/mcp and src/config/mcp

mcp-name-hint = a server's name has up to 40 letters, digits, `_`, `-` and `.`
mcp-command-hint = it is the program that is started
mcp-env = env has names and texts: env = {"{"} NAME = "text" {"}"}
mcp-not-used = of { $file } these servers are not used: { $names }. They are no programs, or you have one of that name yourself
mcp-failed = the server { $name } is not there: { $why } · { $log }
mcp-ended = the server { $name } has ended: { $why } · its tools do nothing until /mcp { $name } · { $log }
mcp-left = the server { $name } has more tools than there is room for: { $count ->
    [one] one is left out
   *[other] { $count } are left out
}; choose with `tools` in its settings
mcp-variable = the variable { $name } is not set
mcp-silent = it cannot be spoken with
mcp-late = { $count ->
    [one] it did not answer within a second
   *[other] it did not answer within { $count } seconds
}
mcp-closed = it closed the connection
mcp-start = cannot start { $command }
mcp-exit = it ended with code { $code }
mcp-signal = it was ended by signal { $signal }
mcp-starts = is being started
mcp-ready = { $count ->
    [one] ready, one tool
   *[other] ready, { $count } tools
}
mcp-gone = not there: { $why }
mcp-none = there are no servers of tools: [mcp.NAME] with command and args in config.toml, or .mcp.json in the project
mcp-absent = the server { $name } is not there
mcp-log = what it wrote: { $log }
mcp-unknown = there is no server { $name }
