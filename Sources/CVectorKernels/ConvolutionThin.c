// Input gradients of images of few channels: packs the weights and shares the images.
#include <string.h>

#include "ConvolutionPlan.h"
#include "Matmul.h"
#include "Threads.h"

enum {
  // Patches of fewer numbers waste most of a vector.
  LEAST_PATCH = 9
};

static int64_t patch_size(const mk_convolution *shape) {
  return shape->in_channels * mk_kernel_size(shape);
}

int32_t mk_is_thin(const mk_convolution *shape) {
  const int64_t size = patch_size(shape);
  return shape->groups == 1 && shape->in_channels <= MK_FEW_CHANNELS && size >= LEAST_PATCH
         && size <= MK_THIN_VECTORS * MK_LANES;
}

int64_t mk_thin_weights_count(const mk_convolution *shape) {
  return mk_blocks(shape->out_channels) * MK_LANES * rounded_up(patch_size(shape), MK_LANES);
}

/// [channel of the gradient][tap][channel of the image], patches padded to whole vectors.
static void pack_weights(const mk_convolution *shape, const float *weights, float *packed) {
  const int64_t size = rounded_up(patch_size(shape), MK_LANES);
  const int64_t taps = mk_kernel_size(shape);
  memset(packed, 0, (size_t)mk_thin_weights_count(shape) * sizeof(float));
  for (int64_t out = 0; out < shape->out_channels; out++) {
    for (int64_t in = 0; in < shape->in_channels; in++) {
      for (int64_t tap = 0; tap < taps; tap++) {
        packed[out * size + tap * shape->in_channels + in] =
          weights[(out * shape->in_channels + in) * taps + tap];
      }
    }
  }
}

static void images_part(void *context, int32_t part, int32_t parts) {
  const mk_thin_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->shape->batch, part, parts, &first, &end);
  mk_current_level()->convolve_thin(plan, first, end);
}

void mk_run_thin(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, float *packed) {
  pack_weights(shape, weights, packed);
  const mk_thin_plan plan = {
    .shape = shape, .gradient = gradient, .weights = packed, .destination = source_gradient,
    .blocks = mk_blocks(shape->out_channels), .pixels = mk_result_pixels(shape),
    .vectors = (int32_t)(rounded_up(patch_size(shape), MK_LANES) / MK_LANES)};
  const int64_t work = matmul_work(
    shape->batch * plan.pixels, plan.vectors * MK_LANES, plan.blocks * MK_LANES);
  mk_run_parts(images_part, (void *)&plan, work, shape->batch);
}
