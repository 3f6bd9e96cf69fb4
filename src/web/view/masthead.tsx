import type { ComponentChildren, JSX } from "preact";

type Properties = {
  /** Where those go who want to skip it, and in what words. */
  readonly skipTo: string;
  readonly skip: string;
  readonly children: ComponentChildren;
};

/** The top of a page: the name, and what the page is about. */
export function Masthead({ skipTo, skip, children }: Properties): JSX.Element {
  return (
    <header class="header">
      <a class="skip" href={skipTo}>
        {skip}
      </a>
      <p class="brand">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <rect width="32" height="32" rx="8" class="brand-ground" />
          <path d="M10 7v18M22 7v18M10 16h12" class="brand-mark" />
        </svg>
        Holdfast
      </p>
      {children}
    </header>
  );
}
