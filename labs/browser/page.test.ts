import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";

import { browserObstacle, openBrowser, Visitor } from "./browser.ts";
import { MockNode, now, silence } from "./mock-node.ts";
import { MockServer } from "./mock-server.ts";

// The page in a browser, fed by nodes that are not there. What real nodes show is in live.test.ts.

const second = 1_000_000;
const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 760 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

/** Two nodes that know of each other. */
class Pair {
  readonly first: MockNode;
  readonly second: MockNode;
  readonly servers: readonly MockServer[];

  private constructor(first: MockNode, other: MockNode, servers: readonly MockServer[]) {
    this.first = first;
    this.second = other;
    this.servers = servers;
  }

  static async open(context: TestContext, count: number): Promise<Pair> {
    const nodes = [new MockNode("node1", "192.0.2.1", count, true), new MockNode("node2", "192.0.2.2", count, false)];
    const servers = await Promise.all(nodes.map(async (node) => MockServer.open(node)));
    for (const server of servers) server.peers = servers.filter((each) => each !== server).map(({ url }) => url);
    context.after(async () => Promise.all(servers.map(async (server) => server.close())));
    const [first, other] = nodes;
    assert.ok(first !== undefined && other !== undefined);
    return new Pair(first, other, servers);
  }

  get url(): string {
    return this.servers[0]?.url ?? "";
  }

  /** A quarter of an hour of history, for pictures. */
  tell(): void {
    const failure = {
      kind: "fault",
      text: "script chk_http failed three times in a row: status 1",
      details: { status: 1, output: ["curl: (7) Failed to connect to localhost port 80: Connection refused"] },
    };
    const resigned = { kind: "master-resigned", text: "192.0.2.1 resigned with priority 0", details: {} };
    const preempted = { kind: "preempted", text: "192.0.2.2 is master with priority 100, ours is 101", details: {} };
    const better = { kind: "advert", text: "192.0.2.1 has priority 101, ours is 100", details: {} };
    const recovered = { kind: "recovered", text: "script chk_http succeeded again", details: {} };
    this.first.become(0, "fault", [failure], 200 * second);
    this.second.become(0, "master", [resigned], 199.98 * second);
    this.first.become(0, "backup", [recovered], 140 * second);
    this.first.become(0, "master", [preempted], 136.4 * second);
    this.second.become(0, "backup", [better], 136.39 * second);
    this.second.become(3, "fault", [{ kind: "fault", text: "interface eth3 down", details: {} }], 60 * second);
    this.first.become(3, "master", silence("192.0.2.2", 3.609 * second), 56.4 * second);
    this.first.warnings = [
      {
        kind: "split-brain",
        subject: "VI_2",
        other: "192.0.2.7",
        since: now() - 30 * second,
        text: "192.0.2.7 is master of VI_2 as well",
        cure: "Let protocol 112 pass between 192.0.2.1 and 192.0.2.7; until then stop one of them.",
      },
    ];
    this.first.alter(1, { priority: 80, parts: [{ label: "chk_http", amount: -20 }] });
  }
}

