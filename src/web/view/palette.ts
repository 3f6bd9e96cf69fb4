import type { LaneState } from "../model/timeline.ts";

/** The colours of the page's style, for what is painted. */
export type Palette = {
  readonly states: Readonly<Record<LaneState, string>>;
  readonly letter: string;
  readonly letterOnMaster: string;
  readonly line: string;
  readonly surface: string;
  readonly text: string;
  readonly accent: string;
  readonly warning: string;
  readonly font: string;
};

let known: Palette | undefined;
const schemes = matchMedia("(prefers-color-scheme: dark)");
schemes.addEventListener("change", () => {
  known = undefined;
});

/** Of the scheme in force. */
export function palette(): Palette {
  known ??= read();
  return known;
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    states: {
      master: value("master"),
      backup: value("backup"),
      fault: value("fault"),
      init: value("init"),
      maintenance: value("maintenance"),
      gone: value("gone"),
      unheard: value("gone"),
    },
    letter: value("text-soft"),
    letterOnMaster: value("on-master"),
    line: value("line"),
    surface: value("surface"),
    text: value("text-soft"),
    accent: value("accent"),
    warning: value("attention"),
    font: `600 10px ${value("font")}`,
  };
}
