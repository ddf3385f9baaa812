## src/code/workspace

workspace-root = 无法打开项目 { $path }
workspace-no-dir = 它不是目录
workspace-utf8 = 它的路径不是 UTF-8
workspace-empty = 路径为空
workspace-nul = 路径 { $path } 含有 NUL 字符
workspace-home = { $path } 在主目录中，不在项目中
workspace-name = { $path } 指向的名称不是 UTF-8
workspace-special = { $path } 既不是文件也不是目录
workspace-outside = { $path } 在项目之外
workspace-link = 有链接指向项目之外
workspace-loop = { $path } 的链接形成了循环
workspace-look = 无法查看 { $path }
workspace-hint = 请从项目目录开始写路径
workspace-missing = 没有 { $path }
workspace-near = 你是不是想找 { $names }？
workspace-dir = { $path } 是目录
workspace-dir-hint = 请列出它，或指明其中的文件
workspace-file = { $path } 是文件
workspace-read = 无法读取 { $path }
workspace-large = { $path } 太大，无法读取（{ $size }）
workspace-binary = { $path } 是二进制文件（{ $size }）
workspace-glob = `{ $glob }` 不是文件名的模式
workspace-pattern = 无法搜索 `{ $pattern }`

## src/code/checkpoint

checkpoint-busy = 另一个 qwill 正在此项目中工作
checkpoint-busy-hint = 请关闭它，或等它完成

## src/code/notes

notes-unread = 项目的 { $name } 未被采用
notes-cut = { $name } 太长，放不下：末尾省略了 { $count } 个词元

## src/code/trust and src/config/code

trust-name = 无法保存路径 { $path }
trust-none = 未使用此项目的 { $file }：你尚未信任它，或它在信任之后有改动。请先阅读，然后运行：qwill code --trust
rules-value = { $file } 中有 { $key } = "{ $value }"

## src/session/check.rs

session-check-well = 检查通过：{ $command }
session-check-badly = 检查仍未通过：{ $command }
session-check-none = 无法运行检查：{ $command }

## src/code/mention

mention-left = { $path } 不会提供给模型
mention-secret = 其中可能含有机密
mention-cut = { $path } 太长，放不下：模型只能看到开头

## src/code/mcp and src/config/mcp

mcp-name-hint = 服务器名称最多 40 个字符：字母、数字、`_`、`-` 和 `.`
mcp-command-hint = 它是要启动的程序
mcp-env = env 由名称和文本组成：env = {"{"} NAME = "text" {"}"}
mcp-not-used = { $file } 中的这些服务器未被采用：{ $names }。它们不是程序，或您已有同名的服务器
mcp-failed = 服务器 { $name } 不可用：{ $why } · { $log }
mcp-ended = 服务器 { $name } 已结束：{ $why } · 运行 /mcp { $name } 之前其工具无效 · { $log }
mcp-left = 服务器 { $name } 的工具太多，放不下：省略了 { $count } 个；请用其设置中的 `tools` 挑选
mcp-variable = 未设置变量 { $name }
mcp-silent = 无法与它通信
mcp-late = { $count } 秒内没有应答
mcp-closed = 它关闭了连接
mcp-start = 无法启动 { $command }
mcp-exit = 它以代码 { $code } 结束
mcp-signal = 它被信号 { $signal } 终止
mcp-starts = 正在启动
mcp-ready = 就绪，{ $count } 个工具
mcp-gone = 不可用：{ $why }
mcp-none = 没有工具服务器：请在 config.toml 中写 [mcp.NAME] 及 command 和 args，或在项目中放 .mcp.json
mcp-absent = 服务器 { $name } 不可用
mcp-log = 它写的内容：{ $log }
mcp-unknown = 没有名为 { $name } 的服务器
