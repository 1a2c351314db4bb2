import type { NewController, NewRecipient } from '#libs/sdk';

/** A company as it is registered with the ledger, and what the demo needs to speak for it. */
export interface Company {
  readonly registration: NewController;
  /** Whose law it names in its reports. */
  readonly jurisdictions: readonly string[];
  /** The system that reports, named by a URI as CloudEvents does. */
  readonly source: string;
  /** Of the pack that is published for it. */
  readonly policyVersion: string;
  readonly percentOfSubjects: number;
}

export const CLEX: Company = {
  registration: {
    id: 'clex',
    names: ['Kelaisi (Shenzhen) Technology Co., Ltd.'],
    aliases: ['Clex', 'Clex (Shenzhen) Technology Co., Ltd.', 'Kelaisi', 'Kerais', 'Coles', 'Kleus', 'Crius'],
    role: 'controller',
    country: 'CN',
    policyLanguage: 'en',
  },
  jurisdictions: ['CN'],
  source: 'https://crm.clex.example',
  policyVersion: 'clex-2022-01',
  percentOfSubjects: 32,
};

export const KAAYEE: Company = {
  registration: {
    id: 'kaayee',
    names: ['Kaayee'],
    aliases: ['Kaisee'],
    role: 'controller',
    country: 'CN',
    policyLanguage: 'sv',
  },
  jurisdictions: ['CN', 'EU'],
  source: 'https://shop.kaayee.example',
  policyVersion: 'kaayee-2022-01',
  percentOfSubjects: 17,
};

export const KAADAS: Company = {
  registration: {
    id: 'kaadas',
    names: ['Shenzhen Kaadas Intelligent Technology Co., Ltd.'],
    aliases: ['Kaadas'],
    role: 'controller',
    country: 'CN',
    policyLanguage: 'zh',
  },
  jurisdictions: ['CN'],
  source: 'https://platform.kaadas.example',
  policyVersion: 'kaadas-2023',
  percentOfSubjects: 20,
};

export const KAMOER: Company = {
  registration: {
    id: 'kamoer',
    names: ['Kamoer Fluid Technology (Shanghai) Co., Ltd.'],
    aliases: ['Kamoer'],
    role: 'controller',
    country: 'CN',
    policyLanguage: 'en',
  },
  jurisdictions: ['CN'],
  source: 'https://store.kamoer.example',
  policyVersion: 'kamoer-2022-12-19',
  percentOfSubjects: 23,
};

export const KAIDEXIPU: Company = {
  registration: {
    id: 'kaidexipu',
    names: ['KAIDEXIPU (Beijing) Software Co., Ltd.'],
    aliases: ['KAIDEXIPU'],
    role: 'controller',
    country: 'CN',
    policyLanguage: 'en',
  },
  jurisdictions: ['CN'],
  source: 'https://site.kaidexipu.example',
  policyVersion: 'kaidexipu-2022-01',
  percentOfSubjects: 8,
};

export const COMPANIES: readonly Company[] = [CLEX, KAAYEE, KAADAS, KAMOER, KAIDEXIPU];

/** Whom the companies' policies name as recipients, by name or by kind, and a look-up service that is invented. */
export const RECIPIENTS: readonly NewRecipient[] = [
  { id: 'clex-affiliates', name: 'Branches and subsidiaries of Kelaisi', recipientKind: 'affiliate' },
  { id: 'kaayee-affiliates', name: 'Affiliates and subsidiaries of Kaayee', recipientKind: 'affiliate' },
  { id: 'kaayee-payment-institution', name: 'Payment institution of Kaayee', recipientKind: 'payment' },
  { id: 'kaayee-marketing-partner', name: 'Marketing and advertising partner of Kaayee', recipientKind: 'marketing' },
  {
    id: 'geo-locator',
    name: 'Geo Locator (invented): finds places by IP address',
    recipientKind: 'processor',
    country: 'US',
  },
  { id: 'autonavi', name: 'AutoNavi Map', recipientKind: 'partner', country: 'CN' },
  { id: 'bytedance-byte-cloud', name: 'ByteDance (Byte Cloud)', recipientKind: 'affiliate', country: 'CN' },
  {
    id: 'kaadas-enterprise-apps',
    name: 'Third-party applications in the Kaadas App Store',
    recipientKind: 'enterpriseApp',
  },
  { id: 'kamoer-logistics', name: 'Logistics provider of Kamoer', recipientKind: 'logistics' },
  { id: 'kamoer-payment', name: 'Payment provider of Kamoer', recipientKind: 'payment' },
  { id: 'kamoer-messaging', name: 'SMS and mail provider of Kamoer', recipientKind: 'processor' },
  { id: 'kamoer-research', name: 'Academic research partner of Kamoer', recipientKind: 'researcher' },
  { id: 'competent-authority', name: 'Court or authority with legal power to demand data', recipientKind: 'authority' },
];
