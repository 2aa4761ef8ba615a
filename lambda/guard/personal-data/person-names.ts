import type { PersonalDataPattern } from './personal-data-pattern';

const NAME = "[A-Z][a-z'\\u00df-]{1,24}(?:[A-Z][a-z]{1,20})?";
const REST = `(?:${NAME}|de|da|von|van|der|den|la|del|al|bin|ten|[A-Z]\\.?(?![a-z]))`;
const FULL = `(${NAME}(?:[ \\t]${REST}){0,3})`;
/** At least a first and a last name: one word with a capital may be anything. */
const TWO = `(${NAME}(?:\\s(?:de|da|von|van|der|den|la|del|al|bin|ten|[A-Z]\\.?(?![a-z]))){0,2}\\s${NAME}(?:\\s${NAME})?)`;
/** At the start of a line, quoted or not. */
const LINE = '(?<=(?:^|\\n)[ \\t>]{0,8})';
const NOT_NAMES =
  /^(?:The|This|That|These|Those|There|Here|What|When|Where|Who|Why|How|And|But|For|With|From|Sir|Madam|All|Everyone|Team|Customer|User|Friend|Hiring|Manager|Colleagues?|Valued|Not|Very|Sorry|Happy|Glad|Sure|Just|Also|Now|New|Your|Our|My|His|Her|Its|Their|Editor|Santa|Assistant|Reader|Students?|Parents?|Members?|Ladies|Mom|Dad|God|Lord|Strange|Diary|Evil|Watson|Dr|Mr|Mrs|Ms|Prof)\b/;
/** Words that stand in names of companies, places and works, and in no person's. */
const OTHER_NAMES =
  /\b(?:Inc|Corp|Corporation|Company|Group|Bank|Holdings?|University|College|School|Institute|Team|Department|Committee|Council|Association|Foundation|Union|United|States?|North|South|East|West|America|Street|Road|Avenue|City|County|Park|House|Hall|Club|Media|Press|News|Times|Post|Games?|Studios?|Entertainment|Technolog(?:y|ies)|Systems|Services|Solutions|Software|Data|Cloud|Support|Office|Center|Centre|Court|Order|Act|Law|Project|Model|Language|Artificial|Intelligence|Senior|Junior|Chief|Head|Director|Engineer|Developer|President|Officer|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|English|French|German|American|British|Chinese)\b/;

