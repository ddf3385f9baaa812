## src/session/compact.rs

session-busy = 正在回答：请先停止，或等它结束
session-compact-none = 还没有可压缩的内容
session-left-out = 最早的 { $count } 条消息放不下，不会写进摘要
session-drop-none = 还没有可去掉的内容
session-no-summary = 模型没有给出摘要：内容没有改动
session-summary-cut = 摘要达到上限，已被截断；可用 undo 撤回

## src/session/driver.rs

session-search-lost = 查找模型的过程中断
session-pictures-unread = 无法读取图片
session-switched = 还没找到模型，就已切换到别的模型

## src/session/hear.rs

session-cut = 回答被截断：{ $why }
session-compact-failed = 无法压缩对话：{ $why }

## src/session/picture.rs

session-picture-unsent = 无法发送图片 { $path }
session-picture-kind = 从文件名看，这不是 PNG、JPEG、GIF、WebP 或 BMP
session-picture-large = 图片大于 20 MiB
session-picture-no-file = 这不是文件

## src/session/saver.rs

session-unsaved = 对话没有保存：写入线程已结束

## src/session/verbs.rs

session-no-answer = 还没有回答
session-is-summary = 这是摘要：请撤回它，或重新压缩

## src/session/mod.rs

session-ended = 这条回答还没写完，qwill 就退出了
session-ask-again = 请重新提问

## src/session/work.rs

session-circles = 模型把 { $tool } 的同一个调用做了三次：已停止。请说明该怎样做
session-turns = 已给出 { $count } 个回答，达到上限：已停止

## src/session/room.rs

session-room = 上下文快满了：先总结已完成的内容，然后继续工作
