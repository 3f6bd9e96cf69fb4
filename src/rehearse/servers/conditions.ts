import { type Endpoint, printEndpoint } from "../../lvs/server-key.ts";

/** "dead": nothing answers any more; "refusing": the machine is there, its service is not. */
export type Condition = "well" | "dead" | "refusing";

/** How each real server is, as each node sees it. */
export class Conditions {
  readonly #bad = new Map<string, Exclude<Condition, "well">>();

  set(node: string, server: Endpoint, condition: Condition): void {
    const key = `${node} ${printEndpoint(server)}`;
    if (condition === "well") this.#bad.delete(key);
    else this.#bad.set(key, condition);
  }

  of(node: string, server: Endpoint): Condition {
    return this.#bad.get(`${node} ${printEndpoint(server)}`) ?? "well";
  }
}
