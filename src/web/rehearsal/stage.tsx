import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Entry, PictureFinding, PictureService } from "../../rehearse/picture/document.ts";
import type { Scene } from "../../rehearse/picture/scene.ts";
import { FilmView } from "../live/film-view.ts";
import { printLabels, tellEffects } from "../model/rehearsal-words.ts";
import { printCount, printSome } from "../model/words.ts";
import { Axis } from "../view/axis.tsx";
import { useTimelineGestures } from "../view/gestures.ts";
import { type Hint, Tooltip } from "../view/tooltip.tsx";
import { Course } from "./course.tsx";
import { Expectations } from "./expectations.tsx";
import { type Flag, Flags } from "./flags.tsx";
import { FindingText } from "./findings.tsx";
import { sinceEvent } from "./scale.ts";
import { SceneRowView } from "./scene-row.tsx";

type Properties = {
  readonly entry: Entry;
  readonly services: readonly PictureService[];
  readonly findings: readonly PictureFinding[];
};

/** Effects and findings that are told in sentences. */
const mostTold = 6;

/** One thing that was tried: in words, in a picture, and step by step. */
export function Stage({ entry, services, findings }: Properties): JSX.Element {
  const { text, effects, scene, expectations } = entry;
  const tales = useMemo(() => tellEffects(effects), [effects]);
  return (
    <section id="stage" class="stage" tabIndex={-1} aria-label={`When ${text}`}>
      <div class="stage-words" aria-live="polite">
        <h2 class="stage-title">{text}</h2>
        {effects.length === 0 && expectations.length === 0 && <p class="soft">Nothing moves.</p>}
        {tales.slice(0, mostTold).map((tale) => (
          <p key={tale.services[0]} class="effect">
            <code>{printLabels(tale.services, services)}</code> <strong>{tale.owners}</strong>, {tale.text}
            {tale.why !== undefined && <span class="effect-why">{tale.why}</span>}
          </p>
        ))}
        {tales.length > mostTold && <p class="soft">… and {printCount(tales.length - mostTold)} more.</p>}
        {entry.findings.slice(0, mostTold).map((place) => {
          const finding = findings[place];
          return finding && <FindingText key={place} finding={finding} />;
        })}
        {entry.findings.length > mostTold && (
          <p class="soft">… and {printSome(entry.findings.length - mostTold, "more finding", "more findings")}.</p>
        )}
      </div>
      {scene !== undefined && <ScenePicture scene={scene} entry={entry} services={services} />}
      {expectations.length > 0 && <Expectations expectations={expectations} />}
      {scene !== undefined && <Course scene={scene} services={services} />}
    </section>
  );
}

type SceneProperties = Omit<Properties, "findings"> & { readonly scene: Scene };

function ScenePicture({ scene, entry, services }: SceneProperties): JSX.Element {
  const film = useMemo(() => new FilmView(scene.from, scene.until), [scene]);
  const box = useRef<HTMLDivElement>(null);
  const [hint, setHint] = useState<Hint | undefined>();
  const [isWhole, setWhole] = useState(true);
  useTimelineGestures(box, film);
  useEffect(() => film.subscribe(() => setWhole(film.isWhole)), [film]);
  useEffect(() => {
    const dismiss = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element) || target.closest(".lane") === null) setHint(undefined);
    };
    addEventListener("pointerdown", dismiss);
    return () => removeEventListener("pointerdown", dismiss);
  }, []);
  const moments = useMemo(() => scene.acts.map(({ at }) => at), [scene]);
  const acts = useMemo(() => scene.acts.map(({ at, text }): Flag => ({ at, text, kind: "act" })), [scene]);
  const expected = useMemo(() => expectedOf(scene, entry), [scene, entry]);
  return (
    <div
      ref={box}
      class="picture"
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && box.current?.contains(relatedTarget) === false) setHint(undefined);
      }}
    >
      <div class="picture-head">
        <span class="picture-zoom choices" role="group" aria-label="How much time">
          <button type="button" aria-label="Show less time" onClick={() => film.zoom(0.5, 0.5)}>
            +
          </button>
          <button type="button" aria-label="Show more time" disabled={isWhole} onClick={() => film.zoom(2, 0.5)}>
            −
          </button>
          <button type="button" disabled={isWhole} onClick={() => film.showWhole()}>
            Whole
          </button>
        </span>
        <div class="picture-axis">
          <Flags timeline={film} flags={acts} />
          {expected.length > 0 && <Flags timeline={film} flags={expected} />}
          <Axis timeline={film} scale={sinceEvent} />
        </div>
      </div>
      {scene.rows.map((row) => (
        <SceneRowView
          key={row.service}
          row={row}
          scene={scene}
          label={services[row.service]?.label ?? ""}
          film={film}
          moments={moments}
          hint={hint}
          onHint={setHint}
        />
      ))}
      {scene.omitted > 0 && (
        <p class="soft picture-more">
          {printSome(scene.omitted, "other address is", "other addresses are")} not drawn.
        </p>
      )}
      <Tooltip hint={hint} />
    </div>
  );
}

/** What a story expects of a moment, at that moment. */
function expectedOf({ until }: Scene, { expectations }: Entry): readonly Flag[] {
  return expectations.flatMap(({ at, isMet, line }): readonly Flag[] => {
    if (at === undefined || at > until) return [];
    return [{ at, kind: isMet ? "met" : "unmet", text: isMet ? "" : `line ${line}` }];
  });
}
