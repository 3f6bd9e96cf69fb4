import { runHelper } from "./helper.ts";

// The entry point of the helper programs in the source tree.
runHelper(process.argv[2] ?? "");
