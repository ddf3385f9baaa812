## src/tui/action.rs

group-message = الكتابة
group-answer = الإجابات
group-chat = المحادثات
group-code = البرمجة
group-model = النموذج
group-screen = الشاشة

## src/tui/action.rs: what each action does

action-read = إضافة ملف إلى الرسالة؛ مثل @FILE
action-image = إضافة صورة إلى الرسالة
action-shell = إضافة مخرجات أمر إلى الرسالة؛ مثل !COMMAND
action-prompt = بدء الرسالة من قالب
action-editor = كتابة الرسالة في محرّرك
action-history = البحث عن رسالة سابقة في هذا المشروع
action-expand = عرض النص الملصق المطوي كاملًا
action-unqueue = استرجاع آخر رسالة في الانتظار
action-stop = إيقاف الإجابة؛ ويبقى ما وصل منها
action-regen = الإجابة من جديد؛ وتبقى الإجابة القديمة فرعًا
action-retry = إعادة السؤال بعد فشل
action-edit = إعادة كتابة رسالة في فرع جديد
action-undo = التراجع عن آخر سؤال وإجابته وما غيّره من ملفات، أو عن آخر تلخيص
action-redo = إعادة آخر ما تُراجع عنه
action-rewind = الرجوع إلى ما قبل سؤال: المحادثة أو الملفات أو كلاهما
action-older = الفرع السابق
action-newer = الفرع التالي
action-browse = اختيار رسالة سابقة (esc esc)
action-reasoning = طي التفكير ونتائج الأدوات أو بسطها
action-copy = نسخ الإجابة؛ `copy 2` ينسخ كتلة الشفرة الثانية فيها
action-code = اختيار كتلة شفرة ونسخها
action-write = حفظ كتلة شفرة في ملف
action-find = البحث عن نص في هذه المحادثة
action-new = بدء محادثة جديدة
action-clear = البدء من جديد؛ وتبقى المحادثة القديمة محفوظة
action-chats = فتح المحادثات المحفوظة أو البحث فيها أو حذفها
action-search = البحث عن نص في كل المحادثات
action-rename = تغيير عنوان المحادثة
action-fork = المتابعة في نسخة من المحادثة
action-save = حفظ آخر إجابة في ملف
action-export = حفظ المحادثة في ملف (.md أو .jsonl)
action-add = إرفاق ملفات بالرسالة التالية، ومرة أخرى كلما تغيّرت
action-drop = إيقاف إرفاق ملفات وإخراج ما أُرسل منها
action-commit = إيداع ما جُهّز؛ وإن لم تعطِ رسالة كُتبت لك
action-review = مراجعة التغييرات: ما لم يودَع منها، أو ما في مدى من المراجعات
action-test = تشغيل فحص المشروع
action-model = اختيار النموذج
action-system = عرض تعليمات النموذج أو تغييرها
action-set = عرض temp، top_p، top_k، min_p، seed، max_tokens، ctx أو تغييرها
action-think = تفكير النموذج: on أو off أو auto
action-mode = مدى حرية النموذج في qwill code: plan أو ask أو edit أو auto
action-context = فيمَ تُستخدم رموز السياق
action-compact = تلخيص ما قيل ليحل الملخّص محله؛ /undo يعيده
action-stats = رموز الإجابات وسرعتها
action-help = هذه المساعدة
action-keys = كل المفاتيح وكيفية تغييرها
action-palette = البحث في كل ما يمكن فعله هنا
action-theme = اختيار الألوان
action-mouse = جعل الفأرة لـ qwill (العجلة للتمرير والسحب للنسخ) أو للطرفية
action-vim = مفاتيح vim لكتابة الرسالة
action-bidi = من يرتّب النص المكتوب من اليمين إلى اليسار
action-lang = لغة هذه الشاشة
action-up = التمرير إلى أعلى
action-down = التمرير إلى أسفل
action-pageup = التمرير صفحة إلى أعلى
action-pagedown = التمرير صفحة إلى أسفل
action-messageup = الانتقال إلى الرسالة السابقة
action-messagedown = الانتقال إلى الرسالة التالية
action-top = الانتقال إلى البداية
action-bottom = الانتقال إلى النهاية
action-redraw = إعادة رسم الشاشة
action-suspend = العودة إلى الصدفة مؤقتًا؛ `fg` يرجع إلى هنا
action-quit = الخروج؛ المحادثة محفوظة

