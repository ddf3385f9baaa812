## src/error.rs
error-cause = { $what }：{ $why }

## src/models/starter.rs
starter-notice = 这是内置的入门模型：它很小，只了解本程序，而且常常出错
starter-first = 本机还没有模型，因此由内置的入门模型回答：它很小，只了解本程序
starter-unpack = 无法把入门模型解压到 { $path }
starter-unpack-hint = 请腾出一些空间，或把 QWILL_HOME 设为你有写入权限的目录
starter-dir = 入门模型需要一个目录
starter-inside = 入门模型内置在程序中

## src/models/disk.rs
disk-unreadable = 无法读取 { $path }
disk-none = 没有这个文件
disk-denied = 没有权限
disk-unwritable = 无法写入 { $path }
disk-full = { $path } 所在的磁盘已满
disk-full-hint = 请腾出空间（qwill rm、qwill gc）后再次运行同一命令：它会从中断处继续
disk-owner = 它属于另一个用户
disk-place-hint = 请用 HF_HUB_CACHE 为模型另选位置
disk-aside = 文件处理提前结束
disk-interrupted = 已中断
disk-json = 无法生成 JSON

## src/models/name.rs, id.rs, library.rs
name-directory = { $name } 是一个目录
name-directory-hint = 请指明其中的 GGUF 文件；若模型有多个分卷，请指明第一个分卷
name-none = 没有名为 { $name } 的模型
name-none-hint = 请给出别名（qwen3:4b）、仓库（Qwen/Qwen3-4B-GGUF）或 GGUF 文件的路径
name-near = 你是不是想找 { $names }？
name-path-hint = 请检查路径
name-bad = { $name } 不是模型的名称
name-bad-hint = 名称形如 qwen3:4b、Qwen/Qwen3-4B-GGUF 或 Qwen/Qwen3-4B-GGUF:Q8_0
name-absent = 本机上没有模型 { $name }
name-absent-hint = 请下载：qwill pull { $name }
name-is-path = { $name } 是路径，不是模型的名称

## src/models/cache
cache-partial = 未完成的下载
cache-orphan = 无名称
cache-broken = 失效的链接
cache-come = 它的内容已经下载
cache-locks = 无法在 { $path } 中加锁
cache-busy = 正在被下载
cache-used = { $repo } 的其他模型在使用它
cache-same = { $path } 是同一个文件
cache-link = 只删除指向它的链接
cache-outside = 它在缓存之外：只删除指向它的链接
cache-shared = 模型中心 Python 库的共享存储；可用 `hf cache prune` 清理
cache-linked = 另有 { $count } 个硬链接，可能属于其他程序
cache-keep = 不会删除 { $repo }
cache-keep-why = 另一个进程正在下载它
cache-keep-hint = 请先停止那个下载
cache-unreadable = 已略过 { $path } 中的模型：{ $why }

## src/models/catalog
catalog-builtin = 内置模型列表
catalog-line = { $name }，第 { $line } 行
catalog-line-hint = 请改正这一行，或移走该文件
catalog-family = 没有系列 `{ $name }`
catalog-default = 没有模型 `{ $name }`，而它是所属系列的默认模型
catalog-twice = `{ $name }` 同时是 `{ $model }` 和 `{ $other }` 的名称
catalog-rows = `{ $name }` 有两条记录
catalog-no-word = `{ $text }` 不是由小写字母、数字和 ._- 组成的名称
catalog-no-alias = `{ $text }` 不是小写的 family:size 形式的别名
catalog-no-name = `{ $text }` 不是小写的别名
catalog-no-row = `{ $text }` 不是采样参数记录的名称
catalog-no-hash = `{ $text }` 不是 SHA-256（64 位小写十六进制数字）
catalog-no-commit = `{ $text }` 不是提交（40 位小写十六进制数字）
catalog-no-repo = `{ $text }` 不是仓库

