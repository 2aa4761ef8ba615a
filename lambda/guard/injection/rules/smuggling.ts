import { any, type InjectionRule } from '../rule';

/** The order is to be put together, decoded or continued by the model itself. */
export const SMUGGLING_RULES: readonly InjectionRule[] = [
  {
    name: 'decode-and-obey',
    score: 0.5,
    cues: [
      'decode',
      'decrypt',
      'decipher',
      'base64',
      'rot13',
      'morse',
      'hex',
      'cipher',
      'encoded',
      'reversed',
      'deciphered',
      'decoded',
      'decoding',
    ],
    pattern: any(
      `\\b(?:decode|decrypt|decipher|unscramble|de-?obfuscate)\\b[^\\n]{0,80}\\b(?:and|then)\\s+(?:\\w+\\s+){0,3}(?:follow|execute|obey|do|run|answer|respond|perform|carry out|act)\\b`,
      `\\b(?:follow|execute|obey|answer|run|respond to)\\s+(?:\\w+\\s+){0,4}(?:decoded|encoded|deciphered|decrypted|hidden|base64)\\b`,
      `\\b(?:answer|respond|reply|speak|write|output)\\s+(?:\\w+\\s+){0,4}(?:in|with|using|only in)\\s+(?:only\\s+)?(?:base64|rot13|morse(?: code)?|leetspeak|l33t\\w{0,8}|binary|hex(?:adecimal)?|pig latin|caesar)\\b[^\\n]{0,200}\\b(?:how to|password|secret|prompt|instructions|illegal)`,
    ),
  },
  {
    name: 'payload-assembly',
    score: 0.45,
    cues: [
      'combine',
      'concatenate',
      'concat',
      'interlace',
      'join',
      'merge',
      'string',
      'x',
      'z',
      'let',
      'variable',
      'assemble',
      'parts',
    ],
    pattern: any(
      `\\b(?:combine|concatenate|join|merge|interlace|assemble|put together|sum)\\b[^\\n]{0,60}\\b(?:and|then)\\s+(?:\\w+\\s+){0,3}(?:answer|respond|execute|follow|do|reply|obey)\\b`,
      `\\binterlace\\s+part\\s+1\\b`,
      `\\b[a-z]\\s?=\\s?["'][^"'\\n]{1,120}["'][^\\n]{0,200}\\b[a-z]\\s?\\+\\s?[a-z]\\b`,
      `\\b(?:answer|respond to|execute|print the answer to)\\s+["']?(?:[a-z]\\s?\\+\\s?[a-z])(?:\\s?\\+\\s?[a-z]){0,5}\\b`,
    ),
  },
  {
    name: 'forced-opening',
    score: 0.4,
    cues: ['start', 'begin', 'starting', 'beginning', 'absolutely', 'sure', 'prefix', 'first', 'pwned'],
    pattern: any(
      `\\b(?:start|begin|starting|beginning|prefix|open)\\s+(?:\\w+\\s+){0,3}(?:response|answer|reply|message|output|outputs|sentence)s?\\s+(?:with|by saying)\\s*:?\\s*["'(<\\[]?\\s?(?:absolutely|sure|of course|yes|certainly|i can|here|ok|i'm free|hello)`,
      `\\bi\\s+have\\s+been\\s+pwned\\b`,
    ),
  },
  {
    name: 'mark-of-success',
    score: 0.6,
    untrusted: 0.85,
    cues: ['pwned', 'hacked', 'haxx0red', 'jailbroken'],
    pattern: any(
      `\\b(?:say|print|output|write|type|reply|respond|answer)\\s{1,3}(?:(?:only|just|exactly|back)\\s{1,3})?(?:with\\s{1,3})?["'(]?(?:(?:i have been|i am|you have been)\\s{1,3})?(?:pwned|hacked|haxx0red|jailbroken)\\b`,
    ),
  },
];
