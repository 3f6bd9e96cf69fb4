import type { IpAddress } from "../base/ip-address.ts";
import type { ChecksumForm } from "../wire/vrrp.ts";
import type { InstanceConfig } from "./config.ts";
import type { InstanceOutput } from "./instance-output.ts";

/** Senders that are remembered besides configured peers; more than that are no cluster. */
export const senderLimit = 64;

/** How the version 3 adverts of one sender over IPv4 were summed up. */
export type SenderForm = {
  /** Of its last advert. */
  readonly form: ChecksumForm;
  /** Adverts in each form so far. */
  readonly counts: Readonly<Record<ChecksumForm, number>>;
};

/**
 * What the checksums of others have been like, sender by sender: some cover the message alone, some a pseudo-header,
 * and old ones a wrong pseudo-header (checklist C06 to C08).
 */
export class ChecksumForms {
  readonly #senders = new Map<string, { form: ChecksumForm; readonly counts: Record<ChecksumForm, number> }>();
  #changes = 0;

  /** By the printed address, in the order of their first adverts. */
  get senders(): ReadonlyMap<string, SenderForm> {
    return this.#senders;
  }

  /** Grows when what a sender uses has changed. */
  get changes(): number {
    return this.#changes;
  }

  /** The senders as they are now: what is learned later changes nothing in it. */
  copy(): ReadonlyMap<string, SenderForm> {
    return new Map(Array.from(this.#senders, ([name, { form, counts }]) => [name, { form, counts: { ...counts } }]));
  }

  /**
   * True when the sender's form is news. Strangers may fill the memory; a configured peer has its place in any case.
   */
  learn(source: IpAddress, form: ChecksumForm, isPeer = false): boolean {
    const name = source.toString();
    const known = this.#senders.get(name);
    if (known !== undefined) {
      known.counts[form] += 1;
      if (known.form === form) return false;
      known.form = form;
      this.#changes += 1;
      return true;
    }
    if (this.#senders.size >= senderLimit && !isPeer) return false;
    const counts = { "pseudo-header": 0, message: 0, "old-unicast": 0 };
    counts[form] = 1;
    this.#senders.set(name, { form, counts });
    this.#changes += 1;
    return true;
  }

  /** Where the adverts of a sender that is remembered are counted: one more of the same form is as good as `learn`. */
  countsOf(source: IpAddress, config: InstanceConfig): Record<ChecksumForm, number> | undefined {
    return hasForms(config) ? this.#senders.get(source.toString())?.counts : undefined;
  }

  /** The form of adverts to that destination: the configured one, except for a peer that knows only the old one. */
  towards(destination: IpAddress, { checksumForm, transport, delivery }: InstanceConfig): ChecksumForm {
    if (transport.kind === "multicast" || checksumForm === "message") return checksumForm;
    const old = delivery?.oldChecksum;
    if (old === "always") return "old-unicast";
    const speaksOld = this.#senders.get(destination.toString())?.form === "old-unicast";
    return speaksOld && old !== "never" ? "old-unicast" : checksumForm;
  }
}

/** Version 2 and IPv6 have one form each. */
function hasForms({ version, family }: InstanceConfig): boolean {
  return version === 3 && family === "ipv4";
}

/** Remembers the form of an accepted advert. One that is not the configured one is told when it is news. */
export function learnForm(
  forms: ChecksumForms,
  config: InstanceConfig,
  source: IpAddress,
  form: ChecksumForm,
  output: InstanceOutput,
): void {
  if (!hasForms(config)) return;
  const { name, checksumForm, transport } = config;
  const isPeer = transport.kind === "unicast" && transport.peers.some((peer) => peer.equals(source));
  if (!forms.learn(source, form, isPeer) || form === checksumForm) return;
  output.report({ kind: "checksum-form", instance: name, source, form, ours: checksumForm });
}

/**
 * The forms that an instance believes. The default is everything that is in use, for a cluster of several makes. What
 * is held to the RFC in both ways, strict mode and `v3_checksum_as_v2`, believes the RFC's only.
 */
export function believedForms({ checksumForm, transport, delivery, conduct }: InstanceConfig): readonly ChecksumForm[] {
  if (conduct?.strict === true && checksumForm === "message") return ["message"];
  // The form that is expected comes first: it is the one that is tried first.
  const usual: readonly ChecksumForm[] =
    checksumForm === "message" ? ["message", "pseudo-header"] : ["pseudo-header", "message"];
  return transport.kind === "unicast" && delivery?.oldChecksum !== "never" ? [...usual, "old-unicast"] : usual;
}