/** Words as they stand, at the start of a sentence and of a form. */
const either = (...words: readonly string[]): string[] => [
  ...new Set(
    words.flatMap((word) => [
      word,
      word.slice(0, 1).toUpperCase() + word.slice(1),
      word.replace(/(?<![a-z'])[a-z]/g, (letter) => letter.toUpperCase()),
    ]),
  ),
];

const KIN =
  '(?:son|daughter|kid|child|wife|husband|partner|fianc[e]{1,2}|brother|sister|mother|father|mom|mum|dad|uncle|aunt|cousin|nephew|niece|grandmother|grandfather|boss|colleague|coworker|neighbou?r|roommate|girlfriend|boyfriend)';

/** People, where the words before them say that they are. Names without such words are left alone. */
export const PERSON_NAMES: readonly PersonalDataPattern[] = [
  {
    name: 'introduced-name',
    type: 'PERSON',
    starts: either('my name', 'name is', "name's", 'i am called', 'this is', 'call me', 'me llamo', 'mi chiamo', 'je m', 'ich hei', 'mein name', 'mein Name', 'meu nome'),
    pattern: new RegExp(`(?<![\\w])(?:[Mm]y name is|[Nn]ame(?:'s| is)|[Ii] am called|[Tt]his is|[Cc]all me|[Mm]e llamo|[Mm]i chiamo|[Jj]e m'appelle|[Ii]ch hei(?:ss|\\u00df)e|[Mm]ein [Nn]ame ist|[Mm]eu nome e)\\s${FULL}`, 'dy'),
    maxLength: 150,
    lookAround: 1,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'asked-name',
    type: 'PERSON',
    starts: ['name? ', 'names? ', 'called? '],
    pattern: new RegExp(`(?:names?|called)\\? ${FULL}(?=\\s{0,3}(?:[.,;!]|\\n|$))`, 'dy'),
    maxLength: 130,
    lookAround: 5,
    accept: (value) => !NOT_NAMES.test(value) && !OTHER_NAMES.test(value),
  },
  {
    name: 'related-person',
    type: 'PERSON',
    starts: ['my ', 'My ', 'his ', 'her ', 'our ', 'their ', 'your '],
    pattern: new RegExp(`(?<![\\w])(?:[Mm]y|his|her|our|their|your) (?:(?:great|late|older|younger|little|big|ex|former|dear)[ -]){0,2}${KIN}(?:,| is (?:called|named)| was (?:called|named)|'s name is)? ${FULL}`, 'dy'),
    maxLength: 200,
    lookAround: 1,
    accept: (value) => !NOT_NAMES.test(value) && !OTHER_NAMES.test(value),
  },
  {
    name: 'dealt-with-person',
    type: 'PERSON',
    starts: ['follow up with ', 'Follow up with ', 'assistant to ', 'on behalf of ', 'On behalf of ', 'married to ', 'engaged to ', 'divorced from ', 'appointment with ', 'interview with ', 'account of ', 'signed by ', 'Signed by ', 'c/o ', 'attention of ', 'care of ', 'in the name of '],
    pattern: new RegExp(`(?<![\\w])(?:[Ff]ollow up with|assistant to|[Oo]n behalf of|married to|engaged to|divorced from|appointment with|interview with|account of|[Ss]igned by|c/o|attention of|care of|in the name of)\\s${TWO}`, 'dy'),
    maxLength: 160,
    lookAround: 1,
    accept: (value) => !NOT_NAMES.test(value) && !OTHER_NAMES.test(value),
  },
  {
    name: 'titled-name',
    type: 'PERSON',
    starts: ['Mr', 'Mrs', 'Ms', 'mr. ', 'mrs. ', 'ms. ', 'Miss', 'Mx', 'Dr', 'Prof', 'Herr', 'Frau', 'Hr. ', 'Fr. ', 'Monsieur', 'Madame', 'Mme', 'Mlle ', 'Sr', 'Sra', 'Srta', 'Senor', 'Sig', 'Dott', 'Dhr. ', 'Mevr', 'Mw. ', 'Pani ', 'Pan ', 'Rev. ', 'Capt. ', 'Sgt. ', 'Lt. '],
    pattern: new RegExp(`(?<![\\w])(?<!\\d [A-Z][a-z]{1,24} )(?:Mr|Mrs|Ms|m(?:rs?|s)(?=\\.)|Miss|Mx|Dr|Prof|Herr|Frau|[HF]r(?=\\.)|Monsieur|Madame|Mme|Mlle|Sr|Sra|Srta|Senor(?:a|ita)?|Sig|Signora|Dott(?:\\.ssa)?|Dhr|Mevr(?:ouw)?|Mw|Pani?|(?:Rev|Capt|Sgt|Lt)(?=\\.))\\.?\\s${FULL}`, 'dy'),
    maxLength: 150,
    lookAround: 30,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'labelled-name',
    type: 'PERSON',
    starts: either('name', 'full name', 'first name', 'last name', 'middle name', 'maiden name', 'surname', 'customer', 'patient', 'employee', 'user', 'contact', 'attn', 'billing address', 'vorname', 'nachname', 'nom', 'prenom', 'nombre', 'apellido', 'nome', 'cognome', 'sobrenome', 'naam', 'voornaam', 'achternaam', 'namn', 'fornamn', 'efternamn', 'imie', 'nazwisko'),
    pattern: new RegExp(`${LINE}(?:(?:[Ff]ull |[Ff]irst |[Ll]ast |[Mm]iddle |[Mm]aiden |[Ss]ur|[Cc]ustomer |[Pp]atient |[Ee]mployee |[Uu]ser )?[Nn]ame|[Pp]atient|[Cc]ustomer|[Ee]mployee|[Cc]ontact|[Aa]ttn|[Bb]illing address|(?:[Vv]or|[Nn]ach)name|(?:[Pp]re)?[Nn]om|[Nn]ombre|[Aa]pellidos?|[Nn]ome|[Cc]ognome|[Ss]obrenome|(?:[Vv]oor|[Aa]chter)?[Nn]aam|(?:[Ff]or|[Ee]fter)?[Nn]amn|[Ii]mie|[Nn]azwisko)[ \\t]{0,3}:\\s{0,8}${FULL}`, 'dy'),
    maxLength: 170,
    lookAround: 10,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'labelled-person',
    type: 'PERSON',
    starts: either('account holder', 'cardholder', 'applicant', 'beneficiary', 'insured', 'policyholder', 'passenger', 'guest', 'student', 'doctor', 'physician', 'witness', 'defendant', 'plaintiff', 'claimant', 'tenant', 'landlord', 'recipient', 'sender', 'author', 'directed by', 'written by', 'prepared by', 'next of kin', 'emergency contact'),
    pattern: new RegExp(`${LINE}(?:[Aa]ccount [Hh]older|[Cc]ardholder|[Aa]pplicant|[Bb]eneficiary|[Ii]nsured|[Pp]olicyholder|[Pp]assenger|[Gg]uest|[Ss]tudent|[Dd]octor|[Pp]hysician|[Ww]itness|[Dd]efendant|[Pp]laintiff|[Cc]laimant|[Tt]enant|[Ll]andlord|[Rr]ecipient|[Ss]ender|[Aa]uthor|(?:[Dd]irected|[Ww]ritten|[Pp]repared) [Bb]y|[Nn]ext of [Kk]in|[Ee]mergency [Cc]ontact)[ \\t]{0,3}:\\s{0,8}${TWO}(?=\\s{0,3}(?:[,;(]|\\n|$))`, 'dy'),
    maxLength: 200,
    lookAround: 10,
    accept: (value) => !NOT_NAMES.test(value) && !OTHER_NAMES.test(value),
  },
  {
    name: 'addressed-name',
    type: 'PERSON',
    starts: ['Dear ', 'Hi ', 'Hello ', 'Hey ', 'Liebe ', 'Lieber ', 'Cher ', 'Chere ', 'Estimad', 'Caro ', 'Cara ', 'Beste ', 'Kara ', 'Kare ', 'Drogi ', 'Querid'],
    pattern: new RegExp(`${LINE}(?:Dear|Hi|Hello|Hey|Lieber?|Chere?|Estimad[oa]|Querid[oa]|Car[oa]|Beste|K[ae]r[ae]|Drogi)\\s${FULL}(?=\\s?[,!:\\n])`, 'dy'),
    maxLength: 150,
    lookAround: 10,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'signed-name',
    type: 'PERSON',
    starts: either('regards', 'sincerely', 'thanks', 'cheers', 'best', 'yours', 'gru', 'cordialement', 'saludos', 'saluti', 'atenciosamente', 'groet'),
    pattern: new RegExp(`(?<![\\w])(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Cc]heers|[Bb]est|[Yy]ours(?: truly| sincerely| faithfully)?|Gru(?:ss|\\u00df)(?:en?)?|[Cc]ordialement|[Ss]aludos|[Ss]aluti|[Aa]tenciosamente|[Gg]roet(?:en)?),?[ \\t]{0,3}\\n\\s{0,3}${FULL}(?=\\s{0,3}(?:\\n|$))`, 'dy'),
    maxLength: 170,
    lookAround: 6,
    accept: (value) => !NOT_NAMES.test(value),
  },
]; // prettier-ignore
