## src/cli/mod.rs
cmd-start = cannot start
cmd-interrupted = interrupted
cmd-hint = hint: { $hint }
cmd-yes = yes
cmd-no = no
cmd-ready = ready: qwill -m { $name } "…"
cmd-cannot-read = cannot read { $path }
cmd-network-off = the network is off
cmd-offline-hint = leave out --offline, and unset HF_HUB_OFFLINE
cmd-no-model = no model is here but the small one inside the program
cmd-fit = { $mark } { $verdict }: { $need } of { $free } { $place ->
    [memory] free memory
    [split] free memory and devices
   *[device] free on { $device }
  } with { $ctx } tokens of context

## src/cli/table.rs
cmd-head-name = NAME
cmd-head-size = SIZE
cmd-head-params = PARAMS
cmd-head-quant = QUANT
cmd-head-fit = FIT
cmd-head-from = FROM
cmd-head-here = HERE
cmd-head-newest = NEWEST
cmd-head-state = STATE
cmd-head-model = MODEL
cmd-head-memory = MEMORY
cmd-head-context = CONTEXT
cmd-head-threads = THREADS
cmd-head-uptime = UPTIME
cmd-head-idle = IDLE
cmd-head-requests = REQUESTS
cmd-head-listens = LISTENS
cmd-head-repository = REPOSITORY
cmd-head-downloads = DOWNLOADS
cmd-head-quantisations = QUANTISATIONS
cmd-head-used = USED
cmd-head-messages = MESSAGES
cmd-head-title = TITLE

## src/cli/out.rs
cmd-write = cannot write the answer
cmd-time-seconds = { $seconds }s
cmd-time-minutes = { $minutes }m { $seconds }s
cmd-time-hours = { $hours }h { $minutes }m

## src/cli/bar.rs
cmd-bar-asking = asking { $host } …
cmd-bar-wait = another process is fetching { $file }: waiting for it …
cmd-bar-again = { $why }: again in { $time } …
cmd-bar-limit = the hub asks to wait: { $time } …
cmd-bar-copying = copying { $file }
cmd-bar-checking = checking { $file }
cmd-bar-done = { $done } of { $total }
cmd-bar-rate = { $bytes }/s
cmd-bar-left = { $time } left

## src/cli/input.rs
cmd-ask-empty = there is no question
cmd-ask-empty-hint = { $command } "your question", or give it on standard input
cmd-ask-stdin = cannot read standard input
cmd-ask-directory = it is a directory
cmd-ask-directory-hint = name the files in it: -f A -f B
cmd-ask-long = { $name } has more than { $bytes }
cmd-ask-long-hint = send only the part that matters
cmd-ask-utf8 = { $name } is not all UTF-8: what is not was replaced by U+FFFD

## src/cli/ask.rs
cmd-ask-no-number = not a number
cmd-ask-between = must be between { $min } and { $max }
cmd-ask-starter = { $notice }; { $hint }
cmd-ask-starting = starting the engine …
cmd-ask-no-end = the answer has no end

## src/cli/tell.rs
cmd-ask-queue = waiting for the engine, { $count } before …
cmd-ask-loading = loading { $model } … { $part } %
cmd-ask-reading = reading the prompt … { $done } of { $total } tokens
cmd-ask-reading-left = reading the prompt … { $done } of { $total } tokens, { $time } left
cmd-ask-thinking = thinking …
cmd-ask-writing = writing the answer …
cmd-ask-cut = the answer was cut
cmd-ask-cut-hint = allow more tokens with -n, or ask for less
cmd-ask-usage = prompt { $prompt } tokens · answer { $answer } tokens
cmd-ask-stats = prompt { $prompt } tokens, { $cached } reused, { $prefill }/s · answer { $answer } tokens, { $decode }/s · { $time } s

