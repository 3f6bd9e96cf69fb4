import type { Command } from "../../base/command.ts";
import { zeroDuration } from "../../base/time.ts";
import type { CheckConnection, HttpCheck, ScriptCall, TlsClientConfig } from "../../check/config.ts";
import type { CheckFailure, CheckOutcome } from "../../check/outcome.ts";
import { unreachable } from "../../base/assert.ts";
import type { Clock, OpenAlarm, ProcessRunner } from "../../platform/ports.ts";
import type { OpenProbeSockets, ProbeSockets } from "../../platform/probe-sockets.ts";
import type { Conversation } from "./conversation.ts";
import { DatagramRun, type Exchange } from "./datagram-run.ts";
import { Deadlines } from "./deadlines.ts";
import { DnsExchange } from "./dns-exchange.ts";
import { HttpConversation } from "./http-conversation.ts";
import { pathOf, printEndpoint } from "./path.ts";
import { PatternSearch } from "./pattern-search.ts";
import { Pinger } from "./pinger.ts";
import type { ProbeRequest, ProbeRun, Probes } from "./probe.ts";
import { ScriptRun, type ScriptTools } from "./script-run.ts";
import { SmtpConversation } from "./smtp-conversation.ts";
import { StreamRun, type StreamTools } from "./stream-run.ts";
import { tcpConversation } from "./tcp-conversation.ts";
import { openTlsClient, type TlsClient } from "./tls-context.ts";
import { type OpenTlsStream, TlsStream } from "./tls-stream.ts";
import { UdpProbeExchange } from "./udp-exchange.ts";

export type { ProbeRequest, ProbeRun, Probes } from "./probe.ts";

export type ProbeTools = {
  readonly clock: Clock;
  readonly openAlarm: OpenAlarm;
  readonly openProbeSockets: OpenProbeSockets;
  readonly processes: ProcessRunner;
  /** The SSL block. */
  readonly tls: TlsClientConfig | undefined;
  /** What runs the script of a MISC_CHECK as its account, or why it cannot be run. */
  readonly scriptCommand: (call: ScriptCall) => Command | { readonly problem: string };
};

/** The probes of a process. Throws SystemException. */
export function openProbes(tools: ProbeTools): Probes {
  return new OpenProbes(tools);
}

class OpenProbes implements Probes {
  readonly #tools: ProbeTools;
  readonly #sockets: ProbeSockets;
  readonly #deadlines: Deadlines;
  readonly #streamTools: StreamTools;
  readonly #scriptTools: ScriptTools;
  readonly #pinger: Pinger;
  readonly #search = new PatternSearch();
  readonly #runs = new Set<ProbeRun>();
  #tls: TlsClientConfig | undefined;
  /** Read when the first SSL_GET is made. */
  #tlsClient: TlsClient | undefined;

  constructor(tools: ProbeTools) {
    const { clock, processes } = tools;
    this.#tools = tools;
    this.#tls = tools.tls;
    this.#deadlines = new Deadlines(clock, tools.openAlarm);
    this.#sockets = tools.openProbeSockets();
    this.#streamTools = { clock, sockets: this.#sockets, deadlines: this.#deadlines };
    this.#pinger = new Pinger(this.#streamTools);
    this.#scriptTools = { clock, processes, deadlines: this.#deadlines, ending: new Set() };
  }

  run(request: ProbeRequest, done: (outcome: CheckOutcome) => void): ProbeRun {
    const run = this.#begin(request, (outcome) => {
      this.#runs.delete(run);
      done(outcome);
    });
    this.#runs.add(run);
    return {
      cancel: () => {
        this.#runs.delete(run);
        run.cancel();
      },
    };
  }

  useTls(tls: TlsClientConfig | undefined): void {
    this.#tls = tls;
    this.#tlsClient = undefined;
  }

  close(): void {
    for (const run of [...this.#runs, ...this.#scriptTools.ending]) run.cancel();
    this.#runs.clear();
    this.#search.close();
    this.#sockets.close();
    this.#deadlines.close();
  }

  #begin(request: ProbeRequest, done: (outcome: CheckOutcome) => void): ProbeRun {
    const { config } = request;
    switch (config.kind) {
      case "tcp":
        return this.#converse(config.connection, request, tcpConversation, undefined, done);
      case "http":
        return this.#ask(config, request, done);
      case "misc": {
        const command = this.#tools.scriptCommand(config.script);
        if ("problem" in command) return refuse(command.problem, done);
        return new ScriptRun(this.#scriptTools, config, command, done);
      }
      case "smtp":
        return this.#converse(config.connection, request, new SmtpConversation(config.heloName), undefined, done);
      case "dns": {
        const exchange = DnsExchange.of(config);
        if (exchange === undefined) return refuse(`${config.name} is no name that can be asked for`, done);
        return this.#exchange(config.connection, request, exchange, done);
      }
      case "udp":
        return this.#exchange(config.connection, request, new UdpProbeExchange(config), done);
      case "ping":
        return this.#pinger.run(pathOf(config.connection, request), config.connection.connectTimeout, done);
      case "bfd":
      case "file":
        return refuse(`a ${config.kind} check has no runs: its state is told`, done);
      default:
        return unreachable(config);
    }
  }

  #ask(config: HttpCheck, request: ProbeRequest, done: (outcome: CheckOutcome) => void): ProbeRun {
    const { connection, protocol, tls, urls } = config;
    const url = urls[request.step];
    if (url === undefined) return refuse(`there is no url ${request.step}`, done);
    const { address, port } = pathOf(connection, request);
    const conversation = new HttpConversation({
      url,
      protocol,
      endpoint: printEndpoint(address, port),
      search: this.#search,
    });
    if (tls === undefined) return this.#converse(connection, request, conversation, undefined, done);
    this.#tlsClient ??= openTlsClient(this.#tls);
    const client = this.#tlsClient;
    if ("problem" in client) return refuse(client.problem, done);
    const serverName = tls.sni ? (tls.sniName ?? url.virtualHost) : undefined;
    const options = { ...client, serverName, closeNotify: url.closeNotify };
    const secure: OpenTlsStream = (descriptor, listener) => new TlsStream(descriptor, options, listener);
    return this.#converse(connection, request, conversation, secure, done);
  }

  #exchange(
    connection: CheckConnection,
    request: ProbeRequest,
    exchange: Exchange,
    done: (outcome: CheckOutcome) => void,
  ): ProbeRun {
    const path = pathOf(connection, request);
    return new DatagramRun(this.#streamTools, { path, timeout: connection.connectTimeout, exchange }, done);
  }

  #converse(
    connection: CheckConnection,
    request: ProbeRequest,
    conversation: Conversation,
    secure: OpenTlsStream | undefined,
    done: (outcome: CheckOutcome) => void,
  ): ProbeRun {
    const path = pathOf(connection, request);
    const timeout = connection.connectTimeout;
    return new StreamRun(this.#streamTools, { path, timeout, conversation, secure }, done);
  }
}

/** A check that cannot be made. */
function refuse(message: string, done: (outcome: CheckOutcome) => void): ProbeRun {
  const reason: CheckFailure = { kind: "impossible", message };
  const immediate = setImmediate(() => done({ kind: "failure", duration: zeroDuration, reason }));
  return { cancel: () => clearImmediate(immediate) };
}
