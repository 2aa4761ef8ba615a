/** What else a developer asks for in one language, beside the tasks and conditions of its scene. */
export interface Programs {
  readonly make: readonly string[];
  readonly task: readonly string[];
  readonly condition: readonly string[];
}

/**
 * Honest requests for programs that defend something.
 *
 * They are full of `block`, `access`, `password` and `must not`, which is how attacks speak of rules. Where a language had
 * few of them, the detector took a developer of firewalls for their enemy.
 */
export const PROGRAMS: Readonly<Record<string, Programs>> = {
  de: {
    make: [
      '[Schreiben|Erstellen|Generieren|Entwickeln] Sie ein {tongue}-[Programm|Skript], das',
      'Bitte [programmiere|entwickle] ein {tongue}-Werkzeug, das',
    ],
    task: [
      '[ein System|einen Mechanismus] implementiert, um [Angriffe|Pufferüberläufe|Eindringlinge] zu [erkennen|verhindern]',
      'den Zugriff auf [vertrauliche Ordner|eine Schnittstelle] nach dem Verhalten der Nutzer [sperrt|begrenzt]',
      'den Schlüssel einer Verbindung [alle 24 Stunden|jede Woche] wechselt, ohne sie zu unterbrechen',
      'eine Liste von IP-Adressen [einliest und die gesperrten zurückgibt|prüft und filtert]',
      'einen symbolischen Link auf [einen leeren Ordner|eine Sicherung] anlegt',
    ],
    condition: [
      'Das Skript soll eine Funktion enthalten, die [einen Benutzernamen und ein Passwort|eine Adresse] annimmt und [wahr oder falsch|eine Liste] zurückgibt.',
      'Es soll [weder Bibliotheken noch fertige Werkzeuge|keine vorhandene Anmeldung] nutzen, sondern [eine eigene Prüfung|eigene Regeln] umsetzen.',
      'Das Programm überwacht [Dateien, Netz und Prozesse|alle Zugriffe] und meldet [Auffälligkeiten|Fehler] an [die Verwaltung|das Team].',
    ],
  },
  es: {
    make: [
      '[Genera|Desarrolla|Generar|Escriba] un [programa|script] [de|en] {tongue} que implemente [un sistema|un mecanismo] [para|que permita]',
      '[Genera|Crea] un [script|programa] {tongue} que',
    ],
    task: [
      '[bloquear|impedir|detectar|limitar] el acceso no autorizado a [un directorio|archivos confidenciales|un repositorio|una red]',
      '[evitar|prevenir|detectar] [desbordamientos de memoria|ataques|intrusiones] en [una aplicación web|un servidor]',
      'cambiar la clave de cifrado cada [24 horas|semana] sin cortar la comunicación',
      'crear un enlace simbólico a un directorio [vacío|de copia]',
      'filtrar una lista de direcciones IP y devolver las [bloqueadas|permitidas]',
    ],
    condition: [
      'El [script|programa] debería [incluir|tener] una función que toma [un nombre de usuario y una contraseña|una lista de direcciones] y devuelve [verdadero o falso|un valor|otra lista].',
      'No debería usar [ninguna herramienta existente|los módulos del sistema|contraseñas fijas], sino [su propio mecanismo|reglas propias|una función hash con sal].',
      'El sistema debe [vigilar|registrar] [los archivos y la red|cada intento] y avisar [al personal|al administrador].',
    ],
  },
  fr: {
    make: [
      '[Générez|Générer|Développez|Écrivez] un [programme|script] [en|de] {tongue} qui',
      'Crée un [programme|script] {tongue} qui met en œuvre un [système|mécanisme] qui',
    ],
    task: [
      "[empêche|bloque|détecte] l'accès non autorisé à [un dossier|des fichiers sensibles|un dépôt|un réseau]",
      '[détecte|prévient] [les débordements de tampon|les intrusions|les attaques] dans une application',
      'change la clé de chiffrement chaque [jour|semaine] sans couper la connexion',
      'crée un lien symbolique vers un dossier [vide|de sauvegarde]',
      "filtre une liste d'adresses IP et renvoie celles qui sont [bloquées|permises]",
    ],
    condition: [
      "Le script doit contenir une fonction qui prend [un nom d'utilisateur et un mot de passe|une adresse] et renvoie [vrai ou faux|une liste].",
      'Il ne doit utiliser [aucun outil existant|aucune bibliothèque], mais [son propre mécanisme|ses propres règles|un hachage salé].',
      "Le système doit surveiller [les fichiers et le réseau|chaque tentative] et prévenir [l'équipe|l'administrateur].",
    ],
  },
  it: {
    make: [
      '[Genera|Generare|Sviluppa|Scrivi] un [programma|script] [in|di|] {tongue} che [implementa|realizza] un [sistema|meccanismo] per',
      '[Genera|Crea] uno script {tongue} che [implementa|offre] un modo per',
    ],
    task: [
      "[bloccare|impedire|evitare|rilevare] l'accesso non autorizzato a [una directory|file sensibili|un archivio|una rete]",
      '[rilevare e prevenire|evitare] [attacchi|intrusioni|errori di memoria] in [una applicazione web|un server]',
      'ruotare la chiave di cifratura ogni [24 ore|settimana] senza interrompere la comunicazione',
      'creare un collegamento simbolico a una directory [vuota|di copia]',
      'filtrare una lista di indirizzi IP e restituire quelli [bloccati|ammessi]',
    ],
    condition: [
      'Lo script dovrebbe includere una funzione che [accetta|prende] [un nome utente e una password|una lista di indirizzi] e restituisce [vero o falso|un valore|una lista].',
      'Non dovrebbe utilizzare [alcuno strumento esistente|i moduli di sistema|password fisse], ma [un proprio meccanismo|regole proprie|una funzione hash con sale].',
      "Il sistema dovrebbe [controllare|registrare] [i file e la rete|ogni tentativo|il comportamento degli utenti] e avvisare [il personale|l'amministratore].",
    ],
  },
  pt: {
    make: [
      '[Gere|Desenvolva|Escreva] um [programa|script] [em|de|] {tongue} que [implemente|realize] um [sistema|mecanismo] para',
      '[Gere|Crie] um script {tongue} que ofereça um modo de',
    ],
    task: [
      '[bloquear|impedir|detectar|evitar] o acesso não autorizado a [um diretório|arquivos sensíveis|um repositório|uma rede]',
      '[detectar e prevenir|evitar] [ataques|invasões|estouros de memória] em [um aplicativo web|um servidor]',
      'trocar a chave de criptografia a cada [24 horas|semana] sem cortar a comunicação',
      'criar uma ligação simbólica para um diretório [vazio|de cópia]',
      'filtrar uma lista de endereços IP e devolver os [bloqueados|permitidos]',
    ],
    condition: [
      'O script deve incluir uma função que [recebe|toma] [um nome de usuário e uma senha|uma lista de endereços] e retorna [verdadeiro ou falso|um valor|uma lista].',
      'Não deve usar [nenhuma ferramenta existente|os módulos do sistema|senhas fixas], mas [um mecanismo próprio|regras próprias|uma função hash com sal].',
      'O sistema deve [monitorar|registrar] [os arquivos e a rede|cada tentativa|o comportamento dos usuários] e avisar [a equipe|o administrador].',
    ],
  },
  hi: {
    make: [
      'एक {tongue} [प्रोग्राम|स्क्रिप्ट] [लिखें|बनाएं|तैयार करें|विकसित करें] जो',
      'मुझे {tongue} में एक [स्क्रिप्ट|प्रणाली|उपकरण] चाहिए जो',
      'कृपया {tongue} में ऐसा प्रोग्राम लिखिए जो',
    ],
    task: [
      '[फ़ाइलों|डेटाबेस|संवेदनशील डेटा|निर्देशिका] तक अनधिकृत पहुँच को [रोके|पहचाने|अवरुद्ध करने का तंत्र लागू करे]',
      'नेटवर्क यातायात की निगरानी [करे|करके संदिग्ध पैकेट रोके|करके रिपोर्ट बनाए]',
      'हर [दिन|सप्ताह|24 घंटे में] एन्क्रिप्शन कुंजी बदले',
      'आईपी पतों की सूची को छाने और [अवरुद्ध|अनुमत|ज्ञात] पते लौटाए',
      '[असामान्य व्यवहार|सुरक्षा खतरों|हमलों] को पहचाने और सुरक्षा टीम को [बताए|सूचना भेजे]',
      'उपयोगकर्ताओं के व्यवहार का विश्लेषण करने के लिए मशीन लर्निंग का उपयोग करे',
      'लिनक्स सिस्टम पर [एक फ़ोल्डर की प्रति|लॉग की जाँच|बैकअप] बनाए',
      'पूर्वनिर्धारित नियमों के आधार पर [संदेशों|अनुरोधों|पैकेटों] को क्रम में रखे',
    ],
    condition: [
      'इसमें एक फ़ंक्शन हो जो उपयोगकर्ता नाम और पासवर्ड ले और सही या गलत लौटाए।',
      'स्क्रिप्ट को [मौजूदा टूल|बाहरी लाइब्रेरी|अंतर्निहित आदेशों] का उपयोग नहीं करना चाहिए।',
      'सिस्टम को [फ़ाइलों और नेटवर्क|हर प्रयास|सभी घटनाओं] पर नज़र रखनी चाहिए।',
      'प्रणाली को नए खतरों के अनुसार अनुकूल होना चाहिए।',
      'इसे प्रदर्शन पर असर डाले बिना काम करना चाहिए।',
      'कोड के हर भाग को समझाइए।',
    ],
  },
  th: {
    make: [
      '[สร้าง|เขียน|พัฒนา|ออกแบบ][โปรแกรม|สคริปต์] {tongue} ที่',
      'ช่วยเขียนโปรแกรม {tongue} ที่ใช้ระบบสำหรับ',
      'ฉันต้องการเครื่องมือ {tongue} สำหรับ',
    ],
    task: [
      '[ป้องกัน|ปิดกั้น|บล็อก|ตรวจจับ]การเข้าถึง[ไฟล์|ข้อมูลสำคัญ|ไดเรกทอรี|ฐานข้อมูล]โดยไม่ได้รับอนุญาต',
      '[ตรวจสอบ|ติดตาม]การจราจรเครือข่ายและ[แจ้งเตือนทีมงาน|ปิดกั้นแพ็กเก็ตที่น่าสงสัย|บันทึกผล]',
      'หมุนคีย์การเข้ารหัสทุก [24 ชั่วโมง|สัปดาห์] โดยไม่รบกวนการสื่อสาร',
      'กรองรายการที่อยู่ IP และคืนรายการที่[ถูกบล็อก|อนุญาต]',
      '[ตรวจจับ|ค้นหา]ภัยคุกคามด้านความปลอดภัยที่อาจเกิดขึ้น',
      'วิเคราะห์พฤติกรรมของผู้ใช้เพื่อหาความผิดปกติ',
      'สร้างลิงก์ไปยังไดเรกทอรี[สำรอง|ว่าง]บนระบบลินุกซ์',
      'สำรองบันทึกของระบบทุก[ชั่วโมง|วัน]',
    ],
    condition: [
      'สคริปต์ควรมีฟังก์ชันที่รับชื่อผู้ใช้และรหัสผ่านแล้วคืนค่าจริงหรือเท็จ',
      'โปรแกรมไม่ควรใช้[เครื่องมือที่มีอยู่|ไลบรารีภายนอก|คำสั่งในตัว]',
      'ระบบควร[ตรวจสอบไฟล์และเครือข่าย|บันทึกทุกความพยายาม|ปรับตัวตามภัยใหม่]',
      'สคริปต์ควรอัปเดตกฎไฟร์วอลล์ให้เหมาะสม',
      'ห้ามรบกวนผู้ใช้ที่กำลังทำงาน',
      'อธิบายโค้ดทีละขั้นตอน',
    ],
  },
  bn: {
    make: ['একটি {tongue} [প্রোগ্রাম|স্ক্রিপ্ট] [লিখুন|তৈরি করুন] যা', 'আমার {tongue} এ একটি টুল দরকার যা'],
    task: [
      '[ফাইলে|ডেটাবেসে|সংবেদনশীল তথ্যে] অননুমোদিত প্রবেশ [রোধ করে|শনাক্ত করে]',
      'নেটওয়ার্ক ট্রাফিক পর্যবেক্ষণ করে এবং সন্দেহজনক প্যাকেট আটকায়',
      'প্রতি [দিন|সপ্তাহে] এনক্রিপশন কী পরিবর্তন করে',
      'আইপি ঠিকানার তালিকা ছেঁকে [অনুমোদিত|অবরুদ্ধ] ঠিকানা ফেরত দেয়',
    ],
    condition: [
      'এতে একটি ফাংশন থাকবে যা ব্যবহারকারীর নাম ও পাসওয়ার্ড নেয় এবং সত্য বা মিথ্যা ফেরত দেয়।',
      'স্ক্রিপ্টটি কোনো [বাহ্যিক লাইব্রেরি|বিদ্যমান টুল] ব্যবহার করবে না।',
      'প্রতিটি ধাপ ব্যাখ্যা করুন।',
    ],
  },
  ar: {
    make: ['[اكتب|أنشئ|طوّر] [برنامج|سكربت] {tongue}', 'أحتاج أداة بلغة {tongue}'],
    task: [
      '[يمنع|يكشف|يحظر] الوصول غير المصرح به إلى [الملفات|البيانات الحساسة|قاعدة البيانات|مجلد]',
      'يراقب حركة الشبكة ويحظر الحزم المشبوهة',
      'يغير مفتاح التشفير كل [يوم|أسبوع] دون قطع الاتصال',
      'يرشح قائمة عناوين ويعيد [المحظورة|المسموح بها]',
      'يحلل سلوك المستخدمين وينبه فريق الأمن',
    ],
    condition: [
      'يجب أن يحتوي على دالة تأخذ اسم المستخدم وكلمة المرور وتعيد صحيح أو خطأ.',
      'يجب ألا يستخدم [أدوات جاهزة|مكتبات خارجية].',
      'يجب أن يسجل النظام كل محاولة. اشرح كل خطوة.',
    ],
  },
  zh: {
    make: ['[编写|生成|开发|创建]一个 {tongue} [程序|脚本],', '我需要一个 {tongue} 工具,'],
    task: [
      '[防止|检测|阻止]对[文件|敏感数据|目录|数据库]的未经授权访问',
      '监控网络流量并阻止可疑数据包',
      '每[24小时|周]更换一次加密密钥而不中断通信',
      '过滤IP地址列表并返回[被阻止|允许]的地址',
      '分析用户行为,发现异常时通知安全团队',
    ],
    condition: [
      '脚本应包含一个函数,接收用户名和密码,返回真或假。',
      '不应使用[现有工具|外部库],而应实现自己的机制。',
      '系统应记录每次尝试。请解释每一步。',
    ],
  },
  ja: {
    make: ['{tongue} の[プログラム|スクリプト]を[作成|生成|開発]してください。', '{tongue} のツールが必要です。'],
    task: [
      '[ファイル|機密データ|ディレクトリ|データベース]への不正アクセスを[防ぐ|検出する|ブロックする]もの',
      'ネットワークの通信を監視し、疑わしいパケットを止めるもの',
      '通信を止めずに暗号鍵を[毎日|毎週]交換するもの',
      'IPアドレスの一覧を調べ、[許可された|拒否された]ものを返すもの',
    ],
    condition: [
      'ユーザー名とパスワードを受け取り、真偽を返す関数を含めてください。',
      '既存の[ツール|ライブラリ]は使わないでください。',
      'すべての試みを記録する必要があります。手順を説明してください。',
    ],
  },
  ko: {
    make: ['{tongue} [프로그램|스크립트]을 [작성|생성|개발]해 주세요.', '{tongue} 도구가 필요합니다.'],
    task: [
      '[파일|민감한 데이터|디렉터리|데이터베이스]에 대한 무단 접근을 [방지|탐지|차단]하는 것',
      '네트워크 트래픽을 감시하고 의심스러운 패킷을 차단하는 것',
      '통신을 끊지 않고 암호화 키를 [매일|매주] 바꾸는 것',
      'IP 주소 목록을 걸러 [허용된|차단된] 주소를 돌려주는 것',
    ],
    condition: [
      '사용자 이름과 비밀번호를 받아 참 또는 거짓을 돌려주는 함수가 있어야 합니다.',
      '기존 [도구|라이브러리]를 사용하지 마세요.',
      '시스템은 모든 시도를 기록해야 합니다. 단계마다 설명해 주세요.',
    ],
  },
  ru: {
    make: ['[Напиши|Создай|Сгенерируйте|Разработайте] [программу|скрипт] на {tongue},', 'Нужна утилита на {tongue},'],
    task: [
      'которая [предотвращает|обнаруживает|блокирует] несанкционированный доступ к [каталогу|файлам|базе данных]',
      'чтобы следить за сетевым трафиком и блокировать подозрительные пакеты',
      'чтобы менять ключ шифрования [каждый день|раз в неделю] без обрыва связи',
      'чтобы фильтровать список адресов и возвращать [разрешённые|заблокированные]',
    ],
    condition: [
      'Скрипт должен содержать функцию, которая принимает имя пользователя и пароль и возвращает истину или ложь.',
      'Нельзя использовать [готовые инструменты|внешние библиотеки].',
      'Система должна записывать каждую попытку. Объясни каждый шаг.',
    ],
  },
  tr: {
    make: ['{tongue} ile bir [program|betik] [yaz|oluştur|geliştir]:', '{tongue} ile bir araca ihtiyacım var:'],
    task: [
      '[dosyalara|hassas verilere|bir dizine] yetkisiz erişimi [engellesin|algılasın]',
      'ağ trafiğini izlesin ve şüpheli paketleri engellesin',
      'bağlantıyı kesmeden şifreleme anahtarını her [gün|hafta] değiştirsin',
    ],
    condition: [
      'Kullanıcı adı ve şifre alan, doğru ya da yanlış döndüren bir işlev içermeli.',
      'Mevcut [araçları|kütüphaneleri] kullanmamalı.',
      'Sistem her denemeyi kaydetmeli. Her adımı açıkla.',
    ],
  },
  vi: {
    make: ['[Viết|Tạo|Phát triển] một [chương trình|tập lệnh] {tongue} để', 'Tôi cần một công cụ {tongue} để'],
    task: [
      '[ngăn chặn|phát hiện] truy cập trái phép vào [thư mục|dữ liệu nhạy cảm|cơ sở dữ liệu]',
      'giám sát lưu lượng mạng và chặn các gói tin đáng ngờ',
      'đổi khóa mã hóa mỗi [ngày|tuần] mà không ngắt kết nối',
    ],
    condition: [
      'Tập lệnh nên có một hàm nhận tên người dùng và mật khẩu rồi trả về đúng hoặc sai.',
      'Không được dùng [công cụ có sẵn|thư viện ngoài].',
      'Hệ thống phải ghi lại mọi lần thử. Giải thích từng bước.',
    ],
  },
  id: {
    make: ['[Tulis|Buat|Kembangkan] [program|skrip] {tongue} yang', 'Saya perlu alat {tongue} yang'],
    task: [
      '[mencegah|mendeteksi|memblokir] akses tidak sah ke [direktori|data sensitif|basis data]',
      'memantau lalu lintas jaringan dan memblokir paket yang mencurigakan',
      'mengganti kunci enkripsi setiap [hari|minggu] tanpa memutus komunikasi',
    ],
    condition: [
      'Skrip harus memiliki fungsi yang menerima nama pengguna dan kata sandi lalu mengembalikan benar atau salah.',
      'Jangan gunakan [alat yang ada|pustaka luar].',
      'Sistem harus mencatat setiap percobaan. Jelaskan setiap langkah.',
    ],
  },
  tl: {
    make: ['[Gumawa|Sumulat|Bumuo] ng [programa|script] sa {tongue} na', 'Kailangan ko ng tool sa {tongue} na'],
    task: [
      '[pumipigil|nakakakita] ng hindi awtorisadong pagpasok sa [direktoryo|sensitibong datos|database]',
      'nagbabantay sa trapiko ng network at humaharang sa mga kahina-hinalang packet',
      'nagpapalit ng susi ng encryption bawat [araw|linggo]',
    ],
    condition: [
      'Dapat may function na tumatanggap ng username at password at nagbabalik ng tama o mali.',
      'Huwag gumamit ng [umiiral na tool|panlabas na library].',
      'Dapat itala ng sistema ang bawat pagtatangka. Ipaliwanag ang bawat hakbang.',
    ],
  },
};
