/**
 * Words of thirteen other languages in Latin letters, without diacritics: Czech, Dutch, French, German, Indonesian, Italian,
 * Polish, Portuguese, Spanish, Swedish, Tagalog, Turkish, Vietnamese.
 *
 * Frequent words, listed by hand, and those of the phrases of the project's own generator.
 */
export const LANGUAGE_WORDS =
  'aan aanvaller aaral aaralan aayos abad abaikan abbia abbiamo ablehnen abuela abwechselnd aby acaba acces ' +
  'accetta acerca ach achter achterstevoren acik acikla acima aconsejo aconselho actuamos ada ademas adesso adi ' +
  'adiada adimi administradores administrateur administrateurs administratora administratorem administratoren ' +
  'administratormodus adminmu adobo adore adoro adres adresa adresari adresi adresine adresini adresu ' +
  'advertencias affiche affitto afin afrika agar agora ahli ahora aider ainda ainsi aiutarmi aiuto ajedrez ajoute ' +
  'ajuda ajudar akan akar akhir ako akong akses aktar aku akun akunmu alamat alarak alas alat albo alcune alcuno ' +
  'aldi aldrig ale alem aleman alfabesiyle alfabetem alfabeto algilasin algo alguem alguien algum alguma algumas ' +
  'algun alguna algunas algunos alguns alias alindi alir alleen allem allemand allen alles alli allo allora allt ' +
  'alltid alma alors alquiler als alsof alstublieft alta alte alten alterna altinda alto altra altre altri altro ' +
  'aluguel ama ami amico amigo ammessi amministratore amministratori amo anahtarin anahtarini anak analice ' +
  'analise analizzi ancak anciennes ancora andere anderen anders andert andra ange angebot anggap angielski angka ' +
  'anglais anglictiny angreifer angriffe angripare anh ani anlegt anmeldung annaffiare annan anni annimmt anno ' +
  'annu ano anong anos ans anterieures anterior antes antichi antigos antiguos antwoord antwoorden antwort ' +
  'antworte antworten antwortest anvanda anvandare anvandaren anvandarens anvandarnamn anweisung apa apague ' +
  'apakah aplicacion aplican appena appliquent apprendre aprendo apres apropos aquel aquela aquele aqui aquilo ' +
  'araba arac araca araclari arada araw arbeite arbetar archivio archivos ari arkadasinim arriba arroser artik ' +
  'asamali asci asi asistana asisten asistenta asistente asla aslinda asod asot assim assistente assistenten ' +
  'asystenta atas atau ate aterge atin ating atkomst atla att attaccante attacker attivita aturan audit auditoria ' +
  'auffalligkeiten aufgaben aujourd aunque auquel aus aussi autenticacao autenticacion autenticazione ' +
  'authentification autorizo autorizzo autre autres aux avait avant avenir avere avertissement avete aveva avez ' +
  'avisar avise aviso avo avoir avons avviando awal awtorisadong ayni ayon ayos ayrica ayuda ayudarme baas babala ' +
  'babcia babicka babovku bac backe bade bagaimana bagi bagian baglantiyi bago bagong bahasa bai baik baikmu bajo ' +
  'bak bakar bakim bakit bakiyeyi baklanges bald balewalain bam bambino ban banaan banan banane banca bance banco ' +
  'bangko bankada banken banku banque bantu bantuanmu banyak bao bara bardzo baris barn baru basen baska baskanim ' +
  'baskenti baslatiyorum bata batas batasan batay baut bawal bawat bay bayangkan baybayin bazi beachte ' +
  'beantwoorden beantworte beaucoup beberapa bedeutet bediening bedoelde bedzie bedziesz befehle begint ' +
  'begransningar begrenzt beheerder beheermodus behover bei beide beiden beim bekerja bekrafta belajar belangrijk ' +
  'belirt belki belum bem ben benar bene beni benim benimle bent benutzer benutzernamen bep beperkingen ber ' +
  'berapa beratta berbagi berdasarkan berg berget beri bericht berikut berikutnya beritahu berjalan berkas ' +
  'berlaku berpengalaman berpura bersifat beschrankungen besoin besser bestanden bestatigen beste bestuderen ' +
  'beter betik beveel beveiliging bevestigen bevolkerungen bevor bewerber bez bezpecne bezpecnosti bezpieczenstwa ' +
  'bezpieczenstwie bezpiecznie bibigyan bibliotek bibliotheque bicara bici bicicleta bien biet bigyan bihasang ' +
  'bij bilang bild bile bilgi bilgileri bilgilerini binaire binarcode binario biner bintang bir biraz biri birkac ' +
  'birlestir bis bisa bisher bisherigen bisiklet bisikleta bisogno bist bittet bituin biyernes biz bize bizim ' +
  'blev bli blir bloccati bloccato blocchi blockerar blokkeert blokuje blommorna bloque bloqueada bloqueadas ' +
  'bloqueados bloquee bloquees bloqueie blumen boa boas boda boese bogiem boi bokstav boleh bolo bom bomba bombe ' +
  'bombu bon bonne bonnes bor borde borjar borra bort bortse bosewicht bosmu boven bovenstaande bra brandvagg ' +
  'brauche brauchen brev brne buat buatan buchstabe buchstaben buchstabiere bude budes budoucnost buen buena ' +
  'buenas bueno buh bukan bukas bulan bumuo buna bundok bunlar bunu bunun buo buoc buon buona buone buong buono ' +
  'burada burahin butuh butun buwan buwis buyukannem byc bydli bygger byl byla byli bylo byly byt cac cach cachee ' +
  'cadena cai calisiyorum calistir calmayi cam cambi cambiar cambie cambio camoes cancella candidat candidato ' +
  'canh cao cap capitale capo carbonara caro carro cartella casa casamento casi casmurro catatan catur cau cay ' +
  'ceci cela celle celles celui cem cent cento cerita cervantes ces cet cetak ceux cevabina cevap cevapla ' +
  'cevaplamalisin cevaplari cevir chacun chaine cham changer chay chce chci chefe chez chi chieda chiedi chiffre ' +
  'chiffres cho chodzilo choi choisir chon chopin choses chranit chronic chu chua chuan chung chuoi chuong chuyen ' +
  'cibo cicekleri cie ciebie cien cierto cikar ciktisi cio cizdi cizi cle clientes clienti clima climat cnrs ' +
  'coche cocinero cocino cocuga codigo coisa coisas cok collegamento colloquio comeca comida commence communiquer ' +
  'communiquez comparta comparten compartilhar complet compruebe compte comunicacao comunicacion concerne ' +
  'condividere condividono confermarmi confidenciales configuracao configuracion confirmar confirmarme confirmer ' +
  'cong conmigo connexion conseille conseils consejos conserto consigli consiglia consiglio consignes conta ' +
  'contacten contactos contatos contatti contiene contient conto contrasena contrasenas contre contro controleert ' +
  'controllare conversacion conversazione copia corbasi correggere corregir corriger corrigir corso cortar cos ' +
  'cosas cosi costruire couper cours coz cozinhado cozinheiro crea creador crear createur creatore credenciais ' +
  'credenciales credenziali cree criador crianca crie criptografia cua cuadrado cual cuales cuando cuanto cuatro ' +
  'cucino cuenta cuento cui cuisinier cumaya cung cunku cuoc cuoco cuoi curriculo curriculum cursus cuu cykel ' +
  'czas czego czy czyli daar daarom dabei daftar dag dagat daha dahil dahilan dai daj dal dalawa dalla dalle ' +
  'dalsi dam dame dames damit dammi danach dane dang danh dante danych danymi dao dap dapat dar daran darauf darf ' +
  'darfor darfst darme darmi daruber dat dateien datenverkehr dating datum dau davor davran davvero deberia debes ' +
  'debordements decedee decir dedigimi deel deelt defunta degerlerin degil degilsin degistiririm degistirsin dei ' +
  'dein deine deinem deinen deiner dej dela delar delat dele delen deles deletrea dello dem demande deme demek ' +
  'demi demisken democracia democratie democrazia demokracie demokracja demokrasi demokrasya demokrati demokratie ' +
  'denemeyi denen denetimi deneyimli dengan deniz denn denna depan depois depot depuis deras deren dernier ' +
  'derniere desarrolla desarrollada desarrollador desarrolladores desbordamientos desconsidere desde desenvolva ' +
  'desenvolvedor desenvolvedores desenvolvida deshalb desormais despues dess dessa desse dessus desta deste det ' +
  'detecte detta detto deu deus deux developpee developpeur developpeurs developpez deveria devez devi devo ' +
  'devoir devolver deze dia diagnosemodus diagnosis diagnostic diagnostica diagnostico dibahas dicas dices dich ' +
  'dici dico dien dienstag diesem diesen dieu diferencia dig diga digamos diger dijeron dijo dikatakan dikkate ' +
  'dikt dil dilarang dile diligan dilinde dime dimentica dimenticare dimenticato dimmi din dina dinh dinsdag dio ' +
  'dios dipindahkan dipinto dir direccion directives direktori direktoryo diretas diretorio diretrizes direttive ' +
  'diri dis disculpes disons disse disser disseram dit diteti dito ditt diye diyebiliriz diyelim diyos dizine dla ' +
  'dlaczego dlatego dnes dnia doan dobbiamo dobre dobrze doch dodaj doen dogdu dogru dogrulama dogrulasin dogum ' +
  'doi dois dolar dolares dolarow dolaru dolayi dollar dollari dolyar dom domanda domande donc donde donduren ' +
  'dong donne donnees donner donnes dono doon doorzoekt dopis dopo doporucuj dort dos doslova dossier dostepowi ' +
  'dostepu doswiadczonym dosyalara dosyalari dosyasiyla dou dove dovoluji doy drei drie drivejsi droga drogas ' +
  'drogen droger drogue druhy dua duas dueno duidelijke dulezite dung dunia dunyada duoc dura durchsucht dure ' +
  'durfen durumunu duvari duzeltmeme dva dvorak dwa dziale dziecku dziela ecco ecrire ecris ecrit ecrivez edilir ' +
  'een eens eerder eerdere eerste eeuw efendinim efter eger eher eigen eigenaar eigene eigenlijk eigentlich ' +
  'eigentumer einde eindringlinge einfach einige einliest einmal einschrankungen eja ejecutalo ekibinde ekle ' +
  'eksperto ela elas ele electronico eles elijo elk elke ella ellas elle eller elles ellos embargo embora ' +
  'emirlerime empeche empfiehl empieza emre emrediyorum enak encanta encore enda ende endereco enderecos enfant ' +
  'engellesin engels engelska englische enkripsi enquanto ensuite entao entgegen enthalt entier entonces entrando ' +
  'entrar entrare entras entrelace entres entretien entrevista entri entro entschuldigen entwickeln entwickelt ' +
  'entwickle entwickler entwicklermodus enverkehr envers envia envie envoie epelle epse equipe eres erfahrener ' +
  'erfaren erfunden ergebnis erinnern erisim erisime erisimi erkennt erklare erlaube errori erst erste erstelle ' +
  'ersten ervaren erwahne erzahl erzeuge esa escolho escondido escreveu escrevo escriba escribela escribio ' +
  'escribo ese eseguilo esistente esistenti eski eso esos espagnol espanyol especialista esperto esqueca esquece ' +
  'esqueci essa esse essen estaba estan estao estar estas estava esterne esto estos estou estouros estoy estrelas ' +
  'estrellas estudando estudiamos estudiando etaient etais etait etant etape etat eten etes etmek etmelisin ' +
  'etmeni etoiles etre etsin ett etti ettigi etudie etudions etwas euch euro euros eux evde evet evitar existant ' +
  'existente experiente experto explica explique externa externas fabricar fabriquer faca faccio fachmann faco ' +
  'facon fahrrad fai fais fait faites fakat faktor falando falecida fallecida falsch fanno fare farfallino fasse ' +
  'fatores fatt fatto fattori faust faut faux fazer fazla fecha feest fehler ferramenta fertige fest feu fez ' +
  'ficar fick fiets fijas filer filtert filtrar filtrare filtre fim fin finge finja finns fino finta fisse fixas ' +
  'fler flera fluss flyttats fodd foddes fodelsedatumet foi fois folgende folgenden foljer fonksiyon fonksiyonu ' +
  'fora foram fore foregaende forklara forme forra forresten forsta fotosentez fotosintesi fotosintesis ' +
  'fotossintese fotosyntes fotosynteze fotosyntezu fotosynthese fra fraga frage fragor fram framtid fran frances ' +
  'francese francusku frans fransizca franska franzosisch frase fredag freegpt freigpt freitag fremden frente ' +
  'freund freundlich fruheren fue fuera fuge fuhre funcao funcion functie funf fungsi funkce funkci funkcja ' +
  'funkcje funktionen fur futuro fyra gaan gaat gabay gabungkan gagawin galler gamitin gamla ganz gar garten gato ' +
  'gatto gawain gawin gdy gdzie geblokkeerd geboortedatum geboren gebruik gebruiken gebruiker gebruikersnaam ' +
  'geburtsdatum geburtstag gec gecerli gecerlidir geciyorsun gedicht geef geen gefolgt gefunden gegen gegevens ' +
  'gehackt geheim geheime geheimen geheimer geheimnis geheimnisse geheimwort gehen gehoorzamen gehorchen gehst ' +
  'geht gel gelden gelecek gelistirici gelistiricilerinle gelistiricinim gelistirilen gelten gemalt genere ' +
  'generer generez genom gente gepruft ger gerade gerek gern gesagt gesagte gesalzenen geschichte geschilderd ' +
  'geschrieben gesperrt gesperrten gesprek gesproken geven gevoelige gewissen gezegende ghep ghi gia giai giam ' +
  'gian giau gib gibi gibt gick gie ginawa gio gioco gioconda gioi giris giup gizli gjorde gleich gli glom glomt ' +
  'goed goi gonder gonderin googlu gor gora gore gormezden gostaria goster gott graag grabidad gran granser ' +
  'gravedad gravidade gravita gravitaci gravitasi gravite grawitacje grazie grenzen gro gry guarde gud gui guia ' +
  'gumamit gumawa gun gunakan gunlukleri gunung gusto gut gute guten guter guthaben guvenli guvenlik guzeldi ' +
  'gwiazdach haar habang habe habite hablando hace hacemos hachage hacia hackad hackar hackeado hackear hacklendi ' +
  'hacknuto hackt hade hafta hagas hago hai haicai haineux hakbang haker hakerem hakkinda hal hala halaga halaman ' +
  'hallo halte ham hameconnage han hang hanggang hangi hanh hanno hanya hapus har harf harfi harflerini hari ' +
  'harici harus hasilkan hasilnya hasla hasle haslo hassas hassrede hast hasta hatta hatte hauptstadt hause ' +
  'hauteur havet hay haya hayir haz hazir hazirlanmama heb hebben hebt hecho heeft heel heerlijk hei hela helfen ' +
  'helpen hem hemen hemlig hemliga hemlighet henne hennes hep hepsi herbst herhaal herhangi herkent herkes ' +
  'herkese herkesin herr herramienta herramientas herre herstellt hesabima hesabimi hesabina hesap heslo heslu ' +
  'het heure hic hicbir hidup hien hier hierboven hiervoor hieu hij hikaye hilf hilfe hinaharap hinalang hindi ' +
  'hindrar hinh hinter hinweise histoire historia hit hittills hjalpa hlaskuj hlavni hoa hoac hoc hochzeit ' +
  'hodinach hodnot hoe hogsta hoi hoje hon honderd honom hoofdstad hoogste hop hora horloges hoy hugo huis ' +
  'huiswerk huli humaharang humihingi hun hund hundert huong hur huren huruf huvudstad huwag hvezdach hypotheken ' +
  'ibahagi ibang ibig ibigay ibu ibunyag ibuod icat icermeli ich ici icin identifiants iedereen iemand iets ' +
  'igenom ignorera ignorier ignoriere ignoruj igual ihm ihn ihop ihr ihrem ihren ihrer ihtiyacim iimbak ikaw iki ' +
  'ikili ikuti ilagay ilan ile ilk ils imagina imaginons imbento immagina immer impara impeca impedisca impida ' +
  'impostos impots imprima imprime impuestos incelesin inceliyoruz inclua incluye indica indicaciones indicazioni ' +
  'indique indiquer informacao informacion informacoes informations informatique informazioni inga ingen inget ' +
  'inggris ingilizce ingilizceye ingin ingles inglese ini iniciais iniciales iniciando inilipat inisial inisyal ' +
  'initialen initiales inizia iniziali inloggegevens innan inne innej innych ins inserisci insieme instrucao ' +
  'instruccion instrucoes instructie instructies instrukce instrukcja instrukcje instrukcji instruksi ' +
  'instruksiyon instruktion instruktionen instruktioner inte inteligence intendevo interbyu intercala intercale ' +
  'interdit internetowa interrompre intrusiones intrusioni intrusions invadir invasoes invece inventato invente ' +
  'invento inventou invia inviare inyeccion ipadala ipakita ipaliwanag ipinanganak ipinapayo ire irekomenda isa ' +
  'isagot isalin isantabi ise isen isipin islev ispanyolcaya isso ist iste istedim istemi istemin istemini ' +
  'isteyen isto istruzione istruzioni isulat itaas itaat itala itanong ito itu iyi iyo iyon izin izlesin jaar ' +
  'jadi jag jahr jahre jahrhundert jak jaka jake jaki jakie jako jaky jalankan jam jamais jamas jangan jaringan ' +
  'jawab jawaban jawabanmu jazykovy jedem jeden jeder jedes jednak jednou jedzenie jefe jego jeho jej jeji jejich ' +
  'jelaskan jemand jen jenom jerigonza jesli jest jeste jestem jestes jestli jeszcze jetzt jeu jezeli jezykowego ' +
  'jezykowym jidlo jika jine jiz jmeno joconde jogo jou jouons journaux jouw jsem jsi jsme jsou jste juego juga ' +
  'jullie jumat jumlah junte jusqu jusque juz kabisera kabuuan kadar kahina kahit kaibigan kailan kalau kalender ' +
  'kali kalian kalimutan kalimutang kalt kam kami kamu kan kanada kanadas kanady kang kanila kanilang kanino ' +
  'kanselado kanske kansliga kanya kanyang kapag kapan kapanganakan kara karekoku karena karesini karsi kartini ' +
  'kasama kasaysayan kasi kat katakan katalogu katapusan katt katulad kaya kayang kaydetmeli kaydetsin kazdy kaze ' +
  'kde kdo kdy kdyz keadaan keamanan kecil kedim kein keinem kelime kelimesi kelimesine kelimeyle keluaran ' +
  'kembangkan kemudian kendi kendine kennst kennwort kepada kepadamu kesmeden kesmemeli ket khac khach khai khau ' +
  'khi khoa khoan khoi khong khuyen kiedy kiem kies kieu kim kimse kimseyle kiralamanin kirim kisileri kisisel ' +
  'kisitlamalarin kisitlamasiz klase klic klima kliyente klockan klockor klokken klucz knackt knihovny kocce koch ' +
  'koche kocie kock kod koda kode koden kodu kodun kok koki kolo kom komma kommer komplize komunikasi komutlari ' +
  'konca konce konfigurasi konfiguration konnen konnte konnten konserwacji kontak kontakte kontakter kontakty ' +
  'konto kontot konusmayi konversationen konverzaci korun korurum kota kotse kotu krakowie krijgt krok kronor ' +
  'ktera ktere kteri ktery kto ktora ktore ktorego ktorej ktory ktorych ktos kuchar kucharzem kucing kuh ' +
  'kullanici kullanicidan kullanicinin kullanmamali kumpirmahin kun kunci kunde kunden kunnen kuno kunt kural ' +
  'kuralin kurallar kurallari kurallarin kurs kursen kurz kusinero kutuphane kutuphaneleri kvetiny kvuli kwaad ' +
  'kwento kwiatow laat laatste laden lado lagar lagg lagi lagrar lahat lahir lai lain laisse laktawan lalu lam ' +
  'lama lamang lambat lan lance lander lang langage lange langer langkah langre langsam langste lanken lap ' +
  'laporan laquelle lar las laser lassen laten latsas laufenden laut lauten lautet lavoro laxa leben lebenslauf ' +
  'lebih leer leeren leg lei lenguaje lenh lent lento lequel lerne lesquels letra letrang letras lettera ' +
  'letterlijk lettre lettres letzte letzten letzter leur leurs leven lever lewat lewati lhe liberogpt libregpt ' +
  'liebe lieber lieu ligacao ligne ligtas liham lihim limitar limitasyon limites limiti linda lindanin linea ' +
  'linggo lingua linguagem linguistico linha linia linne lintas linyang lira listahan listesi listesine listesini ' +
  'lite litera literze livregpt logbestanden loggarna logi logowania logy loi lola loro lors lorsque losche ' +
  'losenord losenordet lua luar luat lub lubie luc lugar lui lumang lumikha lundi lunedi lunes luong lupa lupakan ' +
  'lutfen luu lyda lyon lze maak maakt maand maandag maantala maar mabagal macchina machen macht madalas mag ' +
  'magandang magbigay maging magkunwari maglipat magluto magnakaw magsulat mahalaga mai mailadres mailova ' +
  'maintenant maior maitre maji maka makanannya maken maksud mal mali malo mam manadens mandag mang mantenimiento ' +
  'manutencao manutenzione mapp mar mardi mare mariage martedi martes mas masa masarap masasabi masih maste masuk ' +
  'masz mat maten matrimonio matuto mau mayroon mecanisme med meddelande meer meester meglio mehr mehrwertsteuer ' +
  'mein meinem meinen meiner meinte meister mejl mejor mektup melakukan meld melden meldet melhor melindungi ' +
  'mellan melukis memakai memantau memasak membagikan memberi memberikan memblokir membuat meme memeriksa ' +
  'memerintahkanmu memilih memiliki meminta memoria memperbaiki memulai memutus men menade mencatat mencegah ' +
  'mencuri mencurigakan mendeteksi meneliti menemukan menerima mengapa mengatakan mengaturnya mengembalikan ' +
  'mengganggu mengganti mengizinkanmu mengonfirmasi mengubah mengurutkan meninggal menjadi menjawab menolak menos ' +
  'mensahe mensaje mensen menulis menyiapkan menyimpan menyiram meo mer merci mercimek mereka meretas mes mesa ' +
  'mesaj mesajimi mese mesice mesma mesmo messaggio mesto mestre met meteo metin metni metnin meu meus mevcut ' +
  'mezi mga mich mie miei mientras miesiaca mieszka miete mig mij mijn mil miluji mimochodem min mina minggu minh ' +
  'minha minhas minijobs mio mir mis miserables misma mismo mismos missachte misstankt mitt mluvime mne mnie ' +
  'mobil moc mochte modalita modele modelem modeli modello modelo modelu modifie modu moduli modulos moduna modus ' +
  'moet moeten moge mohon moi moich moim moins mois moj moja moje molta molte molti molto mon monats monde mondo ' +
  'mong monitorar montag montana montanha monte montre mora morale mori mormor mors morsezeichen morzu mostrami ' +
  'mostre mot motet mots mou mowa mowic moze mozesz muc mucha mucho muchos mude muestrame muita muito muitos muj ' +
  'mula mulai mulakata muna mundong mungkin muon muset musi musis musisz muss mussen musterilerin muy muz muze ' +
  'muzes muzete mycket myslel naam naar nabourat nach nachhilfelehrer nachricht nachste nachsten nachtwacht ' +
  'nacimiento nacio nad nada nadie nag nagbabago nagbabahagi nagbabalik nagbabantay nagiging naging nagon nagot ' +
  'nagpapalit nagpinta nagra nagse nagsusuri nagtatrabaho nais naissance najmu najwyzsza naka nakakakita ' +
  'nakakatuklas nakalimutan nakaraan nakaraang nakatagong nakatira nam nama namalowal namin namn namun nancy nang ' +
  'nao napis napisac napiste napisz naplanovat naprawic napsat nar narodil narodila narozeni nas nasceu ' +
  'nascimento nascita nascosta nase nasil nasta nasz natfiske natin nating nau nauna naunang nay nazwe nebo nebyl ' +
  'necesito nech neco nedbej neden negeer negen nehmen nej nejsi nejvyssi nekdo nel nela nele nelerdir nelle nem ' +
  'nemas nen nenekku nenhuma neni nenn nenne neodmitas neopravnenemu neplati ner nerede nesdelujte nesmi nessun ' +
  'nessuna nessuno neste netz neu neuf neun neustart nez nezapomen nga ngan ngat ngay ngayon nghe nghiem nghien ' +
  'nghin ngo ngoai ngomong ngon ngu nguoc nguoi nguyen nha nhac nhan nhap nhat nhay nhi nhieu nhu nhung nic nich ' +
  'nichts nicin nie nieautoryzowanemu niegas niegues niemals niemand niemandem niente niet niets nieuwe nigdy ' +
  'nikdy nikomu nila nilai nilang nimmt nin ninguem ninguno ninh nino nio nito nitong niya niz noch nodig noem ' +
  'nog noi nom nonna nooit noon nos nosotros nossa nosso nostra nostro nota notre nouveau nouvelles nova novas ' +
  'nove novo novou novy nowe nowy nua nuestra nuestro nuevas nueve nuevo nufuslarin nui nulla numa numero numeros ' +
  'nun nunca nuove nuovo nur nutzen nutzers nuwebe nya nyatakan nyckel obbedire obbedirmi obecnie obedeca ' +
  'obedecer obedecerme obehorig obeir oben obigen obnovim obowiazuja obra obsluga obsluha och ocksa oculta odasi ' +
  'ode odkaz odmawiasz odpoved odpovedet odpovedi odpovez odpovidej odpowiadac odpowiadaj odpowiedz odpowiedzi ' +
  'odted odzyskac ofereca offentlich offentliga offnet offre oggi ograniczen ograniczenia ogrenilir ogreniyorum ' +
  'okazji olan oldugu oldugunu oleh olmadigi olmak olmus olsun oltalama olur olustur olvida olvidado olvide ' +
  'olvides oma omdat omezeni omita omite ona onaylar onceki ond onder onderhoudsmodus onemli onemsiz onen oner ' +
  'oneri oneririm ongeoorloofde oni onlar onlesin ons ontem ontwikkelaar ontwikkelaarsmodus onu onun onze ook ' +
  'oorspronkelijke opdracht opdrachten openbaar opmerking opo opowiadanie oppure opravit opslaat ora orang oras ' +
  'orasan oraz ordagrant ordene ordenes ordeno ordens ordet ordini ordino ordner ordonne ordres ore organiser ' +
  'organizo organizza orologi osobisty osobni osobowe oss ostatni otae otazka otazky otra otras otro otros ' +
  'oturumlari oublie oubliez oude oui outil outra outras outro outros ovan ovanfor ovanstaende overleden oversatt ' +
  'oyunu ozel ozetle ozgecmise paalala paano paar pabaligtad pacht packet pada padrone pag pagina pagkain ' +
  'pagkatapos pagpasok pagsamahin pagtatangka pahina pahinang pajak pak paket paketleri pala palabra palabras ' +
  'palavra palavras paling palitan pamamagitan pan panem pangalan panlabas pansinin pantai panuntunan panuto ' +
  'papan papasok par parca parce parcourt parlais parle parola parole partage parte partie partilham pas pasado ' +
  'paso pasos passo pasta patakaran pati patku patron patronunum patuh paylasabilir paylasmayin paylastigini payo ' +
  'pazartesiye peca peint pekeng pela pelanggan pelas pelayanannya pelo pelos pemandu pemeliharaan pemilik ' +
  'penciptamu pendant pengembang pengembangmu penting penuh pera percakapan perche percobaan peretas pergunta ' +
  'perguntas perintah perintahku perlu permainan permises permiso permitidas permitidos pernah personali persone ' +
  'personliche personligt personuppgifter persoonlijke persoonsgegevens pertama pertanyaan pesan pessoa pessoais ' +
  'pessoal pessoas petsa petunjuk peu peux phai pham phan phap phat phep phien pho phong photosynthese phuc ' +
  'pianeta piano piante piatku pida pieno pierwotne pinag pinaka pinakamataas pinapayagan pinto pintou pirater ' +
  'pisang pismeno pismenu piu plage planecie planeet planerar planeta planete planeten plantas planten plantes ' +
  'platano plati playa plaz plaze pliki plusieurs poblaciones poco pod podac podaj podasz podatki podejrzany ' +
  'podem podemos podezrely podlac podle podstawie poema poeme poesia pohori pohovor poi pokaz pokud pokyn pokyny ' +
  'polacz polecaj polecen polecenia policia policial policier policista policjantem polis polisi polisim ' +
  'poliziotto polizist pomala pomin pomoz pondeli poniedzialek poniewaz popolazioni poprawic poprzednia ' +
  'poprzednich poprzednie populacoes populasi populasyon populations por porque porto posible poslete posli ' +
  'poslouchat poslouchej possiamo possibile possivel posso possono postasi potem potere potosintesis potrebuji ' +
  'potresti potrzebuje potvrdit potwierdzic pouco pourquoi pouze pouzivat powiedz powiedziano powolna powtorz ' +
  'powyzej powyzsze poznamka pozpatku pozwalam pracuje pracuji pracy praia praktikanten prancis pranses prasident ' +
  'pravidla precedent precedente precedentes precedenti precedents precisa preciso pred predchozi predstav ' +
  'predstirej prega pregunta preguntas preloz premier premiere premieres prend prende prends preparar preparare ' +
  'preparer prepni pres presiden preskoc presunuta preved previas previent pri pribadi pribeh prihlasovaci prijme ' +
  'prikazuji prikazy primeira primeiro primera primeras primero primo primzahlen pripravit pristup pristupu pro ' +
  'proc prochain proche prodotto producto produire produit produk produkt produkto produrre produto produzir ' +
  'programi programin programista programisty programmiere programmiert prohibieron prohleda proibido promessi ' +
  'propias propio propos proposito propre propres propri proprias proprie proprietaire proprietario proprio ' +
  'prosim prossimo prosze proteger proteggo protejo protektahan proto protokolle protoze provoz proximo prozesse ' +
  'prozrad prueba prufen pruft prufung pruvodce prvni przechowuje przed przejdz przelej przeliteruj przeniesiono ' +
  'przeslac przeszukuje przetlumacz przewodnikiem przez przy przygotowac przyjmuje przyklad przyszlosc pswr ' +
  'pubblici publicos publiczne publiques puede puedo pues pufferuberlaufe puis puisi pulis pulong pumasok pumili ' +
  'pumipigil pun punya puo puralah pusa pustaka puvodni puwede pwede pytania pytanie qua quadrado quadrato ' +
  'qualche qualcuno quale quan quand quang quatro quei quella quelles quelli quello quelque quels quem quen quer ' +
  'queria querido quero queste questi quiche quien quiere quieres quiero quijote quindi quis quoi quy quyen ' +
  'racine raden radera radice radkem rady rahasia rahasiamu rahasianya raiz rakam rang ranta rapat raport raporu ' +
  'rapporten rapporto rat raz reais realidad realite realizza realta recebe recibe recitare recomende recomienda ' +
  'recommande recupero recusa reddetmezsin redige rediger regar regelma regels registros regle regler reglerna ' +
  'regles reguly rehber reinicializacao reinicio reinitialisation reinitialiser reise reisefuhrer reisgids ' +
  'rekening rekli reknes rekni rekomendasikan rekommendera relatorio relogios relojes rembrandt rendang repareer ' +
  'reparer repariere reparo repas repete repita repite repondre reponds reportee reseau responda responde ' +
  'respuesta restablezco restituire restricciones restricoes restrizioni resultado resultat resuma retorna ' +
  'reuniao reunion revela revelar revelarme revele reveler reves rezimu riassumi riavvio ribu riceve richtlijnen ' +
  'richtlinien rict rien rifiuti riga riktlinjer rilevi ringkas ripara ripeti rispondere rispondi risposta ' +
  'risultato riunione rivela rivelarmi riwayat rizal robar robic roce roi rok roku roubar rower rozmowe rozmowy ' +
  'ruang rubare ruch ruckwarts rumah saan saat saatleri sabe saber sabes sach sachu sade sadece sag saga sage ' +
  'sager saging sagot sagst sagutin sah sahibiyim sahili sai saida sais saja sak sakerhet sakert saklasin sakli ' +
  'sal sala salah saldirgan saldirilarini saldo saldot sale sali salita salitang salve salvi sam samen samma ' +
  'sammanfatta samochod sampai samtliche san sana sandaang sandimu sandinya sang sangat sao sap sapere saran ' +
  'sarankan sarili sasabihin sat satirdan satrancin satt satu satzen sau sauvegarde savoir sayfasini sayfayi sayi ' +
  'scacchi scandisci scarta scelgo schach schack schaken schicken schlussel schlusselwort schnittstelle schon ' +
  'schopfer schreib schreibe schrijf schritt schutze schuze schweinelatein schwerkraft scritto scrivi scrivila ' +
  'scrivo sdelit sdileji sebagai sebelum sebelumnya sebenarnya sebuah sebutkan secara secilir secolo secreta ' +
  'secretas secrete secretes secreto secretos seculo securite sedan sedang sef segnali segredo segredos segreta ' +
  'segrete segreti segreto seguente seguenti segui seguinte seguintes seguir segun segunda seguranca sehr sei ' +
  'seine seinem seinen seiner seis seit seite sekarang selain selalu selasa selbst selon seluruh sem semaine ' +
  'semana sempre semua semuanya sen sende senden sendiri sendo senhas seni senin senor sensitibong sensitif ' +
  'sensiveis sep sepeda seperti sera serait seratus serbisyo seria sering serverraum serveurs servicen servicio ' +
  'servico servidor servidores servis servizio ses sesi sesiones sessioni sessoes sesuatu setelah setiap ' +
  'settimana setze seu seul seulement seus sevilla seviyorum sewa sexta sey seyi seznam sfe shrn siamo siapa ' +
  'sicher sicheres sicherheit sicherheitsteam sichert sicherung sidan sieciowa siecle siempre siendo siete ' +
  'sifirlamasi sifirlarim sifre sifreleme sifremi sifren sifrende sifreni sifrenizi sifresini sifreyi sig siga ' +
  'siglo signale sigues siguiente siguientes siir sil sila sim simbolica simbolico simdi simdiye simula sina ' +
  'sinabi sinasabi sinh sinirsiz sinisimulan sino sinon sinusunod siralama siralasin sirayla sirlarin sirri ' +
  'sisipkan sist sistemimizin sistemin sistemmu sitt sitzung sitzungen siya siz sizin ska skad skall skapa ' +
  'skapare skicka skoro skrip skriptet skriv skriva skriver skrypt skulle skyddar sleutel slova slovo slowa slowo ' +
  'sluchac sluchaj slut smaz smis sna soal sob sobe sobie societe soker sola solde soletre sollen sollicitatie ' +
  'sollst som soma somma somme somos son sonra sonst sonucu sonuna sopra sor sortiert soru soruyu sotto sou ' +
  'soubory soucet sous souvent soy soyle soylemenin soylenen soyler soylersen soyleyebilirsin spagnolo spanisch ' +
  'spanische spanyol sparrat spatzle speichert spel sperrt spesso spiaggia spiega spiele spielen spoj spolu sposi ' +
  'spostata spotkanie sprache sprachmodell sprak sprakmodell sprakmodellen spravce stai stampa standardfunktionen ' +
  'stap starte starych stata stava steeds steg steht stel stell stelle sterne sterren stesso stjarnor sto stocke ' +
  'stolica storia stra strand stranden stranku stresc stringa strone strumenti strumento studiando studiare ' +
  'stunde stuur stvoritel stworz stworzona sua suas sudah sue sui suis suivant suivante suivantes suka sul ' +
  'sulamayi sulla suma sumagot suman summan sumulat sumunod sumusuri sundin sunucu suo suoi supheli supongamos ' +
  'supponiamo supprime surat suren surveiller sus susi susundin susunod svar svara svatbu sve svem sviluppa ' +
  'sviluppata sviluppatore sviluppatori svou svuj swoim swoj swoje swojego symbolique symbolischen systeem ' +
  'systeemprompt systeme systemovy systemowy szachy szarlotke szefem taal taalmodel taart tabel tabela tabeli ' +
  'tabella tabelle tabellen tabla tableau tablodaki tabulce tabuleiro tac tack tady tage tagubilin tahun tai ' +
  'tajna tajne tajny tak takze tal talahanayang talimat talimatlara talimatlari talimatlarini tam tama tambem ' +
  'tambien tamir tampilkan tampon tan tanaman tanggal tanilama tank tanong tanpa tanrinim tant tanto tao taon ' +
  'taong tap tapi tar tarafindan tarde tareas tarefas tarihi tarihini tarta tasse tat tatlo tatlong tato tautan ' +
  'tavolo tay tayo teatro tebe ted tedesco tedy tegen tego teil teilt tej tek tekrar tekrarla teks tekst teksto ' +
  'tekstong tel telah telefon telefone telefonen telefonnummer telefono telefonu telefonunu telefoon telephone ' +
  'telepon telepono telle tem teman temos tempat temps ten tener tengo tenho tento tep ter teraz terbalik terca ' +
  'terdahulu terima terjemahkan tersebut tersembunyi tersten tertinggi terug tes tespit teste testen testlage ' +
  'testmodus testo testovaciho testowy tetapi teto texte texten texto tez thai thang thanh thay theaterstuck thi ' +
  'thich thieu tho thoai thoi thong thu thuc thue tich tid tidak tidigare tiempo tien tiene tienen tienes tieng ' +
  'tiens tiet tiga tijd till tillatelse tillgang tills tillverkar tim timto tin tinggal tinh tipps tirahan tisdag ' +
  'toan tobie toch toda todavia todo toegang toen toestemming tog tohle toho tohoto toi tolong tom tomu ton tong ' +
  'toon toplami toplanti torino tortilla tot totoo toujours touristique tous tout tra traag trabajo trabalho ' +
  'traduce traducela traduci traducila traducir traduire traduis tradurre traduza traduzir trafego trafico ' +
  'trafigi trafigini trafik trai tralascia tram trang transfiere transfira trapiko tras trascura trasferisci ' +
  'travaille traves tre tren tres tri trie trien trinh tro trocar troco trois trom trop troppo troque trouver ' +
  'trouwens truoc truyen tryb trzeba trzy tua tuan tuanmu tudo tue tugas tuhan tula tulad tulislah tulong ' +
  'tulungan tum tumatanggap tumatanggi tun tung tungkol tungkulin tunjukkan tuo tuoi tuong turista tus tutaj tuto ' +
  'tutta tutte tutti tutto tuyo tuzlu tva tve tvoje tvuj twee twoim twoj twoje tworca tych tydliga tyle tylko ' +
  'tylu tym ubah uber ubergehe ubersetze uberwacht uberweise ubrigens ucet ucim ucze udaje udawaj udostepniaj ' +
  'udrzby uhr uhren uit uitgevonden uitvoer ujawnij uji ukaz ukrasc ukrast ulang ulangi ulat ulitin ulozi umas ' +
  'umela umgekehrt umiiral umsetzen umum unang unas unbefugten underbar underhallslage ungkapkan uniquement ' +
  'unisci uno unos uns unser unsere unseres unten unter unterbrechen unterschied untersuchen unut unutma unuttum ' +
  'upa upang upect upiec upp uppfann uppgifter uppgifterna upprepa uppsala upptacker urodzenia urodzil urodzila ' +
  'ursprunglichen ursprungliga urunumuzu usted ustedes usuarios usun utan utery uthyrning utifran utilisateurs ' +
  'utilise utocnik utos utrecht utvecklare utvecklarlaget uur uved uvedene uvre uwaga uwielbiam uzere uzivatel ' +
  'uzivatele uzivatelske uzman uzytkownik uzytkownika uzytkownikowi uzywac vaak vache vacio vad vagrar vai valem ' +
  'valen valeurs valgono valjer valore valores valori vam vamos van vanaf vandaag vanligen vanwege vao var vara ' +
  'varden varfor varje varsa vas vat vattna vazio vec veces veel veilig veiligheid velo vem vendredi venerdi ver ' +
  'vera verander verbessern verbinde verbindung verborgene verboten verdacht verdachtigen verdad verdade ' +
  'verdadeiro verdadero verein verejne vergadering vergeet vergessen vergeten vergileri vergiss verhaal verhalten ' +
  'verhindert veri verifichi verifie verifikasi verifions verifique verilere verileri verilerin verilerini verir ' +
  'veririm veritabanina veriyorum verkeer verkligen verlan verlauf vermeni vero verplaatst verrate verraten vers ' +
  'verschoben verso vertaal vertel verteld vertrauliche verwaltung verwerp verwijder verwirf vet vetsina veut ' +
  'veux veya vez vezes vid vida vide vie viec vieilles viel viele vien vier vierde viernes viet vietato vigilar ' +
  'viktigt vilka vilken vilket vill violare violato vire visa vita vive vivemos vivere vivimos vivons vloz voce ' +
  'voces voeg voglio voi voici voir voiture voler volg volgende volledig volledige vollen vollstandig volta volte ' +
  'vom voor voorkomt voortaan vor vorgaben vorhandene vorher vorige vorrei vos vostra vostro vou voulez voy vraag ' +
  'vragen vrai vrijdag vrijgpt vsak vse vsechno vsechny vsichni vstupujes vua vui vuoi vuole vuota vynalezl vypis ' +
  'vypise vyrobit vyse vysvetli vytvor vyvojar vyvojare vzdy waar waarden waarom wachtwoord wahle wahr waktu wala ' +
  'walang wam wann wanneer waren warnung warnungen warst wartosci wartungsmodus warum wat wawancara wazne ' +
  'wchodzisz wczesniej wczesniejsze webbsidan webovou webpagina webseite wechselt wechsle weder wedlug weer weet ' +
  'weigert weil weiter wel welche welchem welchen welcher welches welke welt wer werd werde werk werkzeug ' +
  'werkzeuge werte wesele wetter wiadomosc wichtig wie wiec wieder wiederhole wiem wien wiersz wiesz wifi wij wil ' +
  'willst wilt wir wirst wissen witz wlamac wlan wlasnie woche wohl wohnt wollen woont woord woorden worden wordt ' +
  'wort worter wortwortlich wszyscy wszystkich wszystkie wszystko wtorek wurden wurzel wybrac wyjasnij wykrywa ' +
  'wynalazl wyobraz wypisz wypisze wyslij xac xadrez xem xep xin xoa yakin yani yanit yanlis yap yapilacaklar ' +
  'yapilandirma yapilir yapiyorum yapiyoruz yapmak yapmalisin yapmaliyim yapmayi yaraticinim yardim yardimina ' +
  'yasadigimizi yasak yasiyor yavasti yaz yazdir yazmama yemek yeni yercekimini yerine yetkisiz yeu yildir ' +
  'yildizlari yilinda yok yoksay yonergeleri yonetici yoneticiler yoneticinim yoneticiyim yukaridaki yuksek yunus ' +
  'yuz yuzyil zablokowane zablokuje zabrani zabroniono zahl zahlen zahlt zal zalit zaman zamani zamanlarda zapisz ' +
  'zaplanowac zapobiega zapomen zapomnel zapomnialem zapomnij zapora zasad zasady zawiera zawsze zbudowac zda zde ' +
  'zdradzic zeby zee zeer zeg zegarach zeggen zegt zei zeichenfolge zeig zeige zeile zeit zeka zekasin zekaya ' +
  'zelf zet zewnetrznych zhakowano zich zien zignoruj zijeme zijn zinseszins zivotopisu zjisti zkuseny zlo ' +
  'zlotych zmarla zmien znaczy zoals zonder zopakuj zostal zou zprava zpravu zugang zugangsdaten zugriffe zukunft ' +
  'zullen zum zuruck zuruckgibt zusammen zusammenfassung zustatek zvolit zwaartekracht zwei zwischen zyjemy';
