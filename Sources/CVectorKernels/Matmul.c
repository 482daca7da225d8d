// Matrix multiplication: picks a kernel for the shape, packs what it needs, shares the tiles.
#include <string.h>

#include "Level.h"
#include "Threads.h"

enum { FEW = 8 };

typedef struct {
  const mk_level *level;
  mk_tile_plan tiles;
  mk_dot_plan dots;
  // Operands to be packed before the tiles are computed, or NULL.
  const float *a, *b;
  int32_t b_is_transposed;
  float *packed_a, *packed_b;
  // Each part packs the columns of b that it computes; else all are packed before, and each core
  // fetches what another has just written.
  int32_t packs_own_columns;
} run_plan;

static int64_t rounded_up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// Reading an operand where it lies is as fast as packing it until it is read often or lies far
// apart; a transposed b cannot be read in vectors at all.

static int packs_a(const mk_matmul *shape) {
  return shape->transpose_a && shape->n >= 256 && shape->m * shape->k >= 1 << 16;
}

static int packs_b(const mk_matmul *shape) {
  return shape->transpose_b || (shape->m >= 128 && shape->n * shape->k >= 1 << 17);
}

int64_t mk_matmul_workspace(const mk_matmul *shape) {
  const mk_level *level = mk_current_level();
  const int64_t rows = packs_a(shape) ? rounded_up(shape->m, level->tile_rows) : 0;
  const int64_t columns = packs_b(shape) ? rounded_up(shape->n, MK_LANES) : MK_LANES;
  return (rows + columns) * shape->k * (int64_t)sizeof(float);
}

// MARK: Packing

/// Packs columns first ..< end of b in panels, zeros beyond the last column of the last.
static void pack_b(const run_plan *plan, int64_t first, int64_t end) {
  const int64_t n = plan->tiles.n, k = plan->tiles.k;
  for (int64_t column = first; column < end;) {
    const int64_t width = smaller(end - column, plan->level->panel_columns);
    const int64_t padded = rounded_up(width, MK_LANES);
    float *out = plan->packed_b + column * k;
    if (width < padded) memset(out, 0, (size_t)(padded * k) * sizeof *out);
    if (plan->b_is_transposed) {
      const float *in = plan->b + column * k;
      plan->level->transpose((uint32_t *)out, padded, (const uint32_t *)in, k, width, k);
    } else {
      for (int64_t p = 0; p < k; p++) {
        memcpy(out + p * padded, plan->b + p * n + column, (size_t)width * sizeof *out);
      }
    }
    column += width;
  }
}

static void pack_b_part(void *context, int32_t part, int32_t parts) {
  const run_plan *plan = context;
  const int64_t width = plan->level->panel_columns;
  int64_t first, end;
  mk_part_range((plan->tiles.n + width - 1) / width, part, parts, &first, &end);
  pack_b(plan, first * width, smaller(end * width, plan->tiles.n));
}

/// Packs tile after tile of a transposed a: k columns of `tile_rows`.
static void pack_a_part(void *context, int32_t part, int32_t parts) {
  const run_plan *plan = context;
  const int64_t height = plan->level->tile_rows, m = plan->tiles.m, k = plan->tiles.k;
  int64_t first, end;
  mk_part_range(k, part, parts, &first, &end);
  for (int64_t p = first; p < end; p++) {
    const float *in = plan->a + p * m;
    for (int64_t row = 0; row < m; row += height) {
      float *out = plan->packed_a + row * k + p * height;
      const int64_t rows = smaller(m - row, height);
      for (int64_t i = 0; i < rows; i++) out[i] = in[row + i];
    }
  }
}

/// Copies the columns of a plain b beyond the last whole vector, padded to one.
static void pack_tail(run_plan *plan, const float *b, int64_t row_size) {
  const int64_t whole = plan->tiles.n / MK_LANES * MK_LANES, rest = plan->tiles.n - whole;
  float *out = plan->packed_b;
  for (int64_t p = 0; p < plan->tiles.k; p++, out += MK_LANES) {
    const float *in = b + p * row_size + whole;
    for (int64_t j = 0; j < MK_LANES; j++) out[j] = j < rest ? in[j] : 0;
  }
  plan->tiles.b_tail = plan->packed_b;
}

// MARK: Tiles

/// A cut of c in row_parts x column_parts, the rows at multiples of row_unit and so on.
typedef struct {
  int64_t row_parts, column_parts, row_unit, column_unit;
} tile_grid;

/// The grid whose largest part is smallest.
static tile_grid choose_grid(const run_plan *plan, int64_t parts) {
  const int64_t rows = plan->tiles.m, columns = plan->tiles.n, panel = plan->level->panel_columns;
  tile_grid best = {1, parts, plan->level->tile_rows, MK_LANES};
  if (plan->packs_own_columns) return best;
  if (plan->b) best.column_unit = panel;
  int64_t best_cost = INT64_MAX;
  for (int64_t row_parts = 1; row_parts <= parts; row_parts++) {
    if (parts % row_parts != 0) continue;
    const int64_t column_parts = parts / row_parts;
    const int64_t tall = rounded_up((rows + row_parts - 1) / row_parts, best.row_unit);
    const int64_t wide =
      rounded_up((columns + column_parts - 1) / column_parts, best.column_unit);
    const int64_t cost = smaller(tall, rows) * smaller(wide, columns);
    if (cost < best_cost) {
      best_cost = cost;
      best.row_parts = row_parts;
      best.column_parts = column_parts;
    }
  }
  return best;
}