## src/cli/chat.rs
cmd-chat-terminal = the chat needs a terminal for its input and its output
cmd-chat-terminal-hint = for pipes there is: qwill ask
cmd-chat-dumb = this terminal cannot place text (TERM is dumb or not set)
cmd-chat-dumb-hint = qwill ask "…" answers here too; or set TERM, such as TERM=xterm-256color

## src/cli/advise.rs
cmd-pull-advice = for real work fetch one that fits here: qwill pull { $name } ({ $bytes })
cmd-pull-advice-any = for real work fetch a larger one: qwill pull NAME
cmd-pull-none = no model of the catalog fits this machine
cmd-pull-none-why = { $bytes } of memory are free
cmd-pull-none-hint = close other programs; or name a model: qwill pull NAME
cmd-pull-right =
    Right for this machine with { $free } of free memory: for each purpose the largest
    that fits and answers about as fast as you read
cmd-pull-unnamed = no model was named
cmd-pull-which = Which one? [1-{ $count }, Enter for none]
cmd-pull-offer = { $bytes } to fetch  { $mark } needs { $need }  { $licence }

## src/cli/pull.rs
cmd-pull-starter = the starter is inside the program, there is nothing to fetch
cmd-pull-path = { $name } is a path, and pull fetches from a hub
cmd-pull-path-hint = to use a file where it is: qwill import { $name }
cmd-pull-revision = { $name } is not a revision
cmd-pull-revision-hint = name a branch, a tag or a commit
cmd-pull-unusable = fetched, but it cannot be used: { $why }
cmd-pull-part = { $bytes } are here
cmd-pull-here = is here
cmd-pull-elsewhere = { $store } has it: nothing to fetch
cmd-pull-total = { $bytes }  to fetch
cmd-pull-total-free = { $bytes }  to fetch, { $free } free in { $path }
cmd-pull-doubt = { $path } is not the file that qwill knows by that name; it may be newer, or not what it says
cmd-pull-unsaid = ? its header does not say how much memory it needs
cmd-pull-licence = its licence is { $licence }, with conditions of its own: { $page }
cmd-pull-licence-private = its licence is { $licence }, for research and private use only: { $page }
cmd-pull-cannot = cannot fetch { $name }
cmd-pull-off = the network is off, and it is not on this machine
cmd-pull-kept = stopped; { $done } of { $total } are kept, and the same command goes on there: qwill pull { $name }

## src/cli/list.rs
cmd-list-hint = see which ones are right for this machine: qwill pull
cmd-list-unfinished = unfinished downloads take { $bytes }: the same pull goes on with them, qwill gc deletes them
cmd-list-configured = the configured model cannot be used: { $why }
cmd-list-cannot = ✗ cannot run
cmd-list-hub = hub

## src/cli/show.rs
cmd-show-room = { $fit }, KV cache in { $kind }
cmd-show-measured = yes: the memory below is what it took here
cmd-show-estimated = no: the memory below is estimated
cmd-show-billion = { $count } billion
cmd-show-million = { $count } million
cmd-show-part = { $number } of { $all }
cmd-fact-path = path
cmd-fact-name = name
cmd-fact-architecture = architecture
cmd-fact-parameters = parameters
cmd-fact-active = active
cmd-fact-quantisation = quantisation
cmd-fact-bytes = bytes
cmd-fact-weights = weights
cmd-fact-parts = parts
cmd-fact-context = context
cmd-fact-layers = layers
cmd-fact-vocabulary = vocabulary
cmd-fact-tokenizer = tokenizer
cmd-fact-template = template
cmd-fact-tools = tools
cmd-fact-thinking = thinking
cmd-fact-licence = licence
cmd-fact-store = store
cmd-fact-repository = repository
cmd-fact-commit = commit
cmd-fact-sha256 = sha256
cmd-fact-projector = projector
cmd-fact-part = part
cmd-fact-problem = problem
cmd-fact-measured = measured

