import assert from "node:assert/strict";

import { instant, seconds, times, type Duration, type Instant } from "../../src/base/time.ts";
import { Owners, Topology, type Daemon, type WireCapture } from "../../src/lab/index.ts";
import { type LabProgram, reference } from "../programs.ts";
import { nodeNames, type NodeName, type Router, type Scenario } from "./scenario.ts";

/** What a daemon says of packets that it finds wrong. */
const complaint = /invalid|mismatch|expected|wrong|not a unicast peer|incorrect/iu;

/** How long after the skew an address may arrive: without the farewell version 2 would wait for longer. */
const tolerance = seconds(2.5);

/** Two nodes that play a scenario: what is done to them, and what must be so then. */
export class Story {
  readonly #scenario: Scenario;
  readonly #programs: Readonly<Record<NodeName, LabProgram>>;
  readonly #lab: Topology;
  readonly #owners: Owners;
  readonly #wire: WireCapture;
  /** By vrid: who must hold it now. */
  readonly #expected = new Map<number, NodeName>();
  readonly #daemons: Daemon[] = [];

  private constructor(
    scenario: Scenario,
    programs: Record<NodeName, LabProgram>,
    parts: [Topology, Owners, WireCapture],
  ) {
    this.#scenario = scenario;
    this.#programs = programs;
    [this.#lab, this.#owners, this.#wire] = parts;
  }

  static async open(scenario: Scenario, [first, second]: readonly [LabProgram, LabProgram]): Promise<Story> {
    const node = (name: NodeName) => ({
      interfaces: { [scenario.interface]: { addresses: scenario.addresses[name] } },
    });
    const lab = await Topology.open({ nodes: { node1: node("node1"), node2: node("node2") } });
    const owners = await Owners.watch(lab.nodes);
    const story = new Story(scenario, { node1: first, node2: second }, [lab, owners, await lab.capture()]);
    for (const name of nodeNames) {
      lab.node(name).files.write("keepalived.conf", scenario.configurations[name]);
      scenario.prepare(lab.node(name));
    }
    return story;
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  /** node1 starts and finds nobody; then node2. Each address ends up at home. */
  async begin(): Promise<void> {
    await this.#start("node1");
    for (const router of this.#scenario.routers) this.#expected.set(router.vrid, "node1");
    await this.#settle();
    await this.#start("node2");
    this.#goHome();
    await this.#settle();
  }

  /** The power of a node fails and comes back; the other one holds everything in between. */
  async powerCut(name: NodeName): Promise<void> {
    await this.#lab.node(name).cutPower();
    this.#moveFrom(name);
    await this.#move();
    await this.#lab.node(name).restoreLink();
    await this.#start(name);
    this.#goHome();
    await this.#settle();
  }

  /** A node is stopped as an operator does it: the other one waits for its skew only. Then it starts again. */
  async stop(name: NodeName): Promise<void> {
    const left = this.#routersOf(name);
    const before = this.#now();
    const ended = await this.#lab.node(name).daemon.stop();
    assert.deepEqual(ended, { status: 0, signal: undefined });
    this.#moveFrom(name);
    for (const router of left) {
      const farewell = await this.#wire.awaitAdvert({ vrid: router.vrid, priority: 0 }, before);
      const [address = ""] = router.addresses;
      const since = await this.#owners.awaitOwner(address, other(name));
      const late = since - farewell.time - this.#skew(router);
      assert.ok(late < tolerance, `${address} moved ${late} us after the skew`);
    }
    await this.#settle();
    await this.#start(name);
    this.#goHome();
    await this.#settle();
  }

  /** A node is cut from the switch and joined to it again. */
  async linkCut(name: NodeName): Promise<void> {
    await this.#lab.node(name).cutLink();
    this.#moveFrom(name);
    await this.#move();
    await this.#lab.node(name).restoreLink();
    this.#goHome();
    await this.#settle();
  }

  /** The first address is moved away by the operator's flag, and may come back when there is a reason to. */
  async maintain(): Promise<void> {
    const [router] = this.#scenario.routers;
    const { maintenance } = this.#scenario;
    if (router === undefined || maintenance === undefined) return;
    const holder = this.#expected.get(router.vrid) ?? "node1";
    maintenance.begin(this.#lab.node(holder), router);
    this.#expected.set(router.vrid, other(holder));
    await this.#settle();
    const mark = this.#lab.node(holder).daemon.mark;
    maintenance.end(this.#lab.node(holder), router);
    await this.#lab.node(holder).daemon.awaitLog(/Entering BACKUP STATE/u, mark);
    await this.#settle();
  }

  /** Neither side found fault with what the other one sent, and nor do we. */
  checkPackets(): void {
    const complaints = this.#daemons.flatMap((daemon) => daemon.log).filter((line) => complaint.test(line.text));
    assert.deepEqual(complaints, []);
    const version = this.#scenario.variant === "v2" ? 2 : 3;
    const adverts = this.#wire.adverts();
    assert.ok(adverts.length > 0);
    for (const advert of adverts) {
      const ttl = this.#isFromReference(advert.sourceMac) ? this.#scenario.referenceTtl : 255;
      assert.deepEqual(advert, { ...advert, ttl, version, checksum: "good" });
    }
  }

  #isFromReference(sourceMac: string): boolean {
    const sender = nodeNames.find((name) => this.#lab.node(name).mac(this.#scenario.interface) === sourceMac);
    return sender !== undefined && this.#programs[sender].name === reference.name;
  }

  /** The ends of the daemons' logs, to explain a failure. */
  get journal(): readonly string[] {
    return this.#daemons.flatMap((daemon, index) =>
      daemon.log
        .slice(-20)
        .map((line) => `daemon ${index + 1}: ${new Date(line.time / 1_000).toISOString()} ${line.text}`),
    );
  }

  /** The node that holds the first address. */
  get holder(): NodeName {
    return this.#expected.get(this.#scenario.routers[0]?.vrid ?? 0) ?? "node1";
  }

  /** RFC 3768 §5.3.4, RFC 5798 §6.1. */
  #skew(router: Router): Duration {
    const unit = this.#scenario.variant === "v2" ? seconds(1) : this.#scenario.interval;
    return times(unit, (256 - router.priority) / 256);
  }

  async #start(name: NodeName): Promise<void> {
    const node = this.#lab.node(name);
    const daemon = await node.startDaemon({ program: this.#programs[name].daemon });
    this.#daemons.push(daemon);
    for (const [, instance] of this.#scenario.configurations[name].matchAll(/^vrrp_instance (\S+)/gmu)) {
      await daemon.awaitLog(new RegExp(`\\(${instance}\\) Entering BACKUP STATE`, "u"));
    }
  }

  /** Waits until every address is where it must be and nowhere else. */
  async #move(): Promise<void> {
    const places = this.#places();
    await Promise.all(places.map(async ([address, node]) => this.#owners.awaitOwner(address, node)));
  }

  /** The same, and stays there for two adverts. To be heard, a unicast master needs a peer that answers ARP. */
  async #settle(): Promise<void> {
    // A busy machine may hold a master for its whole down interval: what counts is how it goes on.
    for (let tries = 1; ; tries += 1) {
      await this.#move();
      const since = this.#now();
      await Promise.all(this.#scenario.routers.map(async ({ vrid }) => this.#hearTwice(vrid, since)));
      const wrong = this.#places().filter(([address, node]) => this.#owners.holders(address).join(" ") !== node);
      if (wrong.length === 0) return;
      assert.ok(tries < 5, `not at rest: ${wrong.join(", ")}`);
    }
  }

  /**
   * Waits for two adverts in a row of one master. What a unicast master has sent before its link came back, and the
   * kernel has kept until the peer answered ARP, may come first.
   */
  async #hearTwice(vrid: number, since: Instant): Promise<void> {
    let last = await this.#wire.awaitAdvert({ vrid }, since);
    for (let heard = 1; heard < 20; heard += 1) {
      const next = await this.#wire.awaitAdvert({ vrid }, last.time);
      if (next.sourceMac === last.sourceMac && next.priority > 0 && last.priority > 0) return;
      last = next;
    }
    assert.fail(`no agreement on router ${vrid}`);
  }

  /** Every address and who must hold it now. */
  #places(): readonly (readonly [string, NodeName])[] {
    return this.#scenario.routers.flatMap((router) => {
      const holder = this.#expected.get(router.vrid) ?? "node1";
      return router.addresses.map((address) => [address, holder] as const);
    });
  }

  #goHome(): void {
    if (!this.#scenario.preempts) return;
    for (const router of this.#scenario.routers) this.#expected.set(router.vrid, router.home);
  }

  #moveFrom(name: NodeName): void {
    for (const router of this.#scenario.routers) this.#expected.set(router.vrid, other(name));
  }

  #routersOf(name: NodeName): readonly Router[] {
    return this.#scenario.routers.filter((router) => this.#expected.get(router.vrid) === name);
  }

  /** The time of the last packet seen: what comes next is later. */
  #now(): Instant {
    return this.#wire.events.at(-1)?.time ?? instant(0);
  }
}

function other(name: NodeName): NodeName {
  return name === "node1" ? "node2" : "node1";
}
