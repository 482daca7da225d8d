// Gathers rows from a table and adds rows up into one.
#include <string.h>

#include "Level.h"
#include "Threads.h"

static int64_t clamped_row(int32_t index, int64_t rows) {
  return index < 0 ? 0 : index < rows ? index : rows - 1;
}

typedef struct {
  uint32_t *out;
  const uint32_t *rows;
  const int32_t *indices;
  int64_t count, row_size, table_rows;
} rows_plan;

static void gather_part(void *context, int32_t part, int32_t parts) {
  const rows_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->count, part, parts, &first, &end);
  for (int64_t i = first; i < end; i++) {
    const int64_t row = clamped_row(plan->indices[i], plan->table_rows);
    memcpy(
      plan->out + i * plan->row_size, plan->rows + row * plan->row_size,
      (size_t)plan->row_size * 4);
  }
}

void mk_gather_rows(
  void *out, const void *table, const int32_t *indices, int64_t count, int64_t row_size,
  int64_t table_rows) {
  if (count <= 0 || row_size <= 0 || table_rows <= 0) return;
  rows_plan plan = {out, table, indices, count, row_size, table_rows};
  mk_run_parts(gather_part, &plan, count * row_size, count);
}

/// Each part owns some rows of the table and looks through all the indices.
static void scatter_part(void *context, int32_t part, int32_t parts) {
  const rows_plan *plan = context;
  int64_t first, end;
  mk_part_range(plan->table_rows, part, parts, &first, &end);
  float *out = (float *)plan->out;
  const float *updates = (const float *)plan->rows;
  memset(out + first * plan->row_size, 0, (size_t)((end - first) * plan->row_size) * sizeof *out);
  for (int64_t i = 0; i < plan->count; i++) {
    const int64_t row = clamped_row(plan->indices[i], plan->table_rows);
    if (row < first || row >= end) continue;
    mk_current_level()->add_row(
      out + row * plan->row_size, updates + i * plan->row_size, plan->row_size);
  }
}

void mk_scatter_add_rows(
  float *out, const float *updates, const int32_t *indices, int64_t count, int64_t row_size,
  int64_t table_rows) {
  if (row_size <= 0 || table_rows <= 0) return;
  rows_plan plan = {
    (uint32_t *)out, (const uint32_t *)updates, indices, count, row_size, table_rows};
  mk_run_parts(scatter_part, &plan, (count + table_rows) * row_size, table_rows);
}
