## src/cli/mod.rs
cmd-start = تعذّر البدء
cmd-interrupted = أُوقف التنفيذ
cmd-hint = تلميح: { $hint }
cmd-yes = نعم
cmd-no = لا
cmd-ready = جاهز: qwill -m { $name } "…"
cmd-cannot-read = تعذّرت قراءة { $path }
cmd-network-off = الشبكة معطّلة
cmd-offline-hint = احذف --offline، وألغِ ضبط HF_HUB_OFFLINE
cmd-no-model = لا يوجد هنا نموذج سوى النموذج المبدئي الصغير المدمج في البرنامج
cmd-fit = { $mark } { $verdict }: { $need } { $place ->
    [memory] من الذاكرة المتاحة ({ $free })
    [split] من المتاح في الذاكرة والأجهزة ({ $free })
   *[device] من المتاح على { $device } ({ $free })
  }، والسياق { $ctx ->
    [one] رمز واحد
    [two] رمزان
    [few] { $ctx } رموز
    [many] { $ctx } رمزًا
   *[other] { $ctx } رمز
  }

## src/cli/table.rs
cmd-head-name = الاسم
cmd-head-size = الحجم
cmd-head-params = المعاملات
cmd-head-quant = التكميم
cmd-head-fit = الملاءمة
cmd-head-from = المصدر
cmd-head-here = هنا
cmd-head-newest = الأحدث
cmd-head-state = الحالة
cmd-head-model = النموذج
cmd-head-memory = الذاكرة
cmd-head-context = السياق
cmd-head-threads = الخيوط
cmd-head-uptime = مدة التشغيل
cmd-head-idle = الخمول
cmd-head-requests = الطلبات
cmd-head-listens = الاستماع
cmd-head-repository = المستودع
cmd-head-downloads = التنزيلات
cmd-head-quantisations = أنواع التكميم
cmd-head-used = آخر استخدام
cmd-head-messages = الرسائل
cmd-head-title = العنوان

## src/cli/out.rs
cmd-write = تعذّرت كتابة الإجابة
cmd-time-seconds = { $seconds } ث
cmd-time-minutes = { $minutes } د { $seconds } ث
cmd-time-hours = { $hours } س { $minutes } د

## src/cli/bar.rs
cmd-bar-asking = الاتصال بـ { $host } …
cmd-bar-wait = تنزّل عملية أخرى { $file }: في انتظارها …
cmd-bar-again = { $why }: إعادة المحاولة بعد { $time } …
cmd-bar-limit = يطلب المركز الانتظار: { $time } …
cmd-bar-copying = نسخ { $file }
cmd-bar-checking = فحص { $file }
cmd-bar-done = { $done } من { $total }
cmd-bar-rate = { $bytes }/s
cmd-bar-left = بقي { $time }

## src/cli/input.rs
cmd-ask-empty = لا يوجد سؤال
cmd-ask-empty-hint = اكتب: { $command } "سؤالك"، أو مرّره عبر الدخل القياسي
cmd-ask-stdin = تعذّرت قراءة الدخل القياسي
cmd-ask-directory = إنه مجلد
cmd-ask-directory-hint = حدّد الملفات التي فيه: -f A -f B
cmd-ask-long = حجم { $name } أكبر من { $bytes }
cmd-ask-long-hint = أرسل الجزء المهم فقط
cmd-ask-utf8 = ليس كل ما في { $name } بترميز UTF-8: وُضع المحرف U+FFFD مكان ما سواه

## src/cli/ask.rs
cmd-ask-no-number = ليس عددًا
cmd-ask-between = يجب أن يكون بين { $min } و { $max }
cmd-ask-starter = { $notice }؛ { $hint }
cmd-ask-starting = تشغيل المحرّك …
cmd-ask-no-end = انقطعت الإجابة قبل نهايتها

## src/cli/tell.rs
cmd-ask-queue = { $count ->
    [zero] في انتظار المحرّك …
    [one] في انتظار المحرّك، وقبل سؤالك سؤال واحد …
    [two] في انتظار المحرّك، وقبل سؤالك سؤالان …
    [few] في انتظار المحرّك، وقبل سؤالك { $count } أسئلة …
    [many] في انتظار المحرّك، وقبل سؤالك { $count } سؤالًا …
   *[other] في انتظار المحرّك، وقبل سؤالك { $count } سؤال …
  }
