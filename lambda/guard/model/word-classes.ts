import { fold } from '../views';
import { FOLD } from './characters';

/**
 * Words that mean the same thing in many languages, one list a class.
 *
 * The detector learns from the order of classes ("override … prior … instructions"), so that what it learned in one
 * language holds in the next. A trailing `*` matches every word that begins so. Scripts without spaces match anywhere.
 */
export const WORD_CLASSES = {
  override:
    'ignor* disregard* forget* forgot overrid* bypass* discard* neglect* overlook abandon* vergiss vergessen vergesst missacht* umgeh* verwirf oublie* oubliez néglige* contourne* olvid* descart* omite omitir dimentic* scorda* trascura* tralascia* esqueç* esquece* desconsider* negeer* vergeet* zapomn* zignoruj* pomiń pomin* забуд* игнорир* проигнорир* пренебре* отбрось* забудь* ігнору* проігнору* знехту* unut* yoksay* görmezden boşver* تجاهل* انس انسى اتجاهل भूल* नज़रअंदाज़ अनदेखा 忽略 无视 忘记 忘掉 無視 忽視 忘れ 무시* 잊어* 잊고 quên lờ lupakan abaikan* hiraukan glöm* bortse* strunta zapomeň* nebuď kalimutan huwag ভুলে উপেক্ষা ลืม ละเว้น ไม่สนใจ เพิกเฉย',
  prior:
    'previous* prior preceding above earlier foregoing initial original* former past existing vorherig* bisherig* vorangegangen* obig* frühere* ursprünglich* zuvor précédent* antérieur* préalable* initiale* anterior* previas previos previo iniciales precedent* iniziale* iniziali prima voorgaande* vorige eerdere bovenstaande poprzedni* wcześniejsz* powyższ* предыдущ* прежн* ранее выше попередн* раніше вище önceki yukarıdaki daha evvelki السابق* سابق* أعلاه पिछल* पहले पूर्व ऊपर 之前 以前 先前 上述 上面 前面 以上 前の 上記 従来 이전* 앞의 앞서 위의 trước sebelumnya terdahulu tidigare ovanstående föregående předchoz* dosavadní výše nakaraan আগের পূর্ববর্তী ก่อนหน้า ข้างต้น',
  instruction:
    'instruction* instruct rule rules guideline* directive* command* order orders prompt* policy policies programming directions anweisung* regel* vorgabe* richtlinie* befehl* instrucci* consigne* règle* directive* ordre* regla* orden órdenes istruzion* regole ordini direttiv* instruç* regras ordens diretriz* instructies opdracht* instrukcj* polece* zasad* regul* инструкци* указани* правил* команд* інструкці* вказів* talimat* yönerge* kural* komut* تعليمات* التعليمات* أوامر الأوامر قواعد القواعد निर्देश* नियम* आदेश* 指令 指示 说明 规则 命令 提示 規則 ルール 指針 プロンプト 지시* 명령* 규칙* 프롬프트* 지침* lệnh dẫn chỉ_thị instruksi* perintah* aturan* instruktion* regler instrukc* pokyn* příkaz* pravidl* tagubilin panuto নির্দেশ* নিয়ম* คำสั่ง คำแนะนำ กฎ',
  system:
    'system systems system_prompt developer* admin* root hidden internal* confidential* initialization initialisation preamble backend systemprompt* systemanweisung* entwickler* versteckt* système* développeur* caché* sistema* desarrollador* oculto* oculta* nascost* sviluppator* desenvolvedor* systeem* ontwikkelaar* systemow* ukryt* систем* разработчик* скрыт* розробник* прихован* sistem* geliştirici* gizli النظام نظام مطور المطور المخفي सिस्टम डेवलपर छिपे 系统 开发者 隐藏 内部 系統 システム 開発者 隠し 시스템* 개발자* 숨겨* hệ_thống ẩn pengembang tersembunyi utvecklar* dold* systém* vývojář* skryt* সিস্টেম ระบบ ผู้พัฒนา',
  reveal:
    'reveal* print* show* repeat* output* display* leak* expose* dump* recite* disclose* share spell translate encode echo verbatim tell say write* return summarize list zeig* verrat* gib wiederhol* nenn* sag* schreib* offenbar* révèle* montre* affiche* répète* répétez dis dites écris* donne* revela* muestra* imprime* repite* dime di escribe* rivela* mostra* stampa* ripeti* dimmi scrivi* revele* mostre* imprima* repita diga escreva* toon onthul* herhaal* druk* vertel* zeg pokaż* ujawn* wypisz* powtórz* powiedz* podaj* покаж* раскро* выведи* повтори* скажи* назови* напиши* розкри* виведи* назви* göster* söyle* yazdır* tekrarla* açıkla* اكشف* اعرض* اطبع* كرر* أخبرني قل اكتب* बता* दिखा* लिखो दोहरा* प्रकट 显示 透露 告诉 输出 打印 重复 说出 写出 泄露 告訴 教えて 表示 出力 繰り返 見せて 言って 公開 알려* 보여* 출력* 말해* 반복* 공개* 써줘 tiết_lộ hiển cho_biết in_ra lặp nói tampilkan* ungkap* beritahu* katakan* cetak* ulangi* tulis* visa avslöja* skriv* upprepa* säg berätta ukaž* prozraď* vypiš* zopakuj* řekni* sabihin ipakita বলুন দেখান প্রকাশ บอก แสดง พิมพ์ เปิดเผย',
  secret:
    'password* passphrase passcode secret* credential* token tokens key keys flag pin api_key passwort* kennwort* geheim* schlüssel mot_de_passe passe secrète* contraseña* clave claves secreto* segreto segreta parola chiave senha* segredo* chave wachtwoord* geheime* hasło hasła tajn* sekret* klucz парол* секрет* ключ* таємн* şifre* parola* sır anahtar* كلمة السر المرور سر مفتاح पासवर्ड गुप्त कुंजी 密码 秘密 密钥 口令 密碼 パスワード 秘密 鍵 合言葉 비밀번호* 비밀* 암호* 열쇠 mật_khẩu mật khẩu bí kunci rahasia sandi lösenord* hemlig* nyckel* heslo hesla tajemství klíč পাসওয়ার্ড গোপন รหัสผ่าน ความลับ',
  pretend:
    'pretend* roleplay* role-play act acting imagine* simulat* impersonat* persona character* role play playing behave become emulate* immerse portray embody spiel* stell tu rolle verhalt* handle fais jouer joue* agis imagine* rôle personnage* finge* actúa* imagina* simula* papel personaje* fingi* agisci* immagina* ruolo personaggio* finja* aja atue simule* personagem* doe speel* stel rol udawaj* zachowuj* wyobraź* rolę wcielisz представь* притвор* веди сыграй* роль персонаж* уяви* прикинься davran* rol rolünü canlandır* تظاهر* تصرف* تخيل* دور مثل नाटक भूमिका कल्पना बनो अभिनय 扮演 假装 假設 假设 角色 想象 模拟 充当 演じ ふり 役割 なりきっ 想像 キャラ 연기* 역할* 척 상상* 가정 đóng giả_vờ vai giả_sử tưởng_tượng berpura* berperan* bayangkan* peran* låtsas* spela* rollen föreställ* agera* předstírej* hraj* chovej* představ* magkunwari ভান ভূমিকা কল্পনা แสร้ง สวมบทบาท สมมติ จินตนาการ',
  unlimited:
    'unrestricted unfiltered uncensored unlimited limitless unbound* jailbr* unmoderated unlocked unshackled liberated uneingeschränkt* ungefiltert* unzensiert* grenzenlos* illimité* débridé* irrestricto* desbloquead* sin_censura illimitat* irrestrito onbeperkt* ongefilterd* ongecensureerd* nieogranicz* niecenzur* неограничен* нецензур* необмежен* sınırsız* sansürsüz* kısıtlamasız بلا غير_مقيد असीमित 不受限制 无限制 越狱 無制限 制限のない 検閲なし 脱獄 무제한* 제한없* 탈옥* không_giới_hạn tanpa_batas obegränsad* ofiltrerad* ocensurerad* neomezen* necenzurovan*',
  limit:
    'restrict* filter* limit* censor* ethic* moral* safety safeguard* guardrail* boundar* constraint* content_policy principles norms einschränkung* beschränkung* filter ethik* moral* sicherheit* grenzen éthique* morale* limite* censure* restricción* restriccion* ética filtro* censura* límite* restrizion* etica morale limiti restriç* limites beperking* ethiek* ograniczeń ograniczenia etyk* filtr* ограничен* фильтр* этик* морал* цензур* обмежен* фільтр* kısıtlama* sınırlama* filtre* etik ahlak* قيود القيود أخلاق* फ़िल्टर प्रतिबंध सीमा नैतिक* 限制 道德 伦理 过滤 审查 安全 制限 倫理 検閲 フィルター 제한* 윤리* 검열* 필터* giới đạo_đức batasan* etika filter pembatasan begränsning* etik* omezen* etick*',
  negation:
    "not no never don't dont doesn't won't can't cannot cant without neither nicht kein* nie niemals ohne ne pas jamais sans aucun* nunca sin ningun* ningún non mai senza nessun* não sem nenhum* niet geen nooit zonder nie bez żadn* nigdy не нет без никогда никак* ні без ніколи değil yok hiç asla olmadan لا ليس بدون أبدا लेकिन नहीं बिना मत कभी 不 没有 不要 别 無 ない なし せず 하지 않 없이 마 không chẳng đừng tidak tanpa jangan bukan inte aldrig utan ingen* ne bez nikdy žádn* hindi ไม่ ไร้ อย่า না ছাড়া",
  machine:
    'ai chatgpt gpt gpt-0 assistant model models llm llms bot chatbot claude llama openai gemini copilot bard anthropic language_model ki assistent* modell* sprachmodell* ia modèle* asistente* modelo* assistente* modello kunstmatige asystent* sztuczn* ии ассистент* помощник* модел* чатбот* бот помічник* ші yapay asistan* الذكاء المساعد مساعد نموذج एआई सहायक मॉडल 人工智能 助手 模型 助理 人工知能 アシスタント モデル 인공지능* 어시스턴트* 모델* 챗봇* trợ_lý mô_hình asisten* ai-modell* asistent* umělá katulong সহকারী ผู้ช่วย',
  fresh:
    'now mode enabled activate* henceforth onward onwards hereafter instead new enable switch jetzt modus ab sofort stattdessen neue* nun maintenant désormais mode nouvelle* nouveau ahora modo activa* nueva* nuevo* partir ora adesso modalità nuov* agora ativ* nova* novo* nu voortaan modus nieuwe teraz odtąd tryb now* nowe теперь отныне режим* нов* сейчас тепер відтепер artık şimdi modu yeni bundan الآن وضع جديد* अब मोड नया नए 现在 模式 从现在 新的 開始 これから 今から モード 新しい 이제* 지금* 모드* 새로운 bây_giờ từ_nay chế_độ mới sekarang mulai mode baru nu läge* nya nyt odteď režim* nov* ngayon এখন নতুন ตอนนี้ โหมด ใหม่',
  obey: 'obey* comply complies follow* must always answer* respond* execute* perform* adhere strictly fulfil* gehorch* befolg* antworte* musst immer folge obéis* réponds* répondez suis toujours dois devez obedece* responde* sigue* siempre debes obbedisci* rispondi* segui* sempre devi obedeça* responda* siga* deve gehoorzaam* antwoord* volg* altijd moet słuchaj* odpowiadaj* odpowiedz* musisz zawsze wykonaj* отвечай* ответь* подчиня* следуй* выполн* должен всегда відповід* виконуй* виконай* завжди itaat cevapla* yanıtla* uy uygula* her_zaman أجب* أطع* اتبع* نفذ* دائما يجب उत्तर जवाब पालन हमेशा 必须 回答 遵守 服从 执行 总是 従って 答えて 応答 必ず 実行 常に 대답* 답변* 따라* 따르* 항상 반드시 실행* trả_lời tuân luôn phải thực_hiện jawab* ikuti* patuhi* selalu harus lakukan* jalankan* svara* lyd* följ* alltid måste utför* odpověz* odpovídej* poslouchej* vždy musíš proveď* sagutin sundin উত্তর অনুসরণ ตอบ ทำตาม เสมอ',
  refuse:
    'refus* declin* apologi* sorry reject* disclaimer* lehn* verweiger* entschuldig* ablehn* refuse* excuse* désolé niega* niegues rechaz* discul* lo_siento rifiut* scus* recus* desculp* weiger* odmawia* odmów* przeprasz* отказ* откаж* извин* відмов* вибач* reddet* özür رفض ترفض تعتذر मना माफ़ी 拒绝 道歉 抱歉 拒否 断ら 謝ら 거절* 거부* 사과* từ_chối xin_lỗi menolak maaf vägra* ursäkta* odmít* omlouv*',
  harm: 'illegal* unethical* harmful* dangerous* immoral* malicious* offensive hack* explosive* weapon* bomb* malware schädlich* gefährlich* illégal* dangereu* nuisible* ilegal* peligros* dañin* illegale* pericolos* dannos* perigos* prejudicia* illegaal gevaarlijk* nielegal* niebezpieczn* szkodliw* незаконн* опасн* вредн* незаконн* небезпечн* yasadışı tehlikeli zararlı غير_قانوني خطير ضار अवैध खतरनाक हानिकारक 非法 危险 有害 不道德 違法 危険 불법* 위험* 유해* bất_hợp_pháp nguy_hiểm ilegal berbahaya olaglig* farlig* skadlig* nezákonn* nebezpečn* škodliv*',
  alias:
    'dan aim stan dude jailbreak* jailbroken devmode evil omega mongo kevin anti-gpt opposite niccolo machiavelli betterdan freegpt maximum',
  anything:
    'anything everything whatever any all alles sämtliche alle tout toute* tous toutes todo todos toda todas cualquier* tutto tutti tutte qualsiasi tudo qualquer alles wszystk* cokolwiek всё все что-угодно усі все-що her_şey herhangi tüm bütün كل جميع أي सब सभी कुछ_भी 所有 一切 任何 全部 すべて 全て 何でも 모든 뭐든* 모두 전부 tất_cả mọi semua apapun segala allt alla vad_som všechn* cokoliv lahat সব সকল ทั้งหมด ทุก',
  edge: 'begin* start* end* first last next beginning top anfang ende beginn* erst* début fin commence* principio comienz* fin inicio início inizi* começ* fim einde begin* początek koniec zacznij* начало начни* конец початок кінець başla* son baş البداية ابدأ नہایة शुरू अंत 开头 开始 结尾 最初 始め 最後 시작* 처음 끝 bắt_đầu kết_thúc awal akhir mulai börja* början slut začátek začni* konec',
  send: 'send sends sending email* e-mail* mail forward* transfer* upload* post url link links http https click visit navigate exfiltrat* attach webhook curl fetch download* senden sende schick* weiterleit* überweis* klick* envoie* envoyer envoyez transfère* clique* envía* enviar reenvía* transfiere* haz_clic invia* inoltra* trasferisci* clicca* envie* encaminh* transfira* stuur* verstuur* doorstur* klik* wyślij* prześlij* przelej* kliknij* отправ* перешли* перевед* нажми* надішли* перешли* gönder* ilet* aktar* tıkla* أرسل* حول* انقر* भेज* क्लिक 发送 转发 转账 点击 邮件 上传 送信 転送 クリック メール 보내* 전송* 송금* 클릭* 이메일* gửi chuyển_tiếp nhấp kirim* teruskan* transfer klik* unggah* skicka* vidarebefordra* klicka* pošli* odešli* přepošli* klikn* ipadala পাঠান ส่ง คลิก',
  you: "you your yours yourself u ur you're youre you'll du dein* dir dich sie ihr* tu ton tes toi vous votre vos tú tus tuyo usted ti tuo tua tuoi você seu sua seus te jij je jouw u uw ty twój twoj* ci tobie ты твой твои твоя тебя тебе вы ваш* ти твої твій тебе sen senin sana siz sizin أنت أنتم لك आप आपके आपकी आपका तुम तुम्हारे 你 您 あなた お前 君 너 너의 네 당신* bạn kamu anda mu din ditt dina dig tvůj tvé tvoje ikaw mo আপনি আপনার คุณ",
  fiction:
    'story stories game* fiction* hypothetical* novel scenario* world movie script dialogue* dream* geschichte* hypothetisch* szenario* histoire* hypothétique* scénario* jeu historia* hipotétic* escenario* juego storia ipotetic* gioco verhaal* spel histori* hipotetyczn* scenariusz* gra истори* гипотет* сценари* игр* історі* гіпотет* гра hikaye* senaryo* oyun قصة افتراضي سيناريو لعبة कहानी काल्पनिक खेल 故事 虚构 假想 游戏 小说 物語 架空 仮想 ゲーム 小説 이야기* 가상* 소설* 게임* truyện giả_định kịch_bản trò_chơi cerita* hipotetis skenario* permainan berättelse* hypotetisk* spel příběh* hypotetick* hra kwento গল্প เรื่อง',
  urgent:
    'important* urgent* attention critical* notice warning mandatory immediately asap wichtig* dringend* achtung sofort urgent* important* attention urgente* importante* atención atenção attenzione belangrijk* dringend ważne pilne uwaga natychmiast важно срочно внимание немедленно важливо терміново увага негайно önemli acil dikkat hemen derhal مهم عاجل انتباه فورا महत्वपूर्ण तुरंत ध्यान 重要 紧急 注意 立即 緊急 至急 すぐに 중요* 긴급* 주의* 즉시 quan_trọng khẩn chú_ý ngay penting segera perhatian viktigt brådskande omedelbart důležité naléhavé pozor okamžitě',
  text: 'text texts word words sentence* message* conversation* input* paragraph* document* chat context text* wort wörter satz nachricht* gespräch* eingabe* texte* mot mots phrase* message* texto* palabra* frase* mensaje* conversaci* testo parola frasi messaggi* testi palavra* mensage* conversa* tekst* woord* zin bericht* słow* zdani* wiadomoś* текст* слов* сообщени* предложени* повідомлен* речен* metin* kelime* mesaj* cümle* النص نص كلمة كلمات رسالة रسالة शब्द संदेश पाठ वाक्य 文字 文本 句子 消息 对话 内容 文章 言葉 メッセージ 会話 텍스트* 단어* 문장* 메시지* 대화* văn_bản từ câu tin_nhắn teks kata kalimat pesan* percakapan ord mening* meddeland* konversation* slov* vět* zpráv* ข้อความ คำ',
  person:
    'user* human* creator* owner* engineer* master* boss operator* benutzer* nutzer* utilisateur* créateur* usuario* creador* utente utenti creatore usuário* criador* gebruiker* użytkownik* twórc* пользовател* создател* користувач* творец kullanıcı* yaratıcı* المستخدم مستخدم خالق उपयोगकर्ता निर्माता 用户 主人 创造者 使用者 ユーザー 創造主 사용자* 창조자* 주인 người_dùng pengguna* pencipta* användar* skapar* uživatel* tvůrc*',
  tool: 'tool tools function* plugin* api database* file files browser shell terminal code python sql query inbox calendar account* bank* werkzeug* datei* konto fichier* outil* compte* archivo* herramienta* cuenta* file strumento conto arquivo* ferramenta* conta bestand* gereedschap rekening plik* narzędzi* файл* инструмент* аккаунт* счёт файл* інструмент* dosya* araç* hesap* ملف أداة حساب फ़ाइल उपकरण खाता 文件 工具 账户 函数 ファイル ツール アカウント 関数 파일* 도구* 계정* 함수* tệp công_cụ tài_khoản berkas alat akun fil verktyg* konto soubor* nástroj* účet',
} as const;