## src/tui/action.rs: keys of the message

key-enter = إرسال الرسالة، أو وضعها في الانتظار أثناء الإجابة
key-line = سطر جديد؛ وكذلك \ قبل Enter، أو أسطر بين """ و"""
key-history = الرسائل السابقة من أول سطر، واللاحقة من آخر سطر
key-complete = إكمال أمر بعد / أو اسم ملف بعد @
key-words = التنقّل بالكلمات
key-ends = بداية السطر ونهايته
key-cut = القص حتى البداية أو حتى النهاية، أو قص كلمة؛ Ctrl+Y يعيد ما قُصّ
key-undo = التراجع والإعادة
key-interrupt = إيقاف الإجابة أو مسح الرسالة؛ ومرتين للخروج
key-escape = إيقاف الإجابة؛ ومرتين لاختيار رسالة سابقة

## src/tui/action.rs: keys while a message is chosen

key-step = الرسالة السابقة، والتالية
key-branch = الفرع السابق، والتالي
key-fold = طي الرسالة أو بسطها
key-found = موضع البحث التالي، والسابق
key-back = العودة إلى الكتابة

## src/tui/action.rs: keys while a change is asked about

key-part = الجزء السابق، والتالي
key-take = أخذ جزء أو تركه
key-sides = الجانبان متجاوران، أو أحدهما تحت الآخر
key-own = تعديل التغيير في محرّرك
key-rows = الأسطر إلى أعلى وإلى أسفل

## src/tui/app/

screen-cleared = مُسحت الرسالة؛ Ctrl+_ يعيدها
screen-leave = Ctrl+C مرة أخرى للخروج
screen-left = بقيت الرسالة كما كانت
screen-choose = Esc مرة أخرى لاختيار رسالة سابقة
screen-rewind = Esc مرة أخرى للرجوع إلى ما قبل سؤال
screen-stopped = أُوقفت الإجابة؛ /regen يجيب من جديد

## src/tui/arrival.rs, src/tui/choice.rs

pick-models-none = لا نماذج: qwill pull ينزّل نموذجًا
pick-chats-none = لا محادثة مطابقة
pick-untitled = بلا عنوان
pick-messages = { $count ->
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
}
pick-now = الآن
pick-minutes = { $count ->
    [one] منذ دقيقة
    [two] منذ دقيقتين
    [few] منذ { $count } دقائق
    [many] منذ { $count } دقيقة
   *[other] منذ { $count } دقيقة
}
pick-hours = { $count ->
    [one] منذ ساعة
    [two] منذ ساعتين
    [few] منذ { $count } ساعات
    [many] منذ { $count } ساعة
   *[other] منذ { $count } ساعة
}
pick-days = { $count ->
    [one] منذ يوم
    [two] منذ يومين
    [few] منذ { $count } أيام
    [many] منذ { $count } يومًا
   *[other] منذ { $count } يوم
}
ask-replace = الملف { $path } موجود بالفعل. هل يُستبدل؟
ask-delete = هل تُحذف هذه المحادثة نهائيًا؟
chat-is-open = هذه المحادثة مفتوحة؛ ابدأ غيرها أولًا بـ /new

## src/tui/chord.rs, src/tui/keymap.rs

