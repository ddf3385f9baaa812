## src/client/http.rs

client-handshake = تعذّرت كتابة المصافحة
client-none = لا يوجد محرّك يستقبل الطلبات
client-garbled = ردّ المحرّك غير مفهوم
client-network = تعذّرت تهيئة الشبكة
client-key-unset = لم يُضبط { $name }
client-key-hint = ضع فيه مفتاح المحرّك
client-reach = تعذّر الوصول إلى { $url }
client-reach-hint = هل المحرّك يعمل، وهل عنوانه (url) صحيح في config.toml؟
client-answers = يردّ المحرّك بـ { $status }
client-no-fill = لا يوجد { $url }: هذا المحرّك لا يملأ الفراغات
client-no-fill-hint = يملؤها llama-server و`qwill serve`؛ أو اختر نموذجًا من هذا الجهاز باستخدام ‎-m
client-connection = تعذّرت تهيئة الاتصال

## src/client/local.rs, mod.rs

client-restless = لا يبقى أي محرّك مدة تكفي للإجابة
client-restless-hint = راجع المحرّكات بالأمر `qwill ps`، والسجل في مجلد التشغيل
client-unstopped = لا يتوقّف المحرّك { $pid }
client-unstopped-hint = أنهِه بالأمر: kill -9 { $pid }

## src/client/spawn.rs

client-without = بُني qwill هذا دون llama.cpp
client-without-hint = حدّد محرّكًا من الإعدادات: -m ENGINE/MODEL
client-leaving = المحرّك الجاري إيقافه لا ينتهي
client-leaving-hint = راجعه بالأمر `qwill ps`، وأوقفه بالأمر `qwill stop`
client-check = تعذّر فحص النموذج
client-ended = انتهى المحرّك فور بدئه ({ $status })
client-mute = لا يفتح المحرّك مقبسه
client-program = تعذّر العثور على ملف البرنامج نفسه
client-log = تعذّرت كتابة سجل المحرّك
client-start = تعذّر تشغيل { $path }
client-wait = تعذّر انتظار القفل
client-lock = تعذّر قفل مجلد التشغيل
client-log-hint = سجله: { $path }

## src/client/stream.rs

client-unreadable = يرسل المحرّك ما لا يمكن قراءته
client-broke = انقطع المحرّك في منتصف الإجابة
client-died = توقّف المحرّك فجأة في منتصف الإجابة
client-killed = أنهاه أحد ما، أو نفدت الذاكرة
client-killed-hint = أعد السؤال وسيبدأ محرّك جديد. وإذا تكرّر ذلك فاختر نموذجًا أصغر أو قيمة أصغر لـ --ctx

## src/engine/local

engine-no-token = لا يعطي النموذج أي رمز ممكن
engine-no-token-hint = قد يكون ملفه تالفًا: نزّله من جديد
engine-no-middle = لا يستطيع هذا النموذج ملء الفراغات: ليس في مفرداته رموز لها
engine-no-middle-hint = هي في Qwen2.5-Coder وQwen3-Coder وDeepSeek-Coder وGranite-Code وCodeLlama: اختر واحدًا منها باستخدام ‎-m
engine-sampler = رفضت أداة أخذ العيّنات الرمز الذي اختارته
engine-llama = تعذّر بدء llama.cpp
engine-load = تعذّر على llama.cpp تحميل { $path }
engine-load-hint = تحقّق من الملف أو نزّله من جديد؛ وإذا كان النموذج حديثًا فحدّث qwill
engine-no-memory = لا تكفي الذاكرة لسياق طوله { $ctx } من الرموز
engine-no-memory-hint = جرّب سياقًا أقصر: --ctx 2048
engine-thread = تعذّر بدء خيط المحرّك
engine-over = انتهى خيط عمل المحرّك
engine-over-hint = نفّذ الأمر مرة أخرى وسيبدأ محرّك جديد
engine-batch = دفعة أطول مما ينبغي
engine-decode = أخفق llama.cpp في الحساب
engine-empty = الموجِّه فارغ
engine-long-bytes = حجم الموجِّه بالبايت { $count }، ولا يتّسع السياق لأكثر من { $ctx } من الرموز
engine-long-tokens = طول الموجِّه { $count } من الرموز، ولا يتّسع السياق لأكثر من { $ctx }
engine-longer-hint = اضبط سياقًا أطول، حتى --ctx { $trained }، أو أرسل نصًا أقل
engine-less-hint = أرسل نصًا أقل: لا يتّسع هذا النموذج لأكثر من ذلك

## src/engine/profile.rs: whether a model thinks

engine-think-never = لا يفكّر
engine-think-on = مفعّل افتراضيًا، ويمكن تغييره
engine-think-off = معطّل افتراضيًا، ويمكن تغييره
engine-think-effort = بحسب الجهد المطلوب، ويمكن تغييره
engine-think-always-effort = دائمًا، بحسب الجهد المطلوب
engine-think-always = دائمًا

