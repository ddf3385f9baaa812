## src/code/workspace

workspace-root = تعذّر فتح المشروع { $path }
workspace-no-dir = ليس مجلدًا
workspace-utf8 = مساره ليس بترميز UTF-8
workspace-empty = المسار فارغ
workspace-nul = في المسار { $path } محرف NUL
workspace-home = { $path } في مجلد المستخدم، لا في المشروع
workspace-name = يؤدي { $path } إلى اسم ليس بترميز UTF-8
workspace-special = { $path } ليس ملفًا ولا مجلدًا
workspace-outside = { $path } خارج المشروع
workspace-link = رابط فيه يؤدي إلى خارجه
workspace-loop = روابط { $path } تدور في حلقة
workspace-look = تعذّر فحص { $path }
workspace-hint = اكتب المسار بدءًا من مجلد المشروع
workspace-missing = لا يوجد { $path }
workspace-near = هل تقصد { $names }؟
workspace-dir = { $path } مجلد
workspace-dir-hint = اعرض محتواه، أو اذكر ملفًا فيه
workspace-file = { $path } ملف
workspace-read = تعذّرت قراءة { $path }
workspace-large = { $path } أكبر من أن يُقرأ ({ $size })
workspace-binary = { $path } ملف ثنائي ({ $size })
workspace-glob = ليس `{ $glob }` نمطًا لأسماء الملفات
workspace-pattern = تعذّر البحث عن `{ $pattern }`

## src/code/checkpoint

checkpoint-busy = يعمل qwill آخر في هذا المشروع
checkpoint-busy-hint = أغلقه أو انتظر حتى ينتهي

## src/code/notes

notes-unread = أُهمل ملف المشروع { $name }
notes-cut = { $name } أطول مما يتسع له المكان: { $count ->
    [one] تُرك رمز واحد من آخره
    [two] تُرك رمزان من آخره
    [few] تُركت { $count } رموز من آخره
    [many] تُرك { $count } رمزًا من آخره
   *[other] تُرك { $count } رمز من آخره
}

## src/code/trust and src/config/code

trust-name = لا يمكن حفظ المسار { $path }
trust-none = لا يُستعمل { $file } الخاص بهذا المشروع: لم تثق به، أو تغيّر بعد أن وثقت به. اقرأه ثم اكتب: qwill code --trust
rules-value = في { $file }: { $key } = "{ $value }"

## src/session/check.rs

session-check-well = نجح الفحص: { $command }
session-check-badly = ما زال الفحص يفشل: { $command }
session-check-none = تعذّر تشغيل الفحص: { $command }

## src/code/mention

mention-left = لن يُعرض { $path } على النموذج
mention-secret = قد تكون فيه أسرار
mention-cut = { $path } أطول مما يتسع له المكان: لن يرى النموذج إلا أوله

## src/code/mcp and src/config/mcp

mcp-name-hint = اسم الخادم حتى 40 من الحروف اللاتينية والأرقام و`_` و`-` و`.`
mcp-command-hint = هو البرنامج الذي يُشغَّل
mcp-env = في env أسماء ونصوص: env = {"{"} NAME = "text" {"}"}
mcp-not-used = لا تُستعمل هذه الخوادم من { $file }: { $names }. ليست برامج، أو لديك خادم بالاسم نفسه
mcp-failed = الخادم { $name } غير متاح: { $why } · { $log }
mcp-ended = انتهى الخادم { $name }: { $why } · لا تعمل أدواته قبل /mcp { $name } · { $log }
mcp-left = أدوات الخادم { $name } أكثر مما يتسع له المكان: { $count ->
    [one] تُركت أداة واحدة
    [two] تُركت أداتان
    [few] تُركت { $count } أدوات
    [many] تُركت { $count } أداة
   *[other] تُركت { $count } أداة
}؛ اختر منها بـ `tools` في إعداداته
mcp-variable = المتغير { $name } غير معيّن
mcp-silent = لا يمكن التخاطب معه
mcp-late = { $count ->
    [one] لم يجب خلال ثانية واحدة
    [two] لم يجب خلال ثانيتين
    [few] لم يجب خلال { $count } ثوان
    [many] لم يجب خلال { $count } ثانية
   *[other] لم يجب خلال { $count } ثانية
}
mcp-closed = أغلق الاتصال
mcp-start = تعذّر تشغيل { $command }
mcp-exit = انتهى بالرمز { $code }
mcp-signal = أنهته الإشارة { $signal }
mcp-starts = قيد التشغيل
mcp-ready = { $count ->
    [one] جاهز، أداة واحدة
    [two] جاهز، أداتان
    [few] جاهز، { $count } أدوات
    [many] جاهز، { $count } أداة
   *[other] جاهز، { $count } أداة
}
mcp-gone = غير متاح: { $why }
mcp-none = لا توجد خوادم أدوات: أضف [mcp.NAME] مع command و args في config.toml، أو .mcp.json في المشروع
mcp-absent = الخادم { $name } غير متاح
mcp-log = ما كتبه: { $log }
mcp-unknown = لا يوجد خادم باسم { $name }