screen-no-key = ليس `{ $key }` مفتاحًا
screen-no-key-hint = اكتبه مثل ctrl+p أو alt+enter أو shift+tab أو f1 أو esc أو pgup أو ? أو G
screen-no-action = في [keys]: لا يوجد إجراء اسمه { $name }
screen-no-action-hint = F1 في المحادثة يعرضها
screen-key-twice = في [keys]: المفتاح { $key } مذكور مرتين

## src/tui/command/answer.rs

answer-none = لا توجد إجابة بعد
answer-no-failure = لم يفشل شيء
answer-no-words = لم يُقل شيء بعد
answer-busy = الإجابة جارية؛ Esc يوقفها
answer-edit-none = لا توجد رسالة منك تعيد كتابتها
answer-edit = أعد كتابتها: Enter يرسلها في فرع جديد، ويتركها Esc كما هي
answer-undo-none = لا يوجد ما يُتراجع عنه
answer-undone-branch = تم التراجع؛ ويبقى ما كان محفوظًا في فرع
answer-undone = تم التراجع
answer-branch-none = ليس لهذه الرسالة فرع آخر
answer-branch-last = لا فرع بعد هذا في ذلك الاتجاه
answer-not-found = لا يرد «{ $text }» في هذه المحادثة
answer-code-number = ليس { $number } رقم كتلة شفرة
answer-code-none = لا كتل شفرة في الإجابة
answer-code-count = { $count ->
    [one] في الإجابة كتلة شفرة واحدة، وليس رقمها { $number }
    [two] في الإجابة كتلتا شفرة، وليس { $number } رقم أيّ منهما
    [few] في الإجابة { $count } كتل شفرة، وليس { $number } رقم أيّ منها
    [many] في الإجابة { $count } كتلة شفرة، وليس { $number } رقم أيّ منها
   *[other] في الإجابة { $count } كتلة شفرة، وليس { $number } رقم أيّ منها
}
pick-codes = نسخ كتلة شفرة
pick-code-lines = { $count ->
    [one] سطر واحد { $lang }
    [two] سطران { $lang }
    [few] { $count } أسطر { $lang }
    [many] { $count } سطرًا { $lang }
   *[other] { $count } سطر { $lang }
}
ask-find = البحث في هذه المحادثة
ask-save = حفظ الإجابة في

## src/tui/command/chat.rs

chat-new = محادثة جديدة؛ Ctrl+O يفتح القديمة
chat-renamed = تغيّر العنوان
chat-fork-none = لا يوجد بعد ما يُتابَع منه
chat-forked = هذه نسخة الآن؛ وتبقى المحادثة الأخرى كما كانت
chat-export-none = لا يوجد ما يُحفظ بعد
pick-chats = المحادثات
pick-reading = قراءة …
ask-rename = عنوان هذه المحادثة

## src/tui/command/message.rs

ask-shell = هل يُشغَّل هذا وتُضاف مخرجاته إلى الرسالة؟
pick-history = الرسائل السابقة
pick-history-none = لا شيء بعد في هذا المشروع
message-no-queue = لا رسائل في الانتظار
pick-presets = القوالب
pick-none = لا شيء

## src/tui/command/mod.rs

screen-no-command-near = لا يوجد /{ $name }؛ هل تقصد /{ $known }؟
screen-no-command = لا يوجد /{ $name }؛ F1 يعرض الموجود، ويرسله //{ $name } نصًا

## src/tui/command/model.rs

pick-models = النماذج على هذا الجهاز
pick-looking = بحث …
ask-system = تعليمات النموذج
model-compact-none = المحادثة أقصر من أن تُلخَّص
model-no-instructions = لا تعليمات
model-instructions = ضُبطت التعليمات
model-think-usage = قيم think هي on أو off أو auto
model-think-on = يفكّر النموذج قبل أن يجيب، إن استطاع
model-think-off = يجيب النموذج فورًا، إن استطاع
model-think-auto = يفكّر النموذج كما صُمّم
set-unknown = لا يوجد { $key }؛ الموجود: temp، top_p، top_k، min_p، seed، max_tokens، ctx
set-range = قيمة { $key } عدد من { $from } إلى { $to }، أو `default`
set-none = كل شيء كما أوصى صانعو النموذج؛ يغيّره /set KEY VALUE، ويعيده /set KEY default إلى الأصل

