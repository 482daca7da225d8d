// Shares the pixels and channels of a convolution among threads.
#include "ConvolutionPlan.h"
#include "Matmul.h"
#include "Threads.h"

typedef struct {
  const mk_convolution_plan *plan;
  int64_t pixels, panels, strips, bands;
} run_work;

static int64_t plan_panels(const mk_convolution_plan *plan) {
  const int64_t columns = mk_current_level()->pixel_columns;
  return (plan->channels + columns - 1) / columns;
}

/// Additions that a plan is worth, for sharing it among threads.
static int64_t plan_work(const mk_convolution_plan *plan) {
  return matmul_work(mk_plan_pixels(plan), plan->channels, plan->depth * MK_LANES);
}

/// The half-open range of pixels, in whole tiles, of a strip.
static void strip_range(const run_work *work, int64_t strip, int64_t *first, int64_t *end) {
  const int64_t tile = mk_current_level()->tile_pixels, tiles = (work->pixels + tile - 1) / tile;
  *first = tiles * strip / work->strips * tile;
  *end = smaller(tiles * (strip + 1) / work->strips * tile, work->pixels);
}

static void run_part(void *context, int32_t part, int32_t parts) {
  const run_work *work = context;
  int64_t first_unit, end_unit;
  mk_part_range(work->strips * work->bands, part, parts, &first_unit, &end_unit);
  for (int64_t unit = first_unit; unit < end_unit; unit++) {
    const int64_t band = unit / work->strips;
    int64_t first, end;
    strip_range(work, unit % work->strips, &first, &end);
    mk_current_level()->convolve(
      work->plan, first, end - first, work->panels * band / work->bands,
      work->panels * (band + 1) / work->bands);
  }
}

void mk_run_convolution(const mk_convolution_plan *plan) {
  run_work work = {
    .plan = plan, .pixels = mk_plan_pixels(plan), .panels = plan_panels(plan), .bands = 1};
  if (work.pixels <= 0 || work.panels <= 0) return;
  const int64_t tile = mk_current_level()->tile_pixels;
  const int64_t tiles = (work.pixels + tile - 1) / tile, strip_tiles = MK_STRIP / tile;
  work.strips = (tiles + strip_tiles - 1) / strip_tiles;
  const int64_t threads = mk_part_count(plan_work(plan), tiles * work.panels);
  if (threads > 1) {
    const int64_t even = rounded_up(work.strips, threads);
    if (even * 4 <= tiles) {
      work.strips = even;
    } else {
      // So few pixels that each thread better takes all of them for some of the channels.
      work.bands = smaller(threads, work.panels);
    }
  }
  mk_run_parts(run_part, &work, plan_work(plan), work.strips * work.bands);
}

// MARK: Weight gradient

enum {
  // How many units there should be to share, and the most numbers in all sets of sums.
  UNITS = 32,
  SUMS = 1 << 21
};

static int64_t pieces_of(const mk_convolution_plan *plan) {
  return (plan->depth + MK_DEPTH_BLOCKS - 1) / MK_DEPTH_BLOCKS;
}

int64_t mk_sum_segments(const mk_convolution_plan *plan) {
  const int64_t set = mk_panels_count(plan), pieces = pieces_of(plan);
  if (set == 0) return 1;
  const int64_t strips = (mk_plan_pixels(plan) + MK_STRIP - 1) / MK_STRIP;
  const int64_t wanted = smaller((UNITS + pieces - 1) / pieces, smaller(strips, SUMS / set));
  return wanted > 1 ? wanted : 1;
}

static void sums_part(void *context, int32_t part, int32_t parts) {
  const run_work *work = context;
  const mk_convolution_plan *plan = work->plan;
  const int64_t pieces = work->bands, set = mk_panels_count(plan);
  int64_t first_unit, end_unit;
  mk_part_range(work->strips * pieces, part, parts, &first_unit, &end_unit);
  for (int64_t unit = first_unit; unit < end_unit; unit++) {
    const int64_t segment = unit / pieces, piece = unit % pieces;
    mk_current_level()->convolution_sums(
      plan, work->pixels * segment / work->strips, work->pixels * (segment + 1) / work->strips,
      plan->depth * piece / pieces, plan->depth * (piece + 1) / pieces,
      plan->panels + segment * set);
  }
}

void mk_run_convolution_sums(const mk_convolution_plan *plan) {
  run_work work = {
    .plan = plan, .pixels = mk_plan_pixels(plan), .strips = mk_sum_segments(plan),
    .bands = pieces_of(plan)};
  mk_run_parts(sums_part, &work, plan_work(plan), work.strips * work.bands);
}
