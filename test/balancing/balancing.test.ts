import { testScenarios } from "../text-scenarios.ts";
import { Scenario } from "./scenario.ts";

// Every `*.txt` beside this file. What is indented is configuration.
testScenarios(new URL("./", import.meta.url), () => new Scenario());
