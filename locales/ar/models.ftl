## src/error.rs
error-cause = { $what }: { $why }

## src/models/starter.rs
starter-notice = هذا هو النموذج المبدئي المدمج: نموذج صغير جدًا لا يعرف إلا هذا البرنامج وكثيرًا ما يخطئ
starter-first = لا يوجد نموذج هنا بعد، لذلك يجيب النموذج المبدئي المدمج، وهو صغير جدًا ولا يعرف إلا هذا البرنامج
starter-unpack = تعذّر فك النموذج المبدئي إلى { $path }
starter-unpack-hint = حرّر بعض المساحة، أو اضبط QWILL_HOME على مجلد يمكنك الكتابة فيه
starter-dir = يحتاج النموذج المبدئي إلى مجلد
starter-inside = النموذج المبدئي مدمج في البرنامج

## src/models/disk.rs
disk-unreadable = تعذّرت قراءة { $path }
disk-none = الملف غير موجود
disk-denied = الوصول مرفوض
disk-unwritable = تعذّرت الكتابة في { $path }
disk-full = القرص الذي عليه { $path } ممتلئ
disk-full-hint = حرّر مساحة (qwill rm، qwill gc) ثم نفّذ الأمر نفسه مرة أخرى: سيتابع من حيث توقّف
disk-owner = يملكه مستخدم آخر
disk-place-hint = اختر مكانًا آخر للنماذج باستخدام HF_HUB_CACHE
disk-aside = انتهى العمل على ملف قبل أوانه
disk-interrupted = أُوقف التنفيذ
disk-json = تعذّر إنشاء JSON

## src/models/name.rs, id.rs, library.rs
name-directory = المسار { $name } مجلد
name-directory-hint = حدّد ملف GGUF الموجود فيه، أو الجزء الأول إذا كان النموذج مقسّمًا
name-none = لا يوجد نموذج باسم { $name }
name-none-hint = اكتب اسمًا مستعارًا (qwen3:4b) أو مستودعًا (Qwen/Qwen3-4B-GGUF) أو مسار ملف GGUF
name-near = هل تقصد { $names }؟
name-path-hint = تحقّق من المسار
name-bad = ليس { $name } اسم نموذج
name-bad-hint = تُكتب الأسماء على هيئة qwen3:4b أو Qwen/Qwen3-4B-GGUF أو Qwen/Qwen3-4B-GGUF:Q8_0
name-absent = النموذج { $name } غير موجود على هذا الجهاز
name-absent-hint = نزّله: qwill pull { $name }
name-is-path = القيمة { $name } مسار، وليست اسم نموذج

## src/models/cache
cache-partial = تنزيل غير مكتمل
cache-orphan = بلا اسم
cache-broken = رابط معطّل
cache-come = وصل محتواه
cache-locks = تعذّر القفل في { $path }
cache-busy = يجري تنزيله الآن
cache-used = تستخدمه نماذج أخرى من { $repo }
cache-same = هو الملف { $path } نفسه
cache-link = يُحذف الرابط إليه فقط
cache-outside = يقع خارج الذاكرة المخبئية: يُحذف الرابط إليه فقط
cache-shared = المخزن المشترك لمكتبة Python الخاصة بالمركز؛ يحرّر مساحته الأمر `hf cache prune`
cache-linked = { $count ->
    [one] رابط صلب آخر، ربما لبرنامج آخر
    [two] رابطان صلبان آخران، ربما لبرنامج آخر
    [few] { $count } روابط صلبة أخرى، ربما لبرنامج آخر
    [many] { $count } رابطًا صلبًا آخر، ربما لبرنامج آخر
   *[other] { $count } رابط صلب آخر، ربما لبرنامج آخر
  }
cache-keep = لن يُحذف { $repo }
cache-keep-why = تنزّله عملية أخرى الآن
cache-keep-hint = أوقف ذلك التنزيل أولًا
cache-unreadable = استُبعدت النماذج في { $path }: { $why }

