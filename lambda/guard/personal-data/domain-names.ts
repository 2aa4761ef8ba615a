import type { PersonalDataPattern } from './personal-data-pattern';

/** Top-level domains that are no word, no abbreviation and no file ending: enough for a name that stands alone. */
const PLAIN = new Set(
  (
    'com net org edu gov mil info biz eu uk de fr es nl ch se dk fi pl cz sk hu ro bg gr pt ie ru ua tr il ae sa cn jp kr tw hk sg ' +
    'vn ph au nz za ng ke eg br ar mx cl pe ve ca io app dev cloud online site shop store xyz tech club blog top website space agency ' +
    'digital solutions company email live world media news network services group ltd inc gmbh academy'
  ).split(' '),
);
/** What looks like a domain but is a product or a file: `ASP.NET`, `node.io`. */
const PRODUCTS =
  /^(?:asp|ado|vb|socket|draw|system|microsoft|system\.[a-z.]{1,40}|github|std|java|javax|import|package|self|this|os|sys)\.[a-z]{2,4}$/i;

/** Names of hosts, with the scheme where there is one. */
export const DOMAIN_NAMES: readonly PersonalDataPattern[] = [
  {
    name: 'web-address',
    type: 'DOMAIN_NAME',
    starts: ['http', 'HTTP', 'Http', 'www.', 'WWW.', 'ftp:'],
    pattern:
      /(?<![\w.@-])(?:(?:https?|ftp):\/\/(?:www\.)?|www\.)(?!\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.-]))(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z][A-Za-z0-9-]{1,23}(?::\d{1,5})?(?:\/(?![\w%~#?.-]))?/iy,
    open: /\S*$/y,
    maxLength: 480,
    lookAround: 1,
  },
  {
    name: 'domain-name',
    type: 'DOMAIN_NAME',
    starts: { around: '.', run: /[A-Za-z0-9.-]/, max: 260, then: /[A-Za-z]/ },
    pattern:
      /(?<![\w.@/\\-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,12}(?![\w(@=[{-]|\.[A-Za-z0-9])/y,
    open: /\S*$/y,
    maxLength: 340,
    lookAround: 2,
    accept: (match) => {
      const labels = match.split('.');
      const ending = labels[labels.length - 1] ?? '';
      const name = labels[labels.length - 2] ?? '';
      // one case: `example.com`, not the end of a sentence before `Com`.
      return (
        PLAIN.has(ending.toLowerCase()) &&
        (ending === ending.toLowerCase() || match === match.toUpperCase()) &&
        /[A-Za-z]/.test(name) &&
        name.length > 1 &&
        !PRODUCTS.test(match)
      );
    },
  },
];
