// Reductions over an axis: cuts the work by its shape alone, so that threads never change a sum.
#include <math.h>

#include "Level.h"
#include "Threads.h"

enum { MAXIMUM_UNITS = 128, FEW_UNITS = 8 };

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

static void run_part(void *context, int32_t part, int32_t parts) {
  const mk_reduce_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->outer * plan->tiles * plan->segments, part, parts, &first, &end);
  mk_current_level()->reduce(plan, first, end);
}

static double combine(mk_reduction reduction, double total, double x) {
  if (reduction == MK_REDUCE_SUM) return total + x;
  if (x != x) return x;
  return (reduction == MK_REDUCE_MAXIMUM ? x > total : x < total) ? x : total;
}

/// Adds up the segments of each place in their order.
static void combine_segments(const mk_reduce_plan *plan) {
  for (int64_t place = 0; place < plan->outer * plan->tiles; place++) {
    const double *partials = plan->partials + place * plan->segments * MK_REDUCE_TILE;
    const int64_t column = place % plan->tiles * MK_REDUCE_TILE;
    float *out = plan->out + place / plan->tiles * plan->inner + column;
    const int64_t width = smaller(plan->inner - column, MK_REDUCE_TILE);
    for (int64_t i = 0; i < width; i++) {
      double total = partials[i];
      for (int64_t segment = 1; segment < plan->segments; segment++) {
        total = combine(plan->reduction, total, partials[segment * MK_REDUCE_TILE + i]);
      }
      out[i] = (float)total;
    }
  }
}

void mk_reduce(
  mk_reduction reduction, const float *in, float *out, int64_t outer, int64_t reduced,
  int64_t inner) {
  if (outer <= 0 || inner <= 0) return;
  const int64_t tiles = (inner + MK_REDUCE_TILE - 1) / MK_REDUCE_TILE;
  mk_reduce_plan plan = {
    .reduction = reduction, .in = in, .out = out, .outer = outer, .reduced = reduced,
    .inner = inner, .tiles = tiles, .segments = 1, .segment_rows = reduced};
  double partials[MAXIMUM_UNITS * MK_REDUCE_TILE];
  const int64_t places = outer * tiles;
  const int64_t work = outer * reduced * inner;
  // Few long columns: segments give the threads something to share.
  if (places <= FEW_UNITS && work >= 2 * MK_WORK_PER_THREAD) {
    const int64_t most = smaller(MAXIMUM_UNITS / places, work / places * 2 / MK_WORK_PER_THREAD);
    if (most > 1) {
      // Whole runs of 4096 rows in a row sum keep its vectors full.
      const int64_t unit = inner == 1 ? 4096 : 128;
      plan.segment_rows = ((reduced + most - 1) / most + unit - 1) / unit * unit;
      plan.segments = (reduced + plan.segment_rows - 1) / plan.segment_rows;
    }
  }
  if (plan.segments > 1) plan.partials = partials;
  mk_run_parts(run_part, &plan, work, places * plan.segments);
  if (plan.segments > 1) combine_segments(&plan);
}

/// Whether `x` wins over `best` in an argmax that takes the first of equals and NaN for greatest.
static int wins(float x, float best) { return x > best || (isnan(x) && !isnan(best)); }

void mk_argmax(const float *in, int32_t *out, int64_t outer, int64_t reduced, int64_t inner) {
  for (int64_t i = 0; i < outer; i++) {
    for (int64_t j = 0; j < inner; j++) {
      const float *column = in + i * reduced * inner + j;
      int32_t place = 0;
      for (int64_t row = 1; row < reduced; row++) {
        if (wins(column[row * inner], column[place * inner])) place = (int32_t)row;
      }
      out[i * inner + j] = place;
    }
  }
}
