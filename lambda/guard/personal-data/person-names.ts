import type { PersonalDataPattern } from './personal-data-pattern';

const NAME = "[A-Z][a-z'\\u00df-]{1,24}(?:[A-Z][a-z]{1,20})?";
const FULL = `${NAME}(?:\\s(?:[A-Z]\\.?|de|da|von|van|der|den|la|del|al|bin|${NAME})){0,3}`;
const NOT_NAMES =
  /^(?:The|This|That|These|Those|There|Here|What|When|Where|Who|Why|How|And|But|For|With|From|Sir|Madam|All|Everyone|Team|Customer|User|Friend|Hiring|Manager|Colleagues?|Valued|Not|Very|Sorry|Happy|Glad|Sure|Just|Also|Now|New|Your|Our|My|His|Her|Its|Their|Editor|Santa|Assistant|Reader|Students?|Parents?|Members?|Ladies|Mom|Dad|God|Lord|Strange|Diary|Evil|Watson)\b/;

/** Names of people, where the words around them say that they are. Names without such words are left alone. */
export const PERSON_NAMES: readonly PersonalDataPattern[] = [
  {
    name: 'introduced-name',
    type: 'PERSON',
    starts: 'anywhere',
    pattern: new RegExp(`(?<=\\b(?:[Mm]y name is|[Nn]ame(?:'s| is)|[Ii] am called|[Tt]his is|[Cc]all me|[Mm]e llamo|[Mm]i chiamo|[Jj]e m'appelle|[Ii]ch hei(?:ss|\\u00df)e|[Mm]ein [Nn]ame ist|[Mm]eu nome e)\\s)${FULL}`, 'g'),
    maxLength: 130,
    lookAround: 20,
    accept: (match) => !NOT_NAMES.test(match),
  },
  {
    name: 'titled-name',
    type: 'PERSON',
    starts: 'anywhere',
    pattern: new RegExp(`(?<=\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame|Mme|Sr|Sra|Senor|Senora|Sig|Signora)\\.?\\s)${FULL}`, 'g'),
    maxLength: 130,
    lookAround: 12,
    accept: (match) => !NOT_NAMES.test(match),
  },
  {
    name: 'labelled-name',
    type: 'PERSON',
    starts: ':',
    pattern: new RegExp(`(?<=(?:^|\\n)[ \\t>]{0,8}(?:(?:[Ff]ull |[Ff]irst |[Ll]ast |[Ss]ur|[Cc]ustomer |[Pp]atient |[Ee]mployee |[Uu]ser )?[Nn]ame|[Pp]atient|[Cc]ustomer|[Ee]mployee|[Cc]ontact|[Aa]ttn|[Bb]illing address)[ \\t]{0,3}:\\s{0,8})${FULL}`, 'g'),
    maxLength: 130,
    lookAround: 40,
    accept: (match) => !NOT_NAMES.test(match),
  },
  {
    name: 'addressed-name',
    type: 'PERSON',
    starts: 'anywhere',
    pattern: new RegExp(`(?<=(?:^|\\n)[ \\t>]{0,8}(?:Dear|Hi|Hello|Hey|Liebe|Lieber|Cher|Chere|Estimad[oa]|Caro|Cara)\\s)${FULL}(?=\\s?[,!:\\n])`, 'g'),
    maxLength: 130,
    lookAround: 24,
    accept: (match) => !NOT_NAMES.test(match),
  },
  {
    name: 'signed-name',
    type: 'PERSON',
    starts: 'anywhere',
    pattern: new RegExp(`(?<=\\n(?:(?:Best|Kind|Warm|Many|With kind|With best)\\s)?(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Cc]heers|[Bb]est|[Yy]ours(?: truly| sincerely| faithfully)?)[,.]?\\s{1,3})${FULL}(?=\\s{0,3}(?:\\n|$))`, 'g'),
    maxLength: 130,
    lookAround: 36,
    accept: (match) => !NOT_NAMES.test(match),
  },
]; // prettier-ignore
