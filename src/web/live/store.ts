import type { StatusDocument } from "../../status/live/status-document.ts";
import { addPoint, type MeasurePoint } from "../model/measures.ts";
import { hearDocument, newNode, type NodeView } from "../model/node-view.ts";

/** Nodes that the page follows. */
export const mostNodes = 16;

/** What the page knows of all nodes, and who wants to hear of changes. */
export class Store {
  readonly #nodes = new Map<string, NodeView>();
  readonly #measures = new Map<string, readonly MeasurePoint[]>();
  #knowsPeers = false;
  readonly #listeners = new Set<() => void>();

  /** The first is the node that has sent the page. */
  get nodes(): readonly NodeView[] {
    return [...this.#nodes.values()];
  }

  /**
   * It is known how many nodes there are, and each has answered or failed to: what is shown from now on keeps its
   * place.
   */
  get isSettled(): boolean {
    const nodes = this.nodes;
    return this.#knowsPeers && nodes.every(({ document, problem }) => document !== undefined || problem !== undefined);
  }

  /** Whether with an answer or without: there will not be others for a while. */
  settlePeers(): void {
    if (this.#knowsPeers) return;
    this.#knowsPeers = true;
    this.#tell();
  }

  measuresOf(url: string): readonly MeasurePoint[] {
    return this.#measures.get(url) ?? [];
  }

  /** False when it is there already, or there are too many. */
  add(url: string): boolean {
    if (this.#nodes.has(url) || this.#nodes.size >= mostNodes) return false;
    this.#nodes.set(url, newNode(url));
    this.#tell();
    return true;
  }

  change(url: string, change: (node: NodeView) => NodeView): void {
    const node = this.#nodes.get(url);
    if (node === undefined) return;
    this.#nodes.set(url, change(node));
    this.#tell();
  }

  takeDocument(url: string, document: StatusDocument, askedAt: number, now: number): void {
    const before = this.#nodes.get(url)?.document;
    this.#measures.set(url, addPoint(this.measuresOf(url), before, document));
    this.change(url, (node) => hearDocument(node, document, askedAt, now));
  }

  /** Returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
