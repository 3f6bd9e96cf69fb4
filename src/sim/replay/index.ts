export { Comparison, type Difference, type Timed } from "./comparison.ts";
export { Narrator } from "./narrator.ts";
export { type MovedTimer, type Played, Player, type Step } from "./player.ts";
export { printInput } from "./print-input.ts";
