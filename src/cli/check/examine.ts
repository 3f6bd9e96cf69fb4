import type { Command } from "../../base/command.ts";
import { advise } from "../../config/advice/advise.ts";
import { checkCluster } from "../../config/cluster/index.ts";
import type { ClusterCheck } from "../../config/cluster/index.ts";
import type { Programs } from "../../config/advice/programs.ts";
import type { Diagnostic } from "../../config/diagnostic.ts";
import type { LoadResult } from "../../config/load.ts";
import { Findings } from "../../config/reporter.ts";
import { globalSecurityFinding, scriptSecurityFinding } from "../../config/script-security.ts";
import { balancerFindings } from "../../daemon/balancer-objections.ts";
import type { BalancerChoice } from "../../daemon/messages.ts";
import { programsOfDaemon } from "./programs-of-daemon.ts";
import type { CheckedNode } from "./read-node.ts";

/** Everything that is to be said about one file alone, in the order of its text. `backend` will balance load. */
export function examineNode({ result, isHere }: CheckedNode, backend: BalancerChoice): readonly Diagnostic[] {
  const programs = isHere ? programsOfDaemon(result.configuration) : undefined;
  const findings = new Findings();
  for (const finding of result.diagnostics) findings.add(finding);
  for (const finding of advise(result, programs)) findings.add(finding);
  for (const finding of balancerFindings(result, backend)) findings.add(finding);
  for (const finding of reviewSecurity(result, programs)) findings.add(finding);
  return findings.sorted();
}

/** Whether scripts run unprotected, said of the place where that can be changed. */
function reviewSecurity({ configuration, statements }: LoadResult, programs?: Programs): readonly Diagnostic[] {
  // Scripts that this machine cannot run are no danger to it.
  const isRunnable = ({ words: [program] }: Command): boolean =>
    programs === undefined || programs.inspect(program).kind === "runnable";
  const findings = [
    scriptSecurityFinding(configuration, isRunnable),
    globalSecurityFinding(configuration, isRunnable),
  ].filter((finding) => finding !== undefined);
  const globals = statements.find(({ keyword }) => keyword.text === "global_defs") ?? statements[0];
  return findings.map((finding) => ({ ...finding, span: globals?.keyword }));
}

/** What is to be said about several files as the nodes of one cluster. */
export function examineCluster(nodes: readonly CheckedNode[]): ClusterCheck {
  return nodes.length < 2 ? { findings: [], reachability: [] } : checkCluster(nodes);
}