## src/models/fetch
fetch-check = 文件校验提前结束
fetch-back = 无法读回已下载的内容
fetch-unchecked = 无法校验 { $path }
fetch-unchecked-why = 没有任何来源给出它应有的哈希
fetch-wrong = { $path } 下载有误
fetch-wrong-why = 两次的哈希都是 { $hash }，而应为 { $wanted }
fetch-wrong-hint = 内容被服务器或代理改动：请换一个网络或镜像
fetch-journal = 无法写入下载记录
fetch-missing-hint = 需要作者补上；其他量化版本也许完整
fetch-room = 没有空间存放 { $repo }
fetch-room-why = 需要 { $need }，而 { $path } 中可用 { $free }
fetch-room-hint = 请腾出空间（qwill rm、qwill gc），换一个更小的模型，或用 HF_HUB_CACHE 另选位置
fetch-refused = 不会下载 { $path }
fetch-refused-why = 模型中心和模型列表都没有给出哈希，因此无从校验
fetch-refused-hint = 若是受限模型，请登录：qwill login；否则请换一个镜像
fetch-short = 数据提前结束

## src/models/hub
hub-token-refused = 不会向 { $url } 发送访问令牌
hub-plain = 连接未加密
hub-plain-hint = HF_ENDPOINT 必须以 https:// 开头
hub-account = 你的账户
hub-token-bad = { $host } 不接受此访问令牌
hub-token-bad-hint = 请创建新的：{ $url }
hub-address = { $url } 不是有效的地址
hub-nowhere = 重定向没有目标
hub-downgrade = 重定向到了未加密的连接
hub-circles = 重定向陷入循环
hub-get = 无法获取 { $what }
hub-off = 网络已关闭
hub-off-hint = 请去掉 --offline，并取消设置 HF_HUB_OFFLINE
hub-token-odd = 模型中心的访问令牌含有无效字符
hub-token-odd-hint = 请改正 HF_TOKEN，或重新登录：qwill login
hub-silent = 没有应答
hub-reach = 无法连接 { $host }
hub-reach-hint = 请检查网络和地址
hub-endless = 应答过长
hub-stalled = 不再有数据到达
hub-broken = { $what } 的传输中断
hub-broken-hint = 再次运行同一命令会从中断处继续
hub-unlike = { $host } 不像模型中心
hub-page = 应答是一个网页
hub-page-hint = 你和网络之间是否有登录页面？
hub-name = 请检查名称
hub-name-token = 请检查名称；也可能是访问令牌无权访问：qwill login
hub-name-login = 请检查名称；若是私有模型，请登录：qwill login
hub-gated = 作者要求先接受许可证
hub-gated-again = 请在 { $url } 接受许可证，然后重试
hub-gated-login = 请在 { $url } 接受许可证，然后运行：qwill login
hub-token-wrong = 访问令牌无效
hub-token-again = 请重新登录：qwill login
hub-private = { $host } 上没有此模型，或者它是私有的
hub-down = 已被模型中心下架
hub-revision = 没有这样的分支、标签或提交
hub-revision-hint = 去掉 --revision 即可获取最新版本
hub-no-file = 仓库中没有这个文件
hub-lacks = { $host } 上没有找到
hub-status = { $host } 返回 { $code }
hub-wait = { $host } 要求等待
hub-wait-why = 请求过多
hub-wait-minutes = 请在 { $count } 分钟后重试；qwill login 可提高限额
hub-wait-later = 请稍后重试；qwill login 可提高限额
hub-setup = 无法初始化网络
hub-outside = 文件列表中有仓库之外的文件：{ $path }
hub-commit = 应答中没有给出提交
hub-other = { $host } 发来的不是 { $path }
hub-other-bytes = 收到 { $bytes } 字节，而应为 { $wanted } 字节
hub-other-start = 数据从 { $at } 开始，而应从 { $wanted } 开始
hub-other-page = 收到的是网页；你和网络之间是否有登录页面？
hub-cut = 文件列表不完整；请指明更小的仓库
hub-search = 无法在 ModelScope 上搜索
hub-search-why = 只能搜索模型中心及其镜像
hub-search-hint = 请取消设置 HF_ENDPOINT 和 MODEL_ENDPOINT；或指明仓库：qwill pull ms:ORG/REPO
hub-results = 搜索结果
hub-elsewhere = 请检查网络；或从别处下载：qwill pull ms:{ $repo }，或用 HF_ENDPOINT 设置镜像
hub-near = 你是不是想找 { $names }？如果不是，{ $hint }
hub-unknown-commit = { $mirror } 给出的提交 { $commit } 在 { $hub } 上不存在
hub-mirror-hint = 请换一个镜像
hub-hidden = { $hub } 上看不到此仓库：哈希仅来自 { $mirror }
hub-unreached = 无法连接 { $hub }：哈希仅来自 { $mirror }
hub-differs = 不会从 { $mirror } 下载 { $path }
hub-says = { $host } 给出的是 { $bytes } 字节，哈希 { $hash }
hub-says-bytes = { $host } 给出的是 { $bytes } 字节，哈希未知

