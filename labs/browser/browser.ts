import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** Where the screenshots of a run are kept; not in the repository. */
export const artefacts = fileURLToPath(new URL("../../artefacts", import.meta.url));

const program = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"]
  .map((folder) => join(folder, "chromium"))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Why there is no browser to look with; false when there is one. */
export function browserObstacle(): string | false {
  return program === undefined ? "Chromium is not installed: apt-get install chromium" : false;
}

/** Debian's Chromium. As root it works without its sandbox only; it sees nothing but pages of this repository. */
export async function openBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error("there is no Chromium");
  mkdirSync(artefacts, { recursive: true });
  const words = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"];
  return chromium.launch({ executablePath: program, args: words });
}

/** Somebody who looks at a page, and writes down what is wrong with it. */
export class Visitor {
  readonly page: Page;
  /** What the browser has complained about. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Pick<Browser, "newPage">,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    const visitor = new Visitor(page);
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") visitor.complaints.push(message.text());
    });
    page.on("pageerror", (error) => visitor.complaints.push(error.message));
    await page.addInitScript(observeShifts);
    await page.goto(url);
    return visitor;
  }

  /** The sum of all layout shifts so far that nobody has asked for, and what was shifted. */
  async shifts(): Promise<{ readonly sum: number; readonly sources: readonly string[] }> {
    return this.page.evaluate<{ sum: number; sources: string[] }>("window.layoutShifts");
  }

  /** Milliseconds that the longest of so many frames took. */
  async frames(count: number): Promise<readonly number[]> {
    return this.page.evaluate<number[]>(`new Promise((resolve) => {
      const times = [];
      let before = performance.now();
      const next = (now) => {
        times.push(now - before);
        before = now;
        if (times.length < ${count}) requestAnimationFrame(next);
        else resolve(times);
      };
      requestAnimationFrame(next);
    })`);
  }

  /** Pixels by which the page is wider than its window. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  async shoot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(artefacts, `${name}.png`) });
  }
}

/** Runs in the page, where there are no types: text, so that nothing of it is compiled for Node.js. */
const observeShifts = `
  window.layoutShifts = { sum: 0, sources: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.layoutShifts.sum += entry.value;
      for (const { node, previousRect: from, currentRect: to } of entry.sources) {
        const element = node?.nodeType === 3 ? node.parentElement : node;
        window.layoutShifts.sources.push(
          (element?.className || element?.nodeName) + " " + [from.x, from.y, to.x, to.y].map(Math.round).join(" ") + " " +
            String(node?.textContent).slice(0, 40),
        );
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
`;
