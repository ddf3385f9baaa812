## src/cli/mod.rs
cmd-start = 无法启动
cmd-interrupted = 已中断
cmd-hint = 提示：{ $hint }
cmd-yes = 是
cmd-no = 否
cmd-ready = 已就绪：qwill -m { $name } "…"
cmd-cannot-read = 无法读取 { $path }
cmd-network-off = 网络已关闭
cmd-offline-hint = 请去掉 --offline，并取消设置 HF_HUB_OFFLINE
cmd-no-model = 本机除了程序内置的小模型，没有其他模型
cmd-fit = { $mark } { $verdict }：上下文为 { $ctx } 个词元时需要 { $need }，{ $place ->
    [memory] 可用内存为
    [split] 内存与设备共有
   *[device] { $device } 可用
  } { $free }

## src/cli/table.rs
cmd-head-name = 名称
cmd-head-size = 大小
cmd-head-params = 参数
cmd-head-quant = 量化
cmd-head-fit = 内存需求
cmd-head-from = 来源
cmd-head-here = 本机
cmd-head-newest = 最新
cmd-head-state = 状态
cmd-head-model = 模型
cmd-head-memory = 内存
cmd-head-context = 上下文
cmd-head-threads = 线程
cmd-head-uptime = 运行时长
cmd-head-idle = 空闲
cmd-head-requests = 请求
cmd-head-listens = 监听
cmd-head-repository = 仓库
cmd-head-downloads = 下载量
cmd-head-quantisations = 量化版本
cmd-head-used = 上次使用
cmd-head-messages = 消息
cmd-head-title = 标题

## src/cli/out.rs
cmd-write = 无法写出回答
cmd-time-seconds = { $seconds } 秒
cmd-time-minutes = { $minutes } 分 { $seconds } 秒
cmd-time-hours = { $hours } 小时 { $minutes } 分

## src/cli/bar.rs
cmd-bar-asking = 正在查询 { $host } …
cmd-bar-wait = 另一个进程正在下载 { $file }：等待中 …
cmd-bar-again = { $why }：{ $time }后重试 …
cmd-bar-limit = 模型中心要求等待 { $time } …
cmd-bar-copying = 正在复制 { $file }
cmd-bar-checking = 正在校验 { $file }
cmd-bar-done = { $done } / { $total }
cmd-bar-rate = { $bytes }/秒
cmd-bar-left = 还剩 { $time }

## src/cli/input.rs
cmd-ask-empty = 没有给出问题
cmd-ask-empty-hint = { $command } "你的问题"，或通过标准输入给出
cmd-ask-stdin = 无法读取标准输入
cmd-ask-directory = 这是一个目录
cmd-ask-directory-hint = 请指明其中的文件：-f A -f B
cmd-ask-long = { $name } 超过 { $bytes }
cmd-ask-long-hint = 请只发送需要的部分
cmd-ask-utf8 = { $name } 不全是 UTF-8：无效的部分已替换为 U+FFFD

## src/cli/ask.rs
cmd-ask-no-number = 不是数字
cmd-ask-between = 必须在 { $min } 到 { $max } 之间
cmd-ask-starter = { $notice }；{ $hint }
cmd-ask-starting = 正在启动引擎 …
cmd-ask-no-end = 回答没有正常结束

## src/cli/tell.rs
cmd-ask-queue = 正在等待引擎，前面还有 { $count } 个请求 …
cmd-ask-loading = 正在加载 { $model } … { $part } %
cmd-ask-reading = 正在读取提示词 … { $done } / { $total } 个词元
cmd-ask-reading-left = 正在读取提示词 … { $done } / { $total } 个词元，还剩 { $time }
cmd-ask-thinking = 正在思考 …
cmd-ask-writing = 正在写回答 …
cmd-ask-cut = 回答被截断
cmd-ask-cut-hint = 请用 -n 提高词元上限，或要求更短的回答
cmd-ask-usage = 提示词 { $prompt } 个词元 · 回答 { $answer } 个词元
cmd-ask-stats = 提示词 { $prompt } 个词元，复用 { $cached } 个，{ $prefill }/秒 · 回答 { $answer } 个词元，{ $decode }/秒 · { $time } 秒

