import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test, type TestContext } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";

import { browserObstacle, openBrowser, Visitor } from "./browser.ts";

// The page of a rehearsal, as the program writes it, opened from the disk.

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

function path(relative: string): string {
  return fileURLToPath(new URL(`../../${relative}`, import.meta.url));
}

const pair = ["node1", "node2"].map((name) => path(`examples/nginx-pair/${name}.conf`));

void describe("the page of a rehearsal", { skip: browserObstacle() }, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), "holdfast-rehearsal-"));
  const pageOfPair = join(folder, "pair.html");

  before(async () => {
    const build = spawnSync(process.execPath, [path("scripts/build.mjs")], { encoding: "utf8" });
    assert.equal(build.status, 0, build.stderr);
    rehearse("pair", 1, pair);
    browser = await openBrowser();
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await browser?.close();
  });

  /** Returns where the page is. */
  function rehearse(name: string, status: number, words: readonly string[]): string {
    const page = join(folder, `${name}.html`);
    const result = spawnSync(path("bin/holdfast"), ["rehearse", "--html", page, ...words], { encoding: "utf8" });
    assert.equal(result.status, status, result.stderr);
    return page;
  }

  /** What it asks for is written down: nothing but itself is right. */
  async function visit(context: TestContext, file: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const own = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.after(async () => own.close());
    const url = pathToFileURL(file).href;
    const asked: string[] = [];
    own.on("request", (request) => asked.push(request.url()));
    const visitor = await Visitor.open(own, url);
    await visitor.page.locator(".scene-row").first().waitFor();
    context.after(() => {
      assert.deepEqual(asked, [url]);
      assert.deepEqual(visitor.complaints, []);
    });
    return visitor;
  }

  void test("keys alone choose what was tried, and lead to why an address has moved", async (context) => {
    const { page } = await visit(context, pageOfPair, { reducedMotion: "reduce" });
    await page.getByText("At worst nobody has 192.168.88.50 for 3.641 s: when node1 dies.").waitFor();
    assert.equal(await page.title(), "! Rehearsal of node1, node2");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").textContent(), "Skip to the picture");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    const chosen = page.getByRole("option", { selected: true });
    assert.match((await chosen.textContent()) ?? "", /^node1 returns/u);
    await page.keyboard.press("ArrowUp");
    const stage = page.getByRole("region", { name: "When node1 dies" });
    await stage.getByText("node1 → node2").waitFor();
    await stage.getByText("nobody for up to 3.641 s, 3.133 s on average").waitFor();

    await page.locator(".scene-row").focus();
    await page.keyboard.press("ArrowRight");
    const hint = page.locator(".tooltip.is-shown");
    assert.match((await hint.textContent()) ?? "", /VI_1 on node1: not running.*node1 dies/u);
    await page.keyboard.press("ArrowRight");
    assert.match((await hint.textContent()) ?? "", /192\.168\.88\.50: nobody for 3\.641 s/u);
    await page.keyboard.press("ArrowRight");
    assert.match(
      (await hint.textContent()) ?? "",
      /VI_1 on node2: master.*no advert from node1 for 3\.640625 s.*node1 dies, 3\.641 s before/u,
    );
    await page.keyboard.press("Escape");
    await hint.waitFor({ state: "detached" });

    await page.getByRole("button", { name: "show when script chk_http_port fails on node1" }).click();
    await page.getByRole("region", { name: "When script chk_http_port fails on node1" }).waitFor();
  });

  void test("a pointer shows why; a wheel with Ctrl zooms, dragging moves, and both ends stay", async (context) => {
    const visitor = await visit(context, pageOfPair);
    const { page } = visitor;
    const lane = page.getByRole("img", { name: "VI_1 on node2" });
    const box = await lane.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.9, box.y + 8);
    const hint = page.locator(".tooltip.is-shown");
    assert.match((await hint.textContent()) ?? "", /no advert from node1 for 3\.640625 s/u);
    const whole = page.getByRole("button", { name: "Whole" });
    assert.ok(await whole.isDisabled());
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -300);
    await page.keyboard.up("Control");
    assert.ok(await whole.isEnabled());
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 8, { steps: 3 });
    await page.mouse.up();
    await whole.click();
    assert.ok(await whole.isDisabled());
  });

  void test("it is whole in every size, in dark and in light", async (context) => {
    const looks: readonly [string, BrowserContextOptions][] = [
      ["rehearsal-dark", { colorScheme: "dark" }],
      ["rehearsal-light", { colorScheme: "light" }],
      ["rehearsal-phone", { ...phone, colorScheme: "dark" }],
    ];
    await Promise.all(
      looks.map(async ([name, options]) => {
        const visitor = await visit(context, pageOfPair, options);
        assert.ok((await visitor.overflow()) <= 0, `${name} is too wide`);
        await visitor.shoot(name);
        if (options.hasTouch !== true) return;
        const { page } = visitor;
        const [lane, hint] = [page.getByRole("img", { name: "VI_1 on node1" }), page.locator(".tooltip.is-shown")];
        await lane.tap({ position: { x: 250, y: 8 } });
        assert.match((await hint.textContent()) ?? "", /VI_1 on node1: not running.*node1 dies/u);
        await visitor.shoot(`${name}-tapped`);
        await page.getByRole("heading", { name: "node1 dies", exact: true }).tap();
        await hint.waitFor({ state: "detached" });
      }),
    );
  });

  void test("a story shows its steps, and what was not as expected stands out in words", async (context) => {
    const story = join(folder, "night.txt");
    writeFileSync(
      story,
      [
        "at 2s kill node1",
        "expect 192.168.88.50 on node2 within 2s",
        "at 10s start node1",
        "expect 192.168.88.50 on node1 within 5s",
        "at 20s maintenance on node1",
        "expect never nobody longer than 4s",
        "",
      ].join("\n"),
    );
    const visitor = await visit(context, rehearse("story", 1, ["--story", story, ...pair]), { colorScheme: "dark" });
    const { page } = visitor;
    await page.getByText("The story does not end as expected.").waitFor();
    const items = page.locator(".expectation");
    assert.match((await items.first().textContent()) ?? "", /not met.*line 2.*on node2 within 2s.*nobody has it then/u);
    assert.match((await items.nth(1).textContent()) ?? "", /✓ met.*line 4.*after 3\.\d+ s/u);
    await page.getByText("node1: VI_1 is withheld for maintenance").waitFor();
    await visitor.shoot("rehearsal-story");
  });

  void test("whatever is in a name stays text", async (context) => {
    const name = "</script><script>document.title='gone'</script><img/src=x>";
    const files = pair.map((file, index) => {
      const copy = join(folder, `evil${index}.conf`);
      writeFileSync(copy, readFileSync(file, "utf8").replaceAll("VI_1", name));
      return copy;
    });
    const { page } = await visit(context, rehearse("evil", 1, files));
    assert.equal(await page.title(), "! Rehearsal of evil0, evil1");
    await page.getByText(`evil1: ${name} is master`).waitFor();
    assert.equal(await page.locator("img").count(), 0);
  });
});
