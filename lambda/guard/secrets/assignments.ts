import type { DataPattern } from '../data-pattern';
import { isPlaceholder } from './secret-pattern';

const NAME =
  '(?:[a-z0-9]{1,24}[_.-]){0,4}(?:pass(?:word|wd|phrase|code)|passwd|pwd|secret(?:[_.-]?(?:key|access[_.-]?key|token))?|api[_.-]?(?:key|token|secret)|apikey|access[_.-]?(?:key|token)|auth[_.-]?(?:token|key)|client[_.-]?secret|private[_.-]?key|encryption[_.-]?key|signing[_.-]?key|master[_.-]?key|(?:bearer|refresh|session|deploy|bot)[_.-]?token|connection[_.-]?string|credentials?)';

/** What every such name has; cheap to look for. */
const NAMED = ['pass', 'pwd', 'secret', 'key', 'token', 'credential', 'connection'];

/** Values that are named a secret, in code, configuration and shell commands, of whatever service. */
export const ASSIGNMENTS: readonly DataPattern[] = [
  {
    name: 'aws-secret-access-key',
    type: 'SECRET',
    starts: { needs: ['aws'] },
    pattern: /(?<=\baws.{0,20}(?:secret|key).{0,24}[=:>"'\s])(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
    maxLength: 40,
    lookAround: 60,
    accept: (match) => !isPlaceholder(match) && hasVariety(match),
  },
  {
    name: 'quoted-secret',
    type: 'SECRET',
    starts: { needs: NAMED },
    pattern: new RegExp(`(?<=(?<![A-Za-z0-9])${NAME}["']?\\s{0,3}(?::|=|=>|:=|,)\\s{0,3}["'\`])[^\\s"'\`<>{}$]{8,200}(?=["'\`])`, 'gi'),
    maxLength: 200,
    lookAround: 190,
    accept: (match) => !isPlaceholder(match) && isRandom(match),
  },
  {
    name: 'bare-secret',
    type: 'SECRET',
    starts: { needs: NAMED },
    pattern: new RegExp(`(?<=(?<![A-Za-z0-9])${NAME}\\s{0,3}[=:]\\s{0,3})[A-Za-z0-9+/_!@#%^&*~.-]{10,200}={0,2}(?![A-Za-z0-9("'\`\\[])`, 'gi'),
    maxLength: 202,
    lookAround: 190,
    accept: (match) => !isPlaceholder(match) && isRandom(match),
  },
  {
    name: 'told-password',
    type: 'SECRET',
    starts: { needs: NAMED },
    pattern: /(?<=\b(?:password|passwd|passphrase|pin code|passcode|api key|access key|secret key|token)\s{1,2}(?:is|was|=|:)\s{1,2}["'`]?)[A-Za-z0-9!@#$%^&*_+~.-]{6,100}/gi,
    maxLength: 100,
    lookAround: 40,
    accept: (match) => !isPlaceholder(match) && /[A-Za-z]/.test(match) && /[0-9]/.test(match),
  },
  {
    name: 'shell-credential',
    type: 'SECRET',
    starts: ['curl', 'mysql', 'psql', 'sshpass', 'docker', 'wget', 'mongo', 'redis-cli'],
    pattern: /\b(?:curl|wget)\b[^\n|]{0,200}\s(?:-u|--user)[ =]["']?[^\s:"']{1,80}:[^\s"']{4,100}|\bsshpass\s{1,3}-p\s{0,3}["']?[^\s"']{4,100}|\b(?:mysql|mongo|mongosh)\b[^\n|]{0,200}\s(?:-p|--password=?\s?)[^\s-][^\s]{3,100}|\bdocker\s{1,3}login\b[^\n|]{0,200}\s(?:-p|--password)[ =][^\s]{4,100}/g,
    maxLength: 420,
    lookAround: 1,
    accept: (match) => !isPlaceholder(match) && !/\$[A-Z{(]/.test(match),
  },
]; // prettier-ignore

/** Letters and digits mixed, or symbols: no word, no name of a variable, no path. */
function isRandom(value: string): boolean {
  if (/^(?:process|os|env|config|settings|self|this|true|false|null|none|undefined|string|str)\b/i.test(value))
    return false;
  if (/^[a-z_.-]+$|^[A-Z_.-]+$|^[A-Za-z]+$|^[0-9.]+$/.test(value)) return false;
  if (/^(?:https?|arn|file|s3|ssm|vault|secretsmanager)[:/]|^[/.~]\S{0,3}[/]/.test(value)) return false;
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value) && hasVariety(value);
}

/** Enough different characters to be random: a real key of this length has. */
function hasVariety(value: string): boolean {
  return new Set(value).size >= Math.min(12, value.length * 0.5);
}
