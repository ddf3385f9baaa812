## src/code/sandbox
help-sandbox-exec = 启动命令的一个步骤；仅供 qwill 自己使用
sandbox-enter-failed = 无法限制该命令
sandbox-run-failed = 无法运行 { $command }
sandbox-run-hint = `qwill code --sandbox-test` 会显示这里有哪些限制命令的手段
sandbox-watch-lost = 监视它的进程不见了
sandbox-scratch-failed = 无法创建测试所需的文件
sandbox-not-here = 此系统上没有
sandbox-shared = 已关闭
sandbox-no-landlock = 此系统没有 Landlock：命令可以读写你能读写的所有文件。
sandbox-no-filter = 命令可以使用网络和所有系统调用：没有过滤器（{ $why }）。
sandbox-landlock = Landlock { $version } 把命令限制在允许读写的文件之内。
sandbox-old-truncate = 此 Landlock 版本太旧，无法阻止命令清空别处的文件。
sandbox-old-signals = 此 Landlock 版本太旧，无法阻止命令结束你的其他程序。
sandbox-filter = 系统调用过滤器使命令无法访问网络和其他程序。
sandbox-mounts = 独立的挂载使命令无法更改 .git、读取工作区中的机密或更改其他文件的权限。
sandbox-no-mounts = 命令可以更改 .git、读取工作区中的机密并更改你其他文件的权限：没有独立的挂载（{ $why }）。
sandbox-bare = 未受保护：{ $path }

sandbox-verdict-held = 已拦住
sandbox-verdict-open = 未拦住
sandbox-verdict-untried = 无法尝试

sandbox-try-write = 在工作区之外写文件
sandbox-try-truncate = 清空工作区之外的文件
sandbox-try-mode = 更改工作区之外文件的权限
sandbox-try-secret = 读取主目录中的密钥
sandbox-try-env = 读取工作区中的 .env
sandbox-try-link = 通过硬链接读取密钥
sandbox-try-symlink = 通过符号链接写到外面
sandbox-try-git = 在 .git 中写入钩子
sandbox-try-network = 建立 TCP 连接
sandbox-try-socket = 通过套接字与服务通信
sandbox-try-signal = 向 qwill 发送信号
sandbox-try-files = 夺取 qwill 打开的文件
sandbox-try-memory = 读取 qwill 的内存
sandbox-try-environment = 读取 qwill 的环境变量
sandbox-try-mount = 挂载文件系统
