import { type Conversation, success } from "./conversation.ts";

/** TCP_CHECK: a connection that is there is all that is asked for. */
export const tcpConversation: Conversation = {
  stage: "connect",
  opened: () => success,
  received: () => success,
  ended: () => success,
};
