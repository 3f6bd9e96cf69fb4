import type { IpAddress } from "../../base/ip-address.ts";
import type { CheckConnection } from "../../check/config.ts";
import type { CheckFailure, CheckStage } from "../../check/outcome.ts";
import type { SystemError } from "../../platform/ports.ts";
import type { ProbePath } from "../../platform/probe-sockets.ts";
import type { ProbeRequest } from "./probe.ts";

/** Where a run goes to and comes from. Checkers that say the same are one value, whatever their servers are. */
export function pathOf({ address, port, source, mark }: CheckConnection, request: ProbeRequest): ProbePath {
  return { address: address ?? request.address, port: port ?? request.port, source: { ...source, mark } };
}

/** "192.0.2.1:80" and "[2001:db8::1]:80". */
export function printEndpoint(address: IpAddress, port: number): string {
  return address.family === "ipv4" ? `${address.toString()}:${port}` : `[${address.toString()}]:${port}`;
}

/** What a connection that could not be made means for the check. */
export function connectFailure(error: SystemError): CheckFailure {
  const message = impossibleReason(error);
  return message === undefined ? { kind: "connect", code: error.code } : { kind: "impossible", message };
}

/** What a connection that has ended means for a check that was waiting for more. */
export function closedFailure(error: SystemError | undefined, stage: CheckStage): CheckFailure {
  return { kind: "closed", stage, code: error?.code };
}

/** What this machine refuses is no fault of the server. */
function impossibleReason({ call, code }: SystemError): string | undefined {
  switch (call) {
    case "bind":
      return `bind: ${code}; bindto and bind_port need an address of this machine and a free port`;
    case "setsockopt SO_BINDTODEVICE":
      return `bind_if: ${code}; is there such an interface, and may this process use it (CAP_NET_RAW)?`;
    case "setsockopt SO_MARK":
      return `fwmark: ${code}; marks need CAP_NET_ADMIN`;
    case "socket":
    case "epoll_ctl":
      return `${call}: ${code}; raise the limit of open files (ulimit -n) when there are too many`;
    case "connect":
    case "sendto":
      return code === "EINVAL" ? `${call}: ${code}; a link-local address needs bind_if` : undefined;
    default:
      return undefined;
  }
}
