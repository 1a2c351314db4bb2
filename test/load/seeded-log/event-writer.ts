import { randomBytes } from 'node:crypto';
import type { Vocabulary } from '#libs/domain';
import type { StreamAppend } from '#libs/event-store';
import { SeededRandom } from '../seeded-random.ts';
import { lifeTemplates, linkTemplate, type EventTemplate } from './event-templates.ts';

/** Nonce and tag of AES-GCM. */
const SEAL_OVERHEAD_BYTES = 28;
const FINGERPRINT_LENGTH = 22;
const NOISE_BYTES = 48 * 1024;
const FIRST_INSTANT = Date.parse('2026-01-01T00:00:00Z');
const SPAN_MS = 300 * 86_400_000;

export interface SeededSubject {
  readonly subjectId: string;
  readonly controllerId: string;
}

export interface EventWriterOptions {
  readonly subjects: readonly SeededSubject[];
  readonly vocabulary: Vocabulary;
  readonly seed: number;
}

/** Makes the events of many lives, interleaved as services report them. */
export class EventWriter {
  readonly #subjects: readonly SeededSubject[];
  readonly #random: SeededRandom;
  readonly #link: EventTemplate;
  readonly #life: readonly EventTemplate[];
  readonly #recordedBy: string;
  /** Stands for ciphertext: text that nothing compresses or predicts. */
  readonly #noise = randomBytes(NOISE_BYTES).toString('base64url');
  #linked = 0;

  constructor({ subjects, vocabulary, seed }: EventWriterOptions) {
    this.#subjects = subjects;
    this.#random = new SeededRandom(seed);
    this.#link = linkTemplate(vocabulary);
    this.#life = lifeTemplates(vocabulary);
    this.#recordedBy = this.#random.uuid();
  }

  /** @param progress How much of the log is written, 0 to 1: a subject appears when its share of the log does. */
  next(progress: number): StreamAppend {
    const due = Math.floor(progress * this.#subjects.length) + 1;
    if (this.#linked < Math.min(due, this.#subjects.length)) return this.#event(this.#link, this.#linked++, progress);
    return this.#event(this.#random.pick(this.#life), this.#random.below(this.#linked), progress);
  }

  #event(template: EventTemplate, subjectNumber: number, progress: number): StreamAppend {
    const subject = this.#subjects[subjectNumber];
    if (subject === undefined) throw new RangeError('There is no such subject.');
    const { subjectId, controllerId } = subject;
    const occurredAt = new Date(FIRST_INSTANT + Math.floor(progress * SPAN_MS)).toISOString();
    const compartments = Object.entries(template.sealedLengths);
    const sealed = Object.fromEntries(compartments.map(([name, length]) => [name, this.#ciphertext(length)]));
    const data = {
      ...template.data,
      controllerId,
      subjectId,
      occurredAt,
      ...(compartments.length === 0 ? {} : { sealed }),
    };
    const metadata = {
      $correlationId: this.#random.uuid(),
      recordedBy: this.#recordedBy,
      ...(template.stream === 'access' ? {} : { fingerprint: this.#text(FINGERPRINT_LENGTH) }),
    };
    return {
      streamName: `${template.stream}-${subjectId}`,
      expectedRevision: 'any',
      events: [{ id: this.#random.uuid(), type: template.type, data, metadata }],
    };
  }

  #ciphertext(plaintextBytes: number): string {
    return this.#text(Math.ceil(((plaintextBytes + SEAL_OVERHEAD_BYTES) * 4) / 3));
  }

  #text(length: number): string {
    const from = this.#random.below(this.#noise.length - length);
    return this.#noise.slice(from, from + length);
  }
}