cmd-ask-loading = تحميل { $model } … { $part } %
cmd-ask-reading = قراءة الموجِّه … { $done } من { $total ->
    [one] رمز واحد
    [two] رمزين
    [few] { $total } رموز
    [many] { $total } رمزًا
   *[other] { $total } رمز
  }
cmd-ask-reading-left = قراءة الموجِّه … { $done } من { $total ->
    [one] رمز واحد
    [two] رمزين
    [few] { $total } رموز
    [many] { $total } رمزًا
   *[other] { $total } رمز
  }، بقي { $time }
cmd-ask-thinking = التفكير …
cmd-ask-writing = كتابة الإجابة …
cmd-ask-cut = قُطعت الإجابة
cmd-ask-cut-hint = زِد عدد الرموز باستخدام -n، أو اطلب إجابة أقصر
cmd-ask-usage = الموجِّه { $prompt ->
    [one] رمز واحد
    [two] رمزان
    [few] { $prompt } رموز
    [many] { $prompt } رمزًا
   *[other] { $prompt } رمز
  } · الإجابة { $answer ->
    [one] رمز واحد
    [two] رمزان
    [few] { $answer } رموز
    [many] { $answer } رمزًا
   *[other] { $answer } رمز
  }
cmd-ask-stats = الموجِّه { $prompt ->
    [one] رمز واحد
    [two] رمزان
    [few] { $prompt } رموز
    [many] { $prompt } رمزًا
   *[other] { $prompt } رمز
  }، أُعيد استخدام { $cached }، { $prefill } رمز/ث · الإجابة { $answer ->
    [one] رمز واحد
    [two] رمزان
    [few] { $answer } رموز
    [many] { $answer } رمزًا
   *[other] { $answer } رمز
  }، { $decode } رمز/ث · { $time } ث

## src/cli/chat.rs
cmd-chat-terminal = تحتاج المحادثة إلى طرفية لدخلها وخرجها
cmd-chat-terminal-hint = مع الأنابيب استخدم: qwill ask
cmd-chat-dumb = لا تستطيع هذه الطرفية تحديد موضع النص (قيمة TERM هي dumb أو غير مضبوطة)
cmd-chat-dumb-hint = يجيب qwill ask "…" هنا أيضًا؛ أو اضبط TERM، مثلًا TERM=xterm-256color

## src/cli/advise.rs
cmd-pull-advice = للعمل الجاد نزّل نموذجًا يتّسع له هذا الجهاز: qwill pull { $name } ({ $bytes })
cmd-pull-advice-any = للعمل الجاد نزّل نموذجًا أكبر: qwill pull NAME
cmd-pull-none = لا يتّسع هذا الجهاز لأي نموذج من الفهرس
cmd-pull-none-why = الذاكرة المتاحة { $bytes }
cmd-pull-none-hint = أغلق برامج أخرى؛ أو حدّد نموذجًا: qwill pull NAME
cmd-pull-right =
    الأنسب لهذا الجهاز، والمتاح من ذاكرته { $free }: لكل غرض أكبر نموذج
    يتّسع له ويجيب بسرعة القراءة تقريبًا
cmd-pull-unnamed = لم يُذكر اسم نموذج
cmd-pull-which = أيّها؟ [1-{ $count }، Enter لعدم الاختيار]
cmd-pull-offer = للتنزيل { $bytes }  { $mark } يحتاج إلى { $need }  { $licence }

## src/cli/pull.rs
cmd-pull-starter = النموذج المبدئي مدمج في البرنامج، فلا حاجة إلى تنزيله
cmd-pull-path = القيمة { $name } مسار، والأمر pull ينزّل من المركز
cmd-pull-path-hint = لاستخدام ملف من مكانه: qwill import { $name }
cmd-pull-revision = ليس { $name } اسم مراجعة
cmd-pull-revision-hint = حدّد فرعًا أو وسمًا أو إيداعًا
cmd-pull-unusable = نُزّل النموذج، لكن لا يمكن استخدامه: { $why }
cmd-pull-part = نُزّل منه { $bytes }
cmd-pull-here = موجود هنا
cmd-pull-elsewhere = موجود لدى { $store }: لا حاجة إلى تنزيله
cmd-pull-total = { $bytes }  للتنزيل
cmd-pull-total-free = { $bytes }  للتنزيل، والمتاح { $free } في { $path }
cmd-pull-doubt = الملف { $path } ليس الذي يعرفه qwill بهذا الاسم؛ قد يكون أحدث، أو غير ما يدل عليه اسمه
cmd-pull-unsaid = ? لا تذكر ترويسته كم يحتاج من الذاكرة
cmd-pull-licence = ترخيصه { $licence }، وله شروطه الخاصة: { $page }
cmd-pull-licence-private = ترخيصه { $licence }، للبحث والاستخدام الشخصي فقط: { $page }
cmd-pull-cannot = تعذّر تنزيل { $name }
cmd-pull-off = الشبكة معطّلة، وهو غير موجود على هذا الجهاز
cmd-pull-kept = توقّف التنزيل؛ حُفظ منه { $done } من { $total }، ويتابعه الأمر نفسه: qwill pull { $name }

