## src/tui/action.rs

group-message = Writing
group-answer = Answers
group-chat = Conversations
group-code = Code
group-model = Model
group-screen = Screen

## src/tui/action.rs: what each action does

action-read = add a file to the message; the same as @FILE
action-image = add a picture to the message
action-shell = add a command's output to the message; the same as !COMMAND
action-prompt = begin the message from a preset
action-editor = write the message in your editor
action-history = find an earlier message of this project
action-expand = show a folded paste as text
action-unqueue = take the last queued message back
action-stop = stop the answer; what came stays
action-regen = answer again; the old answer stays as a branch
action-retry = ask again after a failure
action-edit = write a message again, as a branch
action-undo = take back the last exchange with the files it changed, or the last compaction
action-redo = bring back what was taken back last
action-rewind = go back to before a question: chat, files or both
action-older = the branch before this one
action-newer = the branch after this one
action-browse = choose an earlier message (esc esc)
action-reasoning = fold or unfold thinking and results of tools
action-copy = copy the answer; `copy 2` copies its second code block
action-code = choose a code block and copy it
action-write = write a code block into a file
action-find = find text in this conversation
action-new = begin a new conversation
action-clear = begin anew; the old conversation stays saved
action-chats = open, search or delete saved conversations
action-search = find text in all conversations
action-rename = give the conversation another title
action-fork = go on in a copy of the conversation
action-save = write the last answer into a file
action-export = write the conversation into a file (.md or .jsonl)
action-add = let files go along with the next message, and again when they change
action-drop = let files go along no more, and take out what was sent of them
action-commit = commit what is staged; without a message one is written for you
action-review = have the changes reviewed: those not committed, or of a range of revisions
action-test = run the project's check
action-model = choose the model
action-system = show or set the instructions for the model
action-set = show or set temp, top_p, top_k, min_p, seed, max_tokens, ctx
action-think = whether the model thinks: on, off or auto
action-mode = how free the model is in qwill code: plan, ask, edit or auto
action-context = where the tokens of the context go
action-compact = replace what was said by a summary; /undo brings it back
action-stats = tokens and speed of the answers
action-help = this help
action-keys = all keys, and how to change them
action-palette = find anything the chat can do
action-theme = choose colours
action-mouse = give the mouse to qwill (the wheel scrolls, drag copies) or back to the terminal
action-vim = vim's keys for the message
action-bidi = who orders right-to-left text
action-lang = the language of this screen
action-up = scroll up
action-down = scroll down
action-pageup = scroll up a page
action-pagedown = scroll down a page
action-messageup = go to the message before
action-messagedown = go to the next message
action-top = go to the beginning
action-bottom = go to the end
action-redraw = draw the screen anew
action-suspend = leave to the shell; `fg` comes back
action-quit = leave; the conversation is saved

## src/tui/action.rs: keys of the message

