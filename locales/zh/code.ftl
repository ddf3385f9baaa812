## src/code

code-program = 找不到本程序自己的文件
code-unkept = 无法保存 { $path } 以供撤销，因此没有改动它
code-lost = { $path } 太大，没有保存：撤销无法恢复它
code-forgiven = { $path }：要替换的文本与文件不完全相同；所指的内容在第 { $line } 行