## src/cli/chat.rs
cmd-chat-terminal = 对话的输入和输出都必须是终端
cmd-chat-terminal-hint = 在管道中请用：qwill ask
cmd-chat-dumb = 此终端无法定位文字（TERM 为 dumb 或未设置）
cmd-chat-dumb-hint = qwill ask "…" 在这里也能回答；或设置 TERM，例如 TERM=xterm-256color

## src/cli/advise.rs
cmd-pull-advice = 要用于实际工作，请下载一个本机放得下的模型：qwill pull { $name }（{ $bytes }）
cmd-pull-advice-any = 要用于实际工作，请下载更大的模型：qwill pull NAME
cmd-pull-none = 内置模型列表中没有本机放得下的模型
cmd-pull-none-why = 可用内存为 { $bytes }
cmd-pull-none-hint = 请关闭其他程序；或指明模型：qwill pull NAME
cmd-pull-right =
    适合本机的模型（可用内存 { $free }）：每种用途各选一个，
    取放得下且回答速度与阅读速度相当的最大模型
cmd-pull-unnamed = 没有指明模型
cmd-pull-which = 选哪一个？[1-{ $count }，Enter 表示不选]
cmd-pull-offer = 需下载 { $bytes }  { $mark } 需要 { $need }  { $licence }

## src/cli/pull.rs
cmd-pull-starter = 入门模型内置在程序中，无需下载
cmd-pull-path = { $name } 是路径，而 pull 只从模型中心下载
cmd-pull-path-hint = 要直接使用原处的文件：qwill import { $name }
cmd-pull-revision = { $name } 不是有效的版本
cmd-pull-revision-hint = 请指明分支、标签或提交
cmd-pull-unusable = 已下载，但无法使用：{ $why }
cmd-pull-part = 本机已有 { $bytes }
cmd-pull-here = 本机已有
cmd-pull-elsewhere = { $store } 已有：无需下载
cmd-pull-total = { $bytes }  需下载
cmd-pull-total-free = { $bytes }  需下载，{ $path } 可用 { $free }
cmd-pull-doubt = { $path } 与 qwill 所知的同名文件不同；可能是更新的版本，也可能名不副实
cmd-pull-unsaid = ? 文件头没有说明需要多少内存
cmd-pull-licence = 许可证为 { $licence }，附有条件：{ $page }
cmd-pull-licence-private = 许可证为 { $licence }，仅限研究和个人使用：{ $page }
cmd-pull-cannot = 无法下载 { $name }
cmd-pull-off = 网络已关闭，而本机上没有此模型
cmd-pull-kept = 已停止；已下载的 { $done } / { $total } 会保留，再次运行可继续：qwill pull { $name }

## src/cli/list.rs
cmd-list-hint = 查看适合本机的模型：qwill pull
cmd-list-unfinished = 未完成的下载占用 { $bytes }：再次运行同样的 pull 可继续，qwill gc 可删除
cmd-list-configured = 无法使用配置中的模型：{ $why }
cmd-list-cannot = ✗ 无法运行
cmd-list-hub = 模型中心

## src/cli/show.rs
cmd-show-room = { $fit }，KV 缓存为 { $kind }
cmd-show-measured = 是：下列内存为本机实测
cmd-show-estimated = 否：下列内存为估计值
cmd-show-billion = { $count }B
cmd-show-million = { $count }M
cmd-show-part = 第 { $number } 个，共 { $all } 个
cmd-fact-path = 路径
cmd-fact-name = 名称
cmd-fact-architecture = 架构
cmd-fact-parameters = 参数
cmd-fact-active = 激活参数
cmd-fact-quantisation = 量化
cmd-fact-bytes = 大小
cmd-fact-weights = 权重
cmd-fact-parts = 分卷数
cmd-fact-context = 上下文
cmd-fact-layers = 层数
cmd-fact-vocabulary = 词表
cmd-fact-tokenizer = 分词器
cmd-fact-template = 对话模板
cmd-fact-tools = 工具
cmd-fact-thinking = 思考
cmd-fact-licence = 许可证
cmd-fact-store = 来源
cmd-fact-repository = 仓库
cmd-fact-commit = 提交
cmd-fact-sha256 = sha256
cmd-fact-projector = 投影器
cmd-fact-part = 分卷
cmd-fact-problem = 问题
cmd-fact-measured = 实测

