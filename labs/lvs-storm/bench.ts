import { brew } from "./storm.ts";
import { tellOf } from "./report.ts";

// C Keepalived has no part in this: it knows no nftables.

const report = await brew({ requests: 100_000, deaths: 200, seed: 1 });
console.log(["A storm of requests and deaths", ...tellOf(report).map((line) => `  ${line}`)].join("\n"));
for (const each of [...report.misled, ...report.unfair].slice(0, 20)) console.log(`  wrong: ${JSON.stringify(each)}`);
process.exitCode = report.misled.length + report.unfair.length === 0 ? 0 : 1;
