// A convolution by Winograd's algorithm, as the kernels see it: tiles of pixels and points.
#ifndef MK_WINOGRAD_H
#define MK_WINOGRAD_H

#include <stddef.h>

#include "CVectorKernels.h"

enum {
  // Tiles give 4 x 4 pixels.
  MK_WINOGRAD_PIXELS = 4,
  // The most points of a tile along an axis: pixels + taps - 1.
  MK_WINOGRAD_POINTS = 6,
  // The matrices of the points lie a little apart: at distances of a power of two, what belongs
  // to one tile would crowd a few sets of the cache.
  MK_WINOGRAD_GAP = 16
};

/// How the pixels and taps of a pass lie along the rows or the columns. With several phases, as
/// strides have them, every phase is a convolution of its own over each `phases`-th place of the
/// source, with taps of its own, and the sum of all is the result. Pixel p is place
/// first + p * step of the destination and meets, by tap t of phase f, place
/// (p + t) * phases + source_first + f of the source and place
/// kernel_first + t * tap_step + f of the kernel.
typedef struct {
  int64_t pixels, first, step, size, tiles;
  int64_t source_size, source_first;
  int64_t kernel_first, tap_step, kernel_size;
} mk_winograd_axis;

/// What is done with pairs of bf16 numbers, each in the place of a float, the first one in its lower
/// half. Every level can do it, so that every machine can test it; it is worth its while by the units
/// that some processors have.
typedef struct {
  /// tile_pixels rows of `lines` pairs, `row` apart, by a panel: products[row][channel].
  void (*multiply)(
    const float *tiles, int64_t row, int64_t lines, const float *panel, float *products,
    int64_t product_row);
  /// Adds the products of `count` rows of pairs to MK_SUM_LINES lines of a panel.
  void (*sum)(
    const float *tiles, int64_t row, const float *gradients, int64_t gradient_row, int64_t count,
    int32_t adds, float *panel);
  /// `count` vectors of 16 floats as vectors of 8 pairs of neighbours, `pitch` apart.
  void (*narrow)(const float *points, int64_t count, int64_t pitch, float *out);
  /// Vectors of pairs of the lanes of two, `pitch` apart, past the caches where they stream.
  void (*interleave)(
    const float *first, const float *second, int64_t count, int64_t pitch, int32_t streams,
    float *out);
} mk_pair_kernels;

/// What meets in a pair, if anything: two neighbours of what products are added up along, the depth
/// or, for the gradients of kernels, the tiles.
typedef enum { MK_PAIRS_NONE, MK_PAIRS_OF_LINES, MK_PAIRS_OF_TILES } mk_pairing;

/// One pass, or one phase of an input gradient: for each point of the tiles a matrix product,
/// tiles x depth by depth x channels.
typedef struct {
  mk_winograd_axis rows, columns;
  int64_t batch, tiles;
  int32_t taps, points, phases;
  int64_t source_channels, channels, source_blocks, blocks;
  // The products of a tile's point, 16 for each phase and block of the source, and how many panels
  // hold the channels.
  int64_t depth, panels;
  // How bf16 numbers are paired, and what is done with them.
  mk_pairing pairing;
  const mk_pair_kernels *pairs;
  // The lines of a panel: numbers of the depth, or pairs of them.
  int64_t lines;
  // From a row of a point to the next, in the source and in the products; a row is of a tile or of
  // a pair of tiles.
  int64_t row, product_row;
  // How many tiles are worked on at once, their rows, and how many rooms there are for that: one
  // for each thread or, where sums are taken, for each segment of the tiles. Each segment has a set
  // of sums.
  int64_t block_tiles, block_rows, rooms, sets;
  // From a source channel, or a channel, to the next in the plain weights.
  int64_t source_stride, channel_stride;
  const float *source, *bias;
  // Of the destination, or of its gradient where that is read.
  float *destination;
  // Plain weights, or NULL where their gradient is written.
  const float *weights;
  float *weight_gradient;
  // Whether the transformed weights are more than caches hold, so that they are written past these.
  int32_t streams;
  // The transformed weights, or sums of products: [point][panel][lines][panel_columns].
  float *panels_of_points;
  // The rooms for a block of tiles, as points and as products, one behind the other.
  float *room;
} mk_winograd_plan;

/// Points of a tile.
static inline int64_t mk_winograd_matrices(const mk_winograd_plan *plan) {
  return (int64_t)plan->points * plan->points;
}

/// How many tiles a row is of.
static inline int64_t mk_winograd_row_tiles(const mk_winograd_plan *plan) {
  return plan->pairing == MK_PAIRS_OF_TILES ? 2 : 1;
}

/// The rows of some tiles.
static inline int64_t mk_winograd_rows(const mk_winograd_plan *plan, int64_t tiles) {
  return plan->pairing == MK_PAIRS_OF_TILES ? (tiles + 1) / 2 : tiles;
}

/// Numbers from the matrix of one point to that of the next, of `width` numbers in each row.
static inline int64_t mk_winograd_pitch(const mk_winograd_plan *plan, int64_t width) {
  return plan->block_rows * width + MK_WINOGRAD_GAP;
}

/// The same for weights in panels of `columns`.
static inline int64_t mk_winograd_weights_pitch(const mk_winograd_plan *plan, int64_t columns) {
  return plan->panels * plan->lines * columns + MK_WINOGRAD_GAP;
}

#endif