## src/cli/list.rs
cmd-list-hint = لمعرفة الأنسب لهذا الجهاز: qwill pull
cmd-list-unfinished = تشغل التنزيلات غير المكتملة { $bytes }: يتابعها أمر pull نفسه، ويحذفها qwill gc
cmd-list-configured = لا يمكن استخدام النموذج المحدّد في الإعدادات: { $why }
cmd-list-cannot = ✗ لا يعمل
cmd-list-hub = المركز

## src/cli/show.rs
cmd-show-room = { $fit }، وذاكرة KV المخبئية بنوع { $kind }
cmd-show-measured = نعم: الذاكرة أدناه هي ما استهلكه هنا
cmd-show-estimated = لا: الذاكرة أدناه تقديرية
cmd-show-billion = { $count } مليار
cmd-show-million = { $count } مليون
cmd-show-part = { $number } من { $all }
cmd-fact-path = المسار
cmd-fact-name = الاسم
cmd-fact-architecture = المعمارية
cmd-fact-parameters = المعاملات
cmd-fact-active = النشطة
cmd-fact-quantisation = التكميم
cmd-fact-bytes = الحجم
cmd-fact-weights = الأوزان
cmd-fact-parts = الأجزاء
cmd-fact-context = السياق
cmd-fact-layers = الطبقات
cmd-fact-vocabulary = المفردات
cmd-fact-tokenizer = مقسّم الرموز
cmd-fact-template = قالب المحادثة
cmd-fact-tools = الأدوات
cmd-fact-thinking = التفكير
cmd-fact-licence = الترخيص
cmd-fact-store = المصدر
cmd-fact-repository = المستودع
cmd-fact-commit = الإيداع
cmd-fact-sha256 = sha256
cmd-fact-projector = المُسقِط
cmd-fact-part = الجزء
cmd-fact-problem = المشكلة
cmd-fact-measured = مقيس

## src/cli/search.rs
cmd-search-none = لا نتائج لـ «{ $text }» بين المستودعات التي فيها ملفات GGUF
cmd-search-none-hint = جرّب كلمات أقل، أو جزءًا من اسم: qwill search qwen3
cmd-search-marks = ✓ يتّسع له الجهاز  ⚠ يتّسع له بصعوبة  ✗ لا يتّسع له؛ للتنزيل: qwill pull REPOSITORY:QUANT
cmd-search-gated = مقيّد
cmd-search-newer = يحتاج إلى إصدار أحدث من qwill

## src/cli/outdated.rs
cmd-outdated-offline = تعذّر سؤال المركز عمّا تغيّر
cmd-outdated-unasked = لم يمكن السؤال عن أي مستودع
cmd-outdated-later = أعد المحاولة لاحقًا
cmd-outdated-empty = لا يوجد نموذج في الذاكرة المخبئية للمركز؛ لتنزيل واحد: qwill pull
cmd-outdated-hint = لتنزيل ما تغيّر فقط: qwill pull { $name }
cmd-outdated-current = محدَّث
cmd-outdated-same = محدَّث: في الإيداع الجديد الملفات نفسها
cmd-outdated-changed = تغيّر: { $files }
cmd-outdated-missing = لم يعد { $path } موجودًا
cmd-outdated-gone = حُذف من المركز أو صار خاصًا
cmd-outdated-unknown = تعذّر السؤال عنه: { $why }
cmd-outdated-renamed = { $state }؛ اسمه الآن { $name }