## src/cli/search.rs
cmd-search-none = 在含有 GGUF 文件的仓库中没有找到「{ $text }」
cmd-search-none-hint = 请减少关键词，或只用名称的一部分：qwill search qwen3
cmd-search-marks = ✓ 放得下  ⚠ 勉强放得下  ✗ 本机放不下；下载：qwill pull REPOSITORY:QUANT
cmd-search-gated = 受限
cmd-search-newer = 需要更新版本的 qwill

## src/cli/outdated.rs
cmd-outdated-offline = 无法向模型中心查询变更
cmd-outdated-unasked = 所有仓库都无法查询
cmd-outdated-later = 请稍后重试
cmd-outdated-empty = 模型中心缓存中没有模型；下载：qwill pull
cmd-outdated-hint = 只下载变更的部分：qwill pull { $name }
cmd-outdated-current = 已是最新
cmd-outdated-same = 已是最新：新提交中的文件相同
cmd-outdated-changed = 已变更：{ $files }
cmd-outdated-missing = { $path } 已不存在
cmd-outdated-gone = 已从模型中心删除，或已设为私有
cmd-outdated-unknown = 无法查询：{ $why }
cmd-outdated-renamed = { $state }；现已更名为 { $name }

## src/cli/verify.rs
cmd-verify-ok = 正常
cmd-verify-wrong = 错误
cmd-verify-unknown = 未知
cmd-verify-instead = { $path } 的哈希是 { $hash }，而应为 { $wanted }
cmd-verify-other = { $path } 的哈希是 { $hash }；另一版本的哈希是 { $known }
cmd-verify-unclaimed = { $path } 的哈希是 { $hash }，没有已知的哈希可供比对
cmd-verify-again = 请重新下载：先 qwill rm { $name }，再 qwill pull { $name }
cmd-verify-store = 请用下载它的程序重新下载（{ $store }）
cmd-verify-files = { $total } 个文件中有 { $count } 个与预期不符

## src/cli/rm.rs
cmd-rm-refused = 不会删除 { $name }
cmd-rm-busy = 引擎 { $pid } 正在使用它
cmd-rm-busy-hint = 请先停止引擎：qwill stop
cmd-rm-list = qwill list 会列出本机上的模型
cmd-rm-several = 本机有 { $count } 个 { $name }
cmd-rm-several-hint = 请指明是哪一个：{ $names }
cmd-rm-belongs = 属于 { $store }
cmd-rm-ollama = 请在 Ollama 中删除：ollama rm { $name }
cmd-rm-lmstudio = 请在 LM Studio 的 My Models 中删除
cmd-rm-llamacpp = llama.cpp 没有删除命令：rm { $paths }
cmd-rm-inside = 内置在程序中
cmd-rm-inside-hint = 它不占用额外空间
cmd-rm-own = 这是你自己的文件，不是由 qwill 下载或导入的
cmd-rm-would = 将删除 { $names }，释放 { $bytes }
cmd-rm-deletes = 删除 { $names }，释放 { $bytes }
cmd-rm-stays = 保留 { $path }：{ $why }
cmd-rm-another = 本机还有另一个 { $name }：qwill rm { $name }
cmd-rm-another-commit = 本机还有另一个 { $name }，来自提交 { $commit }：qwill rm { $name }

## src/cli/gc.rs
cmd-gc-nothing = { $path } 中没有可删除的内容
cmd-gc-would = 将释放 { $count } 个文件占用的 { $bytes }
cmd-gc-freed = 已释放 { $count } 个文件占用的 { $bytes }
cmd-gc-failed = 无法删除 { $path }

## src/cli/import.rs
cmd-import-needless = { $name } 无需导入
cmd-import-needless-why = { $store } 的模型可直接按名称使用
cmd-import-missing = 没有文件 { $name }
cmd-import-here = 本机有同名的模型：qwill -m { $name } "…"
cmd-import-pull = 请检查路径；下载同名模型：qwill pull { $name }
cmd-import-ask = 链接到原处（L），还是复制 { $bytes }（c）？[L/c]

