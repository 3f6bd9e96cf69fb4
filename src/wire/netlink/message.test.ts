import assert from "node:assert/strict";
import { test } from "node:test";

import { hex } from "../../base/hex.ts";
import { decodeError, decodeMessages, messageLength, type NetlinkMessage, writeMessage } from "./message.ts";
