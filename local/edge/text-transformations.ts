import { createHash } from 'node:crypto';

/** AWS WAF's text transformations, as far as rules of ours may name them; an unknown name stops the start. */
const TRANSFORMATIONS: Readonly<Record<string, (text: string) => string>> = {
  NONE: (text) => text,
  LOWERCASE: (text) => text.toLowerCase(),
  COMPRESS_WHITE_SPACE: (text) => text.replace(/[\t\n\v\f\r\u00a0 ]+/g, ' '),
  URL_DECODE: urlDecode,
  URL_DECODE_UNI: (text) =>
    urlDecode(text.replace(/%u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))),
  HTML_ENTITY_DECODE: (text) =>
    text
      .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => codePoint(parseInt(hex, 16)))
      .replace(/&#(\d{1,7});/g, (_, digits: string) => codePoint(Number(digits)))
      .replace(/&(quot|amp|lt|gt|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ''),
  REMOVE_NULLS: (text) => text.replaceAll('\0', ''),
  REPLACE_NULLS: (text) => text.replaceAll('\0', ' '),
  NORMALIZE_PATH: normalizePath,
  NORMALIZE_PATH_WIN: (text) => normalizePath(text.replaceAll('\\', '/')),
  BASE64_DECODE: (text) => Buffer.from(text, 'base64').toString('latin1'),
  BASE64_DECODE_EXT: (text) => Buffer.from(text.replace(/[^a-z0-9+/=]/gi, ''), 'base64').toString('latin1'),
  HEX_DECODE: (text) => Buffer.from(text, 'hex').toString('latin1'),
  MD5: (text) => createHash('md5').update(text, 'latin1').digest('hex'),
};

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: ' ' };

function codePoint(value: number): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '';
}

function urlDecode(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function normalizePath(text: string): string {
  const kept: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '.' && (part !== '' || kept.length === 0)) kept.push(part);
  }
  return kept.join('/');
}

interface TransformationSetting {
  readonly Priority: number;
  readonly Type: string;
}

/** The transformations of a statement, composed in their order. */
export function transformationOf(settings: readonly TransformationSetting[], where: string): (text: string) => string {
  const chain = [...settings]
    .sort((a, b) => a.Priority - b.Priority)
    .map(({ Type }) => {
      const transformation = TRANSFORMATIONS[Type];
      if (!transformation) throw new Error(`${where}: expected a text transformation that the edge knows, got ${Type}`);
      return transformation;
    });
  return (text) => chain.reduce((current, transformation) => transformation(current), text);
}
