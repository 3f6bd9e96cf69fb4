import assert from "node:assert/strict";
import { test } from "node:test";

import { Rng } from "../../base/rng.ts";
import { instant, milliseconds } from "../../base/time.ts";
import type { CheckFailure } from "../../check/outcome.ts";
import { loadConfiguration } from "../../config/load.ts";
import { LvsEngine } from "../../lvs/engine.ts";
import { printCheckData } from "./check-data.ts";

const text = `
global_defs {
    script_user root
}
SSL {
    password sesame
    ca /etc/ssl/ca.pem
}
virtual_server_group G1 {
    192.0.2.10 80
    192.0.2.11-14 80
    fwmark 77
}
virtual_server 192.0.2.1 443 {
    delay_loop 2
    warmup 0
    lvs_sched sh
    sh-port
    lvs_method DR
    protocol TCP
    persistence_timeout 300
    persistence_granularity 255.255.255.0
    quorum 3
    hysteresis 1
    alpha
    ha_suspend
    smtp_alert
    snmp_name web
    quorum_up "/usr/bin/true up"
    sorry_server 198.51.100.9 443
    sorry_server_inhibit
    real_server 198.51.100.1 443 {
        weight 4
        notify_down "/usr/bin/true down"
        uthreshold 10
        lthreshold 5
        SSL_GET {
            url {
                path /a
                digest 00112233445566778899aabbccddeeff
                status_code 200 300-302
                virtualhost www.example.com
                regex "a b+"
                regex_no_match
                regex_options caseless multiline
                regex_min_offset 3
                regex_max_offset 99
            }
            enable_sni
            sni_name sni.example.com
            http_protocol 1.1
            connect_ip 198.51.100.2
            connect_port 8443
            bindto 192.0.2.7
            bind_port 1234
            bind_if eth0
            fwmark 7
            retry 5
            log_all_failures
        }
    }
    real_server 198.51.100.3 443 {
        inhibit_on_failure
        lvs_method TUN type gue port 6080 csum
        smtp_alert off
        MISC_CHECK {
            misc_path "/usr/bin/true x"
            misc_timeout 2
            misc_dynamic
        }
        DNS_CHECK {
            type AAAA
            name example.com
        }
        UDP_CHECK {
            payload 010203
            require_reply 01xx
        }
        SMTP_CHECK {
            helo_name me.example.com
        }
        TCP_CHECK {
        }
        PING_CHECK {
        }
    }
}
virtual_server group G1 {
    lvs_sched wrr
    lvs_method NAT
    protocol UDP
    real_server 198.51.100.4 80 {
    }
}
virtual_server fwmark 5 {
    lvs_sched rr
    lvs_method TUN type gre
    real_server 198.51.100.5 {
    }
}
`;

/** Lines of the file after the checkers of the first server have failed, 3 s after the start. */
function dump(reason: CheckFailure): readonly string[] {
  const { configuration } = loadConfiguration({ path: "k.conf", text }, { hostName: "director" });
  const engine = new LvsEngine(new Rng(1));
  const settings = { syncDaemon: undefined, initialNotifies: false, removesServicesWhole: false, keepsTable: false };
  const { lvs: config } = configuration;
  engine.handle(instant(0), { kind: "configure", config, settings, held: [], isReplacement: false });
  const all = config.virtualServers.flatMap(({ service }) => (service.kind === "address" ? [service.address] : []));
  engine.handle(instant(0), { kind: "local-addresses", addresses: all });
  const started = engine.handle(instant(1), { kind: "tick" });
  for (const effect of started) {
    if (effect.kind !== "check") continue;
    const failed = effect.address.toString() === "198.51.100.1";
    const duration = milliseconds(20);
    const outcome = failed
      ? ({ kind: "failure", reason, duration } as const)
      : ({ kind: "success", duration } as const);
    engine.handle(instant(3_000_000), { kind: "check-done", checker: effect.checker, outcome });
  }
  const facts = {
    calendar: (at: number) => ({ seconds: String(at / 1e6), words: `${at / 1e6} s` }),
    globals: ["Router ID = R1"],
    config,
    script: ({ command }: { readonly command: { readonly words: readonly string[] } }) => ({
      command: command.words.map((word) => `'${word}'`).join(" "),
      account: "0:0",
      insecure: false,
    }),
  };
  return Array.from(printCheckData(engine.status, facts)).join("").trimEnd().split("\n");
}

const lines = dump({ kind: "status", path: "/a", status: 503 });

/** The lines from the one that is `first` to the one before `next`. */
function part(first: string, next: string): readonly string[] {
  const start = lines.indexOf(first);
  assert.ok(start >= 0, `no line "${first}" in\n${lines.join("\n")}`);
  const end = lines.findIndex((line, index) => index > start && line === next);
  return lines.slice(start, end < 0 ? undefined : end);
}

test("globals, SSL without the password, groups", () => {
  assert.deepEqual(part("------< Global definitions >------", " ------< Virtual server >------"), [
    "------< Global definitions >------",
    " Router ID = R1",
    "------< SSL definitions >------",
    " Password : ********",
    " CA-file : /etc/ssl/ca.pem",
    "------< LVS Topology >------",
    " ------< Virtual server group >------",
    " Virtual Server Group = G1, IPv4 = yes, IPv6 = no",
    "   VIP = 192.0.2.10, VPORT = 80",
    "   VIP Range = 192.0.2.11-192.0.2.14, VPORT = 80",
    "   FWMARK = 77",
  ]);
});