key-enter = send; while an answer runs, queue
key-line = a new line; also \ before Enter, or lines between two """
key-history = earlier messages from the first row, later ones from the last
key-complete = complete a /command or an @file
key-words = by words
key-ends = beginning and end of the line
key-cut = cut to the beginning, to the end, a word; Ctrl+Y puts it back
key-undo = undo and redo
key-interrupt = stop the answer, or clear the message; twice leaves
key-escape = stop the answer; twice chooses an earlier message

## src/tui/action.rs: keys while a message is chosen

key-step = the message before, the next
key-branch = the branch before, the next
key-fold = fold or unfold it
key-found = the next place found, the one before
key-back = back to writing

## src/tui/action.rs: keys while a change is asked about

key-part = the part before, the next
key-take = take or leave a part
key-sides = both sides beside each other, or one below the other
key-own = change it in your editor
key-rows = rows up and down

## src/tui/app/

screen-cleared = cleared; Ctrl+_ brings it back
screen-leave = Ctrl+C again leaves
screen-left = left as it was
screen-choose = Esc again chooses an earlier message
screen-rewind = Esc again to go back to before a question
screen-stopped = stopped; /regen answers again

## src/tui/arrival.rs, src/tui/choice.rs

pick-models-none = none: qwill pull fetches one
pick-chats-none = no conversation like that
pick-untitled = untitled
pick-messages = { $count ->
    [one] 1 message
   *[other] { $count } messages
}
pick-now = now
pick-minutes = { $count } min
pick-hours = { $count } h
pick-days = { $count } d
ask-replace = { $path } is there already. Replace it?
ask-delete = Delete this conversation for good?
chat-is-open = this conversation is open; /new first

## src/tui/chord.rs, src/tui/keymap.rs

screen-no-key = `{ $key }` is not a key
screen-no-key-hint = write it like ctrl+p, alt+enter, shift+tab, f1, esc, pgup, ? or G
screen-no-action = [keys]: there is no action { $name }
screen-no-action-hint = F1 in the chat lists them
screen-key-twice = [keys]: { $key } is given twice

## src/tui/command/answer.rs

answer-none = there is no answer yet
answer-no-failure = nothing failed
answer-no-words = nothing was said yet
answer-busy = an answer is under way; Esc stops it
answer-edit-none = there is no message of yours to write again
answer-edit = write it again: Enter sends it as a branch, Esc leaves it
answer-undo-none = there is nothing to take back
answer-undone-branch = taken back; it is kept as a branch
answer-undone = taken back
answer-branch-none = this message has no other branch
answer-branch-last = there is no branch further that way
answer-not-found = { $text }: not in this conversation
answer-code-number = { $number } is not the number of a code block
answer-code-none = the answer has no code blocks
answer-code-count = { $count ->
    [one] the answer has 1 code block; { $number } is not its number
   *[other] the answer has { $count } code blocks; { $number } is none of them
}
pick-codes = Copy a code block
pick-code-lines = { $count ->
    [one] { $lang } 1 line
   *[other] { $lang } { $count } lines
}
ask-find = Find in this conversation
ask-save = Write the answer into

## src/tui/command/chat.rs

chat-new = a new conversation; Ctrl+O opens the old ones
chat-renamed = renamed
chat-fork-none = there is nothing to go on from yet
chat-forked = this is a copy now; the other conversation stays as it was
chat-export-none = there is nothing to write yet
pick-chats = Conversations
pick-reading = reading …
ask-rename = Title of this conversation

## src/tui/command/message.rs

ask-shell = Run this, and add what it writes to the message?
pick-history = Earlier messages
pick-history-none = none yet in this project
message-no-queue = nothing is queued
pick-presets = Presets
pick-none = none

## src/tui/command/mod.rs

screen-no-command-near = there is no /{ $name }; /{ $known }?
screen-no-command = there is no /{ $name }; F1 lists what there is, //{ $name } sends it as text

## src/tui/command/model.rs

pick-models = Models on this machine
pick-looking = looking …
ask-system = Instructions for the model
model-compact-none = there is too little to compact
model-no-instructions = no instructions
model-instructions = instructions set
model-think-usage = think: on, off or auto
model-think-on = the model thinks before it answers, if it can
model-think-off = the model answers at once, if it can
model-think-auto = the model thinks as it was made to
set-unknown = there is no { $key }; temp, top_p, top_k, min_p, seed, max_tokens, ctx
set-range = { $key } is a number from { $from } to { $to }, or `default`
set-none = everything as the model's makers advise; /set KEY VALUE changes, /set KEY default goes back

## src/tui/command/pages.rs

page-context = Where the context goes
page-stats = Statistics
page-keys = Keys
page-help = Help
page-intro = Type and press Enter. / begins a command, @ adds a file, ! adds the output of a command. Everything is saved as it comes. A letter in ( ) is for a message that was chosen with Esc Esc.
page-editing = In the message
page-browsing = While a message is chosen
page-reviewing = While a change is asked about
page-own-keys = Own keys: [keys] in config.toml, such as  palette = ["f2", "ctrl+p"]
page-used = { $count ->
    [one] { $count } token is in use
   *[other] { $count } tokens are in use
}
page-used-of = { $count ->
    [one] { $count } token of { $of } is in use
   *[other] { $count } tokens of { $of } are in use
}
page-context-hint = /compact replaces what was said by a summary, /undo takes the last exchange back, /set ctx N raises the limit, /new begins anew
page-instructions = instructions
page-template = what the model's template adds
page-summary = summary of what was said before
page-you = you: { $text }
page-result = result: { $text }
page-answer = answer: { $text }
page-thinking = thinking
page-draft = what you are writing
page-free = free
page-chat = conversation
page-name = its name
page-model = model
page-messages = messages
page-written = tokens written
page-prompt = last prompt
page-prompt-cost = { $count ->
    [one] { $count } token, { $reused } reused, { $read } read
   *[other] { $count } tokens, { $reused } reused, { $read } read
}
page-last = last answer
page-last-cost = { $count ->
    [one] { $count } token, { $speed } a second
   *[other] { $count } tokens, { $speed } a second
}

## src/tui/command/screen.rs

screen-mouse-program = the wheel scrolls, dragging copies; with Shift the terminal has the mouse
screen-mouse-terminal = the terminal has the mouse: it selects text
screen-vim-on = vim's keys: Esc for commands, i to write
screen-vim-off = vim's keys are off
screen-lang = Language of this interface
screen-lang-auto = as the system is
screen-lang-none = there is no language { $name } here: { $codes }
pick-palette = What to do
pick-palette-none = nothing like that
pick-themes = Themes
pick-theme-dark = dark
pick-theme-light = light
pick-theme-auto = as the terminal is

## src/tui/composer/chip.rs

composer-pasted-characters = { $count ->
    [one] [pasted 1 character]
   *[other] [pasted { $count } characters]
}
composer-pasted-lines = { $count ->
    [one] [pasted 1 line]
   *[other] [pasted { $count } lines]
}
composer-image = [image { $name }]

## src/tui/editor.rs

message-editor-failed = cannot edit with { $editor }
message-editor-hint = set EDITOR to the editor you use; the message is as it was
review-editor-none = no editor is set
review-editor-none-hint = set EDITOR or VISUAL to the editor you use, such as nano; the change is as it was
review-editor-hint = set EDITOR or VISUAL to the editor you use; the change is as it was

## src/tui/files/attach.rs

file-no-picture = there is no picture { $name }
file-no-picture-hint = correct its name, or take it out of the message
file-unread = cannot read { $path }
file-directory = it is a directory
file-no-file = it is not a file
file-one-by-one = mention the files in it one by one
file-large = it has more than { $count } KiB
file-large-hint = paste the part that matters
file-no-text = it is not text
file-no-text-hint = mention text in UTF-8, or an image for a model that sees

## src/tui/guard/

screen-keys-unread = cannot read keys
screen-unwritten = cannot write to the terminal
screen-no-signals = cannot listen to signals
screen-no-stop = cannot stop
screen-no-terminal = there is no terminal to draw on

## src/tui/overlay/

ask-foot-key = y yes · n no
ask-foot-line = enter do it · esc leave it
page-foot = ↑↓ scroll · esc close
pick-foot = enter choose · type to narrow · esc close
pick-foot-chats = enter open · del delete · type to search in all · esc close
pick-foot-codes = enter copy · esc close

## src/tui/runner.rs

chat-deleted = deleted
chat-gone = the conversation is no longer there
set-kept = { $key } = { $value }, kept in config.toml
file-mode = cannot set who may use { $path }
file-written = written to { $path }
clip-too-long = cannot copy: it is too long for this terminal
clip-nowhere = cannot copy: there is no clipboard here
clip-hint = write it into a file with /save
clip-copied = { $count ->
    [one] copied 1 line
   *[other] copied { $count } lines
}
pick-built-in = built in

## src/tui/screen.rs, src/tui/shell.rs

screen-no-shell = there is no shell to go back to
shell-failed = cannot run { $command }

## src/tui/status.rs

status-starting = starting the engine …
status-loading = loading { $name } … { $part } %
status-queued = waiting for the engine, { $count } before …
status-reading = reading { $done } of { $of } tokens
status-reading-moment = reading { $done } of { $of } tokens, a moment left
status-reading-seconds = reading { $done } of { $of } tokens, { $seconds } s left
status-reading-minutes = reading { $done } of { $of } tokens, { $minutes } min { $seconds } s left
status-thinking = { $count ->
    [one] thinking … { $count } token
   *[other] thinking … { $count } tokens
}
status-writing = writing
status-working = working
status-asking = waiting for your decision
status-compacting = summarising
status-speed = { $speed } tokens/s
status-looking = looking for a model …
status-at = at { $url }
status-place-loading = loading { $part } %
status-threads = { $count ->
    [one] CPU, 1 thread
   *[other] CPU, { $count } threads
}
status-here = this machine
status-think-on = think on
status-think-off = think off
status-context = { $used } of { $limit } tokens { $share } %
status-used = { $count } tokens
status-help = F1 help

## src/tui/transcript/cell.rs

cell-summary = Summary of what was said before, which the model reads in its place (/undo brings it back)
cell-thinking = thinking …
cell-thought = thought
cell-thought-for = thought for { $time }
cell-tokens = { $count ->
    [one] { $count } token
   *[other] { $count } tokens
}
cell-seconds = { $seconds } s
cell-minutes = { $minutes } min { $seconds } s
cell-lines = { $count ->
    [one] { $count } line: { $first }
   *[other] { $count } lines: { $first }
}
cell-cut = cut: the limit of tokens was reached
cell-stopped = stopped
cell-broken = broken off · /retry asks again
cell-broken-why = broken off: { $why } · /retry asks again

## src/tui/view.rs

view-near = { $used } of { $limit } tokens of the context are used: /compact makes room, /undo drops the last exchange, /set ctx N raises the limit
view-full = the context is full ({ $used } of { $limit } tokens): /compact, /undo, /set ctx N, or /new
view-queued = queued: { $text }
view-queued-waits = queued, Enter sends it: { $text }
view-here = { $name } answers, on this machine
view-at = { $name } answers, at { $url }
view-hints = Enter sends · / commands · @ files · ! output of a command · { $keys } earlier conversations · F1 help
view-editing = writing an earlier message again
view-found = { $text }: { $at } of { $of } · enter next · esc ends
view-more = more below ↓
view-browsing = ↑↓ choose · e edit · r answer again · y copy · ←→ branches · enter unfold · esc back
view-busy = write on: it is sent when the answer is done
view-ask = Ask anything

## src/tui/app/mod.rs

answer-drifted = { $why }; { $keys } or /regen answers again

## src/tui/app/typing.rs

ask-plain = The pasted letters have forms as PDF files have them. Make them ordinary letters?

## src/tui/agent.rs, src/tui/command/code.rs

mode-plan = plan
mode-ask = ask
mode-edit = edit
mode-auto = auto
mode-plan-said = plan: it looks, and changes and runs nothing
mode-ask-said = ask: it asks before each change and each command
mode-edit-said = edit: it changes files, and asks before commands
mode-auto-said = auto: it changes files and runs commands by itself, held in the project
mode-none = this is a chat: modes are for qwill code
mode-unknown = there is no mode { $name }: { $names }
answer-redo-none = there is nothing to bring back
answer-redone = brought back
code-only = that is for qwill code
commit-asks = the model writes a message …
commit-runs = git commit …
commit-ready = change it as you like; Enter commits what is staged
commit-nothing = nothing is staged: stage what belongs together first, for example with git add -p
commit-failed = git did not commit
review-nothing = nothing was changed
review-plan = nothing is changed during the review
test-plan = nothing is run in the mode plan; Shift+Tab changes it
test-none = this project has no check: set `check` in .qwill.toml
test-failed = { $command } failed. Give it to the model?
add-done = goes along with the next message: { $paths }
add-gone = cannot be read any more and goes along no more: { $paths }
drop-none = no such file goes along
drop-done = goes along no more: { $paths }
drop-sent = taken out: { $paths }; the prompt is read anew from there
page-each = Message by message
page-notes = the project's notes
page-map = map of the project
page-file = file { $path }
page-conversation = conversation
page-tools = output of tools
page-own = Prompts of your own and of the project
rewind-title = Go back to before which question?
rewind-way = What goes back?
rewind-both = files and chat
rewind-chat = the chat only; files stay as they are
rewind-files-only = the files only; the chat stays
rewind-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
rewind-note = { $files } +{ $added } −{ $removed }
rewind-done = gone back
rewind-foreign-title = Write over what others changed?
rewind-foreign = Changed since, and not by this conversation: { $paths }. If you go on, they become what they were before the question too; what is in them now is kept, and /redo brings it back.
undo-restored = written: { $paths }
undo-removed = removed: { $paths }
undo-conflict = { $path } was changed meanwhile by somebody else
undo-conflict-kept = { $path } was changed meanwhile by somebody else; their text is kept in { $copy }
undo-blocked = not as they should be: { $paths }
undo-no-files = no files were changed

## src/tui/call.rs

call-lines = { $count ->
    [one] 1 line
   *[other] { $count } lines
}
call-more = { $count ->
    [one] … 1 more row
   *[other] … { $count } more rows
}

## src/tui/overlay/permit/

permit-run = Run this command?
permit-change = Change { $path }?
permit-patch = Make these changes?
permit-read = Read { $path }?
permit-other = Do this?
permit-question = The model asks
permit-why-mode = In this mode it asks first.
permit-why-rule = A rule of yours asks for this.
permit-why-secret = The file may hold secrets.
permit-why-git = The file belongs to version control.
permit-why-loose = Nothing holds commands here: it could change anything that you can.
permit-why-loose-for = Nothing holds commands here ({ $why }): it could change anything that you can.
permit-once = yes, this time
permit-always-command = yes, this command for the whole conversation
permit-always-file = yes, this file for the whole conversation
permit-prefix = yes, all commands of this conversation that begin with `{ $prefix }`
permit-edit = change it before it is done
permit-no = no
permit-reason = No. What to do instead?
permit-answer = Your answer
permit-instead = Change it; Enter does it
permit-foot = esc no · ctrl+c stop
permit-foot-more = { $count ->
    [one] ↑↓ 1 more row · esc no
   *[other] ↑↓ { $count } more rows · esc no
}
permit-foot-write = enter send · esc say nothing
permit-foot-change = enter do it · esc back
permit-edited = This is the change as you made it.
permit-unchanged = Nothing would change.
permit-some = yes, { $taken } of { $count } parts
permit-none = no: no part is taken
permit-leave = leave this part out
permit-take = take this part
permit-edit-file = change it in your editor
permit-beside = both sides beside each other
permit-below = one side below the other
permit-foot-part = ↑↓ part { $at } of { $count } · esc no

## src/tui/status.rs: a call

status-call = { $call } · { $seconds } s · esc stops

## src/tui/command/servers.rs

page-mcp = Servers of tools
mcp-chat = this is a chat: servers of tools are for qwill code
mcp-hint = /mcp NAME starts one again. Rules name tools: allow = ["mcp:NAME/TOOL", "mcp:NAME/*"]
permit-tool = Call { $tool } of the server { $server }?
permit-why-server = Nothing holds a server: what it does cannot be taken back.
permit-always-tool = yes, this tool for the whole conversation
action-mcp = servers of tools, or start one again
