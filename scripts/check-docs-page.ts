import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../contracts/smoke/browser.ts';

/**
 * `npm run docs:check`: opens the documentation that `npm start` serves in a real browser, calls the
 * stage from it, and fails on an answer that is not the expected one, on an error in the page, or on a
 * request to anywhere but this host. `-- --url http://localhost:3000 --browser PATH --screenshots FOLDER`
 */

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    browser: { type: 'string' },
    screenshots: { type: 'string', default: '.local-stage/docs-page' },
  },
});

interface Call {
  /** As the list of documents calls it. */
  readonly document: string;
  readonly tag: string;
  readonly operationId: string;
  readonly expected: number;
}

/** A call for each kind of credentials that a page can show. */
const calls: readonly Call[] = [
  { document: 'Gatehouse Task API', tag: 'projects', operationId: 'listProjects', expected: 200 },
  { document: 'Gatehouse Task API', tag: 'projects', operationId: 'createProject', expected: 201 },
  { document: 'Gatehouse Task API', tag: 'partner', operationId: 'listPartnerProjects', expected: 200 },
  { document: 'Gatehouse Public API', tag: 'health', operationId: 'getHealth', expected: 200 },
  { document: 'Gatehouse Public API', tag: 'contacts', operationId: 'listContacts', expected: 200 },
  // Signatures are no page's to make: the gateway refuses, and the page can read that.
  { document: 'Gatehouse Public API', tag: 'operations', operationId: 'getExportQueues', expected: 403 },
];

const browser = await launchBrowser(values.browser ?? requireBrowser());
try {
  process.exitCode = (await checkPage(browser)) ? 0 : 1;
} finally {
  await browser.close();
}

/** @throws {Error} if this host has no Chromium on its path. */
function requireBrowser(): string {
  const found = findBrowser();
  if (found === undefined) throw new Error("there is no browser on the path. Expected: Chromium's path in --browser");
  return found;
}

async function checkPage(opened: Browser): Promise<boolean> {
  mkdirSync(values.screenshots, { recursive: true });
  const page = await opened.newPage({ viewport: { width: 1280, height: 1000 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error in the page: ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname)) {
      problems.push(`request to ${hostname}`);
    }
  });
  for (const call of calls) {
    const status = await execute(page, call);
    console.log(`${call.operationId} ${status}`);
    if (status !== call.expected) problems.push(`${call.operationId} answered ${status}. Expected: ${call.expected}`);
  }
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

/** @returns the status that the page shows. */
async function execute(page: Page, { document, tag, operationId }: Call): Promise<number> {
  // An address that differs in its fragment alone would not be loaded again.
  await page.goto('about:blank');
  const authorized = page.waitForResponse((response) => response.url().endsWith('/credentials.json'));
  await page.goto(`${values.url}/?urls.primaryName=${encodeURIComponent(document)}#/${tag}/${operationId}`);
  await authorized;
  const operation = page.locator(`#operations-${tag}-${operationId}`);
  await operation.locator('.execute').click();
  const status = operation.locator('.live-responses-table .response-col_status').nth(1);
  const shown = await status.textContent();
  await operation.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(values.screenshots, `${operationId}.png`) });
  return Number.parseInt(shown ?? '', 10);
}
