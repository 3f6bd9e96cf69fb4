import type { ScopeName } from "../keyword.ts";

export type CheckerProse = {
  readonly scope: ScopeName;
  /** When it is up, and what else there is to know. */
  readonly text: string;
  /** The block as it stands in a real server. */
  readonly example: string;
  /** Blocks that have to stand above the virtual server. */
  readonly before?: string;
  /** Of the service; TCP and 80 unless they are given. */
  readonly protocol?: "TCP" | "UDP";
  readonly port?: number;
};

/** What the tables do not say about each checker, in the order of their page. */
export const checkerProse: readonly CheckerProse[] = [
  {
    scope: "TCP_CHECK",
    text: `Up when a TCP connection is there within \`connect_timeout\`. It is closed at once, and nothing is said over it: a server
that accepts connections and then hangs counts as up.`,
    example: `TCP_CHECK {
    connect_timeout 3
    retry 2
    delay_before_retry 1
}`,
  },
  {
    scope: "HTTP_GET",
    text: `Up when every \`url\` has been answered as it should: with one of its status codes (a redirect is a status like any
other, and not followed), and where it says so, with a body of that MD5 or one that matches the regular expression.
\`genhash -s ADDRESS -p PORT -u PATH\` prints the digest, or ends with status 1 and says why there is none. Connection, response and body may each take \`connect_timeout\`. A
body of more than 16 MiB is a failure, and so is one of more than 1 MiB that is to be searched.

The URLs are asked one after the other; the first that fails decides. While a server comes back, one is asked in each
\`delay_loop\`, with \`fast_recovery\` all of them at once.`,
    example: `HTTP_GET {
    connect_timeout 3
    retry 2
    url {
        path /health
        status_code 200
        virtualhost www.example.com
    }
    url {
        path /version
        regex "^release-[0-9]+$"
        regex_options multiline
    }
}`,
  },
  {
    scope: "SSL_GET",
    text: `HTTP_GET over TLS. Certificates are not verified unless the \`SSL\` block names a \`ca\`. Name the server in the handshake
(\`enable_sni\`) where it has several certificates: with \`sni_name\`, or else with the \`virtualhost\`.`,
    port: 443,
    example: `SSL_GET {
    enable_sni
    sni_name www.example.com
    url {
        path /health
        status_code 200-299
        digest 00112233445566778899aabbccddeeff
    }
}`,
  },
  {
    scope: "SMTP_CHECK",
    text: `Up when the server greets with 220 and takes HELO with 250 (RFC 5321); the connection then ends with QUIT, whose answer
does not count.`,
    port: 25,
    example: `SMTP_CHECK {
    helo_name director.example.com
    connect_timeout 10
}`,
  },
  {
    scope: "DNS_CHECK",
    text: `Up when a query over UDP is answered without an error code (RFC 1035). Answers that do not belong to the query are not
taken for one. Three failures in a row beyond the first are needed unless \`retry\` says otherwise.`,
    protocol: "UDP",
    port: 53,
    example: `DNS_CHECK {
    type A
    name www.example.com
    retry 2
    delay_before_retry 1
}`,
  },
  {
    scope: "MISC_CHECK",
    text: `Up when a command of your own ends with status 0; what it prints at a failure is in the log. With \`misc_dynamic\` the
statuses 2 to 255 are success as well and set the weight to the status less 2. A command that runs longer than
\`misc_timeout\` has failed, and is ended with everything that it has started. Runs start \`delay_loop\` apart. No retries
unless \`retry\` asks for them. No shell reads the command: write a script for what needs one.`,
    before: `global_defs {
    enable_script_security
    script_user nobody
}`,
    example: `MISC_CHECK {
    misc_path "/usr/bin/test -e /etc/hostname"
    misc_timeout 5
    retry 1
}`,
  },
  {
    scope: "PING_CHECK",
    text: `Up when an ICMP echo request is answered within \`connect_timeout\`: the machine is there, whatever runs on it.`,
    example: `PING_CHECK {
    connect_timeout 1
    retry 2
}`,
  },
  {
    scope: "UDP_CHECK",
    text: `Sends a datagram. Up when no ICMP error comes back within \`connect_timeout\`, or with \`require_reply\`, when a reply comes
that is as it should: without a reply, nobody can tell a server that is dead from one that has nothing to say.`,
    protocol: "UDP",
    port: 5060,
    example: `UDP_CHECK {
    payload 70696e67
    require_reply 706f6e67
    min_reply_length 4
    max_reply_length 64
}`,
  },
  {
    scope: "FILE_CHECK",
    text: `Always up: the number in a file, times \`weight\`, is added to the weight of the server. So something else decides about
shares, such as a script that looks at the load. The sum stays between 0 and 65535, and a server of weight 0 gets no new
connections.`,
    before: `track_file share {
    file /run/share-of-web
    weight 1
}`,
    example: `FILE_CHECK {
    track_file share
}`,
  },
  {
    scope: "BFD_CHECK",
    text: `Up when a BFD session is (RFC 5880). There are no sessions yet: it counts as up, and \`holdfast check\` says so.`,
    before: `bfd_instance web {
    neighbor_ip 198.51.100.11
}`,
    example: `BFD_CHECK {
    name web
}`,
  },
];

/** A whole file with that checker. */
export function exampleFile({ example, before, protocol = "TCP", port = 80 }: CheckerProse): string {
  return `${before === undefined ? "" : `${before}\n\n`}virtual_server 192.0.2.1 ${port} {
    delay_loop 5
    lvs_sched wrr
    lvs_method NAT
    protocol ${protocol}

    real_server 198.51.100.11 ${port} {
${indented(example, 8)}
    }
}
`;
}

function indented(text: string, depth: number): string {
  return text.replaceAll(/^(?=.)/gmu, " ".repeat(depth));
}
