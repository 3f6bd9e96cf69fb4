/** Of the environment: events are not recorded at all. For measurements of what recording costs. */
export function isStreamOff(): boolean {
  return process.env["HOLDFAST_EVENTS"] === "off";
}
