/**
 * The bits of this engine, held from commit to commit: the hash of the final weights of experiments on synthetic images,
 * as `npm run train -- --data synthetic --images 100 --epochs 1 --norm batch …` gives them, and one of what scoring and
 * looking inside say of them. A change that means to alter the numbers alters this table, and says so.
 *
 * `strict` holds on every machine, `relaxed` on those that multiply and add in one rounding.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { validateExperiment } from '../../spec/validate.ts';
import { train, weightsSha256 } from '../../training/train.ts';
import { Library } from '../../worker/library.ts';
import type { Trainer } from '../engine.ts';
import { openWasmEngine } from './engine.ts';

/** Settings, SHA-256 of the weights, and the first digits of that of what was looked at: relaxed, then strict. */
const HELD: readonly (readonly [string, ...string[]])[] = [
  [
    'network=reference-cnn norm=batch weights=standardized batch=64 position=before-activation optimizer=momentum lr=0.01',
    '965d696fd203144283dd7d059ca638259f79bfc24300c167ed11f2de3f77f39b',
    'd4dba9a6fcbda97e',
    'cfe15182782c1f3f78210fba72de341d2969a02f1168fafc633e6b18e1c6fd7c',
    '8db18cacd4b59354',
  ],
  [
    'network=small-cnn norm=layer weights=standardized batch=7 optimizer=rmsprop',
    '5cf88add6dd13aa48e3ec8da280be485df09fafcd4951e9efa3bcca247c3a76b',
    '7973150f49d22570',
    '659a2fa00f2942cc83bf290687742941443aaedd119f6ff848148c082e97a975',
    '1e20911cc7f7a81d',
  ],
  [
    'network=small-cnn norm=instance weights=plain batch=1 position=before-activation',
    '14f98603fdfb7054f545d5b741d0bb3f0113175972a5eb64a996e45002a7fdec',
    'f40ec0b14127aae5',
    'a042d31aa9fa697888e10c78cf51c643758a0fbade41667009a7902f8e9ab144',
    'ca09ed24fa944456',
  ],
  [
    'network=small-cnn norm=none weights=plain batch=2 optimizer=sgd lr=0.01',
    '1fa77b43485de54261f5990eba17799e8d99f22cd6be7c06d842f573852f5974',
    'c36e56d7c5e5ff8c',
    'c463ead5b6fa54d82a96b231e943846261f78fe6002b29bcee2e47374b57f9ed',
    'ad3c130bb8656879',
  ],
  [
    'network=small-cnn norm=batch weights=standardized batch=7 dropout=off',
    'c64ffd790ddc534aeae541ddab60dac8da4e0edde8f00e584cd347633698cae3',
    '93a9677d150668cb',
    'e2b2657cfff0d700e281e8ef947968d3b0b7db52bbefd35a6b27a36de25155e8',
    'bfd64c545c30f83b',
  ],
  [
    'network=mlp norm=rms weights=plain batch=64 optimizer=momentum lr=0.01',
    'b0c3819105dee0d4552faee8bb7203a32d7884be8df714037f9cf969e0817ec3',
    '4f8abd577bf541c8',
    '31f060e392f29892386e066435333388c188a1d7c70d32496009031c5f461207',
    '69331f1789e7934f',
  ],
  [
    'network=mlp norm=batch weights=plain batch=2',
    '9b8818e778a570ce667626be4be17f3566ee0fd682276d86f8c08eea2ec37bd3',
    'b2d02424646e8a43',
    '64af5da0a59894ba1725039b5cca5ee7937a95e91ef68a8a96f7305e48d2846b',
    '5a6fece5f0c36e68',
  ],
  [
    'network=mlp norm=group weights=plain batch=1 optimizer=sgd position=before-activation lr=0.01',
    '06d70214be777f67d3ef32d9c4bdbc90f07b8159b488291de8b5d196eac129c3',
    '9e229cc7e1c967a6',
    'ca2fa897cfef6530e0ab64f8a3191ce686a5528aca0b121a65709aa4025d039c',
    'ab4a8cd4c78e0b03',
  ],
  [
    'network=small-cnn norm=batch weights=plain batch=2 stats=moving position=before-activation optimizer=rmsprop',
    '9628790a9aede21e64641b24aad7e305e8b4ef020fa9742a522fe0059d59db0d',
    '699ae59e2ebea0fb',
    '652ad017864f8a989abae25de8a09e7e4efebca95e50a6b97c2dc4eb3f09f932',
    '9fd8ef8f87e24622',
  ],
  [
    'network=small-cnn norm=group-as-published weights=standardized batch=7 dropout=off',
    '32e1d8640676f1171ed41476effd2a93a3a4afdd0e9921d8f0f179d62ec2085c',
    'fe75afbc239b1b43',
    'e57eca94f3aa74862e9da83c276088a99484ca0942a102180559b3c078982295',
    '337bfd8882cd777e',
  ],
  [
    'network=small-cnn norm=channel weights=standardized batch=7',
    '24366bab45abbd943a91fa7ce6dd718a31d6078f7f3e435f59b9c327c8fcc089',
    'ed90441da81a0dc5',
    'd51871225fb7fc4112b5f174418c28a023c9019adb8d4552ec094d1b0f736011',
    'ec5696d43f3355d9',
  ],
  [
    'network=small-cnn norm=dynamic-tanh weights=plain batch=7 position=before-activation',
    'e85419b2f4282ba7e708547fb3e56918a02351d79f50d35701c016ad975416a5',
    '545016563ef81ed8',
    '3c90e73a17997c7611d8546e4561f58428d36fbb3d46ad0945430a867459ae3a',
    '269108d62f131274',
  ],
  [
    'network=resnet-8 norm=batch weights=plain batch=7 position=before-activation',
    '7cf8be7ad4f8e231f377445b6ca069fefc5752e63820f3ed78cc502278a60d19',
    '00352657c1635e76',
    '8a60fc89fc0479ede4ef7dcdf93e1d1d89288cf5dbe201ba0302b36039462049',
    '77f42793f5e9f521',
  ],
  [
    'network=conv6k5/3_res7k1_res10/2_gap norm=group groups=2 weights=standardized batch=3',
    '283191055ee7aff4d9d3fa43c8b3777dca986c62b756f92cb9fa8491877ffce2',
    '13455b931c476ee1',
    '7f0465b4ace62b35e41f73ab9667a6e0b913a860bdc0b9c0a4cec6779eaf1fe8',
    'a9075a921f904e59',
  ],
  [
    'network=small-cnn norm=filter-response weights=standardized batch=7 optimizer=momentum lr=0.01',
    'ce1508096eee12de8cdefe5bfc81ef73c943ea500a03ebb9adedffa5d675d5fc',
    '90b6e83e30b0d019',
    'f998bdbdb6e997ca15429d5cbe91bb1d2ec02eca1e3b204ee3df4ad885074968',
    '56a11c495d0bcf7f',
  ],
  [
    'network=small-cnn norm=group groups=4 weights=plain batch=7 activation=gelu schedule=cosine warmup=0.3 decay=0.05 init=orthogonal',
    'f8724d0eaf05779b5a73aa565613dfff78d5d3d3fd1119ac1ce435cb9597db8b',
    '793df25e005b3840',
    'dae106f3a91004bd3437a98dfbf73305f43dc3d279d0f70c10376b42c0a823fd',
    'b85d45de7c97cccc',
  ],
  [
    'network=conv8_res8/2_gap norm=batch weights=plain batch=16 activation=silu schedule=steps decay=0.1 optimizer=momentum lr=0.01 init=he-normal zeroGamma=on position=before-activation',
    '138d4fcc37c1538422e15a813ff83a5a890478d3cd54c384878ad547940dd62e',
    'af48287c95f47ce0',
    'e8f894f534de4ea588fc4f5195ad227f7c818eb65e3d6142e474d3a61e7dfdd1',
    '3a13d66c9029dc8f',
  ],
];

