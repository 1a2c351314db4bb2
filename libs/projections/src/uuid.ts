/** A UUID as its column gives it: 16 bytes on SQLite, text on PostgreSQL. `uuidText` reads both. */
export type Uuid = Uint8Array | string;
