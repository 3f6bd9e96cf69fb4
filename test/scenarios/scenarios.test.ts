import { Scenario } from "../../src/sim/scenario.ts";
import { testScenarios } from "../text-scenarios.ts";

// Every `*.txt` beside this file.
testScenarios(new URL("./", import.meta.url), () => new Scenario());
