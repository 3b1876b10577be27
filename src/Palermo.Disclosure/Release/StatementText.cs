namespace Palermo.Disclosure.Release;

/// <summary>The words of a release statement in one language.</summary>
internal sealed record StatementText(
    string Title, string Private, string KAnonymous, string RowsAreInvented, string Dataset, string Identifier, string Date,
    string Guarantee, string AllReleases, string Fabricated, string Missing, string Intervals, string Limits,
    string Suppressed, string Rounded, string CellKey, string TableLimits, string Withdrawn)
{
    public static StatementText Of(string language) => language switch
    {
        "ar" => new(
            "بيان حول هذا الإصدار",
            "أضيف إلى كل عدد خطأ عشوائي محسوب، بحيث لا يستطيع أحد أن يعرف من البيانات المنشورة ما إذا كان شخص معين في السجل.",
            "لا تظهر أي مجموعة صفات تخص عددا أقل من k من الأشخاص. هذه حماية أضعف: فهي لا تحمي عند نشر إصدارات متعددة.",
            "الصفوف مصطنعة: لا يمثل أي صف شخصا حقيقيا. استخدموا الجداول للأعداد والصفوف للبحث.",
            "مجموعة البيانات", "المعرف", "التاريخ", "ضمان هذا الإصدار", "ضمان جميع الإصدارات", "أزواج قد لا تكون موجودة (تقدير)", "أزواج مفقودة (تقدير)", "مستوى فترات الثقة",
            "\"غير مسجل\" لا يعني \"لا\". تشمل الفترات خطأ الحماية فقط، ولا تشمل الأشخاص الذين لم يسجلوا قط.",
            "حُجبت الأعداد التي قد تكشف شخصا، ومعها أعداد أخرى كي لا تُستنتج من المجاميع. وجرت مهاجمة الجدول قبل نشره، ولم يُعثر على شيء.",
            "قُرِّب كل عدد لحماية الأشخاص. لا يبعد أي عدد عن العدد الحقيقي أكثر من {0}، ومجموع الأجزاء يساوي الإجمالي.",
            "يحمل كل عدد تشويشا لا يتجاوز {0}، هو نفسه للأشخاص أنفسهم في كل جدول. ولا تميَّز الأعداد الأقل من {1} عن العدم، وقد لا يساوي مجموع الأجزاء الإجمالي.",
            "\"غير مسجل\" لا يعني \"لا\". يحصي الجدول الأشخاص المسجلين فقط، لا جميع الموجودين.",
            "سُحب هذا الإصدار. السبب:"),
        "es" => new(
            "Declaración sobre esta publicación",
            "A cada recuento se le ha sumado un error aleatorio medido, de modo que nadie pueda saber por lo publicado si una persona determinada está en el registro.",
            "No se muestra ninguna combinación de características de menos de k personas. Es una protección más débil: no protege frente a varias publicaciones.",
            "Las filas son sintéticas: ninguna es una persona real. Use las tablas para los recuentos y las filas para investigar.",
            "Conjunto de datos", "Identificador", "Fecha", "Garantía de esta publicación", "Garantía de todas las publicaciones", "Pares que quizá no existan (estimación)", "Pares que faltan (estimación)", "Nivel de los intervalos",
            "«No consta» no significa «no». Los intervalos solo incluyen el error de la protección, no a las personas que nunca fueron registradas.",
            "Los números que podrían exponer a alguien no se publican, ni otros que permitirían deducirlos de los totales. La tabla fue atacada antes de publicarse y no se encontró nada.",
            "Cada número está redondeado para proteger a las personas. Ninguno dista del verdadero más de {0}, y las partes suman el total.",
            "Cada número lleva un ruido de como máximo {0}, el mismo para las mismas personas en todas las tablas. Los números menores de {1} no se distinguen de ninguno, y las partes pueden no sumar el total.",
            "«No consta» no significa «no». La tabla cuenta a las personas registradas, nunca a todas las que existen.",
            "Esta publicación fue retirada. Motivo:"),
        "fr" => new(
            "Déclaration sur cette publication",
            "Une erreur aléatoire mesurée a été ajoutée à chaque effectif, afin que personne ne puisse savoir, d'après ce qui est publié, si une personne donnée figure au registre.",
            "Aucune combinaison de caractéristiques concernant moins de k personnes n'est montrée. C'est une protection plus faible : elle ne protège pas contre plusieurs publications.",
            "Les lignes sont synthétiques : aucune n'est une personne réelle. Prenez les tableaux pour les effectifs et les lignes pour la recherche.",
            "Jeu de données", "Identifiant", "Date", "Garantie de cette publication", "Garantie de toutes les publications", "Paires qui n'existent peut-être pas (estimation)", "Paires manquantes (estimation)", "Niveau des intervalles",
            "« Non renseigné » ne veut pas dire « non ». Les intervalles ne contiennent que l'erreur de la protection, pas les personnes jamais enregistrées.",
            "Les nombres qui pourraient exposer quelqu'un ne sont pas publiés, ni d'autres qui permettraient de les déduire des totaux. Le tableau a été attaqué avant d'être publié, et rien n'a été trouvé.",
            "Chaque nombre est arrondi pour protéger les personnes. Aucun ne s'écarte du vrai de plus de {0}, et les parties donnent le total.",
            "Chaque nombre porte un bruit d'au plus {0}, le même pour les mêmes personnes dans tous les tableaux. Les nombres inférieurs à {1} ne se distinguent pas de zéro, et les parties peuvent ne pas donner le total.",
            "« Non renseigné » ne veut pas dire « non ». Le tableau compte les personnes enregistrées, jamais toutes celles qui existent.",
            "Cette publication a été retirée. Motif :"),
        "ru" => new(
            "Заявление об этой публикации",
            "К каждому числу добавлена измеренная случайная ошибка, чтобы по опубликованному никто не мог узнать, есть ли в реестре определённый человек.",
            "Не показано ни одно сочетание признаков, которое относится менее чем к k людям. Это более слабая защита: она не действует при нескольких публикациях.",
            "Строки синтетические: ни одна из них не является реальным человеком. Для чисел берите таблицы, для исследований — строки.",
            "Набор данных", "Идентификатор", "Дата", "Гарантия этой публикации", "Гарантия всех публикаций", "Пары, которых может не быть (оценка)", "Недостающие пары (оценка)", "Уровень интервалов",
            "«Не указано» не значит «нет». Интервалы учитывают только ошибку защиты, но не людей, которые никогда не были зарегистрированы.",
            "Числа, по которым можно узнать человека, не публикуются, как и другие, позволяющие вычислить их по итогам. Перед публикацией таблица была атакована; ничего не найдено.",
            "Каждое число округлено для защиты людей. Ни одно не отличается от истинного более чем на {0}, и части складываются в итог.",
            "Каждое число содержит шум не более {0}, одинаковый для одних и тех же людей во всех таблицах. Числа меньше {1} не отличаются от нуля, и части могут не складываться в итог.",
            "«Не указано» не значит «нет». Таблица считает зарегистрированных людей, а не всех существующих.",
            "Эта публикация отозвана. Причина:"),
        "zh" => new(
            "关于本次发布的说明",
            "每个计数都加入了经过计量的随机误差，因此任何人都无法从公布的内容中得知某个人是否在登记册中。",
            "凡涉及人数少于 k 人的特征组合均不显示。这是一种较弱的保护：多次发布时不再有保证。",
            "数据行是合成的：没有一行是真实的人。计数请用表格，研究请用数据行。",
            "数据集", "标识符", "日期", "本次发布的保证", "全部发布的保证", "可能并不存在的组合（估计）", "缺失的组合（估计）", "区间的置信水平",
            "“未记录”不等于“否”。区间只包含保护带来的误差，不包含从未被登记的人。",
            "可能暴露某个人的数字不予公布，可据以由合计推算的其他数字也一并隐去。该表在公布前已受攻击检验，未发现任何问题。",
            "为保护当事人，每个数字都经过取整。任何数字与真实数字相差不超过 {0}，各部分之和等于合计。",
            "每个数字都带有不超过 {0} 的噪声，同一批人在所有表格中的噪声相同。小于 {1} 的数字与无不作区分，各部分之和可能不等于合计。",
            "“未记录”不等于“否”。本表只统计已登记的人，而非所有存在的人。",
            "本次发布已撤回。原因："),
        _ => new(
            "Statement on this release",
            "A measured random error was added to every count, so that nobody can learn from what is published whether a given person is in the register.",
            "No combination of characteristics of fewer than k people is shown. This is a weaker protection: it does not hold across several releases.",
            "The rows are synthetic: none of them is a real person. Use the tables for counts and the rows for research.",
            "Dataset", "Identifier", "Date", "Guarantee of this release", "Guarantee of all releases", "Pairs that may not exist (estimate)", "Missing pairs (estimate)", "Level of the intervals",
            "\"Not recorded\" does not mean \"no\". The intervals hold the error of the protection only, not the people who were never registered.",
            "Counts that could expose someone are withheld, with others that would give them away by subtraction. The table was attacked before it was published, and nothing was found.",
            "Every count is rounded to protect people. None is further than {0} from the true one, and parts add up to their total.",
            "Every count carries noise of at most {0}, the same for the same people in every table. Counts below {1} are not told from none, and parts need not add up to their total.",
            "\"Not recorded\" does not mean \"no\". The table counts the people registered, never all who exist.",
            "This release was withdrawn. Reason:"),
    };
}