test("a virtual server", () => {
  assert.deepEqual(part(" VS VIP = 192.0.2.1, VPORT = 443", "   ------< Real server >------"), [
    " VS VIP = 192.0.2.1, VPORT = 443",
    "   SNMP name = 'web'",
    "   Address family = inet",
    "   lvs_sched = sh",
    "   Hashed = disabled",
    "   sh-port = enabled",
    "   sh-fallback = disabled",
    "   One packet scheduling = disabled",
    "   persistence timeout = 300",
    "   persistence granularity = 255.255.255.0",
    "   protocol = TCP",
    "   alpha is ON",
    "   omega is OFF",
    "   quorum = 3, hysteresis = 1",
    "   Quorum up notify script = '/usr/bin/true' 'up', uid:gid 0:0",
    "   Using HA suspend",
    "   Using smtp notification = yes",
    "   sorry server = [198.51.100.9]:tcp:443",
    "     forwarding method = DR",
    "     Inhibit on failure is ON",
    "   alive = 1",
    "   quorum_state_up = 0",
    "   servers up = 1 of 2, weight 1 of 5",
    "   sorry server in use = yes",
  ]);
});

test("the services that have no address", () => {
  assert.ok(lines.includes(" VS GROUP = [G1]:0"));
  assert.ok(lines.includes(" VS FWMARK = 5"));
  assert.ok(lines.includes("   protocol = none"));
  assert.ok(lines.includes("   forwarding method = TUN, type = GRE, no checksum"));
});

test("real servers", () => {
  assert.deepEqual(
    part("   RIP = 198.51.100.1, RPORT = 443, WEIGHT = 4 EFF WEIGHT = 4", "   ------< Real server >------"),
    [
      "   RIP = 198.51.100.1, RPORT = 443, WEIGHT = 4 EFF WEIGHT = 4",
      "   forwarding method = DR",
      "   Alpha is ON",
      "   connection limit range = 5 -> 10",
      "   Inhibit on failure is OFF",
      "     RS down notify script = '/usr/bin/true' 'down', uid:gid 0:0",
      "   Using smtp notification = yes",
      "   initial weight = 4",
      "   effective weight = 4",
      "   alive = 0",
      "   num failed checkers = 1",
      "   RS set = 0",
    ],
  );
  assert.deepEqual(
    part("   RIP = 198.51.100.3, RPORT = 443, WEIGHT = 1 EFF WEIGHT = 1", " ------< Virtual server >------"),
    [
      "   RIP = 198.51.100.3, RPORT = 443, WEIGHT = 1 EFF WEIGHT = 1",
      "   forwarding method = TUN, type = GUE, port = 6080, checksum",
      "   Alpha is ON",
      "   connection limit range = 0 -> 0",
      "   Inhibit on failure is ON",
      "   Using smtp notification = no",
      "   initial weight = 1",
      "   effective weight = 1",
      "   alive = 1",
      "   num failed checkers = 0",
      "   RS set = 1",
      "   weight in the table = 0",
      "   State changed = 3 s",
    ],
  );
});

test("a checker, with why it failed", () => {
  const heading = " [192.0.2.1]:tcp:443 -> [198.51.100.1]:tcp:443";
  assert.deepEqual(part(heading, " [192.0.2.1]:tcp:443 -> [198.51.100.3]:tcp:443"), [
    heading,
    "   Enabled = yes",
    "   Up = no",
    "   Has run = yes",
    "   Current weight = 0",
    "   Alpha = yes",
    "   Delay loop = 2000000 us",
    "   Warmup = 0 us",
    "   Retries = 5",
    "   Delay before retry = 3000000 us",
    "   Retries iterations = 0",
    "   Log all failures = yes",
    "   Connection",
    "     Dest = [198.51.100.2]:8443",
    "     Bind to = [192.0.2.7]:1234",
    "     Bind i/f = eth0",
    "     Mark = 7",
    "     Timeout = 5.000000",
    "   Keepalive method = SSL_GET, http protocol 1.1",
    "   Enable SNI set",
    "   SNI name = sni.example.com",
    "   Fast recovery unset",
    "   Checked url = /a",
    "     digest = 00112233445566778899aabbccddeeff",
    "     HTTP Status Code(s)",
    "       200",
    "       300-302",
    "     Virtual host = www.example.com",
    '     Regex = "a b+"',
    "     Regex no match",
    "     Regex min offset = 3, max_offset = 99",
    "     Regex options: caseless multiline",
    "   Runs = 1, of which 1 failed",
    "   Last failure = /a has status 503, expected 200 300-302 (3 s)",
  ]);
});

test("what each of the others is", () => {
  const methods = lines
    .join("\n")
    .split(/^ {3}(?=Keepalive method)/mu)
    .slice(2)
    .map((rest) => rest.replace(/\n {3}Runs = .*$/su, "").split(/\n */u));
  assert.deepEqual(methods, [
    ["Keepalive method = TCP_CHECK"],
    ["Keepalive method = SMTP_CHECK", "helo = me.example.com"],
    ["Keepalive method = DNS_CHECK", "Type = AAAA", "Name = example.com"],
    ["Keepalive method = MISC_CHECK", "script = '/usr/bin/true' 'x'", "timeout = 2", "dynamic = YES", "uid:gid = 0:0"],
    ["Keepalive method = PING_CHECK"],
    [
      "Keepalive method = UDP_CHECK",
      "Payload len = 3",
      "Require reply = yes",
      "Min reply length = 0",
      "Max reply length = 255",
      "Reply data len = 2",
      "Reply data mask = yes",
    ],
  ]);
});