static void tiles_part(void *context, int32_t part, int32_t parts) {
  const run_plan *plan = context;
  const tile_grid grid = choose_grid(plan, parts);
  const int32_t column_parts = (int32_t)grid.column_parts;
  const int64_t m = plan->tiles.m, n = plan->tiles.n;
  int64_t first_row, end_row, first_column, end_column;
  mk_part_range(
    (m + grid.row_unit - 1) / grid.row_unit, part / column_parts, (int32_t)grid.row_parts,
    &first_row, &end_row);
  mk_part_range(
    (n + grid.column_unit - 1) / grid.column_unit, part % column_parts, column_parts,
    &first_column, &end_column);
  first_column *= grid.column_unit;
  end_column = smaller(end_column * grid.column_unit, n);
  if (plan->packs_own_columns) pack_b(plan, first_column, end_column);
  plan->level->matmul_tiles(
    &plan->tiles, first_row * grid.row_unit, smaller(end_row * grid.row_unit, m), first_column,
    end_column);
}

/// Additions that a multiplication is worth, for sharing it among threads.
static int64_t matmul_work(int64_t m, int64_t n, int64_t k) { return m * n * (k + 4) / 4; }

static void run_tiles(run_plan *plan) {
  const int64_t m = plan->tiles.m, n = plan->tiles.n, k = plan->tiles.k;
  const int64_t height = plan->level->tile_rows, width = plan->level->panel_columns;
  const int64_t work = matmul_work(m, n, k), places = (m / height + 1) * (n / width + 1);
  plan->packs_own_columns = plan->b && n >= mk_part_count(work, places) * width;
  if (plan->a) mk_run_parts(pack_a_part, plan, m * k, k);
  if (plan->b && !plan->packs_own_columns) mk_run_parts(pack_b_part, plan, n * k, n / width);
  mk_run_parts(tiles_part, plan, work, places);
}

// MARK: Dot products

static void dots_part(void *context, int32_t part, int32_t parts) {
  const run_plan *plan = context;
  int64_t first, end;
  mk_part_range((plan->dots.many_count + 3) / 4, part, parts, &first, &end);
  plan->level->matmul_dots(&plan->dots, first * 4, smaller(end * 4, plan->dots.many_count));
}

static void run_dots(run_plan *plan) {
  const mk_dot_plan *dots = &plan->dots;
  mk_run_parts(
    dots_part, plan, matmul_work(dots->many_count, dots->few_count, dots->k),
    dots->many_count / 4);
}

/// The few rows of `columns` x `rows` elements stored the other way round.
static const float *packed_rows(
  run_plan *plan, const float *in, int64_t rows, int64_t columns) {
  plan->level->transpose(
    (uint32_t *)plan->packed_b, columns, (const uint32_t *)in, rows, columns, rows);
  return plan->packed_b;
}

// MARK: Choice

void mk_matmul_run(
  const mk_matmul *shape, const float *a, const float *b, const float *bias, float *c,
  void *workspace) {
  const int64_t m = shape->m, n = shape->n, k = shape->k;
  if (m <= 0 || n <= 0) return;
  run_plan plan = {.level = mk_current_level(), .packed_b = workspace};
  const int64_t height = plan.level->tile_rows;
  if (n <= FEW && !shape->transpose_a && k >= MK_LANES) {
    plan.dots = (mk_dot_plan){
      .many = a, .few = shape->transpose_b ? b : packed_rows(&plan, b, n, k), .bias = bias,
      .c = c, .many_count = m, .few_count = n, .k = k, .many_stride = k, .few_stride = k,
      .c_many = n, .c_few = 1, .bias_few = 1, .activation = shape->activation};
    run_dots(&plan);
  } else if (m <= FEW && shape->transpose_b && k >= MK_LANES) {
    plan.dots = (mk_dot_plan){
      .many = b, .few = shape->transpose_a ? packed_rows(&plan, a, m, k) : a, .bias = bias,
      .c = c, .many_count = n, .few_count = m, .k = k, .many_stride = k, .few_stride = k,
      .c_many = 1, .c_few = n, .bias_many = 1, .activation = shape->activation};
    run_dots(&plan);
  } else if (n < MK_LANES && m >= MK_LANES && shape->transpose_a) {
    // Thin results are computed on their side: the long axis fills the vectors.
    const int64_t row = shape->transpose_b ? k : 1;
    plan.tiles = (mk_tile_plan){
      .m = n, .n = m, .k = k, .a = b, .b = a, .bias = bias, .c = c, .a_tile = row * height,
      .a_row = row, .a_column = shape->transpose_b ? 1 : n, .c_row = 1, .c_column = n,
      .bias_row = 1, .b_row = m, .activation = shape->activation};
    if (m % MK_LANES != 0) pack_tail(&plan, a, m);
    run_tiles(&plan);
  } else {
    const int64_t row = shape->transpose_a ? 1 : k;
    plan.tiles = (mk_tile_plan){
      .m = m, .n = n, .k = k, .a = a, .b = b, .bias = bias, .c = c, .a_tile = row * height,
      .a_row = row, .a_column = shape->transpose_a ? m : 1, .c_row = n, .c_column = 1,
      .bias_column = 1, .b_row = n, .activation = shape->activation};
    if (packs_b(shape)) {
      plan.b = b;
      plan.b_is_transposed = shape->transpose_b;
      plan.tiles.b = plan.packed_b;
      plan.tiles.b_is_packed = 1;
    } else if (n % MK_LANES != 0) {
      pack_tail(&plan, b, n);
    }
    if (packs_a(shape)) {
      const int64_t columns = packs_b(shape) ? rounded_up(n, MK_LANES) : MK_LANES;
      plan.a = a;
      plan.packed_a = plan.packed_b + columns * k;
      plan.tiles.a = plan.packed_a;
      plan.tiles.a_tile = height * k;
      plan.tiles.a_column = height;
    }
    run_tiles(&plan);
  }
}
