import type { Random } from './random.ts';

export type Culture = 'zh' | 'sv' | 'en';

/** Somebody who does not exist. Names, addresses and numbers are made so that they cannot be anybody's. */
export interface Person {
  readonly serial: number;
  readonly culture: Culture;
  readonly name: string;
  readonly nickname: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly birthDate: string;
  /** Reserved for documentation (RFC 5737, RFC 3849). */
  readonly ipAddress: string;
}

type Spelled = readonly [written: string, latin: string];

interface Place {
  readonly given: readonly [Spelled, ...Spelled[]];
  readonly family: readonly [Spelled, ...Spelled[]];
  readonly streets: readonly [string, ...string[]];
  readonly nameOf: (given: string, family: string) => string;
  readonly addressOf: (street: string, house: number) => string;
  /** Exchanges that begin with 0 are given to nobody. */
  readonly phonePrefix: string;
}

const spelled = (...names: readonly [string, ...string[]]): readonly [Spelled, ...Spelled[]] =>
  names.map((name): Spelled => {
    const [written = name, latin = name] = name.split('=');
    return [written, latin.toLowerCase()];
  }) as unknown as readonly [Spelled, ...Spelled[]];

const PLACES: { readonly [culture in Culture]: Place } = {
  zh: {
    given: spelled(
      '伟=wei',
      '芳=fang',
      '娜=na',
      '秀英=xiuying',
      '敏=min',
      '静=jing',
      '强=qiang',
      '磊=lei',
      '洋=yang',
      '艳=yan',
      '杰=jie',
      '思远=siyuan',
      '梓涵=zihan',
      '浩然=haoran',
      '欣怡=xinyi',
      '宇轩=yuxuan',
    ),
    family: spelled(
      '王=wang',
      '李=li',
      '张=zhang',
      '刘=liu',
      '陈=chen',
      '杨=yang',
      '赵=zhao',
      '黄=huang',
      '周=zhou',
      '吴=wu',
      '徐=xu',
      '孙=sun',
      '胡=hu',
      '朱=zhu',
      '高=gao',
      '林=lin',
    ),
    streets: ['示例路', '样板街', '虚构大道', '演示巷'],
    nameOf: (given, family) => `${family}${given}`,
    addressOf: (street, house) => `深圳市虚构区${street}${house}号`,
    phonePrefix: '+86 10 0000 ',
  },
  sv: {
    given: spelled(
      'Elsa',
      'Alma',
      'Vera',
      'Astrid=astrid',
      'Märta=marta',
      'Linnéa=linnea',
      'Åsa=asa',
      'Nils',
      'Arvid',
      'Björn=bjorn',
      'Göran=goran',
      'Sixten',
      'Viggo',
      'Örjan=orjan',
      'Tove',
      'Ebba',
    ),
    family: spelled(
      'Lindqvist',
      'Åkesson=akesson',
      'Bergström=bergstrom',
      'Nyström=nystrom',
      'Sjöberg=sjoberg',
      'Hedlund',
      'Forsberg',
      'Ekdahl',
      'Norén=noren',
      'Wallin',
      'Öberg=oberg',
      'Sandell',
    ),
    streets: ['Exempelgatan', 'Provvägen', 'Påhittade stigen', 'Demotorget'],
    nameOf: (given, family) => `${given} ${family}`,
    addressOf: (street, house) => `${street} ${house}, 000 00 Exempelstad`,
    phonePrefix: '+46 8 000 ',
  },
  en: {
    given: spelled(
      'Ada',
      'Grace',
      'Rosa',
      'Edith',
      'Maeve',
      'Nora',
      'Iris',
      'Oscar',
      'Felix',
      'Hugo',
      'Silas',
      'Amos',
      'Rufus',
      'Jonas',
      'Clara',
      'Hazel',
    ),
    family: spelled(
      'Sample',
      'Fairweather',
      'Example',
      'Testerton',
      'Placeholder',
      'Mockford',
      'Dummett',
      'Specimen',
      'Fabling',
      'Inventor',
      'Madeup',
      'Nemo',
    ),
    streets: ['Example Street', 'Sample Lane', 'Nowhere Road', 'Placeholder Square'],
    nameOf: (given, family) => `${given} ${family}`,
    addressOf: (street, house) => `${house} ${street}, Exampleton ZZ99 9ZZ`,
    phonePrefix: '+44 20 0000 ',
  },
};

const MAIL_DOMAINS = ['example.com', 'example.org', 'example.net'] as const;

/** Invent so many people, all different from each other by e-mail address and telephone. */
export function inventPeople(random: Random, count: number): Person[] {
  return Array.from({ length: count }, (_, serial) => inventPerson(random, serial));
}

function inventPerson(random: Random, serial: number): Person {
  const culture = random.pick(['zh', 'zh', 'zh', 'sv', 'sv', 'en'] as const);
  const place = PLACES[culture];
  const [given, givenLatin] = random.pick(place.given);
  const [family, familyLatin] = random.pick(place.family);
  const month = String(random.whole(1, 12)).padStart(2, '0');
  const day = String(random.whole(1, 28)).padStart(2, '0');
  return {
    serial,
    culture,
    name: place.nameOf(given, family),
    nickname: `${givenLatin}${random.whole(10, 99)}`,
    email: `${givenLatin}.${familyLatin}.${serial}@${random.pick(MAIL_DOMAINS)}`,
    phone: `${place.phonePrefix}${String(serial).padStart(4, '0')}`,
    address: place.addressOf(random.pick(place.streets), random.whole(1, 199)),
    birthDate: `${random.whole(1950, 2004)}-${month}-${day}`,
    ipAddress: random.chance(0.3) ? `2001:db8::${serial.toString(16)}` : `203.0.113.${serial % 256}`,
  };
}