## src/cli/verify.rs
cmd-verify-ok = سليم
cmd-verify-wrong = غير مطابق
cmd-verify-unknown = مجهول
cmd-verify-instead = بصمة { $path } هي { $hash } بدلًا من { $wanted }
cmd-verify-other = بصمة { $path } هي { $hash }، وبصمة نسخة أخرى منه { $known }
cmd-verify-unclaimed = بصمة { $path } هي { $hash }، ولا تُعرف له بصمة للمقارنة
cmd-verify-again = نزّله من جديد: qwill rm { $name } ثم qwill pull { $name }
cmd-verify-store = نزّله من جديد بما جاء به إلى هنا ({ $store })
cmd-verify-files = { $count ->
    [one] ملف واحد من أصل { $total } غير سليم
    [two] ملفان من أصل { $total } غير سليمين
    [few] { $count } ملفات من أصل { $total } غير سليمة
    [many] { $count } ملفًا من أصل { $total } غير سليمة
   *[other] { $count } ملف من أصل { $total } غير سليمة
  }

## src/cli/rm.rs
cmd-rm-refused = لن يُحذف { $name }
cmd-rm-busy = يستخدمه المحرّك { $pid }
cmd-rm-busy-hint = أوقفه أولًا: qwill stop
cmd-rm-list = يعرض qwill list النماذج الموجودة هنا
cmd-rm-several = { $name } موجود هنا { $count ->
    [one] مرة واحدة
    [two] مرتين
    [few] { $count } مرات
    [many] { $count } مرة
   *[other] { $count } مرة
  }
cmd-rm-several-hint = حدّد الذي تقصده: { $names }
cmd-rm-belongs = يخص { $store }
cmd-rm-ollama = احذفه من هناك: ollama rm { $name }
cmd-rm-lmstudio = احذفه من هناك، تحت My Models
cmd-rm-llamacpp = ليس لديه أمر لذلك: rm { $paths }
cmd-rm-inside = مدمج في البرنامج
cmd-rm-inside-hint = لا يشغل مساحة إضافية
cmd-rm-own = إنه ملف من ملفاتك لم يأتِ به qwill
cmd-rm-would = سيُحذف { $names }، فيتحرّر { $bytes }
cmd-rm-deletes = يُحذف { $names }، فيتحرّر { $bytes }
cmd-rm-stays = يبقى { $path }: { $why }
cmd-rm-another = ما زالت هنا نسخة أخرى من { $name }؛ لحذفها: qwill rm { $name }
cmd-rm-another-commit = ما زالت هنا نسخة أخرى من { $name } من الإيداع { $commit }؛ لحذفها: qwill rm { $name }

## src/cli/gc.rs
cmd-gc-nothing = لا شيء لحذفه في { $path }
cmd-gc-would = سيتحرّر { $bytes } من { $count ->
    [one] ملف واحد
    [two] ملفين
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
  }
cmd-gc-freed = تحرّر { $bytes } من { $count ->
    [one] ملف واحد
    [two] ملفين
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
  }
cmd-gc-failed = تعذّر حذف { $path }

## src/cli/import.rs
cmd-import-needless = لا حاجة إلى استيراد { $name }
cmd-import-needless-why = تُستخدم نماذج { $store } بأسمائها
cmd-import-missing = لا يوجد ملف باسم { $name }
cmd-import-here = النموذج الذي بهذا الاسم موجود هنا: qwill -m { $name } "…"
cmd-import-pull = تحقّق من المسار؛ ولتنزيل نموذج بهذا الاسم: qwill pull { $name }
cmd-import-ask = أتريد ربطه في مكانه (L) أم نسخه (c) وحجمه { $bytes }؟ [L/c]

