## src/code

code-program = 找不到本程序自己的文件
code-unkept = 无法保存 { $path } 以供撤销，因此没有改动它
code-lost = { $path } 太大，没有保存：撤销无法恢复它
code-forgiven = { $path }：要替换的文本与文件不完全相同；所指的内容在第 { $line } 行
code-denied = 您的规则禁止 { $command }：没有运行

## src/cli/code

code-no-mode = 可选：{ $names }
code-screen-hint = 没有终端时：qwill code --print "…" --mode edit
code-undo-none = 此项目中没有可撤销的内容
code-redo-none = 此项目中没有可重做的内容
code-restored = 已恢复 { $path }
code-removed = 已移除 { $path }
code-conflict = { $path } 之后被改动过；反向操作可以找回那些改动
code-conflict-copy = { $path } 之后被改动过；那些改动保存在 { $copy }
code-blocked = 无法恢复 { $path }
code-sandbox-open = 在这台机器上，命令没有被完全限制
code-late = 时间已到
code-spent = 在允许的回答次数内没有完成
code-spent-hint = 用 --max-turns 允许更多次
code-circles = 模型在原地打转
code-cut = 最后的回答因达到上限而被截断
code-refused = 有操作需要您同意，没有执行
code-refused-hint = 选择无需询问即可执行的范围：--mode edit 或 --mode auto
code-silent = 模型没有回答任何内容
code-silent-hint = 换个说法，或用 -m 选择其他模型
code-unasked = { $tool } 需要同意，但没有人可以回答
code-unchecked = 没有运行检查 `{ $command }`：需要同意，或使用 --mode auto
git-none = 无法运行 git
git-failed = git 拒绝了
git-late = git 没有结束
git-range = { $range } 不是版本范围
session-no-text = 模型什么也没写

## src/code/fill, src/cli/code/fill.rs

fill-form = 位置应为 FILE:LINE 或 FILE:LINE:COL，从 1 数起
fill-no-line = { $path } 没有第 { $line } 行：最后一行是第 { $count } 行
fill-no-column = { $path } 第 { $line } 行没有第 { $column } 列：该行到第 { $count } 列为止
fill-source = --fill 不接受任务，也不接受其他文件
fill-source-hint = 文件文本来自磁盘，或来自标准输入：--fill FILE:LINE -
fill-cut-hint = 请用 -n 提高词元上限；完整的部分已经输出
