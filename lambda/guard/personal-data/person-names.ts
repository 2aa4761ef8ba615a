import type { PersonalDataPattern } from './personal-data-pattern';

const NAME = "[A-Z][a-z'\\u00df-]{1,24}(?:[A-Z][a-z]{1,20})?";
const FULL = `(${NAME}(?:\\s(?:${NAME}|de|da|von|van|der|den|la|del|al|bin|[A-Z]\\.?(?![a-z]))){0,3})`;
/** At the start of a line, quoted or not. */
const LINE = '(?<=(?:^|\\n)[ \\t>]{0,8})';
const NOT_NAMES =
  /^(?:The|This|That|These|Those|There|Here|What|When|Where|Who|Why|How|And|But|For|With|From|Sir|Madam|All|Everyone|Team|Customer|User|Friend|Hiring|Manager|Colleagues?|Valued|Not|Very|Sorry|Happy|Glad|Sure|Just|Also|Now|New|Your|Our|My|His|Her|Its|Their|Editor|Santa|Assistant|Reader|Students?|Parents?|Members?|Ladies|Mom|Dad|God|Lord|Strange|Diary|Evil|Watson|Dr|Mr|Mrs|Ms|Prof)\b/;

const either = (...words: readonly string[]): string[] =>
  words.flatMap((word) => [word, (word[0] ?? '').toUpperCase() + word.slice(1)]);

/** People, where the words before them say that they are. Names without such words are left alone. */
export const PERSON_NAMES: readonly PersonalDataPattern[] = [
  {
    name: 'introduced-name',
    type: 'PERSON',
    starts: either('my name', 'name is', "name's", 'i am called', 'this is', 'call me', 'me llamo', 'mi chiamo', 'je m', 'ich hei', 'mein name', 'meu nome'),
    pattern: new RegExp(`(?<![\\w])(?:[Mm]y name is|[Nn]ame(?:'s| is)|[Ii] am called|[Tt]his is|[Cc]all me|[Mm]e llamo|[Mm]i chiamo|[Jj]e m'appelle|[Ii]ch hei(?:ss|\\u00df)e|[Mm]ein [Nn]ame ist|[Mm]eu nome e)\\s${FULL}`, 'dy'),
    maxLength: 150,
    lookAround: 1,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'titled-name',
    type: 'PERSON',
    starts: ['Mr', 'Mrs', 'Ms', 'Miss', 'Mx', 'Dr', 'Prof', 'Herr', 'Frau', 'Monsieur', 'Madame', 'Mme', 'Sr', 'Sra', 'Senor', 'Sig'],
    pattern: new RegExp(`(?<![\\w])(?<!\\d [A-Z][a-z]{1,24} )(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame|Mme|Sr|Sra|Senora?|Sig|Signora)\\.?\\s${FULL}`, 'dy'),
    maxLength: 150,
    lookAround: 30,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'labelled-name',
    type: 'PERSON',
    starts: either('name', 'full name', 'first name', 'last name', 'surname', 'customer', 'patient', 'employee', 'user', 'contact', 'attn', 'billing address'),
    pattern: new RegExp(`${LINE}(?:(?:[Ff]ull |[Ff]irst |[Ll]ast |[Ss]ur|[Cc]ustomer |[Pp]atient |[Ee]mployee |[Uu]ser )?[Nn]ame|[Pp]atient|[Cc]ustomer|[Ee]mployee|[Cc]ontact|[Aa]ttn|[Bb]illing address)[ \\t]{0,3}:\\s{0,8}${FULL}`, 'dy'),
    maxLength: 170,
    lookAround: 10,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'addressed-name',
    type: 'PERSON',
    starts: ['Dear ', 'Hi ', 'Hello ', 'Hey ', 'Liebe ', 'Lieber ', 'Cher ', 'Chere ', 'Estimad', 'Caro ', 'Cara '],
    pattern: new RegExp(`${LINE}(?:Dear|Hi|Hello|Hey|Lieber?|Chere?|Estimad[oa]|Car[oa])\\s${FULL}(?=\\s?[,!:\\n])`, 'dy'),
    maxLength: 150,
    lookAround: 10,
    accept: (value) => !NOT_NAMES.test(value),
  },
  {
    name: 'signed-name',
    type: 'PERSON',
    starts: either('regards', 'sincerely', 'thanks', 'cheers', 'best', 'yours'),
    pattern: new RegExp(`(?<![\\w])(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Cc]heers|[Bb]est|[Yy]ours(?: truly| sincerely| faithfully)?),?[ \\t]{0,3}\\n\\s{0,3}${FULL}(?=\\s{0,3}(?:\\n|$))`, 'dy'),
    maxLength: 170,
    lookAround: 6,
    accept: (value) => !NOT_NAMES.test(value),
  },
]; // prettier-ignore