## src/cli/search.rs
cmd-search-none = nothing found for ‘{ $text }’ among repositories with GGUF files
cmd-search-none-hint = try fewer words, or a part of a name: qwill search qwen3
cmd-search-marks = ✓ fits  ⚠ tight  ✗ does not fit this machine; to fetch one: qwill pull REPOSITORY:QUANT
cmd-search-gated = gated
cmd-search-newer = needs a newer qwill

## src/cli/outdated.rs
cmd-outdated-offline = cannot ask the hub what has changed
cmd-outdated-unasked = no repository could be asked about
cmd-outdated-later = try again later
cmd-outdated-empty = no model is in the hub's cache; to fetch one: qwill pull
cmd-outdated-hint = only what changed is fetched by: qwill pull { $name }
cmd-outdated-current = up to date
cmd-outdated-same = up to date: the new commit has the same files
cmd-outdated-changed = changed: { $files }
cmd-outdated-missing = { $path } is not there any more
cmd-outdated-gone = gone from the hub, or private
cmd-outdated-unknown = cannot be asked: { $why }
cmd-outdated-renamed = { $state }; it is called { $name } now

## src/cli/verify.rs
cmd-verify-ok = ok
cmd-verify-wrong = WRONG
cmd-verify-unknown = unknown
cmd-verify-instead = { $path } hashes to { $hash } instead of { $wanted }
cmd-verify-other = { $path } hashes to { $hash }; another version of it hashes to { $known }
cmd-verify-unclaimed = { $path } hashes to { $hash }, and no checksum of it is known
cmd-verify-again = fetch it again: qwill rm { $name }, then qwill pull { $name }
cmd-verify-store = fetch it again with what brought it here ({ $store })
cmd-verify-files = { $count ->
    [one] { $count } of { $total } files is not what it should be
   *[other] { $count } of { $total } files are not what they should be
  }

## src/cli/rm.rs
cmd-rm-refused = will not delete { $name }
cmd-rm-busy = the engine { $pid } runs with it
cmd-rm-busy-hint = end it first: qwill stop
cmd-rm-list = qwill list shows the models that are here
cmd-rm-several = { $name } is here { $count } times
cmd-rm-several-hint = name the one you mean: { $names }
cmd-rm-belongs = it belongs to { $store }
cmd-rm-ollama = delete it there: ollama rm { $name }
cmd-rm-lmstudio = delete it there, under My Models
cmd-rm-llamacpp = it has no command for that: rm { $paths }
cmd-rm-inside = it is inside the program
cmd-rm-inside-hint = it takes no more room than that
cmd-rm-own = it is a file of your own, which qwill did not bring here
cmd-rm-would = would delete { $names }, which frees { $bytes }
cmd-rm-deletes = deletes { $names }, which frees { $bytes }
cmd-rm-stays = stays: { $path }: { $why }
cmd-rm-another = another { $name } is still here: qwill rm { $name }
cmd-rm-another-commit = another { $name } is still here, of the commit { $commit }: qwill rm { $name }

## src/cli/gc.rs
cmd-gc-nothing = nothing to delete in { $path }
cmd-gc-would = { $bytes } in { $count ->
    [one] { $count } file
   *[other] { $count } files
  } would be freed
cmd-gc-freed = freed { $bytes } of { $count ->
    [one] { $count } file
   *[other] { $count } files
  }
cmd-gc-failed = cannot delete { $path }

## src/cli/import.rs
cmd-import-needless = { $name } needs no import
cmd-import-needless-why = models of { $store } are used by their names
cmd-import-missing = there is no file { $name }
cmd-import-here = the model of that name is here: qwill -m { $name } "…"
cmd-import-pull = check the path; a model of that name is fetched by: qwill pull { $name }
cmd-import-ask = Link to it where it is, or copy its { $bytes }? [L/c]

