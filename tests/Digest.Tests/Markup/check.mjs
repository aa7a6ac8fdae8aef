// Checks saved mails and pages: node check.mjs html|clients|browser FOLDER. One fault a line; nothing when there is none.
// Mails are named mail-….html. MarkupTests saves them and runs this; `npm ci` in this folder brings what it needs.
import fs from 'node:fs';
import path from 'node:path';

const [what, folder] = process.argv.slice(2);
const files = fs.readdirSync(folder).filter(name => name.endsWith('.html')).sort();
const read = name => fs.readFileSync(path.join(folder, name), 'utf8');
if (files.length === 0)
  throw new Error(`There is nothing to check in ${folder}.`);
const isMail = name => name.startsWith('mail-');
const fault = (...words) => console.log(words.join(': '));

await { html, clients, browser }[what]();

// html-validate, the sets "standard" and "a11y", whole but for what is named here.
async function html() {
  const { HtmlValidate, StaticConfigLoader } = await import('html-validate');
  const check = new HtmlValidate(new StaticConfigLoader({
    root: true,
    extends: ['html-validate:standard', 'html-validate:a11y'],
  }));
  for (const name of files) {
    const rules = isMail(name) ? {
      'prefer-native-element': 'off', // role="main" on a div: mail programs take <main> away, and the landmark with it
    } : {};
    const report = await check.validateString(read(name), name, { rules });
    for (const result of report.results)
      for (const m of result.messages)
        fault(name, `${m.line}:${m.column}`, m.ruleId, m.message);
  }
}

// What the mails use, against caniemail's data. Each feature that a client lacks or half has must be listed with its fallback.
async function clients() {
  const { caniemail } = await import('caniemail');
  const fallbacks = JSON.parse(fs.readFileSync(new URL('fallbacks.json', import.meta.url), 'utf8'));
  const lacking = new Map();
  for (const name of files.filter(isMail)) {
    const { issues } = caniemail({
      clients: ['gmail.*', 'outlook.windows', 'outlook.outlook-com', 'apple-mail.*', 'yahoo.*', 'thunderbird.macos'], html: read(name),
    });
    for (const [kind, found] of [['lacks', issues.errors], ['half has', issues.warnings]])
      for (const [client, features] of found)
        for (const { title } of features)
          lacking.set(title, (lacking.get(title) ?? new Set()).add(`${client} ${kind} it`));
  }
  for (const [title, who] of lacking)
    if (!fallbacks[title])
      fault(title, [...who].join(', '));
  for (const title of Object.keys(fallbacks))
    if (!lacking.has(title))
      fault(title, 'is listed in fallbacks.json and lacking nowhere');
}

// axe-core in Chromium, phone and desktop, light and dark; whatever a page asks of another host is a fault.
async function browser() {
  const { chromium } = await import('playwright-core');
  const axe = fs.readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const site = 'https://papers.example/';
  const running = await chromium.launch({ executablePath: process.env.DIGEST_CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  const context = await running.newContext({ serviceWorkers: 'block' });
  let at = '';
  await context.route('**', route => {
    const url = route.request().url();
    const file = url.startsWith(site) ? path.join(folder, path.basename(new URL(url).pathname)) : '';
    if (file && fs.existsSync(file) && fs.statSync(file).isFile())
      return route.fulfill({ path: file });
    fault(at, 'asks for', url);
    return route.abort();
  });
  const page = await context.newPage();
  for (const name of files) {
    at = name;
    await page.goto(site + name, { waitUntil: 'load' });
    await page.evaluate(axe);
    for (const [size, width, height] of [['phone', 360, 740], ['desktop', 1280, 900]])
      for (const colorScheme of ['light', 'dark']) {
        at = `${name} (${size}, ${colorScheme})`;
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0)
          fault(at, `is ${wide} pixels wider than the window`);
        // By night nothing but colours is another.
        const only = colorScheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
        const { violations } = await page.evaluate(only => axe.run({ resultTypes: ['violations'], ...only }), only);
        for (const v of violations)
          fault(at, v.id, v.nodes.slice(0, 2).map(n => n.html.slice(0, 160)).join(' | '));
      }
  }
  await running.close();
}