## src/models/catalog
catalog-builtin = الفهرس المدمج
catalog-line = الملف { $name }، السطر { $line }
catalog-line-hint = صحّح السطر، أو انقل الملف إلى مكان آخر
catalog-family = لا توجد عائلة `{ $name }`
catalog-default = لا يوجد نموذج `{ $name }`، وهو النموذج الافتراضي لعائلته
catalog-twice = الاسم `{ $name }` لكل من `{ $model }` و`{ $other }`
catalog-rows = يوجد مدخلان لـ `{ $name }`
catalog-no-word = القيمة `{ $text }` ليست اسمًا من حروف صغيرة وأرقام والعلامات . _ -
catalog-no-alias = القيمة `{ $text }` ليست اسمًا مستعارًا على هيئة family:size بحروف صغيرة
catalog-no-name = القيمة `{ $text }` ليست اسمًا مستعارًا بحروف صغيرة
catalog-no-row = القيمة `{ $text }` ليست اسم مدخل لقيم أخذ العيّنات
catalog-no-hash = القيمة `{ $text }` ليست SHA-256 من 64 رقمًا ست عشريًا بحروف صغيرة
catalog-no-commit = القيمة `{ $text }` ليست معرّف إيداع من 40 رقمًا ست عشريًا بحروف صغيرة
catalog-no-repo = القيمة `{ $text }` ليست مستودعًا

## src/models/fetch
fetch-check = انتهى فحص الملف قبل أوانه
fetch-back = تعذّرت إعادة قراءة ما نُزّل
fetch-unchecked = تعذّر فحص { $path }
fetch-unchecked-why = لا توجد بصمة معلنة له
fetch-wrong = لم يصل { $path } سليمًا
fetch-wrong-why = بصمته { $hash } بدلًا من { $wanted }، في المرتين
fetch-wrong-hint = يغيّره الخادم أو خادم وكيل: جرّب شبكة أخرى أو مرآة أخرى
fetch-journal = تعذّرت كتابة سجل التنزيل
fetch-missing-hint = على أصحابه إضافته، وقد يكون تكميم آخر مكتملًا
fetch-room = لا توجد مساحة تكفي { $repo }
fetch-room-why = المطلوب { $need } والمتاح { $free } في { $path }
fetch-room-hint = حرّر مساحة (qwill rm، qwill gc)، أو اختر نموذجًا أصغر، أو مكانًا آخر باستخدام HF_HUB_CACHE
fetch-refused = لن يُنزَّل { $path }
fetch-refused-why = لا يذكر المركز ولا الفهرس بصمته، فلا سبيل إلى التحقّق منه
fetch-refused-hint = إذا كان الوصول إلى النموذج مقيّدًا فسجّل الدخول: qwill login، وإلا فاستخدم مرآة أخرى
fetch-short = انتهى قبل أوانه

## src/models/hub
hub-token-refused = لن يُرسَل رمز الدخول إلى { $url }
hub-plain = الاتصال غير مشفّر
hub-plain-hint = يجب أن يبدأ HF_ENDPOINT بـ https://
hub-account = حسابك
hub-token-bad = لا يقبل { $host } رمز الدخول هذا
hub-token-bad-hint = أنشئ رمز دخول آخر: { $url }
hub-address = ليس { $url } عنوانًا
hub-nowhere = يعيد التوجيه إلى غير وجهة
hub-downgrade = يعيد التوجيه إلى اتصال غير مشفّر
hub-circles = يعيد التوجيه في حلقة مفرغة
hub-get = تعذّر الحصول على { $what }
hub-off = الشبكة معطّلة
hub-off-hint = احذف --offline، وألغِ ضبط HF_HUB_OFFLINE
hub-token-odd = في رمز الدخول إلى المركز محارف لا تكون في أي رمز دخول
hub-token-odd-hint = صحّح HF_TOKEN، أو سجّل الدخول من جديد: qwill login
hub-silent = لا يستجيب
hub-reach = تعذّر الوصول إلى { $host }
hub-reach-hint = تحقّق من الشبكة والعنوان
hub-endless = ردّه لا ينتهي
hub-stalled = لم يعد يصل شيء
hub-broken = انقطع نقل { $what }
hub-broken-hint = يتابع الأمر نفسه من حيث توقّف
hub-unlike = لا يبدو { $host } مركز نماذج
hub-page = يردّ بصفحة ويب
hub-page-hint = هل توجد صفحة تسجيل دخول بينك وبين الشبكة؟
hub-name = تحقّق من الاسم
hub-name-token = تحقّق من الاسم، أو لعلّ رمز الدخول لا يشمله: qwill login
hub-name-login = تحقّق من الاسم، وإذا كان خاصًا فسجّل الدخول: qwill login
hub-gated = يشترط أصحابه قبول الترخيص أولًا
hub-gated-again = اقبل الترخيص في { $url } ثم أعد المحاولة
hub-gated-login = اقبل الترخيص في { $url } ثم نفّذ: qwill login
hub-token-wrong = رمز الدخول غير صالح
hub-token-again = سجّل الدخول من جديد: qwill login
hub-private = لا يوجد نموذج كهذا في { $host }، أو هو خاص
hub-down = أزاله المركز
hub-revision = ليس فيه فرع أو وسم أو إيداع كهذا
hub-revision-hint = احذف --revision للحصول على الأحدث
hub-no-file = لا يوجد ملف كهذا في المستودع
hub-lacks = لا يوجد في { $host }
hub-status = يردّ { $host } بـ { $code }
hub-wait = يطلب { $host } الانتظار
hub-wait-why = طلبات كثيرة جدًا
hub-wait-minutes = { $count ->
    [one] أعد المحاولة بعد دقيقة واحدة؛ يرفع qwill login الحد
    [two] أعد المحاولة بعد دقيقتين؛ يرفع qwill login الحد
    [few] أعد المحاولة بعد { $count } دقائق؛ يرفع qwill login الحد
    [many] أعد المحاولة بعد { $count } دقيقة؛ يرفع qwill login الحد
   *[other] أعد المحاولة بعد { $count } دقيقة؛ يرفع qwill login الحد
  }
