// A convolution as the kernels see it: grids of pixels, taps of the kernel and panels of weights.
#ifndef MK_CONVOLUTION_H
#define MK_CONVOLUTION_H

#include <stddef.h>

#include "CVectorKernels.h"

enum {
  // The most pixels that are gathered for a pass over the weights.
  MK_STRIP = 192,
  // How many pixels apart the blocks of a strip lie: not a power of two, which would crowd a few
  // sets of the cache.
  MK_STRIP_PITCH = 204,
  // The most blocks of 16 products that are gathered at once.
  MK_DEPTH_BLOCKS = 9,
  // The most channels of a destination that are computed one by one: few enough that blocks of 16
  // would be mostly zeros.
  MK_FEW_CHANNELS = 4,
  // The most vectors of a patch: all channels of all taps of an image of few channels.
  MK_THIN_VECTORS = 4,
  // The numbers of padded rows that are kept at once, and the most products of a pixel that are
  // read straight from them.
  MK_ROW_ROOM = 8192, MK_ROW_LINES = 384,
  // The numbers of padded planes that are kept at once.
  MK_PLANE_ROOM = 16384
};

/// How the pixels and taps of a pass lie along the rows or the columns. Pixel p is place
/// first + p * step of the destination and meets, by tap t, place
/// p * source_step + tap_first + t * tap_step of the source, which may lie outside; tap t is place
/// kernel_first + t * kernel_step of the kernel.
typedef struct {
  int64_t pixels, first, step, size;
  int64_t source_size, source_step;
  int64_t taps, tap_first, tap_step, kernel_first, kernel_step, kernel_size;
} mk_convolution_axis;

/// One pass, or one phase of it: a matrix product of gathered sources and panels of weights.
typedef struct {
  mk_convolution_axis rows, columns;
  int64_t batch;
  const float *source;
  // Of the destination, or of its gradient where that is read.
  float *destination;
  // 1 for a plain source, 16 for a blocked one.
  int64_t source_lanes;
  // Channels that this pass reads and writes (those of one group), and blocks (plain channels
  // of a plain source) from one image to the next.
  int64_t source_channels, channels, source_blocks, blocks;
  // The products of a pixel in blocks of 16: block / taps is the block of channels, block % taps
  // the tap and the lane the channel. By lines, each product is one of channel line / taps and tap
  // line % taps.
  int32_t by_lines;
  int64_t lines, depth;
  // Whether the few channels are computed one by one.
  int32_t by_channel;
  // [panel][depth * 16][panel_columns], or by channel [channel][depth * 16], and the bias in
  // panels or NULL.
  float *panels;
  const float *bias;
} mk_convolution_plan;

/// The gradient of a plain image of few channels.
typedef struct {
  const mk_convolution *shape;
  const float *gradient;
  // [blocks * 16][vectors * 16].
  const float *weights;
  float *destination;
  // Blocks of channels and pixels of the gradient.
  int64_t blocks, pixels;
  int32_t vectors;
} mk_thin_plan;

/// A pass over plain images whose rows, padded, are read in place.
typedef struct {
  const mk_convolution_plan *plan;
  // Rows of pixels that are computed at once, and how many such bands an image has.
  int64_t band_rows, bands;
  // The size of a channel of the rows that a band reads.
  int64_t height, width;
  // Where a product's place lies from that of the first tap of the first channel.
  int32_t offsets[MK_ROW_LINES];
} mk_row_plan;

/// A pass with strides of 1 into a plain image, or the sums over the gradient of one.
typedef struct {
  int64_t batch, channels, height, width;
  int64_t source_channels, source_height, source_width;
  int64_t kernel_height, kernel_width, dilation_height, dilation_width;
  // Where the first number of the source that a pixel meets lies from it.
  int64_t lowest_row, lowest_column;
  // Rows that are computed at once, and how many such bands an image has.
  int64_t band_rows, bands;
  // The width in whole vectors, and the size of a channel of the source's padded rows that a band
  // meets.
  int64_t padded_width, room_height, room_width;
  const float *source, *weights, *gradient;
  float *destination;
  // The sets of sums, each over some images.
  float *sums;
  int64_t sets;
} mk_plane_plan;

/// The number of pixels that a plan computes or adds up.
static inline int64_t mk_plan_pixels(const mk_convolution_plan *plan) {
  return plan->batch * plan->rows.pixels * plan->columns.pixels;
}

static inline int64_t mk_plan_taps(const mk_convolution_plan *plan) {
  return plan->rows.taps * plan->columns.taps;
}

#endif
