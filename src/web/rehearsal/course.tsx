import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { unreachable } from "../../base/assert.ts";
import type { PictureService } from "../../rehearse/picture/document.ts";
import type { Scene } from "../../rehearse/picture/scene.ts";
import { printLabels, printOwners } from "../model/rehearsal-words.ts";
import { courseOf, isHandOver, mostMoments, printLasting, type SceneMoment } from "../model/scene.ts";
import { printMoment, printSome } from "../model/words.ts";
import { Glyph, stateWords } from "../view/glyph.tsx";

type Properties = { readonly scene: Scene; readonly services: readonly PictureService[] };

/** What happened, one thing after the other: the picture in words. */
export function Course({ scene, services }: Properties): JSX.Element {
  const course = useMemo(() => courseOf(scene).filter((each) => !isSaid(each, scene)), [scene]);
  const shown = course.slice(0, mostMoments);
  return (
    <>
      <h3 class="course-title">Step by step</h3>
      {course.length === 0 && <p class="soft">Nothing happens.</p>}
      <ol class="course">
        {shown.map((moment, index) => (
          <li key={index} class={`moment moment-${moment.kind}`}>
            <time>{moment.at === shown[index - 1]?.at ? "" : printMoment(moment.at)}</time>
            <Mark moment={moment} />
            <span class="moment-text">
              <Words moment={moment} services={services} />
            </span>
          </li>
        ))}
      </ol>
      {course.length > shown.length && (
        <p class="soft">… and {printSome(course.length - shown.length, "more step")}.</p>
      )}
    </>
  );
}

/** That it does not run is what was done to it. */
function isSaid(moment: SceneMoment, { acts }: Scene): boolean {
  return moment.kind === "state" && acts.some(({ at, text }) => at === moment.at && text === moment.why);
}

function Mark({ moment }: { readonly moment: SceneMoment }): JSX.Element {
  switch (moment.kind) {
    case "act":
      return (
        <span class="moment-act-mark" aria-hidden="true">
          ▼
        </span>
      );
    case "state":
      return <Glyph state={moment.state} />;
    case "owners":
      if (moment.span.owners.length === 1 || isHandOver(moment.span)) return <span class="dot" />;
      return <Glyph state={moment.span.owners.length === 0 ? "nobody" : "several"} />;
    default:
      return unreachable(moment);
  }
}

function Words({
  moment,
  services,
}: {
  readonly moment: SceneMoment;
  readonly services: readonly PictureService[];
}): JSX.Element {
  switch (moment.kind) {
    case "act":
      return <strong>{moment.text}</strong>;
    case "state":
      return (
        <>
          {moment.node}: {moment.instance} is {stateWords[moment.state]}
          <span class="effect-why">{moment.why}</span>
        </>
      );
    case "owners":
      return (
        <>
          {printOwners(moment.span.owners)} {moment.span.owners.length > 1 ? "have" : "has"}{" "}
          <code>{printLabels(moment.services, services)}</code>
          {moment.span.owners.length !== 1 && ` ${printLasting(moment.span)}`}
          {isHandOver(moment.span) && ": a hand-over"}
        </>
      );
    default:
      return unreachable(moment);
  }
}
