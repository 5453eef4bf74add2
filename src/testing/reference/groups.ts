/** Which values of a norm's input share a mean and a variance, and which a gamma and a beta, for each kind of norm. */
import type { LayerNorm, Shape } from '../../network/layers.ts';

export interface Groups {
  /** How many groups share statistics. */
  readonly count: number;
  /** The group of value i of the input, row-major over the minibatch. */
  groupOf(i: number): number;
  /** The gamma and beta of value i. */
  channelOf(i: number): number;
}

/** @param images in the minibatch @param shape [height, width, channels] or [units] */
export function groupsOf(norm: LayerNorm, images: number, shape: Shape): Groups {
  const channels = shape.at(-1) ?? 1;
  const perImage = shape.reduce((product, n) => product * n, 1);
  const imageOf = (i: number) => Math.floor(i / perImage);
  const channelOf = (i: number) => i % channels;
  switch (norm.kind) {
    case 'batch':
      return { count: channels, groupOf: channelOf, channelOf };
    case 'layer':
    case 'rms':
      return { count: images, groupOf: imageOf, channelOf };
    case 'instance':
      return { count: images * channels, groupOf: (i) => imageOf(i) * channels + channelOf(i), channelOf };
    case 'group': {
      const each = channels / norm.groups;
      return {
        count: images * norm.groups,
        groupOf: (i) => imageOf(i) * norm.groups + Math.floor(channelOf(i) / each),
        channelOf,
      };
    }
    case 'group-as-published': {
      // A group is a contiguous run of the image's memory, and gamma and beta repeat within the run.
      const [run, each] = [perImage / norm.groups, channels / norm.groups];
      const runOf = (i: number) => Math.floor((i % perImage) / run);
      return {
        count: images * norm.groups,
        groupOf: (i) => imageOf(i) * norm.groups + runOf(i),
        channelOf: (i) => runOf(i) * each + (i % each),
      };
    }
    default:
      return norm satisfies never;
  }
}
