import { AddressComparison } from "./address-comparison.ts";
import { BelievedAdvert } from "./believed-advert.ts";
import { ChecksumForms } from "./checksum-forms.ts";
import { PeerTable } from "./peer-table.ts";
import { SequenceNumbers } from "./sequence-numbers.ts";

/** What an instance remembers of the packets of others, for judging later ones and for its own. Outlives reloads. */
export class PacketMemory {
  readonly sequence = new SequenceNumbers();
  readonly forms = new ChecksumForms();
  readonly believed = new BelievedAdvert();
  readonly comparison = new AddressComparison();
  readonly peers = new PeerTable();
}
