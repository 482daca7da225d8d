// Matrix multiplication in register tiles of rows x vectors.
//
// Each element of c is one chain of additions over k, cut every DEPTH, whatever tile it is in.

enum {
  PANEL = MK_TILE_VECTORS * MK_LANES,
  DEPTH = 512,
  STRIP_ROWS = MK_TILE_ROWS * 2,
  // How many steps of a tile share one line fetched ahead.
  AHEAD_STEPS = 2,
  ROW_BLOCK = MK_TILE_ROWS * 16,
  // The widest c whose rows a program reads from a strip in the cache instead of from memory.
  STRIP_COLUMNS = 1024
};

/// The part of a multiplication that one call of `multiply_tile` adds to c.
typedef struct {
  const float *a, *bias;
  float *c;
  // The rows of b come in two pieces.
  const float *b[2];
  int64_t depth[2];
  int64_t a_row, a_column, b_row, width;
  int32_t adds, activates;
  // Where the next line to fetch lies, and how far the one after it.
  const float *ahead;
  int64_t ahead_step;
} tile_task;

/// Adds the bias, applies the activation and writes a tile whose vectors are whole and dense.
MK_INLINE void finish_whole(
  const mk_tile_plan *plan, const tile_task *task, const int rows, const int vectors,
  vfloat sums[][MK_TILE_VECTORS]) {
#define EACH_SUM                             \
  UNROLLED for (int i = 0; i < rows; i++)    \
  UNROLLED for (int j = 0; j < vectors; j++)
  float *const c = task->c;
  if (task->adds) {
    EACH_SUM sums[i][j] += load_float(c + i * plan->c_row + j * MK_LANES);
  }
  if (task->activates && task->bias) {
    const int splats = plan->bias_column == 0;
    EACH_SUM sums[i][j] += splats ? splat(task->bias[i * plan->bias_row])
                                  : load_float(task->bias + j * MK_LANES);
  }
  if (task->activates && plan->activation == MK_ACTIVATION_RELU) {
    EACH_SUM sums[i][j] = sums[i][j] < 0.0f ? splat(0.0f) : sums[i][j];
  }
  EACH_SUM store_float(c + i * plan->c_row + j * MK_LANES, sums[i][j]);
#undef EACH_SUM
}

/// The same for a tile in memory, some of whose vectors have fewer elements or lie apart in c.
static __attribute__((noinline)) void finish_part(
  const mk_tile_plan *plan, const tile_task *task, int rows, const float *tile) {
  for (int64_t column = 0; column < task->width; column += MK_LANES) {
    const int64_t left = task->width - column, count = left < MK_LANES ? left : MK_LANES;
    const float *bias = NULL;
    if (task->activates && task->bias) bias = task->bias + column * plan->bias_column;
    vfloat shared = splat(0.0f);
    if (bias && plan->bias_column != 0) shared = load_some(bias, plan->bias_column, count);
    for (int i = 0; i < rows; i++) {
      float *c = task->c + i * plan->c_row + column * plan->c_column;
      vfloat sum = load_float(tile + i * PANEL + column);
      if (task->adds) sum += load_some(c, plan->c_column, count);
      if (bias) sum += plan->bias_column != 0 ? shared : splat(bias[i * plan->bias_row]);
      if (task->activates && plan->activation == MK_ACTIVATION_RELU) {
        sum = sum < 0.0f ? splat(0.0f) : sum;
      }
      store_some(c, plan->c_column, count, sum);
    }
  }
}

/// `rows` and `vectors` are constants wherever this is inlined, so that sums stay in registers.
MK_INLINE void multiply_tile(
  const mk_tile_plan *plan, const tile_task *task, const int rows, const int vectors) {
  const int64_t a_column = task->a_column, b_row = task->b_row, ahead_step = task->ahead_step;
  const float *a = task->a, *ahead = task->ahead;
  // Four rows are found from one pointer, by one and three times the distance of neighbours, so that
  // all that a step needs stays in registers. The distances are hidden from the compiler, which
  // would step one pointer from row to row: a long chain.
  _Static_assert(MK_TILE_ROWS <= 8, "two pointers reach eight rows");
  int64_t a_row = task->a_row, three_rows = 3 * a_row;
  __asm__("" : "+r"(a_row), "+r"(three_rows));
  const float *next_rows = a + 4 * a_row;
  vfloat sums[MK_TILE_ROWS][MK_TILE_VECTORS];
  UNROLLED for (int i = 0; i < rows; i++) {
    UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] = splat(0.0f);
  }
  for (int piece = 0; piece < 2; piece++) {
    const float *b = task->b[piece];
#define MULTIPLY_STEP                                                                \
  do {                                                                               \
    vfloat y[MK_TILE_VECTORS];                                                       \
    UNROLLED for (int j = 0; j < vectors; j++) y[j] = load_float(b + j * MK_LANES);  \
    UNROLLED for (int i = 0; i < rows; i++) {                                        \
      const float *four = i < 4 ? a : next_rows;                                     \
      const vfloat x = splat(four[i % 4 == 3 ? three_rows : i % 4 * a_row]);         \
      UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] += x * y[j];             \
    }                                                                                \
    a += a_column;                                                                   \
    next_rows += a_column;                                                           \
    __asm__("" : "+r"(a), "+r"(next_rows));                                          \
    b += b_row;                                                                      \
  } while (0)
    int64_t left = task->depth[piece];
    for (; left >= AHEAD_STEPS; left -= AHEAD_STEPS) {
      // Into the second level: the first is full of b.
      __builtin_prefetch(ahead, 0, 2);
      ahead += ahead_step;
      UNROLLED for (int step = 0; step < AHEAD_STEPS; step++) MULTIPLY_STEP;
    }
    for (; left > 0; left--) MULTIPLY_STEP;
#undef MULTIPLY_STEP
  }
  if (plan->c_column == 1 && task->width == vectors * MK_LANES) {
    finish_whole(plan, task, rows, vectors, sums);
  } else {
    _Alignas(64) float tile[MK_TILE_ROWS * PANEL];
    UNROLLED for (int i = 0; i < rows; i++) {
      UNROLLED for (int j = 0; j < vectors; j++) {
        store_float(tile + i * PANEL + j * MK_LANES, sums[i][j]);
      }
    }
    finish_part(plan, task, rows, tile);
  }
}

#define MULTIPLY(name, rows)                                               \
  static __attribute__((noinline)) void name(                              \
    const mk_tile_plan *plan, const tile_task *task) {                     \
    if (MK_TILE_VECTORS >= 3 && task->width > 2 * MK_LANES) {              \
      multiply_tile(plan, task, rows, MK_TILE_VECTORS >= 3 ? 3 : 1);       \
    } else if (MK_TILE_VECTORS >= 2 && task->width > MK_LANES) {           \
      multiply_tile(plan, task, rows, MK_TILE_VECTORS >= 2 ? 2 : 1);       \
    } else {                                                               \
      multiply_tile(plan, task, rows, 1);                                  \
    }                                                                      \
  }

MULTIPLY(multiply_one_row, 1)
MULTIPLY(multiply_two_rows, 2)
#if MK_TILE_ROWS > 4
MULTIPLY(multiply_four_rows, 4)
#endif
MULTIPLY(multiply_all_rows, MK_TILE_ROWS)
#undef MULTIPLY