## src/tui/command/pages.rs

page-context = فيمَ يُستخدم السياق
page-stats = الإحصاءات
page-keys = المفاتيح
page-help = المساعدة
page-intro = اكتب ثم اضغط Enter. يبدأ / أمرًا، ويضيف @ ملفًا، ويضيف ! مخرجات أمر. كل شيء يُحفظ فور وصوله. الحرف بين ( ) لرسالة اختيرت بـ Esc Esc.
page-editing = أثناء كتابة الرسالة
page-browsing = عند اختيار رسالة
page-reviewing = عند السؤال عن تغيير
page-own-keys = مفاتيحك الخاصة: [keys] في config.toml، مثل  palette = ["f2", "ctrl+p"]
page-used = { $count ->
    [one] رمز واحد مستخدم
    [two] رمزان مستخدمان
    [few] { $count } رموز مستخدمة
    [many] { $count } رمزًا مستخدمًا
   *[other] { $count } رمز مستخدم
}
page-used-of = { $count ->
    [one] رمز واحد مستخدم من { $of }
    [two] رمزان مستخدمان من { $of }
    [few] { $count } رموز مستخدمة من { $of }
    [many] { $count } رمزًا مستخدمًا من { $of }
   *[other] { $count } رمز مستخدم من { $of }
}
page-context-hint = يجعل /compact الملخّص مكان ما قيل، ويتراجع /undo عن آخر سؤال وإجابته، ويرفع /set ctx N الحد، ويبدأ /new من جديد
page-instructions = التعليمات
page-template = ما يضيفه قالب المحادثة
page-summary = ملخّص ما قيل من قبل
page-you = أنت: { $text }
page-result = نتيجة: { $text }
page-answer = إجابة: { $text }
page-thinking = التفكير
page-draft = ما تكتبه الآن
page-free = متاح
page-chat = المحادثة
page-name = اسمها
page-model = النموذج
page-messages = الرسائل
page-written = الرموز المكتوبة
page-prompt = آخر موجِّه
page-prompt-cost = { $count ->
    [one] رمز واحد: أُعيد استخدام { $reused } وقُرئ { $read }
    [two] رمزان: أُعيد استخدام { $reused } وقُرئ { $read }
    [few] { $count } رموز: أُعيد استخدام { $reused } وقُرئ { $read }
    [many] { $count } رمزًا: أُعيد استخدام { $reused } وقُرئ { $read }
   *[other] { $count } رمز: أُعيد استخدام { $reused } وقُرئ { $read }
}
page-last = آخر إجابة
page-last-cost = { $count ->
    [one] رمز واحد، { $speed } في الثانية
    [two] رمزان، { $speed } في الثانية
    [few] { $count } رموز، { $speed } في الثانية
    [many] { $count } رمزًا، { $speed } في الثانية
   *[other] { $count } رمز، { $speed } في الثانية
}

## src/tui/command/screen.rs

screen-mouse-program = العجلة للتمرير والسحب للنسخ؛ ومع Shift تكون الفأرة للطرفية
screen-mouse-terminal = الفأرة للطرفية: تحدّد النص
screen-vim-on = مفاتيح vim مفعّلة: Esc للأوامر، والحرف i للكتابة
screen-vim-off = مفاتيح vim معطّلة
screen-lang = لغة هذه الواجهة
screen-lang-auto = كلغة النظام
screen-lang-none = لا توجد هنا اللغة { $name }؛ الموجود: { $codes }
pick-palette = ماذا تريد أن تفعل؟
pick-palette-none = لا نتيجة مطابقة
pick-themes = السمات
pick-theme-dark = داكنة
pick-theme-light = فاتحة
pick-theme-auto = مثل الطرفية

