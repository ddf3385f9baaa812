## src/code

code-program = cannot find this program's own file
code-unkept = { $path } cannot be kept for undoing, so it is not changed
code-lost = { $path } was too large to keep: undo cannot bring it back
code-forgiven = { $path }: the text to replace was not there exactly; what was meant is at line { $line }
code-denied = a rule of yours forbids { $command }: it was not run

## src/cli/code

code-no-mode = one of: { $names }
code-screen-hint = without a terminal: qwill code --print "…" --mode edit
code-undo-none = there is nothing to undo in this project
code-redo-none = there is nothing to redo in this project
code-restored = restored { $path }
code-removed = removed { $path }
code-conflict = { $path } was changed since; the other step brings that back
code-conflict-copy = { $path } was changed since; that is kept in { $copy }
code-blocked = { $path } could not be brought back
code-sandbox-open = commands are not fully held on this machine
code-late = the time is over
code-spent = the work was not finished within the allowed answers
code-spent-hint = allow more with --max-turns
code-circles = the model went round in circles
code-cut = the last answer was cut at a limit
code-refused = something needed your yes and was not done
code-refused-hint = choose what is done without asking: --mode edit or --mode auto
code-silent = the model answered nothing
code-silent-hint = say it in other words, or choose another model with -m
code-unasked = { $tool } needs a yes, and nobody is here to give it
code-unchecked = the check `{ $command }` was not run: it needs a yes, or --mode auto
git-none = git cannot be run
git-failed = git refused
git-late = git did not end
git-range = { $range } is no range of revisions
session-no-text = the model wrote nothing

## src/code/fill, src/cli/code/fill.rs

fill-form = a place is FILE:LINE or FILE:LINE:COL, counted from 1
fill-no-line = there is no line { $line } in { $path }: the last one is { $count }
fill-no-column = there is no column { $column } in line { $line } of { $path }: the line ends at { $count }
fill-source = --fill takes no task and no other file
fill-source-hint = the file's text comes from the disk, or from standard input: --fill FILE:LINE -
fill-cut-hint = allow more tokens with -n; what is whole was written
