// Rows of tiles of a matrix multiplication, and the program that runs over them when they are done.

/// Stretches of memory to fetch while tiles are computed: `lines` places `step` floats apart.
typedef struct {
  const float *start[MK_MAX_SLOTS];
  int64_t step[MK_MAX_SLOTS], lines[MK_MAX_SLOTS];
  int32_t count, next;
} fetch_list;

/// Adds a stretch, unless there are too many already: then it is read when it is needed.
MK_INLINE void add_fetch(fetch_list *list, const float *start, int64_t step, int64_t lines) {
  if (list->count == MK_MAX_SLOTS) return;
  list->start[list->count] = start;
  list->step[list->count] = step;
  list->lines[list->count++] = lines;
}

/// Tile after tile of a column of tiles whose first one `task` describes.
MK_INLINE void multiply_column(
  const mk_tile_plan *plan, const tile_task *column, int64_t rows, int64_t a_tile,
  fetch_list *list) {
  tile_task task = *column;
  const int64_t lines = (task.depth[0] + task.depth[1]) / AHEAD_STEPS;
  for (int64_t row = 0; row < rows;) {
    const int64_t left = rows - row;
    task.a = column->a + row / MK_TILE_ROWS * a_tile + row % MK_TILE_ROWS * task.a_row;
    task.c = column->c + row * plan->c_row;
    task.bias = column->bias ? column->bias + row * plan->bias_row : NULL;
    task.ahead = task.a;
    task.ahead_step = 0;
    if (list->next < list->count) {
      task.ahead = list->start[list->next];
      task.ahead_step = list->step[list->next];
      list->start[list->next] += lines * task.ahead_step;
      list->lines[list->next] -= lines;
      if (list->lines[list->next] <= 0) list->next++;
    }
    if (left >= MK_TILE_ROWS) {
      multiply_all_rows(plan, &task);
      row += MK_TILE_ROWS;
#if MK_TILE_ROWS > 4
    } else if (left >= 4) {
      multiply_four_rows(plan, &task);
      row += 4;
#endif
    } else if (left >= 2) {
      multiply_two_rows(plan, &task);
      row += 2;
    } else {
      multiply_one_row(plan, &task);
      row += 1;
    }
  }
}

/// Says where the `depth` rows of b from `start` on lie, for a panel of `width` columns.
MK_INLINE void find_panel(
  const mk_tile_plan *plan, tile_task *task, int64_t start, int64_t depth, int64_t column) {
  if (plan->b_is_packed) {
    task->b_row = (task->width + MK_LANES - 1) / MK_LANES * MK_LANES;
    task->b[0] = plan->b + column * plan->k + start * task->b_row;
    task->depth[0] = depth;
    return;
  }
  const int64_t tail = plan->k - plan->tail_rows;
  const int64_t before = start >= tail ? 0 : tail - start < depth ? tail - start : depth;
  task->b_row = plan->b_row;
  task->b[0] = plan->b + column + start * plan->b_row;
  task->depth[0] = before;
  if (before < depth) {
    task->b[1] = plan->b_tail + column + (start + before - tail) * plan->b_row;
    task->depth[1] = depth - before;
  }
}

/// Copies `rows` neighbours of each of `depth` columns of a next to each other.
static void pack_strip(
  float *out, const float *in, int64_t in_column, int64_t rows, int64_t depth) {
  for (int64_t p = 0; p < depth; p++) {
    if (rows == STRIP_ROWS) {
      memcpy(out + p * STRIP_ROWS, in + p * in_column, STRIP_ROWS * sizeof *out);
    } else {
      for (int64_t i = 0; i < rows; i++) out[p * STRIP_ROWS + i] = in[p * in_column + i];
    }
  }
}