/** More of the reference CNN, for which each takes seconds: bits.long.test.ts's. */
const HELD_LONG: typeof HELD = [
  [
    'network=reference-cnn norm=group weights=standardized batch=7',
    'ec63d84e512b3248dc8feacf2d35a111f8e8eb53cf1ee9b918900a2fa4d49656',
    '773cb6ba613e883e',
    'd67c0f0d6fdca2facee3a57b527a6fc06f5a979985a7128cd995bf267b8b6ee8',
    '483a1dde8ce6ba99',
  ],
  [
    'network=reference-cnn norm=batch weights=plain batch=2',
    'f08d043758a6e4d57e1b69e9a6b3d36f603690a43a1a6ae99b5aced7a7bfa296',
    'dcd609c0843ecaf0',
    'bb1cc8dbe6956f2bca0595e89c6ac910d13843937ff8581c2243625427f6a335',
    '18336dd86ba95758',
  ],
  [
    'network=reference-cnn norm=batch weights=plain batch=2 stats=moving position=before-activation optimizer=rmsprop',
    '7227f3a427e8905ae1627a740f515870f5e3e1691f5d9816852bf4df7943bc08',
    '19dd47b07a0105c4',
    '0b680a3d53883dffac89a98c801743c6fe92dca1c3317653ec5db08213f10720',
    'ac5c00d3d7e38216',
  ],
  [
    'network=reference-cnn norm=group-as-published weights=standardized batch=7 dropout=off',
    '3448056e74e96bd012298d407cdcd23c4a76ebba3d6ea86345fe163449a30ed4',
    'b6647026a168d07e',
    '034c31a9179ccb0bc021dc0cd9a8302ceab4a3f65d1957ffdb91b2fde82982f7',
    '5129d9b7a5e9610e',
  ],
];