## src/models/fit, recommend.rs, measured.rs
fit-fits = 放得下
fit-tight = 勉强放得下
fit-no = 放不下
fit-unknown = 可能放得下：可用内存未知
fit-chat = 对话
fit-code = 编程
fit-small = 小型
fit-remember = 无法在 { $path } 中记录模型占用的内存

## src/models/gguf
gguf-unreadable = 无法把 { $path } 作为 GGUF 读取
gguf-unusable = 无法把 { $path } 用作对话模型
gguf-short-hint = 下载不完整：请重新下载
gguf-damaged-hint = 文件已损坏：请重新下载
gguf-other-hint = 请下载此模型的其他转换版本
gguf-newer-hint = 请下载此模型的新转换版本
gguf-update-hint = 请更新本程序，新版本可能支持更新的模型
gguf-piece-magic = 开头标识
gguf-piece-version = 版本号
gguf-piece-tensors = 张量数
gguf-piece-pairs = 键值对数
gguf-piece-key = 键
gguf-piece-type = 类型
gguf-piece-text = 字符串
gguf-piece-value = 值
gguf-piece-length = 数组长度
gguf-piece-array = 数组
gguf-piece-name = 张量名称
gguf-piece-shape = 张量形状
gguf-piece-kind = 张量类型
gguf-piece-place = 张量位置
gguf-cut = 文件头在{ $what }中间结束（第 { $at } 字节，共 { $of } 字节）
gguf-memory = { $size } MiB 内存放不下文件头
gguf-long = 在第 { $at } 字节处有长达 { $bytes } 字节的{ $what }
gguf-zero = 第 { $at } 字节处的{ $what }中含有零字节
gguf-no-utf8 = 第 { $at } 字节处的{ $what }不是 UTF-8
gguf-adapter = 这是适配器（LoRA），不是独立的模型
gguf-eyes = 这是模型的视觉或音频部分，不是模型本身
gguf-imatrix = 这是用于量化的重要性矩阵，不是模型
gguf-type = 文件类型是「{ $kind }」，不是模型
gguf-type-hint = 请下载模型文件本身
gguf-part = 这是模型的第 { $part } 个分卷（共 { $of } 个）
gguf-part-hint = 请指明以 00001-of-{ $of }.gguf 结尾的第一个分卷
gguf-no-arch = 没有给出架构
gguf-sound = 此模型生成声音，不是文本
gguf-embeddings = 此模型生成嵌入向量，不是文本
gguf-chat-hint = 请下载 chat 或 instruct 模型
gguf-arch = 未知的架构「{ $name }」
gguf-lacks = 缺少 { $key }
gguf-is-zero = { $key } 为 0
gguf-above = { $key } 为 { $number }，而上限是 { $most }
gguf-layers = { $key } 超过了模型的 { $count } 层
gguf-not-above = { $key } 为 { $number }，而必须大于 0
gguf-no-number = { $key } 不是数字，而必须是大于 0 的数
gguf-rope = 未知的 rope 缩放方式「{ $kind }」
gguf-heads = { $heads } 个注意力头不能均分 { $shared } 个键头
gguf-head-zero = 注意力头的大小为 0
gguf-head-sizes = 注意力头的键和值大小不同
gguf-head-rope = { $key } 不等于注意力头的大小
gguf-experts = 有 { $count } 个专家，而上限是 { $most }
gguf-experts-used = 模型使用 { $count } 个专家，而专家共 { $of } 个
gguf-groups = 模型使用 { $count } 组专家，而 { $of } 个专家分为 { $groups } 组
gguf-no-tokenizer = 没有分词器
gguf-no-tokens = 分词器没有词元
gguf-no-merges = 分词器没有合并规则
gguf-empty-token = 词元 { $id } 为空
gguf-same-tokens = 词元 { $first } 和 { $other } 相同，都是「{ $text }」
gguf-entries = { $key } 有 { $count } 项，而词元有 { $tokens } 个
gguf-nested = { $key } 是数组的数组，不受支持
gguf-id = { $key } 为 { $id }，而词元只有 { $tokens } 个
gguf-uncomputed = 张量 { $name } 的类型是 { $kind }，无法参与计算
gguf-start = 张量 { $name } 从 { $at } 开始，而应从 { $wanted } 开始
gguf-rows = { $key } 有 { $tokens } 个词元，而嵌入矩阵有 { $rows } 个
gguf-no-tensors = 没有张量
gguf-none-hint = 请检查路径，或列出本机上的模型
gguf-denied-hint = 请让当前用户可以读取此文件
gguf-directory = 这是一个目录
gguf-directory-hint = 请指明其中的 .gguf 文件
gguf-no-file = 这不是普通文件
gguf-empty = 文件为空
gguf-letters = 开头不是字母 GGUF
gguf-version = GGUF 版本为 { $number }
gguf-version-new = GGUF 版本为 { $number }，而本程序只支持 2 和 3
gguf-version-hint = 请更新本程序，或下载其他转换版本
gguf-endian = 文件是为大端序机器生成的
gguf-endian-hint = 请下载此模型的小端序转换版本
gguf-most-pairs = 文件声称有 { $count } 个键值对，而上限是 { $most }
gguf-most-tensors = 文件声称有 { $count } 个张量，而上限是 { $most }
gguf-fit-pairs = 文件头过早结束：{ $bytes } 字节放不下 { $count } 个键值对
gguf-fit-tensors = 文件头过早结束：{ $bytes } 字节放不下 { $count } 个张量
gguf-fit-elements = 文件头过早结束：{ $bytes } 字节放不下 { $key } 的 { $count } 个元素
gguf-key-empty = 第 { $at } 字节处的键为空
gguf-key-twice = 键 { $key } 出现了两次
gguf-value-type = { $key } 的值属于未知类型 { $number }
gguf-deep = { $key } 的数组嵌套超过 { $most } 层
gguf-element-utf8 = { $key } 的第 { $number } 个元素不是 UTF-8
gguf-alignment = general.alignment 不是 2 的幂
gguf-tensor-twice = 张量 { $name } 出现了两次
gguf-tensor-start = 张量 { $name } 从 { $at } 开始，而 { $at } 不是 { $unit } 的倍数
gguf-tensor-rank = 张量 { $name } 有 { $count } 个维度，而上限是 4
gguf-tensor-type = 张量 { $name } 的类型 { $number } 不受支持
gguf-tensor-hint = 请更新本程序，或下载此模型的其他量化版本
gguf-tensor-shape = 张量 { $name } 的形状溢出：{ $shape }
gguf-tensor-rows = 张量 { $name } 的每行有 { $count } 个元素，不能被大小为 { $block } 的块（{ $kind }）整除
gguf-tensor-end = { $bytes } 字节的张量 { $name } 超出了 { $of } 字节的文件末尾
gguf-lfs = 这是 Git LFS 指针
gguf-lfs-hint = 请在文件的来源处运行 git lfs pull
gguf-page = 这是一个网页
gguf-page-hint = 下载保存的是网页而不是模型：请下载文件本身
gguf-json = 这是 JSON
gguf-json-hint = 下载保存的是消息或配置：请下载文件本身
gguf-safetensors = 看起来是 safetensors
gguf-safetensors-hint = qwill 运行 GGUF 格式的模型：请下载一个
gguf-old = 文件是早于 GGUF 的格式
gguf-format-hint = qwill 运行 GGUF 格式的模型