/// Rows row ..< end and the depth from `start` on, for all columns; `c` is where row `row` goes.
static void multiply_rows(
  const mk_tile_plan *plan, float *c, int64_t row, int64_t end, int64_t start, int64_t depth,
  int64_t first_column, int64_t end_column, fetch_list *list) {
  _Alignas(64) float strip[STRIP_ROWS * DEPTH];
  tile_task task = {
    .a = plan->a + row / MK_TILE_ROWS * plan->a_tile + row % MK_TILE_ROWS * plan->a_row
         + start * plan->a_column,
    .a_row = plan->a_row,
    .a_column = plan->a_column,
    .adds = start > 0,
    .activates = start + depth == plan->k};
  int64_t a_tile = plan->a_tile;
  if (plan->packs_strips) {
    pack_strip(strip, task.a, plan->a_column, end - row, depth);
    // The next strip lies far apart in memory, where no processor would look by itself.
    if (end + STRIP_ROWS <= plan->m) {
      add_fetch(list, task.a + STRIP_ROWS, plan->a_column, depth);
    }
    task.a = strip;
    task.a_column = STRIP_ROWS;
    a_tile = MK_TILE_ROWS;
  } else if (plan->a_column == 1 && depth == plan->k && end + MK_TILE_ROWS <= plan->m) {
    add_fetch(list, task.a + (end - row) * plan->a_row, MK_LANES, MK_TILE_ROWS * depth / MK_LANES);
  }
  // Panels that are packed are cut as all of b is.
  const int64_t last = plan->b_is_packed ? plan->n : end_column;
  for (int64_t column = first_column; column < end_column; column += task.width) {
    task.width = mk_panel_width(last - column, PANEL);
    task.c = c + column * plan->c_column;
    task.bias = plan->bias ? plan->bias + row * plan->bias_row + column * plan->bias_column : NULL;
    find_panel(plan, &task, start, depth, column);
    multiply_column(plan, &task, end - row, a_tile, list);
  }
}

/// Few rows at a time write c from end to end, while b is small enough to be read again from the
/// second-level cache.
static int64_t rows_in_block(const mk_tile_plan *plan) {
  if (plan->packs_strips) return STRIP_ROWS;
  return plan->program || plan->n * plan->k <= 1 << 18 ? MK_TILE_ROWS : ROW_BLOCK;
}

/// Finishes some rows of c at a time and runs the program over them.
static void multiply_and_run(const mk_tile_plan *plan, int64_t first_row, int64_t end_row) {
  _Alignas(64) float strip[STRIP_ROWS * STRIP_COLUMNS + MK_LANES];
  const int64_t n = plan->n, height = rows_in_block(plan);
  const int in_memory = plan->keeps_product || n > STRIP_COLUMNS;
  for (int64_t row = first_row; row < end_row; row += height) {
    const int64_t end = end_row - row < height ? end_row : row + height;
    float *c = in_memory ? plan->c + row * n : strip;
    fetch_list list = {.count = 0};
    for (int32_t slot = 0; slot < plan->program->program->input_count; slot++) {
      if (plan->program->access[slot] != MK_FULL) continue;
      const float *in = plan->program->program->inputs[slot].data;
      add_fetch(&list, in + row * n, MK_LANES, (end - row) * n / MK_LANES);
    }
    int64_t start = 0;
    do {
      const int64_t left = plan->k - start, depth = left < DEPTH ? left : DEPTH;
      multiply_rows(plan, c, row, end, start, depth, 0, n, &list);
      start += depth;
    } while (start < plan->k);
    const mk_product product = {
      c, row * n, in_memory ? plan->m * n : end * n + MK_LANES};
    elementwise_rows(plan->program, &product, row, end);
  }
}

static void matmul_tiles(
  const mk_tile_plan *plan, int64_t first_row, int64_t end_row, int64_t first_column,
  int64_t end_column) {
  if (plan->program) return multiply_and_run(plan, first_row, end_row);
  const int64_t height = rows_in_block(plan);
  int64_t start = 0;
  do {
    const int64_t left = plan->k - start, depth = left < DEPTH ? left : DEPTH;
    for (int64_t row = first_row; row < end_row; row += height) {
      const int64_t end = end_row - row < height ? end_row : row + height;
      fetch_list list = {.count = 0};
      multiply_rows(
        plan, plan->c + row * plan->c_row, row, end, start, depth, first_column, end_column,
        &list);
    }
    start += depth;
  } while (start < plan->k);
}
