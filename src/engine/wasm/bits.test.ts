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
    'network=reference-cnn norm=group weights=standardized batch=7',
    '18bc1a6f7f99341138783f13a86b46445da81c889ce99fbdaaba679df7ce75cf',
    '7d3847c1d779558e',
    'd9840854ab43ed85b8cf9069c0c5d7cb124a2fa3ac0835120fb736f7eb4e365e',
    '8cc30f7204065318',
  ],
  [
    'network=reference-cnn norm=batch weights=standardized batch=64 position=before-activation optimizer=momentum lr=0.01',
    '17bb0141fdfefd0322f1b1b8d1ba8111f4b79b3e1f66da810ec32a4adbb6817f',
    '3d8dc6a71beaa042',
    'd427575f931f531e8ad2fc0520928c159ed38f666c53ad67b40bde91ad73d6ad',
    '9df3b03ec388950e',
  ],
  [
    'network=small-cnn norm=layer weights=standardized batch=7 optimizer=rmsprop',
    'a7ba460ee20505f0f8cc2f92a005e2813cafc8b91ec5b20dbb1e731bd4f5400f',
    '0db9fd94f8723575',
    '4d4001460e57d033d98d5ae7b076c89551e6d86295a04a78890878326dc66887',
    '65e18961baa4dfcf',
  ],
  [
    'network=small-cnn norm=instance weights=plain batch=1 position=before-activation',
    '00569e1bc91be158779d8a6388f404e36ba58dd7b598ada001d32a6c53f3e170',
    '3e97193876d2d2a9',
    'c6d2b8acdd7b950a8d9211674514b0732a47cdea83a79e816234a0fd36613dbc',
    '404a4bbdd2f83a61',
  ],
  [
    'network=small-cnn norm=none weights=plain batch=2 optimizer=sgd lr=0.01',
    'f89d07685ec5c255230ffe6f5402aadc09c1f2781b17d0641fe3f3598b8e68df',
    '76ab0b199a00cd83',
    '49a523e4aca47357e56ad0dfc8038f477afc079a81f728352d6af3427ecf955e',
    'aa7e63124ab7f7a3',
  ],
  [
    'network=small-cnn norm=batch weights=standardized batch=7 dropout=off',
    'b5f922dc1764afadedfc7c55c68a220db4648eb62dcb1b42faff82471d6c2e83',
    'a7fdc1d131321d6e',
    '14a8686b1935ae69676b3cd0d987cdc6da3ee7f9a13e3254d147ecb173646a77',
    '4e932d7c070cdc59',
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
    '51f161cd4090a95d71b6ecff2386f102e23ded4407bc1cc52b427bdaa4f25189',
    'ae1cfceee516ef0b',
    '8d2d4e2af16a551165d096541280979528fdf34e479092a5fe063a2389c9a974',
    'e2ed2741e12ec354',
  ],
  [
    'network=small-cnn norm=group-as-published weights=standardized batch=7 dropout=off',
    '9611c71ea73bc9f1c69649b27fce9cca69ed453c5161ef175acb4f9e5a9f93b5',
    'bc400a1563c223ac',
    'd745a87e9bb69b440aef9371ed604458f04d0485ed0d6a4d580921c06d660e5c',
    '32b603a80833911a',
  ],
  [
    'network=small-cnn norm=channel weights=standardized batch=7',
    'be5ae69217db4778d56aef25b05bd5e6f9b824f80f47c6ddc7436faf0cae74d1',
    '1b19bd0a1fe0eb4d',
    '184169bf04ce0ad3974b67d4cd6e2cc4af677309db5fecf427f904912b4dad15',
    '9572b958c7270fc8',
  ],
  [
    'network=small-cnn norm=dynamic-tanh weights=plain batch=7 position=before-activation',
    'f4e1bd5b4dacaedb0f470ef58d7ef8a4cbc30541ffa837160e5670fceed6c77a',
    '1b4b9c054d6c6e8e',
    'cb5f0aafee84d4a77ff3211d881ef9f13cdf9512b09fb4828cd679305676f87f',
    '2688f55337b10c64',
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
    '3b5c20361f8e06eebe3a00fd8d4316c294a591d5e5a67b646bec1eebad767340',
    '3fed42d5d3c874b3',
    '1a94f546118f25997ac0295466cd6de5a24846b66d77111a0ee681c6a048cd7a',
    'd7e26242849a7e9b',
  ],
  [
    'network=small-cnn norm=group groups=4 weights=plain batch=7 activation=gelu schedule=cosine warmup=0.3 decay=0.05 init=orthogonal',
    '1d1d4c43ec63d6be7a9a37dc3b1a3efab02b27e00f64ccd15bb5f14649d6df49',
    'b8915f9e3395d5b5',
    'a74f5793b40d53e4a947504b5b7cac5da3afcee433347ab55e73f06515f50dcb',
    '67e2dbe313e1da9a',
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
    'network=reference-cnn norm=batch weights=plain batch=2',
    '58bee8d133f501dee2c461aa1ebbd9b8bc4aebcd167b09bf2db32eacb3d016d4',
    'b3e966e02ac61d69',
    'a92f3afa104759d70ce411d98f088391a1a7e81f84398f67e0dc87d41c1e73f4',
    '4181f7bac8b10dd2',
  ],
  [
    'network=reference-cnn norm=batch weights=plain batch=2 stats=moving position=before-activation optimizer=rmsprop',
    'b37ed1f158cfd1a03d51ab97805b41ea4ee658e5b1d150392c7bcde234339b3d',
    '94241c5184b6fe8b',
    'ecf2c9b3ddb9af9e9c6f3dc5e94ea545dbd5e6db1cded7e18e2e9d86e9ba1ff6',
    'bc1a5a27b76186a2',
  ],
  [
    'network=reference-cnn norm=group-as-published weights=standardized batch=7 dropout=off',
    'b45962a0ccbbfc9324cdec341df98f802ee7942fa70b027f1fcdcf8ae19d5fe0',
    'c20799b7784ce204',
    'ac29ee910ce55b062b49e214756a30b200ebf998e9147144e56fb450be8406e1',
    'bdae66892ae05ca7',
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
