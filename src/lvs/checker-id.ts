/**
 * Which checker is meant: a number that the engine gives it. It is another one after every change of what the checker
 * does, so that a result that comes late is not mistaken.
 */
export type CheckerId = number;