hub-wait-later = أعد المحاولة لاحقًا؛ يرفع qwill login الحد
hub-setup = تعذّرت تهيئة الشبكة
hub-outside = في قائمته ملف خارجه: { $path }
hub-commit = لا يذكر الردّ أي إيداع
hub-other = يرسل { $host } شيئًا غير { $path }
hub-other-bytes = حجمه { $bytes } بايت بدلًا من { $wanted }
hub-other-start = يبدأ عند { $at } بدلًا من { $wanted }
hub-other-page = إنه صفحة ويب؛ هل توجد صفحة تسجيل دخول بينك وبين الشبكة؟
hub-cut = قائمته مبتورة؛ اختر مستودعًا أصغر
hub-search = لا يمكن البحث في ModelScope
hub-search-why = البحث متاح في المركز ومراياه فقط
hub-search-hint = ألغِ ضبط HF_ENDPOINT وMODEL_ENDPOINT، أو حدّد مستودعًا: qwill pull ms:ORG/REPO
hub-results = نتائج البحث
hub-elsewhere = تحقّق من الشبكة، أو نزّله من مكان آخر: qwill pull ms:{ $repo }، أو من مرآة تحدّدها في HF_ENDPOINT
hub-near = هل تقصد { $names }؟ وإلا: { $hint }
hub-unknown-commit = يذكر { $mirror } الإيداع { $commit } الذي لا يعرفه { $hub }
hub-mirror-hint = استخدم مرآة أخرى
hub-hidden = لا يعرض { $hub } هذا المستودع: البصمات كما يذكرها { $mirror } وحده
hub-unreached = تعذّر الوصول إلى { $hub }: البصمات كما يذكرها { $mirror } وحده
hub-differs = لن يُنزَّل { $path } من { $mirror }
hub-says = في { $host } حجمه { $bytes } بايت وبصمته { $hash }
hub-says-bytes = في { $host } حجمه { $bytes } بايت وبصمته مجهولة

## src/models/fit, recommend.rs, measured.rs
fit-fits = يتّسع له
fit-tight = يتّسع له بصعوبة
fit-no = لا يتّسع له
fit-unknown = قد يتّسع له: الذاكرة المتاحة غير معروفة
fit-chat = محادثة
fit-code = برمجة
fit-small = صغير
fit-remember = تعذّر تسجيل ما استهلكه النموذج في { $path }

