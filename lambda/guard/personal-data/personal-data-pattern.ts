import { followsLetters, type DataPattern } from '../data-pattern';
import type { PersonalDataType } from './types';

/** One form in which one kind of personal data is written. */
export interface PersonalDataPattern extends DataPattern {
  readonly type: PersonalDataType;
}

/** How far before or after a match a word may stand that says what it is. */
export const CONTEXT_UNITS = 48;

/** Whether the words before a match, on its line or the one above, say what it is. */
export function introduced(by: RegExp, text: string, start: number): boolean {
  return followsLetters(text, start) && by.test(text.slice(Math.max(0, start - CONTEXT_UNITS), start));
}

/** Digits of a match, without its separators. */
export function digitsOf(match: string): string {
  return match.replace(/[^0-9]/g, '');
}

/** So many leading digits, from the fewest to the most, as `starts` lists them. */
export function counts(fewest: number, most: number, then = ''): readonly string[] {
  return Array.from({ length: most - fewest + 1 }, (_, i) => `${fewest + i}${then}`);
}

/** What has been nothing but a number until the text ended. */
export const NUMBER_SO_FAR = /[0-9 .,/()+-]*$/y;
