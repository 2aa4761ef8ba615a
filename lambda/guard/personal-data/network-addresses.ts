import { isIPv6 } from 'node:net';
import { NUMBER_SO_FAR, type PersonalDataPattern } from './personal-data-pattern';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';

/** Addresses of machines that lead to a person. */
export const NETWORK_ADDRESSES: readonly PersonalDataPattern[] = [
  {
    name: 'ipv4-address',
    type: 'IP_ADDRESS',
    starts: { lead: ['1.', '2.', '3.'], digits: 4 },
    open: NUMBER_SO_FAR,
    pattern: new RegExp(`(?<![\\w.-])${OCTET}(?:\\.${OCTET}){3}(?![\\w-]|\\.\\d)`, 'y'),
    maxLength: 15,
    lookAround: 20,
    lookAhead: 2,
    // four numbers with dots are also the version of a program or a paragraph of a law.
    accept: (match, text, start) =>
      !/(?:\bv|\bversion|\brelease|\bbuild|§|\bsection|\bchapter)[\s:=]{0,3}$/i.test(text.slice(Math.max(0, start - 12), start)) &&
      match !== '0.0.0.0' &&
      !match.startsWith('127.'),
  },
  {
    name: 'ipv6-address',
    type: 'IP_ADDRESS',
    starts: { around: ':', run: /[0-9A-Fa-f:]/, max: 40 },
    pattern: /(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{1,38}(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?|::[0-9A-Fa-f:]{1,37}(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?)(?![\w:]|\.\d)/y,
    maxLength: 60,
    lookAround: 1,
    open: /[\dA-Fa-f:.]*$/y,
    accept: (match) => match !== '::1' && isIPv6(match) && (match.match(/[0-9A-Fa-f]+/g)?.length ?? 0) >= 2,
  },
  {
    name: 'mac-address',
    type: 'MAC_ADDRESS',
    starts: 'pairs',
    pattern: /(?<![\w:-])[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])/y,
    maxLength: 17,
    lookAround: 1,
    open: /[\dA-Fa-f:-]*$/y,
    accept: (match) => /[1-9A-Ea-e]/.test(match),
  },
]; // prettier-ignore