## src/models/gguf
gguf-unreadable = تعذّرت قراءة { $path } بصيغة GGUF
gguf-unusable = تعذّر استخدام { $path } نموذجًا للمحادثة
gguf-short-hint = التنزيل غير مكتمل: نزّله من جديد
gguf-damaged-hint = الملف تالف: نزّله من جديد
gguf-other-hint = نزّل تحويلًا آخر لهذا النموذج
gguf-newer-hint = نزّل تحويلًا أحدث لهذا النموذج
gguf-update-hint = حدّث هذا البرنامج، فقد يعرف نماذج أحدث
gguf-piece-magic = كلمته الأولى
gguf-piece-version = رقم إصداره
gguf-piece-tensors = عدد موتّراته
gguf-piece-pairs = عدد أزواج المفاتيح والقيم فيه
gguf-piece-key = مفتاح
gguf-piece-type = نوع
gguf-piece-text = سلسلة نصية
gguf-piece-value = قيمة
gguf-piece-length = طول مصفوفة
gguf-piece-array = مصفوفة
gguf-piece-name = اسم موتّر
gguf-piece-shape = شكل موتّر
gguf-piece-kind = نوع موتّر
gguf-piece-place = موضع موتّر
gguf-cut = تنتهي الترويسة في منتصف { $what } (البايت { $at } من { $of })
gguf-memory = لا تكفي { $size } MiB من الذاكرة لترويسته
gguf-long = فيه { $what } بحجم { $bytes } بايت عند البايت { $at }
gguf-zero = يوجد بايت صفري في { $what } عند البايت { $at }
gguf-no-utf8 = نص { $what } عند البايت { $at } ليس بترميز UTF-8
gguf-adapter = إنه محوِّل (LoRA) وليس نموذجًا قائمًا بذاته
gguf-eyes = إنه جزء الرؤية أو الصوت من نموذج، وليس النموذج نفسه
gguf-imatrix = إنه مصفوفة أهمية للتكميم، وليس نموذجًا
gguf-type = نوعه «{ $kind }»، وليس نموذجًا
gguf-type-hint = نزّل ملف النموذج نفسه
gguf-part = إنه الجزء { $part } من نموذج أجزاؤه { $of }
gguf-part-hint = حدّد الجزء الأول، وهو الذي ينتهي بـ 00001-of-{ $of }.gguf
gguf-no-arch = لا يذكر أي معمارية
gguf-sound = ينتج صوتًا لا نصًا
gguf-embeddings = ينتج تضمينات لا نصًا
gguf-chat-hint = نزّل نموذج chat أو instruct
gguf-arch = المعمارية «{ $name }» غير معروفة
gguf-lacks = ليس فيه { $key }
gguf-is-zero = قيمة { $key } فيه 0
gguf-above = قيمة { $key } فيه { $number }، والحد الأقصى { $most }
gguf-layers = { $count ->
    [one] قيمة { $key } فيه أكبر من عدد طبقاته (طبقة واحدة)
    [two] قيمة { $key } فيه أكبر من عدد طبقاته (طبقتان)
    [few] قيمة { $key } فيه أكبر من عدد طبقاته ({ $count } طبقات)
    [many] قيمة { $key } فيه أكبر من عدد طبقاته ({ $count } طبقة)
   *[other] قيمة { $key } فيه أكبر من عدد طبقاته ({ $count } طبقة)
  }
