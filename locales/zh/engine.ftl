## src/client/http.rs

client-handshake = 无法写入握手信息
client-none = 没有引擎在监听
client-garbled = 引擎的回复无法读取
client-network = 无法初始化网络
client-key-unset = 未设置 { $name }
client-key-hint = 请把引擎的密钥放入其中
client-reach = 无法连接 { $url }
client-reach-hint = 引擎在运行吗？config.toml 中的 url 正确吗？
client-answers = 引擎返回 { $status }
client-no-fill = { $url } 不存在：此引擎不能填补空缺
client-no-fill-hint = llama-server 和 `qwill serve` 可以；也可用 -m 选择本机的模型
client-connection = 无法初始化连接

## src/client/local.rs, mod.rs

client-restless = 没有引擎能运行到给出回答
client-restless-hint = 请用 `qwill ps` 查看引擎，并查看运行目录中的日志
client-unstopped = 引擎 { $pid } 没有停止
client-unstopped-hint = 强行结束它：kill -9 { $pid }

## src/client/spawn.rs

client-without = 此 qwill 构建时未包含 llama.cpp
client-without-hint = 请指明一个已配置的引擎：-m ENGINE/MODEL
client-leaving = 正在退出的引擎迟迟没有结束
client-leaving-hint = 用 `qwill ps` 查看它，用 `qwill stop` 停止它
client-check = 无法检查模型
client-ended = 引擎刚启动就结束了（{ $status }）
client-mute = 引擎没有打开它的套接字
client-program = 找不到本程序的文件
client-log = 无法写入引擎的日志
client-start = 无法启动 { $path }
client-wait = 无法等待锁
client-lock = 无法锁定运行目录
client-log-hint = 日志：{ $path }

## src/client/stream.rs

client-unreadable = 引擎发来的内容无法读取
client-broke = 引擎在回答中途断开
client-died = 引擎在回答中途崩溃
client-killed = 引擎被强行终止：可能是人为，也可能是内存耗尽
client-killed-hint = 请重新提问：会启动新的引擎。如果再次发生，请换用更小的模型或更小的 --ctx

## src/engine/local

engine-no-token = 模型给不出任何可用的词元
engine-no-token-hint = 模型文件可能已损坏：请重新下载
engine-no-middle = 此模型不能填补空缺：它的词表没有相应的词元
engine-no-middle-hint = Qwen2.5-Coder、Qwen3-Coder、DeepSeek-Coder、Granite-Code 和 CodeLlama 有：请用 -m 选择其中之一
engine-sampler = 采样器拒绝了它自己选出的词元
engine-llama = llama.cpp 无法启动
engine-load = llama.cpp 无法加载 { $path }
engine-load-hint = 请校验该文件或重新下载；如果模型较新，请更新 qwill
engine-no-memory = 内存不足，放不下 { $ctx } 个词元的上下文
engine-no-memory-hint = 请用更短的上下文：--ctx 2048
engine-thread = 无法启动引擎的线程
engine-over = 引擎的工作线程已结束
engine-over-hint = 请再次运行该命令：会启动新的引擎
engine-batch = 批次过长
engine-decode = llama.cpp 解码失败
engine-empty = 提示词为空
engine-long-bytes = 提示词有 { $count } 字节，而上下文只能容纳 { $ctx } 个词元
engine-long-tokens = 提示词有 { $count } 个词元，而上下文只能容纳 { $ctx } 个
engine-longer-hint = 请设置更长的上下文，最多 --ctx { $trained }，或少发一些内容
engine-less-hint = 请少发一些内容：此模型容纳不了更多

## src/engine/profile.rs: whether a model thinks

engine-think-never = 从不
engine-think-on = 默认开启，可切换
engine-think-off = 默认关闭，可切换
engine-think-effort = 按思考强度，可切换
engine-think-always-effort = 始终，按思考强度
engine-think-always = 始终

## src/engine/template

engine-template-none = 模型没有对话模板
engine-template-unread = 无法读取模型的对话模板：{ $why }
engine-template-late = 模型的对话模板不接受对话中间的系统消息：已改为用户消息
engine-template-failed = 模型的对话模板出错，已改用 ChatML：{ $why }
engine-template-line = { $what }（第 { $line } 行）
engine-template-large = 模板超过 1 MiB
engine-template-slow-read = 读取模板用时太长
engine-template-slow = 模板用时太长
engine-template-endless = 模板没有结束
engine-template-output = 模板的输出过长
engine-json-deep = JSON 嵌套过深

## src/engine/turn.rs

engine-no-messages = 请求中没有消息
engine-text-only = 此引擎只能读取文本
engine-text-only-hint = 请去掉图片
engine-think-fixed = 无法指定此模型是否思考
engine-template-foreign = { $why }：改用内置的 ChatML，回答可能较差

## src/server/answer.rs

server-stopping = 引擎正在停止
server-stopped = 引擎已被停止
server-stopped-hint = 请重新提问：会启动新的引擎
server-broke = 引擎的工作线程在回答中途结束
server-full = 上下文已满
server-circles = 回答陷入了循环

## src/server/app.rs

server-unloaded = 引擎的工作线程在加载模型时结束
server-handshake = 握手信息无法读取
server-other = 这里运行着另一个引擎
server-by-hand = 手动启动的引擎正占用 { $name }
server-by-hand-hint = 用 -m 向该模型提问，或用 `qwill stop` 停止它的引擎

## src/server/mod.rs

server-unload = 无法卸载模型
server-public = 不会监听 { $address }
server-public-why = 网络上的任何人都能使用模型并读到提问内容
server-public-hint = 请监听 127.0.0.1，并通过 ssh 隧道访问
server-listen = 无法监听 { $address }
server-listen-hint = 请换一个端口；0 表示任选空闲端口
server-lost = 引擎的工作线程意外结束

## src/server/routes.rs

server-foreign = 来自其他网站的请求被拒绝
server-unknown = 没有 { $method } { $path }
server-unread = 请求无法读取

## src/server/socket.rs

server-socket-long = 套接字路径有 { $long } 字节，最多允许 { $most } 字节
server-socket-long-hint = 请用 --socket 选择更短的路径，或缩短 QWILL_HOME
server-socket-lock = 无法锁定 { $path }
server-socket-taken = { $path } 上已有引擎在运行
server-socket-taken-hint = 用 `qwill ps` 查看它，用 `qwill stop` 停止它
server-socket-open = 无法打开 { $path }
server-socket-foreign = { $path } 不是当前用户的套接字
server-socket-foreign-hint = 请删除它，或用 --socket 选择其他路径
server-socket-stale = 无法删除残留的 { $path }

## src/render/markdown: what a quotation is called

render-note = 说明
render-tip = 提示
render-important = 重要
render-warning = 警告
render-caution = 当心

## src/render/theme/file.rs

render-theme-from = { $path } 继承自它
render-theme-circle = { $theme }：循环继承
render-theme-hint = 程序自带 { $names }；更多主题在 { $path }
render-theme-near = 现有 { $names }
render-theme-none = 没有主题 `{ $name }`
render-theme-unread = 无法读取主题 { $path }
render-theme-large = 文件太大
render-theme-own = 主题 { $name }
render-theme-line = 第 { $line } 行：{ $why }
render-theme-no-role = 没有角色 `{ $name }`
render-theme-roles = 可用的角色有 { $names }
render-theme-no-syntax = 没有语法主题 `{ $name }`
render-theme-syntaxes = 可用的有 { $names }
render-theme-role = 角色 { $role }：{ $why }
render-theme-colour = `{ $text }` 既不在调色板中，也不是 #rrggbb、0 到 255 的数或颜色名
