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
