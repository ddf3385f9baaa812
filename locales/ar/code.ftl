## src/code

code-program = تعذّر العثور على ملف هذا البرنامج نفسه
code-unkept = تعذّر حفظ { $path } للتراجع، ولذلك لم يُغيَّر
code-lost = كان { $path } أكبر من أن يُحفظ: لن يعيده التراجع
code-forgiven = { $path }: لم يوجد النص المراد استبداله حرفيًا، والمقصود في السطر { $line }
code-denied = قاعدة من قواعدك تمنع { $command }: لم يُشغَّل

## src/cli/code

code-no-mode = واحد من: { $names }
code-screen-hint = بلا طرفية: qwill code --print "…" --mode edit
code-undo-none = لا يوجد في هذا المشروع ما يُتراجع عنه
code-redo-none = لا يوجد في هذا المشروع ما يُعاد تنفيذه
code-restored = استُعيد { $path }
code-removed = أُزيل { $path }
code-conflict = { $path } تغيّر بعد ذلك؛ والخطوة المعاكسة تعيد ذلك
code-conflict-copy = { $path } تغيّر بعد ذلك؛ وقد حُفظ ذلك في { $copy }
code-blocked = تعذّرت استعادة { $path }
code-sandbox-open = الأوامر غير مقيّدة تمامًا على هذا الجهاز
code-late = انتهى الوقت
code-spent = لم يكتمل العمل ضمن عدد الأجوبة المسموح
code-spent-hint = اسمح بالمزيد باستخدام --max-turns
code-circles = دار النموذج في حلقة
code-cut = قُطع الجواب الأخير عند حد
code-refused = احتاج شيء ما إلى موافقتك ولم يُنفَّذ
code-refused-hint = اختر ما يُنفَّذ دون سؤال: ‎--mode edit أو --mode auto
code-silent = لم يُجب النموذج بشيء
code-silent-hint = أعد الصياغة، أو اختر نموذجًا آخر باستخدام -m
code-unasked = { $tool } يحتاج إلى موافقة، ولا أحد هنا ليعطيها
code-unchecked = لم يُنفَّذ الفحص `{ $command }`: يحتاج إلى موافقة، أو إلى --mode auto
git-none = لا يمكن تشغيل git
git-failed = رفض git ذلك
git-late = لم ينتهِ git
git-range = ‏{ $range } ليس مدى من المراجعات
session-no-text = لم يكتب النموذج شيئًا

## src/code/fill, src/cli/code/fill.rs

fill-form = الموضع هو FILE:LINE أو FILE:LINE:COL، والعدّ من 1
fill-no-line = لا يوجد السطر { $line } في { $path }: آخر سطر هو { $count }
fill-no-column = لا يوجد العمود { $column } في السطر { $line } من { $path }: ينتهي السطر عند { $count }
fill-source = لا يأخذ ‎--fill مهمة ولا ملفًا آخر
fill-source-hint = نص الملف يأتي من القرص، أو من الدخل القياسي: ‎--fill FILE:LINE -
fill-cut-hint = زِد عدد الرموز باستخدام ‎-n؛ وقد كُتب ما اكتمل
