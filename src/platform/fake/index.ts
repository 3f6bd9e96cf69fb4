/** Fake ports on a virtual clock: what the simulator and the tests of drivers run on. */
export { FakeAnnouncer } from "./announcer.ts";
export { FakeClock } from "./clock.ts";
export { FakeFiles } from "./files.ts";
export { FakeLoadBalancing } from "./load-balancer.ts";
export { FakeMachine } from "./machine.ts";
export { FakeNamedPipes } from "./named-pipes.ts";
export { FakeNetwork, type LinkTraits } from "./network.ts";
export { type FakeConnection, FakeProbeSockets, type FakeServer } from "./probe-sockets.ts";
export { FakeProcessRunner, type Judge, type Start, success, type Verdict } from "./process-runner.ts";
export { type ArrivedFrame, type Attachment, type Fate, FakeSegment } from "./segment.ts";
export { FakeVrrpSocket } from "./vrrp-socket.ts";
export { FakeLogDaemon, type FakeSyslogLine } from "./syslog.ts";
