import type { JSX } from "preact";
import type { PictureService, RehearsalDocument } from "../../rehearse/picture/document.ts";
import { printCount, printList } from "../model/words.ts";

/** Addresses that are named. */
const mostShown = 50;

/** What was taken from the files: who hears whom, and which addresses there are. */
export function Network({ rehearsal }: { readonly rehearsal: RehearsalDocument }): JSX.Element {
  const { segments, services } = rehearsal;
  return (
    <section class="card" aria-label="Network">
      <h2>Network</h2>
      <ul class="segments">
        {segments.map(({ name, ports }) => (
          <li key={name}>
            <strong>{name}</strong>
            <ul>
              {ports.map(({ node, interface: link, address, isAssumed }) => (
                <li key={`${node} ${link}`}>
                  {node} <span class="soft">{link}</span> {address !== undefined && <code>{address}</code>}
                  {isAssumed && <span class="soft"> (assumed)</span>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <ul class="segments">
        {services.slice(0, mostShown).map((service) => (
          <li key={service.label}>
            <code>{printList(service.addresses, 5)}</code> <span class="soft">{printHolders(service)}</span>
          </li>
        ))}
      </ul>
      {services.length > mostShown && <p class="soft">… and {printCount(services.length - mostShown)} more.</p>}
    </section>
  );
}

/** "VI_1", with the names of each node where they differ. */
function printHolders({ instances }: PictureService): string {
  const names = new Set(Object.values(instances));
  if (names.size === 1) return Array.from(names).join("");
  return Object.entries(instances)
    .map(([node, instance]) => `${instance} on ${node}`)
    .join(", ");
}
