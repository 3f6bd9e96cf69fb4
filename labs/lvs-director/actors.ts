import { playCustomers } from "./customers.ts";
import { playServers } from "./servers.ts";

// The entry point of the programs on the stage: compiled into one file, as tests start many and a guest is slow.

const parts: Readonly<Record<string, () => void>> = { servers: playServers, customers: playCustomers };
const play = parts[process.argv[2] ?? ""];
if (play === undefined) throw new RangeError(`the parts are ${Object.keys(parts).join(" and ")}`);
play();
