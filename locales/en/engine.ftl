## src/client/http.rs

client-handshake = cannot write the handshake
client-none = no engine listens
client-garbled = the engine says nothing readable
client-network = cannot set up the network
client-key-unset = { $name } is not set
client-key-hint = put the engine's key into it
client-reach = cannot reach { $url }
client-reach-hint = is the engine running, and is its url right in config.toml?
client-answers = the engine answers { $status }
client-no-fill = there is no { $url }: this engine fills no gaps
client-no-fill-hint = llama-server and `qwill serve` do; or choose a model of this machine with -m
client-connection = cannot set up the connection

## src/client/local.rs, mod.rs

client-restless = no engine stays long enough to answer
client-restless-hint = look at the engines with `qwill ps`, and at the log in the run directory
client-unstopped = the engine { $pid } does not stop
client-unstopped-hint = end it with: kill -9 { $pid }

## src/client/spawn.rs

client-without = this qwill was built without llama.cpp
client-without-hint = name a configured engine: -m ENGINE/MODEL
client-leaving = the engine that is leaving does not finish
client-leaving-hint = look at it with `qwill ps`, end it with `qwill stop`
client-check = cannot check the model
client-ended = the engine ended at its start ({ $status })
client-mute = the engine does not open its socket
client-program = cannot find my own program file
client-log = cannot write the engine's log
client-start = cannot start { $path }
client-wait = cannot wait for the lock
client-lock = cannot lock the run directory
client-log-hint = its log: { $path }

## src/client/stream.rs

client-unreadable = the engine sends something unreadable
client-broke = the engine broke off in the middle of the answer
client-died = the engine died in the middle of the answer
client-killed = it was killed, by somebody or because memory ran out
client-killed-hint = ask again: a new engine will start. If it happens again, take a smaller model or --ctx

## src/engine/local

engine-no-token = the model gives no possible token
engine-no-token-hint = its file may be damaged: fetch it again
engine-no-middle = this model cannot fill gaps: its vocabulary has no tokens for them
engine-no-middle-hint = Qwen2.5-Coder, Qwen3-Coder, DeepSeek-Coder, Granite-Code and CodeLlama have them: choose one with -m
engine-sampler = the sampler refused its own token
engine-llama = llama.cpp does not start
engine-load = llama.cpp cannot load { $path }
engine-load-hint = verify the file or fetch it again; if it is new, update qwill
engine-no-memory = no memory for a context of { $ctx } tokens
engine-no-memory-hint = try a shorter one: --ctx 2048
engine-thread = cannot start the engine's thread
engine-over = the engine's worker has ended
engine-over-hint = run the command again: a new engine will start
engine-batch = a batch is too long
engine-decode = llama.cpp could not decode
engine-empty = the prompt is empty
engine-long-bytes = the prompt has { $count } bytes and the context holds { $ctx } tokens
engine-long-tokens = the prompt has { $count } tokens and the context holds { $ctx } tokens
engine-longer-hint = give it a longer context, up to --ctx { $trained }, or send less
engine-less-hint = send less: this model holds no more

## src/engine/profile.rs: whether a model thinks

engine-think-never = never
engine-think-on = on by default, can be switched
engine-think-off = off by default, can be switched
engine-think-effort = by effort, can be switched
engine-think-always-effort = always, by effort
engine-think-always = always

## src/engine/template

engine-template-none = the model has no chat template
engine-template-unread = the model's chat template cannot be read: { $why }
engine-template-late = the model's chat template takes no system message inside a conversation: it became a user message
engine-template-failed = the model's chat template failed, ChatML took its place: { $why }
engine-template-line = { $what } (line { $line })
engine-template-large = it is longer than 1 MiB
engine-template-slow-read = it takes too long to read
engine-template-slow = it takes too long
engine-template-endless = it did not come to an end
engine-template-output = its output is too long
engine-json-deep = JSON is nested too deeply

## src/engine/turn.rs

engine-no-messages = the request has no messages
engine-text-only = this engine reads text only
engine-text-only-hint = leave the images out
engine-think-fixed = this model cannot be told whether to think
engine-template-foreign = { $why }: the built-in ChatML is used, and answers may be worse

## src/server/answer.rs

server-stopping = the engine is stopping
server-stopped = the engine was stopped
server-stopped-hint = ask again: a new one will start
server-broke = the engine's worker ended in the middle of the answer
server-full = the context is full
server-circles = it went round in circles

## src/server/app.rs

server-unloaded = the engine's worker ended while it loaded the model
server-handshake = the handshake is not readable
server-other = another engine runs here
server-by-hand = an engine started by hand holds { $name }
server-by-hand-hint = ask that model with -m, or end its engine with `qwill stop`

## src/server/mod.rs

server-unload = cannot unload the model
server-public = will not listen on { $address }
server-public-why = everybody on the network could use the model and read what is asked
server-public-hint = listen on 127.0.0.1 and reach it through an ssh tunnel
server-listen = cannot listen on { $address }
server-listen-hint = choose another port; 0 takes a free one
server-lost = the engine's worker ended unexpectedly

## src/server/routes.rs

server-foreign = requests from other sites are refused
server-unknown = there is no { $method } { $path }
server-unread = the request is not readable

## src/server/socket.rs

server-socket-long = the socket's path has { $long } bytes, { $most } are possible
server-socket-long-hint = choose a shorter one with --socket, or a shorter QWILL_HOME
server-socket-lock = cannot lock { $path }
server-socket-taken = an engine already runs on { $path }
server-socket-taken-hint = see it with `qwill ps`, end it with `qwill stop`
server-socket-open = cannot open { $path }
server-socket-foreign = { $path } is not a socket of this user
server-socket-foreign-hint = remove it, or choose another path with --socket
server-socket-stale = cannot remove the stale { $path }

## src/render/markdown: what a quotation is called

render-note = Note
render-tip = Tip
render-important = Important
render-warning = Warning
render-caution = Caution

## src/render/theme/file.rs

render-theme-from = { $path } inherits from it
render-theme-circle = { $theme }: it inherits in a circle
render-theme-hint = the program has { $names }; more in { $path }
render-theme-near = there is { $names }
render-theme-none = there is no theme `{ $name }`
render-theme-unread = cannot read the theme { $path }
render-theme-large = it is too large
render-theme-own = the theme { $name }
render-theme-line = line { $line }: { $why }
render-theme-no-role = there is no role `{ $name }`
render-theme-roles = roles are { $names }
render-theme-no-syntax = there is no syntax theme `{ $name }`
render-theme-syntaxes = there are { $names }
render-theme-role = role { $role }: { $why }
render-theme-colour = `{ $text }` is neither in the palette, nor #rrggbb, nor 0 to 255, nor a colour's name
