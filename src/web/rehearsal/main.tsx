import { render } from "preact";
import type { RehearsalDocument } from "../../rehearse/picture/document.ts";
import { App } from "./app.tsx";
import "../style/tokens.css";
import "../style/page.css";
import "../style/list.css";
import "../style/rehearsal.css";

/** Of the program that has made this page: there is nothing to doubt in it but that it is there. */
function isDocument(value: unknown): value is RehearsalDocument {
  return typeof value === "object" && value !== null && "format" in value && value.format === 1;
}

const page = document.querySelector("#page");
const text = document.querySelector("#document")?.textContent ?? "";
const value: unknown = JSON.parse(text);
if (page !== null) {
  render(isDocument(value) ? <App rehearsal={value} /> : <p>There is no rehearsal in this page.</p>, page);
}
