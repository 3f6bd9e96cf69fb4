import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";

import type { TlsClientConfig } from "../../check/config.ts";
import { errorCode } from "../error-code.ts";

/** How SSL_GET presents itself and whom it believes; or what is wrong with the SSL block. */
export type TlsClient = { readonly context: SecureContext; readonly verify: boolean } | { readonly problem: string };

/** Reads the files of the SSL block once, for all checks. Messages never contain the password. */
export function openTlsClient(config: TlsClientConfig | undefined): TlsClient {
  if (config === undefined) return { context: createSecureContext(), verify: false };
  const { password, authorities, certificate, key } = config;
  try {
    const context = createSecureContext({
      ...(authorities === undefined ? {} : { ca: readNamed("ca", authorities) }),
      ...(certificate === undefined ? {} : { cert: readNamed("certificate", certificate) }),
      ...(key === undefined ? {} : { key: readNamed("key", key) }),
      ...(password === undefined ? {} : { passphrase: password }),
    });
    return { context, verify: authorities !== undefined };
  } catch (error) {
    const reason = error instanceof Error && "reason" in error ? String(error.reason) : String(error);
    return { problem: error instanceof UnreadableFile ? error.message : `SSL block: ${reason}` };
  }
}

class UnreadableFile extends Error {}

function readNamed(keyword: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UnreadableFile(`SSL block: cannot read ${keyword} ${path}: ${errorCode(error)}`);
  }
}
