import { referenceToSchema } from '../validation/documented.ts';

/** Any JSON. Not spelt out as a union that refers to itself: the makers of clients' types cannot follow that. */
export const JSON_VALUE = referenceToSchema('JsonValue', { description: 'Any JSON.' });

/** An object with members of any name. */
export const JSON_OBJECT = referenceToSchema('JsonObject', { type: 'object', additionalProperties: JSON_VALUE });