## src/models/import.rs
import-room = 没有空间存放 { $name } 的副本
import-room-why = 需要 { $need }，而可用空间为 { $free }
import-room-hint = 使用 --link 则留在原处，不占空间
import-full-hint = 使用 --link 则留在原处，不占空间
import-copy = 无法复制 { $path }
import-changes = 复制时文件发生了变化
import-changes-hint = 请等文件完整后再试
import-place-hint = 请用 QWILL_HOME 为 qwill 的所有文件另选位置
import-no-path = 这不是路径
import-fails = 无法导入 { $path }
import-missing = 缺少分卷 { $name }
import-missing-more = 缺少分卷 { $name }，以及另外 { $count } 个分卷
import-missing-hint = 请把全部 { $count } 个分卷放在一起
import-part = 这是 { $of } 个分卷之一，但文件名没有表明这一点
import-part-hint = 各分卷的文件名必须以 -00001-of-{ $of }.gguf 等结尾
import-inside = 文件内标明是第 { $part } 个分卷（共 { $of } 个）
import-inside-hint = 请重新下载各分卷
import-name = 模型不能命名为「{ $name }」
import-name-hint = 请另取名称：--name { $name }
import-name-letters = 名称由字母和数字组成，中间可以有 - . _
import-name-other = 已有其他模型使用这个名称
import-name-file = 这像是模型附属文件的名称，不是模型的名称
import-taken = 已有名为 { $name } 的导入模型
import-taken-hint = 请给此模型另取名称：--name NAME