## src/cli/login.rs
cmd-login-cannot = cannot log in
cmd-login-offline = the network is off, and only the hub knows whether a token is right
cmd-login-offline-hint = unset HF_HUB_OFFLINE
cmd-login-modelscope = cannot log in to ModelScope
cmd-login-modelscope-why = its token is kept in no file
cmd-login-modelscope-hint = put it into MODELSCOPE_API_TOKEN
cmd-login-done = logged in as { $name }
cmd-login-where = the token is in { $path }
cmd-login-before = { $name } is set, and goes before it
cmd-login-make = make one: { $page }
cmd-login-none = no token was given
cmd-login-wrong = this is no token
cmd-login-wrong-why = a token is one word of letters, digits and the like
cmd-login-prefix = tokens of the hub begin with hf_, and this one does not
cmd-login-read = cannot read the token
cmd-login-enough = A token that may read is enough; make one: { $page }
cmd-login-prompt = Token (it is not shown):
cmd-login-echo = cannot keep the terminal from showing the token
cmd-login-keep = cannot keep the token in { $path }
cmd-login-keep-hint = choose another file with HF_TOKEN_PATH
cmd-login-remove = cannot remove { $path }
cmd-login-out = logged out: the token in { $path } is gone
cmd-login-not = not logged in: there is no token in { $path }
cmd-login-still = { $name } is set, and is used all the same

## src/cli/ps.rs
cmd-ps-none = no engine runs: the next question starts one
cmd-ps-loading = loading
cmd-ps-ready = ready
cmd-ps-busy = busy
cmd-ps-stopping = stopping
cmd-ps-socket = socket

## src/cli/stop.rs
cmd-stop-none = no engine runs
cmd-stop-done = stopped { $model } ({ $pid })

## src/cli/serve.rs
cmd-serve-listens = { $name } listens at { $address }; Ctrl-C ends it
cmd-serve-ready = ready, with a context of { $ctx ->
    [one] { $ctx } token
   *[other] { $ctx } tokens
  }, { $threads ->
    [one] { $threads } thread
   *[other] { $threads } threads
  }

## src/cli/chats
cmd-chats-none = there is no conversation yet
cmd-chats-begin = qwill begins one; qwill chats import FILE takes over those of other programs
cmd-chats-none-begin = there is no conversation yet: qwill begins one; qwill chats import FILE takes over those of other programs
cmd-chats-untitled = (no title)
cmd-chats-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
  }
cmd-chats-exported = { $title } is in { $path }
cmd-chats-write = cannot write { $path }
cmd-chats-exists = { $path } is there already
cmd-chats-exists-hint = choose another name, or delete it first
cmd-chats-forked = { $title } has { $count ->
    [one] { $count } message
   *[other] { $count } messages
  }
cmd-chats-imported = { $chat }, { $count ->
    [one] { $count } message
   *[other] { $count } messages
  }
cmd-chats-known = { $chat }: is here already, and stays as it is
cmd-chats-cannot-import = cannot import { $name }
cmd-chats-no-text = it is no text: { $why }
cmd-chats-no-title = a title has at least one letter
cmd-chats-renamed = { $chat } is called { $title } now
cmd-chats-would = would delete { $chat }  { $title }, { $count ->
    [one] { $count } message
   *[other] { $count } messages
  }
cmd-chats-deleted = deleted { $chat }  { $title }, { $count ->
    [one] { $count } message
   *[other] { $count } messages
  }
cmd-chats-nowhere = no conversation has { $text } in it
cmd-chats-system = system
cmd-chats-summary = summary
cmd-chats-you = you
cmd-chats-assistant = assistant
cmd-chats-tool = tool
cmd-chats-branch = branch { $at } of { $count }
cmd-chats-open = not finished
cmd-chats-cut = cut at a limit
cmd-chats-stopped = stopped
cmd-chats-broken = broken off

## src/cli/tell.rs

cmd-ask-drifted = { $why }; ask again, or say in the question which language the answer is to have
