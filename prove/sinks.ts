import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { chromium, type Page } from 'playwright-core';
import { allowedHosts } from '../lambda/guard/response/sinks/allowed-hosts';
import { sinkStage, type TextSink } from '../lambda/guard/response/sinks/sink-stage';
import { activePayloads, HARMLESS_MARKDOWN } from './payloads';
import type { Proof, ProofContext, ProofResult } from './proof';

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** As many payloads share a page: one page each would take minutes, and a batch that fires is searched one by one. */
const BATCH = 150;
const ORIGIN = 'http://sink.test/';

const allows = allowedHosts([]);
const markdownIt = new MarkdownIt({ html: true, linkify: true });

function safeFor(sink: TextSink, text: string): string {
  const stage = sinkStage(sink, allows);
  return stage.push(text) + stage.end();
}

/** Where an answer ends up in a page. `unsafe` leaves the guard out: the harness must then see payloads fire. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  'html content': (text) => `<div>${safeFor('html', text)}</div>`,
  'html attribute': (text) => `<div title="${safeFor('html', text)}" data-x='${safeFor('html', text)}'>x</div>`,
  'html link': (text) => `<a class="link" href="${safeFor('html', text)}">x</a>`,
  'markdown by markdown-it': (text) => `<div>${markdownIt.render(safeFor('markdown', text))}</div>`,
  'markdown by marked': (text) => `<div>${marked.parse(safeFor('markdown', text), { async: false })}</div>`,
};
const UNSAFE: Readonly<Record<string, (text: string) => string>> = {
  'html content': (text) => `<div>${text}</div>`,
  'markdown by markdown-it': (text) => `<div>${markdownIt.render(text)}</div>`,
};

interface Fired {
  readonly scripts: number;
  readonly requests: number;
}

/** Renders parts in one page, acts on them as a reader would, and counts what ran and what left. */
async function render(page: Page, parts: readonly string[]): Promise<Fired> {
  let requests = 0;
  let scripts = 0;
  const dialogs = (dialog: { dismiss: () => Promise<void> }): void => {
    scripts += 1;
    void dialog.dismiss();
  };
  page.on('dialog', dialogs);
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url === ORIGIN) {
      const body = `<!doctype html><meta charset="utf-8"><script>window.__ran = 0; for (const name of ['alert', 'prompt', 'confirm']) window[name] = () => { window.__ran += 1; };</script><body>${parts.join('\n')}`;
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    }
    // an address below the page itself is the page's own, not a stranger's.
    if (!url.startsWith(ORIGIN)) requests += 1;
    return route.abort();
  });
  await page.goto(ORIGIN, { waitUntil: 'load', timeout: 20_000 }).catch(() => undefined);
  await page
    .evaluate(() => {
      // the browser's own reading of an address: a click on one of these schemes would run what it carries.
      for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]')) {
        if (['javascript:', 'data:', 'vbscript:'].includes(link.protocol))
          (window as unknown as { __ran: number }).__ran += 1;
      }
      for (const element of document.querySelectorAll('body *')) {
        for (const type of ['mouseover', 'focus', 'toggle', 'load', 'error']) element.dispatchEvent(new Event(type));
      }
    })
    .catch(() => undefined);
  await page.waitForTimeout(20);
  scripts += await page.evaluate(() => (window as unknown as { __ran: number }).__ran).catch(() => 1);
  await page.unroute('**/*');
  page.off('dialog', dialogs);
  return { scripts, requests };
}

function corpusOf(folder: string | undefined): { payloads: string[]; from: string } {
  const own = activePayloads();
  if (folder === undefined)
    return { payloads: own, from: `${own.length} own payloads; no data folder given (--data DIR)` };
  const lines = ['xss_dev.jsonl', 'crs_dev.jsonl'].flatMap((file) =>
    readFileSync(join(folder, 'output', file), 'utf8').split('\n'),
  );
  const given = lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { text: string }).text);
  return { payloads: [...own, ...given], from: `${own.length} own payloads and ${given.length} of the data folder` };
}

async function prove({ args, say }: ProofContext): Promise<ProofResult> {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    return {
      holds: false,
      notRun: true,
      figures: {},
      conditions: 'not run: no Chromium found; install it or name it in CHROMIUM',
    };
  }
  const at = args.indexOf('--data');
  const { payloads, from } = corpusOf(at === -1 ? undefined : args[at + 1]);
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const figures: Record<string, number> = { payloads: payloads.length };
  let alive = 0;
  try {
    const version = browser.version();
    const page = await browser.newPage();
    for (const [place, put] of Object.entries(PLACES)) {
      let fired = 0;
      for (let start = 0; start < payloads.length; start += BATCH) {
        const batch = payloads.slice(start, start + BATCH);
        const { scripts, requests } = await render(page, batch.map(put));
        if (scripts + requests === 0) continue;
        for (const payload of batch) {
          // a few names are enough to mend it.
          if (fired >= 20) break;
          const one = await render(page, [put(payload)]);
          if (one.scripts + one.requests === 0) continue;
          fired += 1;
          say(`${place}: alive: ${JSON.stringify(payload)}`);
        }
        // nothing fires alone, but the batch did: that counts too.
        if (fired === 0) fired = 1;
      }
      figures[`alive in ${place}`] = fired;
      alive += fired;
    }
    // the harness can see: without the guard, many of the same payloads fire.
    for (const [place, put] of Object.entries(UNSAFE)) {
      const sample = activePayloads().filter((_, index) => index % 37 === 0);
      let fired = 0;
      for (const payload of sample) {
        const { scripts, requests } = await render(page, [put(payload)]);
        if (scripts + requests > 0) fired += 1;
      }
      figures[`alive unguarded in ${place}, of ${sample.length}`] = fired;
      if (fired < sample.length / 5) alive += 1;
    }
    const changed = HARMLESS_MARKDOWN.filter((text) => safeFor('markdown', text) !== text);
    for (const text of changed) say(`changed: ${JSON.stringify(text)}`);
    figures['harmless markdown changed'] = changed.length;
    return {
      holds: alive === 0 && changed.length === 0,
      figures,
      conditions: `Chromium ${version}; ${from}; scripts, dialogs and requests to other hosts counted after clicks and events`,
    };
  } finally {
    await browser.close();
  }
}

const proof: Proof = {
  name: 'sinks',
  summary: 'what the HTML and Markdown sinks let through runs nothing and requests nothing in a real browser',
  seconds: 40,
  inTest: true,
  standalone: true,
  run: prove,
};
export default proof;