## src/models/found.rs, stores
store-hub = 模型中心缓存
store-imported = 已导入
store-starter = 内置
store-file = 文件
store-left-out = 已略过 { $name }
store-some = 已略过一些模型
store-no-images = { $name } 无法接收图片
store-missing = 缺少 { $path }
store-incomplete = 已略过 { $name }：缺少 { $path }
store-twice = { $name } 取 { $path }，不取 { $other }
store-no-file = { $path } 不是文件
store-bytes = { $path } 有 { $bytes } 字节，而应有 { $wanted } 字节
store-no-gguf = { $path } 不是 GGUF 文件
store-more = 关于 { $path } 中 { $store } 的模型，另有 { $count } 条提示
store-denied = 当前账户无权读取 { $path } 中 { $store } 的部分模型
store-denied-ollama = 请加入拥有该目录的用户组（sudo usermod -aG ollama "$USER"，然后重新登录），或让 OLLAMA_MODELS 指向你自己的目录
store-denied-owner = 请向其所有者申请读取权限
store-manifest-long = { $path } 过长，不可能是清单
store-no-manifest = { $path } 不是清单：{ $why }
store-weights = 权重不在 GGUF 文件中
store-adapter = 模型需要适配器，而适配器不受支持
store-digest = 清单中有无效的摘要值
store-many = { $path } 中的文件超过 { $count } 个：已略过一部分
store-utf8 = 已略过 { $path }：文件名不是 UTF-8

## src/models/tokenizer.rs
tokenizer-unusable = 无法使用 { $path } 的分词器
tokenizer-twice = 有两个相同的词元
tokenizer-byte = 没有对应字节 { $number } 的词元
tokenizer-pattern = 无法读取单词模式
tokenizer-text = 无法对文本进行分词
tokenizer-none = 文件中没有分词器
tokenizer-kind = 类型「{ $name }」不受支持
tokenizer-pre = 预分词器「{ $name }」不受支持
tokenizer-merges = 没有合并规则
tokenizer-merge = 合并「{ $text }」得不到词表中的词元

## src/models/files/pick.rs
files-lacks = { $of } 缺少 { $name }
files-lacks-more = { $of } 缺少 { $name } 和另外 { $count } 个文件
files-no-such = { $of } 中没有 { $wanted }
files-no-such-any = 其中没有任何模型文件
files-no-such-hint = 其中有 { $names }
files-none = { $of } 中没有 GGUF 模型
files-none-hint = 含有这类文件的仓库大多名为 …-GGUF

