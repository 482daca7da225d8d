// Packs the operands of a matrix multiplication and shares its tiles among threads.
#include "Matmul.h"

#include <string.h>

#include "Elementwise.h"
#include "Threads.h"

// MARK: Packing

/// How many units of a panel's columns the columns of b are shared in: the last takes what is left,
/// up to four vectors.
static int64_t panel_units(const mk_run_plan *plan) {
  const int64_t n = plan->tiles.n, width = plan->level->panel_columns, units = n / width;
  return units > 0 && (n % width == 0 || mk_panel_width(n % width + width, width) < width)
    ? units : units + 1;
}

/// The half-open range of columns of some units.
static void columns_of_units(
  const mk_run_plan *plan, int64_t first_unit, int64_t end_unit, int64_t *first, int64_t *end) {
  const int64_t width = plan->level->panel_columns;
  *first = first_unit * width;
  *end = end_unit == panel_units(plan) ? plan->tiles.n : end_unit * width;
}

/// Packs columns first ..< end of b in panels, zeros beyond the last column of the last.
static void pack_b(const mk_run_plan *plan, int64_t first, int64_t end) {
  const int64_t n = plan->tiles.n, k = plan->tiles.k;
  for (int64_t column = first; column < end;) {
    const int64_t width = mk_panel_width(n - column, plan->level->panel_columns);
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
  const mk_run_plan *plan = context;
  int64_t first, end;
  mk_part_range(panel_units(plan), part, parts, &first, &end);
  columns_of_units(plan, first, end, &first, &end);
  pack_b(plan, first, end);
}

/// Packs tile after tile of a transposed a: k columns of `tile_rows`.
static void pack_a_part(void *context, int32_t part, int32_t parts) {
  const mk_run_plan *plan = context;
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

/// How many rows at the end of a plain b with `row_size` columns whole vectors could leave.
static int64_t tail_row_count(int64_t row_size, int64_t k) {
  const int64_t padded = rounded_up(row_size, MK_LANES);
  return smaller((padded + row_size - 1) / row_size - 1, k);
}

void mk_copy_tail(mk_run_plan *plan) {
  mk_tile_plan *tiles = &plan->tiles;
  tiles->tail_rows = tail_row_count(tiles->n, tiles->k);
  if (tiles->tail_rows == 0) return;
  const int64_t count = tiles->tail_rows * tiles->n;
  memcpy(
    plan->packed_b, tiles->b + (tiles->k - tiles->tail_rows) * tiles->n,
    (size_t)count * sizeof *plan->packed_b);
  memset(plan->packed_b + count, 0, MK_LANES * sizeof *plan->packed_b);
  tiles->b_tail = plan->packed_b;
}

// MARK: Tiles

/// A cut of c in row_parts x column_parts, the rows at multiples of row_unit and so on; of the
/// columns of a packed b the last unit may be wider.
typedef struct {
  int64_t row_parts, column_parts, row_unit, column_unit;
} tile_grid;

/// The grid whose largest part is smallest.
static tile_grid choose_grid(const mk_run_plan *plan, int64_t parts) {
  const int64_t rows = plan->tiles.m, columns = plan->tiles.n, panel = plan->level->panel_columns;
  tile_grid best = {1, parts, plan->level->tile_rows, MK_LANES};
  if (plan->tiles.packs_strips) best.row_unit = plan->level->strip_rows;
  if (plan->packs_own_columns) return best;
  if (plan->tiles.program) {
    best.row_parts = parts;
    best.column_parts = 1;
    return best;
  }
  if (plan->b) best.column_unit = panel;
  const int64_t units = plan->b ? panel_units(plan) : (columns + MK_LANES - 1) / MK_LANES;
  int64_t best_cost = INT64_MAX;
  for (int64_t row_parts = 1; row_parts <= parts; row_parts++) {
    if (parts % row_parts != 0) continue;
    const int64_t column_parts = parts / row_parts;
    if (column_parts > units) continue;
    const int64_t tall = rounded_up((rows + row_parts - 1) / row_parts, best.row_unit);
    const int64_t wide =
      rounded_up((columns + column_parts - 1) / column_parts, best.column_unit);
    const int64_t cost = smaller(tall, rows) * smaller(wide, columns);
    // Among equals the most rows: short tiles waste less than narrow ones.
    if (cost <= best_cost) {
      best_cost = cost;
      best.row_parts = row_parts;
      best.column_parts = column_parts;
    }
  }
  return best;
}

// The largest b that every thread packs for itself, as cheaply as waiting for the others.
enum { OWN_COPY = 1 << 17 };

static void run_tiles(const mk_run_plan *plan, int32_t part, int32_t parts) {
  const tile_grid grid = choose_grid(plan, parts);
  const int32_t column_parts = (int32_t)grid.column_parts;
  const int64_t m = plan->tiles.m, n = plan->tiles.n;
  int64_t first_row, end_row, first_column, end_column;
  mk_part_range(
    (m + grid.row_unit - 1) / grid.row_unit, part / column_parts, (int32_t)grid.row_parts,
    &first_row, &end_row);
  if (plan->b) {
    mk_part_range(
      panel_units(plan), part % column_parts, column_parts, &first_column, &end_column);
    columns_of_units(plan, first_column, end_column, &first_column, &end_column);
  } else {
    mk_part_range(
      (n + grid.column_unit - 1) / grid.column_unit, part % column_parts, column_parts,
      &first_column, &end_column);
    first_column *= grid.column_unit;
    end_column = smaller(end_column * grid.column_unit, n);
  }
  if (plan->packs_own_columns) pack_b(plan, first_column, end_column);
  plan->level->matmul_tiles(
    &plan->tiles, first_row * grid.row_unit, smaller(end_row * grid.row_unit, m), first_column,
    end_column);
}

static __attribute__((noinline)) void tiles_with_own_copy(
  const mk_run_plan *plan, int32_t part, int32_t parts) {
  _Alignas(64) float copy[OWN_COPY];
  mk_run_plan own = *plan;
  own.packed_b = copy;
  own.tiles.b = copy;
  pack_b(&own, 0, plan->tiles.n);
  run_tiles(&own, part, parts);
}

static void tiles_part(void *context, int32_t part, int32_t parts) {
  const mk_run_plan *plan = context;
  if (plan->packs_own_copy) {
    tiles_with_own_copy(plan, part, parts);
  } else {
    run_tiles(plan, part, parts);
  }
}

void mk_run_tiles(mk_run_plan *plan) {
  const int64_t m = plan->tiles.m, n = plan->tiles.n, k = plan->tiles.k;
  const int64_t height = plan->level->tile_rows, width = plan->level->panel_columns;
  int64_t work = matmul_work(m, n, k), places = (m / height + 1) * (n / width + 1);
  if (plan->tiles.program) {
    places = m / height;
    work += mk_program_work(plan->tiles.program->program);
  }
  plan->packs_own_copy = plan->b && rounded_up(n, MK_LANES) * k <= OWN_COPY;
  plan->packs_own_columns = plan->b && !plan->packs_own_copy && !plan->tiles.program
                            && n >= mk_part_count(work, places) * width;
  if (plan->a) mk_run_parts(pack_a_part, plan, m * k, k);
  if (plan->b && !plan->packs_own_columns && !plan->packs_own_copy) {
    mk_run_parts(pack_b_part, plan, n * k, n / width);
  }
  mk_run_parts(tiles_part, plan, work, places);
}
