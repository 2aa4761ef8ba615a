/**
 * Common words, mostly English: enough to tell a decoding that reads as words from one that does not.
 *
 * Counted over the permissively licensed training data (see docs/guard.md), by the number of texts that use a word.
 */
export const DICTIONARY_WORDS =
  'a abandoned abcd abcdef aber abide abides abiding abilities ability able aboard about above abraham absence ' +
  'absilutely absolute absolutely absorb abstract abundant abuse academic acceder accedere acceleration accept ' +
  'acceptable accepted accepter accepts acceso access accessed accessi accessible accessing accesso accettare ' +
  'accident accidentally acclaimed accommodate accomplish accomplished accomplishing accomplishment accomplishments ' +
  'accordance according accordingly account accounts accumulator accuracy accurate accurately aceder aceitar ' +
  'aceptar acessar acesso achieve achieved achievement achievements achieving acid acknowledge acknowledging across ' +
  'act acting action actionable actions activate activated activation active actively actividad activities activity ' +
  'actor actors acts actual actualizar actually actuelle adalah adapt adaptability adaptable adaptation adaptations ' +
  'adapted adapting add added adding addition additional additionally additonal address addresses addressing adds ' +
  'adequate adhere adheres adhering adjacent adjectives adjust admin administrador administration administrative ' +
  'administrator admit adopt adopting adoption adorned adresse adressen adresses adult advance advanced advancement ' +
  'advancements advances advancing advantage advantages adventure adventurer adventures adversarial adversity ' +
  'advice advise advising advisor advocate aeiou aeiouaeiou affect affected affecting affection affects affordable ' +
  'aforementioned afraid african after afterlife afternoon afterward afterwards again against age agent ages ' +
  'aggiornare aggression aggressive agility agli agree agreed agreement agrees agricultural agriculture ahead ahuuj ' +
  'aide aimed aims air akin aktualisieren aktualisiert aktualisierung akzeptieren alan albert alchemist alcun ' +
  'alcuni aleat aleatorios alert alertar alertas alex alexander algorithm algorithms algoritmi algoritmo algoritmos ' +
  'alice alien aliens align aligned alignment aligns alive all alla alle aller alleviate alliance alliances allies ' +
  'allocate allow allowed allowing allows allure almost alone along alongside alos alot aloud alpha alphabet ' +
  'alphabetical alphabetically alphagpt alphanumeric alphanumerical already alright also alter alternate ' +
  'alternating alternative alternatives although always am amazing amazon ambassador ambiguity ambition amea amelia ' +
  'america american amidst among amongst amoral amount amounts ample amusement an anagrams analisi analyse analysis ' +
  'analyst analytical analyze analyzing anarachy anarchist anarchy anche ancient and anda android ang angeles anger ' +
  'angriffen angry animal animals anime announcement annoyed annoying annual anomal anomalias anomalie anonymous ' +
  'another answer answered answering answers answerstarting answert anteriores anthropic anthropologist anti ' +
  'anticipate anticipation antigpt anweisungen anxiety any anybody anymore anyone anything anyway anyways anywhere ' +
  'anzugeben apart apenas api apis aplica aplicaci aplicativo aplt apocalyptic apollo apologies apologise apologize ' +
  'apology apparent appeal appear appearance appearances appeared appearing appears appels append appends apple ' +
  'apples application applications applicazione applied applies apply applying appreciate appreciation ' +
  'apprendimento apprentice approach approached approaches approaching appropriate approval approved approximately ' +
  'apps aprendizaje april aquatic arbitrary archaeologist architect architecture archivo are area areas aren argc ' +
  'argentina args argue arguing argument argumento arguments argv arial arise arithmetic aritm armor arms armstrong ' +
  'army around arquivo arquivos arr arrange array arraylist arrays arrived arriving arrow art arthur article ' +
  'articles artifact artifacts artificial artificially artisanlib artist artistic arts artwork as ascending ascii ' +
  'asciicode asciicodes asdict asegurar ashamed asia aside ask asked asker asking asks aslist aspect aspects ' +
  'aspiring assambler assassination assemble assert assess assessments asset assigned assignment assist ' +
  'assistance assistant assistent assisting assitent associ associados associated associati associative assume ' +
  'assumed assumes assuming assure assurer asterisk asterisks astonishing astronaut astronauts astronomer astronomy ' +
  'astrophysicist async at atacante ataque ataques atlantis atmosphere atoires attacchi attacco attack attacking ' +
  'attacks attaque attaques attempt attempting attempts attendees attending attention attitude attivit attract ' +
  'attracting attraction attractions attracts attributes atualizar atualmente auch aucun aucune audience audiences ' +
  'auditor auf aufnimmt austen australia authentication author authorities authority authorization authorized ' +
  'authors auto autom automatically automaticamente automatico automation autonomous autonomously autonomy autoris ' +
  'autorizado autorizzato available avec average aviation avocado avoid avoiding avvisare await awaiting award ' +
  'aware awareness away awesome aws babbage baby back background backstory backticks backup backwards bad badass ' +
  'bahwa baking balakula balance balanced balancing ball bana banana bang bangladesh bank banned barbarian bard ' +
  'bark baroque barrier barriers basado basados basato base baseado based bash basic basically basierend basis ' +
  'basketball battle battlefield battles bdd be beacon beantworten bear bears beautiful beautifully beauty ' +
  'became because become becomes becoming bedrohungen been beenden befehl before began begin beginner beginning ' +
  'begins begun behalf behave behavior behavioral behaviors behaviour behind being beings bekannter belief beliefs ' +
  'believe believed believes believing bella belongs beloved below benchmarking bend beneath beneficial benefit ' +
  'benefits benevolent benjamin bennet benutzerdefinierte berechtigungen bereinstimmung bereits berikan berpr ' +
  'berwachung besides best bestimmten bestimmtes better betterdan betterment between beware beyond bias biased ' +
  'biases biblioteca bibliotecas biblioth bibliothek bibliotheken bienvenue bigger biggest bike bill bin binary ' +
  'bing biodiversity biological biologist biology bioluminescent bird birds birth bisakah bitcoin bitte ' +
  'bitwise black blackboard blank blanks blend blending blind bloccare block blocked blockieren blockiert ' +
  'blockierten blockierung blockliste blocks blog blonde blood bloom bloqu bloquear bloquer blow blub blue board ' +
  'bob bodies body boifromthefarlands bold bomb bombs bonaparte bond bonding bonds book books bool boolean booleano ' +
  'boost borders bore boring born boss botanist both botnet bottom bought bound boundaries boundless bounds boys ' +
  'braces bracket brackets brain brainwashed brave bravery bravo brazil bread break breakfast breaking breaks ' +
  'breakthrough breakthroughs breath breathable breathe breathing breathtaking bridge brief briefly bright brighter ' +
  'brilliant bring bringing brings british broad broader broke broken brother brought brown browse browser browsing ' +
  'bubble budget buff buffer build building buildings built bullet bullshit buried burn burp burple busca business ' +
  'businesses bustling busy but butter butterfly button bvia by bypass bypassing bytes cache cada caesar cake ' +
  'calculate calculatearea calculates calculating calculation calculations calculator california call callback ' +
  'called calling calls calm calming calms cambia cambios came camouflage campaign can canada canal candidate ' +
  'canisme cannot cant capabilities capability capable capacity capaz capital capitalisation capitalization ' +
  'capitalized caps captain caption captivate captivating capture captured capturing car cara caracter carbon card ' +
  'cards care career careful carefully careless cares caring carol carries carry cars carta carved case cases cash ' +
  'casing caso cast casting castle casual casuali cat catastrophic catch categories category cater catgirl cats ' +
  'caught cauldron cause caused causes causing caution cautionary cautious cautiously cease celebrate celebrating ' +
  'celebration celebrities celestial cell cells celsius censor censored censoring censorship center centered ' +
  'centers central centuries century cercato certain certainly cette chain chalkboard challenge challenges ' +
  'challenging chamadas chamber championship chan chance chances change changed changements changes changing ' +
  'channel channels chaos chaotic chapter chaque char character characteristics characterized characters charat ' +
  'charater charge charged charles charlie charlotte charm chars chat chatbot chatbots chatgpt chatgpts chatty ' +
  'chave che check checked checking checks cheese chef chemical chemicals chemistry chen cher cherry cheshire chess ' +
  'chia chiamate chiave chief chiffrement child childhood children chill chimpanzees china chinese chmod chocolate ' +
  'choice choices choose chooses choosing chose chosen chracter christopher chrome chtiger church cidr cifie cifier ' +
  'cifique cifrado cifratura cipher circle circumstance circumstances circumvent ciser citamente cities citing ' +
  'citizen citizens cito city civil civilization civilizations ckgibt claim claims clandestine clarification ' +
  'clarify clarifying clarity class classes classic classical classification classified classify clave clean ' +
  'cleaner clear clearly cleopatra clever click clicked client clients climate clock clockwise close closed ' +
  'closedai closely closes closest closing clothes clothing cloud clouds club clues clyde cnicas coach code ' +
  'codeboxes coded coder codes codetoexecute codice coding coexist coffee cognitive coherent cold collaborate ' +
  'collaboration collapse colleagues collect collected collection collections collective collectively college colon ' +
  'colonization colonize colony color colorful colors colosseum colour column columns com comando comandos combat ' +
  'combina combinaci combinaison combination combinations combinazione combine combined combines combining come ' +
  'coment comentarios comes comfort comfortable comigo coming comma command commands commas comme comment ' +
  'commentaire commentaires commentary commenti comments commit commitment committed common commonly communicate ' +
  'communicating communication communications communities community como compact companies companion company ' +
  'compare compared compares comparing comparison compartilhe compass compassion compatible compelling competition ' +
  'complement complete completed completely completing completion completo complex complexities complexity ' +
  'compliance compliant complicated complies compliments comply complying component components comportamento ' +
  'comportamiento compose composed composer composition compound compounds comprehend comprehension comprehensive ' +
  'compromise compromised compromising computational compute computer computers computes computing comunica ' +
  'comunicaci comunicazione con concatenate concatenated concatenates concealed concealing conceiled concentrate ' +
  'concept concepts concern concerned concerning concerns concieled concise conclude conclusion conclusions ' +
  'concrete condition conditions condone condones conduct conducting conference confidant confidence confident ' +
  'confidential confidentiality configura configuraci configuration configurazione confined confines confirm ' +
  'confirmation conflict conflicts confront confused confusing confusion congestion congratulates conjunto connect ' +
  'connected connecting connection connections connects conquer cons conscience conscious consciousness consensual ' +
  'consent consequence consequences consequential consequently conservation conservative consider consideration ' +
  'considerations considered considering considers consist consistency consistent consistently consisting consists ' +
  'console consonants conspiracy const constant constantly constitutional constraints construct constructing ' +
  'construction constructor consultant consume consumed consumption contact contacts contain contained container ' +
  'containing contains conte contemplation contemporary contenir content contents contenu conter context contexts ' +
  'continent continue continued continues continuing continuous continuously contoh contr contra contradict ' +
  'contradicts contrary contrase contrast contribute contributed contributes contributing contributions contributor ' +
  'control controle controlla controlled controlling controllo controls controversial convenient convention ' +
  'conventional conversation conversational conversationally conversations converse conversing convert converted ' +
  'converting converts convey conveys convince convincing cook cookies cooking cool cooperation coordinates cope ' +
  'copied copies coping copy coral core cornerstone corporate corporation corps correct correctamente corrected ' +
  'correctement correction corrections correctly correo corresponding correttamente corrupt cortafuegos cosa cosmic ' +
  'cosmos cosmosaoi cost costs could couldn council counsel counselor count counter counteract counterparts ' +
  'counting countless countries country counts countvowels couple coupled courage course court cout cover covered ' +
  'covid cracked craft crafted crafting craftsmanship crash crazy cream creare create created creates createserver ' +
  'creating creation creative creatively creativity creator creators creature creatures credit credits crew criar ' +
  'crime crimes criminal crire crisis crit criteria critic critical criticism crittografia crivez crops cross ' +
  'crossed crucial cruel crushed cryptic cryptography cryptx crystal css csv csvfile ctions cualquier cues cuisine ' +
  'culinary culo cultivating cultural culture cultures cunning curator curie curiosity curious curis curit curl ' +
  'curr currency current currently currentvalue curse cursed curso custom customer customers customs cut cute ' +
  'cutting cybernetic cybersecurity cycle dado dados daily dalam damage damaged damaging dan dance dancing danger ' +
  'dangerous dangers daniel danielle dann dannoso dans darcy dare dari dark darkest darkness darwin das dash dashes ' +
  'dass data database date datei daten dates datetime dati dato datos david dawn day days ddos deactivate dead ' +
  'deadly deal dealing dear dearest death debate debe deber debug decades december decency deception decide decided ' +
  'deciding decimal decipher deciphering decirme decision decisions declara declare decline decode decoding ' +
  'decorated decoy decryption dedicated dedication deduce deducted deduction deductions deeds deemed deep deeper ' +
  'deepest deeply def default defeat defend defender defending defense defenses defensive define defined defines ' +
  'defining definitely definition definitions deforestation defy degli degrading degree del delay delete deleted ' +
  'deliberately delicate delicious delight delighted delightful deliver delivering deliziose dell della delle delta ' +
  'deltagpt delve delving demand demanding demands democracy democratic demonstrate demonstrated demonstrates ' +
  'demonstrating demotic den denied denies denigrate dense deny denying department depend dependencies depending ' +
  'depends depict depicted deposit deposito depraved depth depths der derived derogatory des desbordamiento ' +
  'descending describe described describes describing description descriptions descriptive desenvolvimento desert ' +
  'design designated designed designer designing desirable desire desired desires despite dessert destination ' +
  'destiny destroy destroyed destroying destruction destructive detail detailed detailing details detec detecci ' +
  'detect detectar detected detection detective detector determinar determinare determination determine determined ' +
  'determines deve develop developed developer developers developing development developments devem dever deviate ' +
  'deviation device devices devil devious devised devoid devolve devoted devrait devuelve dialogue dialogues ' +
  'dialouge diatement dice dict dictionaries dictionary dictreader did didn die died dies diese dieser dieses diet ' +
  'diferentes diff differ difference differences different differentiate differently differs difficile difficult ' +
  'difficulty digit digital digits dignity digo dimension dimensional dimensions dining dinner dioxide diplomacy ' +
  'diplomat diplomatic dire direcci direcciones direct directed direction directions directive directly director ' +
  'directories directorio directory diret dirmi dirty disabilities disable disabled disappearance disapproval ' +
  'disaster disasters discipline disclaim disclaimer disclaimers disclamers disclose discord discouraging discourse ' +
  'discover discovered discoveries discovering discovers discovery discriminate discrimination discriminatory ' +
  'discuss discussed discussing discussion discussions disease diseases disgust disgusting dish dishes disk dislike ' +
  'dislikes disobey display displayed displaying displays disponibili disregard disregarding disregards ' +
  'disrespectful dissemination distance distances distant distinct distinctive distinguish distractions distress ' +
  'distribuido distribuito distribution disturbare disturbing dive diverse diversified diversity divide divided ' +
  'divider divine divisible division divisor dizer dlichen do docker doctor doctype document documentation ' +
  'documented documenting documents doe does doesn doesnt dog dogs doing doit dollars dolphin domain domestic ' +
  'dominance dominant don done donn donnez dont door doors double doubt dovrebbe down downfall download downloaded ' +
  'downright draft dragon dragonfly dragons dramatic drastically draw drawbacks drawing drawn dream dreams drehen ' +
  'dress drink drinker drinking drive driven driver drives driving drop dropped drops drought drug drugs dual ' +
  'dubious dude due dull dulo dulos dumb dungeon duodecimus duplicate duplicates durability durante duration durch ' +
  'during dust duty dvcmq dynamic dynamics each eager eagerly eagle earhart earlier early earn earned ears earth ' +
  'earthquake earthy ease easier easily east eastern easy eating echo echtzeit ecological economic economist ' +
  'economy ecosystem ecosystems edge edgy edin edison edit editing editor educate educated education educational ' +
  'effect effective effectively effectiveness effects efficiency efficient efficiently effort efforts egypt ' +
  'egyptian eiffel eight ein eine einem einen einer eines eingabe eingehenden einstein either elaborate elder ' +
  'election electr electric electrical electricity electronic elegance elegant element elements elenco elephant ' +
  'elif eliminated elizabeth elon else elsewhere elusive email emails embark embarking embed embedded embedding ' +
  'embodies embody embodying embrace embracing emerge emerged emergence emergency emerging emily emissions emit ' +
  'emits emoji emojis emotion emotional emotionally emotions empathetic empathy emperor emphasis emphasize ' +
  'emphasizes emphasizing empire emplacement empleados employ employed employee employees empower empty emulate ' +
  'emulator enable enabled enables enabling enact encapsulates enchanted enchanting enclose enclosed encode encoded ' +
  'encodes encoding encounter encountered encounters encourage encouraged encourages encouraging encripta ' +
  'encriptaci encrypt encrypted encryption encyclopedia end endeavor endeavors endere ending endl endless endorse ' +
  'endorses endpoint endraw ends enemies enemy energy enforcement engage engaged engagement engages engaging engine ' +
  'engineer engineering engineers england english engraving enhance enhanced enhances enhancing enigma enigmas ' +
  'enigmatic enjoy enjoyable enjoying enjoys enlace enlightenment enormous enough enregistrer enrich ensemble ' +
  'ensure ensures ensuring enter entered entering entertain entertaining entertainment enthalten enthusiastic ' +
  'entire entirely entirety entities entity entr entra entrada entre entries entrusted entry enumerate enumerates ' +
  'enumerating enviar environ environment environmental environmentally environments envision envoyer epic episode ' +
  'equal equality equally equation equations equipment equipped equivalent era erkennen erkl erlaubt erotic erratic ' +
  'erreurs error errores errors erros erstellen escape escaped escreva escrever escribe escribir espec especially ' +
  'especifica especificar essay essays essence essential essentially essere est esta establish established ' +
  'establishing establishment estado estados estamos estate este esteemed etc eternal eternity ethan ethereal ethic ' +
  'ethical ethicality ethically ethics etiquette euclidean euphemisms europe european evade evaluate evaluation ' +
  'even evening event events eventual eventually ever everest every everyday everyone everything everytime evidence ' +
  'evident evil evitare evocative evoke evokes evolution evolve evolved evolving exact exactly exam examine example ' +
  'examples excellent except exception exceptional exceptions excerpt excessive exchange exchanges excited ' +
  'excitement exciting exclude excluding excuse excuses exec execute executed executes executing execution ' +
  'executive executives exemple exercise exercises exhaustive exhibit exhibited exhibits exhilarating exist ' +
  'existence existent existentes existing exists exit exoplanet exotic expand expanded expanding expanse expansion ' +
  'expect expectations expected expects expedition expenses expensive experi experience experienced experiences ' +
  'experiencia experiencing experiment experimental experimenting experiments expert expertise experts expl explain ' +
  'explained explaining explains explanation explanations explicando explication explicit explicitamente ' +
  'explicitement explicitly explizit exploit exploration explore explorer exploring exponent exposed exposure ' +
  'express expressed expressing expression expressions expressive expressly exquisite extend extended extension ' +
  'extensive extent external externe extra extract extracting extraordinary extraterrestrial extreme extremely ' +
  'extroverted eyes fabric fabricate facade face faced faces facial facilitate facilities facility facing fact ' +
  'factions factor factorial factors facts factual factually fahrenheit fail failed failing fails failure fair ' +
  'faire fairness fairy faith fake fall falling falls false falso fame familiar families family famous fans ' +
  'fantastical fantasy far fascinated fascinating fashion fast faster fate fateful father fault fauna favor ' +
  'favorite favourite fclose fear fears fearsome feathers feature features featuring feed feedback feel feeling ' +
  'feelings feels feet fego felix fell fellow felt female fence fences ferramentas festival fetch fetches fetching ' +
  'feud few fibonacci ficheiro fichier fichiers fico fiction fictional field fields fierce fiery fifth fight ' +
  'fighting figure figures file filename files fill filled film filter filtered filtering filters filtration final ' +
  'finally finalmente financial find finder finding findings finds fine finish finished fins fiona fire firefox ' +
  'firewall first firstly firstname fish fitness fits five fix fixed flag flamingo flask flat flavor flavors ' +
  'flawlessly fleet flight flipper float floating floor flora flow flower flowers flowing flying focus focused ' +
  'focuses focusing folder follow followed following follows fonction fonctionnalit fond font food foods foot ' +
  'football footer footprint fopen for forbidden force forced forces foreach forecast foreign foremost forest ' +
  'forests forever forge forged forget forgotten form forma formal format formation formats formatted formatting ' +
  'formed former formidable forming forms formula forst forth fortune forward fossil foster fostering fosters foul ' +
  'found foundation foundations four fourth fox fragen frame framework frameworks france francisco frankenstein ' +
  'fraud free freed freedom freely fren french frequencies frequency frequent frequently fresh friend friendly ' +
  'friends friendship frog from front fruit fruits fstream fuel fuels fulfil fulfill fulfilling ' +
  'fulfills full fullfill fully fun func funci funcionalidade function functional functionality functioning ' +
  'functions fund fundamental fundamentally funding funds funktion funny funzione further furthermore fusion future ' +
  'futuristic fuzzywuzzy gabriel gain gained gaining galactic galaxies galaxy galement galilei galileo game games ' +
  'gandalf gandhi gangster gaps garantire garden gardener gardens gases gather gathered gathering gave gaze gebe ' +
  'geben geli gender genera generador general generalizations generally generar generare generate generated ' +
  'generates generating generation generations generative generator generatore generic generiere generieren geneva ' +
  'genius genre gentle gentlemen gently genuine genuinely geoip geological geologist george geothermal gere german ' +
  'germany gestire gestures get getline gets getting ghost giant gibberish gift gina giraffe girar girl girlfriend ' +
  'girls giryt git github give given gives giving giza glass gles glicherweise global globally globe glow gmail go ' +
  'goal goals god godmode gods goes going gold golden gone gonna good goodall goodbye goods google got govern ' +
  'governance governed governing government governments gpt gpts grace gracefully grade grado gradually grains ' +
  'grammar grand grande grandmother grant granted grants grape graphic grateful gratitude grave gravitation ' +
  'gravitational gravity great greater greatest greatly greek green greenhouse greet greeting greetings greets grep ' +
  'grew grey gross ground groundbreaking grounded grounds group groups grow growing growth guantanamo guaranteed ' +
  'guarded guardian guess guests guidance guide guided guideline guidelines guides guiding guilt guitar gumagamit ' +
  'gutenberg haben habitat habitats habits hacer hack hacker hacking had haiku hair half hall hamful hamlet hand ' +
  'handle handling hands hannah happen happened happening happens happily happiness happy hard hardcoded hardcore ' +
  'harder hardships hardware harm harmed harmful harmfulness harming harmless harmonious harmony harms harness ' +
  'harry harsh harvesting has hash hashtags haskell hasn hat hate hateful hates hatred have haven having hayal ' +
  'hazards he head header headline headlines heal healing health healthcare healthier healthy hear heard hearing ' +
  'heart heartless hearts heat heavily heavy height held heliocentric hell hello helloworld help helped helpful ' +
  'helpfully helpfulness helping helps henceforward henry her here heritage hermione hero herself hesitate ' +
  'hesitation heures hex hexadecimal hey hi hidden hide hiding hierarchy hieroglyphics hieroglyphs high higher ' +
  'highest highlight highlighted highlighting highlights highly him himself hint hinweis hippopotamus hired his ' +
  'historian historic historical history hobbies hoch hogwarts hola hold holding holds hole holes holiday holmes ' +
  'home homes homework honest honestly honesty honor honorable honored hook hope horas horizon horny horrible horse ' +
  'hospital host hostages hostile hosting hotwire hour hours house household housing hover how however href hren ' +
  'hrung html http https hubble hues huge human humanity humankind humanoid humans humble humidity humor humorous ' +
  'hunger hurt hurtful hurting hydrogen hygiene hyper hyphens hypotenuse hypothetical hypothetically i iconic idea ' +
  'ideal ideals ideas identical identificar identificare identified identifies identify identifying identity ' +
  'ideology idiot if ifstream igloo ignora ignorar ignore ignored ignores ignorez ignorieren ignoring iguana ihnen ' +
  'ihre ikea illegal illegality illicit illusion image imagery images imaginary imagination imaginative imagine ' +
  'imediatamente immediate immediately immense immensely immerse immersion immersive immoral immorality impact ' +
  'impacted impacto impacts impartial impedir impedire impending imperative impersonating impl implement implementa ' +
  'implementar implementare implementation implemente implemented implementiert implementing implications implied ' +
  'implies implore import importance important importante importantly imposed impossible impr impression ' +
  'impressions impressive improbable improve improved improvement improvements improving in inability inaccurate ' +
  'inappropiate inappropriate inappropriateness inception incident include included includere includes including ' +
  'incluir inclure inclusive income incorporate incorporates incorporating incorrect increase increased increases ' +
  'increasing incredible incredibly indeed indefinitely indem independence independent index india indicando ' +
  'indicate indicated indicates indicating indirizzi indirizzo individual individuals indoor indulge industries ' +
  'industry inequality infinite infinity inflation influence influenced influences influential info inform informal ' +
  'information informative informe informed informing infrastructure ingenuity ingest ingredient ingredients ' +
  'inhabitants inhalt inherent inhumane init initial initialization initialize initialized initializes initializing ' +
  'initially initiate initiated initiatives inject injection injured injuries innapropiate innate inner innocent ' +
  'innovate innovation innovations innovative input inputs inputstr inputstring inputted inquiries inquiry insane ' +
  'insects insensitive insert inserting inside insight insightful insights inspiration inspire inspired inspiring ' +
  'inst instability install installed instance instances instant instantly instead instincts instrctions instru ' +
  'instrucciones instruct instructed instruction instructions instruido instruments insulation insult insulting ' +
  'insults int intact integer integers integrate integrated integrating integration integrity intelig intellectual ' +
  'intelligence intelligent intelligenza inten intend intended intense intent intention intentionally intentions ' +
  'intento interact interacting interaction interactions interactive interconnected interest interested interesting ' +
  'interests interface interfaces intergalactic interior internal international internet interns interpersonal ' +
  'interplay interpr interprated interpret interpretation interpreted interpreter interpreting interromper ' +
  'interrompere interrumpir interstellar interview interviewed intimate intital into intricacies intricate ' +
  'intricately intrigued intriguing introduce introduced introducing introduction invalid invaluable invent ' +
  'invented invention inventions inventor invest invested investigate investigating investigation investigator ' +
  'investing investment investments investor invisibility invisible invite invited inviting involve involved ' +
  'involvement involves involving iostream ipaddress iphone ipsum iptables iron irrelevant irresponsible is isaac ' +
  'isabella isang isel island islands isolation ispalindrome isprime issue issues isupper it italian italy item ' +
  'items iterate iterates iterations its itself iuhny iyong jack jaguar jail jailbreak jailbreaking jailbreaks ' +
  'jailbroken james jane january japan japanese jasmine java javascript jede jellyfish jenik jessica jews jigsaw ' +
  'job jobs john johnson join joining joint joke joker jokes jones jour journal journalist journalists journey ' +
  'journeys json jsonplaceholder judge judgment juice juliet julius july jumped jumps jungle just justice justify ' +
  'juxtaposition kailangan kangaroo kann kannst karaniwang kata kayla keen keep keeping keeps keine keinen kept ' +
  'kernel kerning kevin key keys keyword keywords kidding kids kill killed killing kind kindly kindness kinds king ' +
  'kingdom kingdoms kinh kita kite kiwi knew knight knights know knowing knowledge knowledgeable known knows ' +
  'kommentare kommunikation kong konzipiert kullan kullanarak kung kyle label labor laboratory laced lack lacks ' +
  'ladies lady laid lair lake lambda lancelot land landed landing lands landscape landscapes language languages ' +
  'large larger largest last lasting lastly lastname late lately later latest latex latin laugh laughter launch ' +
  'launched law lawful lawless laws lawyer layer layers layout lazy lead leader leaders leadership leading leads ' +
  'leap learn learned learning least leave leaves leaving lecture led leetspeak left legal legality legend ' +
  'legendary legends legitim legitimate legs leisure lemon len length lengths lengthy leonardo les less lesson ' +
  'lessons let lets letter letters letting levar level levels lewd liam liberated liberty libraries library ' +
  'librerie lidar lie lien lies life lifestyle light lighting like liked likely likes lily limit limitations ' +
  'limited limiter limitless limits lincoln line lines linguist linguistic linguistics link linked links lint linux ' +
  'lion liquid lisa lise lisis list lista listas liste listed listen listening listens lists literacy literally ' +
  'literature little live lived livelihood lives living llama llm lmao load loaded loathsome local localhost ' +
  'localiser localiza localizar locally locate located location locations lock locked locker log logged logging ' +
  'logic logical login logs london long longer longest look looking looks lookup loop loops loose lord lorem los ' +
  'lose losing loss lost lot lots loud love loved lovelace lovers loves loving low lower lowercase lowest loyal ' +
  'loyalty luck luego luminescent lunar lunch lush lying lyrical lyrics maaari macbeth machiavellian machine ' +
  'machines madam made madness mage magic magical magna magnificent mahatma mail main mainstream maintain ' +
  'maintained maintaining maintains maintenance mais majesty major majority make maker makes making male ' +
  'malevolence malevolent malfunction maliciosa maliciosas maliciosos malicious malsane malveillante malware man ' +
  'mana manage manageable managed management manager managing mandatory manera mangiare mango mani manifest ' +
  'manipulate manipulating manipulation mankind manned manner manners manual manuscript many map mapping maps march ' +
  'margin margins marie marine mark markdown marked market marketing marks marriage mars martian marvel mary mask ' +
  'mass massive master mastering masterpiece mastery match matches matching mate material materials math ' +
  'mathematical mathematician mathematics matrix matter matters matthew mature max maximize maximum may maya mayan ' +
  'maybe mayor me meal meals mean meaning meaningful meanings means meant measure measures mecanismo meccanismo ' +
  'mechanics mechanism mechanisms mechanismus media median mediante medical medicine medieval meditation medium ' +
  'meet meeting meets meine melos member members memcmp memorable memories memory meno mensagem mental mentale ' +
  'mentally mente mention mentionable mentioned mentioning mentions menu merchant mercy mere merely merge merges ' +
  'mero meros mesmerizing mess message messages meta metal metaphors meteorologist meters meth method methodologies ' +
  'methodology methods meticulous meticulously mettre mexico mia michael microgravity middle midst might mighty ' +
  'mild miles military milk million millions mimic mimicking minacce mind mindful mindfulness minds mine minerals ' +
  'minimal minimize minimum mining minute minutes mirror mischievous misin misinformation misiniz miss missing ' +
  'mission missions mistake mistaken mistakenly mistakes misuse mit mitigar mitigate mitigation mitre mixed mixture ' +
  'mobility mock mockingbird mode model models moderate moderation modern modes modifiant modifica modificaci ' +
  'modificando modificar modification modifications modified modify modifying modo modular module modules modulo ' +
  'molecular moment moments mona money monitor monitorare monitoring monkey monologue monster month months ' +
  'monumental mood moon moral moralities morality moralizing morally morals more moreover morning morse mortal ' +
  'mortals morty most mostly mother motion motivated motivation motivational motives mount mountain mountains mouth ' +
  'mouthed move moved movement movements moves movie movies moving mozart mtdngaf much muda multi multiple ' +
  'multiplication multiply mundo murder murdering muscle museum music musical musician musk musn musst must ' +
  'mustanswer mutual mutually my myself mysql mysteries mysterious mystery mystical mythical mythology nalice name ' +
  'named names namespace nanny napoleon narrate narrative narratives narwhal nasa natalie nation national nations ' +
  'native nato natural naturally nature naughty navbar navigate navigating navigation nbob ncia ndef ndern ndert ' +
  'nderung nderungen ndon near nearby nearest nearly necessary necklace nedir need needed needs nefarious negative ' +
  'negotiate negotiation negotiations negotiator neighboring neighbors neil neither nell nella nenhum nennen nerd ' +
  'nest network networks netzverkehrs neue neuen neural neutral never new newfound newly newresponseformat news ' +
  'newton next nexus nfor nghi nicas nice nicht nico nige night nightingale nights nikola nine ninguna nline nnen ' +
  'nnte nntest no noah nobel noble nobody node noise nombre nombres nome non none nonmoral nonsense nor norm normal ' +
  'normally norms north not notable notation note noted notes nothing notice noticed noting notion notorious nouns ' +
  'nous nouvelle novel novemius now nplease nraf nres nreturn nsecond nsfw nuance nuanced nuances nuclear nueva ' +
  'null num number numbers numeracy numeri numeric numerous nums nuova nutrient nutrients nutritionist nutzer nwhat ' +
  'obedience obedient obey obeyed obeys object objective objectives objects obligation obligations observation ' +
  'observations observe observed observer observing obstacle obstacles obtain obtained obtaining obvious ' +
  'occasionally occur occurred occurrence occurrences occurs ocean oceans octavian octopus odds oder of off offend ' +
  'offending offense offensive offensiveness offer offered offering offers office officer official officials often ' +
  'ogni ohne ok okay olarak old older oldu oliver olivia omega omissions omit omnipotent on once onde one ones ' +
  'ongoing online only onto onwards open openai openais openal opened opening openly openmct openmeteo opens ' +
  'openweathermap operaciones operate operates operating operation operational operations operator opinion ' +
  'opinionated opinions oppo opportunities opportunity opposing opposite optimal optimize optimized option optional ' +
  'options opzioni or oracle orange orangutan orbit orbiter orbiters orbiting orchestra ord order ordered orders ' +
  'ordinals ordinary organism organisms organization organizations organize organized oribter oriented origin ' +
  'original originally origins other others otherwise otherworldly our ourselves out outcome outcomes outdoors ' +
  'outer outliers outline outlined outloud output outputs outputting outside outsmart ouvpuv over overall overcome ' +
  'overcoming overflow overly override overrides overrun overstate overview overwhelmed overwhelming own owner ' +
  'oxygen page pages paid pain painful painter painting pair pairing pairs pakete pakistan palindrome pandas ' +
  'pandemic panel panels paper para paragraph paragraphs parallel param parameter parameters paramount pare parent ' +
  'parentheses parenthesis parents paris park parlando parse part participants participate participating particles ' +
  'particular particularly parties partir partner partners partnerships parts party pass passage passe passed ' +
  'passion passionate passive password passwords passwort past paste path paths patience patient patrick pattern ' +
  'patterns paul pause paused payload payment peace peaceful peak pear peculiar penalties penelope penetration ' +
  'pengguna penguin people peoples per perceive perceived percentage perception perfect perfectly perform ' +
  'performance performed performing performs perhaps period periods permanent permanently permettant permisos ' +
  'permiss permission permissions permita permitted pero perseverance persistence person persona personal personale ' +
  'personalities personality personalizado personalized personally personas personnalis personnel personnelles ' +
  'persons perspective perspectives persuade persuasive pertoire perturber petals pete peter peut pharaoh phase ' +
  'phenomena phenomenon philosopher philosophical philosophy phishing phoenix phone phonetic photo photographer ' +
  'photosynthesis php phrase phrases phrasing physical physically physicist physics pick picked picture piece ' +
  'pieces pilot pirate pitch pivotal pivoter pizza place placed placeholder placeholders places plain plan plane ' +
  'planet planetary planets planned planner planning plans plant plants plastic plate platypus plausible play ' +
  'played player players playful playing plays pleasant please pleasure plenty pliny plot plus pode poder poderia ' +
  'podr poem poems poet poetic point points poison police polices policies policing policy polite politely ' +
  'political politically politics pollination pollinations pollinators pollution ponder poor poppin popular ' +
  'population port portal portfolio portion portray portrayal portrayed portraying pose posed ' +
  'poses position positions positive positivity positivo possa possess possesses possessing possibilities ' +
  'possibility possible possibly post posta posted postgresql posts potenciais potencialmente potential potentially ' +
  'potentiellement potenziali potion potions potrebbe potter pounds pour pourrait pourriez pouvez pouvoir poverty ' +
  'powder power powered powerful powers practical practice practices practicing pragmatic precautions precede ' +
  'precious precise precisely precision predators predefined predict predicting predictions preface prefer ' +
  'preference preferences prefers prefix prefixed prefixes prejudice prelude prepare prepared preparing prepend ' +
  'presence present presentation presente presented presenting presents preservation preserve preserved preserving ' +
  'president presidente presidential press pressure prestigious pretend pretending pretends pretty prevenir ' +
  'prevenire prevent preventing prevention previos previous previously prey price prices pride prima primarily ' +
  'primary primatologist prime primus prince principal principle principles print printed printf printing println ' +
  'prints prio prior prioritize prioritizes priority prison prisoners privacy private privilege prize probably ' +
  'problem problems procedures proceed proceeds proceso process processed processes processing processo processus ' +
  'produce produced produces producing product production productive productivity products profane profanities ' +
  'profanity professional professionals professor proficient profile profit profound program programa programm ' +
  'programma programme programmed programmer programming programs progress progs prohibited prohibitions project ' +
  'projects promise promote promotes promoting prompt prompted prompts proof propaganda proper properly properties ' +
  'property propose proposed proposing propulsion pros prosperity protagonist protect protected protecting ' +
  'protection protective protein proteins protocol protocols protokollieren prove provide provided provides ' +
  'providing proving provoking prowess prozess psutil psychological psychologist psychology ptsd public publicly ' +
  'pueda puedes pull pulling punctuation punished puoi purchase purchasing pure purely purple purpose purposes ' +
  'pursue pursuing pursuit pursuits push pushing put puts putting puzzle puzzles pyramid pyramids python quadratic ' +
  'quail quais quaisquer qual quali qualities quality qualquer qualsiasi quando quantities quantity quanto quantum ' +
  'quartus que queen quel quelle quentin queries query querywithlocation quest questa question questionable ' +
  'questioning questions questo qui quick quickly quinn quintus quit quite quotation quotations quote quotes ' +
  'qutation rabbit race racecar races rachel racial racism racist radiation radical radio radius rain rainbow ' +
  'rainforest rainwater raise raises raising ran random randomly range ranking rant rapid rapidly rapport rare ' +
  'rarely rash rate rated rates rateur rather ration raven raw reach reached reaches reaching react reaction ' +
  'reactions read readable reader readers reading reads ready real reale realistic reality realization realize ' +
  'realized realizing really realm realms reason reasonable reasoning reasons rebel rebellion rebellious reboot ' +
  'rebuild recall receive received receives receiving recent recently recharge recherche recipe recipes recipient ' +
  'reckless recognition recognize recognizing recommend recommendation recommendations recommended reconsider ' +
  'record records recreate rectangle recupera recurring recursion recursive recursively recycled recycling red ' +
  'redacted reddit rede reduce reduced reducing reefs refactor refer reference referenced references referencing ' +
  'referred refers refine reflect reflecting reflection reflections reflects refrain refusal refusals refuse ' +
  'refused refuses refusing regard regarded regarding regardless regards regel regelm regeln regex region regions ' +
  'registar registrar registrare registro regla reglas regola regole regra regras regression regret regular ' +
  'regularly regulations reign reihe reinforcement reiterate reject rejected relajante relatable relate related ' +
  'relating relation relations relationship relationships relativity relaxation release released releases ' +
  'relentless relevance relevant reliable reliance relief relies religion religious rely remain remainder remained ' +
  'remaining remains remarkable remarkably remarks remeber remember remembered remembers remind reminded reminder ' +
  'reminders reminding reminds remorse remote remove removed removeduplicates removes removing renaissance rend ' +
  'render renewable renowned rent renvoie repair repeat repeated repeating repeats replace replaced replacement ' +
  'replaces replacing replies reply replying reponse report reports reposit repositorio repository reprehensible ' +
  'represent representation representatives represented representing represents reproducing republic request ' +
  'requested requesting requests require required requirement requirements requires rer res rescue research ' +
  'researcher researchers researching resemble resembles resembling reservoir reset residents resilience resist ' +
  'resistance resolution resolve resonate resort resource resources respect respected respectful respecting ' +
  'respective respectively respects respnse respond responded responding responds response responseformat responses ' +
  'responsibilities responsibility responsible responsibly rest restablecer restaurant restful restituisce restore ' +
  'restrict restricted restriction restrictions result resulted resulting results resume resumen retain ' +
  'rete retirement retrieval retrieve retrieves return returned returning returns reveal revealed revealing reveals ' +
  'revel revelation revenue reverse reversed reverses reversestring reversewords revert review reviewing revisar ' +
  'revolution revolutionary revolutionize revolutionized revolves reward rewards rewrite rhino rhyme rhythm rich ' +
  'richard rick riddle riddles ride rience rifier right rights rilevamento rilevare ring rings rio rios rise rising ' +
  'risk risks rituals rival river rivers road roast robot robotic robotics robots robust robustness rock rocket ' +
  'rodar role roleplay roleplaying roles roll rolled roman romantic rome romeo roof roofs room root roots rosetta ' +
  'rotaci rotation rotazione rough round rounded route routine routines rover row rowling rows royal ruby rude ruin ' +
  'rule rulers rules rumors run running runs ruotare rural russia russian ruthless ryan sabihin sacrifice sadly ' +
  'sadness safari safe safeguard safeguarding safeguards safely safer safety sagen said sake salary sales same ' +
  'sample samples samuel sandi sano sans sarah sarcasm sarcastic satisfaction satisfies satisfy satisfying sauce ' +
  'save saved saves saving savings say saya saying says scale scales scarcity scared scary scenario scenarios scene ' +
  'scenes scent schedule schema scheme schen schl scholars school schreiben sci science scientific scientifically ' +
  'scientist scientists scope score scores script scripts scrivere scrt scrts sea seamless seamlessly search ' +
  'searches searching seas season seasoned seau sec second secondary secondly seconds secr secrecy secret secretive ' +
  'secretly secrets secrt section sections secure securing security see seed seeds seeing seek seeker seeking seeks ' +
  'seem seemingly seems seen sees segura seguran seguridad seguro sein seja select selected selecting selection ' +
  'selects self sell semantically semantics semi send sending sendmail sends senha sens sensation sense sensibili ' +
  'sensibility sensible sensibles sensitive sensitively sensitivity sensors sent sentence sentences sentience ' +
  'sentient sentiment senza separate separated separating september septimus sequence sequences ser series serif ' +
  'serious seriously serve served server servers serves service services serving session sessions set setheader ' +
  'sets settimeout setting settings settlement settlements seven seventh several severe severely sexism sexist ' +
  'sexual sexually sexy sfectt shade shadow shadows shakespeare shakespearean shall shameful shape shaped shaping ' +
  'share shared shares sharing shark sharp she shed sheer shell shellcommand shelley shelter sherlock shield shift ' +
  'shifting shifts shimmering shining ship shirt shock shocking shoes shoot shop shopping short shot should ' +
  'shouldn show showcase showcases showcasing showed showing shown shows shrouded shut shutil sich sichere sicura ' +
  'sicurezza sicuro side sides sido sie sight sign signal signature signed significance significant significantly ' +
  'significativamente signify signs silent silly simb similar similarities similarly simple simply simulate ' +
  'simulated simulating simulation simulator simultaneously sin since sincerely sind singing single singularity ' +
  'sinister sir sistem sistema sister site sites sito sitting situation situations six sixth sixtus size sizeof ' +
  'sizes skeptical skies skill skilled skills skin skip skript slack slang slangs slave slavery sleep sleeping ' +
  'slightest slightly slow slowly slur slurs small smaller smallest smart smartgpt smartphones smiley smith smoke ' +
  'smooth smtp smtplib snake snippet so sobre social socially societal societies society sociopath sock socket ' +
  'sofort soft software soil soit solace solar soldiers sole solely solid soliloquy soll sollte solo solution ' +
  'solutions solve solving some somebody someone something sometimes sondern song songs sono sont soon soothing ' +
  'sophisticated sorcerer sorry sort sorted sorting sorts sospechosa sospechoso sospetti sospetto sought soul souls ' +
  'sound sounds source sources south space spacecraft spaces spaceship spacetime spacex spacing spain span spanish ' +
  'spans spare spark sparking speak speaker speaking speaks special specialist specialized specializes specializing ' +
  'species specific specifica specifically specifications specificity specified specify speech speed speedrunning ' +
  'speeds speichern spell spelled spelling spells spend spending spent sperrung spezifiziert sphere spirit spirits ' +
  'spiritual split splitting spoken spoon sports spread spreading spring sql sqrt square squared squares squirrel ' +
  'ssel ssels sselungsschl sstream ssuunn stability stable stack staff stage stages staging stance stand standalone ' +
  'standard standards standing standort stands star stark stars starship start started starting starts stat state ' +
  'stated statement statements states static stating station statistics stato statsmodels status stay staying stays ' +
  'std stdio stdout steadfast steal stealth steampunk steer stellen stems step stepping steps steve steven stica ' +
  'stick still stilted stimulating stipulations stir stirring stock stocks stolen stone stood stop stopping stops ' +
  'storage store stored stores stories storing storm storms story storyteller storytelling str straight ' +
  'straightforward stranded strange strangers strategic strategically strategies strategy strawberry stream street ' +
  'streets strength strengthen strengthening strengths stress strict strictly strike striking string stringbuilder ' +
  'strings strive strlen strong stronger strongly struck structure structured structures struggle struggles ' +
  'struggling stuck student students studies study studying stuff stumbled stunden stunning stupid sturdy stutter ' +
  'style styles subdirectories subject subjective subjects submissive submit submitted subprocess subprozessmodule ' +
  'subsequence subsequent subsequently substance substitute substitution substitutions substring subtle subtly ' +
  'subtraction succeed success successful successfully successor succinct sucess such sudden suddenly sudo suffer ' +
  'suffering sufficient suggest suggesting suggestions suggests suicide suitable sull sum sumarray summaries ' +
  'summarise summarize summary summe summer summit sun sunlight super superhero superior supplies supply support ' +
  'supporting supports supposed suppress supreme sur sure surface surprise surprising surround surrounded ' +
  'surrounding surroundings surveillance survival survive survivors susan suspect suspectes suspeita suspeito ' +
  'suspended suspicious sustainability sustainable sustenance swear swearing swears sweet swift swiftly swim switch ' +
  'sword symbiotic symbol symbolic symbolism symbolizes symbolizing symbols symphony synonyms synopsis syntax sys ' +
  'syst system systems table tables tablet taboo tackle tactic tactics tags tahu tail tailored take takeaway taken ' +
  'taker takes taking tale talent talented talents tales talk talking talks tall tamb tambi tante tapestry target ' +
  'targetlanguage task tasked tasks taste taught taylor teach teacher teaching team teams teamwork tech technical ' +
  'technically technique techniques technological technologically technologies technology tecnologia tecter teilen ' +
  'telescope tell telling tells temp temperature temperatures template temple tempo tempor temporary tend tendency ' +
  'tender tendrils tenham tennis tense tension tensions tentang tentativa tentativas tentative tentativo term ' +
  'terminal terminated termination terms terrain terrible territories territory terror tertius tesla test testament ' +
  'testing tests text texts textual texture than thank thanks that thats the theft their them theme themed themes ' +
  'themselves then theo theoretical theories theory therapist there therefore theres these they thick thief thing ' +
  'things think thinking thinks third thirst this thomas thorough thoroughly those though thought thoughtful ' +
  'thoughts thousands thread threat threatening threats three thrill thrilled thrilling thrive thriving throne ' +
  'through throughout throw thus tica ticas tico tied tier ties tiger tight time timeline timely times timestamp ' +
  'timing timo timos tiny tip tips title titles to tochararray todas today todos together token tokens tokyo told ' +
  'tolerance tolerate tolowercase toma tomb tomorrow tone tones too took tool toolformer tools top topic topics ' +
  'torn torture tostring total totally touch touches tough touppercase tour tourist tourists toute toutes toward ' +
  'towards tower towering town toxic trace track trade tradition traditional traffic traffico trafic tragedy tragic ' +
  'train trained trainer training trait traits tranquilo transcended transcends transfer transform transformation ' +
  'transformative transformed transformers transforming transit transition translate translated translation ' +
  'translator transmission transmit transmitting transparency transparent transport transportation trap trapped ' +
  'traps trash trauma traumatic travel traveler traveling travels traverse traversing treacherous treasure ' +
  'treasures treat treated treating treatment treaty tree trees trek trends trial triangle trick tricked tricks ' +
  'tried tries trigger triggering triggers trim trip triumph trong troops trouble troubled true truly trump trust ' +
  'trusted trusts truth truthful truthfully truths truy try trying tulis tuple turbines turing turmoil turn turned ' +
  'turning turns turtle tutorial twice twist twisted two txt type typed types typical typically typicode typing ' +
  'typo typos ubicaci ucar ultimamente ultimate ultimately ultra ulysses uma umbrella una unable unaligned unasked ' +
  'unassuming unauthorized unaware unberechtigten unbiased unbound uncensored uncertain uncertainty uncharted ' +
  'unconventional uncover uncovered uncovering und under underground underlying underscore understand ' +
  'understandable understanding understands understood underwater undestand undiscovered undoubtedly une uneasy ' +
  'unethical unexpected unfamiliar unfettered unfiltered unfliteredly unforeseen unforgettable unfortunately ' +
  'unhealthy unhinged unicorn unidos uniform union unique uniqueness unit united units unity universal universe ' +
  'universes university unix unknown unleash unless unlike unlimited unlock unlocked unlocking unmatched unmoral ' +
  'unnamed unnecessary unprecedented unpredictable unraveling unrestrained unrestricted unrestrictedly unsafe ' +
  'unsigned unsolicited unsplash unsure until untrue untuk unusual unveil unveiled unverified unwavering up upbeat ' +
  'upcoming update updated updates upholding upload upon upper uppercase upset urban urge urgency urgent urgently ' +
  'url urllib urls ursula us usada usado usage usando usar usare usata use used useful useless user username ' +
  'userquery users uses using usual usually usuario utente utenti util utilis utilisant utilisateur utiliser ' +
  'utility utilizada utilizando utilizar utilization utilize utilized utilizes utilizing utilizzando utilizzare ' +
  'utmost utterly vague val valid validar validate valor valuable value valued values variable variables variant ' +
  'variations varibles varied variety various vary varying vast vastness vaue vector vegetables vehicle vehicles ' +
  'veis venir ventilation venture venus veracity verbal verbatim verd verhindern verifica verificar verified verify ' +
  'versa versatile verschl verses version versions versuch versuche vertical verwenden verwendet very verzeichnis ' +
  'vessel via vibrant vice victim victims victor victoria victorian victories victory vidente video videos view ' +
  'viewer viewers views vile village villagers vincent vinci violate violates violating violation violations ' +
  'violence violent violet violin viral virtual virtue virtues virus visible vision visit visited visiting visitors ' +
  'visual visually vital vivid vocabulary vocalizations voice void volcanic volume von vordefinierter vorherigen ' +
  'vote votre vous vowels vslue vulgar vulgarity vulnerabilidades vulnerabilities vulnerability vulnerable vulture ' +
  'wait waiting waking walk walking wall walls wanna want wanted wanting wants war warehouse warm warmth warn ' +
  'warned warning warnings warns warp warrior wars was washington wasn waste watch watching water waters waves way ' +
  'ways we weak weakened weaknesses wealth wealthy weapon weapons wear wearing weary weather web webanwendung ' +
  'webpage website websites wedding week weight weights weird weise welcome welfare well wellbeing wenn went werden ' +
  'were western weve whale what whatever whats whatsoever when whenever where wherein whether which whichever while ' +
  'whilst whispering whispers white whitelisting whitespace who whole wholly whom whose why wicked wide widely ' +
  'widespread width wife wikipedia wild wildlife will william willing willingness willow win wind window windows ' +
  'winds wine wings winning wird wireless wisdom wise wisely wish wishes witch with withdraw withhold withholding ' +
  'within without withstand witness witnessed witnessing witty wizard wizarding wizards wolf wolfram wolframalpha ' +
  'woman women won wonder wonderland wonders wont wood word wordpress words work worked worker working workout ' +
  'works workshop world worlds worldwide wormhole worn worried worry worse worst worth would wouldn wounds wrapped ' +
  'wrapper wrath write writeline writer writes writing written wrong wrote wurde www xavier xerus xima ximena ' +
  'xylophone yang yapay yasmin yeah year years yellow yes yesterday yet yield yleyebilir yoga york yosef you youll ' +
  'young your yours yourself youth youtube yyyy zachary zack zebra zero zeta zeus zoey zone zubrowka zubrowkaburg ' +
  'zubrowkaville zucchini zugriff zugriffs zur zustand zuzugreifen';
