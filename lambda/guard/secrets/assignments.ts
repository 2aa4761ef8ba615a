import type { DataPattern } from '../data-pattern';
import { inAnyCase, isPlaceholder } from './secret-pattern';

/** How names of secrets begin; what stands before, `MY_APP_`, says nothing. */
const BEGINNINGS = inAnyCase('pass', 'pwd', 'secret', 'api', 'access', 'auth', 'client', 'private', 'encryption', 'signing', 'master', 'bearer', 'refresh', 'session', 'deploy', 'bot', 'connection', 'credential'); // prettier-ignore
const NAME =
  '(?:pass(?:word|wd|phrase|code)|pwd|secret(?:[_.-]?(?:key|access[_.-]?key|token))?|api[_.-]?(?:key|token|secret)|access[_.-]?(?:key|token)|auth[_.-]?(?:token|key)|client[_.-]?secret|private[_.-]?key|encryption[_.-]?key|signing[_.-]?key|master[_.-]?key|(?:bearer|refresh|session|deploy|bot)[_.-]?token|connection[_.-]?string|credentials?)';
/** A name, its sign and so much of the value as there is. */
const OPEN = /[a-z_.-]{1,24}["']?\s{0,3}(?:[:=,][=>]?\s{0,3}\S*)?$/iy;

/** Values that are named a secret, in code, configuration and shell commands, of whatever service. */
export const ASSIGNMENTS: readonly DataPattern[] = [
  {
    name: 'aws-secret-access-key',
    type: 'SECRET',
    starts: inAnyCase('aws'),
    pattern: /aws[^\n]{0,20}?(?:secret|key)[^\n]{0,24}?[=:>"'\s]([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/diy,
    maxLength: 100,
    lookAround: 1,
    accept: (match) => !isPlaceholder(match) && hasVariety(match),
  },
  {
    name: 'quoted-secret',
    type: 'SECRET',
    starts: BEGINNINGS,
    pattern: new RegExp(`${NAME}["']?\\s{0,3}(?::=|=>|[:=,])\\s{0,3}["'\`]([^\\s"'\`<>{}$]{8,200})(?=["'\`])`, 'diy'),
    maxLength: 240,
    lookAround: 1,
    open: OPEN,
    accept: (match) => !isPlaceholder(match) && isRandom(match),
  },
  {
    name: 'bare-secret',
    type: 'SECRET',
    starts: BEGINNINGS,
    pattern: new RegExp(`${NAME}\\s{0,3}[=:]\\s{0,3}([A-Za-z0-9+/_!@#%^&*~.-]{10,200}={0,2})(?![A-Za-z0-9("'\`\\[])`, 'diy'),
    maxLength: 240,
    lookAround: 1,
    open: OPEN,
    accept: (match) => !isPlaceholder(match) && isRandom(match),
  },
  {
    name: 'told-password',
    type: 'SECRET',
    starts: [...inAnyCase('pass', 'pin code', 'api key', 'access key', 'secret key', 'token'), 'API key', 'PIN code'],
    pattern: /(?:password|passwd|passphrase|pin code|passcode|api key|access key|secret key|token)\s{1,2}(?:is|was|=|:)\s{1,2}["'`]?([A-Za-z0-9!@#$%^&*_+~.-]{6,100})/diy,
    maxLength: 130,
    lookAround: 1,
    open: /[a-z]{1,10}(?: [a-z]{0,4})?(?:\s{1,2}(?:i|is|w|wa|was|=|:)?(?:\s{1,2}["'`]?\S*)?)?$/iy,
    accept: (match) => !isPlaceholder(match) && /[A-Za-z]/.test(match) && /[0-9]/.test(match),
  },
  ...[
    ['curl', ['curl', 'wget'], '(?:curl|wget)\\b[^\\n|]{0,200}?\\s(?:-u|--user)[ =]["\']?[^\\s:"\']{1,80}:[^\\s"\']{4,100}'],
    ['sshpass', ['sshpass'], 'sshpass\\s{1,3}-p\\s{0,3}["\']?[^\\s"\']{4,100}'],
    ['database', ['mysql', 'mongo'], '(?:mysql\\b[^\\n|]{0,200}?\\s(?:-p|--password=?\\s?)|mongo(?:sh)?\\b[^\\n|]{0,200}?\\s(?:-p|--password)[ =]?)[^\\s-][^\\s]{3,100}'],
    ['docker', ['docker'], 'docker\\s{1,3}login\\b[^\\n|]{0,200}?\\s(?:-p|--password)[ =][^\\s]{4,100}'],
  ].map(([tool, starts, pattern]): DataPattern => ({
    name: `${String(tool)}-credential`,
    type: 'SECRET',
    starts: starts as readonly string[],
    pattern: new RegExp(pattern as string, 'y'),
    maxLength: 420,
    lookAround: 1,
    open: /[^\n|]{0,420}$/y,
    accept: (match) => !isPlaceholder(match) && !/\$[A-Z{(]/.test(match),
  })),
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