## src/engine/template

engine-template-none = ليس للنموذج قالب محادثة
engine-template-unread = تعذّرت قراءة قالب محادثة النموذج: { $why }
engine-template-late = لا يقبل قالب محادثة النموذج رسالة نظام داخل المحادثة، فأصبحت رسالة مستخدم
engine-template-failed = أخفق قالب محادثة النموذج وحل محله ChatML: { $why }
engine-template-line = { $what } (السطر { $line })
engine-template-large = حجمه أكبر من 1 MiB
engine-template-slow-read = تستغرق قراءته وقتًا طويلًا جدًا
engine-template-slow = يستغرق وقتًا طويلًا جدًا
engine-template-endless = لم يصل إلى نهاية
engine-template-output = ناتجه أطول مما ينبغي
engine-json-deep = مستويات التداخل في JSON أعمق مما ينبغي

## src/engine/turn.rs

engine-no-messages = لا رسائل في الطلب
engine-text-only = لا يقرأ هذا المحرّك إلا النص
engine-text-only-hint = أرسل الطلب دون صور
engine-think-fixed = لا يقبل هذا النموذج تفعيل التفكير أو تعطيله
engine-template-foreign = { $why }: يُستخدم قالب ChatML المدمج، وقد تكون الإجابات أضعف

## src/server/answer.rs

server-stopping = المحرّك في طور التوقّف
server-stopped = أُوقف المحرّك
server-stopped-hint = أعد السؤال وسيبدأ محرّك جديد
server-broke = انتهى خيط عمل المحرّك في منتصف الإجابة
server-full = امتلأ السياق
server-circles = صارت تكرّر نفسها

## src/server/app.rs

server-unloaded = انتهى خيط عمل المحرّك أثناء تحميل النموذج
server-handshake = تعذّرت قراءة المصافحة
server-other = يعمل هنا محرّك آخر
server-by-hand = النموذج { $name } في محرّك شُغّل يدويًا
server-by-hand-hint = اسأل ذلك النموذج باستخدام -m، أو أوقف محرّكه بالأمر `qwill stop`

## src/server/mod.rs

server-unload = تعذّر إخراج النموذج من الذاكرة
server-public = لن يجري الاستماع على { $address }
server-public-why = يمكن لأي أحد على الشبكة استخدام النموذج وقراءة ما يُسأل
server-public-hint = استخدم 127.0.0.1 وصِل إليه عبر نفق ssh
server-listen = تعذّر الاستماع على { $address }
server-listen-hint = اختر منفذًا آخر؛ والقيمة 0 تأخذ منفذًا متاحًا
server-lost = انتهى خيط عمل المحرّك على نحو غير متوقّع

## src/server/routes.rs

server-foreign = تُرفض الطلبات القادمة من مواقع أخرى
server-unknown = لا يوجد { $method } { $path }
server-unread = تعذّرت قراءة الطلب

## src/server/socket.rs

server-socket-long = طول مسار المقبس بالبايت { $long }، والحد الأقصى { $most }
server-socket-long-hint = اختر مسارًا أقصر باستخدام --socket، أو QWILL_HOME أقصر
server-socket-lock = تعذّر قفل { $path }
server-socket-taken = يعمل محرّك بالفعل على { $path }
server-socket-taken-hint = راجعه بالأمر `qwill ps`، وأوقفه بالأمر `qwill stop`
server-socket-open = تعذّر فتح { $path }
server-socket-foreign = ليس { $path } مقبسًا لهذا المستخدم
server-socket-foreign-hint = احذفه، أو اختر مسارًا آخر باستخدام --socket
server-socket-stale = تعذّر حذف المقبس القديم { $path }

## src/render/markdown: what a quotation is called

render-note = ملاحظة
render-tip = نصيحة
render-important = مهم
render-warning = تحذير
render-caution = خطر

## src/render/theme/file.rs

render-theme-from = مطلوبة للوراثة في { $path }
render-theme-circle = الوراثة في { $theme } تدور في حلقة
render-theme-hint = في البرنامج { $names }؛ والمزيد في { $path }
render-theme-near = الأقرب: { $names }
render-theme-none = لا توجد سمة `{ $name }`
render-theme-unread = تعذّرت قراءة السمة { $path }
render-theme-large = حجمها أكبر مما ينبغي
render-theme-own = السمة { $name }
render-theme-line = السطر { $line }: { $why }
render-theme-no-role = لا يوجد دور `{ $name }`
render-theme-roles = الأدوار هي { $names }
render-theme-no-syntax = لا توجد سمة صياغة `{ $name }`
render-theme-syntaxes = الموجود: { $names }
render-theme-role = الدور { $role }: { $why }
render-theme-colour = اللون `{ $text }` ليس في اللوحة، ولا على هيئة #rrggbb، ولا رقمًا من 0 إلى 255، ولا اسم لون