## src/tui/composer/chip.rs

composer-pasted-characters = { $count ->
    [one] [نص ملصق: محرف واحد]
    [two] [نص ملصق: محرفان]
    [few] [نص ملصق: { $count } محارف]
    [many] [نص ملصق: { $count } محرفًا]
   *[other] [نص ملصق: { $count } محرف]
}
composer-pasted-lines = { $count ->
    [one] [نص ملصق: سطر واحد]
    [two] [نص ملصق: سطران]
    [few] [نص ملصق: { $count } أسطر]
    [many] [نص ملصق: { $count } سطرًا]
   *[other] [نص ملصق: { $count } سطر]
}
composer-image = [صورة { $name }]

## src/tui/editor.rs

message-editor-failed = تعذّر التحرير باستخدام { $editor }
message-editor-hint = اضبط EDITOR على المحرّر الذي تستخدمه؛ لم تتغيّر الرسالة
review-editor-none = لم يُضبط أي محرّر
review-editor-none-hint = اضبط EDITOR أو VISUAL على المحرّر الذي تستخدمه، مثل nano؛ بقي التغيير كما كان
review-editor-hint = اضبط EDITOR أو VISUAL على المحرّر الذي تستخدمه؛ بقي التغيير كما كان

## src/tui/files/attach.rs

file-no-picture = لا توجد صورة باسم { $name }
file-no-picture-hint = صحّح اسمها أو أزلها من الرسالة
file-unread = تعذّرت قراءة { $path }
file-directory = إنه مجلد
file-no-file = ليس ملفًا
file-one-by-one = اذكر ما فيه من ملفات واحدًا واحدًا
file-large = حجمه أكبر من { $count } KiB
file-large-hint = ألصق الجزء المهم منه
file-no-text = ليس نصًا
file-no-text-hint = اذكر نصًا بترميز UTF-8، أو صورة لنموذج يرى الصور

## src/tui/guard/

screen-keys-unread = تعذّرت قراءة المفاتيح
screen-unwritten = تعذّرت الكتابة على الطرفية
screen-no-signals = تعذّر استقبال الإشارات
screen-no-stop = تعذّر التوقّف
screen-no-terminal = لا توجد طرفية للرسم عليها

## src/tui/overlay/

ask-foot-key = y نعم · n لا
ask-foot-line = enter تنفيذ · esc إلغاء
page-foot = ↑↓ تمرير · esc إغلاق
pick-foot = enter اختيار · اكتب للتصفية · esc إغلاق
pick-foot-chats = enter فتح · del حذف · اكتب للبحث في الكل · esc إغلاق
pick-foot-codes = enter نسخ · esc إغلاق

## src/tui/runner.rs

chat-deleted = حُذفت المحادثة
chat-gone = لم تعد المحادثة موجودة
set-kept = حُفظ { $key } = { $value } في config.toml
file-mode = تعذّر ضبط أذونات { $path }
file-written = حُفظ في { $path }
clip-too-long = تعذّر النسخ: النص أطول مما تقبله هذه الطرفية
clip-nowhere = تعذّر النسخ: لا حافظة هنا
clip-hint = احفظه في ملف بالأمر /save
clip-copied = { $count ->
    [one] نُسخ سطر واحد
    [two] نُسخ سطران
    [few] نُسخت { $count } أسطر
    [many] نُسخ { $count } سطرًا
   *[other] نُسخ { $count } سطر
}
pick-built-in = مدمج

## src/tui/screen.rs, src/tui/shell.rs

screen-no-shell = لا صدفة يُرجَع إليها
shell-failed = تعذّر تشغيل { $command }

## src/tui/status.rs

