import assert from "node:assert/strict";

import { assertBalance, type Weights } from "./balance.ts";
import { pages } from "./configuration.ts";
import { Play, type Scene, type Telling } from "./play.ts";
import { customerAddresses, services } from "./stage.ts";

const all = { server100: 1, server2: 3, server3: 1, server4: 1, server5: 1 } as const satisfies Weights;

/**
 * The life of a director, from its start to its end, in order. Rejects at the first thing that is not as it should be.
 */
export async function tell(telling: Telling): Promise<readonly Scene[]> {
  const { stage } = telling;
  const play = new Play(
    telling,
    await stage.director.startDaemon({ program: telling.daemon, options: telling.options }),
  );

  await play.step("all are up", all, async () => {
    await telling.reachable?.();
    await play.becomes(all);
  });
  await play.step("three of four visits to the server of weight three", all, async () => {
    const { visits, tolerance } = telling.spread;
    assertBalance("web", all, await stage.visit(services.web, visits, 16), tolerance);
    // Of four customers in a row one comes to server3.
    for (const as of ["a", "b", "c", "d"]) await play.stay(as);
  });

  await play.step("the web server dies", { ...all, server2: 0 }, async () => {
    await play.dies("server2", /Disabling service \[192\.168\.201\.2\]:tcp:1358/u);
    await play.mail("server2", "DOWN");
    await play.script("1 down");
  });
  await play.step("it returns by itself", all, async () => {
    await stage.open("server2");
    await play.log(/Enabling service \[192\.168\.201\.2\]:tcp:1358/u);
    await play.mail("server2", "UP");
    await play.script("1 up");
  });

  await play.step("both web servers die", { ...all, server2: 0, server3: undefined, sorry: 1 }, async () => {
    const second = play.dies("server3", /Removing service \[192\.168\.201\.3\]:tcp:1358/u);
    await Promise.all([play.dies("server2", /Disabling service \[192\.168\.201\.2\]:tcp:1358/u), second]);
    await play.log(/Adding sorry server \[192\.168\.201\.200\]:tcp:1358/u);
    await play.mail("server2", "DOWN");
    await play.mail("server3", "DOWN");
    await play.script("1 down");
  });
  await play.step("both return", all, async () => {
    await stage.open("server2", "server3");
    await play.log(/Removing sorry server \[192\.168\.201\.200\]:tcp:1358/u);
    await play.log(/Enabling service \[192\.168\.201\.2\]:tcp:1358/u);
    await play.log(/Adding service \[192\.168\.201\.3\]:tcp:1358/u);
    await play.mail("server2", "UP");
    await play.mail("server3", "UP");
    await play.script("1 up");
  });

  const troubled = { ...all, server100: undefined, server4: undefined, server5: 10 };
  await play.step("another page, a mail server that refuses, a script that asks for weight 10", troubled, async () => {
    await stage.show("server100", { "/": "hacked\n" });
    await stage.refuse("server4", "554 No SMTP service here");
    stage.setLoad(12);
    await play.log(/Changing weight from 1 to 10 for active service \[192\.168\.201\.5\]:tcp:25/u);
    await play.log(/Removing service \[192\.168\.201\.4\]:tcp:25/u);
    await play.log(/Removing service \[192\.168\.201\.100\]:tcp:443/u);
    await play.mail("server100", "DOWN");
    await play.mail("server4", "DOWN");
  });
  await play.step(
    "the page is right again, and the mail server is not afraid any more",
    { ...all, server5: 10 },
    async () => {
      await stage.show("server100", pages.server100);
      await stage.refuse("server4");
      await play.log(/Adding service \[192\.168\.201\.4\]:tcp:25/u);
      await play.log(/Adding service \[192\.168\.201\.100\]:tcp:443/u);
      await play.mail("server100", "UP");
      await play.mail("server4", "UP");
    },
  );

  await play.step("a web server dies before a reload", { ...all, server3: undefined, server5: 10 }, async () => {
    // Those who stay at the other one are to notice neither.
    for (const as of ["e", "f"]) await play.stay(as);
    await play.dies("server3", /Removing service \[192\.168\.201\.3\]:tcp:1358/u);
    await play.mail("server3", "DOWN");
  });
  await play.step("a reload that brings a server keeps what is known of the others", reloaded, async () => {
    stage.director.files.write("director.conf", withSecondSecureServer(stage.configuration));
    play.daemon.reload();
    await play.becomes(reloaded);
  });
  await play.step("customers stay where they have been", { ...reloaded, server5: 1, server3: 1 }, async () => {
    const first = await Promise.all(customerAddresses.map(async (from) => play.serverOf(from)));
    assert.deepEqual([...new Set(first)].sort(), ["server100", "server101"], "both servers have customers");
    const again = await Promise.all(customerAddresses.map(async (from) => play.serverOf(from)));
    assert.deepEqual(again, first);
    stage.setLoad(0);
    await stage.open("server3");
    await play.log(/Changing weight from 10 to 1 for active service \[192\.168\.201\.5\]:tcp:25/u);
    await play.log(/Adding service \[192\.168\.201\.3\]:tcp:1358/u);
    await play.mail("server3", "UP");
  });
  await play.end();
  return play.scenes;
}

const reloaded = { ...all, server101: 1, server3: undefined, server5: 10 } as const satisfies Weights;

/** The file after the operator has given server100 a companion, with the same checks. */
function withSecondSecureServer(configuration: string): string {
  const [block] = /^ {4}real_server 192\.168\.201\.100 443 \{\n.*?^ {4}\}\n/msu.exec(configuration) ?? [];
  if (block === undefined) throw new RangeError("the file has no secure server");
  return configuration.replace(block, `${block}\n${block.replaceAll("201.100", "201.101")}`);
}
