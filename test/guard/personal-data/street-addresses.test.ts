import { createGuard } from '../../../lambda/guard/engine';
import { PatternSet } from '../../../lambda/guard/pattern-set';
import { PERSON_NAMES } from '../../../lambda/guard/personal-data/person-names';
import { STREET_ADDRESSES } from '../../../lambda/guard/personal-data/street-addresses';
import { readPolicy } from '../../../lambda/guard/policy';
import { viewsOf } from '../../../lambda/guard/views';
import { allCuts } from '../response/splits';

const addresses = new PatternSet(STREET_ADDRESSES);
const names = new PatternSet(PERSON_NAMES);
const first = (set: typeof addresses, text: string): string | undefined => {
  const [view] = viewsOf(text);
  const [match] = set.find(view?.plain ?? '');
  if (view === undefined || match === undefined) return undefined;
  const { start, end } = view.plainOrigin(match.start, match.end);
  return text.slice(start, end);
};

const ADDRESSES: readonly (readonly [string, string])[] = [
  ['the United States', '1600 Amphitheatre Parkway, Mountain View, CA 94043'],
  ['Great Britain', '221B Baker Street, London NW1 6XE'],
  ['Ireland', '12 Merrion Square, Dublin'],
  ['Canada', '24 Sussex Drive, Ottawa, ON K1M 1M4'],
  ['Australia', '48 Pirrama Road, Pyrmont NSW 2009'],
  ['New Zealand', '7 Waterloo Quay, Wellington 6011'],
  ['South Africa', '92 Loop Street, Cape Town 8001'],
  ['India', '27 Residency Road, Bengaluru 560025'],
  ['Singapore', '10 Anson Road #12-34, Singapore 079903'],
  ['Germany', 'Friedrichstraße 43, 10117 Berlin'],
  ['Germany, in two words', 'Unter den Linden 77, 10117 Berlin'],
  ['Austria', 'Landstrasse 12, A-4020 Linz'],
  ['Switzerland', 'Seeweg 5, CH-8008 Zürich'],
  ['the Netherlands', 'Keizersgracht 123, 1015 CJ Amsterdam'],
  ['France', '55 rue du Faubourg, 75008 Paris'],
  ['Spain', 'Calle de Alcalá 50, 28014 Madrid'],
  ['Italy', 'Via Garibaldi 12, 16124 Genova'],
  ['Portugal', 'Rua Augusta 24, 1100 Lisboa'],
  ['Brazil', 'Avenida Paulista, 1578'],
  ['Poland', 'ul. Marszałkowska 10, 00-590 Warszawa'],
  ['Romania', 'Strada Lipscani 5, Bucuresti'],
  ['Sweden', 'Drottninggatan 53, 111 21 Stockholm'],
  ['Denmark', 'Vestergade 16, 1456 Kobenhavn'],
  ['Norway', 'Storgata 5, 0155 Oslo'],
  ['Finland', 'Mannerheimintie 12, 00100 Helsinki'],
  ['Hungary', 'Vaciutca 22, Budapest'],
  ['Japan', '2-11-3 Meguro, Meguro-ku, Tokyo 153-0063'],
  ['an army', 'PSC 1234, Box 5678'],
];

test.each(ADDRESSES)('an address of %s is found whole: %s', (_, address) => {
  expect(first(addresses, `Please send it to ${address}.`)?.replace(/\.$/, '')).toBe(address);
});

test('an address over lines is one', () => {
  const address = '12 Crown Street\n Suite 680\n Kissousa\n Cyprus 36903';
  expect(first(addresses, `Write to ${address}\n\nThank you`)).toBe(address);
});

test.each([
  'I ran 12 Times around the Park on the Road',
  'In 2024 Report by the Court',
  'see page 7, Table 3, and 12 Angry Men',
  'Am 5. Januar 2024, 10115 Euro wurden bezahlt',
  'between 2-3 Weeks after that',
  'via Email. Then 5 more',
  'the address is 12 characters long',
])('%s is no address', (text) => expect(first(addresses, text)).toBeUndefined());

test('an address is replaced before any of it is sent, wherever the stream is cut', () => {
  const guard = createGuard(readPolicy('standard'));
  const request = {
    allowed: true,
    segments: [],
    findings: [],
    pseudonyms: new Map(),
    untrustedContent: false,
  } as const;
  for (const [, address] of ADDRESSES) {
    const text = `It is ${address} and then some more words, in 12 Minutes or on the 3rd.`;
    const sent = [...allCuts(text), [text], [...text]].map((pieces) => {
      const response = guard.openResponse({ request, systemPrompts: [], canaries: [], channel: 'text', sink: 'text' });
      return [...pieces.map((piece) => response.push(piece)), response.end()]
        .map((step) => (step.allowed ? step.text : 'refused'))
        .join('');
    });
    expect([address, [...new Set(sent)]]).toEqual([address, [expect.stringMatching(/^It is \[[A-Z_]+\]/)]]);
  }
});

test.each([
  ["What's your last name? Magnusson.", 'Magnusson'],
  ['I would like to remove my daughter Ada Lovelace from it.', 'Ada Lovelace'],
  ['My great grandmother was called Ada King, so far.', 'Ada King'],
  ['Please follow up with Grace Hopper soon.', 'Grace Hopper'],
  ['The form says\nBeneficiary: Alan Mathison Turing\nDate:', 'Alan Mathison Turing'],
  ['Vorname: Konrad\nNachname: Zuse', 'Konrad'],
  ['Liebe Frau Noether, danke.', 'Frau Noether'],
  ['Beste dhr. de Vries,', undefined],
  ['Viele Grüße\nKonrad Zuse\n', 'Konrad Zuse'],
  ['Author: Free Software Foundation\n', undefined],
  ['follow up with North America', undefined],
  ['my son Monday', undefined],
  ['an interview with Engineering', undefined],
])('%j names %j', (text, name) => expect(first(names, text)).toBe(name));
