## src/tui/action.rs

group-message = 写消息
group-answer = 回答
group-chat = 对话
group-code = 编程
group-model = 模型
group-screen = 屏幕

## src/tui/action.rs: what each action does

action-read = 把文件加入消息；同 @FILE
action-image = 把图片加入消息
action-shell = 把命令的输出加入消息；同 !COMMAND
action-prompt = 从预设开始写消息
action-editor = 用你的编辑器写消息
action-history = 查找本项目中以前的消息
action-expand = 把折叠的粘贴内容显示为文本
action-unqueue = 取回最后一条排队的消息
action-stop = 停止回答；已收到的部分会保留
action-regen = 重新回答；旧回答保留为分支
action-retry = 失败后重新提问
action-edit = 重写一条消息，作为分支
action-undo = 撤回最近一轮问答及其改动的文件，或最近一次压缩
action-redo = 恢复最近撤回的内容
action-rewind = 回到某个提问之前：对话、文件或两者
action-older = 上一个分支
action-newer = 下一个分支
action-browse = 选择以前的消息（esc esc）
action-reasoning = 折叠或展开思考和工具结果
action-copy = 复制回答；`copy 2` 复制第二个代码块
action-code = 选择一个代码块并复制
action-write = 把代码块写入文件
action-find = 在此对话中查找文本
action-new = 开始新对话
action-clear = 重新开始；旧对话仍会保存
action-chats = 打开、搜索或删除已保存的对话
action-search = 在所有对话中查找文本
action-rename = 更改对话标题
action-fork = 在对话的副本中继续
action-save = 把最后的回答写入文件
action-export = 把对话写入文件（.md 或 .jsonl）
action-add = 让文件随下一条消息一起发送，有改动时再次发送
action-drop = 不再附带文件，并移除已发送的内容
action-commit = 提交已暂存的内容；不写说明时会替你写好
action-review = 审查改动：未提交的，或某个版本范围内的
action-test = 运行项目的检查
action-model = 选择模型
action-system = 查看或设置给模型的指令
action-set = 查看或设置 temp、top_p、top_k、min_p、seed、max_tokens、ctx
action-think = 模型是否思考：on、off 或 auto
action-mode = 在 qwill code 中模型的自由程度：plan、ask、edit 或 auto
action-context = 上下文的词元用在哪里
action-compact = 用摘要代替之前的对话；/undo 可恢复
action-stats = 回答的词元数和速度
action-help = 本帮助
action-keys = 所有按键，以及如何更改
action-palette = 查找所有功能
action-theme = 选择配色
action-mouse = 把鼠标交给 qwill（滚轮滚动，拖动复制），或还给终端
action-vim = 写消息时使用 vim 按键
action-bidi = 由谁排列从右到左的文字
action-lang = 界面语言
action-up = 向上滚动
action-down = 向下滚动
action-pageup = 向上翻一页
action-pagedown = 向下翻一页
action-messageup = 转到上一条消息
action-messagedown = 转到下一条消息
action-top = 转到开头
action-bottom = 转到末尾
action-redraw = 重绘屏幕
action-suspend = 暂时回到 shell；`fg` 可返回
action-quit = 退出；对话已保存

## src/tui/action.rs: keys of the message

