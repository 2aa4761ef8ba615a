import { counts, type PersonalDataPattern } from './personal-data-pattern';

const NAME = "[A-Z][A-Za-z'.-]{0,30}";
const SUFFIX =
  '(?:Street|St|Str|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Court|Ct|Courts|Place|Pl|Square|Sq|Terrace|Ter|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Crescent|Close|Alley|Turnpike|Forges?|Crossroad|Row|Mews|Grove|Gardens|Walk|Wharf)';
const UNIT = '(?:,?\\s{1,3}(?:Apt|Apartment|Suite|Ste|Unit|Flat|Room|Floor|Fl|#)\\.?\\s?#?\\d{1,5}[A-Za-z]?)';
const PLACE = `(?:,?\\s{1,3}${NAME}(?:\\s${NAME}){0,2},?\\s(?:[A-Z]{2}\\s)?\\d{4,6}(?:-\\d{3,4})?)`;

const EUROPEAN =
  '(?:stra(?:ss|\\u00df)e|str\\.|weg|platz|allee|gasse|gata|gatan|gade|vej|vagen|veien|straat|laan|plein|kade|utca|katu|tie)';
const EUROPEAN_SO_FAR = new RegExp(`[A-Z][a-z\\u00df]{0,40}(?:\\.?\\s?|${EUROPEAN}\\s\\d.*)$`, 'sy');

/** Addresses where their form allows it: a number with a kind of street, a post-office box. */
export const STREET_ADDRESSES: readonly PersonalDataPattern[] = [
  {
    name: 'numbered-street',
    type: 'STREET_ADDRESS',
    starts: { lead: counts(1, 6), digits: 1 },
    open: /\d{1,6}[A-Za-z]?,?(?:\s(?:[A-Z].*)?)?$/sy,
    pattern: new RegExp(`(?<![\\w.,-])\\d{1,6}[A-Za-z]?,?\\s(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\\.?\\s)?(?:${NAME}\\s){1,4}${SUFFIX}\\.?(?![a-z])${UNIT}?${PLACE}?`, 'y'),
    maxLength: 330,
    lookAround: 1,
  },
  {
    name: 'european-street',
    type: 'STREET_ADDRESS',
    starts: 'word then number',
    open: EUROPEAN_SO_FAR,
    pattern: new RegExp(`(?<![\\w-])[A-Z][a-z]{2,30}?${EUROPEAN}\\s\\d{1,4}\\s?[a-zA-Z]?(?![\\w])${UNIT}?(?:,?\\s{1,3}\\d{4,5}\\s${NAME})?`, 'y'),
    maxLength: 330,
    lookAround: 1,
  },
  {
    name: 'romance-street',
    type: 'STREET_ADDRESS',
    open: /[A-Za-z]+\.?\s(?:[A-Zdl].*)?$/sy,
    starts: ['Rue ', 'rue ', 'Avenue ', 'avenue ', 'Boulevard ', 'boulevard ', 'Place ', 'place ', 'Via ', 'via ', 'Viale ', 'viale ', 'Piazza ', 'piazza ', 'Calle ', 'calle ', 'Plaza ', 'plaza ', 'Paseo ', 'paseo ', 'Rua ', 'rua ', 'Avenida ', 'avenida ', 'Ul. ', 'ul. ', 'Ulica ', 'ulica '],
    pattern: new RegExp(`(?<![\\w-])(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]alle|[Pp]laza|[Pp]aseo|[Rr]ua|[Aa]venida|[Uu]l\\.|[Uu]lica)\\s(?:(?:de|du|des|del|della|dei|do|da|dos|la|le|l')\\s?){0,3}${NAME}(?:\\s${NAME}){0,3}\\s\\d{1,4}\\s?[a-zA-Z]?(?![\\w])${UNIT}?(?:,?\\s{1,3}\\d{4,5}\\s${NAME})?`, 'y'),
    maxLength: 330,
    lookAround: 1,
  },
  {
    name: 'numbered-romance-street',
    type: 'STREET_ADDRESS',
    starts: { lead: counts(1, 5), digits: 1 },
    open: /\d{1,5}(?:\s?[a-z]{0,3})?,?(?:\s(?:[RrAaBbQqCcIiPp].*)?)?$/sy,
    pattern: new RegExp(`(?<![\\w.,-])\\d{1,5}(?:\\s?(?:bis|ter))?,?\\s(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Aa]llee|[Pp]lace)\\s(?:(?:de|du|des|d'|la|le|les|l')\\s?){0,3}${NAME}(?:[\\s-]${NAME}){0,3}(?:,?\\s\\d{5}\\s${NAME})?`, 'y'),
    maxLength: 240,
    lookAround: 1,
  },
  {
    name: 'post-office-box',
    type: 'STREET_ADDRESS',
    open: /(?:P\.?\s?(?:O|$)|PSC|Unit|CMR)\S{0,2}(?:\s(?:[B#\d].*)?)?$/sy,
    starts: ['P.O', 'PO ', 'P O', 'PSC ', 'Unit ', 'CMR '],
    pattern: /\b(?:P\.?\s?O\.?\s?Box|PSC|Unit|CMR)\s{1,2}#?\d{1,6}(?:,?\s(?:Box|box)\s\d{1,6})?(?=\s{0,3}(?:[,.\n]|(?:[AFD]PO)\b|$)|\s)(?:\s{1,3}[AFD]PO\s(?:AA|AE|AP)\s\d{5})?/y,
    maxLength: 80,
    lookAround: 6,
    accept: (match) => !match.startsWith('Unit') || /[AFD]PO/.test(match),
  },
]; // prettier-ignore
