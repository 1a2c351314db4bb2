import { EVERYTHING } from './paperwork.ts';
import type { Paperwork } from './paperwork.ts';

export const ORDER_DATA = ['pd:Name', 'pd:TelephoneNumber', 'pd:PhysicalAddress'];

/** What Kamoer has on file. */
export const KAMOER_PAPERWORK: Paperwork = {
  purposes: [
    ...['dpv:ServiceRegistration', 'dpv:DirectMarketing', 'dpv:SellProducts', 'dpv:CustomerOrderManagement'],
    ...['dpv:PaymentManagement', 'dpv:FraudPreventionAndDetection', 'local:ProductImprovementProgramme'],
    ...['dpv:CustomerCare', 'dpv:PersonnelHiring', 'dpv:AcademicResearch', 'dpv:IdentityVerification'],
  ],
  categories: [
    ...[...ORDER_DATA, 'pd:EmailAddress', 'pd:Username', 'pd:Password', 'pd:BirthDate', 'pd:Gender', 'pd:Location'],
    ...[
      'local:Industry',
      'pd:BankAccount',
      'pd:OfficialID',
      'local:OrderNumber',
      'local:OrderAmount',
      'pd:Transaction',
    ],
    ...['pd:MACAddress', 'pd:DeviceOperatingSystem', 'pd:ServiceConsumptionBehaviour', 'local:CustomerServiceRecord'],
    ...['pd:EducationQualification', 'pd:WorkExperience'],
  ],
  items: [...EVERYTHING, 'overseasRecipient', 'recipientContact', 'overseasRightsRoute'],
  recipients: ['kamoer-payment', 'kamoer-logistics', 'kamoer-research'],
  agreements: [
    { recipient: 'kamoer-payment', kind: 'confidentiality', agreement: 'payment-agreement-2024' },
    { recipient: 'kamoer-logistics', kind: 'confidentiality', agreement: 'logistics-agreement-2024' },
    { recipient: 'kamoer-messaging', kind: 'processorAgreement', agreement: 'messaging-agreement-2024' },
    { recipient: 'kamoer-research', kind: 'confidentiality', agreement: 'research-agreement-2024' },
    { recipient: 'kamoer-messaging', kind: 'exportSecurityAssessment', agreement: 'export-assessment-7' },
  ],
  legalBases: ['local:PIPL-13-2'],
};