key-enter = 发送；正在回答时则排队
key-line = 换行；也可在 Enter 前加 \，或把多行写在两个 """ 之间
key-history = 在第一行调出更早的消息，在最后一行调出更晚的消息
key-complete = 补全 / 命令或 @ 文件
key-words = 按词移动
key-ends = 行首和行尾
key-cut = 剪切到行首、到行尾、一个词；Ctrl+Y 粘贴回来
key-undo = 撤销和重做
key-interrupt = 停止回答或清空消息；按两次退出
key-escape = 停止回答；按两次选择以前的消息

## src/tui/action.rs: keys while a message is chosen

key-step = 上一条、下一条消息
key-branch = 上一个、下一个分支
key-fold = 折叠或展开
key-found = 下一处、上一处匹配
key-back = 返回写消息

## src/tui/action.rs: keys while a change is asked about

key-part = 上一处、下一处改动
key-take = 采用或不采用一处改动
key-sides = 左右并排，或上下排列
key-own = 在你的编辑器中修改
key-rows = 向上、向下翻行

## src/tui/app/

screen-cleared = 已清空；Ctrl+_ 可恢复
screen-leave = 再按一次 Ctrl+C 退出
screen-left = 未作更改
screen-choose = 再按一次 Esc 选择以前的消息
screen-rewind = 再按 Esc 回到某个提问之前
screen-stopped = 已停止；/regen 重新回答

## src/tui/arrival.rs, src/tui/choice.rs

pick-models-none = 没有模型：用 qwill pull 下载
pick-chats-none = 没有这样的对话
pick-untitled = 无标题
pick-messages = { $count } 条消息
pick-now = 刚刚
pick-minutes = { $count } 分钟前
pick-hours = { $count } 小时前
pick-days = { $count } 天前
ask-replace = { $path } 已存在。要替换吗？
ask-delete = 永久删除此对话吗？
chat-is-open = 此对话正打开着；请先运行 /new

## src/tui/chord.rs, src/tui/keymap.rs

screen-no-key = 没有 `{ $key }` 这个按键
screen-no-key-hint = 写法如 ctrl+p、alt+enter、shift+tab、f1、esc、pgup、? 或 G
screen-no-action = [keys]：没有名为 { $name } 的操作
screen-no-action-hint = 在对话中按 F1 可列出所有操作
screen-key-twice = [keys]：{ $key } 重复出现

## src/tui/command/answer.rs

answer-none = 还没有回答
answer-no-failure = 没有失败的回答
answer-no-words = 还没有消息
answer-busy = 正在回答；按 Esc 停止
answer-edit-none = 没有可重写的消息
answer-edit = 重写：Enter 作为分支发送，Esc 取消
answer-undo-none = 没有可撤回的内容
answer-undone-branch = 已撤回；保留为分支
answer-undone = 已撤回
answer-branch-none = 这条消息没有其他分支
answer-branch-last = 这个方向没有更多分支
answer-not-found = 此对话中没有 { $text }
answer-code-number = { $number } 不是代码块的编号
answer-code-none = 回答中没有代码块
answer-code-count = 回答中有 { $count } 个代码块，没有编号为 { $number } 的
pick-codes = 复制代码块
pick-code-lines = { $lang } { $count } 行
ask-find = 在此对话中查找
ask-save = 把回答写入

## src/tui/command/chat.rs

chat-new = 新对话；Ctrl+O 打开旧对话
chat-renamed = 标题已更改
chat-fork-none = 还没有可复制的内容
chat-forked = 当前是副本；原来的对话保持不变
chat-export-none = 还没有可写入的内容
pick-chats = 对话
pick-reading = 正在读取 …
ask-rename = 此对话的标题

## src/tui/command/message.rs

ask-shell = 运行此命令，并把输出加入消息吗？
pick-history = 以前的消息
pick-history-none = 本项目中还没有消息
message-no-queue = 没有排队的消息
pick-presets = 预设
pick-none = 无

## src/tui/command/mod.rs

screen-no-command-near = 没有 /{ $name }；是不是 /{ $known }？
screen-no-command = 没有 /{ $name }；F1 列出所有命令，//{ $name } 把它作为文本发送

## src/tui/command/model.rs

pick-models = 本机上的模型
pick-looking = 正在查找 …
ask-system = 给模型的指令
model-compact-none = 内容太少，无需压缩
model-no-instructions = 没有指令
model-instructions = 指令已设置
model-think-usage = think：on、off 或 auto
model-think-on = 模型先思考再回答（如果支持）
model-think-off = 模型直接回答（如果支持）
model-think-auto = 是否思考由模型默认决定
set-unknown = 没有 { $key }；可用 temp、top_p、top_k、min_p、seed、max_tokens、ctx
set-range = { $key } 是 { $from } 到 { $to } 之间的数，或 `default`
set-none = 全部采用模型作者的建议值；/set KEY VALUE 更改，/set KEY default 恢复

## src/tui/command/pages.rs

page-context = 上下文的用途
page-stats = 统计
page-keys = 按键
page-help = 帮助
page-intro = 输入消息后按 Enter 发送。/ 开始命令，@ 添加文件，! 添加命令的输出。所有内容随时保存。( ) 中的字母用于按 Esc Esc 选中的消息。
page-editing = 写消息时
page-browsing = 选中消息时
page-reviewing = 询问改动时
page-own-keys = 自定义按键：config.toml 中的 [keys]，例如  palette = ["f2", "ctrl+p"]
page-used = 已使用 { $count } 个词元
page-used-of = 已使用 { $count } / { $of } 个词元
page-context-hint = /compact 用摘要代替之前的对话，/undo 撤回最近一轮问答，/set ctx N 提高上限，/new 重新开始
page-instructions = 指令
page-template = 对话模板添加的部分
page-summary = 之前对话的摘要
page-you = 你：{ $text }
page-result = 结果：{ $text }
page-answer = 回答：{ $text }
page-thinking = 思考
page-draft = 正在写的消息
page-free = 剩余
page-chat = 对话
page-name = ID
page-model = 模型
page-messages = 消息
page-written = 已生成词元
page-prompt = 上次提示词
page-prompt-cost = { $count } 个词元，复用 { $reused } 个，读取 { $read } 个
page-last = 上次回答
page-last-cost = { $count } 个词元，每秒 { $speed } 个

## src/tui/command/screen.rs

screen-mouse-program = 滚轮滚动，拖动复制；按住 Shift 时鼠标归终端
screen-mouse-terminal = 鼠标归终端：可选择文本
screen-vim-on = vim 按键：Esc 进入命令，i 开始写
screen-vim-off = vim 按键已关闭
screen-lang = 界面语言
screen-lang-auto = 跟随系统
screen-lang-none = 没有语言 { $name }：可用 { $codes }
pick-palette = 要做什么
pick-palette-none = 没有这样的功能
pick-themes = 主题
pick-theme-dark = 深色
pick-theme-light = 浅色
pick-theme-auto = 跟随终端

## src/tui/composer/chip.rs

composer-pasted-characters = [已粘贴 { $count } 个字符]
composer-pasted-lines = [已粘贴 { $count } 行]
composer-image = [图片 { $name }]

## src/tui/editor.rs

message-editor-failed = 无法用 { $editor } 编辑
message-editor-hint = 请把 EDITOR 设为你用的编辑器；消息没有改动
review-editor-none = 没有设置编辑器
review-editor-none-hint = 请把 EDITOR 或 VISUAL 设为你用的编辑器，例如 nano；改动保持原样
review-editor-hint = 请把 EDITOR 或 VISUAL 设为你用的编辑器；改动保持原样

## src/tui/files/attach.rs

file-no-picture = 没有图片 { $name }
file-no-picture-hint = 请改正名称，或把它从消息中删去
file-unread = 无法读取 { $path }
file-directory = 这是一个目录
file-no-file = 这不是文件
file-one-by-one = 请逐个指明其中的文件
file-large = 文件超过 { $count } KiB
file-large-hint = 请只粘贴需要的部分
file-no-text = 这不是文本
file-no-text-hint = 请使用 UTF-8 文本；若模型能看图，也可用图片

## src/tui/guard/

screen-keys-unread = 无法读取按键
screen-unwritten = 无法写入终端
screen-no-signals = 无法监听信号
screen-no-stop = 无法暂停
screen-no-terminal = 没有可供显示的终端

## src/tui/overlay/

ask-foot-key = y 是 · n 否
ask-foot-line = enter 确定 · esc 取消
page-foot = ↑↓ 滚动 · esc 关闭
pick-foot = enter 选择 · 输入以筛选 · esc 关闭
pick-foot-chats = enter 打开 · del 删除 · 输入以搜索全文 · esc 关闭
pick-foot-codes = enter 复制 · esc 关闭

## src/tui/runner.rs

chat-deleted = 已删除
chat-gone = 对话已不存在
set-kept = { $key } = { $value }，已存入 config.toml
file-mode = 无法设置 { $path } 的访问权限
file-written = 已写入 { $path }
clip-too-long = 无法复制：内容太长，终端无法接收
clip-nowhere = 无法复制：这里没有剪贴板
clip-hint = 请用 /save 写入文件
clip-copied = 已复制 { $count } 行
pick-built-in = 内置

## src/tui/screen.rs, src/tui/shell.rs

screen-no-shell = 没有可返回的 shell
shell-failed = 无法运行 { $command }

## src/tui/status.rs

status-starting = 正在启动引擎 …
status-loading = 正在加载 { $name } … { $part } %
status-queued = 正在等待引擎，前面还有 { $count } 个请求 …
status-reading = 正在读取词元 { $done } / { $of }
status-reading-moment = 正在读取词元 { $done } / { $of }，即将完成
status-reading-seconds = 正在读取词元 { $done } / { $of }，还剩 { $seconds } 秒
status-reading-minutes = 正在读取词元 { $done } / { $of }，还剩 { $minutes } 分 { $seconds } 秒
status-thinking = 正在思考 … { $count } 个词元
status-writing = 正在写
status-working = 正在执行
status-asking = 等待您决定
status-compacting = 正在写摘要
status-speed = { $speed } 词元/秒
status-looking = 正在查找模型 …
status-at = 在 { $url }
status-place-loading = 正在加载 { $part } %
status-threads = CPU，{ $count } 个线程
status-here = 本机
status-think-on = 思考：开
status-think-off = 思考：关
status-context = { $used } / { $limit } 词元 { $share } %
status-used = { $count } 词元
status-help = F1 帮助

## src/tui/transcript/cell.rs

cell-summary = 之前对话的摘要，模型以它代替原文（/undo 可恢复）
cell-thinking = 正在思考 …
cell-thought = 已思考
cell-thought-for = 已思考 { $time }
cell-tokens = { $count } 个词元
cell-seconds = { $seconds } 秒
cell-minutes = { $minutes } 分 { $seconds } 秒
cell-lines = { $count } 行：{ $first }
cell-cut = 已截断：达到词元上限
cell-stopped = 已停止
cell-broken = 已中断 · /retry 重新提问
cell-broken-why = 已中断：{ $why } · /retry 重新提问

## src/tui/view.rs

view-near = 上下文已用 { $used } / { $limit } 个词元：/compact 腾出空间，/undo 撤回最近一轮问答，/set ctx N 提高上限
view-full = 上下文已满（{ $used } / { $limit } 个词元）：/compact、/undo、/set ctx N 或 /new
view-queued = 排队中：{ $text }
view-queued-waits = 排队中，按 Enter 发送：{ $text }
view-here = 由本机的 { $name } 回答
view-at = 由 { $url } 上的 { $name } 回答
view-hints = Enter 发送 · / 命令 · @ 文件 · ! 命令的输出 · { $keys } 以前的对话 · F1 帮助
view-editing = 正在重写以前的消息
view-found = { $text }：{ $at } / { $of } · enter 下一个 · esc 结束
view-more = 下面还有 ↓
view-browsing = ↑↓ 选择 · e 编辑 · r 重新回答 · y 复制 · ←→ 分支 · enter 展开 · esc 返回
view-busy = 可以继续写：回答结束后发送
view-ask = 随便问点什么

## src/tui/app/mod.rs

answer-drifted = { $why }；按 { $keys } 或输入 /regen 重新回答

## src/tui/app/typing.rs

ask-plain = 粘贴的字母是 PDF 文件中的字形。要转换成普通字母吗？

## src/tui/agent.rs, src/tui/command/code.rs

mode-plan = 计划
mode-ask = 询问
mode-edit = 编辑
mode-auto = 自动
mode-plan-said = 计划：只查看，不修改也不运行
mode-ask-said = 询问：每次修改和运行命令前都先问
mode-edit-said = 编辑：可以修改文件，运行命令前先问
mode-auto-said = 自动：自行修改文件和运行命令，限制在项目之内
mode-none = 这是聊天：模式用于 qwill code
mode-unknown = 没有模式 { $name }：{ $names }
answer-redo-none = 没有可以恢复的内容
answer-redone = 已恢复
code-only = 这是 qwill code 的功能
commit-asks = 模型正在写提交说明……
commit-runs = git commit ……
commit-ready = 可以随意修改；按 Enter 提交已暂存的内容
commit-nothing = 没有暂存任何内容：请先暂存属于一起的改动，例如用 git add -p
commit-failed = git 没有提交
review-nothing = 没有任何改动
review-plan = 审查期间不会改动任何内容
test-plan = plan 模式下不运行任何命令；按 Shift+Tab 切换
test-none = 这个项目没有检查：请在 .qwill.toml 中设置 `check`
test-failed = { $command } 失败了。交给模型处理吗？
add-done = 将随下一条消息发送：{ $paths }
add-gone = 已无法读取，不再附带：{ $paths }
drop-none = 没有附带这样的文件
drop-done = 不再附带：{ $paths }
drop-sent = 已移除：{ $paths }；提示将从该处起重新读取
page-each = 逐条消息
page-notes = 项目说明
page-map = 项目地图
page-file = 文件 { $path }
page-conversation = 对话
page-tools = 工具输出
page-own = 你和项目自己的提示
rewind-title = 回到哪个提问之前？
rewind-way = 恢复什么？
rewind-both = 文件和对话
rewind-chat = 仅对话；文件保持现状
rewind-files-only = 仅文件；对话保留
rewind-files = { $count } 个文件
rewind-note = { $files } +{ $added } −{ $removed }
rewind-done = 已恢复
rewind-foreign-title = 要覆盖其他改动吗？
rewind-foreign = 以下文件在此之后有改动，且不是本次对话所为：{ $paths }。继续的话，它们也会恢复到提问之前的样子；现有内容会保留，/redo 可以找回。
undo-restored = 已写回：{ $paths }
undo-removed = 已删除：{ $paths }
undo-conflict = { $path } 在此期间被他人改动过
undo-conflict-kept = { $path } 在此期间被他人改动过；其内容保存在 { $copy }
undo-blocked = 未能还原：{ $paths }
undo-no-files = 没有文件改动

## src/tui/call.rs

call-lines = { $count } 行
call-more = … 还有 { $count } 行

## src/tui/overlay/permit/

permit-run = 运行这个命令？
permit-change = 修改 { $path }？
permit-patch = 进行这些修改？
permit-read = 读取 { $path }？
permit-other = 执行这个操作？
permit-question = 模型提问
permit-why-mode = 此模式下先询问。
permit-why-rule = 您的规则要求先询问。
permit-why-secret = 该文件可能含有机密。
permit-why-git = 该文件属于版本控制。
permit-why-loose = 这里无法限制命令：它能改动您能改动的一切。
permit-why-loose-for = 这里无法限制命令（{ $why }）：它能改动您能改动的一切。
permit-once = 是，仅这一次
permit-always-command = 是，本次对话中都允许这个命令
permit-always-file = 是，本次对话中都允许这个文件
permit-prefix = 是，本次对话中以 `{ $prefix }` 开头的命令都允许
permit-edit = 先修改再执行
permit-no = 否
permit-reason = 不。应当怎么做？
permit-answer = 您的回答
permit-instead = 修改后按 Enter 执行
permit-foot = esc 否 · ctrl+c 停止
permit-foot-more = ↑↓ 还有 { $count } 行 · esc 否
permit-foot-write = enter 发送 · esc 不说明
permit-foot-change = enter 执行 · esc 返回
permit-edited = 这是您修改后的改动。
permit-unchanged = 不会有任何改动。
permit-some = 是，采用 { $count } 处中的 { $taken } 处
permit-none = 否：一处也没有采用
permit-leave = 不采用这一处
permit-take = 采用这一处
permit-edit-file = 在您的编辑器中修改
permit-beside = 左右并排
permit-below = 上下排列
permit-foot-part = ↑↓ 第 { $at } 处，共 { $count } 处 · esc 否

## src/tui/status.rs: a call

status-call = { $call } · { $seconds } 秒 · esc 停止

## src/tui/command/servers.rs

page-mcp = 工具服务器
mcp-chat = 这是聊天：工具服务器用于 qwill code
mcp-hint = /mcp NAME 重新启动一个。规则这样称呼工具：allow = ["mcp:NAME/TOOL", "mcp:NAME/*"]
permit-tool = 调用服务器 { $server } 的 { $tool }？
permit-why-server = 服务器不受限制：它所做的无法撤销。
permit-always-tool = 是，本次对话中都允许这个工具
action-mcp = 工具服务器，或重新启动其中一个