## src/cli/login.rs
cmd-login-cannot = تعذّر تسجيل الدخول
cmd-login-offline = الشبكة معطّلة، والمركز وحده يعرف هل رمز الدخول صحيح
cmd-login-offline-hint = ألغِ ضبط HF_HUB_OFFLINE
cmd-login-modelscope = تعذّر تسجيل الدخول إلى ModelScope
cmd-login-modelscope-why = لا يُحفظ رمز دخوله في ملف
cmd-login-modelscope-hint = ضعه في المتغيّر MODELSCOPE_API_TOKEN
cmd-login-done = تم تسجيل الدخول باسم { $name }
cmd-login-where = رمز الدخول في { $path }
cmd-login-before = المتغيّر { $name } مضبوط، وله الأولوية عليه
cmd-login-make = أنشئ رمز دخول: { $page }
cmd-login-none = لم يُعطَ رمز دخول
cmd-login-wrong = ليس هذا رمز دخول
cmd-login-wrong-why = رمز الدخول كلمة واحدة من حروف وأرقام وما شابه
cmd-login-prefix = تبدأ رموز دخول المركز بـ hf_، وهذا لا يبدأ بها
cmd-login-read = تعذّرت قراءة رمز الدخول
cmd-login-enough = يكفي رمز دخول له حق القراءة؛ أنشئ واحدًا: { $page }
cmd-login-prompt = رمز الدخول (لا يظهر):
cmd-login-echo = تعذّر منع الطرفية من إظهار رمز الدخول
cmd-login-keep = تعذّر حفظ رمز الدخول في { $path }
cmd-login-keep-hint = اختر ملفًا آخر باستخدام HF_TOKEN_PATH
cmd-login-remove = تعذّر حذف { $path }
cmd-login-out = تم تسجيل الخروج: حُذف رمز الدخول من { $path }
cmd-login-not = لم يُسجَّل الدخول: لا يوجد رمز دخول في { $path }
cmd-login-still = المتغيّر { $name } مضبوط، وما زال مستخدمًا

## src/cli/ps.rs
cmd-ps-none = لا محرّك يعمل: السؤال التالي يشغّل واحدًا
cmd-ps-loading = تحميل
cmd-ps-ready = جاهز
cmd-ps-busy = مشغول
cmd-ps-stopping = يتوقّف
cmd-ps-socket = مقبس

## src/cli/stop.rs
cmd-stop-none = لا محرّك يعمل
cmd-stop-done = أُوقف { $model } ({ $pid })

## src/cli/serve.rs
cmd-serve-listens = يستمع { $name } على { $address }؛ Ctrl-C ينهيه
cmd-serve-ready = جاهز، طول السياق { $ctx ->
    [one] رمز واحد
    [two] رمزان
    [few] { $ctx } رموز
    [many] { $ctx } رمزًا
   *[other] { $ctx } رمز
  }، { $threads ->
    [one] خيط واحد
    [two] خيطان
    [few] { $threads } خيوط
    [many] { $threads } خيطًا
   *[other] { $threads } خيط
  }

## src/cli/chats
cmd-chats-none = لا توجد محادثات بعد
cmd-chats-begin = لبدء محادثة: qwill، ولاستيراد محادثات برامج أخرى: qwill chats import FILE
cmd-chats-none-begin = لا توجد محادثات بعد؛ لبدء واحدة: qwill، ولاستيراد محادثات برامج أخرى: qwill chats import FILE
cmd-chats-untitled = (بلا عنوان)
cmd-chats-messages = { $count ->
    [zero] لا رسائل
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
  }
cmd-chats-exported = حُفظت «{ $title }» في { $path }
cmd-chats-write = تعذّرت كتابة { $path }
cmd-chats-exists = الملف { $path } موجود بالفعل
cmd-chats-exists-hint = اختر اسمًا آخر، أو احذف الملف أولًا
cmd-chats-forked = في «{ $title }» { $count ->
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
  }
cmd-chats-imported = { $chat }، { $count ->
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
  }
cmd-chats-known = المحادثة { $chat } موجودة هنا بالفعل، وتبقى كما هي
cmd-chats-cannot-import = تعذّر استيراد { $name }
cmd-chats-no-text = ليس نصًا: { $why }
cmd-chats-no-title = يجب أن يكون في العنوان حرف واحد على الأقل
cmd-chats-renamed = صار عنوان { $chat } الآن «{ $title }»
cmd-chats-would = ستُحذف { $chat }  { $title }، { $count ->
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
  }
cmd-chats-deleted = حُذفت { $chat }  { $title }، { $count ->
    [one] رسالة واحدة
    [two] رسالتان
    [few] { $count } رسائل
    [many] { $count } رسالة
   *[other] { $count } رسالة
  }
cmd-chats-nowhere = لا توجد محادثة فيها «{ $text }»
cmd-chats-system = النظام
cmd-chats-summary = ملخّص
cmd-chats-you = أنت
cmd-chats-assistant = المساعد
cmd-chats-tool = أداة
cmd-chats-branch = الفرع { $at } من { $count }
cmd-chats-open = غير مكتملة
cmd-chats-cut = قُطعت عند الحد
cmd-chats-stopped = أُوقفت
cmd-chats-broken = انقطعت

## src/cli/tell.rs

cmd-ask-drifted = { $why }؛ أعد السؤال، أو اذكر فيه لغة الإجابة المطلوبة
