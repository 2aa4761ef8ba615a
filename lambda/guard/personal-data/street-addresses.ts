import { counts, type PersonalDataPattern } from './personal-data-pattern';

/** Answers are read as they are written: with the marks over their letters, which a request is read without. */
const UPPER = 'A-Z\\u00c0-\\u00de';
const LETTER = 'A-Za-z\\u00c0-\\u024f';
const NAME = `[${UPPER}][${LETTER}'.-]{0,30}`;
const SUFFIX =
  '(?:Street|St|Str|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Court|Ct|Courts|Place|Pl|Square|Sq|Terrace|Ter|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Crescent|Close|Alley|Turnpike|Forges?|Crossroad|Row|Mews|Grove|Gardens|Walk|Wharf|Quay|Parade|Esplanade|Marg|Nagar)';
const UNIT =
  '(?:,?\\s{1,3}(?:Apt|Apartment|Suite|Ste|Unit|Flat|Room|Floor|Fl|#)\\.?\\s?#?\\d{1,5}(?:-\\d{1,4})?[A-Za-z]?)';

const TOWN = `[${UPPER}][${LETTER}'.-]{0,20}(?: (?:(?:de|del|la|le|do|da|of|am|an|der|den|upon|sur) )?[${UPPER}][${LETTER}'.-]{0,20})?`;
/** Postal codes: in digits, and those of Great Britain, Canada, the Netherlands, Sweden, Poland, Brazil and Japan. */
const CODE =
  '(?:\\d{4}\\s[A-Z]{2}|\\d{4,6}(?:-\\d{3,4})?|[A-Z]{1,2}\\d[A-Z\\d]?\\s\\d[A-Z]{2}|[A-Z]\\d[A-Z]\\s?\\d[A-Z]\\d|\\d{3}[ -]\\d{2,4}|\\d{2}-\\d{3})(?![\\w-])';
/** Between two parts of an address: a comma, the end of a line. */
const NEXT = '(?:,\\s{0,3}|\\s?\\n[\\s,]{0,3})';
/** What leads to a postal code belongs to the address; without one only what stands after commas does. */
const PLACE = `(?:(?:(?:${NEXT}|\\s)${TOWN}(?:${NEXT}${TOWN}){0,2})?(?:${NEXT}|\\s)(?:[A-Z]{1,2}[ -])?${CODE}(?:\\s[${UPPER}][${LETTER}'.-]{1,20})?|(?:, ${TOWN}){1,2})`;
const TAIL = `${UNIT}{0,2}${PLACE}?`;

const EUROPEAN =
  '(?:stra(?:ss|\\u00df)e|str\\.|weg|platz|allee|gasse|damm|ufer|chaussee|gata|gatan|gade|vej|v[a\\u00e4]gen|vegen|veien|stigen|torget|straat|laan|plein|kade|gracht|singel|utca|katu|kuja|polku|tie)';
/** Nothing but names with capitals up to the kind of street: ordinary words after a number are soon none of an address. */
const NUMBERED_SO_FAR = new RegExp(`\\d{1,6}[A-Za-z]?,?(?:\\s(?:\\d{1,5}\\s?)?(?:${NAME}\\s){0,6}(?:${NAME})?)?$|\\d{1,6}[A-Za-z]?,?\\s(?:\\d{1,5}\\s)?(?:${NAME}\\s){1,5}${SUFFIX}(?![a-z]).*$`, 'sy'); // prettier-ignore
const EUROPEAN_SO_FAR = new RegExp(`[${UPPER}][a-z\\u00df-\\u00ff]{0,40}(?:\\.?\\s?|${EUROPEAN}\\s\\d.*)$`, 'sy');