const library = new Library({ baseUrl: 'http://nowhere.invalid/' });

function experimentOf(settings: string) {
  const pairs = settings.split(' ').map((pair) => pair.split('=') as [string, string]);
  const { value, problems } = validateExperiment({
    ...{ data: 'synthetic', images: 100, epochs: 1 },
    ...Object.fromEntries(pairs),
  });
  expect(problems).toEqual([]);
  return value;
}

/** Scores, and every output and gradient, in training and in inference mode. */
async function lookedAt(trainer: Trainer, outputs: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(await trainer.evaluate('test', 3, 90)));
  for (const how of [{ statistics: 'minibatch', dropoutStep: 3 }, { statistics: 'moving' }] as const) {
    const images = { split: 'test', rows: [3, 1, 4, 15, 9] } as const;
    const look = await trainer.inspect({ images, outputs, gradients: true, ...how });
    const named = (values: ReadonlyMap<string, Float32Array>) =>
      [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, array]) => array);
    for (const array of [look.logits, ...named(look.outputs), ...named(look.gradients)]) hash.update(array);
  }
  return hash.digest('hex').slice(0, 16);
}

async function bitsOf(settings: string, simd: 'relaxed' | 'strict', threads: number): Promise<string[]> {
  const experiment = experimentOf(settings);
  const opened = await openWasmEngine({ simd, threads });
  if ('unavailable' in opened) throw new Error(opened.unavailable);
  const { engine } = opened;
  const network = buildNetwork(experiment, FASHION_MNIST);
  const collection = await library.collect(experiment, () => undefined);
  const data = collection.on(engine);
  const trainer = await engine.createTrainer(network, initialParameters(network), collection.data.id);
  try {
    // What is scored changes no weight: 100 images of the test are enough.
    const loop = train({ experiment, trainer, data: { ...data, test: 100 } });
    let next = await loop.next();
    while (!next.done) next = await loop.next();
    const weights = await weightsSha256(network, await trainer.parameters());
    expect(next.value).toMatchObject({ kind: 'finished', weightsSha256: weights });
    return [
      weights ?? '',
      await lookedAt(
        trainer,
        network.layers.map(({ name }) => name),
      ),
    ];
  } finally {
    trainer.dispose();
    engine.dispose();
  }
}

const LONG = process.env.LONG === 'yes';

/** Each build by a number of threads; the long run takes the other number, and what it alone has by both. */
const QUICK = { relaxed: 2, strict: 1 } as const;
const OTHER = { relaxed: 1, strict: 2 } as const;

async function expectHeld(settings: string, held: readonly string[], threads: typeof QUICK | typeof OTHER) {
  expect(await bitsOf(settings, 'relaxed', threads.relaxed), 'relaxed').toEqual(held.slice(0, 2));
  expect(await bitsOf(settings, 'strict', threads.strict), 'strict').toEqual(held.slice(2));
}

test.each(HELD)('%s', (settings, ...held) => expectHeld(settings, held, LONG ? OTHER : QUICK));

test.each(LONG ? HELD_LONG : [])('%s', async (settings, ...held) => {
  for (const threads of [QUICK, OTHER]) await expectHeld(settings, held, threads);
});
