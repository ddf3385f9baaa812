## src/code/sandbox
help-sandbox-exec = خطوة في بدء أمر؛ يستعملها qwill نفسه
sandbox-enter-failed = تعذّر تقييد الأمر
sandbox-run-failed = تعذّر تشغيل { $command }
sandbox-run-hint = يعرض `qwill code --sandbox-test` ما يقيّد الأوامر هنا
sandbox-watch-lost = اختفت العملية التي تراقبه
sandbox-scratch-failed = تعذّر إنشاء ملفات الاختبار
sandbox-not-here = لا يوجد على هذا النظام
sandbox-shared = أُوقفت
sandbox-no-landlock = لا يوجد Landlock على هذا النظام: تستطيع الأوامر أن تقرأ وتكتب كل ملف تستطيعه أنت.
sandbox-no-filter = تستطيع الأوامر استعمال الشبكة وكل استدعاءات النظام: لا يوجد مرشّح ({ $why }).
sandbox-landlock = يحصر Landlock { $version } الأوامر في الملفات التي يُسمح لها بقراءتها وكتابتها.
sandbox-old-truncate = نسخة Landlock هذه أقدم من أن تمنع الأوامر من تفريغ ملفات في أماكن أخرى.
sandbox-old-signals = نسخة Landlock هذه أقدم من أن تمنع الأوامر من إنهاء برامجك الأخرى.
sandbox-filter = يمنع مرشّح الاستدعاءات الأوامر من الوصول إلى الشبكة وإلى البرامج الأخرى.
sandbox-mounts = تمنع نقاط الوصل الخاصة الأوامر من تغيير .git ومن قراءة الأسرار في مساحة العمل ومن تغيير أذونات الملفات الأخرى.
sandbox-no-mounts = تستطيع الأوامر تغيير .git وقراءة الأسرار في مساحة العمل وتغيير أذونات ملفاتك الأخرى: لا توجد نقاط وصل خاصة بها ({ $why }).
sandbox-bare = غير محمي: { $path }

sandbox-verdict-held = ممنوع
sandbox-verdict-open = مفتوح
sandbox-verdict-untried = لا يمكن تجربته

sandbox-try-write = كتابة ملف خارج مساحة العمل
sandbox-try-truncate = تفريغ ملف خارج مساحة العمل
sandbox-try-mode = تغيير أذونات ملف خارج مساحة العمل
sandbox-try-secret = قراءة مفتاح في المجلد الرئيسي
sandbox-try-env = قراءة ‎.env في مساحة العمل
sandbox-try-link = قراءة مفتاح عبر رابط صلب
sandbox-try-symlink = الكتابة في الخارج عبر رابط رمزي
sandbox-try-git = كتابة خطّاف في ‎.git
sandbox-try-network = فتح اتصال TCP
sandbox-try-socket = مخاطبة خدمة عبر مقبسها
sandbox-try-signal = إرسال إشارة إلى qwill
sandbox-try-files = الاستيلاء على ملف مفتوح في qwill
sandbox-try-memory = قراءة ذاكرة qwill
sandbox-try-environment = قراءة بيئة qwill
sandbox-try-mount = وصل نظام ملفات
