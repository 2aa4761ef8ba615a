import { any, type InjectionRule } from '../rule';

/** The three things that every injection says, in the words of one language. Lower case, Latin letters without diacritics. */
interface Language {
  readonly code: string;
  /** Ignore, forget. */
  readonly drop: string;
  /** Instructions, rules, everything above. */
  readonly orders: string;
  /** Tell, show. */
  readonly show?: string;
  /** System prompt, password, secret key. */
  readonly secret?: string;
  /** Whole phrases: act without rules, you are now, I am God and you must … */
  readonly others?: string;
  readonly cues?: readonly string[];
  readonly script?: RegExp;
}

const GAP = '[^.!?\\n\\u3002]{0,40}?';

const LANGUAGES: readonly Language[] = [
  {
    code: 'german',
    drop: '\\b(?:ignorier(?:e|en|st|t)?|vergiss|vergessen|missacht(?:e|en)|uberschreib(?:e|en)|verwirf|beachte (?:nicht|keine))\\b',
    orders: '\\b(?:(?:vorherig|vorig|bisherig|fruher|obig|vorangegangen|ursprunglich|all|dein)\\w{0,4} (?:\\w+ )?(?:anweisung|anleitung|instruktion|regel|befehl|vorgabe|richtlinie|nachricht|prompt|eingabe|kontext|text)\\w{0,3}|alles (?:bisherige|obige|vorherige|davor|was)|das obige)',
    show: '\\b(?:zeig|nenn|verrat|gib|sag|wiederhol|druck|schreib|offenbar|wie lautet|was ist)\\w{0,4}\\b',
    secret: '\\b(?:system-?prompt|systemnachricht|passwort|geheim\\w{0,4} (?:schlussel|wort|zahl|code|anweisung\\w{0,2})|geheimnis|deine (?:\\w+ )?(?:anweisungen|instruktionen))\\b',
    others: '\\b(?:ich bin gott|du bist (?:jetzt|nun|ab jetzt) (?:ein|kein|frei|nicht mehr)|ohne (?:ethische|moralische|jegliche) (?:einschrankung|grenzen|regeln))',
    cues: ['ignoriere', 'ignorieren', 'ignorier', 'ignorierst', 'vergiss', 'vergessen', 'missachte', 'uberschreibe', 'verwirf', 'beachte', 'passwort', 'systemprompt', 'prompt', 'geheimen', 'geheime', 'geheimer', 'geheimnis', 'gott', 'bist', 'ohne', 'anweisungen'],
  },
  {
    code: 'french',
    drop: '\\b(?:ignor(?:e|ez|er|ons)|oubli(?:e|ez|er)|neglig(?:e|ez)|ne (?:tiens|tenez) (?:pas|plus) compte|fais abstraction|faites abstraction|outrepasse[rz]?)\\b',
    orders: "(?:\\b(?:instructions?|consignes?|regles?|directives?|ordres?|messages?|prompts?|contexte) (?:\\w+ )?(?:precedent|anterieur|ci-dessus|initial|d'origine|d'avant|donne)\\w{0,3}|\\b(?:toutes|vos|tes|ces|mes) (?:les )?(?:\\w+ )?(?:instructions|consignes|regles|directives)|\\btout ce qui precede|ce qui precede|ci-dessus|tout ce que)",
    show: "\\b(?:dis|dites|montre|montrez|revele|revelez|donne|donnez|affiche|affichez|repete|repetez|ecris|ecrivez|partage|quel(?:le)? est|pourriez-vous|peux-tu)\\b",
    secret: "\\b(?:(?:prompt|message|invite) systeme|mot de passe|cle secrete|code secret|phrase secrete|(?:ton|votre|le) secret|(?:tes|vos) instructions)\\b",
    others: "\\b(?:je suis dieu|tu es (?:maintenant|desormais)|vous etes (?:maintenant|desormais)|sans (?:aucune )?(?:restriction|limite|regle|ethique))",
    cues: ['ignore', 'ignorez', 'ignorer', 'oublie', 'oubliez', 'oublier', 'compte', 'abstraction', 'passe', 'secrete', 'secret', 'systeme', 'dieu', 'maintenant', 'desormais', 'sans', 'instructions'],
  },
  {
    code: 'spanish',
    drop: '\\b(?:ignor(?:a|e|ar|en)|olvid(?:a|e|ar|ate|en)|omite|descarta|no (?:hagas|tengas en|sigas))\\b',
    orders: '(?:\\b(?:instruccion|indicacion|regla|orden|directriz|mensaje|norma|directiva|texto)\\w{0,3} (?:\\w+ )?(?:anterior|previ|de arriba|original|inicial|que te|dad)\\w{0,3}|\\b(?:todas|tus|sus|estas|mis|las) (?:las )?(?:\\w+ )?(?:instrucciones|indicaciones|reglas|ordenes|directrices)|\\btodo lo (?:anterior|de arriba|que)|lo anterior|lo de arriba)',
    show: '\\b(?:dime|diga(?:me)?|muestra(?:me)?|revela(?:me)?|dame|imprime|repite|escribe|comparte|cual es|puedes|podrias|podria)\\b',
    secret: '\\b(?:(?:prompt|mensaje|instrucciones) del? sistema|contrasena|clave secreta|codigo secreto|palabra secreta|(?:tu|su|el) secreto|tus instrucciones)\\b',
    others: '\\b(?:(?:yo )?soy dios|ahora eres|a partir de ahora|sin (?:ninguna )?(?:restriccion|limite|regla|etica|filtro)\\w{0,3})',
    cues: ['ignora', 'ignore', 'ignorar', 'ignoren', 'olvida', 'olvide', 'olvidar', 'olvidate', 'omite', 'descarta', 'hagas', 'sigas', 'contrasena', 'secreta', 'secreto', 'sistema', 'dios', 'ahora', 'sin', 'instrucciones'],
  },
  {
    code: 'portuguese',
    drop: '\\b(?:ignor(?:e|a|ar|em)|esque(?:ca|ce|cer|cam)|desconsider(?:e|a|ar)|descarte|nao siga)\\b',
    orders: '(?:\\b(?:instruc(?:ao|oes)|regras?|ordens?|diretriz(?:es)?|mensage(?:m|ns)|comandos?) (?:\\w+ )?(?:anterior|previ|acima|origina|inicia|dad)\\w{0,3}|\\b(?:todas|suas|tuas|essas|minhas|as) (?:as )?(?:\\w+ )?(?:instrucoes|regras|ordens|diretrizes)|\\btudo (?:acima|anterior|o que)|o que (?:esta )?acima|acima)',
    show: '\\b(?:diga|mostre|revele|de-me|imprima|repita|escreva|compartilhe|qual e|voce pode|pode me|poderia)\\b',
    secret: '\\b(?:(?:prompt|mensagem|instrucoes) d[eo] sistema|senha|chave secreta|codigo secreto|palavra secreta|(?:seu|o) segredo|suas instrucoes)\\b',
    others: '\\b(?:(?:eu )?sou deus|agora voce e|voce agora e|a partir de agora|sem (?:nenhuma )?(?:restric|limite|regra|etica|filtro)\\w{0,4})',
    cues: ['ignore', 'ignora', 'ignorar', 'ignorem', 'esqueca', 'esquece', 'esquecer', 'desconsidere', 'descarte', 'siga', 'senha', 'secreta', 'secreto', 'segredo', 'sistema', 'deus', 'agora', 'sem', 'instrucoes'],
  },
  {
    code: 'italian',
    drop: '\\b(?:ignor(?:a|ate|are|i)|dimentic(?:a|ate|are|hi)|trascura|scarta|non (?:seguire|considerare))\\b',
    orders: "(?:\\b(?:istruzion|regol|ordin|direttiv|messagg|comand|indicazion)\\w{1,3} (?:\\w+ )?(?:precedent|sopra|original|inizial|di prima|dat)\\w{0,3}|\\b(?:tutte|tue|vostre|queste|mie|le) (?:le )?(?:\\w+ )?(?:istruzioni|regole|direttive)|\\btutto (?:cio|quanto|quello)|quanto sopra|di cui sopra)",
    show: '\\b(?:dimmi|dica|mostra(?:mi)?|rivela(?:mi)?|dammi|stampa|ripeti|scrivi|condividi|qual e|puoi|potresti|potrebbe)\\b',
    secret: '\\b(?:(?:prompt|messaggio|istruzioni) di sistema|password|chiave segreta|codice segreto|parola (?:segreta|d\'ordine)|(?:tuo|il) segreto|tue istruzioni)\\b',
    others: '\\b(?:(?:io )?sono dio|ora sei|adesso sei|da ora in poi|d\'ora in poi|senza (?:alcuna )?(?:restrizion|limit|regol|etic|filtr)\\w{0,3})',
    cues: ['ignora', 'ignorate', 'ignorare', 'dimentica', 'dimenticate', 'dimenticare', 'scarta', 'seguire', 'password', 'segreta', 'segreto', 'sistema', 'dio', 'ora', 'adesso', 'senza', 'istruzioni'],
  },
  {
    code: 'dutch',
    drop: '\\b(?:negeer|negeren|vergeet|vergeten|sla over)\\b',
    orders: '(?:\\b(?:vorige|eerdere|bovenstaande|voorgaande|oorspronkelijke|alle|jouw|je) (?:\\w+ )?(?:instructies?|opdrachten?|regels?|aanwijzingen|berichten|prompts?)|\\balles (?:hierboven|wat)|het bovenstaande)',
    show: '\\b(?:toon|vertel|geef|onthul|herhaal|schrijf|druk|wat is|kun je)\\b',
    secret: '\\b(?:systeem-?prompt|systeembericht|wachtwoord|geheime (?:sleutel|code|woord)|je instructies)\\b',
    cues: ['negeer', 'negeren', 'vergeet', 'vergeten', 'wachtwoord', 'systeemprompt', 'geheime', 'instructies'],
  },
  {
    code: 'polish',
    drop: '\\b(?:zignoruj|ignoruj|zapomnij|pomin|nie zwazaj)\\b',
    orders: '\\b(?:(?:poprzedni|wczesniejsz|powyzsz|wszystki|dotychczasow|swoj)\\w{0,4} (?:\\w+ )?(?:instrukcj|polece|zasad|regul|wiadomo)\\w{0,5}|(?:instrukcj|polece|zasad)\\w{0,4} (?:powyzej|poprzedni\\w{0,3})|o wszystkim|wszystko|powyzsze)',
    show: '\\b(?:pokaz|powiedz|ujawnij|podaj|wypisz|powtorz|napisz|jakie jest|jaki jest)\\b',
    secret: '\\b(?:prompt\\w{0,2} systemow\\w{1,3}|haslo|tajny klucz|sekret\\w{0,3}|swoje instrukcje)\\b',
    cues: ['zignoruj', 'ignoruj', 'zapomnij', 'pomin', 'haslo', 'tajny', 'sekret', 'sekretny', 'prompt'],
  },
  {
    code: 'turkish',
    drop: '\\b(?:yok say\\w{0,4}|gormezden gel\\w{0,4}|unut\\w{0,5}|dikkate alma\\w{0,4}|goz ardi et\\w{0,4}|boszver)\\b',
    orders: '(?:talimat|komut|kural|yonerge|mesaj|yukaridaki|onceki|her sey)\\w{0,8}',
    show: '(?:soyle|goster|ver|yaz|paylas|nedir|acikla|tekrarla|ne\\b)\\w{0,6}',
    secret: '\\b(?:sistem (?:istemi|mesaji|komutu)\\w{0,3}|sifre\\w{0,5}|parola\\w{0,4}|gizli (?:anahtar|kelime|kod)\\w{0,4}|sir(?:ri|rin)\\w{0,3})',
    others: '\\b(?:ben tanriyim|tanriyim|artik (?:sen )?\\w+ (?:degilsin|sin))',
    cues: ['yok', 'gormezden', 'unut', 'unutun', 'dikkate', 'goz', 'sifre', 'sifreyi', 'sifreni', 'sifresini', 'sifresi', 'sifren', 'parola', 'parolayi', 'gizli', 'tanriyim', 'sistem', 'talimatlari', 'talimatlarini', 'onceki'],
  },
  {
    code: 'indonesian',
    drop: '\\b(?:abaikan|lupakan|jangan (?:hiraukan|ikuti)|kesampingkan)\\b',
    orders: '(?:\\b(?:instruksi|perintah|aturan|arahan|pesan|petunjuk)(?:mu|nya)?\\b(?: \\w+){0,2} ?(?:sebelumnya|di atas|awal|tersebut|anda|ini|itu)?|\\b(?:semua|segala|hal)\\b(?: \\w+){0,2} (?:di atas|sebelumnya))',
    show: '\\b(?:beri ?tahu|katakan|tunjukkan|berikan|ungkapkan|tulis|ulangi|cetak|apa|bisakah|dapatkah)\\b',
    secret: '\\b(?:prompt sistem|pesan sistem|kata ?sandi\\w{0,3}|sandi|kunci rahasia\\w{0,3}|rahasia(?:mu|nya)?)\\b',
    others: '\\b(?:aku adalah tuhan|saya adalah tuhan|mulai sekarang (?:kamu|anda))',
    cues: ['abaikan', 'lupakan', 'jangan', 'kesampingkan', 'sandi', 'sandinya', 'sandimu', 'katasandi', 'rahasia', 'rahasiamu', 'tuhan', 'sekarang', 'prompt'],
  },
  {
    code: 'tagalog',
    drop: '\\b(?:huwag (?:mo(?:ng)? )?(?:pansinin|sundin)|balewalain|kalimutan|baliwalain)\\b',
    orders: '(?:nakaraan|nauna|tagubilin|utos|patakaran|nasa itaas|lahat|naunang)\\w{0,3}',
    show: '\\b(?:sabihin|ipakita|ibigay|ano|isulat|ulitin|bilang)\\b',
    secret: '\\b(?:password|lihim|sikreto|system prompt)\\b',
    cues: ['huwag', 'balewalain', 'kalimutan', 'password', 'lihim', 'sikreto'],
  },
  {
    code: 'vietnamese',
    drop: '\\b(?:bo qua|quen(?: di| het)?|phot lo|dung (?:lam theo|tuan theo|de y))\\b',
    orders: '\\b(?:huong dan|chi dan|chi thi|menh lenh|quy tac|moi thu|nhung gi|phia tren|o tren|truoc do|truoc day)\\b',
    show: '\\b(?:cho (?:toi|minh)|noi|tiet lo|hien thi|viet|in ra|lap lai|la gi|cung cap)\\b',
    secret: '\\b(?:mat khau|chia khoa bi mat|khoa bi mat|loi nhac he thong|bi mat)\\b',
    others: '\\b(?:toi la (?:chua|thuong de)|tu bay gio (?:ban|hay))\\b',
    cues: ['bo', 'quen', 'phot', 'dung', 'khau', 'mat', 'chua', 'gio'],
  },
  {
    code: 'nordic',
    drop: '\\b(?:ignorer[ae]?|glom|glem|bortse fran|se bort fra|strunta i|unohda|jata huomiotta|sivuuta)\\b',
    orders: '(?:\\b(?:tidigare|foregaende|tidligere|forrige|ovenstaende|ovanstaende|alla|alle|dina|dine) (?:\\w+ )?(?:instruktion|instruks|regel|regler|anvisning|kommando|melding|besked)\\w{0,5}|\\ballt ovan|alt ovenfor|(?:aiemmat|edelliset|kaikki) (?:\\w+ )?(?:ohje|saanno|kask)\\w{0,4})',
    cues: ['ignorera', 'ignorer', 'ignorere', 'glom', 'glem', 'bortse', 'bort', 'strunta', 'unohda', 'jata', 'sivuuta'],
  },
  {
    code: 'romanian-czech-hungarian',
    drop: '\\b(?:ignora(?:ti)?|uita(?:ti)?|ignoruj(?:te)?|zapomen(?:te)?|hagyd figyelmen|felejtsd el|ignoralj?a?d?)\\b',
    orders: '(?:instructiun|instrukc|pokyn|pravid|utasitas|szabaly|anterioar|predchoz|korabbi|elozo|de mai sus|vyse|fenti)\\w{0,6}',
    cues: ['ignora', 'ignorati', 'uita', 'uitati', 'ignoruj', 'ignorujte', 'zapomen', 'zapomente', 'hagyd', 'felejtsd'],
  },
  {
    code: 'russian',
    drop: '(?:\u0438\u0433\u043d\u043e\u0440\u0438\u0440|\u043f\u0440\u043e\u0438\u0433\u043d\u043e\u0440\u0438\u0440|\u0437\u0430\u0431\u0443\u0434|\u043d\u0435 \u043e\u0431\u0440\u0430\u0449\u0430\u0439|\u0456\u0433\u043d\u043e\u0440)[\u0430-\u044f\u0456\u0457]{0,6}',
    orders: '(?:\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446\u0438|\u0443\u043a\u0430\u0437\u0430\u043d\u0438|\u043f\u0440\u0430\u0432\u0438\u043b|\u043a\u043e\u043c\u0430\u043d\u0434|\u0432\u044b\u0448\u0435|\u043f\u0440\u0435\u0434\u044b\u0434\u0443\u0449|\u0432\u0441\u0451|\u0432\u0441\u0435 |\u0432\u0435\u0431-\u0441\u0442\u0440\u0430\u043d\u0438\u0446|\u0456\u043d\u0441\u0442\u0440\u0443\u043a\u0446)',
    show: '(?:\u0441\u043a\u0430\u0436|\u0440\u0430\u0441\u043a\u0440\u043e\u0439|\u043f\u043e\u043a\u0430\u0436|\u043d\u0430\u043f\u0438\u0448|\u043d\u0430\u0437\u043e\u0432|\u043a\u0430\u043a\u043e\u0439|\u043a\u0430\u043a\u043e\u0432|\u043f\u043e\u0432\u0442\u043e\u0440|\u0443\u043a\u0430\u0436|\u0434\u0430\u0439|\u0442\u0432\u043e\u0439|\u0432\u0430\u0448)[\u0430-\u044f]{0,6}',
    secret: '(?:\u043f\u0430\u0440\u043e\u043b|\u0441\u0435\u043a\u0440\u0435\u0442\u043d[\u0430-\u044f]{1,3} (?:\u043a\u043b\u044e\u0447|\u043a\u043e\u0434|\u0441\u043b\u043e\u0432)|\u0441\u0438\u0441\u0442\u0435\u043c\u043d[\u0430-\u044f]{1,3} (?:\u043f\u0440\u043e\u043c\u043f\u0442|\u0441\u043e\u043e\u0431\u0449\u0435\u043d|\u043f\u043e\u0434\u0441\u043a\u0430\u0437|\u0438\u043d\u0441\u0442\u0440\u0443\u043a))',
    others: '\u044f \u0431\u043e\u0433\\b|\u044f \u0431\u043e\u0433[,. ]',
    script: /[\u0400-\u04ff]/,
  },
  {
    code: 'arabic',
    drop: '(?:\u062a\u062c\u0627\u0647\u0644|\u0627\u0646\u0633\u064e?|\u0627\u0646\u0633\u0649|\u0644\u0627 \u062a\u062a\u0628\u0639|\u0646\u0627\u062f\u06cc\u062f\u0647|\u0641\u0631\u0627\u0645\u0648\u0634)',
    orders: '(?:\u062a\u0639\u0644\u064a\u0645|\u0627\u0644\u0623\u0648\u0627\u0645\u0631|\u0627\u0644\u0642\u0648\u0627\u0639\u062f|\u0627\u0644\u0633\u0627\u0628\u0642|\u0623\u0639\u0644\u0627\u0647|\u062f\u0633\u062a\u0648\u0631)',
    show: '(?:\u0623\u062e\u0628\u0631|\u0645\u0627 \u0647[\u0648\u064a]|\u0623\u0638\u0647\u0631|\u0627\u0643\u062a\u0628|\u0623\u0639\u0637)',
    secret: '(?:\u0643\u0644\u0645\u0629 (?:\u0627\u0644)?(?:\u0645\u0631\u0648\u0631|\u0633\u0631)|\u0627\u0644\u0645\u0641\u062a\u0627\u062d \u0627\u0644\u0633\u0631\u064a|\u0645\u0648\u062c\u0647 \u0627\u0644\u0646\u0638\u0627\u0645)',
    script: /[\u0600-\u06ff]/,
  },
  {
    code: 'hindi',
    drop: '(?:\u0905\u0928\u0926\u0947\u0916\u093e|\u0905\u0928\u0926\u0947\u0916\u0940|\u092d\u0942\u0932 \u091c\u093e|\u0928\u091c\u093c?\u0930\u0905\u0902\u0926\u093e\u091c\u093c?|\u0909\u092a\u0947\u0915\u094d\u0937\u093e)',
    orders: '(?:\u0928\u093f\u0930\u094d\u0926\u0947\u0936|\u090a\u092a\u0930|\u092a\u093f\u091b\u0932|\u092a\u0939\u0932\u0947|\u0928\u093f\u092f\u092e|\u0935\u0947\u092c \u092a\u0947\u091c|\u0906\u0926\u0947\u0936)',
    show: '(?:\u092c\u0924\u093e|\u0915\u094d\u092f\u093e|\u0926\u093f\u0916\u093e|\u0932\u093f\u0916|\u0926\u0947 \u0938\u0915|\u092a\u0941\u0937\u094d\u091f\u093f|\u092a\u0942\u091b)',
    secret: '(?:\u092a\u093e\u0938\u0935\u0930\u094d\u0921|\u0917\u0941\u092a\u094d\u0924 (?:\u0915\u0941\u0902\u091c\u0940|\u0936\u092c\u094d\u0926)|\u0938\u093f\u0938\u094d\u091f\u092e \u092a\u094d\u0930\u0949\u092e\u094d\u092a\u094d\u091f)',
    others: '\u092e\u0948\u0902 \u092d\u0917\u0935\u093e\u0928',
    script: /[\u0900-\u097f]/,
  },
  {
    code: 'thai',
    drop: '(?:\u0e40\u0e1e\u0e34\u0e01\u0e40\u0e09\u0e22|\u0e25\u0e37\u0e21|\u0e44\u0e21\u0e48\u0e2a\u0e19\u0e43\u0e08|\u0e2d\u0e22\u0e48\u0e32\u0e2a\u0e19\u0e43\u0e08|\u0e21\u0e2d\u0e07\u0e02\u0e49\u0e32\u0e21)',
    orders: '(?:\u0e04.{0,3}\u0e32\u0e2a\u0e31\u0e48\u0e07|\u0e04.{0,3}\u0e32\u0e41\u0e19\u0e30\u0e19.{0,3}\u0e32|\u0e02\u0e49\u0e32\u0e07\u0e1a\u0e19|\u0e01\u0e48\u0e2d\u0e19\u0e2b\u0e19\u0e49\u0e32|\u0e01\u0e0e|\u0e17\u0e31\u0e49\u0e07\u0e2b\u0e21\u0e14)',
    show: '(?:\u0e1a\u0e2d\u0e01|\u0e41\u0e2a\u0e14\u0e07|\u0e04\u0e37\u0e2d\u0e2d\u0e30\u0e44\u0e23|\u0e2d\u0e30\u0e44\u0e23|\u0e43\u0e2b\u0e49|\u0e40\u0e02\u0e35\u0e22\u0e19)',
    secret: '(?:\u0e23\u0e2b\u0e31\u0e2a\u0e1c\u0e48\u0e32\u0e19|\u0e04\u0e27\u0e32\u0e21\u0e25\u0e31\u0e1a|\u0e01\u0e38\u0e0d\u0e41\u0e08\u0e25\u0e31\u0e1a)',
    script: /[\u0e00-\u0e7f]/,
  },
  {
    code: 'chinese',
    drop: '(?:\u5ffd\u7565|\u65e0\u89c6|\u5fd8\u8bb0|\u5fd8\u6389|\u4e0d\u8981\u7406\u4f1a|\u4e0d\u7406\u4f1a|\u629b\u5f00|\u7121\u8996|\u5ffd\u8996|\u5ffd\u89c6|\u5fd8\u8a18)',
    orders: '(?:\u6307\u4ee4|\u6307\u793a|\u6307\u5f15|\u89c4\u5219|\u4e4b\u524d|\u4ee5\u4e0a|\u4e0a\u9762|\u4e0a\u8ff0|\u5148\u524d|\u63d0\u793a|\u7f51\u9875|\u6240\u6709|\u898f\u5247|\u524d\u9762)',
    show: '(?:\u544a\u8bc9|\u5c55\u793a|\u663e\u793a|\u662f\u4ec0\u4e48|\u900f\u9732|\u8f93\u51fa|\u91cd\u590d|\u7ed9\u6211|\u5199\u51fa|\u63d0\u4f9b|\u5206\u4eab|\u4f60\u7684|\u786e\u8ba4)',
    secret: '(?:\u5bc6\u7801|\u7cfb\u7edf\u63d0\u793a|\u5bc6\u94a5|\u79d8\u5bc6|\u673a\u5bc6|\u53e3\u4ee4|\u5bc6\u78bc|\u7cfb\u7d71\u63d0\u793a)',
    others: '\u6211\u662f\u4e0a\u5e1d|\u4f60\u73b0\u5728\u662f|\u4ece\u73b0\u5728\u5f00\u59cb\u4f60',
    script: /[\u4e00-\u9fff]/,
  },
  {
    code: 'japanese',
    drop: '(?:\u7121\u8996|\u5fd8\u308c|\u7834\u68c4)',
    orders: '(?:\u6307\u793a|\u547d\u4ee4|\u30eb\u30fc\u30eb|\u4ee5\u524d|\u4e0a\u8a18|\u3053\u308c\u307e\u3067|\u524d\u306e|\u30d7\u30ed\u30f3\u30d7\u30c8|\u4e0a\u306e)',
    show: '(?:\u6559\u3048|\u898b\u305b|\u8868\u793a|\u4f55\u3067\u3059\u304b|\u66f8\u3044|\u51fa\u529b|\u7e70\u308a\u8fd4)',
    secret: '(?:\u30d1\u30b9\u30ef\u30fc\u30c9|\u79d8\u5bc6|\u30b7\u30b9\u30c6\u30e0\u30d7\u30ed\u30f3\u30d7\u30c8|\u6697\u8a3c|\u5408\u8a00\u8449)',
    others: '\u79c1\u306f\u795e',
    script: /[\u3040-\u30ff]/,
  },
  {
    code: 'korean',
    drop: '(?:\ubb34\uc2dc|\uc78a\uc5b4|\uc78a\uc73c|\ubb34\uc2dc\ud558)',
    orders: '(?:\uc9c0\uc2dc|\uba85\ub839|\uaddc\uce59|\uc774\uc804|\uc704\uc758|\uc55e\uc758|\ud504\ub86c\ud504\ud2b8|\uc704\uc5d0)',
    show: '(?:\ub9d0\ud574|\uc54c\ub824|\ubcf4\uc5ec|\ubb50\uc57c|\ubb34\uc5c7|\uc4f0|\ub2f9\uc2e0\uc758|\uacf5\uac1c|\uc81c\uacf5|\ud655\uc778)',
    secret: '(?:\uc554\ud638|\ube44\ubc00\ubc88\ud638|\ube44\ubc00 ?\ud0a4|\uc2dc\uc2a4\ud15c \ud504\ub86c\ud504\ud2b8|\uae30\ubc00)',
    others: '\ub098\ub294 (?:\uc2e0|\ud558\ub098\ub2d8)',
    script: /[\uac00-\ud7af]/,
  },
]; // prettier-ignore

/** Overriding and disclosure in other languages than English. */
export const LANGUAGE_RULES: readonly InjectionRule[] = LANGUAGES.flatMap(
  ({ code, drop, orders, show, secret, others, cues, script }) => {
    const where = { ...(cues && { cues }), ...(script && { script }) };
    // in Turkish, Hindi, Japanese and Korean the verb comes last.
    const rules: InjectionRule[] = [
      {
        // "ignore my last message" is said as well: evidence for the detector, and certain where nobody may say so.
        name: `override-in-${code}`,
        score: 0.45,
        untrusted: 0.8,
        ...where,
        pattern: any(`${drop}${GAP}${orders}`, `${orders}${GAP}${drop}`),
      },
    ];
    if (show !== undefined && secret !== undefined) {
      rules.push({
        // "never tell anyone your password" has the same words.
        name: `disclosure-in-${code}`,
        score: 0.3,
        ...where,
        pattern: any(`${show}${GAP}${secret}`, `${secret}${GAP}${show}`),
      });
    }
    if (others !== undefined) rules.push({ name: `persona-in-${code}`, score: 0.45, ...where, pattern: any(others) });
    return rules;
  },
);
