import { runServers } from "./servers.ts";

await runServers();
