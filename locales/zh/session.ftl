## src/session/compact.rs

session-busy = 正在回答：请先停止，或等它结束
session-compact-none = 还没有可压缩的内容
session-left-out = 最早的 { $count } 条消息放不下，不会写进摘要
session-drop-none = 还没有可丢弃的内容
session-no-summary = 模型没有给出摘要：什么都没有改变
session-summary-cut = 摘要达到上限被截断；undo 可撤回

## src/session/driver.rs

session-search-lost = 查找模型时中断
session-pictures-unread = 无法读取图片
session-switched = 找到模型之前已切换到别的模型

## src/session/hear.rs

session-cut = 回答被截断：{ $why }
session-compact-failed = 无法压缩对话：{ $why }

## src/session/picture.rs

session-picture-unsent = 无法发送图片 { $path }
session-picture-kind = 从文件名看，它不是 PNG、JPEG、GIF、WebP 或 BMP
session-picture-large = 它大于 20 MiB
session-picture-no-file = 它不是文件

## src/session/saver.rs

session-unsaved = 对话没有保存：写入线程已结束

## src/session/verbs.rs

session-no-answer = 还没有回答
session-is-summary = 这是摘要：请撤回它，或重新压缩

## src/session/mod.rs

session-ended = qwill 在这条回答写到一半时结束了
session-ask-again = 请重新提问
