import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Cluster, Router } from "../model/cluster.ts";
import type { Handover } from "../model/handovers.ts";
import { Overview } from "./overview.tsx";
import { RouterDetails } from "./router-details.tsx";

type Properties = {
  readonly cluster: Cluster;
  /** The one that is chosen; undefined: the cluster as a whole. */
  readonly router: Router | undefined;
  readonly handovers: readonly Handover[];
  readonly now: number;
  readonly onClose: () => void;
  readonly onShow: (handover: Handover) => void;
};

/** At the side, or on a small screen a sheet over the page: what there is to say about what was chosen. */
export function Inspector({ cluster, router, handovers, now, onClose, onShow }: Properties): JSX.Element {
  const box = useRef<HTMLElement>(null);
  const key = router?.key;
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
    if (key === undefined) return undefined;
    // A sheet covers what had the focus.
    if (box.current !== null && getComputedStyle(box.current).position === "fixed") {
      box.current.querySelector<HTMLElement>(".close")?.focus();
    }
    const close = (event: KeyboardEvent): void => {
      if (event.key === "Escape") onClose();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the way to close is always the same
  }, [key]);
  return (
    <aside ref={box} class="inspector" aria-label={router === undefined ? "The cluster" : `About ${router.name}`}>
      {router === undefined ? (
        <Overview cluster={cluster} handovers={handovers} now={now} onShow={onShow} />
      ) : (
        <RouterDetails
          router={router}
          warnings={cluster.warnings}
          handovers={handovers}
          now={now}
          onClose={onClose}
          onShow={onShow}
        />
      )}
    </aside>
  );
}
