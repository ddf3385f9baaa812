## src/render/bidi/detect.rs

order-why-setting = 你的设置
order-why-dumb = 此终端无法定位文字（TERM 为 dumb 或未设置）
order-why-far = 终端在另一台机器上，没有表明自己的类型
order-why-unknown = 此终端没有表明自己的类型
order-why-hidden = { $mux } 没有表明它背后是哪种终端
order-why-console = 内核控制台原样显示收到的字符，不重新排列；它的字体没有阿拉伯字母
order-why-cells = { $name } 原样显示收到的字符，不重新排列
order-why-doubt = { $name } 的多数版本原样显示收到的字符，不重新排列
order-why-asks = 程序提出要求时，{ $name } 会由程序排列
order-why-asks-behind = { $name } 自行排列文字，而 { $mux } 不会转达程序的要求
order-why-orders = { $name } 自行排列文字
order-why-words = { $name } 自行反转每个单词的字母
order-why-option = { $name } 是否排列文字，取决于它自己的选项
order-tip-look = 如果显示顺序不对，可用 /bidi 更改由谁排列
order-tip-kitty = 如果 kitty.conf 中启用了 force_ltr，请设置 bidi = "app"
order-tip-on = { $name } 的 BiDi 选项必须关闭；如果已开启，请设置 bidi = "terminal"
order-tip-off = 如果 { $name } 的 BiDi 选项已关闭，请设置 bidi = "app"

## src/tui/order.rs, src/tui/overlay/sample.rs

order-auto = 选用适合此终端的方式
order-app = 由 qwill 排列单词和字母
order-word = 由 qwill 排列单词，由终端排列单词内的字母
order-terminal = 由终端排列从右到左的文字
order-off = 不排列从右到左的文字
order-title = 由谁排列从右到左的文字？
order-mode-none = 没有 { $name }：/bidi 接受 { $names }
order-ask = 哪一行显示正确？
order-ask-foot = 1 或 2 · Esc 以后再说
order-sample = الإصدار 2.5 في /etc/hosts

## src/cli/doctor

doctor-terminal = 终端
doctor-order = 从右到左的文字
doctor-mode = 模式 8
doctor-letters = 阿拉伯字母
doctor-lang = 语言
doctor-width = 歧义宽度
doctor-colours = 颜色
doctor-unknown = 未知
doctor-ssh = 通过 ssh
doctor-mode-sent = 已发送：请终端把排列交给 qwill
doctor-mode-order = 未发送：不由 qwill 排列
doctor-mode-mux = 未发送：{ $mux } 不会转达
doctor-mode-known = 未发送：{ $name } 不需要或不支持
doctor-mode-dumb = 未发送：此终端不支持控制序列
doctor-letters-on = 由 qwill 连写，因为由它排列
doctor-letters-off = 由终端连写，因为由它排列
doctor-letters-none = 原样发送
doctor-from-setting = config.toml 中的 lang
doctor-from-locale = 环境的区域设置
doctor-from-argument = 命令行
doctor-from-usual = config.toml 和环境都没有指定其他语言
doctor-width-setting = config.toml 中的 ambiguous_width
doctor-width-usual = 默认值；可用 config.toml 中的 ambiguous_width 更改
doctor-colours-none = 无
doctor-colours-all = 全部
doctor-colours-never = 已设置 NO_COLOR
doctor-colours-forced = 已设置 CLICOLOR_FORCE
doctor-colours-told = 按 TERM 和 COLORTERM 的说明
doctor-samples = 下面两行中有一行显示正确：
doctor-samples-first = 第 1 行：在 config.toml 中设置 bidi = "{ $order }"，如果已经如此则无需更改
doctor-samples-second = 第 2 行：在 config.toml 中设置 bidi = "{ $order }"
doctor-widths-title = 终端占用的列数，以及 qwill 计算的列数：
doctor-widths-silent = 终端没有报告光标位置
doctor-widths-other = 实际宽度不同
doctor-widths-wide = 歧义字符占两列：请在 config.toml 中设置 ambiguous_width = 2
doctor-widths-narrow = 歧义字符占一列：请在 config.toml 中设置 ambiguous_width = 1
doctor-widths-pipe = --widths 的输入和输出都需要是终端
doctor-cluster-letters = 作为两个字母的 lam 和 alef
doctor-cluster-ligature = 合为一个字符的 lam 和 alef
doctor-cluster-marks = 带发音符号的字母
doctor-cluster-joiner = 用 ZWNJ 分开的字母
doctor-cluster-ideograph = 汉字
doctor-cluster-punctuation = 全角标点
doctor-cluster-circled = 带圈数字（歧义）
doctor-cluster-dots = 省略号（歧义）
doctor-cluster-line = 制表线（歧义）
doctor-cluster-family = 用 ZWJ 连接的家庭表情
doctor-cluster-flag = 旗帜
doctor-cluster-heart = 带 VS16 的心形
doctor-cluster-keycap = 键帽