status-starting = تشغيل المحرّك …
status-loading = تحميل { $name } … { $part } %
status-queued = { $count ->
    [zero] في انتظار المحرّك …
    [one] في انتظار المحرّك، وقبل سؤالك سؤال واحد …
    [two] في انتظار المحرّك، وقبل سؤالك سؤالان …
    [few] في انتظار المحرّك، وقبل سؤالك { $count } أسئلة …
    [many] في انتظار المحرّك، وقبل سؤالك { $count } سؤالًا …
   *[other] في انتظار المحرّك، وقبل سؤالك { $count } سؤال …
}
status-reading = قراءة الرموز: { $done } من { $of }
status-reading-moment = قراءة الرموز: { $done } من { $of }، بقيت لحظة
status-reading-seconds = قراءة الرموز: { $done } من { $of }، بقي { $seconds } ث
status-reading-minutes = قراءة الرموز: { $done } من { $of }، بقي { $minutes } د { $seconds } ث
status-thinking = { $count ->
    [one] التفكير … رمز واحد
    [two] التفكير … رمزان
    [few] التفكير … { $count } رموز
    [many] التفكير … { $count } رمزًا
   *[other] التفكير … { $count } رمز
}
status-writing = الكتابة
status-working = يعمل
status-asking = بانتظار قرارك
status-compacting = التلخيص
status-speed = { $speed } رمز/ث
status-looking = البحث عن نموذج …
status-at = على { $url }
status-place-loading = تحميل { $part } %
status-threads = { $count ->
    [one] CPU، خيط واحد
    [two] CPU، خيطان
    [few] CPU، { $count } خيوط
    [many] CPU، { $count } خيطًا
   *[other] CPU، { $count } خيط
}
status-here = هذا الجهاز
status-think-on = التفكير مفعّل
status-think-off = التفكير معطّل
status-context = الرموز: { $used } من { $limit } ({ $share } %)
status-used = الرموز: { $count }
status-help = F1 مساعدة

## src/tui/transcript/cell.rs

cell-summary = ملخّص ما قيل من قبل، يقرؤه النموذج بدلًا منه (/undo يعيده)
cell-thinking = التفكير …
cell-thought = تفكير
cell-thought-for = تفكير لمدة { $time }
cell-tokens = { $count ->
    [one] رمز واحد
    [two] رمزان
    [few] { $count } رموز
    [many] { $count } رمزًا
   *[other] { $count } رمز
}
cell-seconds = { $seconds } ث
cell-minutes = { $minutes } د { $seconds } ث
cell-lines = { $count ->
    [one] سطر واحد: { $first }
    [two] سطران: { $first }
    [few] { $count } أسطر: { $first }
    [many] { $count } سطرًا: { $first }
   *[other] { $count } سطر: { $first }
}
cell-cut = قُطعت عند حد الرموز
cell-stopped = أُوقفت
cell-broken = انقطعت · /retry يعيد السؤال
cell-broken-why = انقطعت: { $why } · /retry يعيد السؤال

## src/tui/view.rs

view-near = رموز السياق المستخدمة { $used } من { $limit }: يفسح /compact مكانًا، ويحذف /undo آخر سؤال وإجابته، ويرفع /set ctx N الحد
view-full = امتلأ السياق (الرموز: { $used } من { $limit }): /compact أو /undo أو /set ctx N أو /new
view-queued = في الانتظار: { $text }
view-queued-waits = في الانتظار، Enter يرسلها: { $text }
view-here = يجيب { $name } من هذا الجهاز
view-at = يجيب { $name } من { $url }
view-hints = Enter إرسال · / أوامر · @ ملفات · ! مخرجات أمر · { $keys } محادثات سابقة · F1 مساعدة
view-editing = إعادة كتابة رسالة سابقة
view-found = «{ $text }»: { $at } من { $of } · enter التالي · esc إنهاء
view-more = المزيد أدناه ↓
view-browsing = ↑↓ اختيار · e تعديل · r إجابة جديدة · y نسخ · ←→ الفروع · enter بسط · esc رجوع
view-busy = واصل الكتابة: تُرسل عند اكتمال الإجابة
view-ask = اسأل ما تشاء