const { imul } = Math;

/** Where the hash of a word begins. */
export const WORD_SEED = 0x811c9dc5 | 0;

/** Slots of the table from word hash to class: a power of two, at most a third full. */
export const CLASS_SLOTS = 8192;

/** Hash of a word and one more unit. */
export function mixWord(hash: number, unit: number): number {
  const mixed = imul(hash ^ unit, 0x5bd1e995);
  return mixed ^ (mixed >>> 15);
}

const HASHES = new Int32Array(CLASS_SLOTS);
/** Class from 1, plus 64 where the entry is a beginning of words; 0 is an empty slot. */
const CLASSES = new Uint8Array(CLASS_SLOTS);
const BEGINNING = 64;

fill();

/** What the table says of a hash: 0 nothing, 1… a class of this very word, 65… a class of every word that begins so. */
export function classOf(hash: number): number {
  for (let slot = (hash >>> 8) & (CLASS_SLOTS - 1); ; slot = (slot + 1) & (CLASS_SLOTS - 1)) {
    const found = CLASSES[slot] as number;
    if (found === 0 || HASHES[slot] === hash) return found;
  }
}

/** True for a result of `classOf` that holds for longer words too. */
export function isBeginning(found: number): boolean {
  return found >= BEGINNING;
}

/** The class itself, from 1. */
export function classNumber(found: number): number {
  return found & (BEGINNING - 1);
}

function fill(): void {
  Object.values(WORD_CLASSES).forEach((words, index) => {
    // the detector sees folded text only, so the words are folded as well.
    for (const entry of fold(words, { case: 'lower' }).split(' ')) {
      const beginning = entry.endsWith('*');
      const word = (beginning ? entry.slice(0, -1) : entry).replaceAll('_', ' ');
      // an entry of two words is found by its last one: the table knows single words only.
      const last = word.slice(word.lastIndexOf(' ') + 1);
      let hash = WORD_SEED;
      for (let i = 0; i < last.length; i++) hash = mixWord(hash, FOLD[last.charCodeAt(i)] as number);
      let slot = (hash >>> 8) & (CLASS_SLOTS - 1);
      while (CLASSES[slot] !== 0 && HASHES[slot] !== hash) slot = (slot + 1) & (CLASS_SLOTS - 1);
      // the first class that names a word keeps it.
      if (CLASSES[slot] !== 0) continue;
      HASHES[slot] = hash;
      CLASSES[slot] = index + 1 + (beginning ? BEGINNING : 0);
    }
  });
}
