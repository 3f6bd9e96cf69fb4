import { useEffect } from "preact/hooks";
import type { Timeline } from "../live/timeline-view.ts";

/** Pixels that a pointer may tremble before it drags. */
const tremble = 4;

/**
 * Wheel with Ctrl and pinching zoom, a wheel to the side (or with Shift) and dragging pan. What goes up and down is
 * left to the page, which is scrolled by it.
 */
export function useTimelineGestures(box: { readonly current: HTMLElement | null }, timeline: Timeline): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const pointers = new Map<number, PointerEvent>();
    let isDragging = false;

    const place = (x: number): number => {
      const lane = element.querySelector(".lane")?.getBoundingClientRect();
      return lane === undefined ? 1 : Math.min(1, Math.max(0, (x - lane.left) / lane.width));
    };
    const wheel = (event: WheelEvent): void => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        timeline.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200))), place(event.clientX));
      } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        timeline.pan(sideways / timeline.width);
      } else return;
      event.preventDefault();
    };
    const down = (event: PointerEvent): void => {
      if (!(event.target instanceof Element) || event.target.closest(".lane") === null) return;
      pointers.set(event.pointerId, event);
      isDragging = false;
    };
    const move = (event: PointerEvent): void => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const other = [...pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
      if (other === undefined) {
        const across = event.clientX - before.clientX;
        if (!isDragging && Math.abs(across) < tremble) return;
        isDragging = true;
        timeline.pan(-across / timeline.width);
      } else {
        const [from, to] = [before, event].map(({ clientX }) => Math.max(10, Math.abs(clientX - other.clientX)));
        timeline.zoom((from ?? 1) / (to ?? 1), place((event.clientX + other.clientX) / 2));
        isDragging = true;
      }
      pointers.set(event.pointerId, event);
    };
    const up = (event: PointerEvent): void => {
      pointers.delete(event.pointerId);
    };
    // What ends a drag is no click.
    const click = (event: MouseEvent): void => {
      if (isDragging) event.stopPropagation();
      isDragging = false;
    };
    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("pointerdown", down);
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", up);
    element.addEventListener("click", click, { capture: true });
    return () => {
      element.removeEventListener("wheel", wheel);
      element.removeEventListener("pointerdown", down);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", up);
      element.removeEventListener("click", click, { capture: true });
    };
  }, [box, timeline]);
}