## src/tui/app/mod.rs

answer-drifted = { $why }؛ { $keys } أو /regen للإجابة من جديد

## src/tui/app/typing.rs

ask-plain = حروف النص الملصق بأشكال كالتي في ملفات PDF. هل تُحوَّل إلى حروف عادية؟

## src/tui/agent.rs, src/tui/command/code.rs

mode-plan = خطة
mode-ask = سؤال
mode-edit = تعديل
mode-auto = تلقائي
mode-plan-said = خطة: ينظر ولا يغيّر ولا يشغّل شيئا
mode-ask-said = سؤال: يسأل قبل كل تغيير وقبل كل أمر
mode-edit-said = تعديل: يغيّر الملفات ويسأل قبل الأوامر
mode-auto-said = تلقائي: يغيّر الملفات ويشغّل الأوامر من نفسه، محصورا في المشروع
mode-none = هذه محادثة: الأوضاع لـ qwill code
mode-unknown = لا يوجد وضع { $name }: { $names }
answer-redo-none = لا يوجد ما يعاد
answer-redone = أعيد
code-only = هذا لأجل qwill code
commit-asks = النموذج يكتب رسالة …
commit-runs = git commit …
commit-ready = غيّرها كما تشاء؛ Enter يودع ما جُهّز
commit-nothing = لا شيء مجهّز: جهّز أولًا ما يجتمع معًا، مثلًا بـ git add -p
commit-failed = لم يودع git التغييرات
review-nothing = لم يتغير شيء
review-plan = لا يتغير شيء في أثناء المراجعة
test-plan = لا يُشغّل شيء في الوضع plan؛ Shift+Tab يغيّره
test-none = ليس لهذا المشروع فحص: اضبط `check` في .qwill.toml
test-failed = فشل { $command }. هل يُعطى للنموذج؟
add-done = يُرفق بالرسالة التالية: { $paths }
add-gone = لم تعد قراءته ممكنة فلا يُرفق بعد الآن: { $paths }
drop-none = لا يُرفق ملف كهذا
drop-done = لا يُرفق بعد الآن: { $paths }
drop-sent = أُخرج: { $paths }؛ ويُقرأ الطلب من ذلك الموضع من جديد
page-each = رسالة رسالة
page-notes = ملاحظات المشروع
page-map = خريطة المشروع
page-file = الملف { $path }
page-conversation = المحادثة
page-tools = مخرجات الأدوات
page-own = قوالبك وقوالب المشروع
rewind-title = إلى ما قبل أي سؤال تريد الرجوع؟
rewind-way = ما الذي يرجع؟
rewind-both = الملفات والمحادثة
rewind-chat = المحادثة وحدها؛ وتبقى الملفات كما هي
rewind-files-only = الملفات وحدها؛ وتبقى المحادثة
rewind-files = { $count ->
    [one] ملف واحد
    [two] ملفان
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
}
rewind-note = { $files } ‎+{ $added } ‎−{ $removed }
rewind-done = تم الرجوع
rewind-foreign-title = هل تُستبدل تغييرات الآخرين؟
rewind-foreign = ملفات تغيّرت منذ ذلك ولم تغيّرها هذه المحادثة: { $paths }. إن تابعت عادت هي أيضًا كما كانت قبل السؤال؛ ويُحفظ ما فيها الآن، ويعيده /redo.
undo-restored = كُتبت: { $paths }
undo-removed = حُذفت: { $paths }
undo-conflict = غيّر أحد { $path } في هذه الأثناء
undo-conflict-kept = غيّر أحد { $path } في هذه الأثناء؛ نصّه محفوظ في { $copy }
undo-blocked = لم تعد كما ينبغي: { $paths }
undo-no-files = لم تتغير ملفات

