import { STATUSES, type Ledger } from './ledger';

const START = '<!-- ledger counts: npm run docs:first-real-deploy -->';
const END = '<!-- end of ledger counts -->';
/** What a start prints; README shows it. */
const PRINTED = /(compare the template with what was deployed: )[\w ,]+/;

/** The counts of a ledger as a start prints them. */
export function countsOf({ counts }: Pick<Ledger, 'counts'>): string {
  return STATUSES.map((status) => `${counts[status]} ${status}`).join(', ');
}

/**
 * README with the counts of this ledger: between its markers, and in the start that it shows.
 *
 * @throws when README has no place for them
 */
export function withCounts(readme: string, ledger: Ledger): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md: expected '${START}' and '${END}', got no such place`);
  const all = STATUSES.reduce((sum, status) => sum + ledger.counts[status], 0);
  const lines = [
    `Of the ${all} properties that the template sets, by resource type: ${countsOf(ledger)}.`,
    '[docs/first-real-deploy.md](docs/first-real-deploy.md) has the command by which a first account confirms each that is',
    'not emulated.',
  ];
  const text = `${readme.slice(0, start)}${START}\n\n${lines.join(' ')}\n\n${readme.slice(end)}`;
  return text.replace(PRINTED, (_, before: string) => `${before}${countsOf(ledger)}`);
}