## src/cli/login.rs
cmd-login-cannot = 无法登录
cmd-login-offline = 网络已关闭，而只有模型中心知道访问令牌是否正确
cmd-login-offline-hint = 请取消设置 HF_HUB_OFFLINE
cmd-login-modelscope = 无法登录 ModelScope
cmd-login-modelscope-why = ModelScope 的访问令牌不保存在文件中
cmd-login-modelscope-hint = 请放入环境变量 MODELSCOPE_API_TOKEN
cmd-login-done = 已登录，用户名为 { $name }
cmd-login-where = 访问令牌保存在 { $path }
cmd-login-before = 已设置 { $name }，以它为准
cmd-login-make = 创建访问令牌：{ $page }
cmd-login-none = 没有给出访问令牌
cmd-login-wrong = 这不是访问令牌
cmd-login-wrong-why = 访问令牌是由字母、数字等组成的一个词
cmd-login-prefix = 模型中心的访问令牌以 hf_ 开头，而此令牌不是
cmd-login-read = 无法读取访问令牌
cmd-login-enough = 访问令牌只需读取权限；创建：{ $page }
cmd-login-prompt = 访问令牌（输入时不显示）：
cmd-login-echo = 无法阻止终端显示访问令牌
cmd-login-keep = 无法把访问令牌保存到 { $path }
cmd-login-keep-hint = 请用 HF_TOKEN_PATH 选择其他文件
cmd-login-remove = 无法删除 { $path }
cmd-login-out = 已退出登录：{ $path } 中的访问令牌已删除
cmd-login-not = 尚未登录：{ $path } 中没有访问令牌
cmd-login-still = 已设置 { $name }，仍会使用它

## src/cli/ps.rs
cmd-ps-none = 没有引擎在运行：下次提问时会启动
cmd-ps-loading = 正在加载
cmd-ps-ready = 就绪
cmd-ps-busy = 忙碌
cmd-ps-stopping = 正在停止
cmd-ps-socket = 套接字

## src/cli/stop.rs
cmd-stop-none = 没有引擎在运行
cmd-stop-done = 已停止 { $model }（{ $pid }）

## src/cli/serve.rs
cmd-serve-listens = { $name } 正在监听 { $address }；按 Ctrl-C 结束
cmd-serve-ready = 已就绪，上下文 { $ctx } 个词元，{ $threads } 个线程

## src/cli/chats
cmd-chats-none = 还没有对话
cmd-chats-begin = 用 qwill 开始对话；用 qwill chats import FILE 导入其他程序的对话
cmd-chats-none-begin = 还没有对话：用 qwill 开始对话；用 qwill chats import FILE 导入其他程序的对话
cmd-chats-untitled = （无标题）
cmd-chats-messages = { $count } 条消息
cmd-chats-exported = { $title } 已写入 { $path }
cmd-chats-write = 无法写入 { $path }
cmd-chats-exists = { $path } 已存在
cmd-chats-exists-hint = 请换一个名称，或先删除它
cmd-chats-forked = { $title } 有 { $count } 条消息
cmd-chats-imported = { $chat }，{ $count } 条消息
cmd-chats-known = { $chat }：已存在，保持不变
cmd-chats-cannot-import = 无法导入 { $name }
cmd-chats-no-text = 这不是文本：{ $why }
cmd-chats-no-title = 标题至少要有一个字符
cmd-chats-renamed = { $chat } 的标题现为 { $title }
cmd-chats-would = 将删除 { $chat }  { $title }，{ $count } 条消息
cmd-chats-deleted = 已删除 { $chat }  { $title }，{ $count } 条消息
cmd-chats-nowhere = 没有包含 { $text } 的对话
cmd-chats-system = 系统
cmd-chats-summary = 摘要
cmd-chats-you = 你
cmd-chats-assistant = 助手
cmd-chats-tool = 工具
cmd-chats-branch = 分支 { $at } / { $count }
cmd-chats-open = 未完成
cmd-chats-cut = 达到上限被截断
cmd-chats-stopped = 已停止
cmd-chats-broken = 已中断

## src/cli/tell.rs

cmd-ask-drifted = { $why }；请重新提问，或在问题中写明回答所用的语言