gguf-not-above = قيمة { $key } فيه { $number }، ويجب أن تكون أكبر من 0
gguf-no-number = قيمة { $key } فيه ليست عددًا، ويجب أن تكون أكبر من 0
gguf-rope = تحجيم rope من النوع «{ $kind }» غير معروف
gguf-heads = رؤوس الانتباه فيه ({ $heads }) لا تتقاسم رؤوس المفاتيح ({ $shared }) بالتساوي
gguf-head-zero = حجم رؤوس الانتباه فيه 0
gguf-head-sizes = تختلف أحجام المفاتيح والقيم في رؤوس الانتباه فيه
gguf-head-rope = قيمة { $key } فيه لا تساوي حجم الرأس
gguf-experts = عدد الخبراء فيه { $count }، والحد الأقصى { $most }
gguf-experts-used = يستخدم { $count } من أصل { $of } من الخبراء
gguf-groups = يستخدم { $count } من أصل { $groups } من مجموعات خبرائه، وعددهم { $of }
gguf-no-tokenizer = ليس فيه مقسّم رموز
gguf-no-tokens = ليس في مقسّم الرموز أي رمز
gguf-no-merges = ليس في مقسّم الرموز أي دمج
gguf-empty-token = الرمز { $id } فيه فارغ
gguf-same-tokens = الرمزان { $first } و{ $other } فيه متطابقان: «{ $text }»
gguf-entries = عدد مدخلات { $key } فيه { $count }، وعدد الرموز { $tokens }
gguf-nested = قيمة { $key } فيه مصفوفة مصفوفات، وهي غير مدعومة
gguf-id = قيمة { $key } فيه { $id }، وعدد رموزه { $tokens }
gguf-uncomputed = الموتّر { $name } فيه من النوع { $kind }، ولا يمكن الحساب به
gguf-start = يبدأ الموتّر { $name } فيه عند { $at } بدلًا من { $wanted }
gguf-rows = عدد الرموز في { $key } هو { $tokens }، وفي مصفوفة التضمين { $rows }
gguf-no-tensors = ليس فيه موتّرات
gguf-none-hint = تحقّق من المسار، أو اعرض النماذج الموجودة هنا
gguf-denied-hint = اجعل الملف قابلًا للقراءة لهذا المستخدم
gguf-directory = إنه مجلد
gguf-directory-hint = حدّد ملف .gguf الموجود فيه
gguf-no-file = ليس ملفًا عاديًا
gguf-empty = الملف فارغ
gguf-letters = لا يبدأ بالحروف GGUF
gguf-version = إصدار GGUF فيه { $number }
gguf-version-new = إصدار GGUF فيه { $number }، والمعروف هو 2 و3 فقط
gguf-version-hint = حدّث هذا البرنامج، أو نزّل تحويلًا آخر
gguf-endian = كُتب لجهاز من نوع big-endian
gguf-endian-hint = نزّل تحويل little-endian لهذا النموذج
gguf-most-pairs = يذكر أن فيه { $count } من أزواج المفاتيح والقيم، والحد الأقصى { $most }
gguf-most-tensors = يذكر أن فيه { $count } من الموتّرات، والحد الأقصى { $most }
gguf-fit-pairs = تنتهي الترويسة قبل أوانها: لا يتّسع { $bytes } بايت لعدد { $count } من أزواج المفاتيح والقيم
gguf-fit-tensors = تنتهي الترويسة قبل أوانها: لا يتّسع { $bytes } بايت لعدد { $count } من الموتّرات
gguf-fit-elements = تنتهي الترويسة قبل أوانها: لا يتّسع { $bytes } بايت لعناصر { $key } وعددها { $count }
gguf-key-empty = المفتاح عند البايت { $at } فارغ
gguf-key-twice = المفتاح { $key } مكرّر
gguf-value-type = قيمة { $key } من النوع المجهول { $number }
gguf-deep = تتداخل مصفوفات { $key } إلى أعمق من الحد الأقصى ({ $most })
gguf-element-utf8 = العنصر { $number } من { $key } ليس بترميز UTF-8
gguf-alignment = قيمة general.alignment فيه ليست من قوى العدد 2
gguf-tensor-twice = الموتّر { $name } مكرّر
gguf-tensor-start = يبدأ الموتّر { $name } عند { $at }، وهو ليس من مضاعفات { $unit }
gguf-tensor-rank = عدد أبعاد الموتّر { $name } هو { $count }، والحد الأقصى 4
gguf-tensor-type = الموتّر { $name } من النوع { $number }، وهو غير مدعوم
gguf-tensor-hint = حدّث هذا البرنامج، أو نزّل تكميمًا آخر لهذا النموذج
gguf-tensor-shape = شكل الموتّر { $name } يتجاوز المدى: { $shape }
gguf-tensor-rows = عدد عناصر الصف في الموتّر { $name } هو { $count }، ولا يقبل القسمة على كتل حجمها { $block } ({ $kind })
gguf-tensor-end = الموتّر { $name } وحجمه { $bytes } بايت يتجاوز نهاية الملف وحجمه { $of } بايت
gguf-lfs = إنه مؤشّر Git LFS
gguf-lfs-hint = نفّذ git lfs pull في المكان الذي جاء منه
gguf-page = إنه صفحة ويب
gguf-page-hint = حفظ التنزيل صفحة بدلًا من النموذج: نزّل الملف نفسه
gguf-json = إنه JSON
gguf-json-hint = حفظ التنزيل رسالة أو إعدادات: نزّل الملف نفسه
gguf-safetensors = يبدو أنه safetensors
gguf-safetensors-hint = يشغّل qwill النماذج بصيغة GGUF: نزّل نموذجًا بها
gguf-old = إنه بصيغة أقدم من GGUF
gguf-format-hint = يشغّل qwill النماذج بصيغة GGUF

