// Matrix multiplication: picks tiles or dot products for the shape, and what is to be packed.
#include "Matmul.h"

#include "Elementwise.h"
#include "Threads.h"

enum { FEW = 8 };

/// Whether b is small enough to stay in the second-level cache while strips of a go by.
static int reads_b_often(const mk_matmul *shape) { return shape->n * shape->k <= 1 << 19; }

// Reading an operand where it lies is as fast as packing it until it leaves the second-level cache
// or lies far apart; a transposed b cannot be read in vectors at all.

static int packs_strips(const mk_matmul *shape) {
  return shape->transpose_a && reads_b_often(shape) && shape->n >= 2 * MK_LANES
         && shape->m * shape->k >= 1 << 12;
}

static int packs_a(const mk_matmul *shape) {
  return shape->transpose_a && !packs_strips(shape) && shape->n >= 256
         && shape->m * shape->k >= 1 << 16;
}

static int packs_b(const mk_matmul *shape) {
  // Vectors of rows that no vector fits into whole times mostly lie on two lines of the cache.
  const int crosses_lines = shape->n > MK_LANES && shape->n % MK_LANES != 0;
  return shape->transpose_b || (shape->m >= 128 && (crosses_lines || !reads_b_often(shape)));
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

/// Tiles of c, or of c lying on its side.
static void choose_tiles(
  mk_run_plan *plan, const mk_matmul *shape, const float *a, const float *b) {
  const int64_t m = shape->m, n = shape->n, k = shape->k, height = plan->level->tile_rows;
  mk_tile_plan *tiles = &plan->tiles;
  if (n < MK_LANES && m >= MK_LANES && shape->transpose_a && !tiles->program) {
    // Thin results are computed on their side: the long axis fills the vectors.
    const int64_t row = shape->transpose_b ? k : 1;
    tiles->m = n;
    tiles->n = m;
    tiles->a = b;
    tiles->b = a;
    tiles->a_row = row;
    tiles->a_column = shape->transpose_b ? 1 : n;
    tiles->c_row = 1;
    tiles->c_column = n;
    tiles->bias_row = !shape->bias_per_row;
    tiles->bias_column = shape->bias_per_row;
  } else {
    tiles->m = m;
    tiles->n = n;
    tiles->a = a;
    tiles->b = b;
    tiles->a_row = shape->transpose_a ? 1 : k;
    tiles->a_column = shape->transpose_a ? m : 1;
    tiles->c_row = n;
    tiles->c_column = 1;
    tiles->bias_row = shape->bias_per_row;
    tiles->bias_column = !shape->bias_per_row;
    tiles->packs_strips = packs_strips(shape);
    if (packs_a(shape)) {
      plan->a = a;
      plan->packed_a = plan->packed_b;
      plan->packed_b += packed_a_count(m, k);
      tiles->a = plan->packed_a;
      tiles->a_column = height;
    }
    if (packs_b(shape)) {
      plan->b = b;
      plan->b_is_transposed = shape->transpose_b;
      tiles->b = plan->packed_b;
      tiles->b_is_packed = 1;
    }
  }
  tiles->b_row = tiles->n;
  tiles->a_tile = plan->a ? height * k : tiles->a_row * height;
  if (!tiles->b_is_packed) mk_copy_tail(plan);
}

/// Whether c is a few rows of dot products, or a few columns; sets up which.
static int choose_dots(
  mk_run_plan *plan, const mk_matmul *shape, const float *a, const float *b) {
  const int64_t m = shape->m, n = shape->n, k = shape->k;
  mk_dot_plan *dots = &plan->dots;
  dots->k = dots->many_stride = dots->few_stride = k;
  if (n <= FEW && !shape->transpose_a && k >= MK_LANES) {
    dots->many = a;
    dots->few = shape->transpose_b ? b : packed_rows(plan, b, n, k);
    dots->many_count = m;
    dots->few_count = n;
    dots->c_many = n;
    dots->c_few = 1;
    dots->bias_many = shape->bias_per_row;
    dots->bias_few = !shape->bias_per_row;
    return 1;
  }
  if (m <= FEW && shape->transpose_b && k >= MK_LANES) {
    dots->many = b;
    dots->few = shape->transpose_a ? packed_rows(plan, a, m, k) : a;
    dots->many_count = n;
    dots->few_count = m;
    dots->c_many = 1;
    dots->c_few = n;
    dots->bias_many = !shape->bias_per_row;
    dots->bias_few = shape->bias_per_row;
    return 1;
  }
  return 0;
}

void mk_matmul_run(
  const mk_matmul *shape, const float *a, const float *b, const float *bias, float *c,
  const mk_program *program, int32_t keeps_product, void *workspace) {
  if (shape->m <= 0 || shape->n <= 0) {
    if (program) mk_elementwise(program);
    return;
  }
  mk_elementwise_plan rows;
  mk_run_plan plan = {.level = mk_current_level(), .packed_b = workspace};
  plan.dots.bias = plan.tiles.bias = bias;
  plan.dots.c = plan.tiles.c = c;
  plan.dots.activation = plan.tiles.activation = shape->activation;
  plan.tiles.k = shape->k;
  plan.tiles.keeps_product = keeps_product;
  if (choose_dots(&plan, shape, a, b)) {
    run_dots(&plan);
    if (program) mk_elementwise(program);
    return;
  }
  if (program && reads_b_often(shape)) {
    mk_plan_program(program, &rows);
    for (int32_t input = 0; input < program->input_count; input++) {
      if (program->inputs[input].access == MK_PRODUCT) rows.access[input] = MK_PRODUCT;
    }
    plan.tiles.program = &rows;
    mk_begin_sums(&rows);
  }
  choose_tiles(&plan, shape, a, b);
  mk_run_tiles(&plan);
  if (plan.tiles.program) {
    mk_end_sums(&rows);
  } else if (program) {
    mk_elementwise(program);
  }
}
