// Copies weights between plain order and panels in transposed tiles, where 16 channels meet 16.
#include <string.h>

#include "ConvolutionPanels.h"

/// Transposes a tile of 16 rows.
static void transpose(float *out, int64_t out_stride, const float *in, int64_t in_stride) {
  mk_current_level()->transpose(
    (uint32_t *)out, out_stride, (const uint32_t *)in, in_stride, MK_LANES, MK_LANES);
}

/// Whole kernels whose weights for a channel lie together: source channel by source channel,
/// tap by tap.
static void copy_kernels(const weight_block *block, int64_t channel, int64_t taps) {
  _Alignas(64) float tile[MK_LANES * MK_LANES];
  const int64_t plain = channel * block->order.channel_stride;
  float *panel = block->panel + channel;
  int64_t source = 0, tap = 0;
  for (int64_t first = 0; first < MK_LANES * taps; first += MK_LANES) {
    if (block->packs) {
      transpose(tile, MK_LANES, block->packs + plain + first, block->order.channel_stride);
    }
    for (int64_t i = 0; i < MK_LANES; i++) {
      float *row = panel + source * block->source_step + tap * block->tap_step;
      float *line = tile + i * MK_LANES;
      if (block->packs) {
        memcpy(row, line, MK_LANES * sizeof(float));
      } else {
        memcpy(line, row, MK_LANES * sizeof(float));
      }
      if (++tap == taps) tap = 0, source++;
    }
    if (block->unpacks) {
      transpose(block->unpacks + plain + first, block->order.channel_stride, tile, MK_LANES);
    }
  }
}

/// The 16 channels of a tap, which lie a kernel apart.
static void pack_tap(float *panel, const float *in, int64_t kernel) {
  for (int64_t i = 0; i < MK_LANES; i++) panel[i] = in[i * kernel];
}

/// Packs one source channel after the other, whose weights for all channels lie together.
static void pack_taps(const weight_block *block, int64_t channel, int64_t kernel) {
  _Alignas(64) float tile[MK_LANES * MK_LANES];
  const mk_convolution_axis *rows = &block->plan->rows, *columns = &block->plan->columns;
  for (int64_t source = 0; source < block->sources; source++) {
    const float *in = block->packs + source * block->order.source_stride + channel * kernel;
    float *panel = block->panel + source * block->source_step + channel;
    // Tiles reach beyond the kernels, which must not be beyond the last weight.
    const int in_tiles = kernel > 1 && source + 1 < block->sources;
    int64_t ready = -1;
    for (int64_t row = 0; row < rows->taps; row++) {
      const int64_t start =
        (rows->kernel_first + row * rows->kernel_step) * columns->kernel_size
        + columns->kernel_first;
      for (int64_t column = 0; column < columns->taps; column++, panel += block->tap_step) {
        const int64_t place = start + column * columns->kernel_step;
        if (!in_tiles) {
          pack_tap(panel, in + place, kernel);
          continue;
        }
        if (place / MK_LANES != ready) {
          ready = place / MK_LANES;
          transpose(tile, MK_LANES, in + ready * MK_LANES, kernel);
        }
        memcpy(panel, tile + place % MK_LANES * MK_LANES, MK_LANES * sizeof(float));
      }
    }
  }
}

int mk_copy_weight_tiles(const weight_block *block, int64_t channel) {
  const mk_convolution_plan *plan = block->plan;
  const int64_t kernel = plan->rows.kernel_size * plan->columns.kernel_size;
  if (plan->by_lines || channel + MK_LANES > block->channels) return 0;
  if (block->packs && block->order.channel_stride == kernel) {
    pack_taps(block, channel, kernel);
    return 1;
  }
  if (block->sources < MK_LANES || block->order.source_stride != kernel
      || mk_plan_taps(plan) != kernel) {
    return 0;
  }
  copy_kernels(block, channel, kernel);
  return 1;
}
