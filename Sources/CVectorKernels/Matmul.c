// Matrix multiplication: picks tiles or dot products for the shape, and what is to be packed.
#include "Matmul.h"

#include "Threads.h"

enum { FEW = 8 };

// Reading an operand where it lies is as fast as packing it until it is read often or lies far
// apart; a transposed b cannot be read in vectors at all.

static int packs_a(const mk_matmul *shape) {
  return shape->transpose_a && shape->n >= 256 && shape->m * shape->k >= 1 << 16;
}

static int packs_b(const mk_matmul *shape) {
  return shape->transpose_b || (shape->m >= 128 && shape->n * shape->k >= 1 << 17);
}

/// The elements of a packed a, so that what follows is aligned too.
static int64_t packed_a_count(int64_t m, int64_t k) {
  return rounded_up(rounded_up(m, mk_current_level()->tile_rows) * k, MK_LANES);
}

int64_t mk_matmul_workspace(const mk_matmul *shape) {
  int64_t count = 0;
  if (packs_a(shape)) count += packed_a_count(shape->m, shape->k);
  if (packs_b(shape)) count += rounded_up(shape->n, MK_LANES) * shape->k;
  // A thin operand, or the tail of either operand read as a plain b.
  const int64_t thin = FEW * shape->k, longer = shape->m > shape->n ? shape->m : shape->n;
  const int64_t tail = longer + 2 * MK_LANES;
  return (count + (thin > tail ? thin : tail)) * (int64_t)sizeof(float);
}

// MARK: Dot products

static void dots_part(void *context, int32_t part, int32_t parts) {
  const mk_run_plan *plan = context;
  int64_t first, end;
  mk_part_range((plan->dots.many_count + 3) / 4, part, parts, &first, &end);
  plan->level->matmul_dots(&plan->dots, first * 4, smaller(end * 4, plan->dots.many_count));
}

static void run_dots(mk_run_plan *plan) {
  const mk_dot_plan *dots = &plan->dots;
  mk_run_parts(
    dots_part, plan, matmul_work(dots->many_count, dots->few_count, dots->k),
    dots->many_count / 4);
}

/// The few rows of `columns` x `rows` elements stored the other way round.
static const float *packed_rows(
  mk_run_plan *plan, const float *in, int64_t rows, int64_t columns) {
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
  mk_run_plan plan = {.level = mk_current_level(), .packed_b = workspace};
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
    mk_copy_tail(&plan);
    mk_run_tiles(&plan);
  } else {
    const int64_t row = shape->transpose_a ? 1 : k;
    plan.tiles = (mk_tile_plan){
      .m = m, .n = n, .k = k, .a = a, .b = b, .bias = bias, .c = c, .a_tile = row * height,
      .a_row = row, .a_column = shape->transpose_a ? m : 1, .c_row = n, .c_column = 1,
      .bias_column = 1, .b_row = n, .activation = shape->activation};
    if (packs_a(shape)) {
      plan.a = a;
      plan.packed_a = plan.packed_b;
      plan.packed_b += packed_a_count(m, k);
      plan.tiles.a = plan.packed_a;
      plan.tiles.a_tile = height * k;
      plan.tiles.a_column = height;
    }
    if (packs_b(shape)) {
      plan.b = b;
      plan.b_is_transposed = shape->transpose_b;
      plan.tiles.b = plan.packed_b;
      plan.tiles.b_is_packed = 1;
    } else {
      mk_copy_tail(&plan);
    }
    mk_run_tiles(&plan);
  }
}
