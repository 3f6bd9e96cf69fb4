/**
 * Labs: small networks in namespaces of this machine, with real packets, real addresses and real daemons.
 *
 *     const lab = await Topology.open({ nodes: {
 *       node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } },
 *       node2: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
 *     } });
 *     const owners = await Owners.watch(lab.nodes);          // who holds which address, and since when
 *     const wire = await lab.capture();                      // adverts and announcements on the switch
 *     lab.node("node1").files.write("keepalived.conf", text);
 *     const daemon = await lab.node("node1").startDaemon({ program: referenceDaemon });
 *     await owners.awaitOwner("192.0.2.100", "node1");
 *     await lab.node("node1").cutPower();                    // or cutLink, or daemon.stop, .kill, .reload
 *     await lab.close();
 *
 * Nodes are anchored by processes that end with the program which opened the lab, even when that is killed; nothing
 * has a name in /run/netns. Times are microseconds since 1970 (CLOCK_REALTIME), stamped by the kernel on the wire and
 * by `ip monitor` for addresses. Waiting is for events; the `within` of each wait only bounds a failure.
 *
 * Root is needed, or `elevate()` first, which runs the program again in a user namespace. `labObstacle()` says why
 * a machine cannot do it, and `ensurePackages` installs the tools or says what is missing. Only captures need the real
 * root: the distributions' tcpdump gives up its privileges in a way that a user namespace does not allow.
 */
export { Bulletin, OverdueError } from "./bulletin.ts";
export { Client, type Answer, type ClientOptions, type Outage } from "./client.ts";
export { Daemon, referenceDaemon, type DaemonOptions, type DaemonProgram } from "./daemon.ts";
export { ensurePackages } from "./debian.ts";
export { ConfigurationDirectory } from "./files.ts";
export { helperCommand, runHelper, type HelperCommand } from "./helper.ts";
export { NetworkNamespace, type HeldAddress } from "./namespace.ts";
export { LabNode, type InterfaceSpec, type NodeSpec } from "./node.ts";
export { Owners, type OwnershipChange } from "./owners.ts";
export { PageServer } from "./page-server.ts";
export { attachDoor, PortDoors, type DoorPlan } from "./port-doors.ts";
export { elevate, labObstacle, type Elevation } from "./privilege.ts";
export { CommandError } from "./command.ts";
export { Program, usualPatience, type OutputLine, type ProgramEnd } from "./program.ts";
export { sourceProgram } from "./source-program.ts";
export { Topology, type TopologySpec } from "./topology.ts";
export { wallClock } from "./wall-clock.ts";
export { WireCapture, type AdvertFilter, type AnnouncementFilter } from "./wire-capture.ts";
export type { AdvertEvent, AnnouncementEvent, WireEvent } from "./wire-event.ts";
