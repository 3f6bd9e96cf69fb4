import type { VirtualServer } from "../../lvs/config.ts";
import { namesServer, namesService } from "../decode/lvs/service.ts";
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

/** A server that nobody looks at, and one whose only check could not be read. */
function reviewChecks({ realServers }: VirtualServer, written: Statement, report: Reporter): void {
  for (const statement of settingsOf(written, "real_server")) {
    const server = realServers.find((candidate) => namesServer(statement, candidate));
    if (server === undefined || server.checkers.length > 0) continue;
    const message = `${server.address.toString()} is not checked: it gets connections whether it is alive or not`;
    const place = statement.words[0] ?? statement.keyword;
    report.warning("virtual-server", place, message, { cure: "add TCP_CHECK { } to it", effect: "none" });
  }
}
