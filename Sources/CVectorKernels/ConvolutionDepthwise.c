// Shares the planes of a convolution whose groups have one channel each, and packs its weights.
#include <string.h>

#include "ConvolutionPlan.h"
#include "Threads.h"

void mk_pack_depthwise(const mk_convolution_plan *plan, const float *weights) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  const int64_t channels = plan->blocks * MK_LANES, taps = mk_plan_taps(plan);
  const int64_t kernel = rows->kernel_size * columns->kernel_size;
  memset(plan->panels, 0, (size_t)(channels * taps) * sizeof(float));
  for (int64_t channel = 0; channel < plan->channels; channel++) {
    float *out =
      plan->panels + channel / MK_LANES * taps * MK_LANES + channel % MK_LANES;
    for (int64_t tap = 0; tap < taps; tap++) {
      const int64_t row = rows->kernel_first + tap / columns->taps * rows->kernel_step;
      const int64_t column = columns->kernel_first + tap % columns->taps * columns->kernel_step;
      out[tap * MK_LANES] = weights[channel * kernel + row * columns->kernel_size + column];
    }
  }
}

static void rows_part(void *context, int32_t part, int32_t parts) {
  const mk_convolution_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->batch * plan->blocks * plan->rows.pixels, part, parts, &first, &end);
  mk_current_level()->convolve_depthwise(plan, first, end);
}

static int64_t depthwise_work(const mk_convolution_plan *plan) {
  return mk_plan_pixels(plan) * plan->blocks * MK_LANES * (mk_plan_taps(plan) + 1);
}

void mk_run_depthwise(const mk_convolution_plan *plan) {
  if (mk_plan_pixels(plan) <= 0) return;
  mk_run_parts(
    rows_part, (void *)plan, depthwise_work(plan),
    plan->batch * plan->blocks * plan->rows.pixels);
}

static void planes_part(void *context, int32_t part, int32_t parts) {
  const mk_convolution_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->batch * plan->blocks, part, parts, &first, &end);
  mk_current_level()->depthwise_sums(plan, first, end);
}

void mk_run_depthwise_sums(const mk_convolution_plan *plan, float *weights) {
  const int64_t taps = mk_plan_taps(plan), set = plan->blocks * taps * MK_LANES;
  mk_run_parts(
    planes_part, (void *)plan, depthwise_work(plan), plan->batch * plan->blocks);
  for (int64_t image = 1; image < plan->batch; image++) {
    mk_current_level()->add_row(plan->panels, plan->panels + image * set, set);
  }
  for (int64_t channel = 0; channel < plan->channels; channel++) {
    const float *in = plan->panels + channel / MK_LANES * taps * MK_LANES + channel % MK_LANES;
    for (int64_t tap = 0; tap < taps; tap++) weights[channel * taps + tap] = in[tap * MK_LANES];
  }
}
