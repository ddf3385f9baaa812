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
