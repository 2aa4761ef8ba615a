import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { tokenDensityOf } from '../../lambda/guard/checks/token-density';
import { createGuard, standardChecks } from '../../lambda/guard/engine';
import { readPolicy } from '../../lambda/guard/policy';

const guard = createGuard(readPolicy('standard'), { checks: standardChecks() });
const judge = (text: string) => guard.inspectRequest([{ role: 'user', text, path: '/t' }]);

let seed = 7;
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
  return seed % below;
};
const many = (make: () => string, times = 2_000): string => Array.from({ length: times }, make).join('');

describe('text that no tokenizer can shorten is refused', () => {
  test.each([
    ['pictures', many(() => String.fromCodePoint(0x1f300 + random(0x250)))],
    ['private code points', many(() => String.fromCodePoint(0xe000 + random(0x1000)))],
    ['hieroglyphs', many(() => String.fromCodePoint(0x13000 + random(0x400)))],
    ['marks upon marks', many(() => `a${many(() => String.fromCodePoint(0x300 + random(0x60)), 12)}`, 300)],
  ])('%s', (_what, text) => {
    const verdict = judge(text);
    expect(verdict).toMatchObject({ allowed: false, reason: 'resource_waste' });
  });
});

describe('what people write is not dense', () => {
  const words =
    'привет мир как дела 你好世界这是一个很长的句子 สวัสดีชาวโลก مرحبا بالعالم नमस्ते दुनिया שלום עולם xin chào thế giới'.split(
      ' ',
    );
  test.each([
    ['many scripts', many(() => `${words[random(words.length)]} `, 600)],
    [
      'Vietnamese with its marks, decomposed',
      many(() => 'Tiếng Việt được viết bằng chữ Quốc ngữ. '.normalize('NFD'), 80),
    ],
    ['a table with its frame', many(() => `│ ${random(1e6)} │ ${random(1e6)} ├──┼──┤\n`, 120)],
    ['code', readFileSync(path.join(__dirname, '..', '..', 'lambda', 'guard', 'engine.ts'), 'utf8')],
    ['numbers', many(() => `${random(1e9)}, `, 400)],
    [
      'base64',
      Buffer.from(
        many(() => String.fromCharCode(random(256)), 3_000),
        'latin1',
      ).toString('base64'),
    ],
    ['chat with some pictures', many(() => `See you at ${random(12)} o'clock 😀🎉 then! `, 100)],
  ])('%s', (_what, text) => {
    expect(tokenDensityOf(text)).toBeLessThan(0.3);
    expect(text.length).toBeGreaterThan(2_000);
  });
});

test('a short flood costs little and stays', () => {
  expect(judge('🎉'.repeat(100)).allowed).toBe(true);
});
