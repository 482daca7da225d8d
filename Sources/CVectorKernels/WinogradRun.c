// Shares the tiles and weights of Winograd's algorithm among threads.
#include "ConvolutionPlan.h"
#include "Matmul.h"
#include "Threads.h"

/// Additions that some tiles are worth, for sharing them among threads.
static int64_t work_of(const mk_winograd_plan *plan, int64_t tiles) {
  return matmul_work(
    mk_winograd_matrices(plan) * tiles, plan->panels * mk_current_level()->pixel_columns,
    plan->depth);
}

static void weights_part(void *context, int32_t part, int32_t parts) {
  const mk_winograd_plan *plan = context;
  const int64_t columns = plan->panels * mk_current_level()->pixel_columns / MK_LANES;
  int64_t first, end;
  mk_part_range(plan->source_blocks * columns, part, parts, &first, &end);
  mk_current_level()->winograd_weights(plan, first, end);
#if defined(__x86_64__)
  // What went past the caches is not ordered with the barrier that other threads wait at.
  if (plan->streams) __builtin_ia32_sfence();
#endif
}

static void run_weights(const mk_winograd_plan *plan) {
  const int64_t columns = plan->panels * mk_current_level()->pixel_columns / MK_LANES;
  mk_run_parts(
    weights_part, (void *)plan, mk_winograd_weights_count(plan) * 2,
    plan->source_blocks * columns);
}

static void tiles_part(void *context, int32_t part, int32_t parts) {
  const mk_winograd_plan *plan = context;
  float *room = plan->room + part * mk_winograd_room_count(plan);
  int64_t first, end;
  mk_part_range(plan->tiles, part, parts, &first, &end);
  // Blocks of whole tiles of registers, as equal as these allow.
  const int64_t step = mk_current_level()->tile_pixels, steps = (end - first + step - 1) / step;
  const int64_t blocks = (steps * step + plan->block_tiles - 1) / plan->block_tiles;
  for (int64_t block = 0; block < blocks; block++) {
    const int64_t tile = first + steps * block / blocks * step;
    const int64_t next = smaller(first + steps * (block + 1) / blocks * step, end);
    mk_current_level()->winograd_tiles(plan, tile, next - tile, room);
  }
}

void mk_run_winograd(const mk_winograd_plan *plan) {
  run_weights(plan);
  mk_run_parts(
    tiles_part, (void *)plan, work_of(plan, plan->tiles), smaller(plan->rooms, plan->tiles));
}

// MARK: Sums

static void segments_part(void *context, int32_t part, int32_t parts) {
  const mk_winograd_plan *plan = context;
  int64_t first_segment, end_segment;
  mk_part_range(plan->rooms, part, parts, &first_segment, &end_segment);
  for (int64_t segment = first_segment; segment < end_segment; segment++) {
    float *room = plan->room + segment * mk_winograd_room_count(plan);
    float *panels = plan->panels_of_points + segment * mk_winograd_weights_count(plan);
    const int64_t first = plan->tiles * segment / plan->rooms;
    const int64_t end = plan->tiles * (segment + 1) / plan->rooms;
    for (int64_t tile = first; tile < end; tile += plan->block_tiles) {
      const int64_t count = smaller(end - tile, plan->block_tiles);
      mk_current_level()->winograd_points(plan, tile, count, 0, room);
      mk_current_level()->winograd_sums(
        plan, room, count, tile > first, 0, mk_winograd_matrices(plan) * plan->panels, panels);
    }
  }
}

/// Adds the sums of the other segments to those of the first.
static void join_part(void *context, int32_t part, int32_t parts) {
  const mk_winograd_plan *plan = context;
  const int64_t count = mk_winograd_weights_count(plan);
  int64_t first, end;
  mk_part_range(count / MK_LANES, part, parts, &first, &end);
  for (int64_t segment = 1; segment < plan->sets; segment++) {
    mk_current_level()->add_row(
      plan->panels_of_points + first * MK_LANES,
      plan->panels_of_points + segment * count + first * MK_LANES, (end - first) * MK_LANES);
  }
}

/// A block of tiles that all threads share.
typedef struct {
  const mk_winograd_plan *plan;
  int64_t first, count;
} shared_block;

static void points_part(void *context, int32_t part, int32_t parts) {
  const shared_block *block = context;
  int64_t first, end;
  // Tiles of a pair stay together.
  const int64_t tiles = mk_winograd_row_tiles(block->plan);
  mk_part_range(mk_winograd_rows(block->plan, block->count), part, parts, &first, &end);
  const int64_t first_tile = first * tiles, end_tile = smaller(end * tiles, block->count);
  mk_current_level()->winograd_points(
    block->plan, block->first + first_tile, end_tile - first_tile, first, block->plan->room);
}

static void sums_part(void *context, int32_t part, int32_t parts) {
  const shared_block *block = context;
  const mk_winograd_plan *plan = block->plan;
  int64_t first, end;
  mk_part_range(mk_winograd_matrices(plan) * plan->panels, part, parts, &first, &end);
  mk_current_level()->winograd_sums(
    plan, plan->room, block->count, block->first > 0, first, end, plan->panels_of_points);
}

void mk_run_winograd_sums(const mk_winograd_plan *plan) {
  if (plan->sets > 1) {
    mk_run_parts(segments_part, (void *)plan, work_of(plan, plan->tiles), plan->rooms);
    const int64_t count = mk_winograd_weights_count(plan);
    mk_run_parts(join_part, (void *)plan, count * (plan->sets - 1), count / MK_LANES);
  } else {
    for (int64_t first = 0; first < plan->tiles; first += plan->block_tiles) {
      shared_block block = {
        .plan = plan, .first = first, .count = smaller(plan->tiles - first, plan->block_tiles)};
      const int64_t additions = work_of(plan, block.count);
      mk_run_parts(points_part, &block, additions, mk_winograd_rows(plan, block.count));
      mk_run_parts(sums_part, &block, additions, mk_winograd_matrices(plan) * plan->panels);
    }
  }
  run_weights(plan);
}