## src/models/import.rs
import-room = لا توجد مساحة لنسخة من { $name }
import-room-why = المطلوب { $need } والمتاح { $free }
import-room-hint = مع --link يبقى في مكانه ولا يشغل مساحة
import-full-hint = مع --link يبقى في مكانه ولا يشغل مساحة
import-copy = تعذّر نسخ { $path }
import-changes = يتغيّر أثناء النسخ
import-changes-hint = انتظر حتى يكتمل
import-place-hint = اختر مكانًا آخر لجميع ملفات qwill باستخدام QWILL_HOME
import-no-path = هذا ليس مسارًا
import-fails = تعذّر استيراد { $path }
import-missing = جزؤه { $name } مفقود
import-missing-more = { $count ->
    [one] جزؤه { $name } مفقود، ومعه جزء آخر
    [two] جزؤه { $name } مفقود، ومعه جزآن آخران
    [few] جزؤه { $name } مفقود، ومعه { $count } أجزاء أخرى
    [many] جزؤه { $name } مفقود، ومعه { $count } جزءًا آخر
   *[other] جزؤه { $name } مفقود، ومعه { $count } جزء آخر
  }
import-missing-hint = { $count ->
    [one] ضع الجزء كله في مجلد واحد
    [two] ضع الجزأين معًا في مجلد واحد
    [few] ضع الأجزاء كلها ({ $count }) معًا في مجلد واحد
    [many] ضع الأجزاء كلها ({ $count }) معًا في مجلد واحد
   *[other] ضع الأجزاء كلها ({ $count }) معًا في مجلد واحد
  }
import-part = إنه جزء من نموذج أجزاؤه { $of }، ولا يظهر ذلك في اسمه
import-part-hint = يجب أن تنتهي أسماء الأجزاء بـ -00001-of-{ $of }.gguf وهكذا
import-inside = محتواه هو الجزء { $part } من { $of }
import-inside-hint = نزّل الأجزاء من جديد
import-name = لا يصلح «{ $name }» اسمًا لنموذج
import-name-hint = اختر له اسمًا آخر: --name { $name }
import-name-letters = يتكوّن الاسم من حروف وأرقام وبينها - . _
import-name-other = يحمل نموذج آخر هذا الاسم
import-name-file = يبدو اسم ملف تابع لنموذج، لا اسم نموذج
import-taken = يوجد بالفعل نموذج مستورد باسم { $name }
import-taken-hint = اختر لهذا اسمًا آخر: --name NAME

## src/models/found.rs, stores
store-hub = الذاكرة المخبئية للمركز
store-imported = مستورد
store-starter = مدمج
store-file = ملف
store-left-out = استُبعد { $name }
store-some = استُبعدت نماذج
store-no-images = لا يستطيع { $name } استقبال الصور
store-missing = الملف { $path } مفقود
store-incomplete = استُبعد { $name }: الملف { $path } مفقود
store-twice = الاسم { $name } للملف { $path }، وليس للملف { $other } أيضًا
store-no-file = ليس { $path } ملفًا
store-bytes = حجم { $path } هو { $bytes } بايت والمفترض { $wanted }
store-no-gguf = ليس { $path } ملف GGUF
store-more = { $count ->
    [one] تنبيه آخر عن نماذج { $store } في { $path }
    [two] تنبيهان آخران عن نماذج { $store } في { $path }
    [few] { $count } تنبيهات أخرى عن نماذج { $store } في { $path }
    [many] { $count } تنبيهًا آخر عن نماذج { $store } في { $path }
   *[other] { $count } تنبيه آخر عن نماذج { $store } في { $path }
  }
