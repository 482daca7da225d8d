// Convolutions of plain images of few channels, row by row: their layout, and sharing them.
#include "ConvolutionPlan.h"
#include "Matmul.h"
#include "Threads.h"

int mk_plan_rows(const mk_convolution_plan *plan, mk_row_plan *it) {
  const mk_convolution_axis *rows = &plan->rows, *columns = &plan->columns;
  if (plan->source_lanes != 1 || plan->lines > MK_ROW_LINES) return 0;
  const int64_t pixels = rounded_up(columns->pixels, mk_current_level()->tile_pixels);
  const int64_t taps_height = (rows->taps - 1) * rows->tap_step + 1;
  it->plan = plan;
  it->width =
    (pixels - 1) * columns->source_step + (columns->taps - 1) * columns->tap_step + 1;
  const int64_t most = MK_ROW_ROOM / (it->width * plan->source_channels) - taps_height;
  if (rows->pixels <= 0 || columns->pixels <= 0 || most < 0) return 0;
  it->band_rows = smaller(most / rows->source_step + 1, rows->pixels);
  it->bands = (rows->pixels + it->band_rows - 1) / it->band_rows;
  it->height = (it->band_rows - 1) * rows->source_step + taps_height;
  int64_t line = 0;
  for (int64_t channel = 0; channel < plan->source_channels; channel++) {
    for (int64_t row = 0; row < rows->taps; row++) {
      for (int64_t column = 0; column < columns->taps; column++) {
        const int64_t place = channel * it->height + row * rows->tap_step;
        it->offsets[line++] = (int32_t)(place * it->width + column * columns->tap_step);
      }
    }
  }
  return 1;
}

static int64_t work_of(const mk_convolution_plan *plan) {
  return matmul_work(mk_plan_pixels(plan), plan->channels, plan->lines);
}

static void bands_part(void *context, int32_t part, int32_t parts) {
  const mk_row_plan *it = context;
  int64_t first, end;
  mk_part_range(it->plan->batch * it->bands, part, parts, &first, &end);
  mk_current_level()->convolve_rows(it, first, end);
}

void mk_run_rows(const mk_row_plan *it) {
  mk_run_parts(bands_part, (void *)it, work_of(it->plan), it->plan->batch * it->bands);
}

int64_t mk_row_segments(const mk_convolution_plan *plan) {
  return smaller(mk_sum_segments(plan), plan->batch);
}

static void segments_part(void *context, int32_t part, int32_t parts) {
  const mk_row_plan *it = context;
  const mk_convolution_plan *plan = it->plan;
  const int64_t segments = mk_row_segments(plan), set = mk_panels_count(plan);
  int64_t first, end;
  mk_part_range(segments, part, parts, &first, &end);
  for (int64_t segment = first; segment < end; segment++) {
    mk_current_level()->convolution_row_sums(
      it, plan->batch * segment / segments, plan->batch * (segment + 1) / segments,
      plan->panels + segment * set);
  }
}

void mk_run_row_sums(const mk_row_plan *it) {
  mk_run_parts(segments_part, (void *)it, work_of(it->plan), mk_row_segments(it->plan));
}
