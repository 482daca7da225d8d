// Input gradients of images of a few channels: their layout, packing the weights, and sharing.
#include "ConvolutionPlan.h"
#include "Matmul.h"
#include "Threads.h"

int mk_plan_narrow(const mk_convolution *shape, mk_narrow_plan *it) {
  const int64_t reach_height = (shape->kernel_height - 1) * shape->dilation_height;
  const int64_t reach_width = (shape->kernel_width - 1) * shape->dilation_width;
  if (shape->groups != 1 || shape->in_channels >= MK_LANES || shape->stride_height != 1
      || shape->stride_width != 1 || shape->in_height <= 0 || shape->in_width <= 0) {
    return 0;
  }
  it->shape = shape;
  it->blocks = mk_blocks(shape->out_channels);
  it->width = rounded_up(shape->in_width, MK_LANES) + reach_width;
  it->lowest_row = shape->pad_top - reach_height;
  it->lowest_column = shape->pad_left - reach_width;
  const int64_t most = MK_NARROW_ROOM / (it->width * shape->out_channels) - reach_height;
  if (most <= 0) return 0;
  it->band_rows = smaller(most, shape->in_height);
  it->bands = (shape->in_height + it->band_rows - 1) / it->band_rows;
  it->height = it->band_rows + reach_height;
  return 1;
}

int64_t mk_narrow_weights_count(const mk_convolution *shape) {
  return rounded_up(shape->in_channels, mk_current_level()->tile_pixels) * shape->out_channels
         * shape->kernel_height * shape->kernel_width;
}

/// [group of channels][channel of the gradient][tap][channel of the group], zeros beyond the last.
static void pack(const mk_convolution *shape, const float *weights, float *packed) {
  const int64_t columns = mk_current_level()->tile_pixels;
  const int64_t taps = shape->kernel_height * shape->kernel_width;
  for (int64_t first = 0; first < shape->in_channels; first += columns) {
    for (int64_t out = 0; out < shape->out_channels; out++) {
      for (int64_t tap = 0; tap < taps; tap++, packed += columns) {
        for (int64_t i = 0; i < columns; i++) {
          const int64_t in = first + i;
          packed[i] =
            in < shape->in_channels ? weights[(out * shape->in_channels + in) * taps + tap] : 0;
        }
      }
    }
  }
}

static void bands_part(void *context, int32_t part, int32_t parts) {
  const mk_narrow_plan *it = context;
  int64_t first, end;
  mk_part_range(it->shape->batch * it->bands, part, parts, &first, &end);
  mk_current_level()->convolve_narrow(it, first, end);
}

void mk_run_narrow(
  mk_narrow_plan *it, const float *gradient, const float *weights, float *source_gradient,
  float *packed) {
  const mk_convolution *shape = it->shape;
  pack(shape, weights, packed);
  it->gradient = gradient;
  it->weights = packed;
  it->destination = source_gradient;
  const int64_t work = matmul_work(
    shape->batch * shape->in_height * shape->in_width, shape->in_channels,
    shape->out_channels * shape->kernel_height * shape->kernel_width);
  mk_run_parts(bands_part, it, work, shape->batch * it->bands);
}