void describe("the page", { skip: browserObstacle() }, () => {
  let browser: Browser;
  before(async () => {
    const build = spawnSync(process.execPath, [fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url))]);
    assert.equal(build.status, 0, String(build.stderr));
    browser = await openBrowser();
  });
  after(async () => browser.close());

  async function visit(context: TestContext, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.open(browser, url, options);
    context.after(async () => visitor.page.close());
    await visitor.page.locator(".router-row").first().waitFor();
    return visitor;
  }

  void test("a thousand virtual routers come, change, are filtered and scrolled without moving anything else", async (context) => {
    const pair = await Pair.open(context, 1_000);
    const visitor = await visit(context, pair.url);
    const { page, complaints } = visitor;
    await page.getByText("node1 has 500, node2 has 500").waitFor();
    await page.getByText("1,000 virtual routers").waitFor();
    assert.ok((await page.locator(".router-row").count()) < 60, "only what is in sight is there");

    for (let index = 1; index < 200; index += 2) {
      pair.second.become(index, "fault", [{ kind: "fault", text: "interface eth1 down", details: {} }]);
      pair.first.become(index, "master", silence("192.0.2.2", 0.32 * second));
    }
    await page.getByText("but VI_2, VI_4 and 98 more are in fault on node2").waitFor();
    const frames = await visitor.frames(60);
    const median = frames.toSorted((a, b) => a - b)[30] ?? 0;
    assert.ok(median < 34, `half of the frames take longer than ${median} ms`);

    await page.mouse.move(700, 600);
    await page.mouse.wheel(0, 30_000);
    await page
      .getByText(/^VI_42\d$/u)
      .first()
      .waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("vrid:7 node1 master");
    await page.getByText("VI_7", { exact: true }).waitFor();
    assert.equal(await page.locator(".router-row").count(), 4);
    await visitor.shoot("thousand");

    const { sum, sources } = await visitor.shifts();
    assert.equal(sum, 0, `shifted: ${sources.join(", ")}`);
    assert.deepEqual(complaints, []);
  });

  void test("it is whole in every size, in dark and in light", async (context) => {
    const pair = await Pair.open(context, 6);
    pair.tell();
    const looks: readonly [string, BrowserContextOptions][] = [
      ["desktop-dark", { colorScheme: "dark" }],
      ["desktop-light", { colorScheme: "light" }],
      ["phone-dark", { ...phone, colorScheme: "dark" }],
      ["phone-light", { ...phone, colorScheme: "light" }],
    ];
    await Promise.all(
      looks.map(async ([name, options]) => {
        const visitor = await visit(context, pair.url, options);
        const last = "fail-over of VI_4 from node2 to node1 after 3.6 s: no advert from 192.0.2.2 for 3.609 s";
        await visitor.page.getByText(last).first().waitFor();
        assert.ok((await visitor.overflow()) <= 0, `${name} is too wide`);
        await visitor.shoot(name);
        const { sum, sources } = await visitor.shifts();
        assert.equal(sum, 0, `${name} shifted: ${sources.join(", ")}`);
        assert.deepEqual(visitor.complaints, [], name);
      }),
    );
  });

  void test("keys alone lead to a row, through its changes, into its details and back", async (context) => {
    const pair = await Pair.open(context, 6);
    pair.tell();
    const { page, complaints } = await visit(context, pair.url, { reducedMotion: "reduce" });
    // The changes come after the rows.
    await page
      .getByText(/take-over by priority of VI_1 from node2 to node1/iu)
      .first()
      .waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").textContent(), "Skip to the virtual routers");
    await page.keyboard.press("/");
    await page.keyboard.type("vi_1");
    await page.keyboard.press("Escape");
    await page.locator('[role="row"][tabindex="0"]').focus();
    await page.keyboard.press("ArrowDown");
    assert.match((await page.locator(":focus").textContent()) ?? "", /VI_1/u);
    await page.keyboard.press("ArrowLeft");
    const hint = page.locator(".tooltip.is-shown");
    assert.match((await hint.textContent()) ?? "", /Take-over by priority of VI_1 from node2 to node1/u);
    await page.keyboard.press("ArrowLeft");
    assert.match((await hint.textContent()) ?? "", /Hand-over of VI_1 from node1 to node2 after 20 ms/u);
    assert.match(
      (await hint.textContent()) ?? "",
      /script chk_http failed three times in a row: status 1.*Connection refused/u,
    );
    await page.keyboard.press("Enter");
    const details = page.getByRole("complementary", { name: "About VI_1" });
    await details.getByText("script chk_http failed three times in a row: status 1").first().waitFor();
    await details.getByText("Connection refused").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "The cluster" }).waitFor();
    assert.match((await page.locator(":focus").textContent()) ?? "", /VI_1/u);
    assert.deepEqual(complaints, []);
  });

  void test("a pointer on the timeline shows why; a wheel with Ctrl zooms, dragging goes back in time", async (context) => {
    const pair = await Pair.open(context, 6);
    pair.tell();
    const visitor = await visit(context, pair.url);
    const { page } = visitor;
    await page.getByText("192.0.2.2 for 3.609 s").first().waitFor();
    const lane = page.getByRole("img", { name: "VI_4 on node1: master, 1 changes" });
    const box = await lane.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.9, box.y + 8);
    const hint = page.locator(".tooltip.is-shown");
    await hint.waitFor();
    assert.match((await hint.textContent()) ?? "", /Fail-over of VI_4 from node2 to node1 after 3.6 s/u);
    await visitor.shoot("hint");
    const follow = page.getByRole("button", { name: "Follow the present" });
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.95, box.y + 8, { steps: 4 });
    await page.mouse.up();
    await page.locator('.live[aria-pressed="false"]').waitFor();
    assert.equal(await page.getByRole("complementary", { name: "The cluster" }).count(), 1, "a drag is no click");
    await follow.click();
    await page.mouse.move(box.x + 20, box.y + 8);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 200);
    await page.keyboard.up("Control");
    await page.locator('.live[aria-pressed="true"]').waitFor();
    await page.locator('[aria-label="The last 10 minutes"][aria-pressed="false"]').waitFor();
  });

  void test("two fingers on the timeline zoom where they are, and do not scroll the page", async (context) => {
    const pair = await Pair.open(context, 6);
    pair.tell();
    const visitor = await visit(context, pair.url, phone);
    const { page } = visitor;
    await page.getByText("192.0.2.2 for 3.609 s").first().waitFor();
    const box = await page.getByRole("img", { name: "VI_1 on node1" }).boundingBox();
    assert.ok(box !== null);
    const follow = page.locator(".live");
    const usual = page.locator('[aria-label="The last 10 minutes"]');
    assert.equal(await usual.getAttribute("aria-pressed"), "true");
    const session = await page.context().newCDPSession(page);
    const [middle, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const touch = async (type: "touchStart" | "touchMove" | "touchEnd", apart: number): Promise<void> => {
      const touchPoints = apart === 0 ? [] : [-1, 1].map((side, id) => ({ x: middle + (side * apart) / 2, y, id }));
      await session.send("Input.dispatchTouchEvent", { type, touchPoints });
    };
    await touch("touchStart", 40);
    for (const apart of [60, 80, 100, 120]) await touch("touchMove", apart);
    await touch("touchEnd", 0);
    await page.locator('[aria-label="The last 10 minutes"][aria-pressed="false"]').waitFor();
    assert.equal(await follow.getAttribute("aria-pressed"), "true", "the present stays in sight");
    assert.equal(await page.evaluate("scrollY + visualViewport.scale"), 1, "the page itself has not moved");
    assert.equal(await page.getByRole("complementary", { name: "The cluster" }).count(), 1, "it is no click");
    await visitor.shoot("phone-pinched");
  });

  void test("who is kept out by an operator does not look broken", async (context) => {
    const pair = await Pair.open(context, 2);
    const reasons = [{ kind: "maintenance", by: "anna", reason: "new disk" }] as const;
    const links = [{ kind: "fault", text: "maintenance by anna: new disk", details: {} }];
    const order = { by: "anna", reason: "new disk", since: now() - 200 * second, until: undefined, target: undefined };
    pair.first.become(0, "fault", links, 200 * second, { kind: "fault", reasons });
    pair.first.alter(0, { maintenance: order });
    pair.second.become(
      0,
      "master",
      [{ kind: "master-resigned", text: "192.0.2.1 resigned", details: {} }],
      199 * second,
    );
    pair.second.become(1, "fault", [{ kind: "fault", text: "interface eth1 down", details: {} }], 100 * second);
    const visitor = await visit(context, pair.url);
    const { page } = visitor;
    const lane = page.getByRole("img", { name: "VI_1 on node1: withheld for maintenance, 1 changes" });
    await lane.waitFor();
    const box = await lane.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.9, box.y + 8);
    const hint = page.locator(".tooltip.is-shown");
    await hint.waitFor();
    assert.match((await hint.textContent()) ?? "", /VI_1 on node1: withheld for maintenance.*by anna: new disk/u);
    await visitor.shoot("maintenance");
    assert.deepEqual(visitor.complaints, []);
  });

  void test("an interface that wants a token gets it from a form, which tells a wrong one from none", async (context) => {
    const node = new MockNode("node1", "192.0.2.1", 2, true);
    const server = await MockServer.open(node);
    server.token = "sesame";
    context.after(async () => server.close());
    const visitor = await Visitor.open(browser, server.url, { reducedMotion: "reduce" });
    context.after(async () => visitor.page.close());
    const { page } = visitor;
    const field = page.getByLabel("This interface wants its token");
    await field.fill("seasame");
    await field.press("Enter");
    const again = page.getByLabel("That is not the token of this interface");
    await again.waitFor();
    assert.equal(await page.locator(".router-row").count(), 0, "nothing is shown without the token");
    await visitor.shoot("token");
    await again.fill("sesame");
    await again.press("Enter");
    await page.locator(".router-row").first().waitFor();
    assert.equal(await page.locator("form").count(), 0);
    assert.ok(
      visitor.complaints.every((text) => text.includes("401")),
      visitor.complaints.join(", "),
    );
  });

  void test("a node that falls silent is stale, what it held is not taken for certain, and it comes back", async (context) => {
    const pair = await Pair.open(context, 2);
    const visitor = await visit(context, pair.url);
    const { page } = visitor;
    await page.getByText("node1 has 1, node2 has 1").waitFor();
    pair.servers[1]?.pause();
    await page.locator(".node-reconnecting").waitFor();
    await page.getByText("stale for").waitFor();
    await page.getByText("but node2 has not been heard for").waitFor();
    await visitor.shoot("stale");
    pair.servers[1]?.resume();
    await page.getByText("All 2 addresses are held: node1 has 1, node2 has 1.").waitFor();
    const { sum, sources } = await visitor.shifts();
    assert.equal(sum, 0, `shifted: ${sources.join(", ")}`);
  });
});
