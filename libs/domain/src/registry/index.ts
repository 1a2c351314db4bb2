import {
  controller,
  country,
  defineEvent,
  describe,
  instant,
  language,
  list,
  object,
  oneOf,
} from '../event-definition.ts';
import {
  nothingMoved,
  optional,
  recipient,
  reference,
  registeredName,
  sha256,
  termName,
  timeZone,
  uuid,
  webAddress,
} from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';
import { recipientKind, role } from '../standard-fields.ts';

export const ControllerRegistered = defineEvent({
  type: 'ControllerRegistered',
  schemaVersion: 2,
  family: 'registry',
  streams: ['dataController'],
  description: 'A company was registered as a data controller, or its registration changed.',
  source: 'GDPR Art. 4(7), 27, 30(1)(a); PIPL Art. 17, 52, 53, 73(1)',
  fields: {
    names: describe('Names, the official one first.', list(registeredName, 10)),
    aliases: optional(describe('Other names it goes by in its own documents.', list(registeredName, 20))),
    role: describe('Its part in the processing.', oneOf('controller', 'jointController', 'processor')),
    country: describe('Country it is established in.', country),
    timeZone: optional(describe('Zone in which its days begin and end.', timeZone)),
    contact: optional(describe('Published contact of the company.', registeredName)),
    dpoContact: optional(
      describe('Published contact of its data protection officer: of the office, not of the person.', registeredName),
    ),
    representative: optional(
      describe(
        'Company that represents it where it is not established.',
        object({
          name: describe('Its official name.', registeredName),
          country: describe('Country it is established in.', country),
          contact: optional(describe('Its published contact.', registeredName)),
        }),
      ),
    ),
    policyLanguage: optional(describe('Language of its policy.', language)),
  },
  upcasts: [nothingMoved],
});

export const RecipientRegistered = defineEvent({
  type: 'RecipientRegistered',
  schemaVersion: 2,
  family: 'registry',
  streams: ['recipient'],
  description: 'An organisation was registered as a recipient, or its registration changed.',
  source: 'GDPR Art. 4(9), 13(1)(e), 30(1)(d); PIPL Art. 23, 39; KAAD-D9; KAMO-D6; A8 COL-THIRDPARTY, SHR-PI',
  fields: {
    recipient: describe('Id records name it by.', recipient),
    name: describe('Its official name.', registeredName),
    recipientKind: describe('What it usually is to the controllers.', recipientKind),
    country: optional(describe('Country it is established in.', country)),
    contact: optional(describe('Published contact, which people are told.', registeredName)),
    policyUrl: optional(describe('Its privacy policy. Left out: there is no link.', webAddress)),
    provider: optional(describe('Company behind it, where it is a product of another.', registeredName)),
    sdkName: optional(describe('For a software development kit: its name in the catalogue.', registeredName)),
  },
  upcasts: [nothingMoved],
});

export const TermRegistered = defineEvent({
  type: 'TermRegistered',
  schemaVersion: 1,
  family: 'registry',
  streams: ['vocabulary'],
  description: "A term was added to the vocabulary, under the ledger's own namespace.",
  source: 'DPV 2.3 has no such term; design: unknown terms are refused or registered by an admin',
  fields: {
    name: describe('Local name; its IRI is the namespace followed by it.', termName),
    scheme: describe('Which vocabulary.', oneOf('category', 'purpose', 'operation', 'legalBasis')),
    labels: describe(
      'Label by language.',
      object({ en: registeredName, zh: optional(registeredName), sv: optional(registeredName) }),
    ),
  },
});

export const ApiKeyCreated = defineEvent({
  type: 'ApiKeyCreated',
  schemaVersion: 1,
  family: 'registry',
  streams: ['apiKey'],
  description: 'A credential was made. Only its hash is kept.',
  source: 'GDPR Art. 32(1)(b); PIPL Art. 51(4)',
  fields: {
    keyId: describe('Id of the key.', uuid),
    keyHash: describe('SHA-256 of the random key.', sha256),
    holder: describe('Actor who holds it.', uuid),
    roles: describe('What it allows.', list(role, 6)),
    controllers: optional(describe('For which controllers. Left out: for all.', list(controller, 100))),
    subjectId: optional(describe('With the role `subject`: the one person whose history it shows.', uuid)),
    label: optional(describe('What it is for, as a slug.', reference)),
    expiresAt: optional(describe('When it ends by itself.', instant)),
  },
});

export const ApiKeyRevoked = defineEvent({
  type: 'ApiKeyRevoked',
  schemaVersion: 1,
  family: 'registry',
  streams: ['apiKey'],
  description: 'A credential ended.',
  source: 'GDPR Art. 32(1)(b); PIPL Art. 51(4)',
  fields: {
    keyId: describe('Id of the key.', uuid),
    cause: describe('Why.', oneOf('replaced', 'noLongerNeeded', 'compromised', 'holderLeft', 'other')),
  },
});

export const registryDefinitions: readonly EventDefinition[] = [
  ControllerRegistered,
  RecipientRegistered,
  TermRegistered,
  ApiKeyCreated,
  ApiKeyRevoked,
];