store-denied = لا يحق لهذا الحساب قراءة جميع نماذج { $store } في { $path }
store-denied-ollama = انضم إلى المجموعة المالكة (sudo usermod -aG ollama "$USER" ثم سجّل الدخول من جديد)، أو اجعل OLLAMA_MODELS يشير إلى مجلد تملكه
store-denied-owner = اطلب من مالكه حق قراءته
store-manifest-long = الملف { $path } أطول من أن يكون بيانًا
store-no-manifest = ليس { $path } بيانًا: { $why }
store-weights = أوزانه ليست في ملف GGUF
store-adapter = يحتاج إلى محوِّل، وهو غير مدعوم
store-digest = في بيانه بصمة غير صحيحة
store-many = يزيد عدد الملفات في { $path } على { $count }: استُبعد بعضها
store-utf8 = استُبعد { $path }: اسمه ليس بترميز UTF-8

## src/models/tokenizer.rs
tokenizer-unusable = تعذّر استخدام مقسّم الرموز في { $path }
tokenizer-twice = رمزان من رموزه متطابقان
tokenizer-byte = ليس فيه رمز للبايت { $number }
tokenizer-pattern = تعذّرت قراءة نمط الكلمات فيه
tokenizer-text = تعذّر تقسيم النص إلى رموز
tokenizer-none = ليس في الملف مقسّم رموز
tokenizer-kind = نوعه «{ $name }» غير مدعوم هنا
tokenizer-pre = المقسّم الأولي فيه «{ $name }» غير مدعوم هنا
tokenizer-merges = ليس فيه قواعد دمج
tokenizer-merge = لا ينتج الدمج «{ $text }» رمزًا من المفردات

## src/models/files/pick.rs
files-lacks = ينقص من { $of } الملف { $name }
files-lacks-more = { $count ->
    [one] ينقص من { $of } الملف { $name } وملف آخر
    [two] ينقص من { $of } الملف { $name } وملفان آخران
    [few] ينقص من { $of } الملف { $name } و{ $count } ملفات أخرى
    [many] ينقص من { $of } الملف { $name } و{ $count } ملفًا آخر
   *[other] ينقص من { $of } الملف { $name } و{ $count } ملف آخر
  }
files-no-such = ليس في { $of } ملف { $wanted }
files-no-such-any = ليس فيه أي ملفات نماذج
files-no-such-hint = فيه { $names }
files-none = ليس في { $of } نموذج GGUF
files-none-hint = تنتهي أسماء المستودعات التي فيها هذه الملفات غالبًا بـ -GGUF

## src/chat/store
chats-save = تعذّر حفظ المحادثة
chats-delete = تعذّر حذف المحادثة
chats-rename = تعذّرت إعادة تسمية المحادثة
chats-read = تعذّرت قراءة المحادثات
chats-open = تعذّر فتح المحادثات
chats-migrate = تعذّر تحديث ملف المحادثات
chats-make = تعذّر إنشاء ملف المحادثات
chats-held = يستخدم برنامج آخر الملف { $path }
chats-held-hint = انتظر حتى ينتهي أو أنهه، ثم أعد المحاولة
chats-full-hint = حرّر مساحة (qwill rm، qwill gc) ثم أعد المحاولة
chats-place-hint = اختر مكانًا يمكنك الكتابة فيه باستخدام QWILL_HOME أو XDG_DATA_HOME
chats-damaged = الملف { $path } تالف
chats-damaged-hint = لم يتغيّر فيه شيء؛ ضع نسخة احتياطية مكانه، أو ابدأ من جديد: mv '{ $path }' '{ $path }.old'
chats-no-database = ليس قاعدة بيانات
chats-foreign = لن تُمسّ قاعدة بيانات برنامج آخر
chats-foreign-hint = انقله إلى مكان آخر، أو اختر مكانًا غيره باستخدام QWILL_HOME أو XDG_DATA_HOME
chats-short = الموجود { $bytes } من { $of } بايت
chats-newer = لن تُفتح محادثات إصدار أحدث من qwill
chats-newer-why = إصدار { $path } هو { $found }، وهذا البرنامج يعرف { $known }
chats-newer-hint = استخدم البرنامج الأحدث؛ لم يتغيّر شيء في الملف
chats-none = لا توجد محادثة باسم { $name }
chats-list-hint = يعرضها الأمر qwill chats list
chats-like-hint = يرد في هذه: { $names }
chats-empty = لا توجد محادثات بعد
chats-empty-hint = يبدأ الأمر qwill محادثة
chats-no-message = ليس في { $name } رسالة رقمها { $number }
chats-no-message-hint = يعرض الأمر qwill chats show { $name } أرقامها
chats-many = { $count ->
    [one] يدل { $name } على محادثة واحدة
    [two] يدل { $name } على محادثتين
    [few] يدل { $name } على { $count } محادثات
    [many] يدل { $name } على { $count } محادثة
   *[other] يدل { $name } على { $count } محادثة
  }
