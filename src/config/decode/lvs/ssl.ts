import type { TlsClientConfig } from "../../../check/config.ts";
import { rememberSecret } from "../../known-secrets.ts";
import type { Reporter } from "../../reporter.ts";
import type { Keyword } from "../../schema/keyword.ts";
import { ssl, sslScope } from "../../schema/lvs/ssl.ts";
import type { Statement } from "../../tree.ts";
import { ScopeReader } from "../scope-reader.ts";

/** The last `SSL` block. The password shows up in no message. */
export function decodeSsl(blocks: readonly Statement[], report: Reporter): TlsClientConfig | undefined {
  for (const { keyword } of blocks.slice(1)) {
    report.warning("repeated", keyword, "SSL context already specified - replacing");
  }
  return blocks.map((block) => decodeBlock(block, report)).at(-1);
}

function decodeBlock({ block }: Statement, report: Reporter): TlsClientConfig {
  const scope = new ScopeReader(sslScope, block?.statements ?? [], report);
  const read = (row: Keyword<string>): string | undefined => {
    const values = scope.values(row);
    if (values.length > 1) {
      report.warning("repeated", scope.keywordAt(row), `SSL ${row.name} already specified - replacing`);
    }
    return values.at(-1);
  };
  const password = read(ssl.password);
  const place = scope.keywordAt(ssl.password);
  if (password !== undefined && place !== undefined) rememberSecret(place, password);
  return {
    password,
    authorities: read(ssl.authorities),
    certificate: read(ssl.certificate),
    key: read(ssl.key),
  };
}