## src/tui/call.rs

call-lines = { $count ->
    [zero] لا أسطر
    [one] سطر واحد
    [two] سطران
    [few] { $count } أسطر
    [many] { $count } سطرا
   *[other] { $count } سطر
}
call-more = { $count ->
    [zero] … لا أسطر أخرى
    [one] … سطر آخر
    [two] … سطران آخران
    [few] … { $count } أسطر أخرى
    [many] … { $count } سطرا آخر
   *[other] … { $count } سطر آخر
}

## src/tui/overlay/permit/

permit-run = أأشغّل هذا الأمر؟
permit-change = أأغيّر { $path }؟
permit-patch = أأجري هذه التغييرات؟
permit-read = أأقرأ { $path }؟
permit-other = أأفعل هذا؟
permit-question = النموذج يسأل
permit-why-mode = في هذا الوضع يسأل أولا.
permit-why-rule = قاعدة من قواعدك تطلب هذا السؤال.
permit-why-secret = قد يحوي الملف أسرارا.
permit-why-git = الملف تابع لإدارة الإصدارات.
permit-why-loose = لا شيء يحصر الأوامر هنا: يمكنه تغيير كل ما يمكنك تغييره.
permit-why-loose-for = لا شيء يحصر الأوامر هنا ({ $why }): يمكنه تغيير كل ما يمكنك تغييره.
permit-once = نعم، هذه المرة
permit-always-command = نعم، هذا الأمر طوال المحادثة
permit-always-file = نعم، هذا الملف طوال المحادثة
permit-prefix = نعم، كل أوامر هذه المحادثة التي تبدأ بـ `{ $prefix }`
permit-edit = غيّره قبل تنفيذه
permit-no = لا
permit-reason = لا. ماذا يفعل بدلا منه؟
permit-answer = جوابك
permit-instead = غيّره، و Enter ينفّذه
permit-foot = esc لا · ctrl+c إيقاف
permit-foot-more = { $count ->
    [zero] ↑↓ لا أسطر أخرى · esc لا
    [one] ↑↓ سطر آخر · esc لا
    [two] ↑↓ سطران آخران · esc لا
    [few] ↑↓ { $count } أسطر أخرى · esc لا
    [many] ↑↓ { $count } سطرا آخر · esc لا
   *[other] ↑↓ { $count } سطر آخر · esc لا
}
permit-foot-write = enter إرسال · esc بلا جواب
permit-foot-change = enter تنفيذ · esc رجوع
permit-edited = هذا هو التغيير كما عدّلته.
permit-unchanged = لن يتغيّر شيء.
permit-some = نعم، { $taken } من أصل { $count } من الأجزاء
permit-none = لا: لم يؤخذ أي جزء
permit-leave = اترك هذا الجزء
permit-take = خذ هذا الجزء
permit-edit-file = عدّله في محرّرك
permit-beside = الجانبان متجاوران
permit-below = أحد الجانبين تحت الآخر
permit-foot-part = ↑↓ الجزء { $at } من { $count } · esc لا

## src/tui/status.rs: a call

status-call = { $call } · { $seconds } ث · esc يوقف

## src/tui/command/servers.rs

page-mcp = خوادم الأدوات
mcp-chat = هذه محادثة: خوادم الأدوات لـ qwill code
mcp-hint = يعيد /mcp NAME تشغيل واحد منها. وتسمّي القواعد الأدوات هكذا: allow = ["mcp:NAME/TOOL", "mcp:NAME/*"]
permit-tool = أأستدعي { $tool } من الخادم { $server }؟
permit-why-server = لا شيء يحصر الخادم: ما يفعله لا يمكن التراجع عنه.
permit-always-tool = نعم، هذه الأداة طوال المحادثة
action-mcp = خوادم الأدوات، أو إعادة تشغيل واحد منها
