## src/code/edit
edit-form = تعذّرت قراءة تعديلات الجواب عند سطره { $line }
edit-form-unclosed = كتلة بلا نهاية
edit-form-divider = تحتاج الكتلة إلى سطر ======= واحد فقط بين النص القديم والجديد
edit-form-nameless = لم يُذكر اسم ملف
edit-form-stray = سطر في الرقعة لا يبدأ بمسافة ولا بعلامة + أو -
edit-form-nowhere = لا شيء يبيّن موضع الأسطر الجديدة
edit-form-heading = عنوان غير معروف يبدأ بـ ***
edit-failed = تعذّر تعديل { $path }
edit-again = لم يتغيّر شيء: اطلب التعديل مرة أخرى
edit-binary = ليس ملفًا نصيًّا
edit-encoding = ليس بترميز UTF-8 عند السطر { $line }
edit-large = حجمه أكبر من { $size } MiB
edit-empty = لا يوجد نص للبحث عنه
edit-same = لا يغيّر التعديل شيئًا
edit-ambiguous = { $count ->
    [one] النص المطلوب استبداله في موضع واحد، عند السطر { $lines }
    [two] النص المطلوب استبداله في موضعين، عند السطرين { $lines }
    [few] النص المطلوب استبداله في { $count } مواضع، عند الأسطر { $lines }
    [many] النص المطلوب استبداله في { $count } موضعًا، عند الأسطر { $lines }
   *[other] النص المطلوب استبداله في { $count } موضع، عند الأسطر { $lines }
}
edit-missing = النص المطلوب استبداله غير موجود فيه
edit-part-unknown = لا جزء فيه بهذا الاسم
edit-part-several = فيه أكثر من جزء بهذا الاسم، عند الأسطر { $lines }
edit-part-lines = { $count ->
    [one] ليس فيه إلا سطر واحد
    [two] ليس فيه إلا سطران
    [few] ليس فيه إلا { $count } أسطر
    [many] ليس فيه إلا { $count } سطرًا
   *[other] ليس فيه إلا { $count } سطر
}
edit-part-bare = النص الجديد لا يعرّف ما يُراد استبداله
edit-absent = لا يوجد ملف بهذا الاسم
edit-gone = حذفه أو نقله تعديل سابق
edit-exists = الملف موجود من قبل
edit-overlap = يتداخل تعديلان قرب السطر { $line }
edit-lazy = السطر { $line } من النص الجديد ينوب عن أسطر محذوفة لم تُكتب
edit-path = لا يمكن استعمال هذا المسار
edit-inside = { $path } ملف وليس مجلدًا
edit-twice = { $path } هو نفسه ملف آخر في هذا التعديل
edit-changed = تغيّر { $path } على القرص
edit-unwritable = تعذّرت الكتابة في { $path }
edit-unwritable-hint = تحقّق من صلاحيات الكتابة هناك ومن المساحة المتبقية
edit-recover-hint = شغّل البرنامج مرة أخرى في هذا المشروع: سيعيد الملفات إلى ما كانت عليه
edit-journal = تعذّرت قراءة سجل تعديل، { $path }
edit-journal-hint = افحص الملفات التي يذكرها ثم احذفه
edit-left = { $count ->
    [one] انقطع تعديل، وتغيّر منذ ذلك ملف واحد: { $paths }
    [two] انقطع تعديل، وتغيّر منذ ذلك ملفان: { $paths }
    [few] انقطع تعديل، وتغيّرت منذ ذلك { $count } ملفات: { $paths }
    [many] انقطع تعديل، وتغيّر منذ ذلك { $count } ملفًا: { $paths }
   *[other] انقطع تعديل، وتغيّر منذ ذلك { $count } ملف: { $paths }
}
edit-left-hint = تُركت كما هي؛ وما كانت عليه محفوظ بجانبها في ملفات تبدأ أسماؤها بـ .qwill-
