import { createServer } from "node:net";

// The server of the bench: answers every request with one small page and ends the connection.

const answer = Buffer.from("HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\nhello world\n");

createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", () => socket.end(answer));
}).listen({ port: 8000, backlog: 65_535 }, () => console.log("ready"));
process.stdin.on("end", () => process.exit(0)).resume();
