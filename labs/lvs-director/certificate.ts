import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key and a certificate that nobody but itself vouches for, in PEM: good for a day. */
export function makeCertificate(name: string): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-certificate-"));
  const [key, cert] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
  try {
    const algorithm = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const words = ["req", "-x509", ...algorithm, "-days", "1", "-subj", `/CN=${name}`, "-keyout", key, "-out", cert];
    execFileSync("openssl", words, { stdio: ["ignore", "ignore", "pipe"] });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