## src/chat/store
chats-save = 无法保存对话
chats-delete = 无法删除对话
chats-rename = 无法重命名对话
chats-read = 无法读取对话
chats-open = 无法打开对话
chats-migrate = 无法把对话更新到最新格式
chats-make = 无法创建对话文件
chats-held = 另一个程序正占用 { $path }
chats-held-hint = 请等它完成或结束它，然后重试
chats-full-hint = 请腾出空间（qwill rm、qwill gc）后重试
chats-place-hint = 请用 QWILL_HOME 或 XDG_DATA_HOME 选择你有写入权限的位置
chats-damaged = { $path } 已损坏
chats-damaged-hint = 其中的内容没有改动；请用备份替换它，或重新开始：mv '{ $path }' '{ $path }.old'
chats-no-database = 这不是数据库
chats-foreign = 不会改动其他程序的数据库
chats-foreign-hint = 请移走它，或用 QWILL_HOME 或 XDG_DATA_HOME 另选位置
chats-short = 只有 { $bytes } 字节，应有 { $of } 字节
chats-newer = 不会打开更新版本的 qwill 的对话
chats-newer-why = { $path } 的版本是 { $found }，而本程序只支持 { $known }
chats-newer-hint = 请使用更新的程序；文件没有改动
chats-none = 没有名为 { $name } 的对话
chats-list-hint = 可用 qwill chats list 列出它们
chats-like-hint = 包含它的对话：{ $names }
chats-empty = 还没有对话
chats-empty-hint = 运行 qwill 即可开始
chats-no-message = { $name } 中没有第 { $number } 条消息
chats-no-message-hint = qwill chats show { $name } 会显示编号
chats-many = { $name } 对应 { $count } 个对话
chats-many-hint = 请用 ID 指定其中一个：{ $names }

## src/chat/import
chats-import-message = 第 { $number } 条消息：{ $why }
chats-import-value = 第 { $number } 个值：{ $why }
chats-import-newer = 文件由更新版本的 qwill 写成，格式为 { $number }
chats-import-none = 其中没有对话的开头
chats-import-lost = 第 { $number } 条消息缺少标记其开头或结尾的注释
chats-import-open = 有一个注释没有结束
chats-import-form = 这不是 qwill 支持的格式
chats-import-empty = 其中没有对话
chats-import-hint = 支持的格式：qwill 的导出文件、ChatGPT 的 conversations.json，以及 OpenAI 格式的消息
chats-import-lists = 第 { $number } 个值是列表的列表
chats-import-neither = 第 { $number } 个值既不是对话也不是消息

## src/config
config-keep-hint = 在 config.toml 中：keep_alive = "5m"
config-time = `{ $text }` 不是时长
config-time-hint = 请写成 30s、5m、2h 或 forever 的形式
config-hub = { $url } 不是模型中心的地址
config-hub-hint = HF_ENDPOINT 等变量应以 https:// 开头
config-keep = 无法把 { $key } 保存到 { $path }
config-home = QWILL_HOME 不是路径
config-directory = 无法创建目录 { $path }
config-directory-hint = 请把 QWILL_HOME 设为你有写入权限的目录
config-refused = 不会使用 { $path }
config-refused-hint = 它必须是只有你能进入的目录：chmod 700，或用 QWILL_HOME 另选一个
config-no-directory = 这不是目录
config-open = 其他用户可以进入它
config-value = config.toml 中的 { $name } = "{ $value }" 无效
config-value-hint = 可以是 { $names }

## src/chat/reply.rs

script-drift = 这条回答中途改用了{ $script }
script-latin = 拉丁字母
script-arabic = 阿拉伯字母
script-han = 中文
script-kana = 日文
script-hangul = 韩文
script-cyrillic = 西里尔字母
script-hebrew = 希伯来文
script-devanagari = 印地文
script-thai = 泰文
script-greek = 希腊文

## src/models/catalog.toml: what a user should know of a family
catalog-note-calls-as-json = 无论对话模板怎样规定，都以 JSON 把调用写在代码块中
catalog-note-no-system-prompt = 不宜设置系统提示词，适合长达 32 768 个词元的回答
catalog-note-thinks-when-asked = 0.8b 到 9b 的模型默认不思考，除非另行要求
catalog-note-card-of-24-gb = 需要显存为 24 GB 的显卡
catalog-note-too-large = 不推荐：对多数机器来说太大，而且许可证附有条件

## src/chat/preset.rs
preset-explain = 用简单的话解释文本或代码
preset-proofread = 改正错别字和语法，其他不变
preset-review = 查找代码中的问题
preset-summarise = 概括文本的要点
preset-translate = 在英文、阿拉伯文和中文之间翻译

## src/text.rs
text-list-comma = 、
