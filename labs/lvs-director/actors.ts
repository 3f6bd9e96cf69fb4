import { playCustomers } from "./customers.ts";
import { playServers } from "./servers.ts";

// The entry point of the programs on the stage: compiled into one file, as tests start many and a guest is slow.

switch (process.argv[2]) {
  case "servers":
    playServers();
    break;
  case "customers":
    playCustomers();
    break;
  default:
    console.error("usage: actors.js servers|customers");
    process.exitCode = 1;
}
