## src/code

code-program = cannot find this program's own file
code-unkept = { $path } cannot be kept for undoing, so it is not changed
code-lost = { $path } was too large to keep: undo cannot bring it back
code-forgiven = { $path }: the text to replace was not there exactly; what was meant is at line { $line }