chats-many-hint = حدّد إحداها بمعرّفها: { $names }

## src/chat/import
chats-import-message = الرسالة { $number }: { $why }
chats-import-value = القيمة { $number }: { $why }
chats-import-newer = كتبه إصدار أحدث من qwill بالصيغة { $number }
chats-import-none = لا تبدأ فيه أي محادثة
chats-import-lost = فقدت الرسالة { $number } التعليق الذي يبدؤها أو ينهيها
chats-import-open = تعليق لا ينتهي
chats-import-form = ليس بصيغة يعرفها qwill
chats-import-empty = لا توجد فيه محادثة
chats-import-hint = الصيغ المعروفة: ما يصدّره qwill، والملف conversations.json من ChatGPT، والرسائل بصيغة OpenAI
chats-import-lists = القيمة { $number } قائمة قوائم
chats-import-neither = القيمة { $number } ليست محادثة ولا رسالة

## src/config
config-keep-hint = في config.toml: keep_alive = "5m"
config-time = القيمة `{ $text }` ليست مدة زمنية
config-time-hint = اكتبها على هيئة 30s أو 5m أو 2h أو forever
config-hub = ليس { $url } عنوان مركز
config-hub-hint = تبدأ قيم HF_ENDPOINT وما يشبهه بـ https://
config-keep = تعذّر حفظ { $key } في { $path }
config-home = قيمة QWILL_HOME ليست مسارًا
config-directory = تعذّر إنشاء المجلد { $path }
config-directory-hint = اضبط QWILL_HOME على مجلد يمكنك الكتابة فيه
config-refused = لن يُستخدم { $path }
config-refused-hint = يجب أن يكون مجلدًا لا يدخله غيرك: chmod 700، أو اختر غيره باستخدام QWILL_HOME
config-no-directory = ليس مجلدًا
config-open = يمكن لمستخدمين آخرين دخوله
config-value = في config.toml القيمة { $name } = "{ $value }"
config-value-hint = القيم الممكنة: { $names }

## src/chat/reply.rs

script-drift = انتقلت الإجابة إلى { $script }
script-latin = الحروف اللاتينية
script-arabic = الحروف العربية
script-han = الصينية
script-kana = اليابانية
script-hangul = الكورية
script-cyrillic = الحروف السيريلية
script-hebrew = العبرية
script-devanagari = الحروف الهندية
script-thai = التايلاندية
script-greek = اليونانية

## src/models/catalog.toml: what a user should know of a family
catalog-note-calls-as-json = يكتب الاستدعاءات بصيغة JSON داخل كتلة شفرة، مهما نصّ قالب المحادثة
catalog-note-no-system-prompt = يُفضَّل ألا يُعطى موجِّه نظام، وهو مصمَّم لإجابات تصل إلى 32 768 رمزًا
catalog-note-thinks-when-asked = النماذج من 0.8b إلى 9b لا تفكّر إلا إذا طُلب منها ذلك
catalog-note-card-of-24-gb = يحتاج إلى بطاقة رسوميات بذاكرة 24 GB
catalog-note-too-large = لا يُنصح به: أكبر مما تتّسع له معظم الأجهزة، وترخيصه مقيَّد بشروط

## src/chat/preset.rs
preset-explain = شرح نص أو شفرة بكلمات بسيطة
preset-proofread = تصحيح الإملاء والنحو فقط دون تغيير آخر
preset-review = البحث عن الأخطاء في الشفرة
preset-summarise = استخراج النقاط الرئيسية من نص
preset-translate = الترجمة بين الإنجليزية والعربية والصينية

## src/text.rs
text-list-comma = {"، "}
