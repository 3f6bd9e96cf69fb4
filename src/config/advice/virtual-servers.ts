import type { VirtualServer } from "../../lvs/config.ts";
import { namesService } from "../decode/lvs/service.ts";
import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";
import { placeIn, settingsOf } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** Load balancing that loads, and does not do what it looks like. */
export const virtualServers: Rule = ({ configuration, blocks }, report) => {
  const waiting = [...configuration.lvs.virtualServers];
  for (const statement of blocks.all("virtual_server")) {
    const index = waiting.findIndex(({ service }) => namesService(statement, service));
    const [server] = index === -1 ? [] : waiting.splice(index, 1);
    if (server === undefined) continue;
    reviewSorryServer(server, statement, report);
    reviewChecks(server, statement, report);
  }
};

function reviewSorryServer({ sorryServer, realServers }: VirtualServer, written: Statement, report: Reporter): void {
  if (sorryServer === undefined) return;
  const { address, port } = sorryServer;
  if (!realServers.some((server) => server.address.equals(address) && server.port === port)) return;
  const message = `the sorry server ${address.toString()} is a real server too: when its check fails nobody is left`;
  const cure = "name another machine, whose answer is the apology";
  report.warning("virtual-server", placeIn(written, "sorry_server"), message, { cure, effect: "none" });
}

function reviewChecks({ service, realServers }: VirtualServer, written: Statement, report: Reporter): void {
  const unchecked = realServers.filter(({ checkers }) => checkers.length === 0).length;
  if (unchecked > 0) {
    const which =
      unchecked === realServers.length ? "none of the real servers is" : `${unchecked} real servers are not`;
    const message = `${which} checked: they get connections whether they are alive or not`;
    const place = settingsOf(written, "real_server")[0]?.words[0] ?? written.keyword;
    report.warning("virtual-server", place, message, { cure: "add TCP_CHECK { } to each", effect: "none" });
  }
  const protocol = service.kind === "mark" ? undefined : service.protocol;
  const overTcp = realServers.some(({ checkers }) => checkers.some(({ kind }) => kind === "tcp" || kind === "http"));
  if (protocol !== "UDP" || !overTcp) return;
  const message = "the service is UDP, and its real servers are checked over TCP";
  const cure = "write protocol TCP, unless one program serves both";
  report.warning("virtual-server", placeIn(written, "protocol"), message, { cure, effect: "none" });
}
