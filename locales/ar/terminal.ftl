## src/render/bidi/detect.rs

order-why-setting = إعدادك
order-why-dumb = لا تستطيع هذه الطرفية تحديد موضع النص (قيمة TERM هي dumb أو غير مضبوطة)
order-why-far = الطرفية على جهاز آخر ولا تفصح عن نوعها
order-why-unknown = هذه الطرفية لا تفصح عن نوعها
order-why-hidden = لا يفصح { $mux } عن الطرفية التي خلفه
order-why-console = طرفية النواة تعرض الخلايا حيث تُرسَل، وليس في خطها حروف عربية
order-why-cells = يعرض { $name } الخلايا حيث تُرسَل
order-why-doubt = تعرض معظم إصدارات { $name } الخلايا حيث تُرسَل
order-why-asks = يترك { $name } الترتيب للبرامج التي تطلبه
order-why-asks-behind = يرتّب { $name } النص بنفسه، ولا يمرّر { $mux } الطلب إليه
order-why-orders = يرتّب { $name } النص بنفسه
order-why-words = يعكس { $name } حروف كل كلمة بنفسه
order-why-option = يرتّب { $name } النص أو لا يرتّبه بحسب خيار فيه
order-tip-look = إن ظهر النص مقلوبًا فالأمر /bidi يغيّر من يرتّبه
order-tip-kitty = إن كان force_ltr مفعّلًا في kitty.conf فاضبط bidi = "app"
order-tip-on = يجب تعطيل خيار BiDi في { $name }؛ وإن كان مفعّلًا فاضبط bidi = "terminal"
order-tip-off = إن كان خيار BiDi في { $name } معطّلًا فاضبط bidi = "app"

## src/tui/order.rs, src/tui/overlay/sample.rs

order-auto = ما يناسب هذه الطرفية
order-app = يرتّب qwill الكلمات والحروف
order-word = يرتّب qwill الكلمات، وترتّب الطرفية حروف كل كلمة
order-terminal = ترتّب الطرفية النص المكتوب من اليمين إلى اليسار
order-off = لا أحد يرتّب النص المكتوب من اليمين إلى اليسار
order-title = من يرتّب النص المكتوب من اليمين إلى اليسار؟
order-mode-none = لا يوجد { $name }: يقبل /bidi القيم { $names }
order-ask = أي السطرين مكتوب كما ينبغي؟
order-ask-foot = 1 أو 2 · Esc ليس الآن
order-sample = الإصدار 2.5 في /etc/hosts

## src/cli/doctor

doctor-terminal = الطرفية
doctor-order = النص من اليمين إلى اليسار
doctor-mode = الوضع 8
doctor-letters = الحروف العربية
doctor-lang = اللغة
doctor-width = العرض الملتبس
doctor-colours = الألوان
doctor-unknown = غير معروفة
doctor-ssh = عبر ssh
doctor-mode-sent = يُرسَل: يُطلب من الطرفية ترك الترتيب لبرنامج qwill
doctor-mode-order = لا يُرسَل: الترتيب ليس من عمل qwill
doctor-mode-mux = لا يُرسَل: لا يمرّره { $mux }
doctor-mode-known = لا يُرسَل: لا يحتاج إليه { $name } أو لا يعرفه
doctor-mode-dumb = لا يُرسَل: لا تفهم هذه الطرفية التسلسلات
doctor-letters-on = يصلها qwill لأنه يرتّبها
doctor-letters-off = متروكة للطرفية لأنها ترتّبها
doctor-letters-none = تُرسَل كما هي
doctor-from-setting = القيمة lang في config.toml
doctor-from-locale = لغة البيئة
doctor-from-argument = سطر الأوامر
doctor-from-usual = لا يحدّد config.toml ولا البيئة لغة أخرى
doctor-width-setting = القيمة ambiguous_width في config.toml
doctor-width-usual = المعتاد؛ تغيّره القيمة ambiguous_width في config.toml
doctor-colours-none = لا شيء
doctor-colours-all = كلها
doctor-colours-never = المتغيّر NO_COLOR مضبوط
doctor-colours-forced = المتغيّر CLICOLOR_FORCE مضبوط
doctor-colours-told = بحسب TERM وCOLORTERM
doctor-samples = أحد هذين السطرين مكتوب كما ينبغي:
doctor-samples-first = السطر 1: اضبط bidi = "{ $order }" في config.toml، أو دعه إن كان كذلك
doctor-samples-second = السطر 2: اضبط bidi = "{ $order }" في config.toml
doctor-widths-title = الأعمدة التي تأخذها الطرفية، والتي يحسبها qwill:
doctor-widths-silent = لا تفصح الطرفية عن موضع مؤشرها
doctor-widths-other = يُرسم بعرض آخر
doctor-widths-wide = المحارف الملتبسة تأخذ عمودين: اضبط ambiguous_width = 2 في config.toml
doctor-widths-narrow = المحارف الملتبسة تأخذ عمودًا واحدًا: اضبط ambiguous_width = 1 في config.toml
doctor-widths-pipe = يحتاج --widths إلى طرفية للدخل والخرج
doctor-cluster-letters = لام وألف حرفين
doctor-cluster-ligature = لام وألف في محرف واحد
doctor-cluster-marks = حروف عليها حركات
doctor-cluster-joiner = حروف يفصلها ZWNJ
doctor-cluster-ideograph = محرف صيني
doctor-cluster-punctuation = علامة ترقيم كاملة العرض
doctor-cluster-circled = رقم في دائرة (ملتبس)
doctor-cluster-dots = علامة الحذف (ملتبسة)
doctor-cluster-line = خط من إطار (ملتبس)
doctor-cluster-family = أسرة يصلها ZWJ
doctor-cluster-flag = علم
doctor-cluster-heart = قلب مع VS16
doctor-cluster-keycap = مفتاح مرقّم
