## src/session/compact.rs

session-busy = الإجابة جارية: أوقفها أولًا أو انتظرها
session-compact-none = لا يوجد ما يُلخَّص بعد
session-left-out = { $count ->
    [one] أقدم رسالة لا يتّسع لها السياق ولن تكون في الملخّص
    [two] أقدم رسالتين لا يتّسع لهما السياق ولن تكونا في الملخّص
    [few] أقدم { $count } رسائل لا يتّسع لها السياق ولن تكون في الملخّص
    [many] أقدم { $count } رسالة لا يتّسع لها السياق ولن تكون في الملخّص
   *[other] أقدم { $count } رسالة لا يتّسع لها السياق ولن تكون في الملخّص
}
session-drop-none = لا يوجد ما يُحذف بعد
session-no-summary = لم يعطِ النموذج ملخّصًا: لم يتغيّر شيء
session-summary-cut = قُطع الملخّص عند حده؛ /undo يتراجع عنه

## src/session/driver.rs

session-search-lost = انقطع البحث عن النموذج
session-pictures-unread = تعذّرت قراءة الصور
session-switched = بُدّل النموذج قبل العثور عليه

## src/session/hear.rs

session-cut = قُطعت الإجابة: { $why }
session-compact-failed = تعذّر تلخيص المحادثة: { $why }

## src/session/picture.rs

session-picture-unsent = تعذّر إرسال الصورة { $path }
session-picture-kind = ليست PNG أو JPEG أو GIF أو WebP أو BMP بحسب اسمها
session-picture-large = حجمها أكبر من 20 MiB
session-picture-no-file = ليست ملفًا

## src/session/saver.rs

session-unsaved = لم تُحفظ المحادثة: توقّف الخيط الذي يحفظها

## src/session/verbs.rs

session-no-answer = لا توجد إجابة بعد
session-is-summary = هذا ملخّص: تراجع عنه، أو لخّص من جديد

## src/session/mod.rs

session-ended = أُغلق qwill في منتصف هذه الإجابة
session-ask-again = اطلبها من جديد

## src/session/work.rs

session-circles = استدعى النموذج { $tool } الاستدعاء نفسه ثلاث مرات: أُوقف. قل له ما الذي يفعله بطريقة أخرى
session-turns = توقف العمل بعد { $count ->
    [one] جواب واحد
    [two] جوابين
    [few] { $count } أجوبة
    [many] { $count } جوابًا
   *[other] { $count } جواب
 }: هذا هو الحد

## src/session/room.rs

session-room = السياق ممتلئ تقريبًا: يُلخَّص ما أُنجز حتى الآن، ثم يستمر العمل
