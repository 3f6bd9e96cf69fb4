import { useEffect, useState } from "preact/hooks";

/** Milliseconds between two renderings at least, however much happens. */
const pace = 100;

/** Renders again when something has changed, on the next frame but not more often than `pace`, and once a second. */
export function useChanges(subscribe: (listener: () => void) => () => void): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    let renderedAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const render = (): void => {
      clearTimeout(timer);
      renderedAt = performance.now();
      setCount((count) => count + 1);
      timer = setTimeout(render, 1_000);
      isAsked = false;
    };
    let isAsked = false;
    const end = subscribe(() => {
      if (isAsked) return;
      isAsked = true;
      clearTimeout(timer);
      timer = setTimeout(render, Math.max(0, renderedAt + pace - performance.now()));
    });
    render();
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [subscribe]);
}

/** Whether a media query holds, as it changes. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const look = (): void => setHolds(list.matches);
    look();
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, [query]);
  return holds;
}
