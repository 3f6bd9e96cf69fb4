import { render } from "preact";
import { Sources } from "./live/sources.ts";
import { Store } from "./live/store.ts";
import { TimelineView } from "./live/timeline-view.ts";
import { App } from "./view/app.tsx";
import { TokenWish } from "./live/token-wish.ts";
import "./style/tokens.css";
import "uplot/dist/uPlot.min.css";
import "./style/page.css";
import "./style/list.css";
import "./style/inspector.css";

const store = new Store();
const wish = new TokenWish();
const sources = new Sources(store, (lack) => wish.raise(lack));
const timeline = new TimelineView(matchMedia("(prefers-reduced-motion: reduce)").matches);
const page = document.querySelector("#page");
if (page !== null) {
  render(<App store={store} timeline={timeline} wish={wish} onToken={() => sources.hurry()} />, page);
}
addEventListener("online", () => sources.hurry());
sources.start(location.origin);