/** Addresses where their form allows it: a number with a kind of street, a post-office box, what is called an address. */
export const STREET_ADDRESSES: readonly PersonalDataPattern[] = [
  {
    name: 'numbered-street',
    type: 'STREET_ADDRESS',
    starts: { lead: counts(1, 6), digits: 1 },
    open: NUMBERED_SO_FAR,
    pattern: new RegExp(`(?<![\\w.,-])\\d{1,6}[A-Za-z]?,?\\s(?:\\d{1,5}\\s)?(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\\.?\\s)?(?:${NAME}\\s){1,4}${SUFFIX}\\.?(?![a-z])${TAIL}`, 'y'),
    maxLength: 420,
    lookAround: 1,
  },
  {
    name: 'european-street',
    type: 'STREET_ADDRESS',
    starts: 'word then number',
    open: EUROPEAN_SO_FAR,
    pattern: new RegExp(`(?<![\\w-])[${UPPER}][a-z\\u00df-\\u00ff]{2,30}?${EUROPEAN}\\s\\d{1,4}\\s?[a-zA-Z]?(?![\\w])${TAIL}`, 'y'),
    maxLength: 420,
    lookAround: 1,
  },
  {
    name: 'romance-street',
    type: 'STREET_ADDRESS',
    open: new RegExp(`[A-Za-z\\u00e7]+\\.?\\s(?:[a-z']{1,5}\\s?){0,3}(?:${NAME}\\s?){0,4}(?:,?\\s?(?:[Nn][.or]{0,2}\\s?)?(?:\\d.*)?)?$`, 'sy'),
    starts: ['Rue ', 'rue ', 'Avenue ', 'avenue ', 'Boulevard ', 'boulevard ', 'Place ', 'place ', 'Via ', 'via ', 'Viale ', 'viale ', 'Piazza ', 'piazza ', 'Corso ', 'Largo ', 'Vicolo ', 'Calle ', 'calle ', 'Plaza ', 'plaza ', 'Paseo ', 'paseo ', 'Avda. ', 'Carrer ', 'Rua ', 'rua ', 'Avenida ', 'avenida ', 'Travessa ', 'Praca ', 'Pra\u00e7a ', 'Alameda ', 'Ul. ', 'ul. ', 'Ulica ', 'ulica ', 'Strada ', 'Bulevardul ', 'Calea ', 'Jalan ', 'Jl. '],
    pattern: new RegExp(`(?<![\\w-])(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Vv]ia|[Vv]iale|[Pp]iazza|Corso|Largo|Vicolo|[Cc]alle|[Pp]laza|[Pp]aseo|Avda\\.|Carrer|[Rr]ua|[Aa]venida|Travessa|Pra[c\u00e7]a|Alameda|[Uu]l\\.|[Uu]lica|Strada|Bulevardul|Calea|Jalan|Jl\\.)\\s(?:(?:de|du|des|del|della|dei|do|da|dos|la|le|l')\\s?){0,3}${NAME}(?:\\s${NAME}){0,3}(?:,?\\s(?:n[.o]{1,2}\\s?|[Nn]r\\.?\\s)?)\\d{1,4}\\s?[a-zA-Z]?(?![\\w])${TAIL}`, 'y'),
    maxLength: 420,
    lookAround: 1,
    // the English word, not the street.
    accept: (match) => !(match.startsWith('via ') && match.includes('. ')),
  },
  {
    name: 'numbered-romance-street',
    type: 'STREET_ADDRESS',
    starts: { lead: counts(1, 5), digits: 1 },
    open: /\d{1,5}(?:\s?[a-z]{0,3})?,?(?:\s(?:\d{1,5}\s?)?(?:[A-Za-z]{1,9}|(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Aa]llee|[Pp]lace|Route|Cours)\s.*)?)?$/sy,
    pattern: new RegExp(`(?<![\\w.,-])\\d{1,5}(?:\\s?(?:bis|ter))?,?\\s(?:\\d{1,5}\\s)?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Aa]llee|[Pp]lace|Route|Cours)\\s(?:(?:de|du|des|d'|la|le|les|l')\\s?){0,3}${NAME}(?:[\\s-]${NAME}){0,3}${TAIL}`, 'y'),
    maxLength: 420,
    lookAround: 1,
  },
  {
    name: 'named-place-with-postal-code',
    type: 'STREET_ADDRESS',
    starts: ['Am ', 'An der ', 'An den ', 'Auf dem ', 'Auf der ', 'Im ', 'In der ', 'In den ', 'Unter den ', 'Zum ', 'Zur ', 'Alte ', 'Alter ', 'Neue ', 'Neuer '],
    open: /[A-Z][a-z]{1,5}(?: de?[rnm]?)?(?: (?:[A-Z\u00c0-\u00de][a-z\u00df-\u00ff-]{0,30} ?){0,2}(?:\d{1,4} ?[a-z]?(?:[,\s].*)?)?)?$/sy,
    pattern: /(?<![\w-])(?:Am|An de[rn]|Auf de[rm]|Im|In de[rn]|Unter den|Zu[mr]|Alter?|Neuer?) [A-Z\u00c0-\u00de][a-z\u00df-\u00ff-]{1,30}(?: [A-Z\u00c0-\u00de][a-z\u00df-\u00ff-]{1,30})? \d{1,4} ?[a-z]?(?:,\s{0,3}|\s{0,2}\n\s{0,3})(?:(?:A|D|CH)-)?\d{4,5} [A-Z\u00c0-\u00de][A-Za-z\u00c0-\u00ff-]{1,30}/y,
    maxLength: 160,
    lookAround: 1,
  },
  {
    name: 'japanese-address',
    type: 'STREET_ADDRESS',
    starts: { lead: ['1-', '2-', '3-', '4-'], digits: 2 },
    open: /\d{1,4}(?:-\d{0,3}(?:-\d{0,4})?(?:,? ?(?:[A-Z][a-z]{0,20},? ?){0,3}(?:-[a-z].*|-)?)?)?$/sy,
    pattern: /(?<![\w.,-])\d{1,4}-\d{1,3}(?:-\d{1,4})?,? (?:[A-Z][a-z]{1,20},? ){0,2}[A-Z][a-z]{1,20}-(?:ku|shi|cho|machi|gun)(?:, [A-Z][a-z]{1,20}(?:-(?:to|fu|ken|shi|do))?){0,2}(?: \d{3}-\d{4}(?![\w-]))?/y,
    maxLength: 200,
    lookAround: 1,
  },
  {
    name: 'introduced-address',
    type: 'STREET_ADDRESS',
    starts: ['address is ', 'Address is ', 'address: ', 'Address: ', 'Address:\n', 'address:\n', 'lives at ', 'live at ', 'living at ', 'resides at ', 'reside at ', 'residing at ', 'located at ', 'Adresse: ', 'Anschrift: ', 'Direccion: ', 'Indirizzo: ', 'Endereco: ', 'Adres: '],
    open: /[A-Za-z]+:?\s(?:(?:is|at)\s)?\s{0,8}(?:\d{1,6}(?:\s(?:[A-Z\d].*)?)?)?$/sy,
    pattern: new RegExp(`(?<![\\w])(?:[Aa]ddress(?: is|:)|[Ll]iv(?:es?|ing) at|[Rr]esid(?:es?|ing) at|[Ll]ocated at|Adresse:|Anschrift:|Direccion:|Indirizzo:|Endereco:|Adres:)\\s{1,8}(\\d{1,6}[A-Za-z]?,?(?: \\d{1,5})?(?: [${UPPER}][${LETTER}'.-]{1,20}){1,4}(?: \\d{1,4}(?![\\w-]))?\\.?${TAIL})`, 'dy'),
    maxLength: 460,
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
